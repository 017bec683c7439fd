"""Each promise finds the bug that it stands for: good channels, broken in one place."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Deep, Page, Request, Response, Session, State
from complaint_hub.errors import AuthError, ChannelError, UnavailableError
from complaint_hub.model import Event, Role
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.store import gone
from complaint_hub.testing import PROMISES, ChannelContract, World
from support.owned import consent
from support.youtube_platform import Owned, Platform, on, served

PACKAGE = Path(__file__).parents[2] / "examples" / "board-channel"
SOURCE = (PACKAGE / "src" / "board_channel.py").read_text(encoding="utf-8")

LAST = 'last = not found.page["more"] or ('
OVER = ('found.page["more"]', 'found.page.get("more")')
LAX = ("list[Notice] | bool]", "list[Notice] | bool | str]")
NATIVE = "return Complaint.model_validate({**dict(one), **names,"
BROKEN: dict[str, list[tuple[str, str]]] = {
    "P01": [(LAST, "last = True or (")],
    "P02": [("times[-1] <", "times[0] <")],
    "P05": [(LAST, "last = not found.items or " + LAST.removeprefix("last = "))],
    "P07": [(LAST, "last = len(found.items) == 100 or " + LAST.removeprefix("last = "))],
    "P09": [("if throttled else", "if False else None if throttled else"), OVER, LAX],
    "P11": [("if throttled else", "if False else None if response.status == 404 else"), OVER, LAX],
    "P12": [('if at["v"] > 1:', "if False:")],
    "P13": [('f"board:{self.account}/{one.id}"', 'f"board:{one.id}"'), ('f"{self.account}/{one.id}"', "one.id")],
    "P14": [("**(state or {})}", '**{"newest": (state or {}).get("newest", 0)}}')],
    "P15": [("await session.emit(Page(at, rows,", "await session.emit(Page(at)); await session.emit(Page(at, rows,")],
    "P16": [(NATIVE, NATIVE + '"title": str(__import__("asyncio")._get_running_loop() is None),')],
    "P17": [(NATIVE, NATIVE + '"title": str(__import__("uuid").uuid4()),')],
    "P18": [("times = [", 'if found.damaged: raise RateLimitError("odd")\n            times = [')],
    "P19": [('last and at["whole"] and', 'at["whole"] and'), ("Page(at, rows", "Page(at if last else None, rows")],
    "P21": [('bool(deep) or not at["newest"]', 'not at["newest"]')],
    "P22": [("self.account, self", "self.key = key; self.account, self"), (NATIVE, NATIVE + '"title": self.key,')],
    "P23": [(NATIVE, NATIVE + '"title": str(__import__("datetime").datetime.now()),')],
    "P24": [("if throttled else", "if throttled else None if response.status == 401 else"), OVER, LAX],
    "P25": [(NATIVE, NATIVE + '"text": __import__("html").escape(one.text),')],
}  # fmt: skip
"""Promise → what is written where in the channel of the notice board, to break it."""


def loaded(name: str, source: str) -> ModuleType:
    module = ModuleType(name)
    # Without the future statements of this file, which a compilation inherits.
    exec(compile(source, f"{name}.py", "exec", dont_inherit=True), module.__dict__)
    return module


@pytest.fixture(scope="module")
def board() -> Iterator[ModuleType]:
    """The notice board of the example, on this machine."""
    spec = importlib.util.spec_from_file_location("notice_board", PACKAGE / "tests" / "notice_board.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["notice_board"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["notice_board"]


def contract_of(board: ModuleType, source: str) -> ChannelContract[World]:
    """The suite over the board's channel, as *source* has it."""
    channels = loaded("board_channel", source)

    class Contract(ChannelContract[Any]):
        days = 20

        @contextmanager
        def world(self) -> Generator[Any]:
            there = board.NoticeBoard()
            with board.serve(there):
                yield there

        def channel(self, world: Any) -> Any:
            return channels.Board("talun", key=board.KEY, base=world.url)

        def second(self, world: Any) -> Any:
            return channels.Board("doko", key=board.KEY, base=world.url)

        def unknown(self, world: Any) -> Any:
            return channels.Board("atlantis", key=board.KEY, base=world.url)

    return Contract()


def name_of(number: str) -> str:
    return next(promise.test for promise in PROMISES if promise.number == number)


