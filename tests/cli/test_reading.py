"""``list``, ``show``, ``due`` and ``scorecard`` on a database that is only read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command import Answer, Command

NOW = ("--now", "2026-11-24T08:00")
CARD_KEYS = {
    "total", "total_valid", "buckets", "finished", "followed_up_share", "finished_share", "mean_follow_up", "overdue",
    "untriaged", "predicate", "team_decree", "action_plan", "recommendations",
}  # fmt: skip


def test_the_list_is_newest_first_and_says_how_many_there_are(
    command: Command, office: Path, terminal: Callable[[int], None]
) -> None:
    terminal(140)
    said = command("list", "--store", office, "--limit", 3).out.splitlines()
    assert said[0].split() == ["Masuk", "Nomor", "Aduan", "Unit", "Kecamatan", "Kanal", "Status"]
    assert said[-3:-1] == ["3 dari 122 aduan.", f"Semuanya: complaint-hub list --limit 122 --store {office}"]
    assert said[-1].startswith("Rincian: complaint-hub show lapor:")
    dates = [row["created_at"] for row in command("list", "--store", office, "--json").json["complaints"]]
    assert dates == sorted(dates, reverse=True)


def test_the_list_can_be_narrowed(command: Command, office: Path) -> None:
    found = command("list", "--store", office, "--since", "2026-01-01", "--open", "--json").json
    assert 0 < found["total"] < 60
    assert found["total"] == len(found["complaints"])
    assert command("list", "--store", office, "--channel", "youtube").err.startswith("Tidak ada aduan yang cocok")


def test_the_store_may_be_named_by_the_environment(
    command: Command, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINT_HUB_STORE", str(office))
    assert command("list", "--json").json["total"] == 122


def due(command: Command, office: Path, *words: str) -> Answer:
    return command("due", "--store", office, *NOW, *words)


def test_due_is_most_urgent_first(command: Command, office: Path) -> None:
    said = due(command, office, "--json").json
    dates = [row["due_at"] for row in said["due"] if row["outcome"] != "paused"]
    assert dates == sorted(dates)
    assert said["counts"]["overdue"] == sum(row["outcome"] == "breached" for row in said["due"])


def test_due_ends_with_its_counts_and_the_next_command(
    command: Command, office: Path, terminal: Callable[[int], None]
) -> None:
    terminal(140)
    said = due(command, office)
    first = due(command, office, "--json").json["due"][0]["id"]
    counts = due(command, office, "--json").json["counts"]
    assert f"▲ {counts['overdue']} lewat tenggat" in said.out
    assert said.out.splitlines()[-1] == f"Rincian: complaint-hub show {first} --store {office} --now {NOW[1]}"


def test_cases_without_a_limit_are_counted_and_shown_on_demand(command: Command, office: Path) -> None:
    counts = due(command, office, "--json").json["counts"]
    everything = due(command, office, "--all", "--json").json["due"]
    assert len(everything) == sum(counts.values())
    assert sum(row["due_at"] is None for row in everything) == counts["without_target"]


def test_before_the_first_receipt_nothing_is_late(command: Command, office: Path) -> None:
    said = command("due", "--store", office, "--channel", "youtube", *NOW)
    assert said.err == "Tidak ada kasus yang lewat tenggat.\nTidak ada kasus terbuka.\n"
    assert len(said.out.splitlines()) == 1


def test_show_tells_facts_deadlines_and_the_timeline(command: Command, office: Path) -> None:
    first = due(command, office, "--json").json["due"][0]
    said = command("show", first["id"], "--store", office, *NOW).out
    for part in (
        "  Status  ",
        "  Unit  ",
        "\nTenggat\n",
        "Dihitung: 1) ",
        "\nLinimasa (○ kanal, ■ kantor, ▲ tenggat)\n",
    ):
        assert part in said
    assert "▲" in said


def test_an_answer_that_the_office_only_dated_is_told_as_a_follow_up(command: Command, office: Path) -> None:
    found = command("list", "--channel", "lapor", "--store", office, "--json").json["complaints"]
    answered = next(row for row in found if row["status"] == "closed")
    said = command("show", answered["id"], "--store", office, *NOW).out
    assert f"■ tindak lanjut · {answered['unit']}" in said
    assert "pemerintah" not in said.partition("Linimasa")[2]


def test_show_in_json_lists_the_days_that_count(command: Command, office: Path) -> None:
    first = due(command, office, "--json").json["due"][0]
    said = command("show", first["id"], "--store", office, *NOW, "--json").json
    verdict = next(v for v in said["verdicts"] if v["outcome"] == "breached")
    assert [day["number"] for day in verdict["days"] if day["number"]] == list(range(1, verdict["target"] + 1))
    assert said["complaint"]["id"] == first["id"]
    assert "timeline" in said["complaint"]


def test_an_unknown_number_is_named(command: Command, office: Path) -> None:
    said = command("show", "lapor:1", "--store", office)
    assert said.code == 2
    assert "tidak ada aduan 'lapor:1'" in said.err


def test_the_card_of_2023_reads_as_the_letter_does(command: Command, office: Path) -> None:
    said = command("scorecard", "--year", 2023, "--channel", "lapor", "--store", office, *NOW).out
    assert (
        "62 aduan, 62 selesai (100%), %TL 100%, rata-rata tindak lanjut 15,6 hari (kalender, sejak disposisi) · "
        in said
    )
    assert "Hasil resmi 2023 belum dimasukkan" in said


def test_the_card_in_json_has_the_documented_keys(command: Command, office: Path) -> None:
    card = command("scorecard", "--year", 2023, "--channel", "lapor", "--store", office, *NOW, "--json").json
    assert set(card) >= CARD_KEYS
    assert {"calendar_days", "working_days", "since", "n", "missing"} <= set(card["mean_follow_up"])
    assert card["mean_follow_up"]["since"]["forwarded"] == 62


def test_what_cannot_be_measured_is_said_with_its_number(command: Command, office: Path) -> None:
    card = command("scorecard", "--year", 2026, "--store", office, *NOW, "--json").json
    said = command("scorecard", "--year", 2026, "--store", office, *NOW).out
    missing = card["mean_follow_up"]["missing"]
    assert missing
    assert f"Belum dapat dihitung: {missing} kasus tanpa tindak lanjut yang bertanggal" in said


def test_a_year_without_cases_says_so(command: Command, office: Path) -> None:
    assert "Belum ada aduan dalam periode ini." in command("scorecard", "--year", 2019, "--store", office).out
