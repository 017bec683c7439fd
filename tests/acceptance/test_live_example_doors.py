"""What the live example refuses: strangers, foreign forms, what a role does not allow, and doing a thing twice."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from examples.dolan_puter.app import create_app
from examples.dolan_puter.people import NotSignedIn, Officer, Right
from starlette.requests import Request

from complaint_hub import ConfigError, EventType
from complaint_hub.outbox import ReplyState
from complaint_hub.sandbox import instagram
from complaint_hub.settings import installed, read_settings
from support.live import COORDINATOR, INSPECTOR, LIAISON, Desk, opened, rows


# Most of what is asked here must change nothing, so that one store serves it all.
@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened(tmp_path_factory.mktemp("still"), *rows()) as made:
        yield made


Talk = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]
HERE = "http://127.0.0.1:8000"
OURS = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path, *rows()) as made:
        yield made


def said(desk: Desk, *talks: Talk, read: bool = False, **settings: Any) -> list[httpx.Response]:
    """What the service answers somebody at this machine; with *read* the channels are read before."""

    async def main() -> list[httpx.Response]:
        app = create_app(desk.office, every=None, **settings)
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 50_000))
        async with desk.office.hub as hub, httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            if read:
                await hub.sync()
            return [await talk(client) for talk in talks]

    return asyncio.run(main())


def known(by: str | None, headers: Mapping[str, str]) -> dict[str, str]:
    return {**headers, **({"Cookie": f"petugas={by}"} if by is not None else {})}


def look(address: str = "/", *, by: str | None = COORDINATOR, **headers: str) -> Talk:
    return lambda client: client.get(address, headers=known(by, headers))


def press(
    what: str, *, by: str | None = COORDINATOR, case: str = "lapor:900", headers: Any = OURS, **fields: str
) -> Talk:
    data = {"kasus": case, "kunci": "0123456789abcdef"} | fields
    return lambda client: client.post(f"/langkah/{what}", data=data, headers=known(by, headers))


def notes(desk: Desk) -> list[str | None]:
    return [event.text for event in desk.store.events("lapor:900") if event.type is EventType.note]


def test_its_settings_are_read_and_name_what_it_needs() -> None:
    settings = read_settings("examples/dolan_puter/complaint-hub.toml")
    assert settings.registry is not None
    assert settings.replies.approval == "second_person"
    assert {section.channel for section in settings.sections} <= set(installed())


# --- strangers


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "aduan.example.go.id"])
def test_it_refuses_to_be_reached_by_others_without_a_sign_in(still: Desk, host: str) -> None:
    with pytest.raises(ConfigError, match="refusing to serve"):
        create_app(still.office, host=host)


def test_the_command_refuses_before_it_makes_anything(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "examples.dolan_puter", "--host", "0.0.0.0"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("refusing to serve on 0.0.0.0 without --sign-in")
    assert list(tmp_path.iterdir()) == []


def test_the_command_serves_the_demo_until_ctrl_c(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "examples.dolan_puter", "--port", "0"]
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert running.stdout is not None
    lines = [running.stdout.readline().decode() for _ in range(2)]
    time.sleep(1)
    running.send_signal(signal.SIGINT)
    rest = running.communicate(timeout=60)[0].decode()
    assert (running.returncode, rest) == (0, "")
    assert lines[1].startswith("Buka http://127.0.0.1:")


@pytest.mark.parametrize(
    "headers",
    [{"Host": "jahat.invalid"}, {"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}],
    ids=["a name of somebody else's", "behind a proxy", "behind another proxy"],
)
def test_without_a_sign_in_nobody_comes_from_elsewhere(still: Desk, headers: dict[str, str]) -> None:
    (answer,) = said(still, look(**headers))
    assert (answer.status_code, "komputer ini" in answer.text) == (403, True)


def test_whoever_has_not_signed_in_is_sent_there(still: Desk) -> None:
    answers = said(still, *[look(address, by=None) for address in ("/", "/kasus/lapor:900", "/dasbor")])
    assert [(answer.status_code, answer.headers["location"]) for answer in answers] == [(303, "/masuk")] * 3


def test_nothing_is_done_for_whoever_has_not_signed_in(still: Desk) -> None:
    answers = said(still, press("catatan", by=None, text="x"), press("catatan", by="petugas-999", text="x"))
    assert ([answer.headers["location"] for answer in answers], notes(still)) == (["/masuk"] * 2, [])


def test_the_hosts_own_sign_in_is_asked_and_the_demos_is_gone(still: Desk) -> None:
    async def sign_in(request: Request) -> Officer:
        if request.headers.get("authorization") != "Bearer sesi":
            raise NotSignedIn("https://masuk.example.go.id/")
        return Officer(COORDINATOR, frozenset({Right.note}), "Rina, Diskominfo")

    session = {"Authorization": "Bearer sesi"}
    stranger, officer, gone = said(
        still, look(), look(**session), look("/masuk", **session), sign_in=sign_in, host="0.0.0.0"
    )
    assert stranger.headers["location"] == "https://masuk.example.go.id/"
    assert ("Rina, Diskominfo" in officer.text, "tanpa kata sandi" in officer.text) == (True, False)
    assert gone.status_code == 404


# --- forms from elsewhere


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://jahat.invalid"},
        {"Origin": "null"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://jahat.invalid", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=["says nothing", "foreign", "null", "cross-site", "contradicts itself", "a sister site", "typed address"],
)
def test_a_form_that_no_page_of_ours_sent_is_refused(still: Desk, headers: dict[str, str]) -> None:
    (answer,) = said(still, press("catatan", text="disusupkan", headers=headers))
    assert (answer.status_code, notes(still)) == (403, [])


def test_a_webhook_needs_no_origin_but_its_signature(desk: Desk) -> None:
    desk.comment("Lampu jalan padam")
    (told,) = desk.world.told
    forged, genuine = said(
        desk,
        lambda client: client.post("/hooks/instagram", content=told.body + b" ", headers=dict(told.headers)),
        lambda client: client.post("/hooks/instagram", content=told.body, headers=dict(told.headers)),
    )
    assert (forged.status_code, genuine.status_code) == (403, 200)


def test_too_much_is_not_read_and_other_things_than_forms_are_refused(still: Desk) -> None:
    json = known(COORDINATOR, OURS | {"Content-Type": "application/json"})
    large, other = said(
        still,
        press("catatan", text="a" * 100_000),
        lambda client: client.post("/langkah/catatan", content=b"{}", headers=json),
    )
    assert (large.status_code, other.status_code, notes(still)) == (413, 400, [])


# --- what a page says of itself


@pytest.mark.parametrize("address", ["/", "/kasus/lapor:900", "/dasbor", "/masuk", "/tidak-ada"])
def test_a_page_is_kept_nowhere_and_runs_nothing_of_others(still: Desk, address: str) -> None:
    (answer,) = said(still, look(address))
    policy = answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert policy.startswith("default-src 'none'; style-src '")
    assert ("unsafe" in policy, "frame-ancestors 'none'" in policy) == (False, True)
    assert ("sha256-" in policy) == (address == "/dasbor")


def test_what_is_not_there_says_so_in_the_offices_language(still: Desk) -> None:
    (answer,) = said(still, look("/kasus/lapor:1"))
    assert (answer.status_code, "tidak ada, atau tidak untuk Anda" in answer.text) == (404, True)


# --- who may see and do what


@pytest.mark.parametrize("protected", ["lapor:901", "lapor:902"])
def test_a_protected_case_is_hidden_from_whoever_may_not_see_it(still: Desk, protected: str) -> None:
    listed, case, acted = said(still, look("/?s=semua"), look(f"/kasus/{protected}"), press("catatan", case=protected))
    assert not re.search("Pungutan|Petugas loket|lapor:90[12]", listed.text)
    assert "2 kasus rahasia" in listed.text
    assert (case.status_code, acted.status_code) == (404, 404)


def test_the_inspectorate_reads_a_protected_case(still: Desk) -> None:
    listed, case = said(still, look("/?s=semua", by=INSPECTOR), look("/kasus/lapor:901", by=INSPECTOR))
    assert ("Pungutan di sekolah" in listed.text, case.status_code) == (True, 200)


def test_the_host_may_decide_otherwise_who_sees_it(still: Desk) -> None:
    (case,) = said(still, look("/kasus/lapor:901"), may_see=lambda officer, case: officer.id == COORDINATOR)
    assert case.status_code == 200


def test_a_role_does_what_it_may(still: Desk) -> None:
    page, forced = said(still, look("/kasus/lapor:900", by=LIAISON), press("disposisi", by=LIAISON, unit="pupr"))
    assert "Disposisikan" not in page.text
    assert (forced.status_code, "tidak memberi wewenang" in forced.text) == (409, True)


def test_a_refusal_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    done, refused, again = said(
        desk,
        press("selesai", text="Lampu diganti."),
        press("disposisi", unit="dishub", text="Mohon <b>segera</b>."),
        press("pilah", kind="keluhan"),
    )
    assert (done.status_code, refused.status_code) == (303, 409)
    assert "Tidak dicatat: lapor:900 sudah selesai sejak" in refused.text
    assert "Jenis itu tidak dikenal." in again.text


# --- twice


def test_the_same_form_twice_is_one_act(desk: Desk) -> None:
    answers = said(desk, *[press("catatan", text="Sudah ditelepon.")] * 3)
    assert ([answer.status_code for answer in answers], notes(desk)) == ([303] * 3, ["Sudah ditelepon."])


def test_what_was_typed_anew_after_going_back_is_not_lost(desk: Desk) -> None:
    said(desk, press("catatan", text="Sudah ditelepon."), press("catatan", text="Sudah ditelepon dua kali."))
    assert notes(desk) == ["Sudah ditelepon.", "Sudah ditelepon dua kali."]


def test_a_reply_is_written_and_sent_once_however_often_the_buttons_are_pressed(desk: Desk) -> None:
    id = desk.comment("Lampu jalan padam di Doko")
    write = press("jawab", by=LIAISON, case=id, baris=id, text="Terima kasih, kami periksa.")
    approve = press("setuju", case=id, jawaban="1")
    late = press("setuju", by=INSPECTOR, case=id, jawaban="1")
    answers = said(desk, write, write, approve, approve, write, late, read=True)
    assert [answer.headers.get("location", "").partition("?")[2] for answer in answers] == [
        "kata=jawab", "kata=jawab", "kata=setuju", "kata=setuju", "kata=jawab", "",
    ]  # fmt: skip
    assert "tidak menunggu persetujuan lagi" in answers[-1].text
    assert [c.text for c in desk.world.comments.values() if c.parent] == ["Terima kasih, kami periksa."]
    assert len(desk.store.replies()) == 1


def test_nobody_approves_what_he_or_she_wrote(desk: Desk) -> None:
    id = desk.comment("Lampu jalan padam di Doko")
    write, approve = press("jawab", case=id, baris=id, text="Baik."), press("setuju", case=id, jawaban="1")
    written, approved = said(desk, write, approve, read=True)
    assert (written.status_code, approved.status_code) == (303, 409)
    assert "Anda tulis sendiri" in approved.text
    assert [reply.state for reply in desk.store.replies()] == [ReplyState.draft]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": "  "}, "masih kosong"),
        ({"text": "a" * 2_300}, "Terlalu panjang: 2.300; Instagram menerima paling banyak"),
        ({"templat": "closing", "isi-topic": "lampu"}, "Isi semua kolom templat"),
        ({"baris": "lapor:900", "text": "Baik."}, "tidak menerima jawaban"),
        ({"templat": "tidak-ada"}, "Tidak dilakukan"),
    ],
    ids=["empty", "long", "with holes", "elsewhere", "unknown template"],
)
def test_a_reply_that_cannot_go_out_is_not_even_a_draft(desk: Desk, fields: dict[str, str], why: str) -> None:
    id = desk.comment("Lampu jalan padam di Doko")
    (answer,) = said(desk, press("jawab", case=id, **{"baris": id, **fields}), read=True)
    assert (answer.status_code, why in answer.text, desk.store.replies()) == (409, True, [])


# --- the background task


def test_an_account_that_another_process_reads_is_left_to_it(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.comment("Lampu jalan padam")

    async def a_round() -> None:
        async with desk.office.hub:
            reading = asyncio.create_task(desk.office.keep_reading(3_600))
            async with asyncio.timeout(20):
                while "is at it already" not in caplog.text:  # noqa: ASYNC110 - a log has nothing to wait for
                    await asyncio.sleep(0.01)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    with desk.store.lease(f"run:instagram:{instagram.ACCOUNT}", now=desk.world.clock), caplog.at_level(logging.WARNING):
        asyncio.run(a_round())
    assert not list(desk.store.heads(channel="instagram"))
