"""``import tiktok``: comments from a file are read, once, and refused in one sentence where there are none."""

from __future__ import annotations

from pathlib import Path

from support.command import Command

VIDEO = "https://www.tiktok.com/@b/video/7109000000000000009"
ROWS = f"""video_url,comment_id,parent_comment_id,author,text,created_at
{VIDEO},7110000000000000001,,warga1,Jalan rusak,2026-11-01 09:15:42
{VIDEO},7110000000000000002,7110000000000000001,pemkab,Kami teruskan,2026-11-01 10:00:01
"""


def rows(folder: Path, text: str = ROWS) -> Path:
    path = folder / "komentar.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_into_the_database_once(command: Command, tmp_path: Path) -> None:
    path = rows(tmp_path)
    first = command("import", "tiktok", path, "--username", "pemkab", "--json")
    again = command("import", "tiktok", path, "--username", "pemkab", "--json")
    assert (first.code, again.code) == (0, 0)
    assert '"new":2' in first.out.replace(" ", "")
    assert '"fetched":0' in again.out.replace(" ", "")


def test_what_the_office_answered_stands_in_the_timeline(command: Command, tmp_path: Path) -> None:
    command("import", "tiktok", rows(tmp_path), "--username", "pemkab")
    shown = command("show", "tiktok:7110000000000000001")
    assert shown.code == 0
    assert "Kami teruskan" in shown.out


def test_a_doubtful_row_leaves_with_one(command: Command, tmp_path: Path) -> None:
    path = rows(tmp_path, ROWS.replace("2026-11-01 10:00:01", "06/08/2026"))
    assert command("import", "tiktok", path).code == 1
    assert command("import", "tiktok", path, "--day-first", "--account", "lain").code == 0


def test_what_holds_no_comments_is_refused_and_leaves_no_database(command: Command, tmp_path: Path) -> None:
    refused = command("import", "tiktok", rows(tmp_path, "<html>"))
    assert refused.code == 2
    assert "komentar.csv" in refused.err
    assert not list(tmp_path.glob("**/*.db"))


def test_a_file_that_is_not_there_is_refused(command: Command, tmp_path: Path) -> None:
    refused = command("import", "tiktok", tmp_path / "x.csv")
    assert (refused.code, "there is no file" in refused.err) == (2, True)
