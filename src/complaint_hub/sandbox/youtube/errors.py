"""The platform's error bodies, in every shape they are known to take.

For: ``api``, which answers bad calls, and faults that inject any of them.
Must not: decide when one is due.

Reasons and HTTP codes as published for commentThreads, comments, videos, channels and playlistItems
(https://developers.google.com/youtube/v3/docs/errors); gateway details as ``google.rpc.ErrorInfo``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..server import Response

__all__ = ["ERRORS", "SHAPES", "ApiError", "refuse"]

SHAPES = ("errors", "gateway", "string", "no_errors")
"""errors: ``errors[].reason``; gateway: ``status`` and ``details[].reason``; string: ``error`` is a text;
no_errors: ``code`` and ``message`` alone."""

_STATUS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
           429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"}  # fmt: skip


@dataclass(frozen=True)
class ApiError:
    """One error: ``reason`` goes into ``errors[]``, ``detail`` into ``details[]``."""

    http: int
    reason: str
    domain: str = "youtube.parameter"
    message: str = "The request cannot be processed."
    location: str | None = "parameters."
    detail: str | None = None
    gateway: bool = False


_THREAD, _COMMENT, _USAGE = "youtube.commentThread", "youtube.comment", "usageLimits"


def _param(reason: str, message: str) -> ApiError:
    return ApiError(400, reason, message=message)


def _written(reason: str, message: str) -> ApiError:
    return ApiError(400, reason, _COMMENT, message, "body")


def _account(reason: str) -> ApiError:
    return ApiError(403, reason, "youtube.header", "The account may not do this.", "Authorization")


ERRORS: dict[str, ApiError] = {
    "incompatibleParameters": _param("incompatibleParameters",
                                     "The request specifies parameters that exclude each other."),
    "invalidFilters": _param("invalidFilters", "The request holds an invalid combination of filters."),
    "unexpectedParameter": _param("unexpectedParameter", "The request holds an unexpected parameter."),
    "missingRequiredParameter": _param("missingRequiredParameter", "The request is missing a required parameter."),
    "invalidParameter": ApiError(400, "invalidParameter", "global", "A value is out of its range.", "maxResults"),
    "unexpectedPart": ApiError(400, "unexpectedPart", "youtube.part", "The part cannot be retrieved.", "part"),
    "invalidPageToken": ApiError(400, "invalidPageToken", message="The page token is invalid.", location="pageToken"),
    "processingFailure": ApiError(400, "processingFailure", _THREAD, "The API server failed to process the request. "
                                  "While this can be a transient error, it usually indicates invalid input.", "body"),
    "operationNotSupported": ApiError(400, "operationNotSupported", _COMMENT, "The identifier is not supported.", "id"),
    "badKey": ApiError(400, "badRequest", "global", "API key not valid. Please pass a valid API key.", None,
                       "API_KEY_INVALID", gateway=True),
    "parentIdMissing": _written("parentIdMissing", "The comment has no parent."),
    "commentTextRequired": _written("commentTextRequired", "The comment has no text."),
    "commentTextTooLong": _written("commentTextTooLong", "The comment is too long."),
    "invalidCustomEmoji": _written("invalidCustomEmoji", "The comment holds an unknown emoji."),
    "invalidCommentMetadata": _written("invalidCommentMetadata", "The request holds invalid metadata."),
    "parentCommentIsPrivate": _written("parentCommentIsPrivate", "The parent comment is private."),
    "channelOrVideoIdMissing": _written("channelOrVideoIdMissing", "Neither a channel nor a video is named."),
    "banWithoutReject": _written("banWithoutReject", "Only the author of a rejected comment can be banned."),
    "writeForbidden": ApiError(403, "forbidden", _COMMENT, "The comment cannot be written due to insufficient "
                               "permissions. The request might not be properly authorized.", "body"),
    "keyInvalid": ApiError(400, "keyInvalid", _USAGE, "Bad Request", None, "API_KEY_INVALID"),
    "noKey": ApiError(403, "forbidden", "global", "The request is missing a valid API key.", None, gateway=True),
    "authError": ApiError(401, "authError", "global", "Invalid Credentials", "Authorization", gateway=True),
    "quotaExceeded": ApiError(403, "quotaExceeded", "youtube.quota", "The request cannot be completed because you have "
                              'exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.', None,
                              "RATE_LIMIT_EXCEEDED"),
    "dailyLimitExceeded": ApiError(403, "dailyLimitExceeded", _USAGE, "Daily Limit Exceeded", None,
                                   "RATE_LIMIT_EXCEEDED"),
    "rateLimitExceeded": ApiError(403, "rateLimitExceeded", _USAGE, "Rate Limit Exceeded", None, "RATE_LIMIT_EXCEEDED"),
    "userRateLimitExceeded": ApiError(403, "userRateLimitExceeded", _USAGE, "User Rate Limit Exceeded", None,
                                      "RATE_LIMIT_EXCEEDED"),
    "tooManyRequests": ApiError(429, "rateLimitExceeded", "global", "Too many requests.", None, "RATE_LIMIT_EXCEEDED"),
    "perDay429": ApiError(429, "rateLimitExceeded", "global", "Quota exceeded for quota metric 'Queries' and limit "
                          "'Queries per day' of service 'youtube.googleapis.com'.", None, "RATE_LIMIT_EXCEEDED",
                          gateway=True),
    "commentsDisabled": ApiError(403, "commentsDisabled", _THREAD, "The video identified by the <code><a href="
                                 '"/youtube/v3/docs/commentThreads/list#videoId">videoId</a></code> parameter has '
                                 "disabled comments.", "videoId"),
    "forbidden": ApiError(403, "forbidden", _THREAD, "One or more of the requested comment threads cannot be retrieved "
                          "due to insufficient permissions.", "videoId"),
    "insufficientPermissions": ApiError(403, "insufficientPermissions", "global", "Insufficient Permission", None,
                                        "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
    "accessNotConfigured": ApiError(403, "accessNotConfigured", _USAGE, "YouTube Data API v3 has not been used in this "
                                    "project before or it is disabled.", None, "SERVICE_DISABLED", gateway=True),
    "serviceUnavailable403": ApiError(403, "SERVICE_UNAVAILABLE", "youtube.CoreErrorDomain", "The caller does not have "
                                      "permission", None, gateway=True),
    "ineligibleAccount": _account("ineligibleAccount"),
    "authenticatedUserNotChannel": _account("authenticatedUserNotChannel"),
    "authenticatedUserAccountClosed": _account("authenticatedUserAccountClosed"),
    "authenticatedUserAccountSuspended": _account("authenticatedUserAccountSuspended"),
    "accountDelegationForbidden": _account("accountDelegationForbidden"),
    "videoNotFound": ApiError(404, "videoNotFound", _THREAD, "The video cannot be found.", "videoId"),
    "channelNotFound": ApiError(404, "channelNotFound", _THREAD, "The channel cannot be found.", "channelId"),
    "commentThreadNotFound": ApiError(404, "commentThreadNotFound", _THREAD, "A comment thread cannot be found.", "id"),
    "commentNotFound": ApiError(404, "commentNotFound", _COMMENT, "A comment cannot be found.", "parentId"),
    "parentCommentNotFound": ApiError(404, "parentCommentNotFound", _COMMENT, "The parent comment cannot be found.",
                                      "body"),
    "playlistNotFound": ApiError(404, "playlistNotFound", "youtube.playlistItem", "The playlist cannot be found.",
                                 "playlistId"),
    "playlistItemsNotAccessible": ApiError(403, "playlistItemsNotAccessible", "youtube.playlistItem",
                                           "The playlist items are not accessible.", "playlistId"),
    "backendError": ApiError(503, "backendError", "global", "Backend Error", None),
    "internalError": ApiError(500, "internalError", "global", "Internal error encountered.", None, gateway=True),
    "notFound": ApiError(404, "notFound", "global", "Not Found", None),
}  # fmt: skip


def refuse(name: str, *, shape: str = "errors", retry_after: int | None = None) -> Response:
    """The answer for error *name* in *shape*.

    Raises: KeyError for an unknown name, ValueError for an unknown shape.
    """
    headers = {"Content-Type": "application/json; charset=UTF-8"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return Response(ERRORS[name].http, json.dumps({"error": _body(ERRORS[name], shape)}).encode(), headers)


def _body(error: ApiError, shape: str) -> Any:
    if shape not in SHAPES:
        raise ValueError(f"shape is one of {', '.join(SHAPES)}, not {shape!r}")
    if shape == "string":
        return error.reason
    body: dict[str, Any] = {"code": error.http, "message": error.message}
    if shape == "errors":
        entry = {"message": error.message, "domain": error.domain, "reason": error.reason}
        if error.location is not None:
            entry |= {"location": error.location, "locationType": _location_type(error.location)}
        body["errors"] = [entry]
    if shape == "gateway" or (shape == "errors" and error.gateway):
        body["status"] = _STATUS.get(error.http, "UNKNOWN")
        if error.detail is not None or shape == "gateway":
            body["details"] = [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": error.detail or error.reason,
                    "domain": "googleapis.com",
                    "metadata": {"service": "youtube.googleapis.com"},
                }
            ]
    return body


def _location_type(location: str) -> str:
    if location == "Authorization":
        return "header"
    return "other" if location in ("parameters.", "body") else "parameter"
