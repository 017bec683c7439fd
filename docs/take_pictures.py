"""Makes the pictures of README and documentation from the demo: dashboard, terminal, workbook, print.

For: ``python -m docs.take_pictures`` (``make pictures``), all or those named, and the test that compares figures.
Must not: show anything that the commands do not write themselves.

Needs Chromium, and for the workbook and the print also LibreOffice and ``pdftoppm`` (poppler-utils). On one machine the
same demo gives the same pictures. ``docs/pictures/figures.json`` says of which figures they are.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from complaint_hub.cli import main as complaint_hub

from .pictures_terminal import drawn, printed

__all__ = ["FIGURES", "FOLDER", "NAMES", "Demo", "figures", "main", "make", "opened_browser", "play"]

FOLDER: Final = Path(__file__).parent / "pictures"
FIGURES: Final = FOLDER / "figures.json"

_NOW: Final = "2026-11-24T09:00"
_CONFIG: Final = "demo-data/complaint-hub.toml"
_MONTH: Final = "2026-10"
_COLUMNS: Final = 100
_QUALITY: Final = 82
_TIMELESS: Final = ("list",)
_TERMINAL: Final[dict[str, tuple[tuple[str, ...], int]]] = {
    "list": (("list", "--open", "--channel", "lapor", "--limit", "12"), 20),
    "show": (("show", "{case}"), 58),
    "due": (("due", "--limit", "14"), 24),
    "why": (("why", "{case}"), 44),
    "scorecard": (("scorecard", "--year", "2023"), 30),
}
"""Of each command its words and how many lines of it are shown; ``{case}`` is the case of the picture of a case.

The list is of one channel: all are read at once, so the short numbers of the others differ from run to run.
"""
_SCREENS: Final[dict[str, tuple[str, str, int, int]]] = {
    "dashboard-light": ("page", "light", 1280, 1180),
    "dashboard-dark": ("page", "dark", 1280, 1180),
    "dashboard-phone": ("page", "light", 390, 844),
    "case": ("case", "light", 1280, 1250),
    "public": ("public", "light", 1280, 1180),
}
"""Of each screen its page, its colours, and the size of its window."""
NAMES: Final = (
    *(f"{name}.webp" for name in (*_SCREENS, "print", "workbook")),
    *(f"terminal-{name}.svg" for name in _TERMINAL),
)
"""The files in ``docs/pictures``."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo, played in a folder of its own."""

    folder: Path

    def said(self, *words: str) -> str:
        """What a command prints in a pipe. Raises RuntimeError, if it does not end well."""
        out = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out):
            code = complaint_hub([*words, *_place(words)])
        if code:
            raise RuntimeError(f"complaint-hub {' '.join(words)} ended with {code}")
        return out.getvalue()

    def page(self, *, public: bool) -> Path:
        """The dashboard, written once."""
        file = self.folder / ("publik.html" if public else "dasbor.html")
        if not file.exists():
            self.said("dashboard", *(["--public"] if public else []), file.name)
        return file

    def case(self) -> tuple[str, str]:
        """The link and the number of the case that shows most: not protected, of one row, with most events."""
        articles = re.findall(
            r'<article class="kd" id="(k-\d+)">(.*?)</article>', self.page(public=False).read_text("utf-8"), re.S
        )
        told = [
            (text.count("<li class="), link, text)
            for link, text in articles
            if 'class="cal"' in text and "<blockquote>" in text and "Ditautkan" not in text
        ]
        _, link, text = max(told, key=lambda one: one[0])
        found = re.search(r'<p class="no">(\S+) ', text)
        assert found is not None
        return link, found[1]


def play(folder: Path) -> Demo:
    """Play the demo in *folder*."""
    demo = Demo(folder)
    demo.said("demo")
    return demo


def figures(demo: Demo) -> dict[str, Any]:
    """The figures that the pictures show, as the commands tell them to machines."""
    told = {name: json.loads(demo.said(*words, "--json")) for name, words in _TOLD.items()}
    return {
        "dashboard": {name: told["dashboard"][name] for name in ("headline", "cases", "left_out")},
        "public": told["public"]["headline"],
        "scorecard": {name: told["scorecard"][name] for name in ("total", "finished")},
    }


_TOLD: Final[dict[str, tuple[str, ...]]] = {
    "dashboard": ("dashboard", "angka.html"),
    "public": ("dashboard", "--public", "angka-publik.html"),
    "scorecard": ("scorecard", "--year", "2023"),
}


