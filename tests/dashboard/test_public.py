"""The public page: what it must never say, over stores made at random."""

from __future__ import annotations

import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_hub.dashboard import render
from complaint_hub.model import Author, EventType, Kind, Link, Relation, Role, Subject, Visibility
from support.dashboards import a_year, answered, closed, disposed, filled, happened, page_of, public_page_of, row

LEAST = 5


class Shown(HTMLParser):
    """The text of a page, and its numbers by where they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: Any, attrs: Any) -> None:
        if tag in ("style", "script"):
            self._inside.append(tag)

    def handle_endtag(self, tag: Any) -> None:
        if tag in ("style", "script"):
            self._inside.pop()

    def handle_data(self, data: Any) -> None:
        if not self._inside and data.strip():
            self.words.append(data.strip())


@st.composite
def complaints(draw: st.DrawFn) -> Any:
    """Some dozens of complaints with names, texts, places and ids that cannot be mistaken for anything else."""
    found = []
    for n in range(draw(st.integers(0, 40))):
        mark = f"zq{n:03}q"
        channel = draw(st.sampled_from(["lapor", "register", "instagram", "youtube"]))
        month = draw(st.integers(1, 11))
        events = [disposed(f"2026-{month:02}-05 09:00", draw(st.sampled_from(["Dinas PUPR", "Dinas Sosial"])))]
        if draw(st.booleans()):
            events.append(answered(f"2026-{month:02}-09 09:00", f"jawab{mark}"))
        if draw(st.booleans()):
            events.append(closed(f"2026-{month:02}-12 09:00"))
        told = {
            "role": Role.citizen,
            "text": f"tambahan{mark}",
            "by": f"oleh{mark}",
            "author": Author(name=f"nama2{mark}"),
        }
        events.append(happened(EventType.message, f"2026-{month:02}-04 09:00", **told))
        values = {
            "title": f"judul{mark}",
            "text": f"isi{mark}",
            "author": Author(id=f"aid{mark}", name=f"nama{mark}", url=f"https://contoh.id/{mark}"),
            "subject": Subject(id=f"sid{mark}", title=f"subjek{mark}"),
            "url": f"https://contoh.id/u{mark}",
            "village": f"desa{mark}",
            "kind": draw(st.sampled_from([Kind.complaint, Kind.complaint, None, Kind.appreciation])),
            "oversight": draw(st.sampled_from([False, False, False, True])),
            "visibility": draw(st.sampled_from([None, None, *Visibility])),
            "unit": draw(st.sampled_from(["Dinas PUPR", "Dinas Sosial", None])),
            "district": draw(st.sampled_from(["Doko", "Wlingi", None])),
            "category": draw(st.sampled_from(["Jalan", "Air bersih", None])),
        }
        found.append(row(700_000 + n, f"2026-{month:02}-03 08:00", *events, channel=channel, **values))
    return found


def _page(rows: Any, *, least: Any = LEAST) -> Any:
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder), *rows) as store:
        page = public_page_of(store, least=least)
        return page, render(page, public=True)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(complaints())
def test_no_name_text_place_or_id_of_a_complaint_is_on_the_page(rows: Any) -> None:
    _, html = _page(rows)
    assert not re.search(r"zq\d{3}q", html)
    assert not re.search(r"700\.?\d{3}", html)
    assert "contoh.id" not in html


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(complaints())
def test_no_protected_case_is_in_any_number(rows: Any) -> None:
    public = [one for one in rows if not one.oversight and one.visibility not in _SECRET]
    page, _ = _page(rows)
    without, _ = _page(public)
    assert page.today == without.today
    assert page.units == without.units
    assert page.districts == without.districts
    assert page.topics == without.topics
    assert page.trend == without.trend
    assert page.rapor == without.rapor
    assert [(c.name, c.rows, c.cases) for c in page.channels.lines] == [
        (c.name, c.rows, c.cases) for c in without.channels.lines
    ]


_SECRET = (Visibility.confidential, Visibility.anonymous_confidential)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(complaints())
def test_no_count_of_the_value_is_small(rows: Any) -> None:
    page, _ = _page(rows)
    counts = [page.today.open, page.today.overdue, page.today.soon, page.today.unanswered, page.today.untriaged]
    counts += [count for line in page.channels.lines for count in (line.rows, line.cases)]
    for line in (*page.units.lines, page.units.total, page.units.unassigned):
        counts += [line.cases, line.overdue, line.backlog, line.on_time.part, line.on_time.whole]
    counts += [count for line in page.districts.lines for count in (line.cases, line.overdue)]
    counts += [count for line in page.topics.lines for count in (line.cases, line.before)]
    counts += [count for month in page.trend.months for count in (month.received, month.ended)]
    assert not [count for count in counts if isinstance(count, int) and 0 < count < LEAST]


def test_a_row_of_a_protected_case_is_in_no_number_either(tmp_path: Path) -> None:
    secret = row(1, "2026-11-02", visibility=Visibility.confidential)
    comment = row(7, "2026-11-03", channel="instagram")
    with filled(tmp_path, secret, comment) as store:
        store.link(Link(a="instagram:7", b="lapor:1", relation=Relation.transferred_to))
        page = public_page_of(store)
    assert (page.channels.rows, page.channels.cases, page.today.open) == (0, 0, 0)


def test_a_public_page_has_no_case_and_no_urgent_list(tmp_path: Path) -> None:
    with filled(tmp_path, *a_year()) as store:
        html = render(public_page_of(store), public=True)
    assert not {"Daftar kasus", "Yang paling mendesak"} & set(Shown(html).words)
    assert "<noscript" not in html


def test_it_says_once_that_small_numbers_are_hidden(tmp_path: Path) -> None:
    with filled(tmp_path, *a_year(n=12)) as store:
        words = Shown(render(public_page_of(store), public=True)).words
    assert sum("Angka kecil disembunyikan" in word for word in words) == 1
    assert "kurang dari 5" in words


def test_the_number_is_the_users(tmp_path: Path) -> None:
    with filled(tmp_path, *a_year(n=24)) as store:
        assert "kurang dari 9" in render(public_page_of(store, least=9), public=True)


def test_units_keep_their_ranks(tmp_path: Path) -> None:
    with filled(tmp_path, *a_year()) as store:
        ours = [(line.name, line.rank) for line in page_of(store, minimum_n=1).units.lines]
        assert [(line.name, line.rank) for line in public_page_of(store, minimum_n=1).units.lines] == ours


def test_the_offices_own_page_is_never_rendered_as_the_public_one(tmp_path: Path) -> None:
    with filled(tmp_path) as store, pytest.raises(ValueError, match="gather_public"):
        render(page_of(store), public=True)


def test_a_number_that_hides_nothing_is_refused(tmp_path: Path) -> None:
    with filled(tmp_path) as store, pytest.raises(ValueError, match="at least 3"):
        public_page_of(store, least=2)
