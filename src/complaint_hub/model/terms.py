"""The words of the model: how a complaint came, what it is, where it stands, what can happen to it.

For: ``values``, and through ``complaint_hub.model`` everybody. Each word is its own text, so that it reads the same in
JSON, in a column and in a rule.
Must not: know a channel or a law; which text of a platform means which status is a table of rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

__all__ = [
    "LIFE_CYCLE",
    "Bucket",
    "EventType",
    "Form",
    "Intent",
    "Kind",
    "Relation",
    "Role",
    "Source",
    "Status",
    "Visibility",
]


class Form(StrEnum):
    """How a complaint came."""

    report = "report"
    review = "review"
    comment = "comment"
    message = "message"
    letter = "letter"
    visit = "visit"


class Kind(StrEnum):
    """What a complaint is; None on a complaint means that nobody has said so yet (not triaged)."""

    complaint = "complaint"
    aspiration = "aspiration"
    information_request = "information_request"
    appreciation = "appreciation"
    other = "other"
    spam = "spam"

    @property
    def asks(self) -> bool:
        """True if it wants something of the government; the others are counted apart and leave nothing to do."""
        return self in (Kind.complaint, Kind.aspiration, Kind.information_request)


class Visibility(StrEnum):
    """Who may see what: *anonim* hides the name, *rahasia* hides the report; SP4N-LAPOR! knows both at once."""

    public = "public"
    anonymous = "anonymous"
    confidential = "confidential"
    anonymous_confidential = "anonymous_confidential"


class Bucket(StrEnum):
    """The coarse level of SP4N-LAPOR!'s status: the columns of its dashboard."""

    unverified = "unverified"
    pending = "pending"
    in_process = "in_process"
    postponed = "postponed"
    finished = "finished"
    archived = "archived"


class Status(StrEnum):
    """Where a complaint stands. Each status has a bucket; some of them pause a clock, which a policy may ignore."""

    received = "received"
    verified = "verified"
    forwarded = "forwarded"
    returned = "returned"
    in_progress = "in_progress"
    responded = "responded"
    awaiting_citizen = "awaiting_citizen"
    postponed = "postponed"
    resolved = "resolved"
    closed = "closed"
    archived = "archived"
    blocked = "blocked"
    rejected = "rejected"
    withdrawn = "withdrawn"
    transferred = "transferred"
    not_our_authority = "not_our_authority"
    duplicate = "duplicate"
    not_a_complaint = "not_a_complaint"

    @property
    def bucket(self) -> Bucket:
        """The column of the dashboard that counts it."""
        return _BUCKETS.get(self, Bucket.archived)

    @property
    def open(self) -> bool:
        """True while somebody still has to act."""
        return self.bucket not in (Bucket.finished, Bucket.archived)

    @property
    def paused(self) -> bool:
        """True if clocks stand still by default, because the office cannot go on."""
        return self.bucket is Bucket.postponed


_BUCKETS = {
    Status.received: Bucket.unverified,
    Status.verified: Bucket.pending,
    Status.forwarded: Bucket.pending,
    Status.returned: Bucket.pending,
    Status.in_progress: Bucket.in_process,
    Status.responded: Bucket.in_process,
    Status.awaiting_citizen: Bucket.postponed,
    Status.postponed: Bucket.postponed,
    Status.resolved: Bucket.finished,
    Status.closed: Bucket.finished,
}


class Source(StrEnum):
    """Who says it: the platform, a person in the office, or a sheet of the office; the last two are its layer."""

    channel = "channel"
    office = "office"
    imported = "import"

    @property
    def of_office(self) -> bool:
        """True for what the office says; a re-sync never touches it."""
        return self is not Source.channel


class Role(StrEnum):
    """Who wrote or acted; None on an event means that the source does not tell."""

    citizen = "citizen"
    agency = "agency"
    platform = "platform"


class Intent(StrEnum):
    """What a reply is meant to be, by the officer's own mark; never guessed from its text."""

    acknowledgement = "acknowledgement"
    normative = "normative"
    substantive = "substantive"
    clarification = "clarification"
    closing = "closing"


class EventType(StrEnum):
    """What can happen to a complaint."""

    received = "received"
    verified = "verified"
    forwarded = "forwarded"
    returned = "returned"
    transferred = "transferred"
    status = "status"
    message = "message"
    edited = "edited"
    deleted = "deleted"
    restored = "restored"
    triaged = "triaged"
    classified = "classified"
    prioritised = "prioritised"
    linked = "linked"
    unlinked = "unlinked"
    note = "note"
    evidence = "evidence"
    extended = "extended"
    postponed = "postponed"
    reminded = "reminded"
    escalated = "escalated"
    rated = "rated"
    resolved = "resolved"
    reopened = "reopened"
    closed = "closed"


LIFE_CYCLE: Mapping[EventType, int] = {
    kind: place
    for place, kind in enumerate(
        (
            EventType.received,
            EventType.triaged,
            EventType.verified,
            EventType.forwarded,
            EventType.returned,
            EventType.transferred,
            EventType.postponed,
            EventType.message,
            EventType.status,
            EventType.resolved,
            EventType.reopened,
            EventType.closed,
        )
    )
}
"""The order in which events of one and the same instant are told; types that are not named come last."""


class Relation(StrEnum):
    """How two rows belong together; only the first two make one case of them."""

    transferred_to = "transferred_to"
    duplicate_of = "duplicate_of"
    same_event = "same_event"
