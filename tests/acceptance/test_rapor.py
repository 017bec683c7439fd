"""The rapor of 2023, from files to figures, against sums that are made here from the same files by other means."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from complaint_hub import Hub, evaluation, sla
from complaint_hub.auth import ApiKey
from complaint_hub.channels.lapor import Lapor
from complaint_hub.channels.youtube import YouTube
from complaint_hub.cli import main
from complaint_hub.model import Form, Kind
from complaint_hub.sandbox import lapor, youtube
from complaint_hub.store import Store
from complaint_hub.worktime import WorkCalendar
from support.command import Command
from support.killing import content

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()

# Typed from the joint decrees of the three ministers (SKB 1066/2022, 3/2022, 3/2022 on 2023, changed by SKB 327/2023,
# 1/2023, 1/2023 for Lebaran and SKB 624/2023, 2/2023, 2/2023 for Idul Adha; SKB 855/2023, 3/2023, 4/2023 on 2024) and
# Keppres 10/2024 (the day of the election). Weekends are left out; so is what lies behind the last follow-up.
DAYS_OFF = """
2023-01-23 2023-03-22 2023-03-23 2023-04-07 2023-04-19 2023-04-20 2023-04-21 2023-04-24 2023-04-25 2023-05-01
2023-05-18 2023-06-01 2023-06-02 2023-06-28 2023-06-29 2023-06-30 2023-07-19 2023-08-17 2023-09-28 2023-12-25
2023-12-26 2024-01-01 2024-02-08 2024-02-09 2024-02-14 2024-03-11 2024-03-12 2024-03-29
""".split()
LAST_TYPED = date(2024, 3, 31)

NUMBER, SHARE, FLAG = (int,), (int, float), (bool, type(None))
CARD: dict[str, tuple[type, ...]] = {
    "total": NUMBER,
    "total_valid": NUMBER,
    "buckets": (dict,),
    "finished": NUMBER,
    "followed_up_share": SHARE,
    "finished_share": SHARE,
    "mean_follow_up": (dict,),
    "overdue": NUMBER,
    "untriaged": NUMBER,
    "predicate": (dict, type(None)),
    "team_decree": FLAG,
    "action_plan": FLAG,
    "recommendations": (list,),
}
RUN: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("channel", "account"), (str,)),
    **dict.fromkeys(("fetched", "new", "changed", "unchanged", "gone", "set_aside", "requests", "waiting"), NUMBER),
    "spent": (dict,),
    "stopped": (dict, type(None)),
    "coverage": (list,),
    "error": (str, type(None)),
}
ADDED = {"stale", "healed", "repaired", "notices", "differs"}
"""Keys that stand beside the documented ones of a run."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a demo; its files lie in ``demo-data`` beside it."""
    store = tmp_path_factory.mktemp("demo") / "demo.db"
    assert main(["demo", "--store", str(store), "--json"]) == 0
    return store


@pytest.fixture
def card(command: Command, demo: Path) -> dict[str, Any]:
    """``scorecard --year 2023 --channel lapor --json`` of the demo."""
    return shown(command, demo)


def shown(command: Command, store: Path, *, year: int = 2023) -> dict[str, Any]:
    said = command(
        "scorecard", "--year", year, "--channel", "lapor", "--store", store, "--now", NOW.isoformat(), "--json"
    )
    assert said.code == 0, said.err
    found: dict[str, Any] = said.json
    return found


def imported(folder: Path, *readings: list[Path]) -> dict[str, Any]:
    """The card of a new store into which each list of files was read, one after the other; asked as a program does."""
    with Store(folder / "aduan.db") as store:
        for files in readings:
            with Hub([Lapor(files, agency="Blitar")], store=store, clock=lambda: NOW) as hub:
                (run,) = hub.sync()
                assert (run.error, run.counts.set_aside) == (None, 0)
        return asked(store)


def asked(store: Store, *, year: int = 2023) -> dict[str, Any]:
    return evaluation.scorecard(
        store.facts(channel="lapor"), year=year, policy=sla.sp4n(), calendar=WorkCalendar.indonesia(), now=NOW
    ).to_dict()


def written_dates(sheet: Path) -> Iterator[tuple[date, date]]:
    """Disposition and follow-up of each row of a follow-up sheet, as it is written."""
    header, *rows = load_workbook(sheet).worksheets[0].iter_rows(values_only=True)
    columns = [header.index(name) for name in ("Tanggal Disposisi", "Tanggal Tindak Lanjut")]
    for row in rows:
        disposed, followed = (_day(str(row[column])) for column in columns)
        yield disposed, followed


