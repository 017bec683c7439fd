"""The pages as an office opens them: from the disk, in a browser, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from complaint_hub.dashboard import render
from complaint_hub.model import Visibility
from support.dashboards import a_year, answered, filled, page_of, public_page_of, row
from support.visits import visit

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The internal and the public page of one year."""
    folder = tmp_path_factory.mktemp("pages")
    late = row(900, "2026-06-01", answered("2026-06-20", "Kami <b>tangani</b>."), title="Lampu jalan mati",
               text="Gelap & sepi", unit="Dinas Perhubungan", district="Doko", url="https://contoh.id/900")  # fmt: skip
    secret = row(901, "2026-06-02", title="Rahasia", visibility=Visibility.confidential)
    with filled(folder, *a_year(), late, secret) as store:
        (folder / "dalam.html").write_text(render(page_of(store, minimum_n=3)), encoding="utf-8")
        (folder / "publik.html").write_text(render(public_page_of(store), public=True), encoding="utf-8")
    return folder


@pytest.fixture(params=["dalam.html", "publik.html"])
def either(request: pytest.FixtureRequest, pages: Any) -> Any:
    return pages / request.param


@pytest.fixture
def inside(pages: Any) -> Any:
    return pages / "dalam.html"


def rows(page: Any) -> Any:
    return page.locator("#kasus tbody tr:visible")


# --- what holds for both pages


def test_a_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, either: Any) -> None:
    with visit(browser, either) as opened:
        assert opened.asked == [either.as_uri()]
        assert opened.said == []


@pytest.mark.parametrize("width", [390, 360, 768, 1280])
def test_a_page_never_scrolls_sideways(browser: Browser, either: Any, width: int) -> None:
    with visit(browser, either, viewport={"width": width, "height": 844}) as opened:
        assert opened.sideways() <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_wrong(browser: Browser, either: Any, scheme: Any, window: Any) -> None:
    with visit(browser, either, viewport=window, color_scheme=scheme) as opened:
        assert opened.violations() == []


def test_the_dark_page_is_dark(browser: Browser, either: Any) -> None:
    with visit(browser, either, color_scheme="dark") as opened:
        assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 27)"


def test_a_page_prints_to_a_few_sheets(browser: Browser, either: Any, tmp_path: Path) -> None:
    with visit(browser, either) as opened:
        opened.page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
        assert (tmp_path / "a.pdf").read_bytes().count(b"/Type /Page\n") < 12


def test_nothing_is_printed_below_nine_points(browser: Browser, either: Any) -> None:
    """But the labels in the boxes of an opened case's month, which stand beside the days they name."""
    with visit(browser, either) as opened:
        opened.page.emulate_media(media="print")
        smallest = opened.page.evaluate(
            """Math.min(...[...document.querySelectorAll("body *")]
              .filter(e => e.getClientRects().length && !e.closest(".sr, .defs")
                && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
              .map(e => parseFloat(getComputedStyle(e).fontSize) * 72 / 96))"""
        )
        assert smallest >= 9


def test_a_word_of_the_rapor_is_whole_on_a_phone(browser: Browser, either: Any) -> None:
    with visit(browser, either, viewport=PHONE) as opened:
        heads = opened.page.locator(".rapor tbody th").evaluate_all("all => all.map(th => th.offsetWidth)")
        assert min(heads) > 120


def test_one_main_heading_and_one_for_each_section(browser: Browser, either: Any) -> None:
    with visit(browser, either) as opened:
        assert opened.page.locator("h1").count() == 1
        assert opened.page.locator("main section").count() == opened.page.locator("main section > h2").count()


def test_the_first_tab_leads_to_the_content(browser: Browser, either: Any) -> None:
    with visit(browser, either) as opened:
        opened.page.keyboard.press("Tab")
        assert opened.page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
        opened.page.keyboard.press("Enter")
        assert opened.page.evaluate("location.hash") == "#isi"


# --- the list of the office's page


