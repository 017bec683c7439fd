"""Answers one call: key, quota, faults, then the method. A pure function of a world and a request.

For: the server, and tests that need no socket.
Must not: sleep, log, or touch a socket. Writes are refused as without a token.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from ..server import Request, Response
from . import control
from .errors import refuse
from .exchange import Exchange, Json
from .faults import Call
from .methods import METHODS
from .query import Query, RefusedError, trim
from .world import World

__all__ = ["BASE", "answer"]

BASE = "/youtube/v3/"


def answer(world: World, request: Request) -> Response:
    """Answer one request, and count it.

    Every call with a valid key is billed one unit, refused ones too; without a valid key nobody can be billed, and
    once the day's quota is spent nothing more is.
    """
    with world.lock:
        if request.path.startswith(control.BASE):
            return control.answer(world, request)
        path = request.path.removeprefix(BASE)
        method = path.replace(":", ".") if ":" in path else f"{path}.list"
        handler = METHODS.get(method) if request.path.startswith(BASE) else None
        query = Query(request)
        call = Call(method if handler else request.path, request.path, query.logged())
        world.meter.requests.append(call)
        if handler is None:
            return refuse("notFound")
        if request.method != "GET" or "authorization" in request.headers:
            return refuse("authError")
        key = query.one("key") or request.headers.get("x-goog-api-key", "")
        if key not in world.keys:
            return refuse("badKey" if key else "noKey")
        if not world.meter.bill(method, world.clock):
            return refuse("quotaExceeded")
        return _harmed(handler, Exchange(world, query, world.meter.due(call)))


def _harmed(handler: Callable[[Exchange], Json], exchange: Exchange) -> Response:
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
        if exchange.query.one("fields"):
            body = trim(body, exchange.query.one("fields"))
    except RefusedError as refused:
        return refuse(refused.name)
    # Escaped ASCII, so that a lone surrogate can be sent as the platform would send it.
    content = json.dumps(body, separators=(",", ":")).encode("ascii")
    cut, delay = None, 0.0
    for fault in exchange.due("cut"):
        happened(fault)
        cut = fault.data["at"]
    for fault in exchange.due("slow"):
        happened(fault)
        delay = fault.data["seconds"]
    return Response(200, content, {"Content-Type": "application/json; charset=UTF-8"}, cut=cut, delay=delay)