def _day(text: str) -> date:
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def test_the_demos_card_is_the_letters(card: dict[str, Any]) -> None:
    assert (card["total"], card["total_valid"], card["finished"]) == (62, 62, 62)
    assert (card["followed_up_share"], card["finished_share"]) == (1.0, 1.0)
    assert card["buckets"] == dict.fromkeys(card["buckets"], 0) | {"finished": 62}
    mean = card["mean_follow_up"]
    assert mean["calendar_days"] == 967 / 62
    assert (mean["since"], mean["n"], mean["missing"]) == ({"forwarded": 62, "verified": 0, "received": 0}, 62, 0)
    assert (card["overdue"], card["untriaged"]) == (0, 0)


def test_the_predicate_is_input_and_the_missing_plan_is_recommended(card: dict[str, Any]) -> None:
    assert card["predicate"] == {"value": "baik", "scale": None, "source": "SE 100.4.4/3368/SJ"}
    assert (card["team_decree"], card["action_plan"]) == (True, False)
    (advice,) = card["recommendations"]
    assert "rencana aksi" in advice["text"]
    assert "rencana aksi belum ada menurut SE 100.4.4/3368/SJ" in advice["trigger"]


def test_both_means_equal_sums_over_the_written_sheet(demo: Path, card: dict[str, Any]) -> None:
    pairs = list(written_dates(demo.parent / "demo-data" / "tindak-lanjut-2023.xlsx"))
    assert len(pairs) == 62
    assert max(end for _, end in pairs) <= LAST_TYPED
    starts, ends = (np.array(days, dtype="datetime64[D]") for days in zip(*pairs, strict=True))
    # Working dates after the start up to the end; numpy counts from the first up to, not including, the second.
    working = np.busday_count(starts + 1, ends + 1, weekmask="Mon Tue Wed Thu Fri", holidays=DAYS_OFF)
    assert card["mean_follow_up"]["calendar_days"] == int((ends - starts).astype(int).sum()) / 62
    assert card["mean_follow_up"]["working_days"] == int(working.sum()) / 62


def test_every_documented_key_is_there_with_its_type(card: dict[str, Any]) -> None:
    assert not [name for name, kinds in CARD.items() if not isinstance(card[name], kinds)]
    mean = card["mean_follow_up"]
    assert {type(mean[name]) for name in ("calendar_days", "working_days")} == {float}
    assert {type(mean[name]) for name in ("n", "missing")} | {type(n) for n in mean["since"].values()} == {int}
    assert set(card["predicate"]) == {"value", "scale", "source"}
    assert all(set(advice) == {"text", "trigger"} for advice in card["recommendations"])
    assert 0 <= card["finished_share"] <= card["followed_up_share"] <= 1


def test_a_card_of_nothing_has_the_same_keys_and_no_zeros_for_what_nobody_knows(command: Command, demo: Path) -> None:
    empty = shown(command, demo, year=2019)
    assert set(empty) >= set(CARD)
    assert (empty["total"], empty["followed_up_share"], empty["finished_share"]) == (0, None, None)
    assert (empty["mean_follow_up"]["calendar_days"], empty["mean_follow_up"]["working_days"]) == (None, None)
    assert (empty["predicate"], empty["team_decree"], empty["recommendations"]) == (None, None, [])


def test_the_card_reads_so(command: Command, demo: Path) -> None:
    said = command("scorecard", "--year", 2023, "--channel", "lapor", "--store", demo).out
    for part in (
        "Rapor 2023 · lapor · ",
        "62 aduan",
        "62 selesai (100%)",
        "%TL 100%",
        "15,6 hari (kalender, sejak disposisi)",
        "hari kerja",
        'Kualitas "baik" (masukan dari SE 100.4.4/3368/SJ',
        "SK tim ada",
        "rencana aksi belum ada",
        "Menyusun dan menetapkan rencana aksi",
    ):
        assert part in said


def test_no_official_figure_is_left_unexplained(card: dict[str, Any]) -> None:
    found = card["reconciliation"]
    assert {line["figure"]: line["standing"] for line in found["lines"]} == {
        "total": "same",
        "finished_share": "same",
        "mean_follow_up": "rounded",
    }
    assert (found["differences"], found["unexplained"], found["notes"]) == (0, 0, [])


