"""What a channel and the hub promise each other.

For: authors of channels, and the code that runs them. A channel says ``await session.ask(request)`` and
``await session.emit(page)`` and does no I/O of its own; behind the session stands a blocking world or asyncio.
Must not: hold behaviour beyond checking its own values, know an HTTP client, or carry a credential.
"""

from __future__ import annotations

from .hooks import Notice, Receipt, Subscription, WebhookCall
from .promises import (
    Auth,
    CanCheckReply,
    CanEstimate,
    CanRefetch,
    CanReply,
    CanReread,
    Channel,
    HasSubscription,
    HasWebhook,
    LocalChannel,
    Session,
)
from .travel import (
    EVERY_SCOPE,
    Coverage,
    Deep,
    Estimate,
    Limit,
    Page,
    ReplyLimit,
    Request,
    Response,
    Shown,
    Skipped,
    State,
    Token,
    is_loopback,
)

__all__ = [
    "EVERY_SCOPE",
    "Auth",
    "CanCheckReply",
    "CanEstimate",
    "CanRefetch",
    "CanReply",
    "CanReread",
    "Channel",
    "Coverage",
    "Deep",
    "Estimate",
    "HasSubscription",
    "HasWebhook",
    "Limit",
    "LocalChannel",
    "Notice",
    "Page",
    "Receipt",
    "ReplyLimit",
    "Request",
    "Response",
    "Session",
    "Shown",
    "Skipped",
    "State",
    "Subscription",
    "Token",
    "WebhookCall",
    "is_loopback",
]
