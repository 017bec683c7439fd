"""What an author of a channel supplies: his platform on this machine, as a few verbs.

For: authors, who subclass :class:`World` or :class:`Folder` and write the verbs that their platform has.
Must not: know a channel. A verb that is not written is one that the platform does not have; a promise that needs it is
then declared in the test class (see ``suite``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["Entry", "Folder", "World"]


class World:
    """A platform with one account and one place to post to, empty at first.

    Instants are aware and fall to whole seconds. An item is named by the native id under which the channel is to hand
    it over, a reply by the key of its event. Trouble lasts until :meth:`heal`, unless the verb says otherwise.

    Attributes:
        page: how many items stand on a page of a list; small, so that a dozen items make several pages.
    """

    page: int = 4

    def clock(self, at: datetime) -> None:
        """It is this late now; called before each run. For platforms that look at a clock."""

    def post(self, text: str, *, at: datetime) -> str:
        """A citizen posts something new. Returns its native id."""
        raise NotImplementedError

    # -- what else can happen

    def reply(self, item: str, text: str, *, at: datetime) -> str:
        """A citizen replies to an item. Returns the key of the reply."""
        raise NotImplementedError

    def answer(self, item: str, text: str, *, at: datetime) -> str:
        """Our own account replies to an item, on the platform itself. Returns the key of the reply."""
        raise NotImplementedError

    def announce(self, text: str, *, at: datetime) -> str:
        """Our own account posts something new where citizens do. Returns its native id."""
        raise NotImplementedError

    def edit(self, item: str, text: str, *, at: datetime) -> None:
        """The citizen changes his text."""
        raise NotImplementedError

    def delete(self, item: str) -> None:
        """An item is deleted."""
        raise NotImplementedError

    def pin(self, item: str) -> None:
        """An item stands on top of the list from now on, whatever its age."""
        raise NotImplementedError

    # -- the platform's ways

    def full_pages(self) -> None:
        """From now on pages are as long as the platform allows (at most 100 items)."""
        raise NotImplementedError

    def blank_page(self) -> None:
        """Once: the next page behind which something follows has no items, and a token that goes on."""
        raise NotImplementedError

    # -- trouble, until heal

    def repeat_token(self) -> None:
        """The list turns in circles: pages name a page as their next one that was given before."""
        raise NotImplementedError

    def throttle(self) -> None:
        """The platform refuses everything for a while, in the form that looks most like 'there is nothing'."""
        raise NotImplementedError

    def lock_out(self) -> None:
        """The credential is refused, and so is every way of renewing it."""
        raise NotImplementedError

    def disable(self) -> None:
        """Comments are switched off at the place to post to."""
        raise NotImplementedError

    def damage(self, item: str) -> None:
        """An item arrives without something that it must have (its time)."""
        raise NotImplementedError

    def vanish(self) -> None:
        """Every list is empty and no item is found, without any error: as after a lost permission."""
        raise NotImplementedError

    def heal(self) -> None:
        """All trouble is over; what was there is there."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a file, in the words of no channel.

    Attributes:
        id: what tells it from the other rows of a file that has ids; its position does not.
        text: what was written.
        day: when it came in.
        damaged: it is to be written so that it cannot be read (a day that is none).
    """

    id: int
    text: str
    day: date
    damaged: bool = False


class Folder:
    """A folder in which the files of a channel lie, empty at first."""

    def write(self, name: str, entries: Sequence[Entry], *, at: datetime) -> None:
        """Write a file with these rows in this order, as the platform or the office would at that moment.

        Args:
            name: of the file, without its ending; one that is there is replaced.
        """
        raise NotImplementedError

    def remove(self, name: str) -> None:
        """Take a file away."""
        raise NotImplementedError