def test_the_action_plan_begins_with_writing_one(command: Command, demo: Path, tmp_path: Path) -> None:
    files = [tmp_path / "rencana-aksi.xlsx", tmp_path / "rencana-aksi.html"]
    said = command(
        "action-plan", "--year", 2023, "--channel", "lapor", "--store", demo, "--now", NOW.isoformat(), "--json",
        *(word for file in files for word in ("--output", file)),
    )  # fmt: skip
    row = said.json["rows"][0]
    assert (row["number"], row["action"]) == (1, "Menyusun dan menetapkan rencana aksi")
    assert row["figures"][0] == "Rencana aksi belum ada menurut SE 100.4.4/3368/SJ"
    assert row["targets"] == [None] * 4
    assert load_workbook(files[0])["Rencana Aksi"]["D6"].value == row["action"]
    assert row["action"] in files[1].read_text(encoding="utf-8")


def test_a_linked_pair_counts_once_in_the_card_and_twice_by_channel(
    command: Command, demo: Path, tmp_path: Path
) -> None:
    copy = shutil.copy(demo, tmp_path / "linked.db")
    asked = ("scorecard", "--year", 2026, "--store", copy, "--now", NOW.isoformat(), "--by", "channel", "--json")
    before = command(*asked).json
    with Store(copy) as store:
        since = datetime(2026, 1, 2, tzinfo=UTC)
        letter = next(row for row in store.heads(channel="register", since=since) if row.form is Form.letter)
        report = next(row for row in store.heads(channel="lapor", kind=Kind.complaint, since=since))
        assert evaluation.counted(next(f for f in store.facts(channel="register").rows() if f.id == letter.id))
    assert command("link", letter.id, report.id, "--relation", "transferred_to", "--store", copy).code == 0
    after = command(*asked).json
    assert after["total"] == before["total"] - 1
    assert after["metrics"]["rows"]["value"] == before["metrics"]["rows"]["value"]
    assert totals(after) == totals(before)


def totals(card: dict[str, Any]) -> dict[str, int]:
    return {group["key"]: group["total"] for group in card["groups"]["channel"]}


def test_the_card_of_all_channels_says_so_and_sets_aside_what_nobody_has_triaged(command: Command, demo: Path) -> None:
    said = command("scorecard", "--year", 2026, "--store", demo, "--now", "2026-11-24").out
    assert "Rapor 2026 · semua kanal · " in said
    assert "belum dipilah" in said
    youtube_alone = command("scorecard", "--year", 2025, "--channel", "youtube", "--store", demo).out
    assert "Rapor 2025 · youtube · " in youtube_alone
    assert "Belum ada aduan dalam periode ini." in youtube_alone


@pytest.mark.parametrize(("cases", "days"), [(1, 0), (1, 41), (7, 100), (30, 31), (100, 1_234), (62, 968)])
def test_other_numbers_of_cases_and_days_give_their_quotient(tmp_path: Path, cases: int, days: int) -> None:
    files = lapor.generate(tmp_path, cases=cases, total_days=days)
    pairs = list(written_dates(files.follow_up))
    found = imported(tmp_path, list(files.paths))
    assert (len(pairs), sum((end - start).days for start, end in pairs)) == (cases, days)
    assert (found["total"], found["mean_follow_up"]["n"]) == (cases, cases)
    assert found["mean_follow_up"]["calendar_days"] == days / cases


@pytest.mark.parametrize("seed", [2, 3])
def test_other_dice_give_the_same_mean(tmp_path: Path, seed: int) -> None:
    files = lapor.generate(tmp_path, seed=seed)
    found = imported(tmp_path, list(files.paths))
    assert found["mean_follow_up"]["calendar_days"] == 967 / 62


@pytest.mark.parametrize("later", [1, 30])
def test_one_answer_that_moves_changes_the_mean_by_its_days(tmp_path: Path, later: int) -> None:
    files = lapor.generate(tmp_path)
    before = imported(tmp_path, list(files.paths))
    book = load_workbook(files.follow_up)
    cell = book.worksheets[0].cell(row=9, column=lapor.FOLLOW_UP_COLUMNS.index("Tanggal Tindak Lanjut") + 1)
    moved = date.fromordinal(_day(str(cell.value)).toordinal() + later)
    cell.value = f"{moved.day} {MONTHS[moved.month - 1]} {moved.year}"
    book.save(files.follow_up)
    after = imported(tmp_path, [files.follow_up])
    assert before["mean_follow_up"]["calendar_days"] == 967 / 62
    assert after["mean_follow_up"]["calendar_days"] == (967 + later) / 62
    assert (after["total"], after["mean_follow_up"]["n"]) == (62, 62)


