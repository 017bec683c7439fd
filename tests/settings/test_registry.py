"""``[registry]`` in the settings: where units, officers and places are read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.settings import Settings, read_settings

UNIT = '[[units]]\ncode = "a"\nname = "Dinas A"\n'


def settings(folder: Path, text: str) -> Settings:
    (folder / "complaint-hub.toml").write_text(text, encoding="utf-8")
    return read_settings(folder / "complaint-hub.toml", environment={})


def test_a_path_is_relative_to_the_settings(tmp_path: Path) -> None:
    (tmp_path / "unit.toml").write_text(UNIT, encoding="utf-8")
    registry = settings(tmp_path, '[registry]\npath = "unit.toml"\n').read_registry()
    assert registry is not None
    assert [unit.code for unit in registry.units] == ["a"]
    assert registry.places == ()


def test_places_may_be_named_beside_a_folder_of_csv(tmp_path: Path) -> None:
    (tmp_path / "registri").mkdir()
    (tmp_path / "registri" / "unit.csv").write_text("kode;nama\na;Dinas A\n", encoding="utf-8")
    registry = settings(tmp_path, '[registry]\npath = "registri"\nplaces = "blitar_places"\n').read_registry()
    assert registry is not None
    assert len(registry.places) == 23


def test_without_the_section_there_is_no_registry(tmp_path: Path) -> None:
    assert settings(tmp_path, "").read_registry() is None


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("[registry]\n", "registry.path: this setting is missing"),
        ('[registry]\npath = ""\n', "registry.path"),
        ('[registry]\npath = "x.toml"\ncolour = 1\n', "registry.colour: no such setting"),
    ],
)
def test_a_slip_in_the_section_is_named(tmp_path: Path, section: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        settings(tmp_path, section)


def test_a_file_of_places_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "unit.toml").write_text(UNIT, encoding="utf-8")
    said = settings(tmp_path, '[registry]\npath = "unit.toml"\nplaces = "tempat.toml"\n')
    with pytest.raises(ConfigError, match=r"tempat\.toml"):
        said.read_registry()
