"""A hub's world in which Google answers by a function call: nothing waits, and each request can be a turning point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit

from complaint_hub._io import Blocking, Cancelled
from complaint_hub.contract import Request, Response
from complaint_hub.errors import UnavailableError
from complaint_hub.sandbox import google as sandbox
from complaint_hub.sandbox.google import api
from complaint_hub.sandbox.server import Request as Asked

__all__ = ["BASE", "RUNNING", "InProcess"]

BASE = "http://127.0.0.1:9"
_PARTS = (api.ACCOUNTS, api.LOCATIONS, api.REVIEWS, api.TOKEN, api.NOTIFICATIONS, api.CERTS)
RUNNING = sandbox.Running(BASE, *(BASE + part for part in _PARTS))
"""Where the sandbox would stand if it was served."""


class InProcess(Blocking):
    """Asks *world* itself.

    Attributes:
        turns: what happens on the platform before the n-th request of a run, counted from 1.
        kill_at: the request at which the run is killed, before it is sent.
    """

    def __init__(self, world: sandbox.World) -> None:
        super().__init__()
        self.world = world
        self.turns: dict[int, Callable[[], None]] = {}
        self.kill_at: int | None = None
        self._asked = 0

    def begin(self, turns: Mapping[int, Callable[[], None]] | None = None, *, kill_at: int | None = None) -> None:
        """Count the requests of the next run from 1."""
        self._asked, self.turns, self.kill_at = 0, dict(turns or {}), kill_at

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        self._asked += 1
        if self._asked == self.kill_at:
            raise Cancelled
        self.turns.pop(self._asked, lambda: None)()
        signed = {name.lower(): value for name, value in {**request.headers, **headers}.items()}
        params = {name: (str(value),) for name, value in (request.params or {}).items()}
        body = urlencode(dict(request.form or {})).encode()
        answer = api.answer(self.world, Asked(request.method, urlsplit(request.url).path, params, signed, body))
        if answer.cut is not None:
            raise UnavailableError("the answer broke off", request=str(request))
        return Response(answer.status, dict(answer.headers), answer.body)

    async def sleep(self, seconds: float) -> None:
        self._check()

    async def pace(self, key: str, seconds: float) -> None:
        self._check()
