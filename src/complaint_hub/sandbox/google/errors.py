"""The platform's error bodies, in the shapes they are known to take, and those of the token endpoint.

For: ``api``, which answers bad calls, and faults that inject any of them.
Must not: decide when one is due.

Bodies are ``google.rpc.Status`` (https://google.aip.dev/193); v4 may add the older ``errors[]``. OAuth errors are
those of RFC 6749, section 5.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..answers import json_response
from ..grants import OAUTH_ERRORS
from ..server import Response

__all__ = ["ERRORS", "OAUTH_ERRORS", "SHAPES", "ApiError", "refuse"]

SHAPES = ("status", "errors", "string", "no_status")
"""status: ``google.rpc.Status``; errors: the older ``errors[]`` beside it; string: ``error`` is a text;
no_status: ``code`` and ``message`` alone."""


@dataclass(frozen=True)
class ApiError:
    """One error: ``detail`` is the reason of an ``ErrorInfo``, ``older`` that of ``errors[]``."""

    http: int
    status: str
    message: str
    older: str
    detail: str | None = None
    limit: str | None = None


def _unauthenticated(detail: str) -> ApiError:
    message = "Request had invalid authentication credentials. Expected OAuth 2 access token."
    return ApiError(401, "UNAUTHENTICATED", message, "authError", detail)


def _exhausted(limit: str) -> ApiError:
    message = "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute'."
    return ApiError(429, "RESOURCE_EXHAUSTED", message, "rateLimitExceeded", "RATE_LIMIT_EXCEEDED", limit)


ERRORS: dict[str, ApiError] = {
    "invalidArgument": ApiError(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", "badRequest"),
    "badToken": _unauthenticated("ACCESS_TOKEN_TYPE_UNSUPPORTED"),
    "expiredToken": _unauthenticated("ACCESS_TOKEN_EXPIRED"),
    "noToken": _unauthenticated("CREDENTIALS_MISSING"),
    "forbidden": ApiError(403, "PERMISSION_DENIED", "The caller does not have permission", "forbidden"),
    "serviceDisabled": ApiError(403, "PERMISSION_DENIED", "The API has not been used in this project before or it is "
                                "disabled.", "accessNotConfigured", "SERVICE_DISABLED"),
    "scopeInsufficient": ApiError(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.",
                                  "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
    "notFound": ApiError(404, "NOT_FOUND", "Requested entity was not found.", "notFound"),
    "rateLimited": _exhausted("300"),
    "quotaZero": _exhausted("0"),
    "internal": ApiError(500, "INTERNAL", "Internal error encountered.", "backendError"),
    "unavailable": ApiError(503, "UNAVAILABLE", "The service is currently unavailable.", "backendError"),
    "deadline": ApiError(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.", "backendError"),
}  # fmt: skip


def refuse(name: str, *, service: str, shape: str = "status", retry_after: int | str | None = None) -> Response:
    """The answer for error *name* of *service* (a host) in *shape*.

    Raises: KeyError for an unknown name, ValueError for an unknown shape.
    """
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return json_response(ERRORS[name].http, {"error": _body(ERRORS[name], service, shape)}, headers)


def _body(error: ApiError, service: str, shape: str) -> Any:
    if shape not in SHAPES:
        raise ValueError(f"shape is one of {', '.join(SHAPES)}, not {shape!r}")
    if shape == "string":
        return error.older
    body: dict[str, Any] = {"code": error.http, "message": error.message}
    if shape == "no_status":
        return body
    if shape == "errors":
        body["errors"] = [{"message": error.message, "domain": "global", "reason": error.older}]
    body["status"] = error.status
    if error.detail is not None:
        metadata = {"service": service}
        if error.limit is not None:
            metadata |= {
                "quota_limit": "DefaultRequestsPerMinutePerProject",
                "quota_limit_value": error.limit,
                "quota_unit": "1/min/{project}",
                "quota_metric": f"{service}/default_requests",
                "consumer": "projects/1000000000",
            }
        body["details"] = [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": error.detail,
                "domain": "googleapis.com",
                "metadata": metadata,
            },
            {"@type": "type.googleapis.com/google.rpc.Help", "links": []},
        ]
    return body
