"""The library's sentences are read in Indonesian, with every name and number that they had."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import complaint_hub
from complaint_hub.cli.sentences import SENTENCES, told

ROOT = Path(complaint_hub.__file__).parent
READERS = [
    *sorted((ROOT / "channels").rglob("*.py")),
    *sorted((ROOT / "wire").glob("*.py")),
    *sorted((ROOT / "sheets").glob("*.py")),
    *sorted((ROOT / "outbox").glob("*.py")),
    *(
        ROOT / name
        for name in (
            "_delivery.py",
            "_drafting.py",
            "_flows.py",
            "_renewal.py",
            "auth.py",
            "_io.py",
            "_session.py",
            "dates.py",
            "templates.py",
        )
    ),
]

# Whose first words a person reads: of an error that is kept, and of what a run notices.
ERRORS = {
    "AuthError", "NotFoundError", "OutboxError", "PayloadError", "QuotaError", "RateLimitError", "RejectedError",
    "SetupError", "UnavailableError", "UnsupportedError", "ValueError", "WalkStoppedError", "refused", "_refused",
}  # fmt: skip
TELLING = {"tell", "_told", "count", "notices.append"}
KEYWORDS = {"note", "notices", "reason", "hint"}


# What no officer reads.
UNREAD = {
    "a row of the quarantine says when it was seen": "a fault of the caller",
    "nothing is set to verify a push with": "the receiver's log",
    "no secret is set to verify a webhook with": "the receiver's log",
    "the consent may not be sent to": "the settings",
    "only a Consent knows the app that TikTok is asked about": "the settings",
    "the credential": "the settings: a credential that would leave for another host",
    "a push of Google": "the receiver's log",
    "a call of ": "the receiver's log",
    "nothing is signed": "a fault of the caller",
    "unknown: the day on which": "a fact of the row, which --json shows",
    "tanggal generate": "a heading",
    r"\((?:Translated by Google": "a pattern",
    "good until 7": "a piece of a notice",
    "used as it is": "a piece of a notice",
    "no fields": "a piece of a refusal",
    "subscribed_apps: the answer holds no list of apps": "doctor --ask",
}
# What is said in one of two ways, with a piece that may be missing: told by examples below.
PIECED = (
    " ",
    "; ",
    "another reply of ours7",
    "answer by hand7",
    "answer7",
    "give the consent of the channel's owner (client_id in the settings)7",
)


@pytest.mark.parametrize("form", SENTENCES)
def test_each_form_keeps_all_its_parts(form: str) -> None:
    assert sorted(re.findall(r"\{\w*\}", SENTENCES[form])) == sorted(re.findall(r"\{\w*\}", form))


@pytest.mark.parametrize("path", READERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_of_a_reader_is_known(path: Path) -> None:
    unknown = [
        f"{line}: {sentence}"
        for line, sentence in _sentences(ast.parse(path.read_text("utf-8")))
        if told(sentence) == sentence and not sentence.startswith((*UNREAD, *PIECED))
    ]
    assert not unknown


def _sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each sentence of the kinds above, with a number in the place of each value."""
    for node in ast.walk(tree):
        for value in _values(node):
            for said in _said(value):
                sentence = _filled(said)
                if re.search("[a-z]{2,} [a-z]{2,}", sentence):
                    yield said.lineno, sentence


