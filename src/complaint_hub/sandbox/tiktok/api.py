"""Answers one call: path, token, scope, limits, faults, then the endpoint. A pure function of a world and a request.

For: the server, and tests that need no socket.
Must not: sleep, log, or touch a socket.

A path that nobody knows, and a known one without its slash at the end, has "no schema".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from .. import control
from ..answers import Json
from ..server import Request, Response
from ..turns import Turn
from .control import DOOR
from .errors import ApiRefusedError, envelope, refuse
from .faults import Call
from .grants import Consent, Grants
from .methods import METHODS
from .pages import Exchange
from .query import Query, logged
from .webhook import WEBHOOKS
from .world import World
from .writes import WRITES

__all__ = ["BASE", "ENDPOINTS", "answer"]

BASE = "/open_api/v1.3/"

# Calls that no account's token signs.
_GRANTS: dict[str, Callable[[Grants, Mapping[str, Any], datetime], Json]] = {
    "tt_user/oauth2/token": Grants.exchange,
    "tt_user/oauth2/refresh_token": Grants.renew,
    "tt_user/oauth2/revoke": Grants.revoke,
    "tt_user/token_info/get": Grants.info,
}

_SCOPES = {
    "business/get": "user.info.stats",
    "business/video/list": "video.list",
    "business/comment/list": "comment.list",
    "business/comment/reply/list": "comment.list",
    **dict.fromkeys(WRITES, "comment.list.manage"),
}

ENDPOINTS: dict[str, str] = {
    **dict.fromkeys(_GRANTS, "POST"),
    **{name: verb for name, (verb, _) in WEBHOOKS.items()},
    **dict.fromkeys(METHODS, "GET"),
    **dict.fromkeys(WRITES, "POST"),
}
"""Each endpoint, without the slashes around it, and the verb it takes."""


def answer(world: World, request: Request) -> Response:
    """Answer one request, and count it: every call of an endpoint that is known, refused ones too."""
    with world.lock:
        if request.path.startswith(control.BASE):
            return DOOR.answer(world, request)
        if not request.path.startswith("/open_api/"):
            return Response(404, b"<!DOCTYPE html><html><title>Not found</title></html>", {"Content-Type": "text/html"})
        name = _endpoint(request.path)
        call = Call(name or request.path, request.path, logged(request))
        world.meter.requests.append(call)
        request_id = world.new_request_id()
        try:
            consent = _admit(world, request, name)
        except ApiRefusedError as refused:
            return _refusal(world, refused, request_id)
        turn = Turn(world.meter, world.meter.due(call))
        act = partial(_act, world, request, name, consent, turn, request_id)
        return _as_faults_leave_it(turn, act, partial(refuse, request_id=request_id))


def _endpoint(path: str) -> str:
    """The endpoint of a path; empty if there is none."""
    if not path.startswith(BASE) or not path.endswith("/"):
        return ""
    name = path.removeprefix(BASE)[:-1]
    return name if name in ENDPOINTS else ""


def _admit(world: World, request: Request, name: str) -> Consent | None:
    """The consent that the call stands on, None for one that needs none. Raises ApiRefusedError."""
    if not name:
        raise ApiRefusedError("VERSION_ERROR")
    if request.method != ENDPOINTS[name]:
        raise ApiRefusedError("ROUTE_NOT_FOUND")
    world.meter.bill(name, world.clock)
    consent = None
    if name not in _GRANTS and name not in WEBHOOKS:
        # The value is the token alone: with "Bearer" before it, it is no token that anybody was given.
        consent = world.grants.holder(request.headers.get("access-token"), world.clock)
        if world.refuses is not None:
            raise ApiRefusedError(world.refuses)
        if _SCOPES[name] not in consent.scopes:
            raise ApiRefusedError("SCOPE_NOT_AUTHORIZED")
    broken = world.limits.admit(consent.open_id if consent else None, name, world.clock)
    if broken is not None:
        raise ApiRefusedError("REQUEST_TOO_FREQUENT", broken)
    return consent


def _act(world: World, request: Request, name: str, consent: Consent | None, turn: Turn, request_id: str) -> Response:
    try:
        query = Query.of(request)
        if name in WEBHOOKS:
            data = WEBHOOKS[name][1](world, query.params)
        elif consent is None:
            data = _GRANTS[name](world.grants, query.params, world.clock)
        else:
            if query.text("business_id") != consent.open_id:
                raise ApiRefusedError("PERMISSION_ERROR", "business_id: not the account of this token")
            exchange = Exchange(world, query, turn, consent, world.accounts[consent.open_id])
            data = (METHODS.get(name) or WRITES[name])(exchange)
    except ApiRefusedError as refused:
        return _refusal(world, refused, request_id)
    return envelope("OK", data, request_id=request_id, message=world.habits.ok)


def _refusal(world: World, refused: ApiRefusedError, request_id: str) -> Response:
    shape = world.habits.failure_data
    return refuse(refused.name, request_id=request_id, shape=shape, message=refused.message)


def _as_faults_leave_it(turn: Turn, act: Callable[[], Response], refused: Callable[..., Response]) -> Response:
    """What *act* answers, or what the faults make of it."""
    partly = next((fault for fault in turn.due("error") if fault.data.get("done")), None)
    if partly is None:
        return turn.harmed(act, refused)
    response = act()
    body = json.loads(response.body)
    if body["code"] != 0:
        return response
    turn.happened(partly)
    return envelope("PARTIAL_OK", body["data"], request_id=body["request_id"])
