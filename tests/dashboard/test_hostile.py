"""Sixty hostile texts in every field that a channel, a file or a registry fills: nothing runs, nothing is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from complaint_hub.dashboard import render
from complaint_hub.model import Author, EventType, Kind, Role, Status, Subject
from support.dashboards import filled, happened, page_of, public_page_of, row
from support.hostile import HOSTILE
from support.visits import visit

_ACTIVE = "script, img, iframe, svg, style, form, object, embed"
_ATTRIBUTES = """all => all.flatMap(element => [...element.attributes])
    .filter(one => one.name.startsWith("on") || one.name === "style").length"""


def attacked(number: Any, text: str) -> Any:
    """An open complaint that says *text* wherever it can say something."""
    short = text[:200_000]  # what a database and a timeline still hold sixty times
    events = [
        happened(EventType.message, "2026-11-03 09:00", role=Role.citizen, text=short, author=Author(name=short)),
        happened(EventType.forwarded, "2026-11-04 09:00", unit=short, status=Status.forwarded, by=short),
    ]
    return row(
        number, "2026-11-02 09:00", *events, title=short, text=text,
        author=Author(id=short, name=text, url=short), unit=short,
        subject=Subject(id=short, title=short), district=short, village=short, category=short, url=short,
        source_detail=short, priority=short, status_raw=short, kind=Kind.complaint,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("hostile")
    with filled(folder, *(attacked(n, text) for n, text in enumerate(HOSTILE, start=1))) as store:
        internal = page_of(store, registry=None, government=HOSTILE[5], minimum_n=1, hint=HOSTILE[0])
        public = public_page_of(store, registry=None, government=HOSTILE[5], minimum_n=1)
        (folder / "dalam.html").write_text(render(internal), encoding="utf-8")
        (folder / "publik.html").write_text(render(public, public=True), encoding="utf-8")
    return folder


@pytest.fixture(params=["dalam.html", "publik.html"])
def either(request: pytest.FixtureRequest, pages: Any) -> Any:
    return pages / request.param


def test_a_text_of_ten_megabytes_makes_no_large_page(either: Any) -> None:
    assert either.stat().st_size < 1_500_000


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_nothing_runs_and_nothing_is_asked_for(browser: Browser, either: Any, scripts: Any) -> None:
    with visit(browser, either, java_script_enabled=scripts) as opened:
        assert opened.asked == [either.as_uri()]
        assert opened.said == []


def test_none_of_them_runs_in_an_opened_case_either(browser: Browser, pages: Any) -> None:
    with visit(browser, pages / "dalam.html") as opened:
        for number in range(1, 61):
            opened.page.evaluate(f"location.hash = '#k-{number}'")
            opened.page.wait_for_selector("dialog[open] h2")
            assert (
                opened.page.locator("dialog").locator("script, img, iframe, svg, style, form, object, embed").count()
                == 0
            )
            opened.page.keyboard.press("Escape")
        assert opened.page.evaluate("globalThis.__called") is None
        assert opened.page.evaluate("document.scripts.length") == 1
        assert opened.said == []


def test_no_link_leads_to_a_script(browser: Browser, pages: Any) -> None:
    with visit(browser, pages / "dalam.html", java_script_enabled=False) as opened:
        links = opened.page.locator("a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(links) <= {"file:", "https:", "http:"}


def test_no_element_has_a_handler_or_a_style(browser: Browser, either: Any) -> None:
    with visit(browser, either, java_script_enabled=False) as opened:
        found = opened.page.locator("*").evaluate_all(_ATTRIBUTES)
    assert found == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_still_laid_out(browser: Browser, either: Any, width: int) -> None:
    with visit(browser, either, viewport={"width": width, "height": 900}) as opened:
        assert opened.sideways() <= 0
        assert opened.page.locator("main section").count() >= 8
        assert opened.page.get_by_role("contentinfo").count() == 1


def test_template_text_is_text(pages: Any) -> None:
    assert "1337" not in (pages / "dalam.html").read_text(encoding="utf-8")


def test_marks_that_change_direction_do_not_reach_the_page(either: Any) -> None:
    assert not set("\u202e\u2066\u2067\u2068\x00\x1b") & set(either.read_text(encoding="utf-8"))
