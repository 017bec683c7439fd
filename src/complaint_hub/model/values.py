"""The values of the model: a complaint, what happened to it, and what belongs to it.

For: everybody, through ``complaint_hub.model``.
Must not: know a channel, a law or a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, model_validator

from .terms import Bucket, EventType, Form, Intent, Kind, Relation, Role, Source, Status, Visibility

__all__ = [
    "Attachment",
    "Author",
    "Case",
    "Complaint",
    "Event",
    "Instant",
    "Link",
    "Location",
    "OfficialResult",
    "Subject",
    "content",
    "to_json",
]


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An aware instant; whatever zone it came in, it is kept in UTC."""


class _Value(BaseModel):
    # Errors must not show what citizens wrote, nor a token; NaN has no place in JSON.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)


class Author(_Value):
    """Who wrote: as much as the channel tells. ``id`` is the channel's own key of the person, stable over renames."""

    id: str | None = None
    name: str | None = None
    url: str | None = None


class Subject(_Value):
    """What the complaint hangs on: a video, a post, a location; ``id`` is native to the channel."""

    id: str
    title: str | None = None
    url: str | None = None


class Location(_Value):
    """Where it is, in degrees (WGS 84)."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Attachment(_Value):
    """A file that hangs on a complaint or an event; many platforms sign the URL, so it expires (``expires_at``)."""

    url: str
    media_type: str | None = None
    expires_at: Instant | None = None


class Event(_Value):
    """Something that happened to a complaint: a row of its own, unique by (complaint, type, key).

    Attributes:
        complaint: id of the complaint (``"lapor:9123456"``); it need not be known yet.
        key: the platform's own id of the message, or one made from position (``"Tanggal Disposisi:1"``), never from
            time.
        at: when it happened; None if it was only seen, then it lies in (``not_before``, ``seen_at``].
        day: only the date is known; ``at`` is then local midnight.
        seen_at: when it was noticed. It orders, it never measures.
        about: key of the message that it speaks of; None means the complaint itself.
        role, public, automatic, intent: what makes a message count as an answer (see ``timeline.counts``).
        status: the status that it sets. Any event with a status is a status event.
    """

    complaint: str
    key: str
    type: EventType
    at: Instant | None = None
    day: bool = False
    seen_at: Instant | None = None
    not_before: Instant | None = None
    about: str | None = None
    source: Source = Source.channel
    by: str | None = None
    role: Role | None = None
    public: bool = True
    automatic: bool = False
    intent: Intent | None = None
    author: Author | None = None
    text: str | None = None
    status: Status | None = None
    unit: str | None = None
    data: Mapping[str, JsonValue] = Field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()

    @property
    def when(self) -> datetime:
        """The instant that orders it: ``at``, else ``seen_at``; an event that has neither yet sorts first."""
        return self.at or self.seen_at or _NEVER


_NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Complaint(_Value):
    """One row of one channel: a report, a comment, a review, an entry of a register.

    Attributes:
        id: ``f"{channel}:{native_id}"``; ``native_id`` is unique over all accounts of the channel.
        scope: what a walk can finish on its own (a video, a location); None where the account is the scope.
        oversight: *berkadar pengawasan* (True), *tidak berkadar* (False), None if nobody said so.
        unit: the government unit that leads, in the channel's own spelling.
        created_at: when the citizen handed it in. The channel must say so: a row without a date is no complaint.
        rating: stars of a review or of the reporter, on the channel's own scale.
        external_ids: names of the same matter elsewhere (``{"lapor": "9123456"}``).
        engagement: counts that churn (likes, replies); not part of the content.
        raw: what the platform sent; not part of the content.
        said: the channel's own values, where the office says otherwise; filled by the store, never in the JSON.
        timeline: the events, filled by the store on reading. None means that only the head was read.
    """

    id: str
    channel: str
    account: str
    scope: str | None = None
    native_id: str
    form: Form | None = None
    kind: Kind | None = None
    oversight: bool | None = None
    visibility: Visibility | None = None
    title: str | None = None
    text: str | None = None
    language: str | None = None
    author: Author | None = None
    subject: Subject | None = None
    url: str | None = None
    rating: float | None = None
    category: str | None = None
    unit: str | None = None
    district: str | None = None
    village: str | None = None
    location: Location | None = None
    occurred_at: Instant | None = None
    attachments: tuple[Attachment, ...] | None = None
    external_ids: Mapping[str, str] | None = None
    source_detail: str | None = None
    priority: str | None = None
    status: Status | None = None
    status_raw: str | None = None
    created_at: Instant
    updated_at: Instant | None = None
    deleted_at: Instant | None = None
    engagement: Mapping[str, int] | None = None
    raw: JsonValue = None
    said: Complaint | None = Field(default=None, exclude=True, repr=False)
    timeline: tuple[Event, ...] | None = None

    @model_validator(mode="after")
    def _id_is_made_of_channel_and_native_id(self) -> Self:
        if self.id != f"{self.channel}:{self.native_id}":
            raise ValueError("id must be channel and native id joined by a colon")
        return self

    @property
    def open(self) -> bool:
        """True while somebody still has to act; a row without a status counts as just received."""
        return (self.status or Status.received).open

    @property
    def bucket(self) -> Bucket:
        """The column of the dashboard that counts it."""
        return (self.status or Status.received).bucket


class Link(_Value):
    """Two rows that belong together: ``a`` was transferred to, duplicates, or shares the event of ``b``."""

    a: str
    b: str
    relation: Relation
    by: str | None = None
    at: Instant | None = None


class Case(_Value):
    """One matter: the rows that links join (transferred, duplicate), told as one timeline. A lone row is a case of one.

    Attributes:
        id: id of the leading row's chain; the id under which facts count it.
        lead: the row at the end of the chain; it gives status, kind, unit and place.
        rows: all rows, the lead included, earliest first.
        timeline: the events of all rows, in order.
    """

    id: str
    lead: Complaint
    rows: tuple[Complaint, ...]
    timeline: tuple[Event, ...]


class OfficialResult(_Value):
    """What the ministry's letter says about a year: input, never computed.

    Attributes:
        year: the year that was judged; the letter comes in the next one (``letter_date``).
        scale: name of the scale that the predicate belongs to; scales differ from year to year.
        figures: published numbers by the scorecard's own names (``{"total": 62, "mean_follow_up": 15.6}``).
        recommendations: the letter's own sentences.
    """

    year: int = Field(ge=2000, le=2100)
    letter: str
    letter_date: date | None = None
    scale: str | None = None
    predicate: str | None = None
    team_decree: bool | None = None
    action_plan: bool | None = None
    figures: Mapping[str, float] = Field(default_factory=dict)
    recommendations: tuple[str, ...] = ()


def to_json(value: BaseModel) -> str:
    """Write a model as JSON that reads back the same: unset fields are left out, emptied ones are null."""
    return value.model_dump_json(exclude_unset=True)


def content(value: BaseModel) -> dict[str, object]:
    """Say what a model states, as plain values: two models state the same when their contents are equal."""
    return value.model_dump(exclude_unset=True)
