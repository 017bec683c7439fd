"""The door through which another process looks at a world and changes it: JSON under ``/_sandbox/``.

For: the command line, and tests whose client is a process of its own; each platform's ``control`` says what its own
door opens. In the same process use ``World`` itself.
Must not: do anything ``World`` cannot do.

::

    GET  /_sandbox/count        {"requests", "faults", "by_method", "clock"} and what the platform adds
    GET  /_sandbox/requests     [{"method", "path", "params"}, ...]
    POST /_sandbox/reset-count
    POST /_sandbox/clock        {"at": "2026-11-24T02:00:00Z"} or {"advance": {"days": 1}}
    POST /_sandbox/faults       {"kind", "times", "skip", "every", "method", "data"}, or a list of them; DELETE forgets
    POST /_sandbox/do           {"operation": "add_reply", "arguments": {"thread": "...", "text": "..."}}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from .answers import json_response
from .faults import Fault
from .server import Request, Response
from .world import BaseWorld

__all__ = ["BASE", "Door"]

BASE = "/_sandbox/"

W = TypeVar("W", bound=BaseWorld)


@dataclass(frozen=True)
class Door(Generic[W]):
    """What may be done to the worlds of one platform.

    Attributes:
        operations: methods of the world that may be called.
        made: the id of what an operation returned; None if it has none.
        counted: what the platform counts beyond calls and faults.
        read: makes an argument of this name from its JSON.
        views: further things to look at, by the last part of the path.
    """

    operations: tuple[str, ...]
    made: Callable[[Any], str | None]
    counted: Callable[[W], dict[str, Any]]
    read: Mapping[str, Callable[[Any], Any]]
    views: Mapping[str, Callable[[W], Any]] = field(default_factory=dict[str, Callable[[W], Any]])

    def answer(self, world: W, request: Request) -> Response:
        """Answer one request of the door; 400 with the reason for one it does not understand."""
        try:
            body = json.loads(request.body) if request.body else {}
            result = self._done(world, request.method, request.path.removeprefix(BASE), body)
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            return json_response(400, {"error": f"{type(wrong).__name__}: {wrong}"})
        return json_response(404, {"error": "no such door"}) if result is None else json_response(200, result)

    def _done(self, world: W, method: str, what: str, body: Any) -> Any:
        if method == "GET" and what in self.views:
            return self.views[what](world)
        match f"{method} {what}":
            case "GET count":
                return self._count(world)
            case "GET requests":
                return [{"method": c.method, "path": c.path, "params": dict(c.params)} for c in world.requests]
            case "POST reset-count":
                world.reset_counts()
                return self._count(world)
            case "POST clock":
                if "advance" in body:
                    world.advance(**body["advance"])
                else:
                    world.set_clock(datetime.fromisoformat(body["at"]))
                return self._count(world)
            case "POST faults":
                world.inject(*(Fault(**fault) for fault in (body if isinstance(body, list) else [body])))
                return {"waiting": len(world.meter.programme)}
            case "DELETE faults":
                world.clear_faults()
                return {"waiting": 0}
            case "POST do":
                return self._do(world, body["operation"], body.get("arguments", {}))
            case _:
                return None

    def _do(self, world: W, operation: str, arguments: dict[str, Any]) -> Any:
        if operation not in self.operations:
            raise ValueError(f"operation is one of {', '.join(self.operations)}, not {operation!r}")
        ready = {name: self.read[name](value) if name in self.read else value for name, value in arguments.items()}
        id = self.made(getattr(world, operation)(**ready))
        return {} if id is None else {"id": id}

    def _count(self, world: W) -> dict[str, Any]:
        return self.counted(world) | {
            "requests": len(world.requests),
            "faults": world.faults,
            "by_method": dict(world.meter.by_method),
            "clock": world.clock.isoformat().replace("+00:00", "Z"),
        }