@pytest.mark.parametrize("number", BROKEN)
def test_a_board_that_breaks_it_is_found(number: str, board: ModuleType) -> None:
    source = SOURCE
    for old, new in BROKEN[number]:
        assert old in source
        source = source.replace(old, new)
    getattr(contract_of(board, SOURCE), name_of(number))()
    with pytest.raises(AssertionError) as found:
        getattr(contract_of(board, source), name_of(number))()
    assert "in the code of" not in str(found.value), "broken so much that nothing is tried"


def test_a_store_that_believes_everything_is_found(board: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gone, "BREAKER_LEAST", 1_000)
    contract = contract_of(board, SOURCE)
    with pytest.raises(AssertionError, match="an empty platform"):
        contract.test_p20_all_gone_at_once_is_doubted()


class Careless(YouTube):
    """YouTube, broken in one place; ``number`` is the promise."""

    number = ""

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        try:
            await super().fetch(Meddling(session, self.number), state, deep=False if self.number == "P04" else deep)
        except UnavailableError:
            if self.number != "P06":
                raise

    def error(self, request: Request, response: Response) -> ChannelError | None:
        if self.number == "P10" and b'"items": []' in response.body.replace(b'":[', b'": ['):
            return AuthError("please connect again")
        return super().error(request, response)


class Meddling:
    """A session that changes the pages it is given, as a careless mapping would have made them."""

    def __init__(self, session: Session, number: str) -> None:
        self._session = session
        self._number = number
        self._inline = set[str]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    async def emit(self, page: Page) -> None:
        if self._number == "P03":
            for event in page.events:
                if len(self._inline) < 5:
                    self._inline.add(event.key)
            page = replace(page, events=[event for event in page.events if event.key in self._inline])
        if self._number == "P08":
            page = replace(page, events=[event.model_copy(update={"role": Role.citizen}) for event in page.events])
        if self._number == "P26":
            page = replace(page, complaints=[row.model_copy(update={"kind": None}) for row in page.complaints])
        await self._session.emit(page)


class CarelessContract(ChannelContract[Platform]):
    number = ""

    @contextmanager
    def world(self) -> Generator[Platform]:
        with served(Platform()) as platform:
            yield platform

    def channel(self, world: Platform) -> YouTube:
        careless = Careless(
            sandbox.CHANNEL, public=on(world.base, sandbox.CHANNEL).identities["public"], base=world.base
        )
        careless.number = self.number
        return careless


THREADED = ["P03", "P04", "P06", "P08", "P10", "P26"]


@pytest.mark.parametrize("number", THREADED)
def test_a_youtube_that_breaks_it_is_found(number: str) -> None:
    contract = CarelessContract()
    contract.number = number
    with pytest.raises(AssertionError) as found:
        getattr(contract, name_of(number))()
    assert "in the code of" not in str(found.value), "broken so much that nothing is tried"


class Forgetful(YouTube):
    """YouTube with an owner, who looks nowhere before it writes again, or takes another key than the list has."""

    number = ""

    @property
    def resend(self) -> Any:
        return "after_miss"

    async def own_replies(self, *args: Any, **options: Any) -> Sequence[Event]:
        return [] if self.number == "twice" else await super().own_replies(*args, **options)

    async def reply(self, *args: Any, **options: Any) -> Event:
        event = await super().reply(*args, **options)
        return event.model_copy(update={"key": "new"}) if self.number == "key" else event


class ForgetfulContract(ChannelContract[Owned]):
    number = ""

    @contextmanager
    def world(self) -> Generator[Owned]:
        platform = Owned()
        with served(platform):
            yield platform

    def channel(self, world: Owned) -> YouTube:
        forgetful = Forgetful(sandbox.CHANNEL, public=ApiKey(sandbox.KEY), owner=consent(world.tokens), base=world.base)
        forgetful.number = self.number
        return forgetful


@pytest.mark.parametrize(("number", "words"), [("twice", "written 2 times"), ("key", "the reply new stands there as")])
def test_a_youtube_that_answers_twice_is_found(number: str, words: str) -> None:
    contract = ForgetfulContract()
    contract.test_p30_a_reply_goes_out_once()
    contract.number = number
    with pytest.raises(AssertionError, match=words):
        contract.test_p30_a_reply_goes_out_once()


def test_every_promise_over_http_was_broken_once() -> None:
    assert {*BROKEN, *THREADED, "P20", "P30"} == {promise.number for promise in PROMISES if promise.http}
