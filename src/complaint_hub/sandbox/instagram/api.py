"""Answers one call: version, token, limits, faults, then the node, the edge or the write it is about.

For: the server, and tests that need no socket.
Must not: sleep, log, or touch a socket.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from .. import control
from ..answers import Json, RefusedError, json_response
from ..server import Request, Response
from ..turns import Turn
from .asking import Asked, read
from .control import DOOR
from .errors import code_refused, refuse
from .faults import Call
from .nodes import Exchange, asked, node, weigh
from .pages import listing
from .records import Account, Comment, Media
from .routes import Target, find, named
from .subscription import SUBSCRIPTIONS
from .tokens import APP_SECRET, AccessToken
from .world import VERSIONS, World
from .writes import WRITES

__all__ = ["answer"]

_MOST_IDS = 50
_BASIC = ("instagram_business_basic", "instagram_basic")


def answer(world: World, request: Request) -> Response:
    """Answer one request, and count it."""
    with world.lock:
        if request.path.startswith(control.BASE):
            return DOOR.answer(world, request)
        return _answer(world, request)


def _answer(world: World, request: Request, *, inside: bool = False) -> Response:
    """The answer; a call *inside* a batch is billed and not logged, for it is no request of its own."""
    trace = f"Asandbox{len(world.requests):06}"
    try:
        call = read(request)
    except RefusedError as bad:
        return refuse(bad.name, login="facebook", trace=trace)
    name = named(world, call)
    logged = Call(name or request.path, request.path, call.logged)
    if not inside:
        world.meter.requests.append(logged)
    turn = Turn(world.meter, world.meter.due(logged) if name else [])
    refused = partial(refuse, login=call.login, trace=trace)
    if name.startswith("token."):
        return turn.harmed(partial(_token, world, call, name), refused)
    version = _version(world, call.version)
    try:
        if not version:
            raise RefusedError(f"badPath:{call.version}")
        caller = _admit(world, call)
    except RefusedError as bad:
        return refused(bad.name)
    exchange = Exchange(world, caller, call.params, _base(call, version), call.in_query, turn)
    account = _account(world, call, caller)
    response = _limited(exchange, call, name, account, partial(refused, account=account))
    if name == "batch":
        return response
    headers = {"facebook-api-version": version} | world.usage.headers(account, world.clock) | dict(response.headers)
    return dataclasses.replace(response, headers=headers)


def _token(world: World, call: Asked, name: str) -> Response:
    if name == "token.short":
        body = world.tokens.first(call.params, world.clock)
        return code_refused() if body is None else json_response(200, body)
    params = dict(call.params) | {"access_token": call.token}
    act = {
        "token.long": world.tokens.lengthen,
        "token.refresh": world.tokens.refresh,
        "token.exchange": world.tokens.exchange,
    }
    # Those of Instagram have no version; with one they are no known path.
    if bool(call.version) != (name == "token.exchange"):
        raise RefusedError(f"badPath:{'/'.join(call.path)}")
    return json_response(200, act[name](params, world.clock))


def _version(world: World, version: str) -> str:
    """The version that answers: that asked for, or the oldest alive for one that is over; empty for one to come."""
    alive = [known for known, end in VERSIONS.items() if end is None or world.clock < end]
    wanted = version or world.default_version
    if wanted in alive:
        return wanted
    number, oldest = (tuple(map(int, text[1:].split("."))) for text in (wanted, alive[0]))
    return alive[0] if number < oldest else ""


def _admit(world: World, call: Asked) -> AccessToken:
    caller = world.tokens.check(call.token, world.clock)
    if caller.login != call.login:
        raise RefusedError("badToken")
    proof = call.params.get("appsecret_proof")
    if call.login == "facebook" and (proof is not None or world.proof_required):
        good = hmac.new(APP_SECRET["facebook"].encode(), call.token.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(proof or "", good):
            raise RefusedError("badParameter:appsecret_proof")
    if not caller.may(*_BASIC):
        raise RefusedError("permission")
    return caller


def _base(call: Asked, version: str) -> str:
    return f"{call.origin}{call.host}/{call.version or version}"


def _account(world: World, call: Asked, caller: AccessToken) -> str:
    """Whose limits a call draws on; empty if it is about no account."""
    if not call.path and len(caller.accounts) == 1:
        return next(iter(caller.accounts))
    id = call.path[0] if call.path else call.params.get("ids", "").partition(",")[0]
    try:
        thing = find(world, caller, id).thing
    except RefusedError:
        return ""
    if isinstance(thing, Comment):
        thing = world.media[thing.media]
    if isinstance(thing, Media):
        return thing.account or ""
    return thing.id if isinstance(thing, Account) else ""


def _limited(exchange: Exchange, call: Asked, name: str, account: str, refused: Callable[..., Response]) -> Response:
    """Bill the call and answer it, unless a limit stands in its way."""
    world = exchange.world
    if name == "batch":
        return exchange.turn.harmed(partial(_batch, exchange, call), refused)
    calls = len(call.params["ids"].split(",")) if name == "nodes" else 1
    stopped = world.usage.refusal(account, world.clock)
    world.usage.count(account, world.clock, calls)
    world.meter.bill(name or "unknown", world.clock, calls)
    if stopped is not None:
        return refused(stopped[0], minutes=stopped[1])
    return exchange.turn.harmed(lambda: json_response(200, _done(exchange, call, name)), refused)


def _done(exchange: Exchange, call: Asked, name: str) -> Json:
    world, caller = exchange.world, exchange.caller
    if name == "nodes":
        return _nodes(exchange, call.params["ids"].split(","))
    parts = list(call.path)
    if not 1 <= len(parts) <= 2:
        raise RefusedError(f"badPath:{'/'.join(parts)}")
    target = find(world, caller, parts[0], parts[1] if len(parts) == 2 else "")
    if not name:
        raise RefusedError(f"unknownField:{target.edge}" if call.verb == "GET" else f"notFound:{parts[0]}")
    act = WRITES.get(name) or SUBSCRIPTIONS.get(name)
    if act is not None:
        return act(exchange, target)
    if target.edge:
        return listing(exchange, target.kind, target.edge, target.thing)
    return _node(exchange, target)


def _node(exchange: Exchange, target: Target) -> Json:
    fields = asked(exchange, target.kind)
    if weigh(exchange, target.kind, fields) > exchange.world.node_limit:
        raise RefusedError("tooMuchData")
    return node(exchange, target.kind, target.thing, fields)


def _nodes(exchange: Exchange, ids: list[str]) -> Json:
    """Several nodes at once, by their ids; one that is not found fails them all."""
    if len(ids) > _MOST_IDS:
        raise RefusedError("badParameter:ids")
    found = [find(exchange.world, exchange.caller, id) for id in ids]
    if sum(weigh(exchange, t.kind, asked(exchange, t.kind)) for t in found) > exchange.world.node_limit:
        raise RefusedError("tooMuchData")
    return {id: _node(exchange, target) for id, target in zip(ids, found, strict=True)}


def _batch(exchange: Exchange, call: Asked) -> Response:
    """Up to 50 calls in one; each counts. One that breaks off is null, and has to be sent again."""
    try:
        operations: Any = json.loads(call.params["batch"])
    except ValueError as bad:
        raise RefusedError("badParameter:batch") from bad
    if not isinstance(operations, list):
        raise RefusedError("badParameter:batch")
    asked_for = cast("list[dict[str, Any]]", operations)
    if len(asked_for) > _MOST_IDS:
        raise RefusedError("badParameter:batch")
    answers: list[Json | None] = []
    for operation in asked_for:
        response = _answer(exchange.world, _operation(call, operation), inside=True)
        headers = [{"name": name, "value": value} for name, value in response.headers.items()]
        body = {"code": response.status, "headers": headers, "body": response.body.decode()}
        answers.append(None if response.cut is not None else body)
    return json_response(200, answers)


def _operation(call: Asked, operation: dict[str, Any]) -> Request:
    """One operation of a batch as a request of its own, with the token and the version of the batch."""
    split = urlsplit(str(operation.get("relative_url", "")))
    path = "/" + split.path.lstrip("/")
    if call.version and not path.startswith("/v"):
        path = f"/{call.version}{path}"
    params = {name: tuple(values) for name, values in parse_qs(split.query, keep_blank_values=True).items()}
    headers = {"authorization": f"Bearer {call.token}", "host": urlsplit(call.origin).netloc}
    body = str(operation.get("body", "")).encode()
    return Request(str(operation.get("method", "GET")), call.host + path, params, headers, body)
