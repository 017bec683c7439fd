"""What ``triage`` shows: the list of what waits, and one complaint with every suggestion and its reason.

For: ``triage``.
Must not: decide anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

from .numbers import meant, short_numbers
from .options import open_store

if TYPE_CHECKING:
    from ..model import Complaint
    from ..registry import Registry
    from ..settings import Settings
    from ..triage import Rules, Suggestion, Value
    from .screen import Screen

    _Row: TypeAlias = tuple[Complaint, tuple[Suggestion, ...]]

__all__ = ["label", "list_waiting", "show_one", "values", "word"]

_ON_A_TERMINAL = 30
_FIELDS = ("kind", "unit", "authority", "priority", "oversight", "district")
_AUTHORITIES: Mapping[str, str] = {
    "regency": "kabupaten/kota",
    "province": "provinsi",
    "national": "pusat",
    "village": "desa",
    "private": "swasta",
}
_PRIORITIES: Mapping[str, str] = {"urgent": "darurat", "high": "tinggi", "normal": "biasa"}


def label(name: str) -> str:
    """What a field is called on the screen."""
    from . import words

    return {"authority": "wewenang", "oversight": "pengawasan"}.get(name) or words.FIELDS.get(name, name)


def word(name: str, value: Any) -> str:
    """A value in an officer's words."""
    from ..model import Kind
    from . import words

    if name == "kind":
        return words.KINDS[Kind(value)]
    if name == "oversight":
        return "ya" if value else "tidak"
    known = {"authority": _AUTHORITIES, "priority": _PRIORITIES}.get(name, {})
    return known.get(str(value), str(value))


def list_waiting(
    settings: Settings, registry: Registry | None, rules: Rules, channel: str | None, limit: int | None, *, json: bool,
    hint: str,
) -> None:  # fmt: skip
    """List what is open and not sorted, oldest first, with what is suggested for it, and count what stays unsure."""
    from ..triage import decided, suggest
    from .screen import open_screen, write_json

    screen = open_screen()
    if limit is None and not json and screen.width is not None:
        limit = _ON_A_TERMINAL
    rows: list[_Row] = []
    counts: dict[str, int] = dict.fromkeys(("untriaged", "kind", "unit", "undecided"), 0)
    with open_store(settings) as opened:
        for head in opened.heads(channel=channel, open=True, deleted=False):
            if head.kind is not None:
                continue
            found = suggest(head, rules, registry)
            sure = decided(found)
            counts["untriaged"] += 1
            counts["kind"] += "kind" in sure
            counts["unit"] += "unit" in sure
            counts["undecided"] += "kind" not in sure
            rows.append((head, found))
        rows.sort(key=lambda row: (row[0].created_at, row[0].id))
        shown = rows[:limit]
        numbers = short_numbers(screen, opened, [head.id for head, _ in shown])
    unknown = sorted({unit for _, unit in rules.unknown_units(registry)}) if registry else []
    if json:
        listed = [_row_values(head, found) for head, found in shown]
        write_json({"complaints": listed, "counts": counts, "unknown_units": unknown})
        return
    _print_rows(screen, shown, numbers, ZoneInfo(settings.zone), registry)
    _print_counts(screen, counts, len(shown), unknown)
    if shown:
        first = numbers.get(shown[0][0].id, shown[0][0].id)
        screen.command(f"triage {first} --accept --by PETUGAS{hint}", before="Setujui: ")


def _print_rows(
    screen: Screen, rows: list[_Row], numbers: Mapping[str, str], zone: ZoneInfo,
    registry: Registry | None,
) -> None:  # fmt: skip
    from . import words
    from .screen import Column, visible

    if not rows:
        return
    columns = [
        Column("Masuk"),
        Column("Nomor"),
        Column("Aduan", free=True),
        Column("Jenis"),
        Column("Unit", wraps=True),
    ]
    columns += [Column("Wewenang"), Column("Kata", wraps=True)] if screen.wide else []
    cells = []
    for head, found in rows:
        row = [
            words.day_in(screen, head.created_at, zone),
            visible(numbers.get(head.id, head.id)),
            visible(_told(head), utf8=screen.utf8),
            _cell("kind", found, registry),
            _cell("unit", found, registry),
        ]
        if screen.wide:
            kinds = [
                word for one in found if one.field in ("kind", "unit") for word in one.words if word in _told(head)
            ]
            row += [_cell("authority", found, registry), visible(", ".join(dict.fromkeys(kinds)), utf8=screen.utf8)]
        cells.append(row)
    screen.listing(columns, cells)


