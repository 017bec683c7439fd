"""Exports of Google Takeout: read once, guarded, and never mixed with what the API gives."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.google_reviews import GoogleTakeout, takeout
from complaint_hub.contract import Page
from complaint_hub.errors import ConfigError, PayloadError
from complaint_hub.hub import Hub
from complaint_hub.store import Store
from support.google_pages import review

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FOLDER = "Takeout/Google Business Profile/account-1/location-2"
TITLE = {
    "attributes": [
        {"id": {"attributeType": "LISTING_NAME"}, "values": [{"datum": {"listingName": {"text": "RSUD Srengat"}}}]}
    ]
}


def exported(id: str, **more: Any) -> dict[str, Any]:
    """A review as Takeout has it: another name, no ``reviewId``."""
    item = review(id, **more)
    del item["reviewId"]
    return item


def export(path: Path, *reviews: dict[str, Any], extra: Iterable[tuple[str, object]] = ()) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{FOLDER}/reviews.json", json.dumps({"reviews": list(reviews)}))
        for name, content in extra:
            archive.writestr(f"{FOLDER}/{name}", content if isinstance(content, str) else json.dumps(content))
    return path


def read(*paths: Path) -> list[Page]:
    return list(GoogleTakeout(paths).read(None, now=NOW))


def test_an_export_has_ids_of_its_own(tmp_path: Path) -> None:
    reply = {"comment": "Maaf.", "updateTime": "2026-05-02T00:00:00Z"}
    (page,) = read(
        export(tmp_path / "t.zip", exported("ChZDSUh", reviewReply=reply), extra=[("additionalData.json", TITLE)])
    )
    (row,) = page.complaints
    assert (row.id, row.scope, row.account) == (
        "google_reviews:takeout/ChZDSUh",
        "takeout/location-2",
        "google-takeout",
    )
    assert row.subject is not None
    assert row.subject.title == "RSUD Srengat"
    assert [(event.complaint, event.text) for event in page.events] == [(row.id, "Maaf.")]


def test_a_location_in_several_files_is_read_whole(tmp_path: Path) -> None:
    more = ("reviews-1.json", {"reviews": [exported("b")]})
    pages = read(export(tmp_path / "t.zip", exported("a"), extra=[more, ("data.json", "{"), ("x.txt", "")]))
    assert [row.native_id for page in pages for row in page.complaints] == ["takeout/b", "takeout/a"]
    assert [page.state is None for page in pages] == [True, False]


def test_a_file_out_of_the_export_can_be_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps({"reviews": [exported("a")]}), encoding="utf-8")
    assert [row.native_id for row in read(path)[0].complaints] == ["takeout/a"]


def test_an_export_is_read_once_and_a_newer_one_wins(tmp_path: Path) -> None:
    new = export(tmp_path / "new.zip", exported("a", day=9, comment="Sudah baik."))
    old = export(
        tmp_path / "old.zip",
        exported("a", day=9) | {"updateTime": "2026-05-01T02:03:04Z", "createTime": "2026-05-01T02:03:04Z"},
    )
    stale = []
    with Store(tmp_path / "t.db") as store:
        for paths in ([new], [new], [new, old]):
            with Hub([GoogleTakeout(paths)], store=store) as hub:
                (run,) = hub.sync(now=NOW).runs
                stale.append(run.counts.stale)
        (row,) = store.heads()
    assert (row.text, stale) == ("Sudah baik.", [0, 0, 1])


def test_a_damaged_review_is_set_aside_and_read_again(tmp_path: Path) -> None:
    (page,) = read(export(tmp_path / "t.zip", exported("a"), exported("b", createTime="x")))
    (skipped,) = page.skipped
    assert skipped.key == "takeout/b"
    mended = skipped.raw.replace(b'"x"', b'"2026-05-01T00:00:00Z"')
    (row,) = GoogleTakeout([]).reread(type(skipped)(skipped.key, "", mended, skipped.native_id, NOW)).complaints
    assert (row.native_id, "scope" in row.model_fields_set) == ("takeout/b", False)


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b"PK\x03\x04nonsense", b"[]"], ids=repr)
def test_a_file_that_is_no_export_is_refused_before_anything_is_stored(tmp_path: Path, content: bytes) -> None:
    good, bad = export(tmp_path / "a.zip", exported("a")), tmp_path / "b.zip"
    bad.write_bytes(content)
    with pytest.raises(PayloadError, match=r"b\.zip"):
        next(GoogleTakeout([good, bad]).read(None, now=NOW))


def test_an_archive_without_reviews_says_what_to_choose(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Takeout/archive_browser.html", "")
    with pytest.raises(PayloadError, match="Google Business Profile"):
        read(path)


@pytest.mark.parametrize("limit", ["_ENTRIES", "_UNPACKED", "MAX_BYTES"])
def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(takeout, limit, 1)
    with pytest.raises(PayloadError, match="more than 1 "):
        read(export(tmp_path / "t.zip", exported("a"), extra=[("x", "y")]))


def test_an_archive_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = export(tmp_path / "t.zip", *(exported(f"r{n}") for n in range(30))).read_bytes()
    cut = tmp_path / "cut.zip"
    for at in range(0, len(whole) - 1, 37):
        cut.write_bytes(whole[:at])
        with pytest.raises(PayloadError):
            read(cut)


def test_a_path_that_is_not_there_is_a_wrong_setting() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.zip"):
        read(Path("nowhere.zip"))


def test_a_checkpoint_of_another_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="version 2"):
        next(GoogleTakeout([]).read({"v": 2}, now=NOW))
