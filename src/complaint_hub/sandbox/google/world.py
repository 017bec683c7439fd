"""A Google Business Profile login with everything in it, and what can happen to it between two runs.

For: tests and the demo; ``build`` makes whole worlds, this module the single changes.
Must not: know HTTP or JSON (see ``api`` and ``render``), nor read the machine's clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from ..chance import seeded
from ..world import CLOCK, BaseWorld
from .grants import Grants
from .hooks import NotificationSetting, Pushing, pushed
from .records import Account, AccountType, Location, Reply, Review, Translation

__all__ = ["CLOCK", "TOPIC", "World"]

TOPIC = "projects/sandbox/topics/ulasan"
"""The topic whose subscription calls."""

_UNSET = NotificationSetting(TOPIC, ("NEW_REVIEW", "UPDATED_REVIEW"))
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class World(BaseWorld):
    """All that one login sees. The same calls with the same seed make the same world, ids included.

    Every method locks; a test may change the world while the server answers. Times are aware instants. Unknown ids
    raise KeyError. A review is named by its id, a location and an account by their numbers.

    Attributes:
        clock: what time it is; it stands still until it is set or :meth:`advance` is called.
        grants: the client, its consent, and the tokens given.
        approved: whether the project has any quota; without, every call but that for a token says limit "0".
        disabled: hosts (as in ``api.HOSTS``) whose API is not switched on.
        moderation: how long a reply stays pending.
        rejects: words that no reply passes with, and the violation each of them is.
        oversized: whether more than 50 a page is cut to 50 (``"clamp"``) or refused (``"error"``); nobody has
            written down which.
        totals: whether ``averageRating`` and ``totalReviewCount`` are sent; they were seen missing.
        page_cap: no page of reviews is longer, whatever was asked.
        subscribed: whether the topic has a push subscription; accounts whose notifications nobody has set then tell
            it of new and changed reviews.
        pushing: whom that subscription calls.
        notifications: what was set, by number of account.
        tells_of_replies: whether a reply is told of as an update; nobody has written down whether it is.
    """

    def __init__(self, seed: int = 0, *, clock: datetime = CLOCK) -> None:
        super().__init__(clock=clock, quota=None)
        self.grants = Grants()
        self.approved = True
        self.disabled: set[str] = set()
        self.moderation = timedelta(minutes=10)
        self.rejects: dict[str, str] = {}
        self.oversized = "clamp"
        self.totals = True
        self.page_cap: int | None = None
        self.pushing = Pushing()
        self.notifications: dict[str, NotificationSetting] = {}
        self.tells_of_replies = False
        self.accounts: dict[str, Account] = {}
        self.locations: dict[str, Location] = {}
        self.reviews: dict[str, Review] = {}
        self._lists: dict[str, list[Review]] = {}  # of a location, newest update first; emptied when anything changes
        self._dice = seeded("google", seed)

    # -- accounts and locations ---------------------------------------------------------------------------------

    def new_number(self, length: int = 19) -> str:
        return str(self._dice.randint(10 ** (length - 1), 10**length - 1))

    def add_account(self, title: str, type: AccountType = "LOCATION_GROUP", *, number: str | None = None) -> Account:
        with self.lock:
            account = Account(number or self.new_number(21), title, type)
            self.accounts[account.number] = account
            return account

    def add_location(self, account: str, title: str, district: str = "Kanigoro") -> Location:
        with self.lock:
            code = f"BLT-{len(self.locations) + 1:03d}"
            postal = f"66{self._dice.randint(100, 199)}"
            location = Location(self.new_number(), title, code, district, postal, {self.accounts[account].number})
            self.locations[location.number] = location
            return location

    def share_location(self, location: str, account: str) -> None:
        """Let a location stand in one more account."""
        with self.lock:
            self.locations[location].accounts.add(self.accounts[account].number)

    def move_location(self, location: str, account: str) -> None:
        """Let a location stand in another account and in no other; its reviews keep their ids."""
        with self.lock:
            self.locations[location].accounts = {self.accounts[account].number}

    def rename_account(self, account: str, number: str) -> None:
        """Change the account segment of all names; nothing else changes."""
        with self.lock:
            known = self.accounts.pop(account)
            known.number = number
            self.accounts[number] = known
            for location in self.locations.values():
                if account in location.accounts:
                    location.accounts = location.accounts - {account} | {number}

    def unverify(self, location: str, *, verified: bool = False) -> None:
        """The location is listed, but its reviews are refused."""
        with self.lock:
            self.locations[location].verified = verified

    def remove_access(self, location: str) -> None:
        """The login no longer sees the location: it is not listed, and its reviews are not found."""
        with self.lock:
            self.locations[location].accounts = set()

    def state_count(self, location: str, count: int | None) -> None:
        """Let ``totalReviewCount`` lie; None tells the truth again."""
        with self.lock:
            self.locations[location].stated_count = count

    # -- reviews ------------------------------------------------------------------------------------------------

    def add_review(
        self,
        location: str,
        stars: int,
        text: str | None = None,
        *,
        author: str | None = "Warga Blitar",
        at: datetime | None = None,
        digits: int = 6,
        translation: Translation | None = None,
        media: Iterable[dict[str, str]] = (),
    ) -> Review:
        """A review; *author* None is an anonymous one, *text* None a rating only."""
        with self.lock:
            when = _instant(at or self.clock, digits)
            id = "AbFvOq" + "".join(self._dice.choices(_LETTERS, k=72))
            known = self.locations[location].number
            review = Review(id, known, _stars(stars), text, author, when, when, digits, translation, list(media))
            self.reviews[id] = review
            self._lists.pop(location, None)
            self._tell_of(review, "NEW_REVIEW")
            return review

    def edit_review(
        self,
        review: str,
        *,
        stars: int | None = None,
        text: str | None = None,
        translation: Translation | None = None,
        at: datetime | None = None,
    ) -> None:
        """New stars, a new text, or both; ``updateTime`` moves on and the review to the front of its list.

        An empty *text* takes it away.
        """
        with self.lock:
            known = self.reviews[review]
            known.stars = known.stars if stars is None else _stars(stars)
            if text is not None:
                known.text, known.translation = text or None, translation
            known.updated_at = _instant(at or self.clock, known.digits)
            self._lists.pop(known.location, None)
            self._tell_of(known, "UPDATED_REVIEW")

    def delete_review(self, review: str) -> None:
        """By its author or by Google: it leaves the list without a trace."""
        self._set_deleted(review, True)

    def restore_review(self, review: str) -> None:
        """It comes back to its old place, as after an appeal."""
        self._set_deleted(review, False)

    def _set_deleted(self, review: str, deleted: bool) -> None:
        with self.lock:
            known = self.reviews[review]
            known.deleted = deleted
            self._lists.pop(known.location, None)

    # -- replies ------------------------------------------------------------------------------------------------

    def reply(
        self,
        review: str,
        text: str,
        *,
        at: datetime | None = None,
        violation: str | None = None,
        translation: Translation | None = None,
    ) -> Reply:
        """Reply elsewhere, in Google's own pages; replaces an older reply and leaves the review's time alone.

        It is pending until the clock has passed ``moderation``; then it is refused with *violation*, or approved.
        """
        with self.lock:
            when = _instant(at or self.clock, 6)
            found = violation or next((why for word, why in self.rejects.items() if word in text), None)
            reply = Reply(text, when, when + self.moderation, found, translation)
            self.reviews[review].reply = reply
            if self.tells_of_replies:
                self._tell_of(self.reviews[review], "UPDATED_REVIEW")
            return reply

    def moderate(self, review: str, violation: str | None = None) -> None:
        """Let the moderation speak now: refused with *violation*, or approved. ValueError, if there is no reply."""
        with self.lock:
            reply = self.reviews[review].reply
            if reply is None:
                raise ValueError(f"review {review} has no reply")
            reply.decided_at, reply.violation = self.clock, violation

    def delete_reply(self, review: str) -> None:
        with self.lock:
            self.reviews[review].reply = None

    # -- what is told -------------------------------------------------------------------------------------------

    def notified(self, account: str) -> NotificationSetting:
        """What an account is notified of, as it was set."""
        unset = _UNSET if self.subscribed else NotificationSetting()
        return self.notifications.get(account, unset)

    def notify(self, account: str, *, topic: str = TOPIC, types: Iterable[str] = ()) -> None:
        """Set what an account is notified of, in place of what was; no types is nothing."""
        with self.lock:
            self.notifications[self.accounts[account].number] = NotificationSetting(topic, tuple(types))

    def _tell_of(self, review: Review, type: str) -> None:
        """Each account tells of its locations, so of one that stands in two of them twice."""
        for account in sorted(self.locations[review.location].accounts) if self.subscribed else ():
            setting = self.notified(account)
            if setting.topic == TOPIC and type in setting.types:
                place = {"account": account, "location": review.location, "review": review.id}
                self.tell(pushed(self.pushing, type, **place, at=self.clock))

    # -- what is seen -------------------------------------------------------------------------------------------

    def listed(self, location: str) -> list[Review]:
        """The reviews of a location that are there, last updated first."""
        with self.lock:
            if location not in self._lists:
                there = [r for r in self.reviews.values() if r.location == location and not r.deleted]
                self._lists[location] = sorted(there, key=lambda review: review.key, reverse=True)
            return self._lists[location]

    def reachable(self, account: str, location: str) -> Location | None:
        """The location under this account, ``-`` meaning any; None if the login does not see it there."""
        known = self.locations.get(location)
        if known is None or not known.accounts & self.accounts.keys():
            return None
        return known if account == "-" or account in known.accounts else None


def _stars(count: int) -> int:
    if not 0 <= count <= 5:
        raise ValueError(f"stars are 1 to 5, or 0 for none stated, not {count!r}")
    return count


def _instant(at: datetime, digits: int) -> datetime:
    """*at* in UTC, as exact as *digits* show it."""
    if at.tzinfo is None:
        raise ValueError(f"a time on the platform is an aware instant, got {at!r}")
    step = {0: 1_000_000, 3: 1_000, 6: 1, 9: 1}[digits]
    return at.astimezone(UTC).replace(microsecond=at.microsecond // step * step)
