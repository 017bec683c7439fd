"""What stands on the platform, and what of it the owner of an account is shown.

For: ``World``, which lets things happen to it, and the calls, which show it.
Must not: change anything but its own lists.
"""

from __future__ import annotations

from datetime import datetime

from ..world import BaseWorld
from .records import Account, Comment, Media, Person

__all__ = ["Shown"]


class Shown(BaseWorld):
    """Accounts, people, media and comments, by their ids (people by username).

    Attributes:
        shows_hidden: whether the account still reads what it has hidden; not known of the platform.
    """

    def __init__(self, *, clock: datetime) -> None:
        super().__init__(clock=clock, quota=None)
        self.accounts: dict[str, Account] = {}
        self.people: dict[str, Person] = {}
        self.media: dict[str, Media] = {}
        self.comments: dict[str, Comment] = {}
        self._lists: dict[str, list[Comment]] = {}  # of a post or comment, as shown; emptied when anything changes
        self._counts: dict[str, int] = {}
        self._shows_hidden = True

    @property
    def shows_hidden(self) -> bool:
        return self._shows_hidden

    @shows_hidden.setter
    def shows_hidden(self, shown: bool) -> None:
        with self.lock:
            self._shows_hidden = shown
            self.forget_lists()

    def listed(self, account: str, *, live: bool = False) -> list[Media]:
        """The posts of an account, newest first; broadcasts stand apart."""
        mine = (m for m in self.media.values() if m.account == account and not m.deleted)
        return sorted((m for m in mine if (m.live is not None) == live), key=lambda m: m.key, reverse=True)[:10_000]

    def tagged(self, account: str) -> list[Media]:
        known = (self.media[id] for id in self.accounts[account].tagged)
        return sorted((m for m in known if not m.deleted), key=lambda m: m.key, reverse=True)

    def comments_of(self, media: str) -> list[Comment]:
        """The top-level comments that are shown: pinned ones, then newest first."""
        post = self.media[media]
        if media not in self._lists:
            shown = [comment for comment in post.comments if self.sees(comment)]
            shown.sort(key=lambda comment: comment.key, reverse=True)
            place = {id: n for n, id in enumerate(post.pinned)}
            self._lists[media] = sorted(shown, key=lambda comment: place.get(comment.id, len(place)))
        return self._lists[media] if post.comments_enabled and post.account is not None else []

    def replies_of(self, comment: str) -> list[Comment]:
        """The replies that are shown, newest first."""
        if comment not in self._lists:
            shown = [reply for reply in self.comments[comment].replies if self.sees(reply)]
            self._lists[comment] = sorted(shown, key=lambda reply: reply.key, reverse=True)
        return self._lists[comment]

    def sees(self, comment: Comment) -> bool:
        """Whether the account can read this comment at all, in a list or by its id."""
        post = self.media[comment.media]
        if comment.deleted or comment.restricted or post.deleted or post.age_gated or post.live is False:
            return False
        if comment.hidden and not self.shows_hidden:
            return False
        return comment.parent is None or self.sees(self.comments[comment.parent])

    def count(self, media: str) -> int:
        """``comments_count``: with replies, and with what is counted and not shown."""
        post = self.media[media]
        if post.stated_count is not None:
            return post.stated_count
        if media not in self._counts:
            tops = [comment for comment in post.comments if not comment.deleted]
            self._counts[media] = len(tops) + sum(not reply.deleted for top in tops for reply in top.replies)
        return self._counts[media]

    def forget_lists(self, comment: Comment | None = None) -> None:
        """Something changed: in what a comment belongs to, or anywhere."""
        if comment is None:
            self._lists.clear()
            return
        for whose in (comment.media, comment.id, comment.parent or ""):
            self._lists.pop(whose, None)
        self._counts.pop(comment.media, None)
