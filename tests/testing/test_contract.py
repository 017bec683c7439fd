"""The contract catches channels that break their promises."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from complaint_hub.auth import ApiKey
from complaint_hub.contract import Auth, Deep, Limit, Page, Request, Response, Session, State
from complaint_hub.errors import ChannelError
from complaint_hub.model import Complaint
from complaint_hub.sandbox import server
from complaint_hub.testing import ChannelContract
from complaint_hub.wire import default_error

PAGES = 4


class Board:
    """A list of four pages; ``fault`` is the promise that it breaks."""

    name = "board"
    limits: Mapping[str, Limit] = {"calls": Limit(1_000, per="day")}

    def __init__(self, account: str, base: str, fault: str = "") -> None:
        self.account = account
        self.fault = fault
        self.base = base
        self.identities: Mapping[str, Auth] = {"public": ApiKey("k", hosts=[base.split("//")[1]])}

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return default_error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        start = 0 if state is None or self.fault == "forgets" else int(str(state["next"]))
        for n in range(start, PAGES):
            body = await session.ask(Request("GET", f"{self.base}/{n}", draws={"calls": 1}))
            page = self._page(n, json.loads(body.body))
            if self.fault == "too early":
                await session.emit(Page(state=page.state))
                await session.emit(Page(complaints=page.complaints))
            else:
                await session.emit(page)

    def _page(self, n: int, texts: list[str]) -> Page:
        prefix = "" if self.fault == "collides" else f"{self.account}/"
        rows = [self._row(f"{prefix}{n}-{i}", text) for i, text in enumerate(texts)]
        return Page(state={"v": 1, "next": n + 1}, complaints=rows)

    def _row(self, id: str, text: str) -> Complaint:
        at = "2026-11-01T00:00:00Z" if self.account == "a" else "2026-11-02T00:00:00Z"
        known = {"channel": "board", "account": self.account, "created_at": at, "text": text}
        return Complaint.model_validate({**known, "id": f"board:{id}", "native_id": id})


class BoardContract(ChannelContract):
    budgets = (1, 3)
    days = 20
    fault = ""

    @contextmanager
    def world(self) -> Iterator[str]:
        def answer(request: server.Request) -> server.Response:
            return server.Response(200, json.dumps([f"aduan {request.path}", "lain"]).encode())

        with server.serve(answer) as running:
            yield running.url

    def channel(self, place: Any) -> Board:
        return Board("a", place, self.fault)

    def second(self, place: Any) -> Board:
        return Board("b", place, self.fault)


class TestBoard(BoardContract):
    """A channel that keeps all promises."""


@pytest.mark.parametrize(
    ("fault", "promise"),
    [
        ("forgets", BoardContract.test_a_few_units_a_day_end_in_the_store_of_an_unlimited_run),
        ("too early", BoardContract.test_a_run_that_dies_at_any_step_loses_nothing),
        ("collides", BoardContract.test_two_accounts_do_not_collide),
    ],
)
def test_a_broken_promise_is_found(fault: str, promise: Callable[[BoardContract], None]) -> None:
    contract = BoardContract()
    contract.fault = fault
    with pytest.raises(AssertionError):
        promise(contract)
