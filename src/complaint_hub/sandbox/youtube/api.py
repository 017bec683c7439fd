"""Answers one call: key or token, quota, faults, then the method. A pure function of a world and a request.

For: the server, and tests that need no socket.
Must not: sleep, log, or touch a socket. A write needs the token of an owner.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from .. import control
from ..answers import Json, RefusedError, json_response
from ..fields import FieldsError, trim
from ..server import Request, Response
from ..turns import Turn
from .control import DOOR
from .errors import refuse
from .exchange import Exchange
from .faults import Call
from .grants import SCOPE
from .methods import METHODS
from .query import Query
from .world import World
from .writes import COST, WRITES

__all__ = ["BASE", "TOKENS", "answer"]

BASE = "/youtube/v3/"
TOKENS = "/token"
"""Where consents are renewed; on the platform this is a server of its own."""

_VERBS = {"GET": "list", "POST": "insert", "PUT": "update", "DELETE": "delete"}
_COMMENTS = ("comments.", "commentThreads.")


def answer(world: World, request: Request) -> Response:
    """Answer one request, and count it.

    Every call with a valid key is billed one unit, refused ones too; without a valid key nobody can be billed, and
    once the day's quota is spent nothing more is.
    """
    with world.lock:
        if request.path.startswith(control.BASE):
            return DOOR.answer(world, request)
        if request.path == TOKENS:
            return world.grants.answer(request, world.clock)
        method = _method(request)
        handler = METHODS.get(method) or WRITES.get(method)
        query = Query(request)
        call = Call(method if handler else request.path, request.path, query.logged())
        world.meter.requests.append(call)
        if handler is None:
            return refuse("notFound" if request.method == "GET" else "authError")
        owner, problem = _caller(world, request, method)
        # A token that is too small for this call is somebody's, and so is the call.
        if problem is not None and problem != "insufficientPermissions":
            return refuse(problem)
        if not world.meter.bill(method, world.clock, COST if method in WRITES else 1):
            return refuse("quotaExceeded")
        if problem is not None:
            return refuse(problem)
        turn = Turn(world.meter, world.meter.due(call))
        exchange = Exchange(world, query, turn, owner, request.body)
        return turn.harmed(partial(_done, handler, exchange), refuse)


def _method(request: Request) -> str:
    """``comments.insert``; empty outside the API."""
    if not request.path.startswith(BASE):
        return ""
    path = request.path.removeprefix(BASE)
    if path == "comments/setModerationStatus":
        return "comments.setModerationStatus" if request.method == "POST" else ""
    if ":" in path:
        return path.replace(":", ".") if request.method == "GET" else ""
    return f"{path}.{_VERBS.get(request.method, '')}"


def _caller(world: World, request: Request, method: str) -> tuple[str | None, str | None]:
    """The channel whose owner calls, None for a stranger; and the error, if neither token nor key is good."""
    query = Query(request)
    token = query.one("access_token") or query.one("oauth_token")
    authorization = request.headers.get("authorization") or (f"Bearer {token}" if token else "")
    if authorization or method in WRITES:
        consent = world.grants.holder(authorization, world.clock)
        if consent is None:
            return None, "authError"
        enough = SCOPE in consent.scope.split() or not method.startswith(_COMMENTS)
        return consent.owner, None if enough else "insufficientPermissions"
    key = query.one("key") or request.headers.get("x-goog-api-key", "")
    return None, None if key in world.keys else ("badKey" if key else "noKey")


def _done(handler: Callable[[Exchange], Json | None], exchange: Exchange) -> Response:
    body, fields = handler(exchange), exchange.query.one("fields")
    if body is None:
        return Response(204)
    try:
        return json_response(200, trim(body, fields) if fields else body)
    except FieldsError as bad:
        raise RefusedError("invalidParameter") from bad
