"""All complaints of an Indonesian local government in one typed model: followed up, answered, measured.

For: users; these are the public names. The model, the contracts and the errors are here at once; what brings an HTTP
client or a database along (``Hub``, ``AsyncHub``, ``Store``) is loaded when it is first used.
Must not: do anything on import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .auth import ApiKey, Bearer, OAuth2
from .contract import (
    Auth,
    CanCheckReply,
    CanEstimate,
    CanRefetch,
    CanReply,
    CanReread,
    Channel,
    Coverage,
    Deep,
    Estimate,
    HasSubscription,
    HasWebhook,
    Limit,
    LocalChannel,
    Notice,
    Page,
    Receipt,
    ReplyLimit,
    Request,
    Response,
    Session,
    Shown,
    Skipped,
    State,
    Subscription,
    Token,
    WebhookCall,
)
from .errors import (
    AuthError,
    BusyError,
    CaseworkError,
    ChannelError,
    ConfigError,
    HubError,
    NotFoundError,
    OutboxError,
    PayloadError,
    QuotaError,
    RateLimitError,
    RejectedError,
    StoreError,
    UnavailableError,
    UnsupportedError,
)
from .model import (
    Attachment,
    Author,
    Bucket,
    Case,
    Complaint,
    Event,
    EventType,
    Form,
    Intent,
    Kind,
    Link,
    Location,
    OfficialResult,
    Relation,
    Role,
    Source,
    Status,
    Subject,
    Visibility,
)
from .outbox import Reply, ReplyPolicy, ReplyState
from .report import Counts, Delivery, DeliveryReport, PastRun, Run, Stopped, Subscribed, SyncReport

if TYPE_CHECKING:
    from .aiohub import AsyncHub
    from .hub import Hub
    from .store import Store

__all__ = [
    "ApiKey",
    "AsyncHub",
    "Attachment",
    "Auth",
    "AuthError",
    "Author",
    "Bearer",
    "Bucket",
    "BusyError",
    "CanCheckReply",
    "CanEstimate",
    "CanRefetch",
    "CanReply",
    "CanReread",
    "Case",
    "CaseworkError",
    "Channel",
    "ChannelError",
    "Complaint",
    "ConfigError",
    "Counts",
    "Coverage",
    "Deep",
    "Delivery",
    "DeliveryReport",
    "Estimate",
    "Event",
    "EventType",
    "Form",
    "HasSubscription",
    "HasWebhook",
    "Hub",
    "HubError",
    "Intent",
    "Kind",
    "Limit",
    "Link",
    "LocalChannel",
    "Location",
    "NotFoundError",
    "Notice",
    "OAuth2",
    "OfficialResult",
    "OutboxError",
    "Page",
    "PastRun",
    "PayloadError",
    "QuotaError",
    "RateLimitError",
    "Receipt",
    "RejectedError",
    "Relation",
    "Reply",
    "ReplyLimit",
    "ReplyPolicy",
    "ReplyState",
    "Request",
    "Response",
    "Role",
    "Run",
    "Session",
    "Shown",
    "Skipped",
    "Source",
    "State",
    "Status",
    "Stopped",
    "Store",
    "StoreError",
    "Subject",
    "Subscribed",
    "Subscription",
    "SyncReport",
    "Token",
    "UnavailableError",
    "UnsupportedError",
    "Visibility",
    "WebhookCall",
]

_HEAVY = {"AsyncHub": ".aiohub", "Hub": ".hub", "Store": ".store"}


def __getattr__(name: str) -> object:
    if name not in _HEAVY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HEAVY[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
