"""What comes in wrong: files, settings and databases. Each is one clear sentence, and nothing is written by halves."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from complaint_hub.store import Store
from support.bad_files import BAD
from support.command import Answer, Command
from support.lapor_files import report, written
from support.ordinary_user import as_ordinary_user, open_folder

ID = "lapor:9123456"
NOW = ("--now", "2026-03-02")


def is_one_sentence(said: Answer, *parts: str) -> bool:
    """Refused with exit 2, nothing on standard output, and one line that names every one of *parts*."""
    assert said.code == 2, said
    assert said.out == ""
    assert said.err.startswith("complaint-hub: ")
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.err
    for part in parts:
        assert part in said.err, f"{part!r} is not in {said.err!r}"
    return True


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def rows(store: Path) -> dict[str, int]:
    """How many rows each table of a database holds."""
    base = sqlite3.connect(store)
    try:
        tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: base.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
    finally:
        base.close()


# --- LAPOR files that are refused whole


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_export_is_refused_and_no_database_is_made(
    command: Command, tmp_path: Path, kind: str
) -> None:
    name, write, remedy = BAD[kind]
    good = written(tmp_path / "baik.xlsx", [report()])
    write(tmp_path / name)
    assert is_one_sentence(command("import", "lapor", good, name), name, remedy)
    assert names(tmp_path) == {good.name, name}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_export_writes_nothing_into_a_database_that_is_there(
    command: Command, tmp_path: Path, kind: str
) -> None:
    name, write, _ = BAD[kind]
    command("import", "lapor", written(tmp_path / "lama.csv", [report()]))
    before = rows(tmp_path / "aduan.db")
    new = written(tmp_path / "baru.csv", [report(Tracking_ID="9123457")])
    write(tmp_path / name)
    assert is_one_sentence(command("import", "lapor", new, name), name)
    # The attempt itself is on record.
    assert rows(tmp_path / "aduan.db") | {"run": 0} == before | {"run": 0}


def test_a_refusal_says_what_was_looked_for_and_what_was_found(command: Command, tmp_path: Path) -> None:
    BAD["no id"][1](tmp_path / "salinan.xlsx")
    said = command("import", "lapor", "salinan.xlsx")
    assert is_one_sentence(said, '"Tracking ID"', "row 1: No | nomor | masuk")


# --- LAPOR rows that are set aside, or only counted


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("date", ["", "1 Jan 1900", "3 Jan 2999", "31 Feb 2023", "besok"], ids=str)
def test_a_row_without_a_proper_date_is_set_aside_and_the_rest_stored(
    command: Command, tmp_path: Path, date: str, suffix: str
) -> None:
    bad = report(Tracking_ID="9123457", Tanggal_Laporan_Masuk=date)
    file = written(tmp_path / f"a{suffix}", [report(), bad, report(Tracking_ID="9123458")])
    said = command("import", "lapor", file, "--json")
    assert (said.code, said.json["runs"][0]["new"], said.json["runs"][0]["set_aside"]) == (1, 2, 1)
    (row,) = command("quarantine", "list", "--json").json["quarantine"]
    assert (row["native_id"], f"a{suffix}, row 3" in row["reason"]) == ("9123457", True)


def test_one_id_twice_with_different_content_is_set_aside_and_the_stored_row_stays(
    command: Command, tmp_path: Path
) -> None:
    command("import", "lapor", written(tmp_path / "a.csv", [report()]))
    before = command("show", ID, *NOW, "--json").json
    two = [report(Judul_Laporan="Satu"), report(Tracking_ID="9123457"), report(Judul_Laporan="Dua")]
    said = command("import", "lapor", written(tmp_path / "b.csv", two), "--json")
    run = said.json["runs"][0]
    assert (said.code, run["new"], run["changed"], run["set_aside"]) == (1, 1, 0, 2)
    assert command("show", ID, *NOW, "--json").json == before
    aside = command("quarantine", "list", "--json").json["quarantine"]
    assert [row["native_id"] for row in aside] == ["9123456", "9123456"]


def test_one_id_twice_alike_and_a_repeated_header_are_counted_and_no_fault(command: Command, tmp_path: Path) -> None:
    header = {name: name for name in report()}
    said = command("import", "lapor", written(tmp_path / "a.csv", [report(), report(), header, header]), "--json")
    run = said.json["runs"][0]
    assert (said.code, run["new"], run["set_aside"]) == (0, 1, 0)
    told = "\n".join(run["notices"])
    assert "rows that repeat an earlier row word by word: 1" in told
    assert "header rows that are repeated among the rows: 2" in told
    assert "Karantina kosong" in command("quarantine", "list").out


def test_a_stray_nul_in_a_text_is_repaired_and_counted(command: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", [report(Judul_Laporan="Jalan\0 berlubang"), report(Tracking_ID="9123457")])
    said = command("import", "lapor", file, "--json")
    run = said.json["runs"][0]
    assert (said.code, run["new"], run["repaired"]) == (0, 2, 1)
    assert "Jalan" in command("show", ID, *NOW).out


# --- settings

YOUTUBE = '[channels.youtube]\naccount = "UCsandboxBlitar000000000"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (YOUTUBE, ("[channels.youtube]", "COMPLAINT_HUB_YOUTUBE_KEY", "key_file")),
        ("[channels.facebook]\n", ("[channels.facebook]", "'facebook' is installed", "tiktok, youtube")),
        (f'{YOUTUBE}key_file = "tidak-ada.key"\n', ("key_file", "tidak-ada.key cannot be read")),
        (f'{YOUTUBE}key_file = "folder"\n', ("key_file", "folder cannot be read")),
        ('[channels.lapor]\nfiles = ["tidak-ada.xlsx"]\n', ("[channels.lapor] files", "no file tidak-ada.xlsx")),
        ('zone = "Asia/Blitar"\n', ("complaint-hub.toml zone", "'Asia/Blitar' is no time zone")),
        ("store = \n", ("complaint-hub.toml is not valid TOML",)),
        ("", ("no channel is configured", "[channels.NAME]", "complaint-hub.toml")),
    ],
    ids=["missing key", "unknown channel", "no key file", "key folder", "no file", "zone", "no toml", "empty"],
)
def test_a_wrong_setting_is_one_sentence_before_anything_is_written(
    command: Command, tmp_path: Path, text: str, told: tuple[str, ...]
) -> None:
    (tmp_path / "complaint-hub.toml").write_text(text)
    (tmp_path / "folder").mkdir()
    assert is_one_sentence(command("sync"), *told)
    assert names(tmp_path) == {"complaint-hub.toml", "folder"}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX only")
def test_a_secret_that_the_world_can_read_is_refused_without_being_shown(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text(f'{YOUTUBE}key_file = "youtube.key"\n')
    (tmp_path / "youtube.key").write_text("AIzaCANARY0123456789")
    (tmp_path / "youtube.key").chmod(0o644)
    said = command("sync")
    assert is_one_sentence(said, "youtube.key can be read by others (mode 0644)", "chmod 600")
    assert "CANARY" not in said.err
    assert not (tmp_path / "aduan.db").exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX only")
@pytest.mark.parametrize("closed", ["complaint-hub.toml", "youtube.key", "a.csv"])
def test_a_file_that_may_not_be_read_is_named(command: Command, monkeypatch: pytest.MonkeyPatch, closed: str) -> None:
    with open_folder() as folder:
        monkeypatch.chdir(folder)
        (folder / "complaint-hub.toml").write_text(f'{YOUTUBE}key_file = "youtube.key"\n')
        (folder / "youtube.key").write_text("k")
        written(folder / "a.csv", [report()])
        words = ("import", "lapor", "a.csv") if closed == "a.csv" else ("sync",)
        command("import", "lapor", "tidak-ada.csv")  # so that the child has all modules
        (folder / closed).chmod(0o000)
        assert is_one_sentence(as_ordinary_user(*words), f"{closed}", "cannot be read", "Permission denied")
        assert not (folder / "aduan.db").exists()


# --- databases

READING = (
    ("list",),
    ("show", ID),
    ("due",),
    ("scorecard", "--year", "2023"),
    ("quarantine", "list"),
    ("quarantine", "retry"),
)
WRITING = (("sync",), ("import", "lapor", "baru.csv"), ("official", "import", "hasil.toml"))


def prepare(folder: Path) -> Path:
    """Give every command what it needs, but for the database."""
    written(folder / "baru.csv", [report()])
    (folder / "complaint-hub.toml").write_text('[channels.lapor]\nfiles = ["baru.csv"]\n')
    (folder / "hasil.toml").write_text('year = 2023\nletter = "SE 1"\n')
    return folder


@pytest.fixture
def office(command: Command, tmp_path: Path) -> Path:
    """A folder in which only the database is still to come."""
    return prepare(tmp_path)


def newer(path: Path) -> None:
    Store(path).close()
    base = sqlite3.connect(path)
    base.execute("UPDATE alembic_version SET version_num = '9999'")
    base.commit()
    base.close()


def foreign(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE music (title TEXT)")
    base.commit()
    base.close()


STORES: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer": (newer, "upgrade complaint-hub"),
    "foreign": (foreign, "tables of another program; name another file"),
    "no database": (lambda path: path.write_bytes(b"Tracking ID;Judul\n" * 90), "name another file"),
    "short text": (lambda path: path.write_text("bukan basis data"), "name another file"),
    "folder": (lambda path: path.mkdir(), "is a folder; name a file in it"),
}


@pytest.mark.parametrize("words", READING + WRITING, ids=" ".join)
@pytest.mark.parametrize("kind", STORES)
def test_a_database_that_is_not_ours_is_refused_and_left_as_it_is(
    command: Command, office: Path, kind: str, words: tuple[str, ...]
) -> None:
    make, remedy = STORES[kind]
    store = office / "aduan.db"
    make(store)
    before = store.read_bytes() if store.is_file() else None
    assert is_one_sentence(command(*words), "aduan.db", remedy)
    assert (store.read_bytes() if store.is_file() else None) == before


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_database_that_does_not_exist_is_named_and_not_made(
    command: Command, office: Path, words: tuple[str, ...]
) -> None:
    assert is_one_sentence(command(*words), f"there is no database aduan.db (looked in {office})", "--store")
    assert not (office / "aduan.db").exists()


@pytest.mark.parametrize("words", READING + WRITING, ids=" ".join)
def test_an_empty_database_is_no_fault(command: Command, office: Path, words: tuple[str, ...]) -> None:
    Store(office / "aduan.db").close()
    said = command(*words)
    if words[0] == "show":
        assert is_one_sentence(said, "tidak ada aduan 'lapor:9123456'", "complaint-hub list")
    else:
        assert said.code == 0
        assert said.out
        assert "complaint-hub: " not in said.err


class Locked:
    """Another program at work on the database: it writes, or has it for itself alone."""

    def __init__(self, store: Path, *, exclusive: bool) -> None:
        self.base = sqlite3.connect(store, isolation_level=None)
        if exclusive:
            self.base.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.base.execute("BEGIN IMMEDIATE")
        self.base.execute("UPDATE alembic_version SET version_num = version_num")

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.base.execute("ROLLBACK")
        self.base.close()


BRIEFLY = ("--store", "sqlite:///aduan.db?timeout=0.05")


@pytest.mark.parametrize("words", READING[:-1], ids=" ".join)
def test_reading_goes_on_while_another_program_writes(command: Command, office: Path, words: tuple[str, ...]) -> None:
    command("import", "lapor", "baru.csv")
    with Locked(office / "aduan.db", exclusive=False):
        said = command(*words, *BRIEFLY)
    assert (said.code, "complaint-hub: " in said.err) == (0, False)


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_writing_says_that_another_program_writes(command: Command, office: Path, words: tuple[str, ...]) -> None:
    Store(office / "aduan.db").close()
    with Locked(office / "aduan.db", exclusive=False):
        assert is_one_sentence(command(*words, *BRIEFLY), "aduan.db is locked by another program", "wait until")


@pytest.mark.parametrize("words", READING + WRITING, ids=" ".join)
def test_a_database_that_another_program_has_for_itself_is_locked(
    command: Command, office: Path, words: tuple[str, ...]
) -> None:
    Store(office / "aduan.db").close()
    with Locked(office / "aduan.db", exclusive=True):
        assert is_one_sentence(command(*words, *BRIEFLY), "aduan.db is locked by another program", "wait until")


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX only")
def test_a_database_that_may_not_be_written_is_named_by_every_command(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_folder() as folder:
        prepare(folder)
        monkeypatch.chdir(folder)
        command("import", "lapor", "baru.csv")
        for words in READING + WRITING:
            command(*words)  # so that the children have all modules
        before = (folder / "aduan.db").read_bytes()
        (folder / "aduan.db").chmod(0o444)
        folder.chmod(0o555)
        for words in READING + WRITING:
            assert is_one_sentence(as_ordinary_user(*words), "aduan.db is read-only; make the file and its folder")
        assert (folder / "aduan.db").read_bytes() == before


READ_ONLY = ("--store", "sqlite:///file:aduan.db?mode=ro&uri=true")


@pytest.mark.parametrize("words", READING[:-1] + WRITING, ids=" ".join)
def test_a_database_opened_to_be_read_alone_is_read_and_never_written(
    command: Command, office: Path, words: tuple[str, ...]
) -> None:
    command("import", "lapor", "baru.csv")
    before = rows(office / "aduan.db")
    said = command(*words, *READ_ONLY)
    if words in WRITING:
        assert is_one_sentence(said, "aduan.db is read-only; make the file and its folder writable")
    else:
        assert (said.code, "complaint-hub: " in said.err) == (0, False)
    assert rows(office / "aduan.db") == before
