"""Replies on a platform of the sandbox, and a process that dies at any step of their delivery.

A step is a call of the store or a request, behind which the process is gone: between two steps nothing changes, neither
on the disk nor on the platform. A channel's tests bring a :class:`Stage` of their own.
"""

from __future__ import annotations

import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

from complaint_hub import Event, Hub, Reply, ReplyState, Store
from complaint_hub._drafting import Answering
from complaint_hub.contract import Request, Response
from complaint_hub.errors import UnavailableError
from complaint_hub.report import Delivery, Run
from complaint_hub.sandbox import server

from .killing import in_memory

__all__ = [
    "LATER",
    "SENT_AT",
    "TEXT",
    "Desk",
    "End",
    "Stage",
    "asked_of",
    "killed_anywhere",
    "killed_everywhere",
    "kills",
    "path_of",
    "told_by",
]

T = TypeVar("T")

TEXT = "Terima kasih, kami teruskan ke Dinas PUPR."
SENT_AT = datetime.fromisoformat("2026-11-25T02:00:00+00:00")
LATER = timedelta(minutes=5)
"""Longer than a write may still be on its way."""


class Stage(ABC):
    """A platform on this machine with one complaint of a citizen; the same each time it is made.

    Attributes:
        channel: what reads and answers it.
        complaint: id of the complaint.
        took: texts of all replies that it took over the API, in order.
    """

    channel: Answering
    complaint: str
    took: list[str]

    @abstractmethod
    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Answer as the platform does, and note in ``took`` what it took."""

    @abstractmethod
    def clock(self, at: datetime) -> None:
        """It is this late now."""

    @abstractmethod
    def post(self, text: str, *, at: datetime) -> None:
        """Somebody of ours answers the complaint by hand, on the platform itself."""


class Dead(BaseException):
    """No channel and no hub may catch it, as they could not catch the end of their process."""


class _Lock:
    """Of a single thread."""

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


class _Mortal:
    """A hub's world that asks by a function call, does not wait, and dies behind its n-th step."""

    def __init__(self, answer: Callable[[Request, Mapping[str, str]], Response], die_at: int | None) -> None:
        self.answer = answer
        self.die_at = die_at
        self.steps = 0
        self.requests: list[Request] = []
        self._locks: dict[str, _Lock] = {}

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...

    def lock(self, name: str) -> _Lock:
        return self._locks.setdefault(name, _Lock())

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        self._live()
        self.requests.append(request)
        response = self.answer(request, headers)
        self._step()
        return response

    async def call(self, function: Callable[..., T], *args: object) -> T:
        if getattr(function, "__name__", "") == "release":
            # A dead process's lease is taken over by who comes next on this machine; this one lives on under its pid.
            return function(*args)
        self._live()
        result = function(*args)
        self._step()
        return result

    async def sleep(self, seconds: float) -> None:
        self._live()

    async def pace(self, key: str, seconds: float) -> None:
        self._live()

    def _live(self) -> None:
        if self.die_at is not None and self.steps >= self.die_at:
            raise Dead

    def _step(self) -> None:
        self.steps += 1
        self._live()


class Desk:
    """A store, and a hub with the channel of a stage; nothing waits.

    Attributes:
        requests: those of the last run.
    """

    def __init__(self, stage: Stage, store: Path) -> None:
        self.stage = stage
        self.path = store
        self.at = SENT_AT
        self.requests: Sequence[Request] = ()
        stage.clock(self.at)

    @contextmanager
    def hub(self, *, die_at: int | None = None) -> Generator[Hub]:
        io = _Mortal(self.stage.answer, die_at)
        # In its place, for an HTTP client that nobody uses costs more than all the rest.
        with patch("complaint_hub.hub.Blocking", lambda: io):
            hub = Hub([self.stage.channel], store=self.path, clock=lambda: self.at)
        with hub:
            try:
                yield hub
            finally:
                self.requests = io.requests

    def wait(self, time: timedelta = LATER) -> None:
        self.at += time
        self.stage.clock(self.at)

    def sync(self, **options: Any) -> Run:
        with self.hub() as hub:
            (run,) = hub.sync(**options)
        assert run.error is None, run.error
        return run

    def write(self, text: str = TEXT, **options: Any) -> Reply:
        """Leave an approved reply in the outbox."""
        given: dict[str, Any] = {"by": "petugas-07", "send": False} | options
        with self.hub() as hub:
            return hub.reply(self.stage.complaint, text, **given)

    def deliver(self) -> Delivery:
        with self.hub() as hub:
            (row,) = hub.deliver()
        return row

    def dies(self, step: int) -> Reply | None:
        """Deliver until death behind that step; reply 1 as it then stands; None, if it came to its end before."""
        with self.hub(die_at=step) as hub:
            try:
                hub.deliver()
            except Dead:
                return hub.store.reply("1")
        return None

    def reply(self, id: str = "1") -> Reply:
        with Store(self.path) as store:
            found = store.reply(id)
        assert found is not None
        return found

    def timeline(self) -> list[Event]:
        with Store(self.path) as store:
            return store.events(self.stage.complaint)


