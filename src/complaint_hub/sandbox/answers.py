"""What the answers of all platforms are made of: the JSON body, and the refusal by name.

For: the methods of each platform, its door and its token endpoint.
Must not: know an error's body; see ``errors`` of each platform.
"""

from __future__ import annotations

import json
from typing import Any

from .server import Response

__all__ = ["Json", "RefusedError", "json_response"]

Json = dict[str, Any]
"""An object in an answer."""


class RefusedError(Exception):
    """The call is refused with this error of the platform's ``errors``."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def json_response(status: int, body: Any, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer, in escaped ASCII, so that a lone surrogate can be sent as the platform would send it."""
    content = json.dumps(body, separators=(",", ":")).encode("ascii")
    return Response(status, content, {"Content-Type": "application/json; charset=UTF-8"} | (headers or {}))
