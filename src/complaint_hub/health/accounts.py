"""What there is to say of one account: its runs, credentials, webhook, quota, and what the next sync costs.

For: ``complaint_hub.health``.
Must not: know a threshold that nobody set.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ..contract import Estimate
from ..report import PastRun
from ..wording import moment, thousands
from .hearing import judge_webhook
from .phrases import COUNTED, ago, amounts
from .values import AccountHealth, CredentialHealth, Finding, Level, QuotaHealth

__all__ = ["judge_account"]

_STOPPED: Mapping[str, str] = {
    "budget": "anggarannya habis",
    "quota": "kuota kanal habis",
    "rate_limit": "dibatasi oleh kanal",
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
        found += judge_webhook(account.webhook, account.last_run, now=now, zone=zone)
    least = account.estimate.least if account.estimate else {}
    found += [_quota(one, least.get(one.limit, 0), zone) for one in account.quotas]
    if account.estimate is not None:
        found.append(Finding(Level.fine, "estimate", _cost(account.estimate)))
    return found


def _last_run(account: AccountHealth, now: datetime, zone: ZoneInfo) -> Finding:
    run = account.last_run
    if run is None:
        return Finding(Level.notice, "last_run", "Belum pernah dibaca")
    when = f"{moment(run.started_at, zone)} ({ago(now - run.started_at)})"
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
    return Finding(Level.fine, "last_full", f"Penelusuran penuh terakhir {moment(ended, zone)} ({ago(now - ended)})")


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
    told = f"{who}: token dari {moment(one.saved_at, zone)} ({ago(now - one.saved_at)})"
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


def _quota(one: QuotaHealth, needed: int, zone: ZoneInfo) -> Finding:
    again = f"mulai lagi {moment(one.resets_at, zone)}"
    what = COUNTED.get(one.limit, one.limit)
    if one.left == 0:
        said = " menurut kanal" if one.exhausted else ""
        return Finding(Level.notice, "quota", f"Kuota hari ini habis{said} ({thousands(one.amount)} {what}); {again}")
    text = f"Kuota hari ini: sisa {thousands(one.left)} dari {thousands(one.amount)} {what}; {again}"
    if needed > one.left:
        return Finding(Level.notice, "quota", f"{text}. Sync berikutnya berhenti di tengah dan dilanjutkan kemudian")
    return Finding(Level.fine, "quota", text)


def _cost(estimate: Estimate) -> str:
    least = ", ".join(amounts(estimate.least)) or "tidak ada biaya"
    text = f"Sync berikutnya: paling sedikit {least}" if "files" not in estimate.least else f"Sync berikutnya: {least}"
    deep = ", ".join(amounts(estimate.deep)) if any(estimate.deep.values()) else ""
    return f"{text}; dengan --deep ditambah {deep}" if deep else text
