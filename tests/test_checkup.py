"""What channels say of the next run, from their checkpoints alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub import ApiKey, CanEstimate
from complaint_hub.auth import OAuth2
from complaint_hub.channels.google_reviews import GoogleReviews
from complaint_hub.channels.lapor import Lapor
from complaint_hub.channels.register import Register
from complaint_hub.channels.youtube import YouTube
from complaint_hub.checkup import look_at_account
from complaint_hub.contract import Page, State
from complaint_hub.errors import ConfigError
from complaint_hub.store import Store

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def youtube() -> YouTube:
    return YouTube("UCofatest", public=ApiKey("key-of-a-test"))


@pytest.mark.parametrize(("known", "deep"), [(0, 0), (1, 1), (50, 1), (51, 2)])
def test_an_idle_run_of_youtube_costs_a_unit_and_a_deep_one_a_unit_for_fifty(known: int, deep: int) -> None:
    told = youtube().estimate({"v": 1, "filled": True}, known=known)
    assert (told.least, told.deep, told.owed) == ({"units": 1}, {"units": deep}, ())


def test_youtube_s_debts_come_first_and_cost() -> None:
    told = youtube().estimate({"v": 1, "pending": [{"thread": "t", "total": 9}], "todo": ["full"]}, known=100)
    assert (told.least, told.deep) == ({"units": 4}, {"units": 0})
    assert told.owed == ("threads whose replies wait: 1", "known threads with all replies")


def test_a_checkpoint_of_a_newer_version_is_a_problem_of_its_account(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        youtube().estimate({"v": 99}, known=0)
    with Store(tmp_path / "aduan.db") as store:
        store.commit("youtube", "UCofatest", Page(state={"v": 99}), version=0, now=NOW)
        found = look_at_account(youtube(), store, now=NOW)
    assert found.estimate is None
    assert "version 99" in str(found.problem)


def test_a_quota_that_was_drawn_or_called_spent_is_told(tmp_path: Path) -> None:
    with Store(tmp_path / "aduan.db") as store:
        key = f"youtube:units:{ApiKey('key-of-a-test').app}"
        store.spend(key, window="2026-11-23", resets_at=NOW, cost=7, amount=10_000)
        assert look_at_account(youtube(), store, now=NOW).quotas[0].left == 9_993
        store.exhaust(key, window="2026-11-23", resets_at=NOW)
        assert look_at_account(youtube(), store, now=NOW).quotas[0].left == 0


@pytest.mark.parametrize(
    ("state", "least", "deep"),
    [
        (None, 3, {}),
        ({"v": 1, "places": [{"id": "locations/1", "owner": "accounts/1"}]}, 1, {"requests": 2}),
    ],
    ids=["first", "idle"],
)
def test_an_idle_run_of_google_reviews_costs_a_request_a_location(
    state: State | None, least: int, deep: dict[str, int]
) -> None:
    owner = OAuth2("client", "secret-of-a-test", "refresh-of-a-test")
    told = GoogleReviews("google", owner=owner).estimate(state, known=0)
    assert (told.least, told.deep, told.owed) == ({"requests": least}, deep, ())


@pytest.mark.parametrize("channel", [Lapor, Register])
def test_files_that_were_not_read_yet_are_counted(channel: type[Lapor | Register], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    made = channel([tmp_path / "*.csv"])
    assert isinstance(made, CanEstimate)
    assert made.estimate(None, known=0).least == {"files": 1}
