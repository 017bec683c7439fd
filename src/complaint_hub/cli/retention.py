"""``privacy retention``: what is kept, since when, until when which rule lets it be kept, and erasing what is over."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .options import ChannelOption, ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..privacy import Due, Holding, Limit, Step
    from ..store import Erased
    from .screen import Screen

__all__ = ["retention"]

_STEPS: dict[Step, str] = {
    "erase": "hapus (privacy retention --apply)",
    "refresh": "baca ulang dulu (sync --full)",
    "review": "diputuskan orang",
    "hold": "ditahan kantor",
}
_ACTIONS = {"refresh": "segarkan atau hapus", "erase": "hapus", "review": "tinjau"}
_FROM = {"seen": "terakhir terlihat", "closed": "selesai", "received": "diterima"}
_WHAT = {"complaint": "aduan", "quarantine": "baris karantina (isi mentah)"}


def retention(
    channel: ChannelOption = None,
    apply: Annotated[bool, typer.Option("--apply", help="Erase what is over. Without it nothing is changed.")] = False,
    unread: Annotated[
        bool,
        typer.Option(
            "--unread",
            help="With --apply: also what no full reading has looked for, as of an account that is not read any more.",
        ),
    ] = False,
    now: NowOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what is kept of each account, since when, and which dated rule says until when; with --apply end it.

    Where a platform's rule asks to refresh (YouTube: within 30 days), only what the platform took away, or what a full
    reading did not meet, is erased; for the rest sync first. What the office holds ('privacy hold') stays, and a rule
    with the action 'review' only lists. The figures of the rapor stay as they are.

    \b
    Examples:
      complaint-hub privacy retention
      complaint-hub sync --full && complaint-hub privacy retention --apply
      complaint-hub privacy retention --channel youtube --apply --unread
    """
    from .screen import open_screen, write_json

    if unread and not apply:
        raise typer.BadParameter("--unread says what --apply erases: give both", param_hint="--unread")
    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    with open_store(settings) as opened:
        told = opened.retention(now=moment, path=settings.retention_rules())
        holdings = [one for one in told if channel in (None, one.channel)]
        going = [
            due for one in holdings for due in one.due if due.step == "erase" or (unread and due.step == "refresh")
        ]
        gone = opened.erase_overdue(going, now=moment) if apply else None
    if json:
        write_json(_values(holdings, gone, moment))
        return
    _print(open_screen(), holdings, gone, moment, ZoneInfo(settings.zone))


def _values(holdings: Iterable[Holding], gone: Erased | None, moment: datetime) -> dict[str, object]:
    kept = [
        {
            "channel": one.channel,
            "account": one.account,
            "what": one.what,
            "count": one.count,
            "oldest": one.oldest.isoformat(),
            "unseen_since": one.unseen.isoformat() if one.unseen else None,
            "rules": [_limit_values(limit) for limit in one.limits],
        }
        for one in holdings
    ]
    erased = None
    if gone is not None:
        erased = {"complaints": list(gone.complaints), "quarantined": gone.quarantined, "scrubbed": gone.scrubbed}
    return {"now": moment.isoformat(), "kept": kept, "erased": erased}


def _limit_values(limit: Limit) -> dict[str, object]:
    rule = limit.rule
    return {
        "id": rule["id"],
        "counts_from": rule["counts_from"],
        "days": rule["days"],
        "action": rule["action"],
        "source": rule["source"],
        "running": limit.running,
        "next": limit.next.isoformat() if limit.next else None,
        "overdue": [{"id": due.id, "since": due.since.isoformat(), "step": due.step} for due in limit.due],
    }


def _print(screen: Screen, holdings: Sequence[Holding], gone: Erased | None, moment: datetime, zone: ZoneInfo) -> None:
    from ..wording import thousands
    from . import words
    from .screen import visible

    if not holdings:
        screen.line("✓ Tidak ada yang disimpan.")
        return
    screen.line(f"Yang disimpan, per {words.moment(moment, zone)}")
    for one in holdings:
        place = visible(" · ".join(part for part in (one.channel, one.account) if part), utf8=screen.utf8)
        screen.line()
        screen.line(f"{place}: {thousands(one.count)} {_WHAT[one.what]}")
        unseen = f"; terlama tidak terlihat: sejak {words.day(one.unseen, zone)}" if one.unseen else ""
        screen.line(f"tertua {words.day(one.oldest, zone)}{unseen}", indent=2)
        for limit in one.limits:
            _print_limit(screen, limit, zone)
        if not one.limits:
            screen.line("tidak ada aturan di sini: batasnya jadwal retensi arsip (JRA) kantor", indent=2)
    screen.line()
    if gone is not None:
        told = f"{thousands(len(gone.complaints))} aduan, {thousands(gone.quarantined)} baris karantina"
        screen.line(f"✓ Dihapus: {told}. Angka rapor tidak berubah.")
    elif any(due.step == "erase" for one in holdings for due in one.due):
        screen.line("Belum ada yang diubah. Untuk menghapus: perintah yang sama dengan --apply.")


def _print_limit(screen: Screen, limit: Limit, zone: ZoneInfo) -> None:
    from ..wording import thousands
    from . import words

    rule = limit.rule
    counted = f"{rule['days']} hari sejak {_FROM[rule['counts_from']]}, lalu {_ACTIONS[rule['action']]}"
    screen.line(f"aturan {rule['id']}: {counted}", indent=2)
    if limit.next is not None:
        screen.line(f"batas terdekat {words.day(limit.next, zone)}", indent=4)
    steps: Counter[Step] = Counter(due.step for due in limit.due)
    for step, count in steps.items():
        mark = "‖" if step == "hold" else "▲"
        since = min(due.since for due in limit.due if due.step == step)
        screen.line(
            f"{mark} {thousands(count)} lewat batas (sejak {words.day(since, zone)}): {_STEPS[step]}", indent=4, hang=2
        )
    _print_ids(screen, [due for due in limit.due if due.step in ("erase", "review")])
    screen.line(f"sumber: {rule['source']}", indent=4, hang=2)


_SHOWN = 10


def _print_ids(screen: Screen, due: Sequence[Due]) -> None:
    from .screen import visible

    for one in due[:_SHOWN]:
        screen.line(visible(one.id, utf8=screen.utf8), indent=6)
    if len(due) > _SHOWN:
        screen.line(f"dan {len(due) - _SHOWN} lagi (semua: --json)", indent=6)
