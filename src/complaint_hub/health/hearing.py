"""What there is to say of a webhook: what it told, and what the platform says of it when it is asked.

For: ``accounts``.
Must not: take silence for a fault: a quiet account is told nothing; nor an answer that leaves something open for a no.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ..contract import Subscription
from ..report import PastRun, Subscribed
from ..wording import moment, thousands
from .phrases import ago, amounts
from .values import Finding, Level, WebhookHealth

__all__ = ["judge_webhook"]


def judge_webhook(told: WebhookHealth, run: PastRun | None, *, now: datetime, zone: ZoneInfo) -> Iterator[Finding]:
    """What it told, and then what the platform says of it, or that nobody has asked."""
    yield _heard(told, run, now, zone)
    if told.asked is not None:
        yield from _asked(told.asked)
    elif told.cost:
        cost = ", ".join(amounts(told.cost))
        yield Finding(Level.fine, "subscription", f"Langganan webhook belum ditanyakan: doctor --ask ({cost})")


def _heard(told: WebhookHealth, run: PastRun | None, now: datetime, zone: ZoneInfo) -> Finding:
    """Only what lies unread although a sync ran is a fault, and a silence that nobody has looked into is a hint."""
    if told.last is None:
        sure = told.asked is not None and bool(told.asked.found) and all(one.active for one in told.asked.found)
        advice = "" if sure else ": periksa langganannya di platform"
        text = f"Webhook diatur, tetapi belum ada kabar selama seminggu{advice}; sync tetap membaca semuanya"
        return Finding(Level.fine if sure else Level.notice, "webhook", text)
    text = f"Webhook: kabar terakhir {moment(told.last, zone)} ({ago(now - told.last)})"
    if not told.waiting:
        return Finding(Level.fine, "webhook", text)
    text = f"{text}; {thousands(told.waiting)} kabar menunggu dibaca"
    late = told.oldest is not None and run is not None and run.started_at > told.oldest
    return Finding(Level.notice if late else Level.fine, "webhook", f"{text} oleh sync berikutnya")


def _asked(asked: Subscribed) -> Iterator[Finding]:
    if asked.error is not None:
        yield Finding(Level.notice, "subscription", f"Langganan webhook tidak dapat ditanyakan: {asked.error}")
    elif not asked.found:
        text = "Langganan webhook: belum ada akun yang dikenal untuk ditanyakan, jalankan sync dahulu"
        yield Finding(Level.notice, "subscription", text)
    for one in asked.found:
        level, said = _subscription(one)
        way = f". Pasang dengan {one.remedy}" if level is not Level.fine and one.remedy else ""
        yield Finding(level, "subscription", f"Langganan webhook{f' {one.of}' if one.of else ''}: {said}{way}")


def _subscription(one: Subscription) -> tuple[Level, str]:
    tells = f", memberi tahu {', '.join(one.tells)}" if one.tells else ""
    said = f"{tells}{f', ke {one.to}' if one.to else ''}"
    missing = ", ".join(one.missing)
    if one.active is False:
        return Level.person, f"tidak aktif{said}; kabar hanya datang lewat sync"
    if one.active is None:
        told = said.removeprefix(", ")
        return Level.notice, f"{told or 'platform menjawab'}, tetapi jawabannya tidak memastikan {missing or 'apa pun'}"
    if one.missing:
        return Level.person, f"aktif{said}, tetapi tidak {missing}"
    if one.only is not None:
        return Level.notice, f"aktif{said}, tetapi hanya untuk {thousands(one.only)} unggahan"
    return Level.fine, f"aktif{said}"
