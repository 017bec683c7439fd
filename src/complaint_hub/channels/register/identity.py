"""Which entries of a sheet are known already, so that a corrected sheet updates and does not double.

For: ``channel``, once for each sheet, before its first page.
Must not: decide a doubtful case. Two entries are one only where nothing else is likely; the rest is named.

An entry with a number of the office is ``{account}/{number}`` for good. Without one its id is ``{account}/r`` and a
digest of date, source and text at its first reading, with ``-2`` for the second of two alike on one day: the order of
the rows says nothing. Later readings find it again, each known entry at most once a sheet, in these steps:

1. by its number, if date or text agree; the same number in another year is another entry, in one year a fault;
2. by date, source and text; among several of these by the whole row, then by the place;
3. a corrected text: same date and source, 60 % of the text alike, clearly better than any other pair, and in the same
   series of sheets (one that shares an entry with this one, or its name);
4. a corrected date or source: the same text of at least four words (fewer are a doubt), no other candidate, and a
   series that shares an entry; an entry that was set aside for its date takes any series.

What is left is new; where a known entry was near, the report says so. A known entry that is missing within the days
that the sheet covers is named too, and stays: a sheet may be a part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import quote

from .index import Index, Known
from .likeness import (
    Likeness,
    apart,
    content,
    may_be,
    one_without_place,
    same,
    same_place,
    same_row,
    similarity,
)

__all__ = ["Identified", "identify"]

_ALIKE: Final = 0.6
_CLEARLY: Final = 0.15
_ELSEWHERE: Final = 0.8  # what a text must have in common if it now stands for another place
_FEWEST_WORDS: Final = 4
_Test: TypeAlias = Callable[[Likeness, Likeness], bool]


class _Pair(NamedTuple):
    score: float
    entry: int
    known: Known


@dataclass(slots=True)
class Identified:
    """What became of the entries, by their places in the sheet.

    Attributes:
        ids: native id of each entry.
        faults: why an entry must be set aside.
        repeats: entries that say again what the one of the same number says.
        corrected: entries that were taken for a correction of a known one.
        doubtful: new entries, with the known one that they may be.
        missing: known entries of this series and these days that the sheet has not.
    """

    ids: list[str]
    faults: dict[int, str] = field(default_factory=dict[int, str])
    repeats: set[int] = field(default_factory=set[int])
    corrected: list[int] = field(default_factory=list[int])
    doubtful: dict[int, str] = field(default_factory=dict[int, str])
    missing: list[Known] = field(default_factory=list[Known])


def identify(entries: Sequence[Likeness], index: Index, *, sheet: str, account: str) -> Identified:
    """Give each entry its id, and take all of them into *index*.

    Args:
        sheet: name of the sheet.
        account: its first part; two accounts never share an id, whatever their numbers.
    """
    matcher = _Matcher(entries, index, sheet=sheet, account=account)
    matcher.by_number()
    matcher.by_content()
    matcher.corrections()
    matcher.new_ones()
    return matcher.closed()


class _Matcher:
    """The steps above, over one sheet."""

    def __init__(self, entries: Sequence[Likeness], index: Index, *, sheet: str, account: str) -> None:
        self._entries = entries
        self._index = index
        self._sheet = sheet
        # An account may have a slash of its own: the first one of an id ends it.
        self._prefix = quote(account, safe=" ,.()&'+-_") if "/" in account or "%" in account else account
        self._free = dict(index.entries)
        self._met: dict[int, Known] = {}
        self._left = dict.fromkeys(range(len(entries)))
        self._found = Identified([""] * len(entries))

    # --- step 1

    def by_number(self) -> None:
        """Find the numbers that are known; two entries of one number and year cannot both be right."""
        known_by: dict[str, list[Known]] = {}
        for known in self._index.entries.values():
            if known.likeness.number:
                known_by.setdefault(known.likeness.number, []).append(known)
        groups: dict[tuple[str, str], list[int]] = {}
        for place, entry in enumerate(self._entries):
            if entry.number:
                groups.setdefault((entry.number, entry.date[:4]), []).append(place)
        for (number, year), places in groups.items():
            first = self._only(places, known_by.get(number, []), number)
            if first is not None:
                self._number(first, known_by.get(number, []), number, year)

    def _only(self, places: list[int], known: Sequence[Known], number: str) -> int | None:
        """The entry that has the number; those that say the same are repeats, those that say something else faults."""
        first = next((p for p in places if any(same(self._entries[p], k.likeness) for k in known)), places[0])
        others = [place for place in places if self._entries[place].row != self._entries[first].row]
        self._found.repeats |= {p for p in places if p != first and p not in others}
        sure = not others or any(same(self._entries[first], k.likeness) for k in known)
        for place in others if sure else places:
            self._found.faults[place] = f"the number {number} stands more than once with different content"
        return first if sure else None

    def _number(self, place: int, known: Sequence[Known], number: str, year: str) -> None:
        entry = self._entries[place]
        fitting = [k for k in known if k.id in self._free and may_be(entry, k.likeness)]
        if fitting:
            best = max(fitting, key=lambda k: (k.likeness.text == entry.text, k.likeness.date == entry.date))
            self._meet(place, best)
        elif any(k.likeness.date[:4] == year for k in known):
            self._found.faults[place] = (
                f"the number {number} is that of another entry of {year}, with another date and text: "
                "correct it, or call the column No if it only counts the rows"
            )

    # --- step 2

    def by_content(self) -> None:
        """Find what says the same: date, source and text."""
        free: dict[tuple[str, str, str], list[Known]] = {}
        for known in self._free.values():
            free.setdefault(content(known.likeness), []).append(known)
        groups: dict[tuple[str, str, str], list[int]] = {}
        for place in self._unmet():
            groups.setdefault(content(self._entries[place]), []).append(place)
        for said, places in groups.items():
            for test in (same_row, same_place, one_without_place):
                self._pair_off(places, free.get(said, []), test)

    def _pair_off(self, places: Iterable[int], known: Sequence[Known], test: _Test) -> None:
        for place in places:
            if place in self._met:
                continue
            entry = self._entries[place]
            fitting = (k for k in known if k.id in self._free and _numbers_fit(entry, k) and test(entry, k.likeness))
            found = next(fitting, None)
            if found is not None:
                self._meet(place, found)

    # --- steps 3 and 4

    def corrections(self) -> None:
        """Find entries whose text, date or source was corrected, within the sheet's own series."""
        shared = {known.series for known in self._met.values()}
        near = shared | ({self._index.series[self._sheet]} if self._sheet in self._index.series else set[int]())
        texts = self._pairs(lambda e, k: (e.date, e.source) == (k.date, k.source))
        self._decide(texts, near)
        moved = self._pairs(lambda e, k: e.text == k.text and (e.date == k.date or e.source == k.source))
        trusted = shared | {pair.known.series for pair in moved if pair.known.likeness.date.startswith("?")}
        self._decide([pair for pair in moved if _worth_a_doubt(pair.known, near)], trusted)
        # A few words come again on another day or by another way: named, never taken.
        self._decide([pair for pair in moved if pair.known.series in shared], set())

    def _pairs(self, agree: _Test) -> list[_Pair]:
        """The entries and known ones that agree and have enough of their text in common."""
        by_key: dict[str, list[Known]] = {}
        for known in self._free.values():
            for key in {known.likeness.date, known.likeness.text}:
                by_key.setdefault(key, []).append(known)
        pairs: list[_Pair] = []
        for place in self._unmet():
            entry = self._entries[place]
            near = {k.id: k for key in (entry.date, entry.text) for k in by_key.get(key, [])}
            for known in near.values():
                if not agree(entry, known.likeness) or not _numbers_fit(entry, known):
                    continue
                score = similarity(entry, known.likeness)
                if score >= (_ELSEWHERE if apart(entry.place, known.likeness.place) else _ALIKE):
                    pairs.append(_Pair(score, place, known))
        return pairs

    def _decide(self, pairs: Sequence[_Pair], trusted: set[int]) -> None:
        """Take the pairs of these series that are clearly the best on both sides; remember the others as doubts."""
        best_of: dict[object, list[float]] = {}
        for pair in pairs:
            for side in (pair.entry, pair.known.id):
                best_of.setdefault(side, []).append(pair.score)
        for scores in best_of.values():
            scores.sort(reverse=True)
        for pair in sorted(pairs, key=lambda p: -p.score):
            if pair.entry in self._met or pair.known.id not in self._free:
                continue
            clear = all(_clearly(pair.score, best_of[side]) for side in (pair.entry, pair.known.id))
            if clear and pair.known.series in trusted:
                self._meet(pair.entry, pair.known)
                self._found.corrected.append(pair.entry)
            else:
                self._found.doubtful.setdefault(pair.entry, pair.known.id)

    # --- what is left

    def new_ones(self) -> None:
        """Make ids for what is left, by date, so that the order of the rows says nothing."""
        taken = set(self._index.entries)
        for place in sorted(self._unmet(), key=lambda p: (self._entries[p].date, p)):
            self._found.ids[place] = self._new_id(place, taken)
            taken.add(self._found.ids[place])

    def _new_id(self, place: int, taken: set[str]) -> str:
        entry = self._entries[place]
        if entry.number and place not in self._found.faults:
            plain_id = f"{self._prefix}/{entry.number}"
            dated = f"{plain_id}/{entry.date[:4]}"
            # An entry that was erased goes by another name in the index; its number is taken all the same.
            if plain_id not in taken and entry.number not in self._index.erased_numbers():
                return plain_id
            if dated not in taken:
                return dated
        made = blake2b(repr(content(entry)).encode(), digest_size=6).hexdigest()
        first = f"{self._prefix}/r{made}"
        turn, native = 1, first
        while native in taken:
            turn += 1
            native = f"{first}-{turn}"
        return native

    def closed(self) -> Identified:
        """Note in the index what this sheet says, and what it lacks."""
        found, index = self._found, self._index
        for place, known in self._met.items():
            found.ids[place] = known.id
        series = self._series()
        days = [entry.date for entry in self._entries if entry.date[:1].isdigit()]
        if days:
            mine = {series} | {known.series for known in self._met.values()}
            doubted = set(found.doubtful.values())
            found.missing = [
                known
                for known in self._free.values()
                if known.series in mine and min(days) <= known.likeness.date <= max(days) and known.id not in doubted
            ]
        for place, entry in enumerate(self._entries):
            if place not in found.repeats:
                faulty = place in found.faults and place not in self._met
                said = entry._replace(number="") if faulty else entry
                index.entries[found.ids[place]] = Known(found.ids[place], series, said)
        index.series[self._sheet] = series
        found.doubtful = {place: known for place, known in found.doubtful.items() if place not in self._met}
        found.corrected.sort()
        return found

    def _series(self) -> int:
        hits = Counter(known.series for known in self._met.values())
        own = self._index.series.get(self._sheet)
        if own is not None and (own in hits or not hits):
            return own
        return hits.most_common(1)[0][0] if hits else self._index.next_series()

    def _unmet(self) -> list[int]:
        return [place for place in self._left if place not in self._met and place not in self._found.repeats]

    def _meet(self, place: int, known: Known) -> None:
        self._met[place] = known
        del self._free[known.id]


def _numbers_fit(entry: Likeness, known: Known) -> bool:
    # Two numbers that differ are two entries; one may have been written down later.
    return not entry.number or not known.likeness.number


def _worth_a_doubt(known: Known, near: set[int]) -> bool:
    """Say whether the same text under another date is more than a matter that comes again."""
    if known.likeness.date.startswith("?"):
        return True
    return known.series in near and known.likeness.words >= _FEWEST_WORDS


def _clearly(score: float, scores: Sequence[float]) -> bool:
    return sum(other > score - _CLEARLY for other in scores) == 1
