"""Whether everything is in order, and what needs a person: from values to sentences in an officer's language.

For: the command ``doctor``; ``checkup`` gathers the values.
Must not: look anywhere itself: no file, no database, no clock. It knows no threshold that nobody set: a number that
is merely old or large is told, not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .contract import Estimate
from .report import PastRun
from .wording import long_date, moment, size, thousands
from .worktime import WorkCalendar

__all__ = [
    "AccountHealth",
    "CredentialHealth",
    "Finding",
    "Level",
    "QuotaHealth",
    "StoreHealth",
    "WebhookHealth",
    "judge_account",
    "judge_calendar",
    "judge_store",
    "worst",
]


class Level(StrEnum):
    """How much a finding matters: ``notice`` is worth knowing and takes care of itself, ``person`` does not."""

    fine = "fine"
    notice = "notice"
    person = "person"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``text`` is a sentence in Indonesian."""

    level: Level
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class CredentialHealth:
    """How one identity of a channel signs.

    Attributes:
        renews: a token that has run out is replaced by the next run.
        saved_at, expires_at: of the token in the store; None if there is none, or if it does not run out.
        renew_at: from when on a sync renews it, where that goes by schedule: such a token is not renewed once it has
            run out.
        consent_until: when the consent ends, however often its tokens are renewed; None if nobody says so.
        scopes: what the token, or the configured consent, covers; empty if nobody says so.
    """

    identity: str
    renews: bool
    saved_at: datetime | None = None
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    renew_at: datetime | None = None
    consent_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuotaHealth:
    """One day's quota; ``exhausted`` is the platform's own word."""

    limit: str
    amount: int
    used: int
    exhausted: bool
    resets_at: datetime

    @property
    def left(self) -> int:
        """What may still be drawn."""
        return 0 if self.exhausted else max(0, self.amount - self.used)


@dataclass(frozen=True, slots=True)
class WebhookHealth:
    """What an account was told by webhook, where one is set up.

    Attributes:
        last: when it was last told something new; None if it never was, or not for a week.
        waiting: notices that were not read yet; ``oldest`` is when the first of them came.
    """

    last: datetime | None = None
    waiting: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """One account as it stands.

    Attributes:
        configured: it stands in the settings; else only the store knows it (files that were imported by hand).
        walks: it is read over HTTP, so that old items are met again by deep walks only.
        last_full: when a full walk last ended well.
        known: complaints that it still sees.
        quarantine: items that were set aside.
        webhook: None if none is set up.
        estimate: None if the channel cannot say what a run costs.
        problem: why it could not be looked at in full.
    """

    channel: str
    account: str
    configured: bool = True
    walks: bool = False
    credentials: tuple[CredentialHealth, ...] = ()
    quotas: tuple[QuotaHealth, ...] = ()
    last_run: PastRun | None = None
    last_full: datetime | None = None
    known: int = 0
    quarantine: int = 0
    webhook: WebhookHealth | None = None
    estimate: Estimate | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """The database as it stands.

    Attributes:
        name: file, or host and database; never a password.
        exists: False for a file that is not there yet.
        version: of its tables; None if they were not read.
        size: bytes, its log included; None for a server.
        free: bytes left on its disk; None for a server.
        mode: of the file, where others may read it; None if only its owner may, or the system knows no modes.
        problem: why it cannot be read.
    """

    name: str
    exists: bool
    version: str | None = None
    size: int | None = None
    free: int | None = None
    mode: int | None = None
    problem: str | None = None


_STOPPED: Mapping[str, str] = {
    "budget": "anggarannya habis",
    "quota": "kuota kanal habis",
    "rate_limit": "dibatasi oleh kanal",
}
_COUNTED: Mapping[str, str] = {
    "units": "unit kuota",
    "requests": "permintaan",
    "calls": "panggilan",
    "files": "berkas",
}


