"""A copy of the database: one moment of it, whole, and never over another file."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from complaint_hub import StoreError
from complaint_hub.store import Store, back_up
from support.rows import Runs, head

WRITER = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
print("writing", flush=True)
turn = 0
while True:
    # Two rows that say the same number, in one transaction: a copy that holds two numbers is no moment of it.
    conn.execute("BEGIN IMMEDIATE")
    for account in ("a", "b"):
        conn.execute("INSERT OR REPLACE INTO state VALUES ('x', ?, ?, NULL, NULL)", (account, turn))
    conn.execute("COMMIT")
    turn += 1
"""


def versions(path: Path) -> set[int]:
    """What the two rows of the writing process say in a copy."""
    with closing(sqlite3.connect(path)) as conn:
        return {row[0] for row in conn.execute("SELECT version FROM state WHERE channel = 'x'")}


def test_a_copy_holds_what_the_database_holds(store: Store, runs: Runs, path: Path, tmp_path: Path) -> None:
    runs.say(head("1"), head("2"), head("3"))
    made = back_up(path, tmp_path / "copy.db")
    assert (made.complaints, made.size) == (3, (tmp_path / "copy.db").stat().st_size)
    with Store(tmp_path / "copy.db") as copy:
        assert [c.id for c in copy.heads()] == [c.id for c in store.heads()]
        assert copy.checkpoint("lapor", "blitar") == store.checkpoint("lapor", "blitar")


def test_a_copy_beside_a_writing_process_is_one_committed_moment(store: Store, path: Path, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            copies = [tmp_path / f"{n}.db" for n in range(20)]
            for copy in copies:
                back_up(path, copy)
        finally:
            writer.kill()
    told = [versions(copy) for copy in copies]
    assert all(len(one) <= 1 for one in told)
    assert told[0] != told[-1], "nothing was written meanwhile"


def test_a_copy_is_one_file_and_its_owner_s(store: Store, runs: Runs, path: Path, tmp_path: Path) -> None:
    runs.say(head("1"))
    (tmp_path / "copies").mkdir()
    back_up(path, tmp_path / "copies" / "copy.db")
    assert [file.name for file in (tmp_path / "copies").iterdir()] == ["copy.db"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "copies" / "copy.db").stat().st_mode) == 0o600


def test_a_copy_overwrites_nothing(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("something else")
    with pytest.raises(StoreError, match="overwrites nothing"):
        back_up(path, tmp_path / "copy.db")
    with pytest.raises(StoreError, match="overwrites nothing"):
        back_up(path, path)
    assert (tmp_path / "copy.db").read_text() == "something else"


def test_a_copy_is_not_put_beside_the_log_of_another_database(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db-wal").touch()
    with pytest.raises(StoreError, match="left from another database"):
        back_up(path, tmp_path / "copy.db")


def test_a_server_is_copied_by_its_own_tool() -> None:
    with pytest.raises(StoreError, match="pg_dump") as told:
        back_up("postgresql://petugas:canary@db/aduan", "copy.db")
    assert "canary" not in str(told.value)


@pytest.mark.parametrize(("content", "told"), [(None, "there is no database"), (b"x" * 9000, "not a database")])
def test_what_is_no_database_is_not_copied(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content:
        (tmp_path / "aduan.db").write_bytes(content)
    with pytest.raises(StoreError, match=told):
        back_up(tmp_path / "aduan.db", tmp_path / "copy.db")
    assert not list(tmp_path.glob("*copy.db*"))


def test_a_damaged_database_gives_no_copy(store: Store, runs: Runs, path: Path, tmp_path: Path) -> None:
    runs.say(*(head(str(n)) for n in range(200)))
    store.close()
    with path.open("r+b") as stream:
        stream.seek(5 * 4096)
        stream.write(b"\xff" * 4096 * 4)
    with pytest.raises(StoreError, match="damaged"):
        back_up(path, tmp_path / "copy.db")
    assert not list(tmp_path.glob("*copy.db*"))
