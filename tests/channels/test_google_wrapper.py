"""Texts come out of Google's translation wrapper as their authors wrote them."""

from __future__ import annotations

import unicodedata

import pytest

from complaint_hub.channels.google_reviews.wrapper import Unwrapped, unwrap

BOTH = Unwrapped("Antrean dua jam.", "Two-hour queue.")
MARKERS = [
    ("(Translated by Google)", "(Original)"),
    ("(Diterjemahkan oleh Google)", "(Asli)"),
    ("(Diterjemahkan oleh Google)", "(Original)"),
]


@pytest.mark.parametrize(("translated", "original"), MARKERS, ids=["en", "id", "mixed"])
@pytest.mark.parametrize(
    "form",
    [
        "Antrean dua jam.\n\n{t}\nTwo-hour queue.",
        "{t} Two-hour queue.\n\n{o}\nAntrean dua jam.",
        "{t}\nTwo-hour queue.\n\n{o}\nAntrean dua jam.",
        "{t} Two-hour queue.\r\n\r\n{o}\r\nAntrean dua jam.\r\n",
        "  {t}  Two-hour queue. {o} Antrean dua jam.  ",
    ],
    ids=["original first", "translation first", "on its own line", "carriage returns", "line ends lost"],
)
def test_a_text_is_unwrapped_whatever_comes_first(form: str, translated: str, original: str) -> None:
    assert unwrap(form.format(t=translated, o=original)) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        "Tertulis (Translated by Google) di papan.",
        "Antrean (Original) dua jam.",
        "Antrean.\n(Translated by Google) bukan terjemahan",
    ],
)
def test_a_marker_inside_a_sentence_is_no_wrapper(text: str) -> None:
    assert unwrap(text) == Unwrapped(text)


def test_the_last_marker_parts_a_text_that_quotes_one() -> None:
    quoted = "Katanya:\n\n(Translated by Google)\nGood"
    assert unwrap(f"{quoted}\n\n(Translated by Google)\nHe said good") == Unwrapped(quoted, "He said good")


def test_the_original_may_quote_the_marker_of_the_original() -> None:
    assert unwrap("(Translated by Google) A\n\n(Original)\nB\n\n(Original)\nC").text == "B\n\n(Original)\nC"


def test_a_translation_without_its_original_is_kept_and_marked() -> None:
    assert unwrap("(Translated by Google) Two-hour queue.") == Unwrapped("Two-hour queue.", "Two-hour queue.", False)


@pytest.mark.parametrize("text", [None, "", " \n "], ids=repr)
def test_nothing_written_is_none(text: str | None) -> None:
    assert unwrap(text) == Unwrapped(None)


def test_white_space_and_the_form_of_accents_make_no_difference() -> None:
    assert unwrap(unicodedata.normalize("NFD", "Pelayanan café \n")) == unwrap("Pelayanan café")
