"""Opening a database: what is created, what is migrated, what is refused, each in one sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from complaint_hub.contract import Page
from complaint_hub.errors import ConfigError, StoreError
from complaint_hub.store import Store, schema, tables
from support.new_tables import by_steps
from support.rows import START, Runs, head


@pytest.fixture(autouse=True)
def every_step() -> Iterator[None]:
    """Databases are made here as outside the tests."""
    with by_steps():
        yield


def refusal(address: str | Path) -> str:
    with pytest.raises(StoreError) as caught:
        Store(address)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_migrated_database_has_the_tables_of_today(store: Store) -> None:
    with store._database.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_versions_that_are_known_are_those_of_the_steps() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == schema.REVISIONS


def test_a_database_opens_again_with_what_it_holds(store: Store, runs: Runs, path: Path) -> None:
    runs.say(head(text="x"))
    store.close()
    with Store(f"sqlite:///{path}") as again:
        assert again.complaint("lapor:1") is not None


def test_a_failing_step_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    made = op.create_table

    def break_late(name: str, *columns: object, **options: object) -> object:
        if name == "token":
            raise RuntimeError("power off")
        return made(name, *columns, **options)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(op, "create_table", break_late)
    with pytest.raises(RuntimeError):
        Store(path)
    found = sqlite3.connect(path)
    assert found.execute("SELECT name FROM sqlite_master").fetchall() == []
    found.close()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX only")
def test_the_files_are_readable_by_their_owner_alone(store: Store, runs: Runs, path: Path) -> None:
    runs.say(head())
    modes = {name.name: name.stat().st_mode & 0o777 for name in path.parent.iterdir()}
    assert modes == {"aduan.db": 0o600, "aduan.db-wal": 0o600, "aduan.db-shm": 0o600}


def test_opening_a_current_database_does_not_import_alembic(store: Store, path: Path) -> None:
    code = (
        "import sys; from complaint_hub.store import Store; Store(sys.argv[1]).checkpoint('a', 'b'); "
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0


def test_something_that_is_no_database_is_refused(path: Path) -> None:
    path.write_bytes(b"Tracking ID;Judul\n" * 100)
    assert refusal(path) == f"{path} is not a database of this program; name another file"


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE music (title TEXT)")
    other.close()
    assert refusal(path) == f"{path} holds tables of another program; name another file"


def test_a_newer_database_is_refused_and_left_alone(store: Store, path: Path) -> None:
    store.close()
    newer = sqlite3.connect(path)
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    message = refusal(path)
    assert "was written by a newer version of this library" in message
    assert "upgrade complaint-hub" in message


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none" / "aduan.db"
    assert refusal(path) == (f"{path}: the folder {path.parent} does not exist; create it, or name another file")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "is a folder; name a file in it" in refusal(tmp_path)


def test_a_store_in_memory_is_refused() -> None:
    assert "in memory cannot be shared" in refusal("sqlite://")


@pytest.mark.parametrize("address", ["nonsense://x", "sqlite+nothing:///x", "://"], ids=["scheme", "driver", "empty"])
def test_an_address_that_makes_no_sense_is_refused(address: str) -> None:
    assert "the store's address is not understood" in refusal(address)


def test_an_unknown_zone_is_a_wrong_setting(path: Path) -> None:
    with pytest.raises(ConfigError, match="Asia/Blitar"):
        Store(path, zone="Asia/Blitar")
    assert not path.exists()


def test_a_locked_database_is_named_after_the_time_out(store: Store, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(f"sqlite:///{path}?timeout=0.05") as waiting, pytest.raises(StoreError) as caught:
        waiting.commit("lapor", "blitar", Page(complaints=[head()]), version=0, now=START)
    other.close()
    assert str(caught.value) == f"{path} is locked by another program; wait until it is done, or close it"


def test_a_read_only_database_can_be_read_and_says_so_when_written(store: Store, path: Path) -> None:
    with Store(f"sqlite:///file:{path}?mode=ro&uri=true") as reading:
        assert list(reading.heads()) == []
        with pytest.raises(StoreError, match="is read-only; make the file and its folder writable"):
            reading.commit("lapor", "blitar", Page(complaints=[head()]), version=0, now=START)


def test_a_full_disk_is_one_sentence_and_stores_nothing(store: Store, runs: Runs) -> None:
    runs.say(head())
    with store._database.write() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="disk is full"):
        runs.say(*(head(str(i), text="x" * 3000) for i in range(100)))
    assert len(list(store.heads())) == 1
