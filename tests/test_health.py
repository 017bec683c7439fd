"""What is said of an installation, from values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaint_hub.contract import Estimate, Subscription
from complaint_hub.health import (
    AccountHealth,
    CredentialHealth,
    Finding,
    Level,
    QuotaHealth,
    StoreHealth,
    WebhookHealth,
    judge_account,
    judge_calendar,
    judge_store,
    worst,
)
from complaint_hub.report import PastRun, Stopped, Subscribed
from complaint_hub.worktime import WorkCalendar

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WIB = ZoneInfo("Asia/Jakarta")
CALENDAR = WorkCalendar([], years=range(2026, 2029), assured_years={2026})


def said(topic: str, **values: object) -> Finding:
    """The finding on a topic of an account with these values."""
    account = AccountHealth("youtube", "UCx", **values)  # type: ignore[arg-type]  # passed through by name
    return next(one for one in judge_account(account, now=NOW, zone=WIB) if one.topic == topic)


@pytest.mark.parametrize(
    ("run", "level", "words"),
    [
        (None, Level.notice, "Belum pernah"),
        (PastRun(NOW - 2 * DAY, NOW), Level.fine, "2 hari lalu"),
        (PastRun(NOW - DAY, NOW, error="no key"), Level.person, "gagal: no key"),
        (PastRun(NOW, NOW, stopped=Stopped("quota")), Level.notice, "kuota kanal habis"),
    ],
    ids=["never", "well", "failed", "stopped"],
)
def test_how_the_last_run_ended(run: PastRun | None, level: Level, words: str) -> None:
    found = said("last_run", last_run=run)
    assert found.level == level
    assert words in found.text


YEARLY = CredentialHealth("owner", True, NOW - DAY, NOW + DAY, consent_until=NOW + 9 * DAY)


@pytest.mark.parametrize(
    ("one", "level", "words"),
    [
        (CredentialHealth("public", renews=False), Level.fine, "tidak kedaluwarsa"),
        (CredentialHealth("owner", renews=True), Level.notice, "belum pernah dipakai"),
        (CredentialHealth("owner", True, NOW - DAY, NOW + DAY, ("a", "b")), Level.fine, "cakupan: a, b"),
        (CredentialHealth("owner", True, NOW - DAY, NOW), Level.fine, "sync memperbaruinya"),
        (CredentialHealth("owner", False, NOW - DAY, NOW), Level.person, "buat yang baru"),
        (CredentialHealth("owner", True, NOW, NOW + 9 * DAY, (), NOW + DAY), Level.fine, "memperbaruinya mulai 25 Nov"),
        (CredentialHealth("owner", True, NOW, NOW + DAY, (), NOW), Level.notice, "waktunya diperbarui"),
        (CredentialHealth("owner", True, NOW - DAY, NOW, (), NOW - DAY), Level.person, "buat yang baru"),
        (YEARLY, Level.fine, "persetujuan pemilik berlaku sampai 3 Des 2026"),
        (replace(YEARLY, consent_until=NOW), Level.person, "pemilik harus memberi persetujuan baru"),
    ],
    ids=["key", "unused", "good", "renewable", "dead", "scheduled", "due", "too late", "consent", "consent over"],
)
def test_how_a_credential_stands(one: CredentialHealth, level: Level, words: str) -> None:
    found = said("credential", credentials=(one,))
    assert found.level == level
    assert words in found.text


@pytest.mark.parametrize(
    ("used", "exhausted", "level", "words"),
    [
        (600, False, Level.fine, "sisa 9.400 dari 10.000 unit kuota; mulai lagi 24 Nov 2026 15.00 WIB"),
        (9_999, False, Level.notice, "berhenti di tengah"),
        (10_000, False, Level.notice, "Kuota hari ini habis ("),
        (5, True, Level.notice, "habis menurut kanal"),
    ],
)
def test_what_is_left_of_a_quota(used: int, exhausted: bool, level: Level, words: str) -> None:
    quota = QuotaHealth("units", 10_000, used, exhausted, datetime(2026, 11, 24, 8, tzinfo=UTC))
    found = said("quota", quotas=(quota,), estimate=Estimate({"units": 3}))
    assert found.level == level
    assert words in found.text


def test_what_the_next_run_costs_and_owes() -> None:
    estimate = Estimate({"units": 3}, {"units": 12}, ("known threads",))
    assert (
        "paling sedikit 3 unit kuota; dengan --deep ditambah 12 unit kuota" in said("estimate", estimate=estimate).text
    )
    assert said("owed", estimate=estimate).level == Level.notice


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (date(2026, 6, 1), Level.fine),
        (date(2026, 12, 1), Level.notice),
        (date(2026, 12, 31), Level.notice),
        (date(2027, 1, 1), Level.person),
    ],
)
def test_how_far_the_calendar_is_certain(today: date, level: Level) -> None:
    assert judge_calendar(CALENDAR, today=today, reach=60).level == level


@pytest.mark.parametrize(
    ("store", "level"),
    [
        (StoreHealth("aduan.db", exists=False), Level.notice),
        (StoreHealth("aduan.db", exists=True, problem="is damaged"), Level.person),
        (StoreHealth("aduan.db", exists=True, version="1", size=5, free=6), Level.fine),
        (StoreHealth("aduan.db", exists=True, version="1", size=5, free=4), Level.person),
        (StoreHealth("aduan.db", exists=True, version="1", size=5, free=6, mode=0o644), Level.person),
    ],
    ids=["absent", "damaged", "well", "no room", "open"],
)
def test_how_the_store_stands(store: StoreHealth, level: Level) -> None:
    assert worst(judge_store(store)) == level


@pytest.mark.parametrize(
    ("told", "level", "words"),
    [
        (WebhookHealth(), Level.notice, "belum ada kabar"),
        (WebhookHealth(NOW - timedelta(hours=2)), Level.fine, "2 jam lalu"),
        (WebhookHealth(NOW, 3, NOW), Level.fine, "3 kabar menunggu"),
        (WebhookHealth(NOW, 3, NOW - 2 * DAY), Level.notice, "3 kabar menunggu"),
    ],
    ids=["silent", "heard", "waiting", "waiting although a sync ran"],
)
def test_what_a_webhook_has_told(told: WebhookHealth, level: Level, words: str) -> None:
    found = said("webhook", webhook=told, last_run=PastRun(NOW - DAY, NOW))
    assert found.level == level
    assert words in found.text


ADDRESS = "https://aduan.example.go.id/hooks/tiktok"


@pytest.mark.parametrize(
    ("found", "level", "words"),
    [
        (Subscription(True, tells=("COMMENT",), to=ADDRESS), Level.fine, f"aktif, memberi tahu COMMENT, ke {ADDRESS}"),
        (Subscription(True), Level.fine, "Langganan webhook: aktif"),
        (Subscription(True, tells=("COMMENT",), only=1_200), Level.notice, "hanya untuk 1.200 unggahan"),
        (Subscription(True, "accounts/1", ("A",), ("B", "C")), Level.person, "accounts/1: aktif, memberi tahu A"),
        (Subscription(True, "accounts/1", ("A",), ("B", "C")), Level.person, "tetapi tidak B, C"),
        (Subscription(False, missing=("COMMENT",), remedy="POST x"), Level.person, "tidak aktif; kabar"),
        (Subscription(False, missing=("COMMENT",), remedy="POST x"), Level.person, "Pasang dengan POST x"),
        (Subscription(None, tells=("messages",), missing=("comments",)), Level.notice, "tidak memastikan comments"),
        (Subscription(None), Level.notice, "tidak memastikan apa pun"),
    ],
)
def test_what_a_platform_says_of_its_webhook(found: Subscription, level: Level, words: str) -> None:
    told = WebhookHealth(NOW, asked=Subscribed("tiktok", "a", (found,)), cost={"calls": 1})
    finding = said("subscription", webhook=told)
    assert finding.level is level
    assert words in finding.text


@pytest.mark.parametrize(
    ("told", "level", "words"),
    [
        (WebhookHealth(cost={"requests": 2}), Level.fine, "belum ditanyakan: doctor --ask (2 permintaan)"),
        (WebhookHealth(asked=Subscribed("x", "a")), Level.notice, "jalankan sync dahulu"),
        (WebhookHealth(asked=Subscribed("x", "a", error="no right")), Level.notice, "tidak dapat ditanyakan: no right"),
    ],
    ids=["not asked", "nothing to ask", "refused"],
)
def test_a_webhook_that_was_not_asked_about(told: WebhookHealth, level: Level, words: str) -> None:
    finding = said("subscription", webhook=told)
    assert (finding.level, words in finding.text) == (level, True)


def test_what_is_active_and_silent_is_a_quiet_account() -> None:
    asked = Subscribed("tiktok", "a", (Subscription(True),))
    assert said("webhook", webhook=WebhookHealth(asked=asked)).level is Level.fine
    off = Subscribed("tiktok", "a", (Subscription(False),))
    assert said("webhook", webhook=WebhookHealth(asked=off)).level is Level.notice


def test_a_channel_that_nobody_can_ask_says_nothing_of_a_subscription() -> None:
    with pytest.raises(StopIteration):
        said("subscription", webhook=WebhookHealth(NOW))


def test_without_a_webhook_nothing_is_said_of_one() -> None:
    with pytest.raises(StopIteration):
        said("webhook", last_run=PastRun(NOW - DAY, NOW))
