"""How a sheet of a workbook is printed: which paper, which scale, and what stands on every page.

For: ``grid``.
Must not: know what stands in the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

__all__ = ["set_paper"]

_PAGE: Final = 740.0
"""Points between the margins of an A4 page across, less what other programs add to widths where Calibri is missing."""
_LARGEST: Final = 80
"""Per cent at which Calibri 11 prints at 8.8 points: enough, and it spares paper."""
_SMALLEST: Final = 0.62
"""Below it Calibri 11 prints at less than 7 points, which nobody reads at a meeting."""


def set_paper(page: Any, widths: Sequence[int], *, head: int, frozen: int, one_page: bool) -> None:
    """A4 across, the head on every page; one page wide, or two that lie side by side, the frozen columns on both.

    Args:
        widths: of the columns, in characters.
        head: the line with the titles of the columns, from 0; it stays in sight on the screen.
        frozen: how many columns from the left do so too.
        one_page: all of it on one page.
    """
    page.freeze_panes(head + 1, frozen)
    page.repeat_rows(head)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&CHalaman &P dari &N")
    if one_page or _points(widths) * _SMALLEST <= _PAGE:
        page.fit_to_pages(1, 1 if one_page else 0)
        return
    second, wide = _halves(widths, frozen)
    # Programs that fit a sheet to pages ignore where it shall break: so the scale is said.
    page.set_print_scale(min(_LARGEST, int(_PAGE / wide * 100)))
    page.set_v_pagebreaks([second])
    page.repeat_columns(0, frozen - 1)
    page.print_across()


def _points(widths: Sequence[int]) -> float:
    """What columns of so many characters take: 7 pixels each and 5 beside them, at 96 pixels an inch."""
    return sum((7 * width + 5) * 0.75 for width in widths)


def _halves(widths: Sequence[int], frozen: int) -> tuple[int, float]:
    """The column at which the second page begins, so that the wider of both is least wide; and how wide that is."""
    again = _points(widths[:frozen])
    halves = ((max(_points(widths[:n]), again + _points(widths[n:])), n) for n in range(frozen + 1, len(widths)))
    wide, second = min(halves)
    return second, wide
