"""Which rows of an action plan the data calls for, and by which figures; and what could not be looked at.

For: :func:`~complaint_hub.evaluation.action_plan`.
Must not: hold a threshold. A trigger fires on a fact (a missing decree, a case past its due date) or past a number of
the office's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ..model import OfficialResult
from ..wording import decimal_comma, percent, thousands
from .card import Scorecard
from .formulas import Metric, MetricUnit
from .inputs import Inputs

__all__ = ["TRIGGERS", "Fired", "Looked", "Quiet", "figure_words"]

_NAMED: Final = 8
"""How many units or topics a sentence names; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Fired:
    """The data calls for the row. *figures* are the numbers, *fills* what the row's sentence takes."""

    figures: tuple[str, ...]
    fills: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Quiet:
    """The data does not call for it, or cannot be looked at (*open*), and why (Indonesian)."""

    why: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What triggers look at."""

    card: Scorecard
    official: OfficialResult | None
    thresholds: Mapping[str, float]
    inputs: Inputs


def figure_words(value: float, unit: MetricUnit) -> str:
    """A figure as an officer writes it, with its unit."""
    match unit:
        case MetricUnit.share:
            return percent(value)
        case MetricUnit.cases:
            return f"{thousands(round(value))} aduan"
        case MetricUnit.rows:
            return f"{thousands(round(value))} baris"
        case MetricUnit.days:
            return f"{decimal_comma(value)} hari"
        case MetricUnit.working_days:
            return f"{decimal_comma(value)} hari kerja"
        case MetricUnit.per_100k:
            return decimal_comma(value)
        case MetricUnit.stars:
            return f"{decimal_comma(value)} bintang"


def _no_action_plan(at: Looked) -> Fired | Quiet:
    if at.official is None:
        return Quiet("hasil resmi belum dimasukkan", open=True)
    asked = [text for text in at.official.recommendations if "rencana aksi" in text.casefold()]
    if at.official.action_plan is False or asked:
        told = [f"Rencana aksi belum ada menurut {at.official.letter}"] if at.official.action_plan is False else []
        return Fired((*told, *(f"Rekomendasi {at.official.letter}: {text}" for text in asked)))
    if at.official.action_plan is None:
        return Quiet("hasil resmi tidak menyebut rencana aksi", open=True)
    return Quiet("rencana aksi ada")


def _no_team_decree(at: Looked) -> Fired | Quiet:
    until = at.inputs.decree_until
    if until is not None and until < at.card.as_of.date():
        return Fired((f"SK tim berlaku sampai {until.isoformat()}",))
    if at.official is None or at.official.team_decree is None:
        return Quiet("belum diketahui apakah SK tim ada", open=True)
    if at.official.team_decree is False:
        return Fired((f"SK tim belum ada menurut {at.official.letter}",))
    return Quiet("SK tim ada")


def _unit_without_officer(at: Looked) -> Fired | Quiet:
    names = at.inputs.units_without_officer
    if names is None:
        return Quiet("daftar petugas belum diberikan", open=True)
    if not names:
        return Quiet("setiap unit punya petugas aktif")
    return Fired((f"{len(names)} unit tanpa petugas aktif",), {"units": _listed(list(names))})


def _units_behind(at: Looked) -> Fired | Quiet:
    if not at.card.overdue:
        return Quiet("tidak ada aduan lewat tenggat")
    groups = at.card.groups.get("unit", ())
    behind = [(group.card.overdue, group.key or "belum ada unit") for group in groups if group.card.overdue]
    named = [f"{name} ({count})" for count, name in sorted(behind, key=lambda one: (-one[0], one[1]))]
    backlog = round(at.card.metrics["backlog"].value or 0)
    figures = (f"{thousands(at.card.overdue)} aduan lewat tenggat", f"{thousands(backlog)} aduan belum selesai")
    return Fired(figures, {"units": _listed(named) or f"{thousands(at.card.overdue)} aduan"})


def _social_unanswered(at: Looked) -> Fired | Quiet:
    tally = at.card.tally
    if not tally.social:
        return _no_social(at.card)
    if not tally.unanswered:
        return Quiet("tidak ada aduan media sosial yang belum dijawab")
    figure = f"{thousands(tally.unanswered)} dari {thousands(tally.social)} aduan media sosial belum dijawab"
    return Fired((figure,), {"count": thousands(tally.unanswered)})


def _no_social(card: Scorecard) -> Quiet:
    """None that count; where many wait for triage, nobody knows yet."""
    if card.untriaged:
        return Quiet(f"{thousands(card.untriaged)} belum dipilah, belum ada aduan media sosial", open=True)
    return Quiet("tidak ada aduan media sosial")


def _social_not_linked(at: Looked) -> Fired | Quiet:
    tally = at.card.tally
    rest = tally.social - tally.linked
    if not tally.social:
        return _no_social(at.card)
    if not rest:
        return Quiet("setiap aduan media sosial tertaut ke SP4N-LAPOR!")
    figure = f"{thousands(tally.linked)} dari {thousands(tally.social)} aduan media sosial tertaut ke SP4N-LAPOR!"
    return Fired((figure,), {"count": thousands(rest)})


def _repeated_topic(at: Looked) -> Fired | Quiet:
    least = at.thresholds.get("repeated_topic")
    if least is None:
        return Quiet("ambang repeated_topic belum ditetapkan", open=True)
    if at.card.before is None:
        return Quiet("periode sebelumnya belum dihitung", open=True)
    earlier = at.card.before.topics
    again = [
        (count, earlier[topic], topic)
        for topic, count in at.card.topics.items()
        if count >= least and earlier.get(topic, 0) >= least
    ]
    if not again:
        return Quiet("tidak ada topik yang berulang di kecamatan yang sama")
    again.sort(key=lambda one: (-one[0], one[2]))
    named = [f"{topic} di Kecamatan {district}" for _, _, (topic, district) in again]
    figures = tuple(
        f"{topic}, {district}: {before} aduan ({at.card.before.period.label}), {count} ({at.card.period.label})"
        for count, before, (topic, district) in again[:_NAMED]
    )
    return Fired(figures, {"topics": _listed(named)})


def _past(metric: str, *, above: bool) -> Callable[[Looked], Fired | Quiet]:
    """A trigger that fires when a metric is above, or below, the office's own number."""

    def look(at: Looked) -> Fired | Quiet:
        found: Metric = at.card.metrics[metric]
        limit = at.thresholds.get(metric)
        if limit is None:
            return Quiet(f"ambang {metric} belum ditetapkan", open=True)
        if found.value is None:
            lacking = found.lacks or f"{found.missing} kasus kurang data"
            return Quiet(f"{metric} tidak dapat dihitung ({lacking})", open=True)
        told, asked = figure_words(found.value, found.unit), figure_words(limit, found.unit)
        if (found.value > limit) if above else (found.value < limit):
            over = "penduduk" if found.unit is MetricUnit.per_100k else "kasus"
            figure = f"{told} atas {thousands(found.n)} {over}; ambang {asked}"
            return Fired((figure,), {"value": told, "threshold": asked})
        return Quiet(f"{metric} {told}, ambang {asked}")

    return look


TRIGGERS: Final[Mapping[str, Callable[[Looked], Fired | Quiet]]] = {
    "no_action_plan": _no_action_plan,
    "no_team_decree": _no_team_decree,
    "unit_without_officer": _unit_without_officer,
    "slow_follow_up": _past("mean_follow_up_working", above=True),
    "units_behind": _units_behind,
    "handed_back": _past("returned_share", above=True),
    "normative_answers": _past("substantive_share", above=False),
    "low_rating": _past("mean_rating", above=False),
    "social_unanswered": _social_unanswered,
    "social_not_linked": _social_not_linked,
    "few_complaints": _past("per_100k", above=False),
    "repeated_topic": _repeated_topic,
}
"""The triggers that the table ``action_plan`` may name."""


def _listed(names: list[str]) -> str:
    shown, rest = names[:_NAMED], len(names) - _NAMED
    return ", ".join(shown) + (f", dan {rest} lainnya" if rest > 0 else "")
