"""The figures of a scorecard: each one formula, with its denominator and what happens to cases that lack an instant.

For: :attr:`Scorecard.metrics`, trends, rankings, the action plan, and the generated page ``docs/reference/metrics.md``.
Must not: compute. :mod:`.figures` does, and a test holds that both name the same metrics.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

__all__ = ["FORMULAS", "Formula", "Metric", "MetricUnit", "formula_of"]


class MetricUnit(StrEnum):
    """What a value is counted in. Days are of 24 hours; working days are whole dates; shares lie between 0 and 1."""

    cases = "cases"
    rows = "rows"
    share = "share"
    days = "days"
    working_days = "working_days"
    per_100k = "per_100k"
    stars = "stars"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure.

    Attributes:
        value: None if it cannot be told; never 0 in its stead.
        n: what it is divided by, or over how many cases it was taken.
        part: of a share, what is divided.
        missing: cases that lack what the formula needs; they are in neither number.
        lacks: the input that was not given (``"population"``), or why there is no value; None otherwise.
    """

    name: str
    unit: MetricUnit
    value: float | None
    n: int
    part: int | None = None
    missing: int = 0
    lacks: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON, without the name."""
        return {
            "value": self.value,
            "unit": str(self.unit),
            "n": self.n,
            "part": self.part,
            "missing": self.missing,
            "lacks": self.lacks,
        }


@dataclass(frozen=True, slots=True)
class Formula:
    """How a metric is made.

    Attributes:
        name: of the metric; ``{clock}`` stands for each clock of the policy.
        term: what offices call it.
        formula: in words.
        denominator: what it is divided by, or over which cases it is taken.
        missing: which cases count as missing; "–" if nothing can be.
        higher_is_better: None where neither is.
    """

    name: str
    term: str
    unit: MetricUnit
    formula: str
    denominator: str
    missing: str = "–"
    higher_is_better: bool | None = None


_C, _S, _D, _W = MetricUnit.cases, MetricUnit.share, MetricUnit.days, MetricUnit.working_days
_BUCKETS: Final = (
    ("unverified", "Belum terverifikasi"),
    ("pending", "Belum ditindaklanjuti"),
    ("in_process", "Proses"),
    ("postponed", "Tunda"),
    ("finished", "Selesai"),
    ("archived", "Arsip"),
)
_SPANS: Final = (
    (
        "follow_up",
        "tindak lanjut (RTL)",
        "first answer at or after the first disposition − that disposition; without a disposition: first answer − "
        "verification, else − receipt (how many of each stands in `since`)",
        "cases of total without such an answer",
        "cases of total with both instants",
    ),
    (
        "completion",
        "hari penyelesaian (RHP)",
        "last completion that still stands − receipt",
        "finished cases without an instant of completion",
        "finished cases with both instants",
    ),
    (
        "first_response",
        "waktu respons pertama",
        "first answer by a person − receipt",
        "cases of total without a dated answer",
        "cases of total with a dated answer",
    ),
    (
        "first_substantive",
        "waktu jawaban substantif pertama",
        "first answer that an officer marked as substantive − receipt",
        "cases of total without such a mark",
        "cases of total with such an answer",
    ),
    ("backlog_age", "umur tunggakan", "as of − receipt, of the open cases", "–", "open cases of total"),
)


def _spans() -> tuple[Formula, ...]:
    found: list[Formula] = []
    for name, term, formula, missing, over in _SPANS:
        for kind, word in (("mean", "Rata-rata"), ("median", "Median")):
            for unit, ending, told in ((_D, "", "calendar days"), (_W, "_working", "working days")):
                found.append(
                    Formula(
                        f"{kind}_{name}{ending}",
                        f"{word} {term}",
                        unit,
                        f"{kind} of ({formula}), in {told}",
                        over,
                        missing,
                        False,
                    )
                )
    return tuple(found)


FORMULAS: Final[tuple[Formula, ...]] = (
    Formula("received", "Aduan masuk", _C, "cases received in the period, by local date, that count as complaints "
            "(complaint, aspiration, information request; unclassified reports, letters and visits)", "–"),
    Formula("rows", "Baris", MetricUnit.rows, "rows of all channels behind these cases", "–",
            "flagged cases whose timeline did not come; each is taken as one row"),
    Formula("total_valid", "Aduan tanpa arsip", _C, "received − archived", "–"),
    *(Formula(name, term, _C, f"cases in the bucket {name}", "–") for name, term in _BUCKETS),
    Formula("untriaged", "Belum dipilah", _C, "received rows of which nobody has said what they are; not in received",
            "–", higher_is_better=False),
    Formula("followed_up_share", "Persentase tindak lanjut (%TL)", _S, "(in process + finished) / received",
            "received; postponed and archived are inside", higher_is_better=True),
    Formula("finished_share", "Persentase penyelesaian", _S, "finished / received",
            "received; postponed and archived are inside", higher_is_better=True),
    Formula("followed_up_share_valid", "Persentase tindak lanjut tanpa arsip", _S,
            "(in process + finished) / total_valid", "total_valid; archived is outside", higher_is_better=True),
    Formula("finished_share_valid", "Persentase penyelesaian tanpa arsip", _S, "finished / total_valid",
            "total_valid; archived is outside", higher_is_better=True),
    *_spans(),
    Formula("within_one_day", "Respons dalam 1 hari kerja", _S,
            "cases whose first answer lies at most one working date after receipt / received",
            "received − missing", "cases followed up by their status, of which no answer is dated", True),
    Formula("on_time_share.{clock}", "Ketepatan waktu", _S, "met / (met + met late + breached)",
            "cases whose limit is decided (of a clock that runs more than once in a case each run); running and paused "
            "ones are excluded", "cases whose clock is unknown", True),
    Formula("overdue", "Lewat tenggat", _C, "cases with at least one running clock past its due date, as of",
            "cases with a clock that has a target and a judgement", "cases with a clock that is unknown", False),
    Formula("backlog", "Tunggakan", _C, "open cases, as of", "received", higher_is_better=False),
    Formula("reopened", "Dibuka kembali", _C, "cases that were finished and opened again", "received",
            higher_is_better=False),
    Formula("returned_share", "Salah disposisi", _S, "cases that a unit handed back / forwarded cases",
            "cases with a known disposition", "handled cases without a known disposition", False),
    Formula("linked_share", "Tertaut ke SP4N", _S, "social complaints linked to a LAPOR id / social complaints",
            "cases with a comment, review or message", "flagged cases whose timeline did not come", True),
    Formula("social_unanswered", "Aduan medsos belum dijawab", _C, "open social complaints without an answer",
            "cases with a comment, review or message", "flagged cases whose timeline did not come", False),
    Formula("substantive_share", "Jawaban substantif", _S,
            "cases with an answer marked as substantive / cases with an answer that an officer marked",
            "cases with a mark (substantive or normative)", "answered cases that nobody marked", True),
    Formula("mean_rating", "Nilai kepuasan", MetricUnit.stars, "sum of stars / rated rows; of one channel only, as "
            "scales differ; no survey (IKM, SKM)", "rated rows received, praise included", "rows without stars", True),
    Formula("per_100k", "Aduan per 100.000 penduduk", MetricUnit.per_100k, "received / population × 100,000",
            "population (input)"),
    Formula("connected", "Keterhubungan", _S, "units with a decree / units", "units (input)", higher_is_better=True),
    Formula("active", "Keaktifan", _S, "officers who acted in the last month / officers", "officers (input)",
            higher_is_better=True),
)  # fmt: skip
"""All metrics, in the order of the report."""

_BY_NAME: Final = {formula.name: formula for formula in FORMULAS}


def formula_of(metric: str) -> Formula:
    """The formula of a metric; ``on_time_share.verify`` has that of its kind. Raises: KeyError."""
    head, dot, _ = metric.partition(".")
    return _BY_NAME[f"{head}.{{clock}}" if dot else head]