def test_comments_from_youtube_change_nothing_in_lapors_card(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path)
    alone = imported(tmp_path, list(files.paths))
    world = youtube.build(1, videos=3, threads=60, small_replies=20)
    with youtube.serve(world) as platform, Store(tmp_path / "aduan.db") as store:
        channel = YouTube(youtube.CHANNEL, public=ApiKey(youtube.KEY), base=platform.base)
        with Hub([channel], store=store, clock=lambda: NOW) as hub:
            assert hub.sync().runs[0].counts.new == 80
        assert asked(store) == alone


READINGS: dict[str, Callable[[lapor.Files], list[list[Path]]]] = {
    "export first": lambda files: [[files.export], [files.follow_up]],
    "follow-up sheet first": lambda files: [[files.follow_up], [files.export]],
    "sheet named first": lambda files: [[files.follow_up, files.export]],
    "everything twice": lambda files: [[files.export, files.follow_up]] * 2,
}


@pytest.mark.parametrize("reading", READINGS)
def test_the_order_of_reading_changes_nothing(tmp_path: Path, reading: str) -> None:
    year = lapor.generate(tmp_path, total_days=None, mix=lapor.LIVELY)
    (tmp_path / "plain").mkdir()
    plain = imported(tmp_path / "plain", list(year.paths))
    assert imported(tmp_path, *READINGS[reading](year)) == plain
    assert plain["mean_follow_up"]["n"]


@pytest.mark.parametrize("layout", ["ringkas", "lengkap"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_layout_and_format_of_the_files_change_nothing(
    tmp_path: Path, layout: lapor.Layout, ending: lapor.Ending
) -> None:
    (tmp_path / "plain").mkdir()
    plain = imported(tmp_path / "plain", list(lapor.generate(tmp_path / "a", mix=lapor.LIVELY).paths))
    other = lapor.generate(tmp_path / "b", mix=lapor.LIVELY, layout=layout, export=ending, follow_up=ending)
    found = imported(tmp_path, list(other.paths))
    # Only the full layout has a column for stars.
    for card in (found, plain):
        del card["metrics"]["mean_rating"]
    assert found == plain


def test_reading_everything_again_leaves_the_store_as_it_is(command: Command, tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, mix=lapor.LIVELY)
    first = command("import", "lapor", *files.paths, "--json")
    before, card = content(tmp_path / "aduan.db"), shown(command, tmp_path / "aduan.db")
    # The same bytes under another name are no news; under other bytes the same rows are read, and still none is.
    second = command("import", "lapor", *files.paths, "--json")
    again = lapor.generate(tmp_path / "again", mix=lapor.LIVELY, export="csv", follow_up="csv")
    third = command("import", "lapor", *again.paths, "--json")
    new, none, same = (said.json["runs"][0] for said in (first, second, third))
    assert new["new"] == new["fetched"] > 62
    assert (none["fetched"], none["new"], none["changed"]) == (0, 0, 0)
    assert (same["new"], same["changed"], same["unchanged"]) == (0, 0, new["fetched"])
    after = content(tmp_path / "aduan.db")
    assert {name: rows for name, rows in after.items() if name != "state"} == {
        name: rows for name, rows in before.items() if name != "state"
    }
    assert shown(command, tmp_path / "aduan.db") == card


def test_a_run_in_json_has_the_documented_keys_with_their_types(command: Command, tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, cases=3, total_days=9)
    (tmp_path / "complaint-hub.toml").write_text('[channels.lapor]\nfiles = ["laporan*.xlsx"]\n', encoding="utf-8")
    runs = [
        *command("import", "lapor", *files.paths, "--json").json["runs"],
        *command("sync", "--json").json["runs"],
        *command("demo", "--store", "demo.db", "--json").json["runs"],
    ]
    shown = ["lapor", "youtube", "google_reviews", "instagram", "tiktok", "register"]
    assert [run["channel"] for run in runs] == ["lapor", "lapor", *shown]
    for run in runs:
        assert set(run) == set(RUN) | ADDED
        assert not [name for name, kinds in RUN.items() if not isinstance(run[name], kinds)]
        json.dumps(run)
