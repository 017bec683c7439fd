"""The pages built from docstrings: every public room has its place, and the labels of this house become Markdown."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest
from docs.docstrings import to_markdown

import complaint_hub

PAGES = Path("docs/reference/api")
SHOWN = re.findall(r"^::: complaint_hub\.(\S+)$", "\n".join(p.read_text() for p in PAGES.glob("*.md")), flags=re.M)
# The command line has pages of its own.
ROOMS = {module.name for module in pkgutil.iter_modules(complaint_hub.__path__) if module.name[0] != "_"} - {"cli"}


SERVICES = {
    f"{room}.{module.name}"
    for room in ("channels", "sandbox")
    for module in pkgutil.iter_modules([str(Path("src/complaint_hub", room))])
    if module.ispkg
}


def test_every_public_room_and_every_service_is_shown() -> None:
    assert (ROOMS | SERVICES) - set(SHOWN) == set()


def test_nothing_is_shown_twice() -> None:
    assert len(SHOWN) == len(set(SHOWN))


@pytest.mark.parametrize("label", ["For", "Must not", "Returns", "Raises", "Source"])
def test_a_label_in_mid_line_opens_a_paragraph(label: str) -> None:
    assert to_markdown(f"Does it.\n{label}: this and that.") == f"Does it.\n\n**{label}:** this and that."


def test_arguments_that_share_a_line_get_one_each() -> None:
    assert to_markdown("Args:\n    a, b: the ends,\n        in days.") == (
        "Args:\n    a: the ends,\n        in days.\n    b: the ends,\n        in days."
    )


def test_a_role_becomes_code() -> None:
    assert to_markdown("See :class:`~complaint_hub.facts.Fact`.") == "See `Fact`."
