"""What every test run shares: a list of what was skipped and why, which on a build machine must be empty; and a quick
way to an empty database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support import new_tables

_skipped: list[str] = []


def pytest_configure() -> None:
    new_tables.install()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        _skipped.append(f"{report.nodeid}: {report.longrepr[2].removeprefix('Skipped: ')}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):  # one of several processes: the first hears of all reports
        return
    told = "Skipped: nothing." if not _skipped else f"Skipped {len(_skipped)}: " + "; ".join(_skipped)
    cache = Path(session.config.rootpath, ".pytest_cache")
    cache.mkdir(exist_ok=True)
    (cache / "skipped.txt").write_text(told + "\n", encoding="utf-8")
    if _skipped and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
