"""``store backup`` and ``schema``: what they print, and what they refuse."""

from __future__ import annotations

from pathlib import Path

from complaint_hub.model import Complaint
from support.command import Command


def test_a_backup_says_what_it_is_and_how_to_restore_it(command: Command, office: Path) -> None:
    said = command("store", "backup", "copy.db", "--store", office)
    assert said.code == 0
    assert "✓ copy.db: " in said.out
    assert "122 aduan, utuh" in said.out
    assert "complaint-hub store backup aduan.db --store copy.db" in said.out.replace("\n", " ")


def test_a_backup_in_json(command: Command, office: Path, tmp_path: Path) -> None:
    told = command("store", "backup", "copy.db", "--store", office, "--json").json["backup"]
    assert told == {"path": "copy.db", "size": (tmp_path / "copy.db").stat().st_size, "complaints": 122}


def test_a_backup_over_a_file_is_refused(command: Command, office: Path) -> None:
    assert command("store", "backup", "copy.db", "--store", office).code == 0
    again = command("store", "backup", "copy.db", "--store", office)
    assert (again.code, again.out) == (2, "")
    assert "overwrites nothing" in again.err


def test_a_backup_of_nothing_makes_no_file(command: Command, tmp_path: Path) -> None:
    said = command("store", "backup", "copy.db")
    assert said.code == 2
    assert "there is no database aduan.db" in said.err
    assert not list(tmp_path.iterdir())


def test_a_server_is_named_its_own_tool(command: Command) -> None:
    said = command("store", "backup", "copy.db", "--store", "postgresql://petugas:CANARY@127.0.0.1:1/aduan")
    assert said.code == 2
    assert "pg_dump" in said.err
    assert "CANARY" not in said.err


def test_the_schema_describes_every_field_that_is_written(command: Command) -> None:
    schema = command("schema").json
    assert set(schema["properties"]) == set(Complaint.model_fields) - {"said"}
    assert schema["required"] == ["id", "channel", "account", "native_id", "created_at"]
    assert schema["properties"]["timeline"]["anyOf"][0]["items"] == {"$ref": "#/$defs/Event"}


def test_the_schema_refers_to_nothing_that_it_does_not_define(command: Command) -> None:
    said = command("schema")
    names = {part.split('"')[0] for part in said.out.split("#/$defs/")[1:]}
    assert names == set(said.json["$defs"])