def test_words_find_a_case_whatever_their_case_and_order(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.get_by_label("Cari", exact=True).fill("DOKO lampu")
        assert rows(opened.page).count() == 1
        assert opened.page.locator("#jumlah").inner_text() == "1 dari 62 kasus di halaman ini cocok."


def test_what_finds_nothing_says_so_and_can_be_undone(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.get_by_label("Cari", exact=True).fill("tidak ada yang begini")
        assert opened.page.get_by_text("Tidak ada kasus yang cocok.").is_visible()
        opened.page.get_by_role("button", name="Hapus saringan").click()
        assert rows(opened.page).count() == 62


def test_filters_work_together(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.locator("select[name=s]").select_option("lewat")
        late = rows(opened.page).count()
        opened.page.locator("select[name=u]").select_option(label="Dinas Perhubungan")
        assert 0 < rows(opened.page).count() < late


def test_a_figure_of_today_leads_to_its_cases(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        told = opened.page.locator(".figs .lewat b").inner_text()
        opened.page.locator(".figs .lewat a").click()
        assert rows(opened.page).count() == int(told)


def test_a_case_opens_with_its_texts_as_they_are(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.get_by_role("link", name="Lampu jalan mati").first.click()
        dialog = opened.page.get_by_role("dialog", name="Lampu jalan mati")
        assert dialog.get_by_text("Gelap & sepi").is_visible()
        assert dialog.get_by_text("Kami <b>tangani</b>.").is_visible()
        assert dialog.get_by_role("link", name="Buka di kanal").get_attribute("href") == "https://contoh.id/900"


def test_an_opened_case_shows_the_days_that_count(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.get_by_role("link", name="Lampu jalan mati").first.click()
        counted = opened.page.locator("dialog table.cal b").all_inner_texts()
        assert counted == [str(n) for n in range(1, len(counted) + 1)]
        assert opened.page.locator("dialog .cal .due").inner_text().endswith("tenggat")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_wrong_with_an_opened_case(browser: Browser, inside: Any, scheme: Any, window: Any) -> None:
    with visit(browser, inside, viewport=window, color_scheme=scheme) as opened:
        opened.page.get_by_role("link", name="Lampu jalan mati").first.click()
        assert opened.violations() == []
        assert opened.sideways() <= 0


def test_the_keyboard_alone_opens_reads_and_closes_a_case(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        page = opened.page
        page.locator("#kasus tbody a").first.focus()
        page.keyboard.press("Enter")
        assert page.get_by_role("dialog").is_visible()
        page.keyboard.press("Escape")
        assert not page.get_by_role("dialog").is_visible()
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#k-1"


def test_an_address_with_a_case_opens_it(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.goto(f"{inside.as_uri()}#k-2")
        opened.page.reload()
        assert opened.page.get_by_role("dialog").is_visible()


def test_a_protected_case_opens_without_content(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.get_by_role("link", name="Kasus rahasia").first.click()
        assert "Rahasia" not in opened.page.locator("dialog .facts").inner_text()


def test_units_are_sorted_by_the_column_that_is_pressed(browser: Browser, inside: Any) -> None:
    with visit(browser, inside) as opened:
        opened.page.get_by_role("button", name="Tepat waktu").click()
        shares = opened.page.locator("#t-unit tbody td:nth-child(6)").evaluate_all(
            "cells => cells.map(c => +c.dataset.v)"
        )
        assert shares == sorted(shares, reverse=True)
        assert opened.page.locator("#t-unit th[aria-sort]").count() == 1


def test_an_opened_case_prints_alone(browser: Browser, inside: Any, tmp_path: Path) -> None:
    with visit(browser, inside) as opened:
        opened.page.get_by_role("link", name="Lampu jalan mati").first.click()
        opened.page.emulate_media(media="print")
        assert not opened.page.get_by_role("heading", level=1).is_visible()
        assert opened.page.get_by_role("dialog").is_visible()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A page of 130 cases: the first hundred are parsed with it."""
    folder = tmp_path_factory.mktemp("long")
    with filled(folder, *a_year(n=130)) as store:
        (folder / "dalam.html").write_text(render(page_of(store)), encoding="utf-8")
    return folder / "dalam.html"


def test_the_rows_after_the_first_hundred_follow_by_themselves(browser: Browser, long: Any) -> None:
    with visit(browser, long) as opened:
        opened.page.locator("#kasus tbody tr:nth-child(130)").wait_for(state="attached", timeout=5_000)
        assert opened.said == []


def test_words_find_what_is_far_down(browser: Browser, long: Any) -> None:
    with visit(browser, long) as opened:
        title = opened.page.locator("#kasus tbody tr:last-child a").inner_text()
        opened.page.get_by_label("Cari", exact=True).fill(title)
        assert opened.page.locator("#jumlah").inner_text().endswith("dari 130 kasus di halaman ini cocok.")
        opened.page.locator("#kasus tbody tr:visible a").first.click()
        assert opened.page.get_by_role("dialog", name=title).is_visible()


# --- without scripts


def test_without_scripts_the_other_rows_stand_in_a_second_table(browser: Browser, long: Any) -> None:
    with visit(browser, long, java_script_enabled=False) as opened:
        assert opened.page.locator("table.kasus tbody tr").count() == 130


def test_without_scripts_all_rows_are_shown_and_no_control_that_would_do_nothing(browser: Browser, inside: Any) -> None:
    with visit(browser, inside, java_script_enabled=False) as opened:
        assert rows(opened.page).count() == 62
        assert opened.page.locator(".tools").is_hidden()


def test_without_scripts_a_case_opens_by_its_link(browser: Browser, inside: Any) -> None:
    with visit(browser, inside, java_script_enabled=False) as opened:
        text = opened.page.locator("article blockquote", has_text="Gelap & sepi")
        assert text.is_hidden()
        opened.page.get_by_role("link", name="Lampu jalan mati").first.click()
        text.wait_for(state="visible", timeout=5_000)
