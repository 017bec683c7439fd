"""A command of the command line as somebody whom file modes hold back; root is not."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path

from complaint_hub.cli import main
from support.command import Answer
from support.killing import forked

__all__ = ["as_ordinary_user", "open_folder"]

_NOBODY = 65_534


@contextmanager
def open_folder() -> Generator[Path]:
    """A folder that every user can get to; the parents of pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="complaint-hub-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        # What a test closed must be open again to be removed.
        for found in (path, *path.rglob("*")):
            with suppress(OSError):
                found.chmod(0o755)


def as_ordinary_user(*words: object) -> Answer:
    """Run ``complaint-hub`` in a child without root's rights. What it imports is loaded here already, if run before."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:

        def work() -> None:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
            said = StringIO(), StringIO()
            with redirect_stdout(said[0]), redirect_stderr(said[1]):
                code = main([str(word) for word in words])
            for file, text in zip((out, err), said, strict=True):
                os.write(file.fileno(), text.getvalue().encode())
            os._exit(code)

        _, status = os.waitpid(forked(work), 0)
        told: list[str] = []
        for file in (out, err):
            file.seek(0)
            told.append(file.read().decode())
    return Answer(os.waitstatus_to_exitcode(status), *told)
