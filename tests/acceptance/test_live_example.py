"""The live example in a browser, without scripts: one whole case from a comment to the dashboard, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from examples.dolan_puter.app import create_app
from playwright.sync_api import Browser, Page, sync_playwright

from complaint_hub.model import Status
from support.dashboards import chromium
from support.hostile import HOSTILE
from support.live import COORDINATOR, INSPECTOR, LIAISON, Desk, Server, opened, rows, until
from support.visits import Visit

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
COMMENT = "Min, jalan di depan Pasar Wlingi berlubang, sudah ada yang jatuh. Kapan diperbaiki?"


# Not for the whole session: as long as it is open an event loop is running, and no other test can start one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened(tmp_path_factory.mktemp("live"), *rows()) as made:
        made.comment("Terima kasih, pelayanannya cepat.")
        yield made


@pytest.fixture(scope="module")
def url(desk: Desk) -> Iterator[str]:
    with Server(create_app(desk.office)) as address:
        yield address


@contextmanager
def signed_in(browser: Browser, url: str, by: str, **more: Any) -> Iterator[Visit]:
    """The list of work, as that officer sees it; whatever the browser asks for and complains of is remembered."""
    context = browser.new_context(**({"java_script_enabled": False} | more))
    visited = Visit(context.new_page())
    visited.page.on("request", lambda request: visited.asked.append(request.url))
    visited.page.on("console", lambda line: visited.said.append(line.text))
    visited.page.on("pageerror", lambda error: visited.said.append(str(error)))
    visited.page.goto(url)
    visited.page.get_by_label("Petugas").select_option(by)
    visited.page.get_by_role("button", name="Masuk").click()
    yield visited
    context.close()


def step(page: Page, name: str) -> Any:
    """One of the next steps, opened."""
    found = page.locator("details.step", has=page.locator("summary", has_text=name))
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found


def open_case(page: Page, words: str) -> None:
    page.get_by_label("Cari kata").fill(words)
    page.keyboard.press("Enter")
    page.locator(".cases a").first.click()


def replies_under(desk: Desk, id: str) -> list[str]:
    """What the platform shows below a comment."""
    return [found.text for found in desk.world.comments.values() if found.parent == id.partition(":")[2]]


def sort_and_forward(desk: Desk, page: Page) -> None:
    """The co-ordinator takes over what the rules suggest, but for the unit; then hands the case to it."""
    open_case(page, "Pasar Wlingi")
    sorting = step(page, "Pilah")
    assert sorting.get_by_label("Jenis").input_value() == "complaint"
    assert sorting.get_by_label("Unit yang berwenang").input_value() == "pupr"
    sorting.get_by_label("Unit yang berwenang").select_option("perkim")
    sorting.get_by_label("Kecamatan").select_option("Wlingi")
    sorting.get_by_role("button", name="Simpan pemilahan").click()
    assert page.get_by_role("status").inner_text() == "Pemilahan dicatat."
    desk.world.advance(minutes=5)
    page.get_by_role("button", name="Kirim disposisi").click()
    desk.world.advance(minutes=5)
    noting = step(page, "Catatan internal")
    noting.get_by_label("Untuk rekan kerja").fill("Sudah ditelepon.")
    noting.get_by_role("button").click()


def write_reply(desk: Desk, page: Page) -> None:
    """The unit's officer fills a template, and cannot let it go out."""
    desk.world.advance(minutes=30)
    open_case(page, "Pasar Wlingi")
    page.get_by_label("Templat").select_option("closing")
    page.get_by_role("button", name="Pakai templat").click()
    page.get_by_label("Tentang apa").fill("jalan berlubang di depan Pasar Wlingi")
    page.get_by_label("Hasilnya").fill("sudah ditambal")
    page.get_by_role("button", name="Simpan untuk disetujui").click()
    assert page.get_by_text("Petugas lain yang menyetujui jawaban ini.").is_visible()
    assert page.get_by_role("button", name="Setujui dan kirim").count() == 0


def approve_reply(desk: Desk, page: Page) -> None:
    """The co-ordinator finds it on the list of work, and lets it go out."""
    desk.world.advance(minutes=5)
    page.get_by_role("link", name="Min, jalan").first.click()
    page.get_by_role("button", name="Setujui dan kirim").click()
    assert page.get_by_role("status").inner_text() == "Jawaban disetujui dan dikirim."
    assert page.get_by_text("terkirim, terlihat publik").is_visible()


def finish(desk: Desk, page: Page) -> None:
    """The unit's officer closes the case."""
    desk.world.advance(minutes=5)
    page.goto(f"{page.url.partition('?')[0]}?s=semua&q=Pasar%20Wlingi")
    page.locator(".cases a").first.click()
    finishing = step(page, "Nyatakan selesai")
    finishing.get_by_label("Apa yang sudah dilakukan").fill("Ditambal dan dijawab.")
    finishing.get_by_role("button").click()
    assert page.get_by_role("status").inner_text() == "Kasus dinyatakan selesai."


