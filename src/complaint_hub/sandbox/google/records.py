"""What a world is made of: accounts, locations, reviews and their replies.

For: ``world``, which changes them, and ``render``, which shows them.
Must not: know a request or a clock; what depends on the time takes it as an argument.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

__all__ = ["Account", "AccountType", "Form", "Location", "Reply", "Review", "Translation"]

AccountType = Literal["PERSONAL", "LOCATION_GROUP", "USER_GROUP", "ORGANIZATION"]

Form = Literal["original_first", "translation_first", "translation_first_line"]
"""How a text and its translation are put together; all three have been seen."""

# Replies made before that day carry no state.
_STATES_SINCE = datetime(2026, 4, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Translation:
    """A translation that the platform puts into the text itself.

    Attributes:
        text: the translation.
        form: which of the two comes first.
        language: of the markers, ``"en"`` or ``"id"``.
    """

    text: str
    form: Form = "original_first"
    language: Literal["en", "id"] = "en"


@dataclass(eq=False)
class Account:
    """An account of the login; ``number`` is what stands in names, and it may change."""

    number: str
    title: str
    type: AccountType = "LOCATION_GROUP"
    role: str = "PRIMARY_OWNER"

    @property
    def name(self) -> str:
        return f"accounts/{self.number}"


@dataclass(eq=False)
class Location:
    """A place on the map; it can stand in several accounts at once.

    Attributes:
        accounts: numbers of the accounts it stands in.
        verified: whether the office has proved that it is its own; if not, reviews are refused.
        stated_count: what ``totalReviewCount`` says instead of the truth.
    """

    number: str
    title: str
    store_code: str
    district: str
    postal_code: str
    accounts: set[str] = field(default_factory=set[str])
    verified: bool = True
    stated_count: int | None = None

    @property
    def name(self) -> str:
        return f"locations/{self.number}"


@dataclass(eq=False)
class Reply:
    """The office's answer, and what the moderation makes of it.

    Attributes:
        decided_at: when the moderation speaks; until then the reply is pending.
        violation: why it will be refused; None lets it pass.
    """

    text: str
    updated_at: datetime
    decided_at: datetime
    violation: str | None = None
    translation: Translation | None = None
    digits: int = 6

    def state(self, at: datetime) -> str | None:
        """``PENDING``, ``APPROVED``, ``REJECTED``; None for replies older than the states."""
        if self.updated_at < _STATES_SINCE:
            return None
        if at < self.decided_at:
            return "PENDING"
        return "REJECTED" if self.violation else "APPROVED"


@dataclass(eq=False)
class Review:
    """One review; without a text it is a rating only.

    Attributes:
        author: the name shown; None is an anonymous reviewer.
        digits: fractional digits of its times: 0, 3, 6 or 9.
        media: of each photo or video, the fields that are sent.
    """

    id: str
    location: str
    stars: int
    text: str | None
    author: str | None
    created_at: datetime
    updated_at: datetime
    digits: int = 6
    translation: Translation | None = None
    media: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    reply: Reply | None = None
    deleted: bool = False

    @property
    def key(self) -> tuple[datetime, str]:
        """Its place in the order of ``updateTime``."""
        return (self.updated_at, self.id)
