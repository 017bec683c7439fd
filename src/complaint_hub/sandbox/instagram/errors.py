"""The platform's error bodies, by a name of ours, with the code and subcode that a client has to go by.

For: ``api``, which answers bad calls, and faults that inject any of them.
Must not: decide when one is due.

Codes: https://developers.facebook.com/docs/graph-api/guides/error-handling and the error codes of the Instagram
Platform. Which HTTP status a throttle has is written down nowhere; 400, 403 and 429 were all seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..answers import json_response
from ..server import Response

__all__ = ["ERRORS", "USAGE", "ApiError", "Login", "code_refused", "refuse", "usage_headers"]

Login = Literal["instagram", "facebook"]
"""The two products, each with a host, a kind of token and a type of error."""


@dataclass(frozen=True)
class ApiError:
    """One error. In ``message``, ``{}`` is what the call was about; ``type`` is that of Facebook Login."""

    code: int
    message: str
    subcode: int | None = None
    http: int = 400
    transient: bool = False
    type: str = "OAuthException"
    title: str | None = None


def _token(subcode: int | None, message: str) -> ApiError:
    return ApiError(190, f"Error validating access token: {message}", subcode)


_WRONG_ID = (
    "Unsupported request. Object with ID '{}' does not exist, cannot be loaded due to missing permissions, or does not "
    "support this operation"
)

ERRORS: dict[str, ApiError] = {
    "unknown": ApiError(1, "An unknown error occurred", http=500),
    "tooMuchData": ApiError(1, "Please reduce the amount of data you're asking for, then retry your request", http=500),
    "unavailable": ApiError(2, "Service temporarily unavailable", http=503, transient=True),
    "unknownOld": ApiError(-1, "Unexpected error", http=500),
    "timeout": ApiError(-2, "Request timed out", http=500),
    "appLimit": ApiError(4, "(#4) Application request limit reached", http=403, transient=True),
    "userLimit": ApiError(17, "(#17) User request limit reached", transient=True),
    "pageLimit": ApiError(32, "(#32) Page request limit reached", http=403),
    "applicationLimit": ApiError(341, "(#341) Application limit reached", http=403),
    "customLimit": ApiError(613, "(#613) Calls to this api have exceeded the rate limit.", http=429),
    "pageAccountLimit": ApiError(80001, "There have been too many calls to this Page account.", http=429),
    "accountLimit": ApiError(80002, "There have been too many calls to this Instagram account. Wait a bit and try "
                             "again.", transient=True),
    "messengerLimit": ApiError(80006, "There have been too many calls to this Messenger account.", http=429),
    "badToken": ApiError(190, "Invalid OAuth access token - Cannot parse access token"),
    "notInstalled": _token(458, "The user has not authorized the application."),
    "checkpoint": _token(459, "You cannot access the app till you log in and follow the instructions given."),
    "passwordChanged": _token(460, "The session has been invalidated because the user changed the password."),
    "expiredToken": _token(463, "Session has expired on {}."),
    "unconfirmed": _token(464, "The user is not a confirmed user."),
    "invalidToken": _token(467, "The session is invalid because the user logged out."),
    "noPageRole": _token(492, "The user must be an administrator, editor, or moderator of the page."),
    "session": ApiError(102, "Session key invalid or no longer valid"),
    "noToken": ApiError(104, "An access token is required to request this resource."),
    "capability": ApiError(3, "(#3) Application does not have the capability to make this API call."),
    "permission": ApiError(10, "(#10) Application does not have permission for this action", http=403),
    "permissionMissing": ApiError(200, "(#200) Permissions error", http=403),
    "pagePermission": ApiError(283, "(#283) Requires pages_read_engagement permission to manage the object", http=403),
    "badParameter": ApiError(100, "(#100) Invalid parameter: {}"),
    "unknownField": ApiError(100, "(#100) Tried accessing nonexisting field ({})"),
    "badCursor": ApiError(100, "(#100) Invalid cursors values"),
    "tooYoung": ApiError(100, "(#100) The access token must be at least 24 hours old"),
    "notFound": ApiError(100, _WRONG_ID, 33, type="GraphMethodException"),
    "noSuchId": ApiError(803, "(#803) Some of the aliases you requested do not exist: {}"),
    "badPath": ApiError(2500, "Unknown path components: /{}"),
    "syntax": ApiError(2500, 'Syntax error "Expected name." at character {}'),
    "spam": ApiError(4, "(#4) Application request limit reached", 2207051, http=403, title="Action blocked"),
    "publishLimit": ApiError(9, "(#9) Reached the maximum number of posts", 2207042, http=403),
    "mediaNotFound": ApiError(24, "(#24) The requested resource does not exist", 2207006),
    "mediaNotReady": ApiError(24, "(#24) The media is not ready", 2207008),
    "accountRestricted": ApiError(25, "(#25) The account is restricted", 2207050, http=403),
    "responseFormat": ApiError(20, "The object does not support the requested response format", 1772107),
    "blocked": ApiError(368, "The action attempted has been deemed abusive or is otherwise disallowed", http=403,
                        title="Action blocked"),
    "duplicate": ApiError(506, "(#506) Duplicate status message"),
    "skipped": ApiError(2108006, "(#2108006) The media was posted before the account became a business one"),
}  # fmt: skip

USAGE = {
    "accountLimit": "X-Business-Use-Case-Usage",
    "messengerLimit": "X-Business-Use-Case-Usage",
    "pageAccountLimit": "X-Business-Use-Case-Usage",
    "appLimit": "X-App-Usage",
    "userLimit": "X-App-Usage",
    "customLimit": "X-App-Usage",
    "applicationLimit": "X-App-Usage",
    "pageLimit": "X-Page-Usage",
}
"""By throttle, the header in which it is to be seen."""


def refuse(
    name: str,
    *,
    login: Login,
    trace: str = "Asandbox",
    account: str = "",
    http: int | None = None,
    minutes: int | None = None,
    percent: int = 100,
    **told: Any,
) -> Response:
    """The answer for error *name*; what stands after a colon in it is what the call was about.

    Args:
        account: whose limit a throttle is.
        http: another status than the usual one.
        minutes: until access is regained; sends the usage header of the throttle.
        told: ``message``, ``subcode``, ``code``, ``type`` to be said instead.

    Raises: KeyError for an unknown name.
    """
    name, _, about = name.partition(":")
    error = replace(ERRORS[name], **told)
    body: dict[str, Any] = {
        "message": error.message.replace("{}", about),
        "type": "IGApiException" if login == "instagram" and "type" not in told else error.type,
        "code": error.code,
    }
    if error.subcode is not None:
        body["error_subcode"] = error.subcode
    if error.transient:
        body["is_transient"] = True
    if error.title is not None:
        body |= {"error_user_title": error.title, "error_user_msg": "Please try again later."}
    body["fbtrace_id"] = trace
    headers = {} if minutes is None else usage_headers(USAGE[name], account, percent, minutes)
    return json_response(http or error.http, {"error": body}, headers)


def usage_headers(header: str, account: str, percent: int, minutes: int = 0) -> dict[str, str]:
    """One of the usage headers; only that of a business use case can say when access is regained, in minutes."""
    used = {"call_count": percent, "total_cputime": percent * 3 // 4, "total_time": percent // 2}
    if header != "X-Business-Use-Case-Usage":
        return {header: json.dumps(used)}
    # More than one entry may stand under an account; the one that hurts need not be the first.
    entries = [
        {"type": "messenger", **dict.fromkeys(used, 0), "estimated_time_to_regain_access": 0},
        {"type": "instagram", **used, "estimated_time_to_regain_access": minutes},
    ]
    return {header: json.dumps({account: entries})}


def code_refused() -> Response:
    """What ``api.instagram.com`` answers to a code that is spent or unknown; its errors have a shape of their own."""
    said = "Matching code was not found or was already used."
    return json_response(400, {"error_type": "OAuthException", "code": 400, "error_message": said})
