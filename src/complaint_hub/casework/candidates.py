"""What may belong together: rows that a text names, and rows that say the same. A person joins them, or does not.

For: ``candidates`` on the command line, and forms that show them beside a complaint.
Must not: join anything, or read a store: the other rows are handed in.

Two measures, both plain. A *tracking id* of SP4N-LAPOR! is a number of 7 or 8 digits in a text of the office or of a
citizen: after the words that announce one, after a ``#``, or in an address of lapor.go.id. How *near* two texts are is
the ratio of ``difflib.SequenceMatcher`` over their words: twice the words that both have in one order, divided by all
words of both. The thresholds are ours, not a rule of anybody, and can be given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from ..model import Complaint, Link, Relation
from .standing import told

__all__ = ["Candidate", "Sign", "duplicates", "named_candidates", "named_rows", "nearness", "tracking_ids"]

_LAPOR = "lapor"
# What stands between is bounded: a text of a citizen may be one endless row of blanks.
_ANNOUNCED = re.compile(
    r"(?:sp4n|lapor|tracking\s{0,3}id|id\s{1,3}(?:laporan|aduan)"
    r"|(?:nomor|nomer|no)\.?\s{0,3}(?:laporan|aduan|tiket|pelacakan)?)"
    r"[\s!:.#(-]{0,4}(?:(?:dengan|nomor|nomer|no|id|laporan)[\s:.#(-]{1,4}){0,3}(\d{7,8})(?!\d)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(?<!\w)#(\d{7,8})(?!\d)")
_ADDRESS = re.compile(r"lapor\.go\.id/\S{0,200}?(?<!\d)(\d{7,8})(?!\d)", re.IGNORECASE)

_LEAST_WORDS = 4


class Sign(StrEnum):
    """What speaks for a candidate."""

    tracking_id = "tracking_id"
    text = "text"
    author = "author"
    district = "district"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that somebody may want to make.

    Attributes:
        a, b: as in a :class:`~complaint_hub.model.Link`: *a* goes on as *b*.
        signs: what speaks for it.
        near: how near the texts are, from 0 to 1; None where they were not compared.
        found: the words that name the other row; None where none do.
    """

    a: str
    b: str
    relation: Relation
    signs: tuple[Sign, ...]
    near: float | None = None
    found: str | None = None


def tracking_ids(text: str | None) -> tuple[str, ...]:
    """The numbers in a text that look like tracking ids of SP4N-LAPOR!, in their order."""
    found = [m for pattern in (_ANNOUNCED, _MARKED, _ADDRESS) for m in pattern.finditer(text or "")]
    return tuple(dict.fromkeys(m[1] for m in sorted(found, key=lambda m: m.start(1))))


def named_rows(complaint: Complaint) -> Mapping[str, str]:
    """The reports of SP4N-LAPOR! that a complaint names: id → the text that names it, whether or not it is known.

    Texts are its own, its messages, and what the office noted; ``external_ids`` are looked at first.
    """
    named = (complaint.external_ids or {}).get(_LAPOR)
    found = {f"{_LAPOR}:{named}": named} if named else {}
    texts = [complaint.title, complaint.text, *(event.text for event in told(complaint))]
    for text in texts:
        for number in tracking_ids(text):
            found.setdefault(f"{_LAPOR}:{number}", text or "")
    found.pop(complaint.id, None)
    return found


def named_candidates(complaint: Complaint, known: Iterable[str], links: Iterable[Link] = ()) -> tuple[Candidate, ...]:
    """The links to reports that a complaint names and that are here.

    Args:
        known: ids of :func:`named_rows` that are here.
        links: those that stand already.
    """
    here, joined = set(known), _joined(complaint.id, links)
    # Two reports of SP4N-LAPOR! that name one another are the same matter handed in twice.
    relation = Relation.duplicate_of if complaint.channel == _LAPOR else Relation.transferred_to
    return tuple(
        Candidate(complaint.id, other, relation, (Sign.tracking_id,), found=text)
        for other, text in named_rows(complaint).items()
        if other in here and other not in joined
    )


def nearness(one: str | None, other: str | None) -> float:
    """How near two texts are, from 0 to 1, by their words; case, signs and the form of letters do not count."""
    return _ratio(_words(one), _words(other), least=0.0)


def duplicates(
    complaint: Complaint,
    others: Iterable[Complaint],
    *,
    links: Iterable[Link] = (),
    within: timedelta = timedelta(days=14),
    near: float = 0.8,
    near_of_author: float = 0.5,
) -> tuple[Candidate, ...]:
    """Rows that may be the same matter as *complaint*, the nearest first; each is older or as old, and goes before it.

    Texts of fewer than four words are not compared, nor rows that name two different kecamatan.

    Args:
        others: heads; those received at another time than *within*, and *complaint* itself, are passed over.
        links: of *complaint*; rows that are joined to it already are left out.
        near: how near texts must be.
        near_of_author: how near, where the same person wrote both.

    Returns: ``duplicate_of`` for the same person, or where nobody can tell; ``same_event`` for two people, who may have
        written about one and the same thing, and stay two cases.
    """
    words, joined = _words(complaint.text), _joined(complaint.id, links)
    if len(words) < _LEAST_WORDS:
        return ()
    found: list[Candidate] = []
    for other in others:
        if other.id == complaint.id or other.id in joined or abs(other.created_at - complaint.created_at) > within:
            continue
        candidate = _compared(complaint, other, words, near=near, near_of_author=near_of_author)
        if candidate is not None:
            found.append(candidate)
    return tuple(sorted(found, key=lambda c: (-(c.near or 0), c.a, c.b)))


def _compared(
    one: Complaint, other: Complaint, words: list[str], *, near: float, near_of_author: float
) -> Candidate | None:
    if one.district and other.district and _plain(one.district) != _plain(other.district):
        return None
    person = _same_person(one, other)
    least = near_of_author if person else near
    theirs = _words(other.text)
    if len(theirs) < _LEAST_WORDS:
        return None
    ratio = _ratio(words, theirs, least=least)
    if ratio < least:
        return None
    signs = [
        Sign.text,
        *([Sign.author] if person else []),
        *([Sign.district] if one.district and other.district else []),
    ]
    earlier, later = sorted((one, other), key=lambda c: (c.created_at, c.id))
    relation = Relation.same_event if person is False else Relation.duplicate_of
    return Candidate(later.id, earlier.id, relation, tuple(signs), near=round(ratio, 3))


def _same_person(one: Complaint, other: Complaint) -> bool | None:
    """Whether the same person wrote both; None where nobody can tell."""
    a, b = one.author, other.author
    if a is None or b is None:
        return None
    if one.channel == other.channel and a.id and b.id:
        return a.id == b.id
    if a.name and b.name and _plain(a.name) == _plain(b.name):
        return True
    # Other names on two platforms may be one person.
    return False if one.channel == other.channel and a.name and b.name else None


def _joined(id_: str, links: Iterable[Link]) -> set[str]:
    return {link.b if link.a == id_ else link.a for link in links}


def _plain(text: str) -> str:
    return " ".join(_words(text))


def _words(text: str | None) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold())


def _ratio(one: list[str], other: list[str], *, least: float) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # Both bounds are cheap, and most pairs of texts have little in common.
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
