"""``scorecard``: the rapor of a period: how many, how far, how fast, and the ministry's word beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .cards import PeriodOption, TargetsOption, YearOption
from .options import ChannelOption, ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evaluation import Duration, Scorecard, Targets
    from ..store import Store
    from .screen import Screen

__all__ = ["By", "card_of", "print_card", "read_own", "register"]


class By(StrEnum):
    """What a table is by, in an officer's words."""

    channel = "channel"
    unit = "unit"
    category = "category"
    kecamatan = "kecamatan"
    month = "month"


DIMENSION: Mapping[By, str] = {name: "district" if name is By.kecamatan else str(name) for name in By}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("scorecard")(_scorecard)


def _scorecard(
    year: YearOption = None,
    period: PeriodOption = None,
    channel: ChannelOption = None,
    by: Annotated[
        list[By] | None,
        typer.Option("--by", show_default=False, help="Also a table by this; may be given more than once."),
    ] = None,
    rank: Annotated[
        str | None,
        typer.Option(
            "--rank", metavar="METRIC", show_default=False, help="Rank the tables by this metric; needs --min-n."
        ),
    ] = None,
    min_n: Annotated[
        int | None,
        typer.Option("--min-n", metavar="N", min=1, show_default=False, help="Rank only what rests on so many cases."),
    ] = None,
    trend: Annotated[bool, typer.Option("--trend", help="Also the change against the period before.")] = False,
    official: Annotated[
        list[Path] | None,
        typer.Option(
            "--official",
            metavar="FILE",
            show_default=False,
            readable=False,
            help="Compare with what was published: the letter (.toml), the table per unit, a recap (.xlsx, .csv).",
        ),
    ] = None,
    targets: TargetsOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Print the scorecard (rapor) of a year or a part of it.

    Counts cases; with --channel the rows of that channel. The predicate is never computed: it comes from the ministry's
    letter (see 'official import'), and so do the figures that ours are compared with.

    \b
    Examples:
      complaint-hub scorecard --year 2023 --channel lapor
      complaint-hub scorecard --period 2026-TW3 --by unit --by kecamatan
      complaint-hub scorecard --year 2026 --by unit --rank followed_up_share --min-n 5
      complaint-hub scorecard --year 2023 --channel lapor --official hasil-2023.toml --official kinerja.xlsx
    """
    from ..evaluation import reconcile
    from .cards import Wanted, card_from, inputs_from, namer, period_of, published
    from .comparing import groups_json, print_comparison, print_groups, print_trend
    from .deadlines import policy
    from .screen import open_screen, write_json

    _check_rank(rank, min_n, by)
    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    registry = settings.read_registry()
    told = published(official or ())
    own = read_own(targets)
    zone = ZoneInfo(settings.zone)
    wanted = Wanted(
        period=period_of(year, period),
        zone=settings.zone,
        now=moment,
        channel=channel,
        by=tuple(dict.fromkeys(DIMENSION[name] for name in by or ())),
        official=told.letter,
        registry=registry,
        inputs=inputs_from(registry, own, moment.astimezone(zone).date()),
        policy=policy(settings),
        trend=trend,
    )
    with open_store(settings) as opened:
        letter = told.letter or opened.official(wanted.period.year)
        card = card_from(opened, wanted)
    # A letter speaks of a whole year.
    letter = letter if wanted.period.code == str(wanted.period.year) else None
    compared = reconcile(card, letter, told.performance, recap=told.recap, unit_of=namer(registry))
    if json:
        write_json(
            {
                **card.to_dict(),
                "ranking": groups_json(card, rank, min_n),
                "reconciliation": compared.to_dict(),
            }
        )
        return
    screen = open_screen()
    print_card(screen, card, zone=zone, channel=channel)
    print_trend(screen, card)
    print_groups(screen, card, rank=rank, minimum_n=min_n)
    print_comparison(screen, compared)


def _check_rank(rank: str | None, min_n: int | None, by: list[By] | None) -> None:
    if (rank is None) != (min_n is None) or (rank is not None and not by):
        raise typer.BadParameter(
            "a ranking needs --by, --rank and --min-n: a unit with one case is neither best nor worst",
            param_hint="--rank",
        )


def read_own(file: Path | None) -> Targets | None:
    """The office's own numbers. Raises ConfigError."""
    from ..evaluation import read_targets

    return read_targets(file) if file is not None else None


def card_of(store: Store, *, year: int, channel: str | None, zone: str, now: datetime) -> Scorecard:
    """The scorecard of a year from what the store holds."""
    from ..evaluation import Period
    from .cards import Wanted, card_from

    return card_from(store, Wanted(period=Period(year), zone=zone, now=now, channel=channel))


def print_card(screen: Screen, card: Scorecard, *, zone: ZoneInfo, channel: str | None = None) -> None:
    """Print the card of *channel* (None: of all); a figure never stands without what it is of."""
    from . import words
    from .screen import visible

    of = visible(channel) if channel else "semua kanal"
    screen.line(f"Rapor {card.period.label} · {of} · per {words.moment(card.as_of, zone)}", style="bold")
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
    from .screen import program

    if card.period.code != str(card.year):
        return  # A letter speaks of a whole year.
    if card.predicate is None and card.team_decree is None and card.action_plan is None:
        yield f"Hasil resmi {card.year} belum dimasukkan: {program()} official import FILE.toml"
        return
    if card.predicate is not None:
        scale = f", skala {card.predicate.scale}" if card.predicate.scale else ""
        yield f'Kualitas "{card.predicate.value}" (masukan dari {card.predicate.source}{scale}; tidak dihitung)'
    yield f"SK tim {words.yes_no(card.team_decree)}, rencana aksi {words.yes_no(card.action_plan)} (masukan)"
