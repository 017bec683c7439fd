"""A file of rules that is wrong is refused in one sentence that names file and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_hub import rules
from complaint_hub.errors import ConfigError
from complaint_hub.model import Kind
from complaint_hub.registry import Registry, Unit
from complaint_hub.triage import Rules
from support import triage_texts

ONE = '[[rows]]\nid = "satu"\n'
REGISTRY = Registry(units=(Unit("dishub", "Dinas Perhubungan", aliases=("Dishub",)),))


def refused(folder: Path, text: str, registry: Registry | None = None) -> str:
    path = folder / "pilah.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as problem:
        Rules.load(path, registry=registry)
    return str(problem.value)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ONE + "pattern = '('\nkind = \"spam\"\n", "row 1 (satu): pattern must be a regular expression, got '('"),
        (ONE + 'word = ["x"]\n', "row 1 (satu): unknown field 'word'"),
        (ONE + 'words = ["x"]\nkind = "angry"\n', "row 1 (satu): kind must be one of complaint,"),
        (ONE + 'words = ["x"]\nauthority = "city"\n', "row 1 (satu): authority must be one of regency,"),
        (ONE + "words = []\nkind = 'spam'\n", "row 1 (satu): words must be a list of texts"),
        ('[[rows]]\nwords = ["x"]\n', "row 1: id is missing"),
        (ONE + 'words = ["!!"]\nkind = "spam"\n', "rule satu: words holds '!!', in which there is no word"),
        (ONE + 'kind = "spam"\n', "rule satu: it has no condition"),
        (ONE + 'words = ["x"]\n', "rule satu: it suggests nothing"),
        (2 * (ONE + 'words = ["x"]\nkind = "spam"\n'), "rule satu: the name stands twice"),
        (ONE + 'words = ["x"]\nunit = "Dinas Sihir"\n', "rule satu: the registry knows no unit 'Dinas Sihir'"),
        (ONE + "step = 0\n", "row 1 (satu): step must be a whole number above 0"),
        ("[[rows]\n", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_rule(tmp_path: Path, row: str, told: str) -> None:
    said = refused(tmp_path, f'source = "rapat"\n{row}', REGISTRY)
    assert str(tmp_path / "pilah.toml") in said
    assert told in said


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        Rules.load(tmp_path / "nowhere.toml")


def test_the_shipped_rules_load_whatever_the_registry_knows_and_say_what_it_lacks() -> None:
    found = Rules.load(registry=REGISTRY)
    lacking = {unit for _, unit in found.unknown_units(REGISTRY)}
    assert "Dinas Sosial" in lacking
    assert "Dinas Perhubungan" not in lacking


def test_the_demos_registry_knows_every_unit_of_the_shipped_rules() -> None:
    assert Rules.load().unknown_units(triage_texts.registry()) == ()


def test_a_kind_of_the_model_is_a_kind_of_the_rules() -> None:
    from complaint_hub.rules._shapes import SHAPES

    assert SHAPES["triage_kinds"]["kind"].choices == tuple(Kind)


def test_a_spelling_stands_for_one_word_only() -> None:
    spellings = [s for row in rules.load("triage_words").rows for s in row["spellings"]]
    assert sorted(spellings) == sorted(set(spellings))
