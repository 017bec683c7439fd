"""Running a channel by hand: what play answers, collects and refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from complaint_hub.auth import ApiKey
from complaint_hub.contract import Auth, Deep, Limit, Page, Request, Response, Session, State
from complaint_hub.errors import ChannelError, NotFoundError, QuotaError
from complaint_hub.model import Complaint
from complaint_hub.testing import play
from complaint_hub.wire import default_error

ROW = {"channel": "board", "account": "a", "created_at": "2026-11-01T00:00:00Z"}


def row(n: int, **more: Any) -> Complaint:
    return Complaint.model_validate({**ROW, "id": f"board:{n}", "native_id": str(n), "scope": "s", **more})


class Board:
    """One request a page; what it does beyond that is the test's."""

    name = "board"
    account = "a"
    identities: Mapping[str, Auth] = {"public": ApiKey("k", hosts=["board.example"])}
    limits: Mapping[str, Limit] = {}

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return default_error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        for n in (1, 2):
            await session.ask(Request("GET", f"https://board.example/{n}"))
            await session.emit(Page(state={"v": 1, "at": n}, complaints=[row(n)], marks={str(n): "seen"}))


def found(request: Request) -> Response:
    return Response(200, {}, b"{}")


def test_requests_and_pages_are_collected_in_order() -> None:
    played = play(Board(), found)
    assert [request.url for request in played.requests] == ["https://board.example/1", "https://board.example/2"]
    assert [complaint.native_id for complaint in played.complaints] == ["1", "2"]
    assert (played.state, played.marks, list(played.known)) == (
        {"v": 1, "at": 2},
        {"1": "seen", "2": "seen"},
        ["1", "2"],
    )


def test_the_channel_judges_the_answers_itself() -> None:
    played = play(Board(), lambda request: Response(404, {}, b""))
    assert isinstance(played.error, NotFoundError)
    assert played.pages == []


def test_an_answer_may_raise() -> None:
    def broken(request: Request) -> Response:
        raise NotFoundError("nothing here")

    assert isinstance(play(Board(), broken).error, NotFoundError)


def test_a_limit_ends_the_run_as_a_spent_budget_does() -> None:
    played = play(Board(), found, limit=1)
    assert isinstance(played.error, QuotaError)
    assert played.state == {"v": 1, "at": 1}


def test_what_the_store_remembers_is_asked_by_the_session() -> None:
    class Asking(Board):
        async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
            first = await session.known(n=1)
            rest = await session.known(after=first[-1])
            marks = await session.marks([*first, *rest])
            await session.emit(Page(notices=(*first, *rest, *marks.values(), *await session.known(scope="t"))))

    rows = [row(1), row(2, created_at="2026-11-02T00:00:00Z"), row(3, created_at="2026-10-01T00:00:00Z", scope="t")]
    assert play(Asking(), found, known=rows, marks={"2": "m"}).notices == ["2", "1", "3", "m", "3"]


def test_a_foreign_await_is_refused() -> None:
    class Sleeping(Board):
        async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
            await asyncio.sleep(0)

    with pytest.raises(TypeError, match="other than its session"):
        play(Sleeping(), found)


def test_a_state_that_is_no_json_is_refused() -> None:
    class Careless(Board):
        async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
            await session.emit(Page(state={"v": 1, "ids": {"a"}}))  # type: ignore[dict-item]  # the mistake under test

    with pytest.raises(TypeError, match="JSON"):
        play(Careless(), found)


def test_a_bug_of_the_channel_is_not_swallowed() -> None:
    class Broken(Board):
        async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
            raise KeyError("x")

    with pytest.raises(KeyError):
        play(Broken(), found)
