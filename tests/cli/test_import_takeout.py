"""``import google-takeout``: an export is read, once, and refused in one sentence where it is none."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from support.command import Command
from support.google_pages import review

FOLDER = "Takeout/Google Business Profile/account-1/location-2"


def export(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{FOLDER}/reviews.json", json.dumps({"reviews": [review("ChZDSUh")]}))
    return path


def test_an_export_is_read_into_the_database_once(command: Command, tmp_path: Path) -> None:
    path = export(tmp_path / "takeout.zip")
    first = command("import", "google-takeout", str(path), "--json")
    again = command("import", "google-takeout", str(path), "--json")
    assert (first.code, again.code) == (0, 0)
    assert '"new":1' in first.out.replace(" ", "")
    assert '"fetched":0' in again.out.replace(" ", "")


def test_what_is_no_export_is_refused_and_leaves_no_database(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    path.write_bytes(b"<html>")
    refused = command("import", "google-takeout", str(path))
    assert refused.code == 2
    assert "takeout.zip" in refused.err
    assert not list(tmp_path.glob("**/*.db"))
