"""A TikTok with accounts, videos and comments, and what can happen to them between two runs.

For: tests and the demo; ``build`` makes whole worlds, this module the single changes.
Must not: know HTTP or JSON (see ``api`` and ``render``), nor read the machine's clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from ..chance import seeded
from ..world import CLOCK, BaseWorld
from .grants import SCOPES, Grants
from .habits import Habits
from .hooks import told
from .limits import Limits
from .records import Account, Comment, Person, Privacy, Video

__all__ = ["CLOCK", "World"]


class World(BaseWorld):
    """All that stands on the platform. The same calls with the same seed make the same world, ids included.

    Every method locks; a test may change the world while the server answers. Times are aware instants and fall to
    whole seconds, as the platform shows them. Unknown ids raise KeyError. Accounts are named by their ``open_id``,
    videos and comments by their ids: 19 digits, too large for a float.

    Attributes:
        clock: what time it is; it stands still until it is set or :meth:`advance` is called.
        grants: the app, the consents and the tokens given.
        limits: how often may be asked; ``world.limits.on = True`` lets them hold.
        habits: switches for what nobody has written down.
        refuses: name of an error that every call for an account is refused with, as when the app is locked.
        callback, callback_items: where the app is called, once it is ``subscribed``, and the videos that it named for
            it; none are all.
        gaps: places that empty pages have taken in the walk under way of a list, and how many.
    """

    def __init__(self, seed: int = 0, *, clock: datetime = CLOCK) -> None:
        super().__init__(clock=clock, quota=None)
        self.grants = Grants()
        self.limits = Limits()
        self.habits = Habits()
        self.refuses: str | None = None
        self.callback = "https://aduan.example.go.id/hooks/tiktok"
        self.callback_items: tuple[str, ...] = ()
        self.accounts: dict[str, Account] = {}
        self.people: dict[str, Person] = {}
        self.videos: dict[str, Video] = {}
        self.comments: dict[str, Comment] = {}
        self.gaps: dict[str, list[tuple[int, int]]] = {}
        self._dice = seeded("tiktok", seed)
        self._answers = 0

    # -- new things ---------------------------------------------------------------------------------------------

    def new_id(self, at: datetime) -> str:
        """An id as the platform makes them: seconds in the upper half, chance in the lower."""
        return str(int(at.timestamp()) << 32 | self._dice.getrandbits(32))

    def new_request_id(self) -> str:
        """What an answer is known by: the time, and a number that no other answer has."""
        self._answers += 1
        return f"{self.clock:%Y%m%d%H%M%S}{self._answers:012X}"

    def add_account(
        self,
        username: str = "pemkabblitar",
        display_name: str = "Pemkab Blitar",
        *,
        open_id: str | None = None,
        scope: str | None = SCOPES,
    ) -> Account:
        """An account that has consented to *scope*; None for one that has not."""
        with self.lock:
            known = Account(
                open_id or f"_000{seeded('open id', username).getrandbits(128):032x}", self.person(username)
            )
            known.person.display_name = display_name
            self.accounts[known.open_id] = known
            if scope is not None:
                self.grants.allow(known.open_id, at=self.clock, scope=scope)
            return known

    def person(self, username: str) -> Person:
        """Somebody with ids of his own; the same name is the same person."""
        with self.lock:
            return self.people.setdefault(username, Person.named(username))

    def add_video(
        self,
        account: str,
        caption: str = "Video",
        *,
        at: datetime | None = None,
        media_type: Literal["VIDEO", "PHOTO"] = "VIDEO",
        is_ad: bool = False,
        privacy: Privacy = "PUBLIC",
    ) -> Video:
        with self.lock:
            when = _whole(at or self.clock)
            views = self._dice.randint(300, 9_000)
            figures = {
                "likes": views // 14, "shares": views // 90, "favorites": views // 70, "reach": views * 4 // 5,
                "video_views": views,
            }  # fmt: skip
            owner, duration = self.accounts[account].open_id, self._dice.randint(80, 900) / 10
            video = Video(
                self.new_id(when), owner, caption, when, media_type, is_ad, duration, privacy, figures=figures
            )
            self.videos[video.id] = video
            return video

    def add_comment(
        self,
        video: str,
        text: str,
        *,
        author: str | None = None,
        own: bool = False,
        at: datetime | None = None,
        likes: int = 0,
        status: str = "PUBLIC",
        image: str | None = None,
    ) -> Comment:
        """A comment on top: of the person named *author*, of the video's *own* account, or of anybody."""
        with self.lock:
            known = self.videos[video]
            top = self._comment(known, text, author, own, at, likes=likes, status=status, image=image)
            known.comments.append(top)
            known.comments.sort(key=lambda comment: comment.key)
            self._tell_of(top, "insert")
            return top

    def add_reply(
        self,
        comment: str,
        text: str,
        *,
        author: str | None = None,
        own: bool = False,
        at: datetime | None = None,
        likes: int = 0,
        status: str = "PUBLIC",
        image: str | None = None,
    ) -> Comment:
        """A reply to a comment; one to a reply stands below the same comment."""
        with self.lock:
            top = self.top(comment)
            reply = self._comment(
                self.videos[top.video], text, author, own, at, likes=likes, status=status, image=image
            )
            reply.parent = top.id
            top.replies.append(reply)
            top.replies.sort(key=lambda one: one.key)
            self._tell_of(reply, "insert")
            return reply

    def _comment(
        self,
        video: Video,
        text: str,
        author: str | None,
        own: bool,
        at: datetime | None,
        *,
        likes: int,
        status: str,
        image: str | None,
    ) -> Comment:
        when = _whole(at or self.clock)
        owner = self.accounts[video.account].person
        writer = owner if own else self.person(author or f"warga_{self._dice.randrange(1_000)}")
        comment = Comment(
            self.new_id(when), video.id, writer, text, when, writer is owner, likes=likes, status=status, image=image
        )
        self.comments[comment.id] = comment
        return comment

    # -- what happens to comments -------------------------------------------------------------------------------

    def top(self, comment: str) -> Comment:
        """The comment itself or, of a reply, the one it answers."""
        known = self.comments[comment]
        return known if known.parent is None else self.comments[known.parent]

    def hide(self, comment: str, status: str = "HIDDEN") -> None:
        """By the owner, a filter or the platform; nobody is told which."""
        with self.lock:
            self.comments[comment].status = status
            self._tell_of(self.comments[comment], "set_to_hidden" if status == "HIDDEN" else "set_to_friends_only")

    def publish(self, comment: str) -> None:
        """Show what was hidden, or held back until now; its time does not change."""
        with self.lock:
            self.comments[comment].status = "PUBLIC"
            self._tell_of(self.comments[comment], "set_to_public")

    def like(self, comment: str, n: int = 1) -> None:
        with self.lock:
            self.comments[comment].likes += n

    def owner_like(self, comment: str, *, liked: bool = True) -> None:
        """The heart of the owner, which counts as a like."""
        with self.lock:
            known = self.comments[comment]
            known.likes += (liked > known.liked) - (liked < known.liked)
            known.liked = liked

    def pin(self, comment: str, *, pinned: bool = True) -> None:
        """A video has one pinned comment at most. Raises ValueError for a reply."""
        with self.lock:
            known = self.comments[comment]
            if known.parent is not None:
                raise ValueError(f"comment {comment} is a reply, which cannot be pinned")
            for other in self.videos[known.video].comments if pinned else ():
                other.pinned = False
            known.pinned = pinned

    def delete(self, comment: str) -> None:
        """Delete a reply, or a comment with all of its replies."""
        with self.lock:
            known = self.comments[comment]
            known.deleted_at = known.deleted_at or self.clock
            self._tell_of(known, "delete")

    def restore(self, comment: str) -> None:
        """Undo :meth:`delete`."""
        with self.lock:
            self.comments[comment].deleted_at = None

    def rename(self, username: str, display_name: str) -> None:
        """A person shows another name from now on, old comments too."""
        with self.lock:
            self.people[username].display_name = display_name

    # -- what happens to videos ---------------------------------------------------------------------------------

    def set_privacy(self, video: str, privacy: Privacy) -> None:
        """Who sees the video; it is in no list unless everybody does."""
        with self.lock:
            self.videos[video].privacy = privacy

    def omit_video(self, video: str, *, omitted: bool = True) -> None:
        """Leave the video out of every list; its comments are still there for who knows its id."""
        with self.lock:
            self.videos[video].omitted = omitted

    def delete_video(self, video: str, *, deleted: bool = True) -> None:
        with self.lock:
            self.videos[video].deleted = deleted

    def state_count(self, video: str, count: int | None) -> None:
        """Let the ``comments`` counter say this; None lets it lag as usual again."""
        with self.lock:
            self.videos[video].stated_count = count

    def _tell_of(self, comment: Comment, action: str) -> None:
        if self.subscribed and (not self.callback_items or comment.video in self.callback_items):
            self.tell(told(comment, self.videos[comment.video], action, at=self.clock))

    # -- what is seen -------------------------------------------------------------------------------------------

    def standing(self, comment: str) -> bool:
        """Whether the comment and the one above it are there, hidden or not, on a video that is shown."""
        known = self.comments.get(comment)
        if known is None or not self.videos[known.video].shown:
            return False
        return known.deleted_at is None and self.top(comment).deleted_at is None


def _whole(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"a time on the platform is an aware instant, got {at!r}")
    return at.astimezone(UTC).replace(microsecond=0)
