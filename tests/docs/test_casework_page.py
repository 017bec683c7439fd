"""The page on acts says what there is: each act, each refusal, each sign of a candidate."""

from __future__ import annotations

import re
from pathlib import Path

from complaint_hub.casework import SETTLED, Refusal, Sign, acts

PAGE = Path("docs/reference/casework.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> list[str]:
    """The code in the first column of the table under a heading."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)`", part, flags=re.M)


def test_every_refusal_is_on_the_page_in_its_order() -> None:
    assert first_cells("Refusals") == list(Refusal)


def test_every_sign_is_on_the_page() -> None:
    assert first_cells("Candidates") == list(Sign)


def test_every_act_is_on_the_page() -> None:
    named = re.findall(r"^\| `[\w`, ]+ \| `(\w+)`[^|]* \|", PAGE.split("\n## ")[1], flags=re.M)
    assert set(named) == {*acts.__all__, "undo"} - {"SETTLED"}


def test_what_triage_may_settle_is_on_the_page() -> None:
    told = PAGE.split("| `dismiss` | ")[1].split(" | ")[2]
    assert re.findall(r"`(\w+)`", told) == list(SETTLED)
