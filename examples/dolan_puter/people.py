"""Who is asking, what he or she may do, and whose cases are shown: all of it is the host's to say.

For: a host, which hands ``create_app`` one function that tells who a request comes from (``SignIn``), and may replace
``may_see``. ``DemoSignIn`` stands in for it on this machine alone.
Must not: keep a password, or decide by itself that somebody is signed in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from starlette.requests import Request

from complaint_hub import Case
from complaint_hub.model import Visibility
from complaint_hub.registry import Post, Registry

__all__ = ["DemoSignIn", "MaySee", "NotSignedIn", "Officer", "Right", "SignIn", "may_see", "protected"]


class Right(StrEnum):
    """What an officer may do. Everybody who is signed in may read, as far as ``may_see`` lets them."""

    triage = "triage"
    forward = "forward"
    note = "note"
    reply = "reply"
    approve = "approve"
    resolve = "resolve"
    protected = "protected"
    """See confidential cases, and those about the conduct of officials."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who is signed in.

    Attributes:
        id: how acts are signed; it stands in the registry (``"petugas-07"``).
        title: what the page shows beside it.
    """

    id: str
    rights: frozenset[Right]
    title: str = ""

    def may(self, right: Right) -> bool:
        """Whether the officer holds that right."""
        return right in self.rights


class NotSignedIn(Exception):  # noqa: N818 - no fault, but what a sign-in says of a stranger
    """Nobody is signed in; *address* is where that is done."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


SignIn = Callable[[Request], Awaitable[Officer]]
"""The one thing a host must bring: who a request comes from. Raises NotSignedIn."""

MaySee = Callable[[Officer, Case], bool]
"""Whether an officer may read a protected case; of all others nobody is asked."""


def protected(case: Case) -> bool:
    """Whether its content is not for every officer: confidential, or about the conduct of officials."""
    return any(
        row.oversight or row.visibility in (Visibility.confidential, Visibility.anonymous_confidential)
        for row in case.rows
    )


def may_see(officer: Officer, case: Case) -> bool:
    """Protected cases are for those with the right to them."""
    return officer.may(Right.protected)


_POSTS: Mapping[Post, tuple[str, frozenset[Right]]] = {
    Post.coordinator: ("admin koordinator", frozenset(Right) - {Right.protected}),
    Post.liaison: ("pejabat penghubung", frozenset({Right.note, Right.reply, Right.resolve})),
    Post.handler: ("pejabat pelaksana", frozenset({Right.note, Right.reply})),
    Post.inspector: ("inspektorat", frozenset(Right)),
}


class DemoSignIn:
    """On this machine alone: whoever asks chooses an officer of the registry; no password, and a banner that says so.

    ``create_app`` refuses it on every other address, and ``guard`` refuses every request that comes from elsewhere.
    """

    cookie = "petugas"

    def __init__(self, registry: Registry, today: Callable[[], date]) -> None:
        self._registry, self._today = registry, today

    async def __call__(self, request: Request) -> Officer:
        found = self.officers().get(request.cookies.get(self.cookie, ""))
        if found is None:
            raise NotSignedIn("/masuk")
        return found

    def officers(self) -> dict[str, Officer]:
        """Everybody with a post today, coordinators first; several posts add up."""
        found: dict[str, Officer] = {}
        terms = self._registry.officers(at=self._today())
        for term in sorted(terms, key=lambda term: (-len(_POSTS[term.role][1]), term.id)):
            role, rights = _POSTS[term.role]
            unit = self._registry.unit(term.unit)
            before = found.get(term.id)
            title = f"{role}, {unit.name if unit else term.unit}"
            found[term.id] = Officer(term.id, rights | (before.rights if before else frozenset()), title)
        return found