@dataclass(frozen=True)
class End:
    """How one reply came through.

    Attributes:
        kills: how often the process died.
        between: at one of the deaths it was claimed, and the platform had not been asked yet.
        took: how often the platform took it.
        state, shown: where it stands in the end, and what the public saw of it.
    """

    kills: int
    between: bool
    took: int
    state: ReplyState
    shown: str | None


_ON_ITS_WAY = (ReplyState.approved, ReplyState.sending, ReplyState.sent)


@dataclass
class _Play:
    """One approved reply, written where the same words of ours stand since yesterday."""

    make: Callable[[], Stage]
    folder: Path
    meanwhile: Callable[[Stage], None] = field(default=lambda stage: None)

    def __post_init__(self) -> None:
        desk = self._desk(self.folder / "before.db")
        desk.sync()
        assert desk.write().state is ReplyState.approved

    def _desk(self, store: Path) -> Desk:
        stage = self.make()
        stage.post(TEXT, at=SENT_AT - timedelta(days=1))
        return Desk(stage, store)

    def end(self, deaths: Sequence[int]) -> End:
        """Die behind each of these steps in turn, then deliver until nothing is left that time alone would settle."""
        store = Path(shutil.copy(self.folder / "before.db", self.folder / "now.db"))
        desk = self._desk(store)
        kills, between = 0, False
        for step in deaths:
            left = desk.dies(step)
            if left is None:
                break
            kills += 1
            between |= left.state is ReplyState.sending and not desk.stage.took
            self.meanwhile(desk.stage)
            desk.wait()
        reply = None
        while reply is None or (reply.state in _ON_ITS_WAY and reply.shown not in ("hidden", "gone")):
            assert desk.at < SENT_AT + timedelta(hours=1), f"it stays {reply and reply.state}"
            with desk.hub() as hub:
                hub.deliver()
                reply = hub.store.reply("1")
            desk.wait()
        assert set(desk.stage.took) <= {TEXT}
        for path in self.folder.glob("now.db*"):
            path.unlink()
        return End(kills, between, len(desk.stage.took), reply.state, reply.shown)


def killed_everywhere(
    make: Callable[[], Stage], *, meanwhile: Callable[[Stage], None] = lambda stage: None
) -> list[End]:
    """Kill a delivery behind its step 1, 2, 3 ... until it lives; *meanwhile* happens at each death."""
    ends: list[End] = []
    with in_memory() as folder:
        play = _Play(make, folder, meanwhile)
        while not ends or ends[-1].kills:
            ends.append(play.end([len(ends) + 1]))
    return ends


def killed_anywhere(make: Callable[[], Stage], *, seed: int, times: int, steps: int = 25) -> list[End]:
    """Kill three deliveries in a row behind random ones of their first *steps*, *times* times."""
    dice = Random(seed)
    with in_memory() as folder:
        play = _Play(make, folder)
        return [play.end([dice.randint(1, steps) for _ in range(3)]) for _ in range(times)]


def kills(ends: Sequence[End]) -> int:
    """How many deaths there were in all."""
    return sum(end.kills for end in ends)


def asked_of(request: Request, headers: Mapping[str, str], path: str) -> server.Request:
    """A request as it arrives at the sandbox under *path*."""
    body = urlencode(dict(request.form)).encode() if request.form else b""
    if request.json is not None:
        body = json.dumps(request.json).encode()
    query = {name: (value,) for name, value in (request.params or {}).items()}
    signed = {name.lower(): value for name, value in {**request.headers, **headers}.items()}
    return server.Request(request.method, path, query, signed, body)


def told_by(request: Request, told: server.Response) -> Response:
    """What comes back of the sandbox's answer. Raises UnavailableError, where it breaks off."""
    if told.cut is not None:
        raise UnavailableError("the answer broke off", request=str(request))
    return Response(told.status, {name.lower(): value for name, value in told.headers.items()}, told.body)


def path_of(request: Request) -> str:
    return urlsplit(request.url).path
