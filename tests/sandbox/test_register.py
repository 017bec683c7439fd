"""The invented register: what is written comes out of the channel, entry for entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from complaint_hub.channels.register import Register
from complaint_hub.sandbox import register
from support.register_sheets import complaints, skipped


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_every_entry_comes_out_with_its_day_and_text(tmp_path: Path, ending: str) -> None:
    made = register.generate(tmp_path, year=2025, ending=ending)  # type: ignore[arg-type]  # both words are right
    channel = Register(made.path)
    found = [(c.created_at.astimezone(ZoneInfo("Asia/Jakarta")).date(), c.text) for c in complaints(channel)]
    assert found == [(entry.day, entry.text) for entry in made.entries]
    assert skipped(channel) == []


def test_nothing_is_later_than_the_day_of_handing_in(tmp_path: Path) -> None:
    made = register.generate(tmp_path, year=2026, as_of=date(2026, 2, 1))
    days = [day for entry in made.entries for day in (entry.day, entry.forwarded, entry.followed) if day]
    assert max(days) <= date(2026, 2, 1)


def test_a_year_that_has_not_begun_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has not begun"):
        register.generate(tmp_path, year=2027, as_of=date(2026, 2, 1))
