"""An Instagram with everything on it, and what can happen to it between two runs.

For: tests and the demo; ``build`` makes whole worlds, this module the single changes.
Must not: know HTTP or JSON (see ``api`` and ``nodes``), nor read the machine's clock.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ..chance import seeded
from ..world import CLOCK
from .hooks import told
from .records import Account, Comment, Media, Person
from .shown import Shown
from .tokens import Tokens
from .usage import Usage

__all__ = ["CLOCK", "VERSIONS", "World"]

VERSIONS = {
    "v21.0": datetime(2027, 1, 21, tzinfo=UTC),
    "v22.0": datetime(2027, 5, 20, tzinfo=UTC),
    "v23.0": datetime(2027, 10, 8, tzinfo=UTC),
    "v24.0": datetime(2028, 2, 18, tzinfo=UTC),
    "v25.0": datetime(2028, 7, 29, tzinfo=UTC),
    "v26.0": None,
}
"""The versions there are and when each of them ends; older ones are over."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class World(Shown):
    """All accounts of a platform. The same calls with the same seed make the same world, ids included.

    Every method locks; a test may change the world while the server answers. Times are aware instants, of whole
    seconds. Unknown ids raise KeyError. Accounts, media and comments are named by their ids.

    Attributes:
        clock: what time it is; it stands still until it is set or :meth:`advance` is called.
        tokens: the access tokens given, of both logins.
        usage: the limits, and how much of them is spent.
        page_cap: no page of comments or replies is longer, whatever was asked; the platform's own cap is 50.
        media_cap: the same for media; which one the platform has is not known.
        node_limit: a call whose limits multiply to more is refused as too much data.
        refused_fields: names that fail the whole call, as fields do that the app has no permission for.
        withheld_fields: fields that are silently left out of every comment but the account's own.
        nested_next: whether the paging of nested replies has ``next``.
        full_pages_go_on: whether a full page has ``next`` although nothing follows.
        nested_replies: what a reply to a reply does: ``"parent"`` (it lands there) or ``"refuse"``.
        own_username: whether an own comment has ``username`` and ``from`` beside ``user``.
        user_id_as_number: whether ``/me`` of Instagram Login says ``user_id`` as a number.
        default_version: what an unversioned call gets.
        proof_required: whether calls of Facebook Login need ``appsecret_proof``.
        longest_text: characters that a comment may have.
        subscribed_fields: what the subscription names, once the account is ``subscribed``.
        fields_shown: how it names them when it is read back: as ``"names"``, as ``"objects"``, or in no way (``""``).
    """

    def __init__(self, seed: int = 0, *, clock: datetime = CLOCK) -> None:
        super().__init__(clock=clock)
        self.tokens = Tokens()
        self.usage = Usage()
        self.page_cap: int | None = None
        self.media_cap = 100
        self.node_limit = 65_000
        self.refused_fields: set[str] = set()
        self.withheld_fields: set[str] = set()
        self.nested_next = True
        self.full_pages_go_on = False
        self.nested_replies = "parent"
        self.own_username = True
        self.user_id_as_number = False
        self.default_version = "v21.0"
        self.proof_required = False
        self.longest_text = 2_200
        self.subscribed_fields: tuple[str, ...] = ("comments",)
        self.fields_shown = "names"
        self._dice = seeded("instagram", seed)

    # -- what comes into it -------------------------------------------------------------------------------------

    def new_id(self, prefix: str, length: int = 17) -> str:
        return prefix + "".join(self._dice.choices("0123456789", k=length - len(prefix)))

    def add_account(self, username: str, name: str, *, id: str | None = None, page_name: str | None = None) -> Account:
        """A professional account and the page it is connected with."""
        with self.lock:
            person = Person(id or self.new_id("178414"), username)
            account = Account(person, name, self.new_id("7"), self.new_id("1", 15), page_name or name)
            self.accounts[account.id] = account
            self.people[username] = person
            return account

    def add_media(
        self,
        account: str,
        caption: str = "",
        *,
        at: datetime | None = None,
        type: str = "IMAGE",
        product: str = "FEED",
        likes: int = 0,
    ) -> Media:
        """A post; of product ``LIVE`` it is a broadcast that goes on until :meth:`end_broadcast`."""
        with self.lock:
            return self._post(account, self.accounts[account].username, caption, at, type, product, likes)

    def add_tagged(self, account: str, username: str, caption: str = "", *, at: datetime | None = None) -> Media:
        """Somebody else's post in which the account is tagged."""
        with self.lock:
            media = self._post(None, username, caption, at, "IMAGE", "FEED", 0)
            self.accounts[account].tagged.append(media.id)
            return media

    def add_mention(
        self, account: str, username: str, text: str, *, caption: bool = False, at: datetime | None = None
    ) -> Comment | Media:
        """Somebody else's post whose *caption*, or a comment under it, mentions the account."""
        with self.lock:
            known = self.accounts[account]
            media = self._post(None, username, text if caption else "", at, "IMAGE", "FEED", 0)
            made = media if caption else self.add_comment(media.id, text, author=username, at=at)
            known.mentioned.add(made.id)
            return made

    def add_comment(
        self,
        media: str,
        text: str,
        *,
        author: str | None = None,
        at: datetime | None = None,
        likes: int = 0,
        hidden: bool = False,
        restricted: bool = False,
    ) -> Comment:
        """A top-level comment; *author* is a username, that of an account too."""
        with self.lock:
            post = self.media[media]
            comment = self._comment(media, text, author, at, None)
            comment.likes, comment.hidden, comment.restricted = likes, hidden, restricted
            post.comments.append(comment)
            self.forget_lists(comment)
            self._tell_of(comment)
            return comment

    def add_reply(
        self,
        comment: str,
        text: str,
        *,
        author: str | None = None,
        at: datetime | None = None,
        hidden: bool = False,
        restricted: bool = False,
    ) -> Comment:
        """A reply; one to a reply lands under the top-level comment, for there are two levels."""
        with self.lock:
            known = self.comments[comment]
            top = self.comments[known.parent] if known.parent else known
            reply = self._comment(top.media, text, author, at, top.id)
            reply.hidden, reply.restricted = hidden, restricted
            top.replies.append(reply)
            self.forget_lists(reply)
            self._tell_of(reply)
            return reply

    def person(self, username: str) -> Person:
        """Somebody with an id of his own; the same username is the same person."""
        if username not in self.people:
            self.people[username] = Person("".join(seeded("person", username).choices("123456789", k=16)), username)
        return self.people[username]

    # -- what happens to it -------------------------------------------------------------------------------------

    def edit(self, comment: str, text: str) -> None:
        """A new text, of which nothing else tells."""
        with self.lock:
            self.comments[comment].text = text

    def delete(self, comment: str, *, deleted: bool = True) -> None:
        """A comment is gone without a trace, and its replies with it."""
        with self.lock:
            self.comments[comment].deleted = deleted
            self.forget_lists(self.comments[comment])

    def restore(self, comment: str) -> None:
        """Undo :meth:`delete`."""
        self.delete(comment, deleted=False)

    def hide(self, comment: str, *, hidden: bool = True) -> None:
        with self.lock:
            self.comments[comment].hidden = hidden
            self.forget_lists(self.comments[comment])

    def restrict(self, comment: str, *, restricted: bool = True) -> None:
        """Its writer is restricted: it counts, and is shown to nobody until it is approved."""
        with self.lock:
            self.comments[comment].restricted = restricted
            self.forget_lists(self.comments[comment])

    def withhold(self, comment: str, *names: str) -> None:
        """Leave these fields out of one comment (``from``, ``username``); without names, out of none."""
        with self.lock:
            self.comments[comment].withheld = set(names)

    def like(self, comment: str, n: int = 1) -> None:
        with self.lock:
            self.comments[comment].likes += n

    def pin(self, comment: str, *, pinned: bool = True) -> None:
        """Put a top-level comment before all others of its post; whether the platform lists it so is not known."""
        with self.lock:
            post = self.media[self.comments[comment].media]
            post.pinned = ([comment] if pinned else []) + [id for id in post.pinned if id != comment]
            self.forget_lists(self.comments[comment])

    def rename(self, username: str, new: str) -> None:
        """Somebody takes another name and keeps the id."""
        with self.lock:
            person = self.people.pop(username)
            person.username, self.people[new] = new, person

    def disable_comments(self, media: str, *, disabled: bool = True) -> None:
        """Comments are switched off: the list is empty, the count stands, and no new one is taken."""
        with self.lock:
            self.media[media].comments_enabled = not disabled
            self.forget_lists()

    def blind(self, media: str, *, blind: bool = True) -> None:
        """The list of comments comes empty, with cursors, whatever the count says (seen in September 2026)."""
        with self.lock:
            self.media[media].blind = blind

    def gate_by_age(self, media: str, *, gated: bool = True) -> None:
        with self.lock:
            self.media[media].age_gated = gated
            self.forget_lists()

    def hide_counts(self, media: str, *, comments: bool = False) -> None:
        """Neither ``like_count`` nor, with *comments*, ``comments_count`` is sent."""
        with self.lock:
            self.media[media].likes, self.media[media].shows_count = None, not comments

    def state_count(self, media: str, count: int | None) -> None:
        """Let ``comments_count`` lie; None tells the truth again."""
        with self.lock:
            self.media[media].stated_count = count

    def delete_media(self, media: str, *, deleted: bool = True) -> None:
        with self.lock:
            self.media[media].deleted = deleted
            self.forget_lists()

    def end_broadcast(self, media: str) -> None:
        """Its comments can no longer be read."""
        with self.lock:
            self.media[media].live = False
            self.forget_lists()

    # -- inside -------------------------------------------------------------------------------------------------

    def _post(
        self, account: str | None, username: str, caption: str, at: datetime | None, type: str, product: str, likes: int
    ) -> Media:
        code = "".join(self._dice.choices(_LETTERS, k=11))
        media = Media(self.new_id("179"), account, username, caption, code, _whole(at or self.clock), type, product)
        media.likes, media.live = likes, True if product == "LIVE" else None
        media.children = [self.new_id("180") for _ in range(3)] if type == "CAROUSEL_ALBUM" else []
        self.media[media.id] = media
        return media

    def _tell_of(self, comment: Comment) -> None:
        if self.subscribed:
            self.tell(told(comment, self.media[comment.media]))

    def _comment(self, media: str, text: str, author: str | None, at: datetime | None, parent: str | None) -> Comment:
        writer = self.person(author or f"warga_{self._dice.randrange(1_000)}")
        comment = Comment(self.new_id("178"), media, writer, text, _whole(at or self.clock), parent)
        self.comments[comment.id] = comment
        return comment


def _whole(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"a time on the platform is an aware instant, got {at!r}")
    return at.astimezone(UTC).replace(microsecond=0)