def _values(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called in ERRORS or called.rpartition(".")[2] in ERRORS:
            yield from node.args[:1]
        elif called.rpartition(".")[2] in TELLING or called.endswith("notices.append"):
            yield from node.args[-1:]
        yield from (one.value for one in node.keywords if one.arg in KEYWORDS and called != "field")
    elif isinstance(node, ast.Return | ast.Yield):
        yield from [node.value] if node.value else []
    elif isinstance(node, ast.Assign):
        yield node.value


def _said(value: ast.expr) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The texts that a value may be, but none inside a call that makes another text of them."""
    if isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        yield value
    elif isinstance(value, ast.IfExp):
        yield from (*_said(value.body), *_said(value.orelse))
    elif isinstance(value, ast.BoolOp):
        yield from (said for one in value.values for said in _said(one))
    elif isinstance(value, ast.Tuple | ast.List):
        yield from (said for one in value.elts for said in _said(one))


def _filled(said: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(said, ast.Constant):
        return str(said.value).replace("{n}", "7")
    numbers = count(71)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else str(next(numbers)) for one in said.values)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Times of LAPOR exports are read as UTC (setting zone)",
            "Waktu dalam ekspor LAPOR! dibaca sebagai UTC (pengaturan zone)",
        ),
        (
            "buku.xlsx: lines without a date and a text, taken for titles and footers: 3",
            "buku.xlsx: baris tanpa tanggal dan isi, dianggap judul atau catatan kaki: 3",
        ),
        (
            "buku.xlsx: Status 'x {y}: z' is not known, 2 times; kept as it stands",
            "buku.xlsx: Status 'x {y}: z' tidak dikenal, 2 kali; disimpan apa adanya",
        ),
        (
            "buku.xlsx, row 5: Tanggal Masuk: '31/02/2025' is a day that does not exist",
            "buku.xlsx, baris 5: Tanggal Masuk: '31/02/2025' adalah hari yang tidak ada",
        ),
        (
            "buku.xlsx: doubtful, taken for new entries: row 5 may be B-1, row 6 may be B-2 and 3 more",
            "buku.xlsx: meragukan, dianggap catatan baru: baris 5 mungkin B-1, baris 6 mungkin B-2 dan 3 lainnya",
        ),
        ("a thread could not be read: snippet.id: Field required", "satu utas tidak terbaca: snippet.id: wajib ada"),
        (
            "the comments of video 7 could not be read: Video is private (code 40001)",
            "komentar pada video 7 tidak terbaca: Video is private (kode 40001)",
        ),
        (
            "Google refuses the request: DENIED [HTTP 403] (GET https://a.example/b): look at the credential",
            "Google menolak permintaannya: DENIED [HTTP 403] (GET https://a.example/b): periksa kredensialnya",
        ),
        ("the platform lists the 10,000 newest media only", "platform hanya mendaftar 10.000 kiriman terbaru"),
        (
            "Tertunda: media whose comments wait: 10, the list of media",
            "Tertunda: kiriman yang komentarnya menunggu: 10, daftar kiriman",
        ),
        ("Something, that a platform says: here", "Something, that a platform says: here"),
    ],
    ids=["zone", "titles", "braces", "date", "rows", "item", "video", "error", "number", "list", "unknown"],
)
def test_a_sentence_is_told(sentence: str, expected: str) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("answer by hand at https://a.example/1", "jawab dengan tangan di https://a.example/1"),
        ("answer by hand in the Business Profile", "jawab dengan tangan di Business Profile"),
        (
            "give the consent of the channel's owner (client_id in the settings); or answer by hand at https://a.example",
            "beri persetujuan pemilik kanal (client_id dalam pengaturan); atau jawab dengan tangan di https://a.example",
        ),
    ],
    ids=["address", "profile", "owner"],
)
def test_what_is_to_be_done_by_hand_is_told(sentence: str, expected: str) -> None:
    assert told(f"{sentence}, and paste this text:\nHalo") == f"{expected}, dan tempelkan teks ini:\nHalo"


def test_the_text_of_a_reply_reaches_the_screen_as_it_was_written() -> None:
    said = "answer by hand, and paste this text:\nno connection: the thread is gone"
    assert told(said) == "jawab dengan tangan, dan tempelkan teks ini:\nno connection: the thread is gone"


def test_a_text_of_a_thousand_colons_is_soon_told() -> None:
    assert told("a: " * 1_000) == "a: " * 1_000