def judge_account(account: AccountHealth, *, now: datetime, zone: ZoneInfo) -> list[Finding]:
    """What there is to say of one account, in the order in which a person asks."""
    found = [Finding(Level.person, "settings", account.problem)] if account.problem else []
    if not account.configured:
        text = "Tidak ada di pengaturan: hanya dibaca bila diimpor dengan tangan"
        found.append(Finding(Level.fine, "settings", text))
    found.append(_last_run(account, now, zone))
    if account.walks and account.last_run is not None:
        found.append(_last_full(account.last_full, account.last_run, now, zone))
    if account.estimate is not None and account.estimate.owed:
        text = f"Tertunda dari sync sebelumnya, dikerjakan lebih dahulu: {', '.join(account.estimate.owed)}"
        found.append(Finding(Level.notice, "owed", text))
    if account.quarantine:
        text = f"{thousands(account.quarantine)} tidak dapat dibaca dan disisihkan: lihat complaint-hub quarantine list"
        found.append(Finding(Level.person, "quarantine", text))
    found += [_credential(one, now, zone) for one in account.credentials]
    if account.webhook is not None:
        found.append(_webhook(account.webhook, account.last_run, now, zone))
    least = account.estimate.least if account.estimate else {}
    found += [_quota(one, least.get(one.limit, 0), zone) for one in account.quotas]
    if account.estimate is not None:
        found.append(Finding(Level.fine, "estimate", _cost(account.estimate)))
    return found


def judge_calendar(calendar: WorkCalendar, *, today: date, reach: int) -> Finding:
    """Whether deadlines that start today can be told for certain.

    Args:
        reach: working days of the longest time limit.
    """
    until = calendar.assured_until
    if until is None or until < today:
        return Finding(
            Level.person,
            "calendar",
            f"{calendar.warning(today)} Perbarui dengan pip install --upgrade holidays complaint-hub.",
        )
    furthest = calendar.add_days(today, reach)
    certain = f"Kalender kerja pasti sampai {long_date(until, weekday=False)}"
    if furthest <= until:
        return Finding(Level.fine, "calendar", certain)
    return Finding(
        Level.notice,
        "calendar",
        f"{certain}; tenggat terjauh bagi aduan hari ini ({reach} hari kerja) jatuh sesudahnya dan masih perkiraan. "
        "Perbarui bila keputusan bersama libur tahun berikutnya terbit.",
    )


def judge_store(store: StoreHealth) -> list[Finding]:
    """What there is to say of the database and its disk."""
    if store.problem is not None:
        return [Finding(Level.person, "store", store.problem)]
    if not store.exists:
        text = f"Belum ada basis data {store.name}: sync atau import pertama membuatnya"
        return [Finding(Level.notice, "store", text)]
    text = f"Basis data {store.name}: skema {store.version}"
    if store.size is not None:
        text += f", {size(store.size)}"
    if store.free is not None:
        text += f"; sisa ruang {size(store.free)}"
    found = [Finding(Level.fine, "store", text)]
    if store.mode is not None:
        text = f"Basis data dapat dibaca pengguna lain (mode {store.mode:04o}): jalankan chmod 600 {store.name}"
        found.append(Finding(Level.person, "mode", text))
    if store.size is not None and store.free is not None and store.free < store.size:
        text = "Sisa ruang lebih kecil daripada basis datanya: satu cadangan pun tidak muat di diska ini"
        found.append(Finding(Level.person, "disk", text))
    return found


def _last_run(account: AccountHealth, now: datetime, zone: ZoneInfo) -> Finding:
    run = account.last_run
    if run is None:
        return Finding(Level.notice, "last_run", "Belum pernah dibaca")
    when = f"{moment(run.started_at, zone)} ({_ago(now - run.started_at)})"
    if run.error is not None:
        return Finding(Level.person, "last_run", f"Terakhir dibaca {when}, gagal: {run.error}")
    if run.stopped is not None:
        reason = _STOPPED.get(run.stopped.reason, run.stopped.reason)
        return Finding(Level.notice, "last_run", f"Terakhir dibaca {when}, berhenti lebih awal: {reason}")
    return Finding(Level.fine, "last_run", f"Terakhir dibaca {when}; {thousands(account.known)} aduan masih terlihat")


def _last_full(ended: datetime | None, last: PastRun, now: datetime, zone: ZoneInfo) -> Finding:
    if last.deep == "full" and last.stopped is not None:
        return Finding(Level.notice, "last_full", "Penelusuran penuh belum selesai: sync berikutnya melanjutkannya")
    if ended is None:
        text = "Belum pernah ditelusuri penuh sejak pembacaan pertama: suntingan dan penghapusan lama belum terlihat "
        return Finding(Level.notice, "last_full", f"{text}(sync --full)")
    return Finding(Level.fine, "last_full", f"Penelusuran penuh terakhir {moment(ended, zone)} ({_ago(now - ended)})")