def test_one_case_from_a_webhook_to_the_dashboard(browser: Browser, desk: Desk, url: str) -> None:
    id = desk.comment(COMMENT)
    told = desk.world.told[-1]
    assert httpx.post(f"{url}/hooks/instagram", content=told.body, headers=dict(told.headers)).status_code == 200
    until(lambda: desk.store.complaint(id))
    for by, do in ((COORDINATOR, sort_and_forward), (LIAISON, write_reply), (COORDINATOR, approve_reply)):
        assert replies_under(desk, id) == []
        with signed_in(browser, url, by) as opened:
            do(desk, opened.page)
            assert opened.said == []
    (sent,) = replies_under(desk, id)
    assert sent.startswith(
        "Laporan tentang jalan berlubang di depan Pasar Wlingi telah ditindaklanjuti Dinas Perumahan"
    )

    with signed_in(browser, url, LIAISON) as opened:
        finish(desk, opened.page)
        lines = [line.partition(",")[0] for line in opened.page.locator(".tl b").all_inner_texts()]
        opened.page.goto(f"{url}/dasbor")
        row = opened.page.locator("#kasus tr", has=opened.page.get_by_text("jalan di depan Pasar Wlingi"))
        assert "selesai" in row.inner_text().lower()
        assert (opened.said, [address for address in opened.asked if not address.startswith(url)]) == ([], [])
    assert lines == [
        "Diterima lewat Instagram",
        "Dipilah: Dinas Perumahan dan Kawasan Permukiman",
        "Disposisi ke Dinas Perumahan dan Kawasan Permukiman",
        "Catatan",
        "Pesan pemerintah",
        "Selesai",
    ]
    found = desk.store.complaint(id)
    assert found is not None
    assert (found.status, found.district) == (Status.resolved, "Wlingi")


def test_the_background_task_has_read_what_no_webhook_told_of(browser: Browser, desk: Desk, url: str) -> None:
    until(lambda: desk.store.accounts() and any(True for _ in desk.store.heads(channel="instagram")))
    with signed_in(browser, url, COORDINATOR) as opened:
        opened.page.goto(f"{url}/?s=semua")
        assert opened.page.get_by_role("link", name="Terima kasih, pelayanannya cepat.").is_visible()


def test_a_case_explains_its_deadline_day_by_day(browser: Browser, url: str) -> None:
    with signed_in(browser, url, COORDINATOR) as opened:
        open_case(opened.page, "Lampu jalan")
        why = opened.page.locator("article.why", has_text="Penyelesaian")
        assert "14 hari kerja sejak disposisi 3 Juni" in why.inner_text()
        why.locator("summary").click()
        counted = why.locator("td").all_inner_texts()
        assert [day for day in counted if day.isdigit()][:14] == [str(n) for n in range(1, 15)]


@pytest.mark.parametrize("hostile", [[0, 5, 17, 30], [34, 36, 54, 56, 57]], ids=["markup", "links and marks"])
def test_what_a_citizen_writes_stays_text(browser: Browser, desk: Desk, url: str, hostile: list[int]) -> None:
    ids = [desk.comment(HOSTILE[n]) for n in hostile]
    for told in desk.world.told[-len(ids) :]:
        httpx.post(f"{url}/hooks/instagram", content=told.body, headers=dict(told.headers))
    until(lambda: all(desk.store.complaint(id) for id in ids))
    desk.office.changed()
    with signed_in(browser, url, COORDINATOR, java_script_enabled=True, viewport=PHONE) as opened:
        for address in ("/?s=semua", *(f"/kasus/{id}" for id in ids), "/dasbor"):
            opened.page.goto(url + address)
            assert opened.page.evaluate("globalThis.__called") is None
            assert opened.sideways() <= 0
        assert opened.said == []
        assert all(address.startswith(url) for address in opened.asked)


@pytest.mark.parametrize(("scheme", "window"), [("light", DESK), ("dark", PHONE)], ids=["light desk", "dark phone"])
def test_axe_finds_nothing_wrong(browser: Browser, url: str, scheme: Any, window: Any) -> None:
    with signed_in(browser, url, INSPECTOR, viewport=window, color_scheme=scheme, java_script_enabled=True) as opened:
        for address in ("/", "/masuk", "/kasus/lapor:900", "/kasus/lapor:901", "/dasbor", "/?q=tidak-ada-yang-begini"):
            opened.page.goto(url + address)
            assert opened.violations() == [], address
            assert opened.sideways() <= 0, address


def test_the_keyboard_alone_writes_a_note(browser: Browser, url: str) -> None:
    with signed_in(browser, url, LIAISON) as opened:
        page = opened.page
        page.goto(f"{url}/kasus/lapor:900")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
        page.locator("summary", has_text="Catatan internal").focus()
        if page.locator("details.step[open]", has_text="Untuk rekan kerja").count() == 0:
            page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("Ditulis tanpa tetikus.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.get_by_role("status").inner_text() == "Catatan disimpan."
        assert page.get_by_text("Ditulis tanpa tetikus.").is_visible()


def test_a_case_prints_without_its_forms(browser: Browser, url: str) -> None:
    with signed_in(browser, url, LIAISON) as opened:
        opened.page.goto(f"{url}/kasus/lapor:900")
        opened.page.emulate_media(media="print")
        assert opened.page.get_by_role("heading", level=1).is_visible()
        assert not opened.page.locator("aside").is_visible()
