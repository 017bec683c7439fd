"""The pages of reference say what is there: no more, no less."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from docs.generate import FOLDER, PAGES
from pydantic import BaseModel
from sqlalchemy import BigInteger, Boolean, Float, Integer, LargeBinary, Text
from typer.main import get_command

from complaint_hub import errors, facts, rules, settings
from complaint_hub.cli import app
from complaint_hub.registry import Topic, words
from complaint_hub.settings import LaporSection, YouTubeSection, read_settings
from complaint_hub.settings.own import GoogleReviewsSection, InstagramSection, RegisterSection, TikTokSection
from complaint_hub.store import tables

_TYPES = {
    Text: "text",
    BigInteger: "integer",
    Integer: "integer",
    Boolean: "boolean",
    Float: "real",
    LargeBinary: "bytes",
}


def page(name: str) -> str:
    """A page of reference."""
    return (FOLDER / name).read_text(encoding="utf-8")


def part(name: str, heading: str) -> str:
    """What stands under a heading of the second order."""
    return page(name).split(f"\n## {heading}\n")[1].split("\n## ")[0]


def cells(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without heads and rules."""
    found = re.findall(r"^\|(.+)\|$", re.sub(r"^\|.+\|\n\|[-|]+\|$", "", text, flags=re.M), flags=re.M)
    return [[cell.strip() for cell in row.split(" | ")] for row in found]


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command of the program by its words, the groups included."""
    yield " ".join(path), command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*path, name))


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("name", PAGES)
def test_a_written_page_is_what_the_sources_say_today(name: str) -> None:
    assert page(name) == PAGES[name](), "run `make reference`"


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_and_each_of_its_options_has_help(words: str) -> None:
    command = COMMANDS[words]
    assert command.help
    assert [param.name for param in command.params if not getattr(param, "help", None)] == []


@pytest.mark.parametrize("words", [words for words, command in COMMANDS.items() if not hasattr(command, "commands")])
def test_a_command_stands_on_its_page_with_all_options_and_an_example(words: str) -> None:
    text = part("commands.md", words)
    assert [
        opt for param in COMMANDS[words].params for opt in param.opts if opt[0] == "-" and f"`{opt}`" not in text
    ] == []
    assert f"$ complaint-hub {words}" in text.split("Example")[1]


@pytest.mark.parametrize("name", rules.names())
def test_each_row_of_a_table_of_rules_is_on_the_page_and_each_guess_is_marked(name: str) -> None:
    rows = rules.load(name).rows
    text = part("rules.md", name)
    listed = text.count("\n- ") if "pattern" in rows[0] else len(cells(text))
    assert listed == len(rows)
    assert text.count("**guess**") == sum(bool(row.get("guess")) for row in rows)


def test_every_error_is_on_its_page() -> None:
    named = {row[0].strip("`") for row in cells(page("errors.md"))}
    assert set(errors.__all__) - {"HubError"} <= named
    assert "`HubError`" in page("errors.md")


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: table.name)
def test_the_columns_of_a_database_table_are_those_on_the_page(table: Any) -> None:
    text = part("tables.md", table.name)
    columns = {
        column.name: "instant"
        if isinstance(column.type, tables.Micros) or (table.name == "fact" and column.name in facts.MILESTONES)
        else _TYPES[type(column.type)]
        for column in table.columns
    }
    assert {row[0].strip("`"): row[1] for row in cells(text)} == columns
    key = ", ".join(f"`{column.name}`" for column in table.primary_key)
    assert f"Key: {key}.\n" in text


def test_no_database_table_stands_on_the_page_that_there_is_not() -> None:
    assert set(re.findall(r"^## (\w+)$", page("tables.md"), flags=re.M)) == set(tables.metadata.tables)


def example() -> str:
    """The complete settings file of the page."""
    return part("settings.md", "A complete example").split("```toml\n")[1].split("```")[0]


def test_the_example_of_the_settings_makes_its_channels(tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text(example(), encoding="utf-8")
    (tmp_path / "rekap tindak lanjut.csv").touch()
    for secret in re.findall(r'_file = "(.+)"', example()):
        (tmp_path / secret).write_text("secret-of-an-example", encoding="utf-8")
        (tmp_path / secret).chmod(0o600)
    (tmp_path / "kolom.toml").write_text('"Tracking ID" = "tracking_id"', encoding="utf-8")
    (tmp_path / "judul.toml").write_text('"Isi" = "Keterangan"', encoding="utf-8")
    said = read_settings(tmp_path / "complaint-hub.toml", environment={})
    assert said.store == str(tmp_path / "aduan.db")
    assert [channel.name for channel in said.channels()] == [
        "lapor",
        "youtube",
        "youtube",
        "google_reviews",
        "instagram",
        "tiktok",
        "register",
    ]


SECTIONS: Mapping[str, type[BaseModel]] = {
    "google_reviews": GoogleReviewsSection,
    "instagram": InstagramSection,
    "lapor": LaporSection,
    "register": RegisterSection,
    "tiktok": TikTokSection,
    "youtube": YouTubeSection,
}
# Needed by the sandbox alone.
ADDRESSES = {"base", "account_base", "location_base", "notification_base", "token_base", "token_url"}


@pytest.mark.parametrize("channel", SECTIONS)
def test_the_settings_of_a_channel_are_those_on_the_page(channel: str) -> None:
    told = [row[0].strip("`") for row in cells(part("settings.md", f"`[channels.{channel}]`"))]
    assert told == list(SECTIONS[channel].model_fields)


def test_the_settings_of_the_registry_are_those_on_the_page_and_in_the_example() -> None:
    told = [row[0].strip("`") for row in cells(part("settings.md", "`[registry]`"))]
    assert told == list(settings.RegistrySection.model_fields) == list(tomllib.loads(example())["registry"])


def test_the_fields_of_the_registry_are_those_on_the_page() -> None:
    told = [re.findall(r"`(\w+)`", row[0]) for row in cells(part("registry.md", "Fields"))]
    assert [name for names in told for name in names] == [*words.UNITS, *words.OFFICERS, *words.PLACES]


def test_every_check_of_the_registry_is_on_its_page() -> None:
    rows = cells(part("registry.md", "What `registry check` finds"))
    assert {row[0].strip("`") for row in rows} == set(get_args(Topic))


def test_the_example_says_every_setting_but_the_sandbox_address() -> None:
    values = tomllib.loads(example())
    sections: Mapping[str, Any] = values["channels"]
    for channel, model in SECTIONS.items():
        said = sections[channel]
        assert set(said[0] if isinstance(said, list) else said) == set(model.model_fields) - ADDRESSES


SECRETS = [
    f"COMPLAINT_HUB_{channel.upper()}_{name.removesuffix('_file').upper()}"
    for channel, model in SECTIONS.items()
    for name in model.model_fields
    if name.endswith("_file")
]


@pytest.mark.parametrize("variable", [settings.CONFIG_VARIABLE, settings.STORE_VARIABLE, *SECRETS])
def test_each_variable_of_the_environment_is_on_the_page(variable: str) -> None:
    assert [variable] in [[row[0].strip("`")] for row in cells(part("settings.md", "Environment"))]


def test_the_layers_that_the_house_names_are_those_that_are_checked() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    checked = project["tool"]["importlinter"]["contracts"][0]["layers"]
    told = (
        (FOLDER.parent / "explanation" / "house.md").read_text(encoding="utf-8").split("```text\n")[2].split("```")[0]
    )
    assert told.splitlines() == checked
