"""The library's sentences about a run, said to an officer in Indonesian: a sentence is known by its form.

For: the report of a run, the list of what was set aside, and refusals. The tables stand beside this: ``files`` (rows of
exports, sheets and registers), ``sheets`` (files as a whole), ``channels`` (what is read online), ``errors`` (what went
wrong with a request) and ``replies``.
Must not: leave a name or a number of a sentence out, or guess: what is not known is shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .channels import CHANNELS
from .errors import ERRORS
from .files import FILES
from .replies import REPLIES
from .sheets import SHEETS

__all__ = ["SENTENCES", "told"]

SENTENCES: Mapping[str, str] = {**REPLIES, **FILES, **SHEETS, **CHANNELS, **ERRORS}
"""Form of a sentence → the same in Indonesian; its parts are named in braces.

Parts named ``n`` and ``row`` are numbers, ``words`` is what somebody wrote; the others may be sentences again. Of two
forms that fit, the one that stands first is taken.
"""


class _Form(NamedTuple):
    sign: str
    """The longest piece of the form: nearly all sentences of other forms lack it, which is found out fast."""
    form: re.Pattern[str]
    words: str


_NUMBERS = ("n", "row")
_NUMBER = r"\d[\d,]*"


def _compiled(form: str, words: str) -> _Form:
    pieces = re.split(r"\{(\w+)\}", form)
    written = (
        f"(?P<{p}>{_NUMBER if p in _NUMBERS else '.+'})" if i % 2 else re.escape(p) for i, p in enumerate(pieces)
    )
    return _Form(max(pieces[::2], key=len), re.compile("".join(written), re.DOTALL), words)


_FORMS = tuple(_compiled(form, words) for form, words in SENTENCES.items())

# An error as text: its message, the status, what was asked, and what to do (see ``errors.ChannelError``).
_ERROR = re.compile(r"(.+?)((?: \[HTTP \d+\])?(?: \([A-Z]+ https?://[^()\s]*\))?)(?:(: |; )(.+))?", re.DOTALL)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
# A sentence holds one other, or a few; a platform's text with a thousand colons is none of ours.
_DEEPEST = 12
_LONGEST_LIST = 10


def told(sentence: str) -> str:
    """A sentence in Indonesian, as far as its form is known, and so are the sentences that it holds."""
    return _told(sentence, 0)


def _told(sentence: str, depth: int) -> str:
    if _THOUSANDS.fullmatch(sentence):
        return sentence.replace(",", ".")
    if depth > _DEEPEST:
        return sentence
    for sign, form, words in _FORMS:
        if sign in sentence and (found := form.fullmatch(sentence)):
            parts = found.groupdict().items()
            return words.format(**{name: part if name == "words" else _told(part, depth + 1) for name, part in parts})
    if (listed := _list_told(sentence, depth)) != sentence:
        return listed
    # "buku.xlsx, row 5: <a sentence> [HTTP 400] (GET https://...): <what to do>"
    if (found := _ERROR.fullmatch(sentence)) and found[1] != sentence:
        head, where, sign, rest = found.groups()
        return _told(head, depth + 1) + where + (sign + _told(rest, depth + 1) if rest else "")
    return sentence


def _list_told(sentence: str, depth: int) -> str:
    """A list of sentences; where one of them is not known, a comma is only a comma."""
    items = sentence.split(", ")
    each = [_told(item, depth + 1) for item in items] if 1 < len(items) <= _LONGEST_LIST else items
    return ", ".join(each) if all(one != item for one, item in zip(each, items, strict=True)) else sentence
