"""Which node a path names, whether the caller may see it, and by which name the call is known.

For: ``api``.
Must not: answer anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..answers import RefusedError
from .asking import Asked
from .catalogue import EDGES, Kind
from .nodes import Thing
from .records import Account, Comment, Media
from .tokens import AccessToken
from .world import World

__all__ = ["TOKEN_CALLS", "Target", "find", "named"]

TOKEN_CALLS = {
    ("POST", "oauth/access_token"): "token.short",
    ("GET", "access_token"): "token.long",
    ("GET", "refresh_access_token"): "token.refresh",
    ("GET", "oauth/access_token"): "token.exchange",
}
"""By verb and path."""

_WRITES: dict[tuple[str, str], str] = {
    ("media", "comments"): "media.comment",
    ("media", ""): "media.update",
    ("comment", "replies"): "comment.reply",
    ("comment", ""): "comment.hide",
    ("account", "messages"): "account.message",
    ("page", "messages"): "account.message",
    ("account", "mentions"): "account.mention",
    ("account", "subscribed_apps"): "account.subscribe",
}
_DELETIONS: dict[tuple[str, str], str] = {
    ("comment", ""): "comment.delete",
    ("account", "subscribed_apps"): "account.unsubscribe",
}


@dataclass(frozen=True)
class Target:
    """A node, and the edge of it that is meant; empty for the node itself."""

    kind: Kind
    thing: Thing
    edge: str

    @property
    def account(self) -> str:
        """Whose limits the call draws on; empty for a person's."""
        return self.thing.id if isinstance(self.thing, Account) else ""


def named(world: World, asked: Asked) -> str:
    """The name of the call, by which faults find it; empty if there is none."""
    path = "/".join(asked.path)
    if (call := TOKEN_CALLS.get((asked.verb, path))) is not None:
        return call
    if not path:
        return "batch" if asked.verb == "POST" and "batch" in asked.params else "nodes" if "ids" in asked.params else ""
    kind, edge = _kind(world, asked), asked.path[1] if len(asked.path) > 1 else ""
    if kind is None or len(asked.path) > 2:
        return ""
    if asked.verb == "POST":
        return _WRITES.get((kind, edge), "")
    if asked.verb == "DELETE":
        return _DELETIONS.get((kind, edge), "")
    listed = (kind, edge) in EDGES or (kind, edge) == ("account", "subscribed_apps")
    if asked.verb != "GET" or (edge and not listed):
        return ""
    return f"{'me' if kind == 'person' else kind}.{edge or 'get'}"


def _kind(world: World, asked: Asked) -> Kind | None:
    id = asked.path[0]
    if id == "me":
        caller = world.tokens.known(asked.token)
        return "account" if asked.login == "instagram" else "page" if caller and caller.page else "person"
    found = _look(world, id)
    return found[0] if found else None


def find(world: World, caller: AccessToken, id: str, edge: str = "") -> Target:
    """The node of this id, as *caller* sees it. Raises RefusedError for one that is none, or not the caller's."""
    if id == "me":
        return _me(world, caller, edge)
    if not id.isascii() or not id.isdigit():
        raise RefusedError(f"noSuchId:{id}")
    found = _look(world, id)
    if found is None or not _allowed(world, caller, found[1]):
        raise RefusedError(f"notFound:{id}")
    return Target(*found, edge)


def _me(world: World, caller: AccessToken, edge: str) -> Target:
    if caller.login == "facebook" and caller.page is None:
        return Target("person", caller, edge)
    account = world.accounts[next(iter(caller.accounts))]
    return Target("account" if caller.login == "instagram" else "page", account, edge)


def _look(world: World, id: str) -> tuple[Kind, Thing] | None:
    if (media := world.media.get(id)) is not None:
        return "media", media
    if (comment := world.comments.get(id)) is not None:
        return "comment", comment
    for account in world.accounts.values():
        if id in (account.id, account.scoped):
            return "account", account
        if id == account.page:
            return "page", account
    return None


def _allowed(world: World, caller: AccessToken, thing: Thing) -> bool:
    if isinstance(thing, Comment):
        return world.sees(thing) and _allowed(world, caller, world.media[thing.media])
    if isinstance(thing, Media):
        owners = {thing.account} if thing.account else {a.id for a in world.accounts.values() if thing.id in a.tagged}
        return not thing.deleted and not caller.accounts.isdisjoint(owners)
    return isinstance(thing, Account) and thing.id in caller.accounts
