"""Writes the figures into the page on triage: precision and recall on the texts that were held out, and mistakes.

For: ``python -m docs.triage_figures`` (part of ``make reference``), and the test that compares the committed page.
Must not: look at the other texts for a figure, or choose mistakes by hand.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from complaint_hub.model import Complaint, Kind
from complaint_hub.sandbox.blitar import TOPICS
from complaint_hub.triage import Example, Measured, Mistake, Rules, Tally, measure
from complaint_hub.triage.ruleset import Reading
from support.triage_texts import examples, labelled, registry

__all__ = ["PAGE", "main", "others", "page", "seen_only", "worst"]

PAGE = Path(__file__).parent / "explanation" / "triage.md"
_FIELDS = ("kind", "unit", "authority", "district", "priority", "oversight")
_SHOWN = 10
_RECEIVED = datetime(2026, 11, 2, 1, tzinfo=UTC)
_BEGIN, _END = "<!-- {name}: written by `make reference` -->", "<!-- end of {name} -->"


def page(text: str) -> str:
    """The page with its figures as they are today."""
    rules, held_out = Rules.load(), examples(held_out=True)
    measured = measure(held_out, rules, registry())
    strict = measure(held_out, seen_only(rules), registry())
    parts = {
        "texts": _texts(),
        "figures": _overview(measured, strict),
        "labels": _labels(measured),
        "mistakes": _mistakes(worst(measured)),
        "others": _overview_short(measure(others(), rules, registry())),
    }
    for name, part in parts.items():
        begin, end = _BEGIN.format(name=name), _END.format(name=name)
        before, rest = text.split(begin)
        text = f"{before}{begin}\n\n{part}\n{end}{rest.split(end)[1]}"
    return text


def main() -> None:
    """Write the figures into the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def seen_only(rules: Rules) -> Rules:
    """The rules without the keywords that stand in no text that they could be made on."""
    seen = {text for row in examples(held_out=False) for text in Reading(rules, row.complaint, registry()).found}
    kept = []
    for rule in rules.rules:
        words, also = ([one for one in part if one.text in seen] for part in (rule.words, rule.also))
        if (words or not rule.words) and (also or not rule.also):
            kept.append(replace(rule, words=tuple(words), also=tuple(also)))
    return Rules(tuple(kept), rules.reader)


def others() -> list[Example]:
    """Sentences of the demo's world, written by others for another purpose."""
    found = []
    for topic in TOPICS:
        for n, matter in enumerate(topic.matters):
            id_ = f"{topic.key}-{n}"
            complaint = Complaint(
                id=f"lapor:{id_}",
                channel="lapor",
                account="demo",
                native_id=id_,
                text=f"{matter}.",
                created_at=_RECEIVED,
            )
            unit = registry().unit_of(topic.unit)
            kind = Kind.information_request if matter.startswith("mohon info") else Kind.complaint
            found.append(Example(complaint, {"kind": kind, "unit": unit.code if unit else None}))
    return found


def worst(measured: Measured) -> list[Mistake]:
    """The worst mistakes, one a text: what is overlooked first, then what goes to the wrong office."""
    told: dict[str, Mistake] = {}
    for mistake in sorted(measured.mistakes, key=_harm):
        told.setdefault(mistake.complaint.id, mistake)
    return list(told.values())[:_SHOWN]


def _harm(mistake: Mistake) -> int:
    if mistake.said is None:
        return 5
    if mistake.field != "kind":
        return 2 if mistake.field == "unit" else 3 if mistake.field == "authority" else 4
    overlooked = mistake.label is not None and Kind(str(mistake.label)).asks and not Kind(str(mistake.said)).asks
    return 0 if overlooked else 1 if Kind(str(mistake.said)).asks and Kind(str(mistake.label)).asks else 4


def _texts() -> str:
    rows = labelled()
    held_out = [row for row in rows if row.held_out]
    channels = sorted({row.example.complaint.channel for row in rows})
    return (
        f"{len(rows)} texts from {len(channels)} channels ({', '.join(f'`{name}`' for name in channels)});\n"
        f"{len(held_out)} of them are held out, and only those are counted below.\n"
    )


def _overview(measured: Measured, strict: Measured) -> str:
    head = ("Field", "Labelled", "Suggested", "Right", "Left open", "Precision", "Recall", "Precision, seen words only",
            "Recall, seen words only")  # fmt: skip
    rows = []
    for name in _FIELDS:
        one, narrow = measured.of(name), strict.of(name)
        rows.append((name, *_counts(one), *_shares(one), *_shares(narrow)))
    return _grid(head, rows)


def _overview_short(measured: Measured) -> str:
    head = ("Field", "Labelled", "Suggested", "Right", "Left open", "Precision", "Recall")
    return _grid(head, [(name, *_counts(measured.of(name)), *_shares(measured.of(name))) for name in ("kind", "unit")])


def _labels(measured: Measured) -> str:
    head = ("Field", "Label", "Labelled", "Suggested", "Right", "Left open", "Precision", "Recall")
    rows = [
        (one.field, f"`{one.label}`", *_counts(one), *_shares(one))
        for name in _FIELDS
        for one in measured.tallies
        if one.field == name
    ]
    return _grid(head, rows)


def _mistakes(mistakes: Iterable[Mistake]) -> str:
    rows = []
    for one in mistakes:
        why = "; ".join(f"`{s.rule}`: {', '.join(s.words)}" for s in one.suggestions) or "no rule holds"
        text = html.escape((one.complaint.text or "(no text)").replace("|", "/"), quote=False)
        rows.append((text, f"{one.field} {_word(one.label)}", _word(one.said), html.escape(why, quote=False)))
    return _grid(("Text", "A person says", "Suggested", "Because of"), rows)


def _word(value: object) -> str:
    return "nothing" if value is None else f"`{value}`"


def _counts(one: Tally) -> tuple[str, ...]:
    return str(one.labelled), str(one.suggested), str(one.right), str(one.undecided)


def _shares(one: Tally) -> list[str]:
    return ["–" if share is None else f"{share:.2f}" for share in (one.precision, one.recall)]


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
