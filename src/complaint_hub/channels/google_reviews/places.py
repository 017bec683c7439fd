"""Which locations a login has: its accounts from one service, the locations of each from another.

For: ``run``, on a first run, on a deep one, and when a location is not where it was.
Must not: touch a watermark; a location that is still there keeps what is known of it.

A location may belong to several accounts: the login's own one comes first, and the first account that names it gives
the path under which its reviews are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import TypeAdapter

from ...contract import Request, Session
from ...errors import NotFoundError, PayloadError, RejectedError
from ...wire import Listing, read_list
from . import wire
from .errors import SetupError
from .state import PAGE_CAP, Place, Progress

__all__ = ["Found", "find_places"]

# The most that the two services give a page.
_ACCOUNTS, _LOCATIONS = "20", "100"
_MASK = "name,title,metadata"


@dataclass(slots=True)
class Found:
    """What was found.

    Attributes:
        places: in Google's order, with what was known of them.
        notices: what is new, gone or could not be listed, for the run report.
    """

    places: list[Place] = field(default_factory=list[Place])
    notices: list[str] = field(default_factory=list[str])


async def find_places(
    session: Session, progress: Progress, *, account_base: str, location_base: str, wanted: Sequence[str] | None
) -> Found:
    """Ask for all accounts and their locations.

    Args:
        wanted: names of locations (``locations/Y``); None takes them all.

    Raises: RejectedError, where the accounts cannot be listed at all.
    """
    accounts, lost = await _pages(session, f"{account_base}accounts", {"pageSize": _ACCOUNTS}, "accounts", _ACCOUNT)
    # Stable: among equals Google's order stays.
    accounts.sort(key=lambda account: account.get("type") != "PERSONAL")
    found = Found()
    if lost:
        found.notices.append(f"accounts that could not be read: {lost}")
    places: dict[str, Place] = {}
    unsure = {place.owner for place in progress.places} if lost else set[str]()
    for account in dict.fromkeys(account["name"] for account in accounts):
        try:
            url, params = f"{location_base}{account}/locations", {"readMask": _MASK, "pageSize": _LOCATIONS}
            locations, lost = await _pages(session, url, params, "locations", _LOCATION)
        except SetupError:
            raise
        except (NotFoundError, RejectedError, PayloadError) as failed:
            found.notices.append(f"the locations of {account} could not be listed: {failed.message}")
            unsure.add(account)
            continue
        if lost:
            found.notices.append(f"locations of {account} that could not be read: {lost}")
            unsure.add(account)
        for location in locations:
            places.setdefault(location["name"], _place(location, account, progress))
    # What was not listed because something was damaged is not gone.
    for place in progress.places:
        if place.owner in unsure:
            places.setdefault(place.id, place)
    _choose(found, places, progress, wanted)
    return found


def _choose(found: Found, places: dict[str, Place], progress: Progress, wanted: Sequence[str] | None) -> None:
    chosen = {name: place for name, place in places.items() if wanted is None or name in wanted}
    found.places = list(chosen.values())
    if absent := [name for name in wanted or () if name not in places]:
        found.notices.append(f"unknown to this login: {', '.join(absent)}")
    known = {place.id for place in progress.places}
    if lost := sorted(known - places.keys()):
        found.notices.append(f"no longer a location of this login, so not read any more: {', '.join(lost)}")
    if not places:
        found.notices.append("this login has no location: it must be an owner or manager of one")


def _place(location: wire.LocationItem, owner: str, progress: Progress) -> Place:
    metadata = location.get("metadata")
    url = (metadata.get("mapsUri") if metadata else None) or ""
    said = {
        "owner": owner,
        "title": location.get("title") or None,
        "url": url if url.startswith("https://") else None,
    }
    known = progress.place(location["name"])
    return known.model_copy(update=said) if known else Place(id=location["name"], **cast("Any", said))


@dataclass(frozen=True, slots=True)
class _Kind:
    page: TypeAdapter[Any]
    item: TypeAdapter[Any]
    prefix: str


_ACCOUNT = _Kind(wire.ACCOUNT_PAGE, wire.ACCOUNT, "accounts/")
_LOCATION = _Kind(wire.LOCATION_PAGE, wire.LOCATION, "locations/")


async def _pages(session: Session, url: str, params: dict[str, str], items: str, kind: _Kind) -> tuple[list[Any], int]:
    """All items of a list, and how many could not be read; a token that comes twice ends it, or it would never end."""
    found: list[Any] = []
    lost = 0
    token: str | None = None
    given: set[str] = set()
    for _ in range(PAGE_CAP):
        asked = params if token is None else {**params, "pageToken": token}
        request = Request("GET", url, params=asked, identity="owner", draws={"requests": 1})
        listing: Listing[Any, Any] = read_list((await session.ask(request)).body, kind.page, kind.item, items=items)
        # A name becomes part of a path: it must be one, and nothing else.
        lost += len(listing.damaged)
        found += [item for item in listing.items if _is_name(item["name"], kind.prefix)]
        token = listing.page.get("nextPageToken") or None
        if token is None:
            return found, lost
        if token in given:
            break
        given.add(token)
    raise PayloadError(f"the list of {items} turns in circles", request=f"GET {url}")


def _is_name(name: str, prefix: str) -> bool:
    bare = name.removeprefix(prefix)
    return name.startswith(prefix) and bare.replace("-", "").replace("_", "").isalnum() and bare.isascii()
