"""What a complaint is: one typed model for every channel.

For: everybody. A channel fills these values, the store keeps them, timelines and figures are computed from them.
Must not: know a channel, a law or a database. All models are frozen, all instants are aware and kept in UTC, all ids
are text.

A channel sets only the fields that its source has. ``model_fields_set`` is the difference between *emptied* (set to
None) and *not said* (left out), so JSON is written without unset fields (:func:`to_json`) and two models are
the same when :func:`content` says so.
"""

from __future__ import annotations

from .schema import json_schema
from .terms import (
    LIFE_CYCLE,
    Bucket,
    EventType,
    Form,
    Intent,
    Kind,
    Relation,
    Role,
    Source,
    Status,
    Visibility,
)
from .values import (
    Attachment,
    Author,
    Case,
    Complaint,
    Event,
    Instant,
    Link,
    Location,
    OfficialResult,
    Subject,
    content,
    to_json,
)

__all__ = [
    "LIFE_CYCLE",
    "Attachment",
    "Author",
    "Bucket",
    "Case",
    "Complaint",
    "Event",
    "EventType",
    "Form",
    "Instant",
    "Intent",
    "Kind",
    "Link",
    "Location",
    "OfficialResult",
    "Relation",
    "Role",
    "Source",
    "Status",
    "Subject",
    "Visibility",
    "content",
    "json_schema",
    "to_json",
]
