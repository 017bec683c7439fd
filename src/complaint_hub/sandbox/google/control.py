"""The door through which another process looks at a world and changes it: JSON under ``/_sandbox/``.

For: the command line, and tests whose client is a process of its own. In the same process use ``World`` itself.
Must not: do anything ``World`` cannot do.

::

    GET  /_sandbox/count        {"requests", "faults", "by_method", "renewals", "clock"}
    GET  /_sandbox/requests     [{"method", "path", "params"}, ...]
    GET  /_sandbox/locations    [{"id", "title", "reviews"}, ...]
    POST /_sandbox/reset-count
    POST /_sandbox/clock        {"at": "2026-11-24T02:00:00Z"} or {"advance": {"days": 1}}
    POST /_sandbox/faults       {"kind", "times", "skip", "every", "method", "data"}, or a list of them; DELETE forgets
    POST /_sandbox/do           {"operation": "add_review", "arguments": {"location": "...", "stars": 1, "text": "..."}}
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..answers import json_response
from ..server import Request, Response
from .faults import Fault
from .records import Account, Location, Review, Translation

if TYPE_CHECKING:
    from .world import World

__all__ = ["BASE", "answer"]

BASE = "/_sandbox/"

_OPERATIONS = (
    "add_account", "add_location", "add_review", "delete_reply", "delete_review", "edit_review", "expire_tokens",
    "moderate", "move_location", "remove_access", "rename_account", "reply", "restore_review", "share_location",
    "state_count", "unverify",
)  # fmt: skip


def answer(world: World, request: Request) -> Response:
    """Answer one request of the door; 400 with the reason for one it does not understand."""
    try:
        body = json.loads(request.body) if request.body else {}
        result = _done(world, f"{request.method} {request.path.removeprefix(BASE)}", body)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        return json_response(400, {"error": f"{type(wrong).__name__}: {wrong}"})
    return json_response(404, {"error": "no such door"}) if result is None else json_response(200, result)


def _done(world: World, what: str, body: Any) -> Any:
    match what:
        case "GET count":
            return _count(world)
        case "GET requests":
            return [{"method": c.method, "path": c.path, "params": dict(c.params)} for c in world.requests]
        case "GET locations":
            return [
                {"id": known.number, "title": known.title, "reviews": [r.id for r in world.listed(known.number)]}
                for known in world.locations.values()
            ]
        case "POST reset-count":
            world.reset_counts()
            return _count(world)
        case "POST clock":
            if "advance" in body:
                world.advance(**body["advance"])
            else:
                world.set_clock(datetime.fromisoformat(body["at"]))
            return _count(world)
        case "POST faults":
            world.inject(*(Fault(**fault) for fault in (body if isinstance(body, list) else [body])))
            return {"waiting": len(world.meter.programme)}
        case "DELETE faults":
            world.clear_faults()
            return {"waiting": 0}
        case "POST do":
            return _do(world, body["operation"], body.get("arguments", {}))
        case _:
            return None


def _do(world: World, operation: str, arguments: dict[str, Any]) -> Any:
    if operation not in _OPERATIONS:
        raise ValueError(f"operation is one of {', '.join(_OPERATIONS)}, not {operation!r}")
    if "at" in arguments:
        arguments["at"] = datetime.fromisoformat(arguments["at"])
    if "translation" in arguments:
        arguments["translation"] = Translation(**arguments["translation"])
    made = getattr(world, operation)(**arguments)
    if isinstance(made, Review):
        return {"id": made.id}
    return {"id": made.number} if isinstance(made, (Account, Location)) else {}


def _count(world: World) -> dict[str, Any]:
    return {
        "requests": len(world.requests),
        "faults": world.faults,
        "by_method": dict(world.meter.by_method),
        "renewals": world.grants.renewals,
        "clock": world.clock.isoformat().replace("+00:00", "Z"),
    }