def _told(head: Complaint) -> str:
    """Title and text, or that there is none: a rating alone is no silence."""
    text = " ".join(part for part in (head.title, head.text) if part)
    return text if text or head.rating is None else f"(tanpa teks, nilai {head.rating:g})"


def _cell(name: str, found: tuple[Suggestion, ...], registry: Registry | None) -> str:
    """The value, all of several with a question mark, a dash for none."""
    values = list(dict.fromkeys(one.value for one in found if one.field == name))
    told = [_named(name, value, registry) for value in values]
    return " / ".join(told) + ("?" if len(told) > 1 else "") if told else "–"


def _named(name: str, value: Value, registry: Registry | None) -> str:
    if name == "unit" and registry is not None and (unit := registry.unit(str(value))) is not None:
        return min((unit.name, *unit.aliases), key=len)
    return word(name, value)


def _print_counts(screen: Screen, counts: Mapping[str, int], shown: int, unknown: list[str]) -> None:
    from ..wording import thousands

    if not counts["untriaged"]:
        screen.line("✓ Semua aduan terbuka sudah dipilah.")
    else:
        told = {name: thousands(n) for name, n in counts.items()}
        screen.line(
            f"{told['untriaged']} belum dipilah · {told['kind']} dengan saran jenis · {told['unit']} dengan saran unit "
            f"· {told['undecided']} belum jelas jenisnya"
        )
    if counts["untriaged"] > shown:
        screen.line(f"{thousands(counts['untriaged'] - shown)} aduan lain tidak ditampilkan: --limit")
    if unknown:
        screen.line(
            f"Registri tidak mengenal {', '.join(unknown)}: aturannya tidak menyarankan unit. Tambahkan sebagai alias.",
            style="yellow",
        )


def show_one(settings: Settings, registry: Registry | None, rules: Rules, given: str, *, json: bool, hint: str) -> None:
    """Show one complaint, and for each field what is suggested, by which rule and words."""
    from ..errors import ConfigError
    from ..triage import decided, suggest
    from .screen import open_screen, visible, write_json

    with open_store(settings) as opened:
        found = opened.complaint(meant(opened, given))
    if found is None:
        raise ConfigError(f"tidak ada aduan {given!r}: lihat complaint-hub triage")
    suggestions = suggest(found, rules, registry)
    if json:
        write_json(_row_values(found, suggestions))
        return
    screen = open_screen()
    screen.line(f"{visible(found.id)}  {visible(found.title or found.text, utf8=screen.utf8)}", style="bold")
    sure = decided(suggestions)
    for name in _FIELDS:
        named = label(name)
        of_field = [one for one in suggestions if one.field == name]
        for one in of_field:
            told = f"{named} {_named(name, one.value, registry)}" + ("" if name in sure else " (belum pasti)")
            why = ", ".join(one.words)
            by = "" if one.by == "rules" else f", oleh {one.by}"
            screen.line(visible(f"{told} · aturan {one.rule}{by}" + (f": {why}" if why else ""), utf8=screen.utf8),
                        indent=2, hang=4)  # fmt: skip
        if not of_field and name in ("kind", "unit"):
            screen.line(f"{named} belum ada saran", indent=2)
    screen.command(
        f"triage {found.id} {'--accept' if sure else '--kind complaint'} --by PETUGAS{hint}", before="Catat: "
    )


def _row_values(head: Complaint, found: tuple[Suggestion, ...]) -> dict[str, object]:
    from ..triage import decided

    return {
        "id": head.id,
        "channel": head.channel,
        "title": head.title or head.text,
        "received": head.created_at.isoformat(),
        "kind": head.kind,
        "suggestions": [{"field": one.field, **values(one)} for one in found],
        "decided": dict(decided(found)),
    }


def values(one: Suggestion) -> dict[str, object]:
    """A suggestion as JSON-ready values, without its field."""
    return {"value": one.value, "rule": one.rule, "words": list(one.words), "by": one.by}