def _credential(one: CredentialHealth, now: datetime, zone: ZoneInfo) -> Finding:
    who = f"Kredensial {one.identity}"
    scopes = f"; cakupan: {', '.join(one.scopes)}" if one.scopes else ""
    if one.saved_at is None:
        if one.renews:
            text = f"{who}: belum pernah dipakai, token diminta oleh sync berikutnya{scopes}"
            return Finding(Level.notice, "credential", text)
        return Finding(Level.fine, "credential", f"{who}: kunci tetap, tidak kedaluwarsa{scopes}")
    if one.consent_until is not None:
        until = moment(one.consent_until, zone)
        if one.consent_until <= now:
            text = f"{who}: persetujuan pemilik berakhir {until}: pemilik harus memberi persetujuan baru"
            return Finding(Level.person, "credential", text)
        scopes += f"; persetujuan pemilik berlaku sampai {until}"
    told = f"{who}: token dari {moment(one.saved_at, zone)} ({_ago(now - one.saved_at)})"
    renewed = ""
    if one.renew_at is not None and one.renews:
        early = one.renew_at > now
        renewed = f"; sync memperbaruinya mulai {moment(one.renew_at, zone)}" if early else "; waktunya diperbarui sync"
    late = bool(renewed) and one.renew_at is not None and one.renew_at <= now
    level = Level.notice if late else Level.fine
    if one.expires_at is None:
        return Finding(level, "credential", f"{told}, tanpa tanggal kedaluwarsa{renewed}{scopes}")
    until = moment(one.expires_at, zone)
    if one.expires_at > now:
        return Finding(level, "credential", f"{told}, berlaku sampai {until}{renewed}{scopes}")
    if one.renews and one.renew_at is None:
        return Finding(Level.fine, "credential", f"{told}, berlaku sampai {until}; sync memperbaruinya{scopes}")
    return Finding(Level.person, "credential", f"{told}, kedaluwarsa {until}: buat yang baru{scopes}")


def _webhook(told: WebhookHealth, run: PastRun | None, now: datetime, zone: ZoneInfo) -> Finding:
    """Silence is no fault: a quiet account is told nothing. Only what lies unread although a sync ran is one."""
    if told.last is None:
        text = "Webhook diatur, tetapi belum ada kabar selama seminggu: periksa langganannya di platform"
        return Finding(Level.notice, "webhook", f"{text}; sync tetap membaca semuanya")
    text = f"Webhook: kabar terakhir {moment(told.last, zone)} ({_ago(now - told.last)})"
    if not told.waiting:
        return Finding(Level.fine, "webhook", text)
    text = f"{text}; {thousands(told.waiting)} kabar menunggu dibaca"
    late = told.oldest is not None and run is not None and run.started_at > told.oldest
    return Finding(Level.notice if late else Level.fine, "webhook", f"{text} oleh sync berikutnya")


def _quota(one: QuotaHealth, needed: int, zone: ZoneInfo) -> Finding:
    again = f"mulai lagi {moment(one.resets_at, zone)}"
    what = _COUNTED.get(one.limit, one.limit)
    if one.left == 0:
        said = " menurut kanal" if one.exhausted else ""
        return Finding(Level.notice, "quota", f"Kuota hari ini habis{said} ({thousands(one.amount)} {what}); {again}")
    text = f"Kuota hari ini: sisa {thousands(one.left)} dari {thousands(one.amount)} {what}; {again}"
    if needed > one.left:
        return Finding(Level.notice, "quota", f"{text}. Sync berikutnya berhenti di tengah dan dilanjutkan kemudian")
    return Finding(Level.fine, "quota", text)


def _cost(estimate: Estimate) -> str:
    least = ", ".join(_amounts(estimate.least)) or "tidak ada biaya"
    text = f"Sync berikutnya: paling sedikit {least}" if "files" not in estimate.least else f"Sync berikutnya: {least}"
    deep = ", ".join(_amounts(estimate.deep)) if any(estimate.deep.values()) else ""
    return f"{text}; dengan --deep ditambah {deep}" if deep else text


def _amounts(costs: Mapping[str, int]) -> Iterator[str]:
    for name, amount in costs.items():
        yield f"{thousands(amount)} {_COUNTED.get(name, name)}{' baru' if name == 'files' else ''}"


def _ago(since: timedelta) -> str:
    if since < timedelta(minutes=1):
        return "baru saja"
    for step, name in ((timedelta(days=1), "hari"), (timedelta(hours=1), "jam")):
        if since >= step:
            return f"{since // step} {name} lalu"
    return f"{since // timedelta(minutes=1)} menit lalu"


def worst(findings: Sequence[Finding]) -> Level:
    """The level of the gravest finding."""
    return max((one.level for one in findings), key=list(Level).index, default=Level.fine)
