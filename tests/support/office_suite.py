"""LibreOffice without a screen: opens files as an officer's computer would, and says what stands in their cells."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["cells", "needs_soffice", "opened"]

_SOFFICE = shutil.which("soffice")
_UTF8 = "76"

needs_soffice = pytest.mark.skipif(_SOFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-calc-nogui")


def opened(folder: Path, *files: Path, separators: str | None = None) -> list[Path]:
    """Open the files and save what they show as CSV (commas, UTF-8), every cell in quotation marks.

    Args:
        separators: of a CSV file, what the program takes for one; formulas in it are evaluated where it lets them be.
    """
    # Shared by the tests of one process, which run one after the other: making a profile takes seconds.
    profile = folder.parent / "soffice"
    out = folder / f"shown-{separators and ord(separators)}"
    # Tokens of the filter: separator, quotation mark, encoding, first line, columns, language, quote all, numbers as
    # they are, as shown, formulas, trim, sheet (-1: all), and for reading: evaluate formulas.
    write = f"csv:Text - txt - csv (StarCalc):44,34,{_UTF8},1,,0,true,false,false,false,false,-1"
    command = [_SOFFICE or "soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    if separators is not None:
        command += [f"--infilter=CSV:{ord(separators)},34,{_UTF8},1,,0,false,true,false,false,false,-1,true"]
    command += ["--convert-to", write, "--outdir", str(out), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    assert "Error" not in done.stderr + done.stdout, done.stderr + done.stdout
    return sorted(out.iterdir())


def cells(file: Path) -> list[list[str]]:
    """The rows of a CSV file that the program wrote."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))
