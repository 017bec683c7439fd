"""Texts of strangers in cells: guarded in CSV, whole when read back, and never markup of a workbook."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_hub.export import guarded, unguarded
from complaint_hub.export.texts import LONGEST, clipped, sound
from support.payloads import FORMULAS

TEXTS = st.text(st.sampled_from(list("=+-@'\",;|\t\r\n a\0＝\u200b1")), max_size=30) | st.text(max_size=30)


@given(TEXTS)
def test_a_guarded_text_reads_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(TEXTS, st.sampled_from(",;\t|"))
def test_no_piece_of_a_guarded_text_begins_with_a_sign(text: str, separator: str) -> None:
    for line in re.split("[\r\n]", guarded(text)):
        for piece in line.split(separator):
            assert not re.match(r"[\s\"\0\u200b]*[=+\-@＝]", piece)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("Rp 5.000 - 7.000", "Rp 5.000 - 7.000"),
        ("jalan, -5 m", "jalan, '-5 m"),
        ("baris\n@akun", "baris\n'@akun"),
        ("'kutipan'", "'kutipan'"),
    ],
)
def test_only_signs_with_which_a_cell_could_begin_are_guarded(text: str, told: str) -> None:
    assert guarded(text) == told


def test_a_text_of_ten_million_separators_is_read_once() -> None:
    assert guarded("\t;" * 5_000_000) == "\t;" * 5_000_000


def test_a_long_text_is_cut_by_the_units_that_a_cell_counts() -> None:
    cut = clipped("😀" * LONGEST)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    assert cut.endswith("…")


def test_half_a_surrogate_pair_becomes_the_replacement_sign() -> None:
    assert sound("a\ud800b") == "a\ufffdb"


def test_there_are_at_least_forty_payloads_and_none_holds_its_result() -> None:
    assert len(FORMULAS) == len(set(FORMULAS)) >= 40
    assert not any("4711" in text for text in FORMULAS)
