"""Notices of a run are read in Indonesian, with every name and number that they had."""

from __future__ import annotations

import re

import pytest

from complaint_hub.cli.notices import NOTICES, notice_told


@pytest.mark.parametrize("form", NOTICES)
def test_each_form_keeps_all_its_parts(form: str) -> None:
    assert NOTICES[form].count("{}") == re.compile(form).groups


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        (
            "Times of LAPOR exports are read as UTC (setting zone)",
            "Waktu dalam ekspor LAPOR! dibaca sebagai UTC (pengaturan zone)",
        ),
        (
            "buku.xlsx: lines without a date and a text, taken for titles and footers: 3",
            "buku.xlsx: baris tanpa tanggal dan isi, dianggap judul atau catatan kaki: 3",
        ),
        ("buku.xlsx: Status 'x {y}' is not known, 2 times; kept as it stands",
         "buku.xlsx: Status 'x {y}' tidak dikenal, 2 kali; disimpan apa adanya"),
        ("the feed of the channel is empty", "the feed of the channel is empty"),
    ],
    ids=["zone", "titles", "braces", "unknown"],
)  # fmt: skip
def test_a_notice_is_told(notice: str, told: str) -> None:
    assert notice_told(notice) == told
