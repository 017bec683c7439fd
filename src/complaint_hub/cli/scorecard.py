"""``scorecard``: the yearly rapor: how many, how far, how fast, and the ministry's word beside it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .options import ChannelOption, ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evaluation import Duration, Scorecard
    from ..store import Store
    from .screen import Screen

__all__ = ["card_of", "print_card", "register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("scorecard")(_scorecard)


def _scorecard(
    year: Annotated[
        int, typer.Option("--year", metavar="Y", min=2000, max=2100, show_default=False, help="Received in this year.")
    ],
    channel: ChannelOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Print the scorecard (rapor) of a year.

    Counts cases; with --channel the rows of that channel. The predicate is never computed: it comes from the ministry's
    letter (see 'official import').

    \b
    Examples:
      complaint-hub scorecard --year 2023 --channel lapor
      complaint-hub scorecard --year 2026 --json
    """
    from .screen import open_screen, write_json

    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    with open_store(settings) as opened:
        card = card_of(opened, year=year, channel=channel, zone=settings.zone, now=moment)
    if json:
        write_json(card.to_dict())
    else:
        print_card(open_screen(), card, zone=ZoneInfo(settings.zone), channel=channel)


def card_of(store: Store, *, year: int, channel: str | None, zone: str, now: datetime) -> Scorecard:
    """The scorecard of a year from what the store holds."""
    from ..evaluation import scorecard
    from .deadlines import calendar_of, policy

    return scorecard(
        store.facts(channel=channel),
        year=year,
        policy=policy(),
        calendar=calendar_of(zone),
        now=now,
        official=store.official(year),
    )


def print_card(screen: Screen, card: Scorecard, *, zone: ZoneInfo, channel: str | None = None) -> None:
    """Print the card of *channel* (None: of all); a figure never stands without what it is of."""
    from . import words
    from .screen import visible

    of = visible(channel) if channel else "semua kanal"
    screen.line(f"Rapor {card.year} · {of} · per {words.moment(card.as_of, zone)}", style="bold")
    if not card.total:
        screen.line("Belum ada aduan dalam periode ini.", indent=2)
    for line in (*_figures(card), *_pace(card), *_beside(card), *_official(card)):
        screen.line(visible(line, utf8=screen.utf8), indent=2, hang=2)
    if card.recommendations:
        screen.line("Rekomendasi:", indent=2)
    for advice in card.recommendations:
        screen.line(visible(f"- {advice.text} (dasar: {advice.trigger})", utf8=screen.utf8), indent=4, hang=2)


def _figures(card: Scorecard) -> Iterator[str]:
    """How many, and how far."""
    from ..model import Bucket
    from ..wording import thousands
    from . import words

    if card.finished_share is None or card.followed_up_share is None:
        return
    yield (
        f"{thousands(card.total)} aduan, {thousands(card.finished)} selesai ({words.share(card.finished_share)}), "
        f"%TL {words.share(card.followed_up_share)}, {_follow_up(card)}"
    )
    of_all = [f"{words.BUCKETS[bucket]} {thousands(card.buckets[bucket])}" for bucket in Bucket if card.buckets[bucket]]
    yield f"Dari {thousands(card.total)} aduan: {' · '.join(of_all)}"
    valid_finished, valid_followed = card.finished_share_valid, card.followed_up_share_valid
    if card.total_valid != card.total and valid_finished is not None and valid_followed is not None:
        yield (
            f"Tanpa arsip, dari {thousands(card.total_valid)} aduan: selesai {words.share(valid_finished)}, "
            f"%TL {words.share(valid_followed)}"
        )


def _follow_up(card: Scorecard) -> str:
    return f"rata-rata tindak lanjut {_duration(card.mean_follow_up)}"


def _duration(duration: Duration) -> str:
    """``15,6 hari (kalender, sejak disposisi) · 11,2 hari kerja``."""
    from ..wording import decimal_comma
    from . import words

    if duration.calendar_days is None or duration.working_days is None:
        return "belum dapat dihitung"
    starts = {name: n for name, n in duration.since.items() if n}
    told = " dan ".join(
        f"{words.MILESTONES.get(name, name)} {n}" if len(starts) > 1 else words.MILESTONES.get(name, name)
        for name, n in starts.items()
    )
    return (
        f"{decimal_comma(duration.calendar_days)} hari (kalender, sejak {told}) · "
        f"{decimal_comma(duration.working_days)} hari kerja"
    )


def _pace(card: Scorecard) -> Iterator[str]:
    """How fast, over how many cases, and how much of it in time."""
    from ..wording import decimal_comma, thousands
    from . import words
    from .deadlines import CLOCKS

    if not card.total:
        return
    median = card.median_follow_up
    if median.calendar_days is not None and median.working_days is not None:
        yield (
            f"Tindak lanjut dihitung atas {thousands(median.n)} dari {thousands(card.total)} kasus; "
            f"median {decimal_comma(median.calendar_days)} hari · {decimal_comma(median.working_days)} hari kerja"
        )
    if median.missing:
        yield f"Belum dapat dihitung: {thousands(median.missing)} kasus tanpa tindak lanjut yang bertanggal"
    done = card.mean_completion
    if done.n:
        of_finished = f"atas {thousands(done.n)} dari {thousands(card.finished)} kasus selesai"
        yield f"Rata-rata penyelesaian {_duration(done)}, {of_finished}"
    if done.missing:
        yield f"Belum dapat dihitung: {thousands(done.missing)} kasus selesai tanpa tanggal selesai"
    in_time = [
        f"{CLOCKS[clock].lower()} {words.share(kept.share)} ({thousands(kept.met)} dari {thousands(kept.judged)})"
        for clock, kept in card.on_time.items()
        if kept.share is not None
    ]
    if in_time:
        yield f"Tepat waktu: {' · '.join(in_time)}"
    yield f"Lewat tenggat saat ini: {thousands(card.overdue)} dari {thousands(card.total)} kasus"
    if not card.assured:
        yield f"Hari kerja {card.year} belum pasti: hari libur dan cuti bersama masih perkiraan"


def _beside(card: Scorecard) -> Iterator[str]:
    """What is not in the total."""
    from ..wording import thousands
    from . import words

    apart = [f"{thousands(n)} {words.KINDS[kind]}" for kind, n in card.apart.items() if n]
    if card.untriaged:
        apart.insert(0, f"{thousands(card.untriaged)} belum dipilah")
    if apart:
        yield f"Di luar hitungan: {', '.join(apart)}"


def _official(card: Scorecard) -> Iterator[str]:
    """The ministry's word: input, marked as such."""
    from . import words

    if card.predicate is None and card.team_decree is None and card.action_plan is None:
        yield f"Hasil resmi {card.year} belum dimasukkan: complaint-hub official import FILE.toml"
        return
    if card.predicate is not None:
        scale = f", skala {card.predicate.scale}" if card.predicate.scale else ""
        yield f'Kualitas "{card.predicate.value}" (masukan dari {card.predicate.source}{scale}; tidak dihitung)'
    yield f"SK tim {words.yes_no(card.team_decree)}, rencana aksi {words.yes_no(card.action_plan)} (masukan)"
