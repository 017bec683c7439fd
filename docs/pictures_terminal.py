"""What a command prints on a terminal, as a picture: the command is run on a terminal of its own, and drawn as SVG.

For: ``docs.take_pictures``.
Must not: type or change a line by hand.
"""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

__all__ = ["drawn", "printed"]

_RUN: Final = "from complaint_hub.cli import main; raise SystemExit(main())"
_LINES: Final = 60
_THEME: Final = TerminalTheme(
    (20, 24, 27),
    (231, 234, 236),
    [(29, 35, 39), (255, 157, 146), (132, 207, 155), (240, 185, 95),
     (157, 193, 251), (206, 167, 240), (130, 205, 215), (231, 234, 236)],
)  # fmt: skip
"""The colours of the dark dashboard, so that both read as one thing."""

# As rich's own, without its font, which a browser would fetch from the internet.
_SVG: Final = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" width="{width}" height="{height}" \
xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Consolas, "Liberation Mono", monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font: 600 16px Arial, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed(words: Sequence[str], *, folder: Path, columns: int, config: str) -> str:
    """What ``complaint-hub`` prints on a terminal of so many columns, with its colours.

    Raises: subprocess.CalledProcessError, if the command does not end well.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMPLAINT_HUB_")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": str(_LINES), "LC_ALL": "C.UTF-8"}
    environment["COMPLAINT_HUB_CONFIG"] = config
    for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR"):
        environment.pop(name, None)
    command = [sys.executable, "-c", _RUN, *words]
    with subprocess.Popen(  # noqa: S603 - the words are ours
        command, cwd=folder, env=environment, stdin=follower, stdout=follower, stderr=follower
    ) as run:
        os.close(follower)
        told = _read(leader)
    os.close(leader)
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, ["complaint-hub", *words], told)
    return told.decode().replace("\r\n", "\n")


def _read(leader: int) -> bytes:
    """All that comes, until nobody holds the other end any more."""
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(leader, 65_536)
        except OSError:  # Linux says so that the other end is closed.
            part = b""
        if not part:
            return b"".join(parts)
        parts.append(part)


def drawn(told: str, *, title: str, columns: int, lines: int) -> str:
    """The SVG of what a command printed, its first *lines* lines.

    Args:
        title: stands above it: the command.
    """
    console = Console(record=True, width=columns, file=StringIO(), force_terminal=True, legacy_windows=False)
    shown = told.rstrip("\n").split("\n")
    for line in shown[:lines]:
        console.print(Text.from_ansi(line), no_wrap=True, crop=True, highlight=False)
    if len(shown) > lines:
        console.print(Text("…", style="dim"))
    name = "t-" + title.split()[1]
    return console.export_svg(title=title, theme=_THEME, code_format=_SVG, unique_id=name)
