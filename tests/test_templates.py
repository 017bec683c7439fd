"""A text with fields: all of them are filled, or nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_hub.contract import ReplyLimit
from complaint_hub.errors import ConfigError, OutboxError
from complaint_hub.model import Intent
from complaint_hub.templates import Template, Templates

SHIPPED = Templates.load().listed


def test_the_shipped_texts_are_those_that_an_office_needs() -> None:
    assert {template.name for template in SHIPPED} == {
        "acknowledgement", "clarification", "not_ours", "not_ours_link", "entered_in_sp4n", "closing",
    }  # fmt: skip


@pytest.mark.parametrize("template", SHIPPED, ids=lambda template: template.name)
def test_a_filled_text_has_no_brace_left(template: Template) -> None:
    assert template.fields
    text = template.fill(dict.fromkeys(template.fields, "isi"))
    assert "{" not in text
    assert "isi" in text


def test_a_text_says_what_was_filled_in() -> None:
    filled = Templates.load().named("entered_in_sp4n").fill({"tracking_id": " 9123456 "})
    assert filled.endswith("SP4N-LAPOR! dengan nomor 9123456.")


def test_a_closing_text_is_a_closing_reply() -> None:
    assert Templates.load().named("closing").intent is Intent.closing


def test_missing_and_empty_fields_are_named() -> None:
    with pytest.raises(OutboxError, match="needs unit, due: fill in every field"):
        Templates.load().named("acknowledgement").fill({"topic": "jalan", "due": "  "})


def test_a_field_that_the_text_has_not_is_named() -> None:
    with pytest.raises(OutboxError, match="no field nomor: it has tracking_id"):
        Templates.load().named("entered_in_sp4n").fill({"tracking_id": "1", "nomor": "2"})


def test_braces_in_a_value_stay_as_they_are() -> None:
    filled = Templates.load().named("entered_in_sp4n").fill({"tracking_id": "{unit}"})
    assert "nomor {unit}." in filled


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    with pytest.raises(OutboxError, match=r"has 1,076 bytes, 1,000 are allowed: shorten a field by 76"):
        Templates.load().named("entered_in_sp4n").fill({"tracking_id": "é" * 500}, limit=ReplyLimit(1_000, "bytes"))


def test_an_unknown_name_tells_the_known_ones() -> None:
    with pytest.raises(OutboxError, match="no template 'salam': there are acknowledgement, clarification"):
        Templates.load().named("salam")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{unit.__class__}", "is no field"),
        ("{unit:>9}", "is no field"),
        ("{0}", "is no field"),
        ("{", "write a brace that is no field twice"),
    ],
)
def test_a_brace_that_opens_no_plain_field_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "balasan.toml"
    file.write_text(f"source = 'SOP'\n[[rows]]\nname = 'salam'\ntitle = 'Salam'\ntext = '{text}'\n")
    with pytest.raises(ConfigError, match=f"template salam: .*{said}"):
        Templates.load(file)


def test_a_name_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    row = "[[rows]]\nname = 'salam'\ntitle = 'Salam'\ntext = 'Halo'\n"
    file = tmp_path / "balasan.toml"
    file.write_text(f"source = 'SOP'\n{row}{row}")
    with pytest.raises(ConfigError, match="salam stands there twice"):
        Templates.load(file)
