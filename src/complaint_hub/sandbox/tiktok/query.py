"""The parameters of one call, read as strictly as the platform reads them.

For: ``methods`` and ``writes``. What is bad is refused with PARAM_ERROR and a message that names the parameter.
Must not: know a world or which call it is.

Arrays and objects stand as JSON text in one parameter; booleans are ``true`` and ``false``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from ..answers import Json
from ..server import Request
from .errors import ApiRefusedError

__all__ = ["Query", "logged", "missing"]

# What must not stand in the log of calls.
_SECRET = frozenset(("client_secret", "secret", "access_token", "refresh_token", "auth_code"))


@dataclass(frozen=True)
class Query:
    """``params`` are texts in a query, and any JSON in a body."""

    params: Mapping[str, Any]

    @classmethod
    def of(cls, request: Request) -> Query:
        """Raises ApiRefusedError, if the body of a POST is no JSON object."""
        if request.method != "POST":
            return cls({name: values[-1] for name, values in request.params.items()})
        try:
            body = json.loads(request.body)
        except ValueError as bad:
            raise ApiRefusedError("INVALID_PARAMS", "The body is no JSON") from bad
        if not isinstance(body, dict):
            raise ApiRefusedError("INVALID_PARAMS", "The body is no JSON object")
        return cls(cast("Json", body))

    def text(self, name: str) -> str:
        """A required text; an id that is a bare number is refused."""
        value = self.params.get(name)
        if value is None or value == "":
            raise missing(name)
        if not isinstance(value, str):
            raise ApiRefusedError("PARAM_ERROR", f"{name}: Field must be set to string")
        return value

    def optional(self, name: str) -> str | None:
        """A text, None if it is not there or empty."""
        return self.text(name) if self.params.get(name) not in (None, "") else None

    def choice(self, name: str, choices: tuple[str, ...], default: str | None) -> str | None:
        value = self.params.get(name)
        if value is None:
            return default
        if value not in choices:
            raise ApiRefusedError("PARAM_ERROR", f"{name}: Must be one of: {', '.join(choices)}.")
        return cast("str", value)

    def number(self, name: str, default: int, *, least: int, most: int | None = None) -> int:
        value = self.params.get(name, str(default))
        # [0-9] and not str.isdigit, which takes superscripts.
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,18}", value):
            raise ApiRefusedError("PARAM_ERROR", f"{name}: Not a valid integer.")
        if int(value) < least or (most is not None and int(value) > most):
            raise ApiRefusedError("PARAM_ERROR", f"{name}: Must be at least {least} and at most {most}.")
        return int(value)

    def flag(self, name: str) -> bool:
        return self.choice(name, ("true", "false"), "false") == "true"

    def texts(self, name: str, *, most: int | None = None) -> list[str] | None:
        """A JSON array of texts; None if it is not there."""
        return None if name not in self.params else _texts(name, self._json(name), most)

    def object(self, name: str) -> Json:
        """A JSON object, empty if it is not there."""
        value = self._json(name) if name in self.params else {}
        if not isinstance(value, dict):
            raise ApiRefusedError("PARAM_ERROR", f"{name}: Not a valid JSON object.")
        return cast("Json", value)

    def _json(self, name: str) -> Any:
        try:
            return json.loads(str(self.params[name]))
        except ValueError as bad:
            raise ApiRefusedError("PARAM_ERROR", f"{name}: Not valid JSON.") from bad


def _texts(name: str, value: Any, most: int | None) -> list[str]:
    if not isinstance(value, list):
        raise ApiRefusedError("PARAM_ERROR", f"{name}: Not a valid JSON array.")
    if not all(isinstance(item, str) for item in value):
        raise ApiRefusedError("PARAM_ERROR", f"{name}: Field must be set to string")
    if most is not None and len(value) > most:
        raise ApiRefusedError("PARAM_ERROR", f"{name}: At most {most} items.")
    return value


def missing(name: str) -> ApiRefusedError:
    """The refusal of a call that lacks a required parameter."""
    return ApiRefusedError("PARAM_ERROR", f"{name}: Missing data for required field.")


def logged(request: Request) -> dict[str, str]:
    """The parameters as the log of calls keeps them: without secrets, a body that cannot be read as nothing."""
    try:
        params = Query.of(request).params
    except ApiRefusedError:
        return {}
    return {name: str(value) for name, value in params.items() if name not in _SECRET}
