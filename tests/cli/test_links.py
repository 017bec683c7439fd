"""``link`` and ``unlink``: one matter counts once, and what cannot be is refused in clear words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from complaint_hub import Complaint, Page, Store
from support.command import Answer, Command

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
LONG = "locations/1/reviews/" + "A" * 80


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Three reports and a review, all of this year."""
    path = tmp_path / "aduan.db"
    with Store(path) as opened:
        for n, (channel, native_id) in enumerate(
            [("lapor", "1"), ("lapor", "2"), ("lapor", "3"), ("google_reviews", LONG)]
        ):
            row = Complaint(
                id=f"{channel}:{native_id}",
                channel=channel,
                account="kab",
                native_id=native_id,
                form="report",
                created_at=NOW + timedelta(hours=n),
            )
            version = opened.checkpoint(channel, "kab").version
            opened.commit(channel, "kab", Page(state={"v": 1}, complaints=[row]), version=version, now=NOW)
    return path


def link(command: Command, a: str, b: str, relation: str = "transferred_to", *words: str) -> Answer:
    return command("link", a, b, "--relation", relation, *words)


def total(command: Command, *words: str) -> int:
    return int(command("scorecard", "--year", 2026, "--now", "2026-11-24", "--json", *words).json["total"])


@pytest.mark.usefixtures("store")
def test_a_linked_pair_counts_once_in_the_card_and_in_each_channel_by_itself(command: Command) -> None:
    assert (total(command), total(command, "--channel", "lapor")) == (4, 3)
    said = link(command, f"google_reviews:{LONG}", "lapor:1")
    assert said.code == 0
    assert (
        said.out.splitlines()[0] == f"✓ google_reviews:{LONG} dialihkan ke lapor:1; satu kasus, lapor:1, dengan 2 aduan"
    )
    assert (total(command), total(command, "--channel", "lapor")) == (3, 3)
    assert total(command, "--channel", "google_reviews") == 1


@pytest.mark.usefixtures("store")
def test_a_short_number_is_taken_as_in_the_lists(command: Command) -> None:
    said = link(command, "google_reviews#4", "lapor#1", "transferred_to", "--by", "petugas-07", "--json").json["link"]
    assert (said["a"], said["b"], said["by"]) == (f"google_reviews:{LONG}", "lapor:1", "petugas-07")


@pytest.mark.usefixtures("store")
def test_unlink_restores_what_was(command: Command) -> None:
    link(command, "lapor:2", "lapor:1", "duplicate_of")
    assert total(command) == 3
    said = command("unlink", "lapor:2", "lapor:1", "--relation", "duplicate_of")
    assert (said.code, said.out.splitlines()[0]) == (0, "✓ Tidak bertaut lagi: lapor:2 sama dengan lapor:1")
    assert total(command) == 4


@pytest.mark.usefixtures("store")
def test_rows_about_one_event_stay_two_cases(command: Command) -> None:
    said = link(command, "lapor:2", "lapor:1", "same_event")
    assert said.out.startswith("✓ lapor:2 peristiwa yang sama dengan lapor:1; tetap dua kasus")
    assert total(command) == 4
    assert command("unlink", "lapor:2", "lapor:1", "--relation", "same_event").code == 0


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("a", "b", "relation", "told"),
    [
        ("lapor:2", "lapor:1", "transferred_to", "tautan balik akan berputar"),
        ("lapor:3", "lapor:3", "duplicate_of", "lapor:3 tidak dapat ditautkan dengan dirinya sendiri"),
        ("lapor:1", "lapor:3", "transferred_to", "lapor:1 sudah berlanjut sebagai lapor:2: lepas tautan itu dahulu"),
        ("lapor:9", "lapor:1", "transferred_to", "tidak ada aduan 'lapor:9'"),
        ("lapor:3", "youtube#3", "transferred_to", "tidak ada aduan 'youtube#3'"),
        ("lapor:3", "lapor:1", "merged", "no such relation; one of transferred_to, duplicate_of, same_event"),
    ],
    ids=["circle", "itself", "two places", "unknown", "a number of another channel", "relation"],
)
def test_what_cannot_be_linked_is_refused_and_changes_nothing(
    command: Command, a: str, b: str, relation: str, told: str
) -> None:
    assert link(command, "lapor:1", "lapor:2").code == 0
    said = link(command, a, b, relation)
    assert said.code == 2
    assert told in said.err
    assert total(command) == 3


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("lapor:2", "lapor:1", "transferred_to"),
        ("lapor:1", "lapor:2", "duplicate_of"),
        ("lapor:3", "lapor:2", "duplicate_of"),
    ],
    ids=["the other way", "another relation", "no link"],
)
def test_a_link_that_is_not_there_cannot_be_undone(command: Command, a: str, b: str, relation: str) -> None:
    link(command, "lapor:1", "lapor:2")
    said = command("unlink", a, b, "--relation", relation)
    assert said.code == 2
    assert f"tidak ada tautan {a} {relation} {b}: tidak ada yang diubah" in said.err
    assert total(command) == 3
