"""Opens a page from the disk in a browser without a network, and remembers all that it asks for and complains of.

For: the tests of the dashboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

__all__ = ["Visit", "visit"]

_AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"


@dataclass
class Visit:
    """An opened page.

    Attributes:
        asked: addresses that it asked for, its own included.
        said: lines of its console, and errors that nobody caught.
    """

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        wider: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wider

    def violations(self) -> list[str]:
        """What axe-core finds wrong, with the place of the first."""
        # By way of the debugger, which the page's own policy does not bind.
        self.page.evaluate(_AXE.read_text(encoding="utf-8") + ";0")
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


@contextmanager
def visit(browser: Browser, file: Path, **more: Any) -> Iterator[Visit]:
    """Open *file* with the network off.

    Args:
        more: of the context: ``viewport``, ``color_scheme``, ``java_script_enabled``.
    """
    context = browser.new_context(offline=True, **more)
    visited = Visit(context.new_page())
    visited.page.on("request", lambda request: visited.asked.append(request.url))
    visited.page.on("console", lambda line: visited.said.append(line.text))
    visited.page.on("pageerror", lambda error: visited.said.append(str(error)))
    visited.page.goto(file.absolute().as_uri())
    yield visited
    context.close()
