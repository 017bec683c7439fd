"""Answers one call: key or token, quota, faults, then the method. A pure function of a world and a request.

For: the server, and tests that need no socket.
Must not: sleep, log, or touch a socket. A write needs the token of an owner.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from ..answers import RefusedError
from ..fields import FieldsError, trim
from ..server import Request, Response
from . import control, grants
from .errors import refuse
from .exchange import Exchange, Json
from .faults import Call
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
            return control.answer(world, request)
        if request.path == TOKENS:
            return grants.renew(world.grants, request, world.clock)
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
        return _harmed(handler, Exchange(world, query, world.meter.due(call), owner, request.body))


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
        enough = grants.SCOPE in consent.scope.split() or not method.startswith(_COMMENTS)
        return consent.channel, None if enough else "insufficientPermissions"
    key = query.one("key") or request.headers.get("x-goog-api-key", "")
    return None, None if key in world.keys else ("badKey" if key else "noKey")


def _harmed(handler: Callable[[Exchange], Json | None], exchange: Exchange) -> Response:
    """The handler's answer, or what the faults make of it."""
    happened = exchange.world.meter.happened
    for fault in exchange.due("status"):
        happened(fault)
        headers = {"Content-Type": "text/html"}
        if fault.data.get("retry_after") is not None:
            headers["Retry-After"] = str(fault.data["retry_after"])
        return Response(fault.data["code"], str(fault.data.get("body", "")).encode(), headers)
    for fault in exchange.due("error"):
        happened(fault)
        return refuse(
            fault.data["name"], shape=fault.data.get("shape", "errors"), retry_after=fault.data.get("retry_after")
        )
    try:
        body = handler(exchange)
        if body is not None and exchange.query.one("fields"):
            body = trim(body, exchange.query.one("fields"))
    except RefusedError as refused:
        return refuse(refused.name)
    except FieldsError:
        return refuse("invalidParameter")
    # Escaped ASCII, so that a lone surrogate can be sent as the platform would send it.
    content = b"" if body is None else json.dumps(body, separators=(",", ":")).encode("ascii")
    cut, delay = None, 0.0
    for fault in exchange.due("cut"):
        happened(fault)
        cut = fault.data["at"]
    for fault in exchange.due("slow"):
        happened(fault)
        delay = fault.data["seconds"]
    if body is None:
        return Response(204, b"", cut=cut, delay=delay)
    return Response(200, content, {"Content-Type": "application/json; charset=UTF-8"}, cut=cut, delay=delay)