def make(demo: Demo, browser: Browser, name: str) -> bytes:
    """One picture, as its file holds it. Raises: ValueError, if there is none of that name."""
    stem = name.partition(".")[0]
    if name not in NAMES:
        raise ValueError(f"there is no picture {name}: {', '.join(NAMES)}")
    if stem.startswith("terminal-"):
        return _terminal(demo, stem.removeprefix("terminal-")).encode()
    if stem == "workbook":
        return _paper(browser, _workbook(demo))
    if stem == "print":
        return _paper(browser, _print(demo, browser))
    return _screen(demo, browser, *_SCREENS[stem])


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Debian's Chromium. Raises: RuntimeError, if it is not there."""
    found = shutil.which("chromium")
    if found is None:
        raise RuntimeError("the pictures are taken in a browser: apt-get install -y chromium")
    with sync_playwright() as playwright:
        # As root Chromium starts without its own sandbox only; it opens nothing but our files, without a network.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def main(names: Sequence[str]) -> int:
    """Make the pictures that are named, or all, and note of which figures they are."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, opened_browser() as browser:
        demo = play(Path(folder))
        for name in names or NAMES:
            picture = make(demo, browser, name)
            (FOLDER / name).write_bytes(picture)
            print(f"{name}: {len(picture) / 1000:.0f} kB")
        if not names:
            FIGURES.write_text(json.dumps(figures(demo), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _place(words: Sequence[str]) -> tuple[str, ...]:
    """The demo's own settings and moment, behind every command but the one that makes them."""
    return ("--now", _NOW) if words[0] == "demo" else ("--config", _CONFIG, "--now", _NOW)


def _terminal(demo: Demo, command: str) -> str:
    words, lines = _TERMINAL[command]
    case = demo.case()[1] if "{case}" in words else ""
    filled = [word.format(case=case) for word in words]
    # Settings that stand in the environment need not be said again in each command that is offered.
    placed = filled if command in _TIMELESS else [*filled, "--now", _NOW]
    told = printed(placed, folder=demo.folder, columns=_COLUMNS, config=_CONFIG)
    return drawn(told, title=f"complaint-hub {' '.join(filled)}", columns=_COLUMNS, lines=lines)


def _screen(demo: Demo, browser: Browser, page: str, colours: Any, width: int, height: int) -> bytes:
    file = demo.page(public=page == "public")
    scale = 2 if width < 600 else 1.5
    with _window(browser, width, height, scale, colours) as window:
        window.goto(file.as_uri() + (f"#{demo.case()[0]}" if page == "case" else ""))
        window.wait_for_load_state("load")
        # The button that has the focus is no part of what is shown.
        window.evaluate("document.activeElement.blur()")
        box = window.locator("dialog[open]").bounding_box() if page == "case" else None
        return _webp(window, box or {"x": 0, "y": 0, "width": width, "height": height})


def _print(demo: Demo, browser: Browser) -> Path:
    file = demo.folder / "cetak.pdf"
    with _window(browser, 1280, 900, 1, "light") as window:
        window.goto(demo.page(public=False).as_uri())
        window.pdf(path=file, prefer_css_page_size=True, print_background=True)
    return file


def _workbook(demo: Demo) -> Path:
    """The first sheet of the workbook as LibreOffice prints it."""
    name = f"rekap-{_MONTH}"
    demo.said("export", "monthly", "--period", _MONTH, "--overwrite", f"{name}.xlsx")
    profile = f"-env:UserInstallation={(demo.folder / 'office').as_uri()}"
    _run("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", ".", f"{name}.xlsx", folder=demo.folder)
    return demo.folder / f"{name}.pdf"


def _paper(browser: Browser, file: Path) -> bytes:
    """The first page of a PDF file, with the edge of the sheet."""
    _run("pdftoppm", "-r", "110", "-f", "1", "-l", "1", "-singlefile", "-png", file.name, file.stem, folder=file.parent)
    picture = file.with_suffix(".png")
    with _window(browser, 1400, 1400, 1, "light") as window:
        window.goto(picture.as_uri())
        window.add_style_tag(content="body { background: #fff; margin: 0 } img { outline: 1px solid #7d868c }")
        return _webp(window, window.locator("img").bounding_box())


@contextmanager
def _window(browser: Browser, width: int, height: int, scale: float, colours: Any) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, color_scheme=colours,
        reduced_motion="reduce", offline=True, locale="id-ID",
    )  # fmt: skip
    yield context.new_page()
    context.close()


def _webp(window: Page, box: Any) -> bytes:
    taken = window.context.new_cdp_session(window).send(
        "Page.captureScreenshot",
        {"format": "webp", "quality": _QUALITY, "clip": {**box, "scale": 1}, "captureBeyondViewport": True},
    )
    return base64.b64decode(taken["data"])


def _run(*command: str, folder: Path) -> None:
    """Raises: RuntimeError, if the program is not there or fails."""
    if shutil.which(command[0]) is None:
        raise RuntimeError(f"{command[0]} is not there: apt-get install -y libreoffice-calc-nogui poppler-utils")
    done = subprocess.run(  # noqa: S603 - the words are ours
        command, cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
