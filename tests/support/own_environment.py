"""A Python environment of its own that sees what this one has installed, and into which a package can be installed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

__all__ = ["OwnEnvironment"]


class OwnEnvironment:
    """Without a network: the package index is switched off, and a build finds its tools in this environment.

    Raises: subprocess.CalledProcessError, when a command that is run fails; its output is shown.
    """

    def __init__(self, place: Path) -> None:
        venv.create(place, symlinks=os.name == "posix")
        self._scripts = place / ("Scripts" if os.name == "nt" else "bin")
        here = sysconfig.get_path("purelib")
        there = sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)})
        # Not a plain path: the .pth files in there, of editable installs, are to be read too.
        Path(there, "of_this_environment.pth").write_text(f"import site; site.addsitedir({here!r})\n", encoding="utf-8")

    def add_script(self, name: str, module: str, function: str) -> None:
        """A command of this environment's, on the other one's interpreter, as its own installation would write it."""
        script = self._scripts / name
        script.write_text(
            f"#!{self._scripts / 'python'}\nimport sys\nfrom {module} import {function}\nsys.exit({function}())\n",
            encoding="utf-8",
        )
        script.chmod(0o755)

    def run(self, command: str, *, folder: Path) -> str:
        """Run a command line in a folder, as a shell of that environment would; returns what it printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMPLAINT_HUB_", "PYTEST"))}
        settings = {
            "PATH": f"{self._scripts}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}",
            "PIP_NO_INDEX": "1",
            # Named for its opposite: 0 leaves the isolation out.
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            ["/bin/sh", "-ec", command] if os.name == "posix" else command,
            shell=os.name != "posix",
            cwd=folder,
            env=kept | settings,
            capture_output=True,
            encoding="utf-8",
            timeout=200,
        )
        assert done.returncode == 0, f"{command!r} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout
