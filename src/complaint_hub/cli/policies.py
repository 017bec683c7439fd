"""``policy check``: whether a file of time limits can be read, what it says, and which of its rules never decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .options import ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of, store_exists

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ..facts import Fact
    from ..registry import Registry
    from ..settings import Settings
    from ..sla import Oddity, Policy, Problem, Rule
    from .screen import Screen

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Time limits of the government's own.")
    group.callback()(_group)
    group.command("check")(_check)
    app.add_typer(group, name="policy")


def _group() -> None:
    """Time limits: those of SP4N-LAPOR!, or a file of the government's own in the same form."""


def _check(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", show_default=False, readable=False, help="A file of time limits (TOML).")
    ],
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Read a file of time limits, say its rules in words, and name those that can never decide.

    A file that cannot be judged is refused with its row and field. Rules behind a wider one, ended rules, channels that
    are not installed, units that the registry does not know, and rules that fit no case of the database are named;
    then it ends with 1. Nothing is written.

    \b
    Examples:
      complaint-hub policy check batas-waktu.toml
      complaint-hub policy check batas-waktu.toml --store aduan.db --now 2026-11-24
    """
    from ..settings import installed
    from ..sla import check, policy_of
    from .deadlines import spelt
    from .screen import open_screen, write_json

    settings = settings_of(config, store)
    today = moment_of(now, settings.zone).astimezone(ZoneInfo(settings.zone)).date()
    registry = settings.read_registry()
    policy = policy_of(path)
    channels = {*installed(), *(section.channel for section in settings.sections)}
    odd = check(spelt(policy, registry), today=today, channels=channels, cases=_cases(settings))
    odd += _strangers(policy, registry)
    if json:
        write_json(_values(policy, today, odd))
    else:
        _print(open_screen(), policy, odd)
    raise typer.Exit(1 if odd else 0)


def _cases(settings: Settings) -> list[Fact] | None:
    """The facts of the database; None without one."""
    if not store_exists(settings):
        return None
    with open_store(settings) as opened:
        return list(opened.facts().rows()) or None


def _strangers(policy: Policy, registry: Registry | None) -> list[Oddity]:
    """The units that the registry does not know, in the spellings of the policy."""
    from ..sla import Oddity, Problem

    if registry is None:
        return []
    return [
        Oddity(place, Problem.unknown_unit, name)
        for place, rule in enumerate(policy.rules, start=1)
        for name in sorted(unit for unit in rule.units or () if unit is not None)
        if registry.unit_of(name) is None
    ]


def _values(policy: Policy, today: date, odd: list[Oddity]) -> dict[str, object]:
    return {
        "policy": policy.name,
        "today": today.isoformat(),
        "rules": [
            {"clock": r.clock, "target": r.target, "counted_in": r.counted_in, "source": r.source} for r in policy.rules
        ],
        "findings": [{"rule": o.rule, "problem": o.problem, "detail": o.detail} for o in odd],
    }


def _print(screen: Screen, policy: Policy, odd: list[Oddity]) -> None:
    from .screen import visible

    problems = _problems()
    screen.line(visible(policy.name, utf8=screen.utf8), style="bold")
    for place, rule in enumerate(policy.rules, start=1):
        screen.line(f"{place}. {visible(_told(rule), utf8=screen.utf8)}", indent=2, hang=3)
        for oddity in odd:
            if oddity.rule == place:
                told = problems[oddity.problem].format(visible(oddity.detail, utf8=screen.utf8))
                screen.line(f"▲ {told}", indent=5, hang=2, style="yellow")
    if not odd:
        screen.line("✓ Setiap aturan dapat berlaku.", style="green")


def _told(rule: Rule) -> str:
    """``Penyelesaian: 14 hari kerja sejak disposisi, verifikasi atau diterima; untuk kanal lapor``."""
    from ..sla.telling import CLOCKS, SINCE, amount
    from ..wording import short_date
    from . import words

    starts = [SINCE[name] for name in rule.start]
    since = " atau ".join([", ".join(starts[:-1]), starts[-1]] if len(starts) > 1 else starts)
    parts = [f"{CLOCKS[rule.clock]}: {amount(rule.target, rule.counted_in)} sejak {since}"]
    groups = (
        ("kanal", rule.channels),
        ("bentuk", rule.forms),
        ("unit", rule.units),
        ("kategori", rule.categories),
    )
    parts += [f"{label} {', '.join(sorted(map(str, names)))}" for label, names in groups if names is not None]
    kinds = sorted(words.KINDS[kind] if kind else "belum dipilah" for kind in rule.kinds or ())
    parts += [" atau ".join(kinds)] if len(kinds) == 1 else []
    parts += ["berkadar pengawasan" if said else "tidak berkadar pengawasan" for said in rule.oversight or ()]
    if rule.in_force_from:
        parts.append(f"mulai {short_date(rule.in_force_from)}")
    if rule.in_force_until:
        parts.append(f"sampai {short_date(rule.in_force_until)}")
    return "; ".join(parts)


def _problems() -> Mapping[Problem, str]:
    from ..sla import Problem

    return {
        Problem.shadowed: "tidak pernah berlaku: aturan {} mendahuluinya",
        Problem.expired: "sudah berakhir pada {}",
        Problem.contradictory: "tidak pernah berlaku: hanya pengaduan yang berkadar pengawasan atau tidak",
        Problem.unknown_channel: "kanal {} tidak terpasang",
        Problem.unknown_unit: "unit {} tidak ada di registri",
        Problem.unknown_category: "kategori {} tidak dikenal",
        Problem.matches_no_case: "tidak cocok dengan satu pun kasus di basis data",
    }
