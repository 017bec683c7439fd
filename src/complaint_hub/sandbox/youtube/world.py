"""A YouTube with everything in it, and what can happen to it between two runs.

For: tests and the demo; ``build`` makes whole worlds, this module the single changes.
Must not: know HTTP or JSON (see ``api`` and ``pages``), nor read the machine's clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from ..chance import seeded
from ..grants import Grants
from ..world import CLOCK, BaseWorld
from .grants import CLIENT, SCOPE
from .records import Author, Channel, Comment, Listing, Thread, Video

__all__ = ["CLOCK", "KEY", "World"]

KEY = "sandbox-key"
"""The API key a world takes unless others are set."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class World(BaseWorld):
    """All that stands on the platform. The same calls with the same seed make the same world, ids included.

    Every method locks; a test may change the world while the server answers. Times are aware instants and fall to
    whole seconds, as the platform shows them. Unknown ids raise KeyError.

    Attributes:
        clock: what time it is; it stands still until it is set or :meth:`advance` is called.
        keys: the API keys that are taken.
        feed_depth: how many threads the channel's feed shows, the newest; None shows all.
        page_cap: no page is longer, whatever was asked.
        pin_repeats: whether a pinned thread also stands at its own date.
        inline: how many replies come inside a thread.
        inline_order, reply_order: ``"oldest"`` or ``"newest"`` first; both have changed over the years.
        original_text: whether ``textOriginal`` is sent to strangers.
        grants: who may call as the owner of a channel.
        closed: threads that take no reply.
        hides_new: what becomes of a reply that is written over the API: True shows it to nobody, its writer included;
            a status (``"heldForReview"``, ``"likelySpam"``) to the owner alone. The answer does not tell.
        longest_text: characters of a comment.
        missing_threads: ``"omit"`` leaves unknown thread ids out of the answer, ``"error"`` refuses the call.
    """

    def __init__(self, seed: int = 0, *, clock: datetime = CLOCK, quota: int | None = 10_000) -> None:
        super().__init__(clock=clock, quota=quota)
        self.keys = {KEY}
        self.feed_depth: int | None = None
        self.page_cap: int | None = None
        self.pin_repeats = False
        self.inline = 5
        self.inline_order = "oldest"
        self.reply_order = "oldest"
        self.original_text = True
        self.missing_threads = "omit"
        self.grants = Grants(CLIENT, scope=SCOPE)
        self.closed: set[str] = set()
        self.hides_new: bool | str = False
        self.longest_text = 10_000
        self.channels: dict[str, Channel] = {}
        self.videos: dict[str, Video] = {}
        self.threads: dict[str, Thread] = {}
        self.comments: dict[str, Comment] = {}
        self.feeds: dict[str, Listing] = {}  # of a channel and of a video: what is shown, in the order of time
        self.pinned: dict[str, str] = {}  # channel -> thread on top of its feed
        self._dice = seeded("world", seed)

    # -- counts -------------------------------------------------------------------------------------------------

    @property
    def units(self) -> int:
        """Units billed since the last reset."""
        with self.lock:
            return self.meter.units

    @property
    def quota(self) -> int | None:
        """Units a Pacific day; may be set."""
        return self.meter.quota

    @quota.setter
    def quota(self, amount: int | None) -> None:
        self.meter.quota = amount

    # -- new things ---------------------------------------------------------------------------------------------

    def new_id(self, length: int) -> str:
        return "".join(self._dice.choices(_LETTERS, k=length))

    def add_channel(
        self, title: str = "Pemkab Blitar", handle: str = "@pemkabblitar", *, id: str | None = None
    ) -> Channel:
        with self.lock:
            channel = Channel(id or "UC" + self.new_id(22), title, handle, self.clock - timedelta(days=3_000))
            self.channels[channel.id] = channel
            self.feeds[channel.id] = Listing()
            return channel

    def add_video(
        self, channel: str, title: str = "Video", *, at: datetime | None = None, uploaded_at: datetime | None = None
    ) -> Video:
        with self.lock:
            published = _whole(at or self.clock)
            video = Video(
                self.new_id(11), self.channels[channel].id, title, published, _whole(uploaded_at or published)
            )
            self.videos[video.id] = video
            self.feeds[video.id] = Listing()
            return video

    def add_thread(
        self, video: str, text: str, *, author: Author | None = None, at: datetime | None = None, likes: int = 0
    ) -> Thread:
        with self.lock:
            known = self.videos[video]
            id = f"Ug{self.new_id(17)}4AaABAg"
            top = self._comment(id, video, text, author, at, likes=likes)
            thread = Thread(top)
            self.threads[id] = thread
            known.count += 1
            if known.open:
                self._list(thread)
            return thread

    def add_reply(
        self, thread: str, text: str, *, author: Author | None = None, at: datetime | None = None, hidden: bool = False
    ) -> Comment:
        """A reply; a *hidden* one (held by the spam filter) counts and is not shown."""
        with self.lock:
            parent = self.threads[thread]
            reply = self._comment(f"{thread}.{self.new_id(22)}", parent.top.video, text, author, at, parent=thread)
            reply.hidden = hidden
            parent.replies.append(reply)
            parent.replies.sort(key=lambda comment: comment.key)
            parent.rendered.clear()
            self.videos[parent.top.video].count += 0 if parent.top.deleted else 1
            return reply

    def author(self, handle: str) -> Author:
        """Somebody with an id of his own; the same handle is the same person."""
        digits = seeded("author", handle)
        return Author("UC" + "".join(digits.choices(_LETTERS, k=22)), handle)

    def owner(self, video: str) -> Author:
        """The channel a video belongs to, as the author of its answers."""
        return self.channels[self.videos[video].channel].author

    def _comment(
        self,
        id: str,
        video: str,
        text: str,
        author: Author | None,
        at: datetime | None,
        *,
        parent: str | None = None,
        likes: int = 0,
    ) -> Comment:
        when = _whole(at or self.clock)
        writer = author or self.author(f"@warga_{self._dice.randrange(1_000)}")
        comment = Comment(id, video, writer, text, when, when, parent=parent, likes=likes)
        self.comments[id] = comment
        return comment

    # -- what happens to them -----------------------------------------------------------------------------------

    def edit(self, comment: str, text: str, *, at: datetime | None = None) -> None:
        """New text and ``updatedAt``; the place in every list stays, as on the platform."""
        with self.lock:
            known = self.comments[comment]
            known.text = text
            known.updated_at = _whole(at or self.clock)
            self._changed(known)

    def like(self, comment: str, n: int = 1) -> None:
        with self.lock:
            self.comments[comment].likes += n
            self._changed(self.comments[comment])

    def attach_image(self, comment: str, url: str | None) -> None:
        with self.lock:
            self.comments[comment].image = url
            self._changed(self.comments[comment])

    def hide_reply(self, comment: str, *, hidden: bool = True) -> None:
        """Still counted in ``totalReplyCount``, but shown to nobody."""
        with self.lock:
            self.comments[comment].hidden = hidden
            self._changed(self.comments[comment])

    def moderate(self, comment: str, state: str) -> None:
        """Hold a comment back, take it for spam, reject or publish it. A thread that is not published is no stranger's
        to read, and out of its video's count; a reply stays counted."""
        with self.lock:
            known = self.comments[comment]
            was, known.state = known.state, state
            self._changed(known)
            if known.parent is not None or known.deleted or "published" not in (was, state) or was == state:
                return
            thread, video = self.threads[comment], self.videos[known.video]
            shown = state == "published"
            video.count += (1 if shown else -1) * (1 + thread.total)
            (self._list if shown and video.open else self._unlist)(thread)

    def delete(self, comment: str) -> None:
        """Delete a reply, or a thread with all of its replies."""
        self._set_deleted(comment, True)

    def restore(self, comment: str) -> None:
        """Undo :meth:`delete`."""
        self._set_deleted(comment, False)

    def _set_deleted(self, id: str, deleted: bool) -> None:
        with self.lock:
            comment = self.comments[id]
            if comment.deleted == deleted:
                return
            comment.deleted = deleted
            sign = -1 if deleted else 1
            video = self.videos[comment.video]
            if comment.parent is not None:
                # A deleted thread took its replies out of the count already.
                video.count += 0 if self.comments[comment.parent].deleted else sign
                self._changed(comment)
                return
            thread = self.threads[id]
            if comment.state != "published":
                return
            video.count += sign * (1 + thread.total)
            if deleted or not video.open:
                self._unlist(thread)
            else:
                self._list(thread)

    def pin(self, thread: str, *, feed: bool = True) -> None:
        """Put a thread on top of its video's page 1 and, with *feed*, of its channel's."""
        with self.lock:
            video = self.videos[self.threads[thread].top.video]
            video.pinned = thread
            if feed:
                self.pinned[video.channel] = thread

    def unpin(self, video: str) -> None:
        with self.lock:
            known = self.videos[video]
            if known.pinned is not None and self.pinned.get(known.channel) == known.pinned:
                del self.pinned[known.channel]
            known.pinned = None

    def disable_comments(self, video: str, *, disabled: bool = True) -> None:
        """Every thread of the video is gone from sight; it comes back with ``disabled=False``."""
        with self.lock:
            self.videos[video].comments_enabled = not disabled
            self._relist(video)

    def make_private(self, video: str, *, private: bool = True) -> None:
        with self.lock:
            self.videos[video].private = private
            self._relist(video)

    def remove_video(self, video: str, *, removed: bool = True) -> None:
        with self.lock:
            self.videos[video].removed = removed
            self._relist(video)

    def state_count(self, video: str, count: int | None) -> None:
        """Let ``commentCount`` lie (it lags, and was 0 for whole videos); None tells the truth again."""
        with self.lock:
            self.videos[video].stated_count = count

    # -- lists --------------------------------------------------------------------------------------------------

    def threads_of(self, ids: Iterable[str]) -> list[Thread]:
        """Those of *ids* that a stranger sees, in the order asked."""
        return [self.threads[id] for id in ids if id in self.threads and self.sees(id)]

    def sees(self, comment: str) -> bool:
        """Whether a stranger can read this comment."""
        known = self.comments.get(comment)
        if known is None or known.deleted or known.hidden or known.state != "published":
            return False
        if not self.videos[known.video].open:
            return False
        return known.parent is None or self.sees(known.parent)

    def _list(self, thread: Thread) -> None:
        self.feeds[thread.top.video].add(thread.key)
        self.feeds[self.videos[thread.top.video].channel].add(thread.key)

    def _unlist(self, thread: Thread) -> None:
        self.feeds[thread.top.video].remove(thread.key)
        self.feeds[self.videos[thread.top.video].channel].remove(thread.key)

    def _relist(self, video: str) -> None:
        for thread in self.threads.values():
            if thread.top.video == video and not thread.top.deleted and thread.top.state == "published":
                (self._list if self.videos[video].open else self._unlist)(thread)

    def _changed(self, comment: Comment) -> None:
        self.threads[comment.parent or comment.id].rendered.clear()


def _whole(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"a time on the platform is an aware instant, got {at!r}")
    return at.astimezone(UTC).replace(microsecond=0)
