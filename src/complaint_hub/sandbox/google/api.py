"""Answers one call: path, token, quota, faults, then the method. A pure function of a world and a request.

For: the server, and tests that need no socket.
Must not: sleep, log, or touch a socket.

The platform has four hosts, one more for tokens and one for the keys that pushes are signed with; here they are six
paths of one server.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

from .. import control
from ..answers import RefusedError, json_response
from ..fields import FieldsError, trim
from ..grants import refuse_token
from ..server import Request, Response
from ..turns import Turn
from .control import DOOR
from .errors import refuse
from .faults import Call
from .methods import METHODS
from .pages import Exchange
from .signing import key_set
from .world import World

__all__ = ["ACCOUNTS", "CERTS", "HOSTS", "LOCATIONS", "NOTIFICATIONS", "REVIEWS", "TOKEN", "answer"]

ACCOUNTS = "/accountmanagement/v1/"
LOCATIONS = "/businessinformation/v1/"
REVIEWS = "/v4/"
NOTIFICATIONS = "/notifications/v1/"
TOKEN = "/token"  # noqa: S105  a path
CERTS = "/oauth2/v3/certs"

HOSTS = {
    ACCOUNTS: "mybusinessaccountmanagement.googleapis.com",
    LOCATIONS: "mybusinessbusinessinformation.googleapis.com",
    REVIEWS: "mybusiness.googleapis.com",
    NOTIFICATIONS: "mybusinessnotifications.googleapis.com",
}
"""Each path and the host it stands for."""

_A, _L, _R = "accounts/(?P<account>[^/:]+)", "locations/(?P<location>[^/:]+)", "reviews/(?P<review>[^/:]+)"

_ROUTES = tuple(
    (verb, re.compile(base + pattern), name)
    for verb, base, pattern, name in (
        ("GET", ACCOUNTS, "accounts", "accounts.list"),
        ("GET", ACCOUNTS, _A, "accounts.get"),
        ("GET", LOCATIONS, f"{_A}/locations", "locations.list"),
        ("GET", LOCATIONS, _L, "locations.get"),
        ("POST", REVIEWS, f"{_A}/locations:batchGetReviews", "locations.batchGetReviews"),
        ("GET", REVIEWS, f"{_A}/{_L}/reviews", "reviews.list"),
        ("GET", REVIEWS, f"{_A}/{_L}/{_R}", "reviews.get"),
        ("PUT", REVIEWS, f"{_A}/{_L}/{_R}/reply", "reviews.updateReply"),
        ("DELETE", REVIEWS, f"{_A}/{_L}/{_R}/reply", "reviews.deleteReply"),
        ("GET", NOTIFICATIONS, f"{_A}/notificationSetting", "notificationSetting.get"),
        ("PATCH", NOTIFICATIONS, f"{_A}/notificationSetting", "notificationSetting.update"),
    )
)


def answer(world: World, request: Request) -> Response:
    """Answer one request, and count it."""
    with world.lock:
        if request.path.startswith(control.BASE):
            return DOOR.answer(world, request)
        name, path = _route(request)
        params = {name: values[-1] for name, values in request.params.items()}
        logged = {name: value for name, value in params.items() if name not in ("access_token", "key")}
        call = Call(name or request.path, request.path, logged)
        world.meter.requests.append(call)
        turn = Turn(world.meter, world.meter.due(call) if name else [])
        if name == "token":
            return turn.harmed(partial(world.grants.answer, request, world.clock), refuse_token)
        if name == "certs":
            return turn.harmed(partial(_certs, world), partial(refuse, service="www.googleapis.com"))
        service = next((host for base, host in HOSTS.items() if request.path.startswith(base)), "googleapis.com")
        try:
            _admit(world, request, name, service)
        except RefusedError as refused:
            return refuse(refused.name, service=service)
        world.meter.bill(name, world.clock)
        exchange = Exchange(world, path, dict(params), turn)
        return turn.harmed(partial(_done, exchange, request, name), partial(refuse, service=service))


def _route(request: Request) -> tuple[str, dict[str, str]]:
    """The name of the method, empty if there is none, and the named parts of the path."""
    if request.path == TOKEN and request.method == "POST":
        return "token", {}
    if request.path == CERTS and request.method == "GET":
        return "certs", {}
    for verb, pattern, name in _ROUTES:
        found = pattern.fullmatch(request.path)
        if found is not None and verb == request.method:
            return name, found.groupdict()
    return "", {}


def _certs(world: World) -> Response:
    """The keys, for anybody."""
    return json_response(200, key_set(world.pushing.keys), {"Cache-Control": "public, max-age=19800"})


def _admit(world: World, request: Request, name: str, service: str) -> None:
    if not name:
        raise RefusedError("notFound")
    world.grants.check(request.headers.get("authorization", ""), world.clock)
    if service in world.disabled:
        raise RefusedError("serviceDisabled")
    if not world.approved:
        raise RefusedError("quotaZero")


def _done(exchange: Exchange, request: Request, name: str) -> Response:
    if request.method in ("POST", "PUT", "PATCH"):
        exchange.params.update(_json_body(request))
    body = METHODS[name](exchange)
    fields = exchange.text("fields")
    try:
        return json_response(200, trim(body, fields) if fields else body)
    except FieldsError as bad:
        raise RefusedError("invalidArgument") from bad


def _json_body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError as bad:
        raise RefusedError("invalidArgument") from bad
    if not isinstance(body, dict):
        raise RefusedError("invalidArgument")
    return body
