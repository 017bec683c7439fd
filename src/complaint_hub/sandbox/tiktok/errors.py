"""The platform's codes with their names, and the one envelope that success and failure come in.

For: ``api``, which answers bad calls, and faults that inject any of them.
Must not: decide when one is due.

Names are those of the official SDK (https://github.com/tiktok/tiktok-business-api-sdk); messages are invented, but
for those that were seen.
"""

from __future__ import annotations

from typing import Literal, get_args

from ..answers import Json, RefusedError, json_response
from ..server import Response

__all__ = ["ERRORS", "SHAPES", "ApiRefusedError", "Shape", "envelope", "refuse"]

Shape = Literal["object", "null", "absent"]
"""What ``data`` is where nothing is answered: ``{}``, ``null``, or not there at all."""

SHAPES: tuple[Shape, ...] = get_args(Shape)

ERRORS: dict[str, tuple[int, str]] = {
    "OK": (0, "OK"),
    "PARTIAL_OK": (20001, "Partially successful"),
    "INVALID_PARAMS": (40000, "Invalid parameters"),
    "PERMISSION_ERROR": (40001, "No permission to operate, or the object doesn't exist or has been deleted"),
    "PARAM_ERROR": (40002, "Invalid parameter"),
    "FORBIDDEN": (40003, "Forbidden"),
    "VERSION_ERROR": (40006, "no schema found"),
    "NOT_EXIST": (40007, "The object does not exist"),
    "DUPLICATED_REQUEST": (40050, "Duplicated request"),
    "REQUEST_TOO_FREQUENT": (40100, "Too many requests. Please retry in some time."),
    "ACCESS_TOKEN_EXPIRE": (40102, "The access token is expired"),
    "REFRESH_TOKEN_EXPIRE": (40103, "The refresh token is expired"),
    "EMPTY_ACCESS_TOKEN": (40104, "The access token is empty"),
    "INVALID_ACCESS_TOKEN": (40105, "The access token is incorrect or has been revoked"),
    "INVALID_REFRESH_TOKEN": (40107, "The refresh token is incorrect"),
    "AUTH_CODE_ERROR": (40110, "The auth code is incorrect, used or expired"),
    "APP_FORBIDDEN": (40113, "The app is forbidden"),
    "APP_METHOD_FORBIDDEN": (40117, "The app may not call this method"),
    "NOT_IN_WHITELIST": (40118, "Not on the allowlist"),
    "DEVELOPER_REJECTED": (40124, "The developer was rejected"),
    "DEVELOPER_NO_PERMISSION": (40125, "The developer has no permission"),
    "SCOPE_NOT_AUTHORIZED": (40130, "The scope is not authorized by the account"),
    "SCOPE_TT_USER_OAUTH_FAILED": (40131, "The authorization of the account failed"),
    "REQUEST_FREQUENCY_LIMITED": (40132, "The frequency of requests is limited"),
    "TASK_NOT_READY": (40201, "The task is not ready"),
    "WRITE_CONFLICT": (40202, "Write conflict"),
    "ROUTE_NOT_FOUND": (40400, "Route not found"),
    "SYS_ERROR": (50000, "System error"),
    "SYS_TIMEOUT": (50002, "System timeout"),
    "BACKEND_ERROR": (51000, "Backend error"),
    "INTERNAL_TIME_OUT": (51010, "Internal service timed out"),
    "BACKEND_51065": (51065, "Internal service error"),
}
"""Code and message of each name; the last and the third last name are ours, for codes that have none."""


class ApiRefusedError(RefusedError):
    """The call is refused with this error and, if it says more than usual, this message."""

    def __init__(self, name: str, message: str | None = None) -> None:
        super().__init__(name)
        self.message = message


def envelope(name: str, data: Json | Shape, *, request_id: str, message: str | None = None) -> Response:
    """What every answer is packed in, with HTTP 200 in success and failure alike. Raises KeyError for a bad name."""
    code, usual = ERRORS[name]
    body: Json = {"code": code, "message": usual if message is None else message, "request_id": request_id}
    if data != "absent":
        body["data"] = {"object": {}, "null": None}[data] if isinstance(data, str) else data
    return json_response(200, body, {"x-tt-logid": request_id})


def refuse(
    name: str,
    *,
    request_id: str,
    shape: Shape = "object",
    message: str | None = None,
    retry_after: int | str | None = None,
) -> Response:
    """The answer for error *name*.

    Raises: KeyError for an unknown name, ValueError for an unknown shape.
    """
    if shape not in SHAPES:
        raise ValueError(f"shape is one of {', '.join(SHAPES)}, not {shape!r}")
    response = envelope(name, shape, request_id=request_id, message=message)
    if retry_after is None:
        return response
    return Response(response.status, response.body, {**response.headers, "Retry-After": str(retry_after)})
