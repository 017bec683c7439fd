"""What the channel reads agrees with the platform's own description of itself."""

from __future__ import annotations

import inspect
import typing
from typing import Any

import pytest
from typing_extensions import is_typeddict

from complaint_hub.channels.youtube import wire
from complaint_hub.contract import Request
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.testing import play
from support.discovery import described, document
from support.owned import consent
from support.youtube_pages import from_world, youtube

DOCUMENT = document("youtube.v3")
ROOTS = {
    "_Threads": "CommentThreadListResponse",
    "_Comments": "CommentListResponse",
    "_Uploads": "PlaylistItemListResponse",
    "_Videos": "VideoListResponse",
    "_Channels": "ChannelListResponse",
    "LaxThreadItem": "CommentThread",
}


@pytest.mark.parametrize("name", ROOTS)
def test_every_field_that_is_read_stands_in_the_discovery_document(name: str) -> None:
    fields = dict(described(getattr(wire, name), {"$ref": ROOTS[name]}, name, schemas=DOCUMENT["schemas"]))
    assert len(fields) > 2
    assert [place for place, known in fields.items() if not known] == []


def test_every_type_of_the_room_is_looked_at() -> None:
    own = {kind for _, kind in inspect.getmembers(wire, is_typeddict) if kind.__module__ == wire.__name__}
    seen: set[object] = set()

    def look(kind: Any) -> None:
        if is_typeddict(kind):
            seen.add(kind)
            for field in typing.get_type_hints(kind).values():
                look(field)
        for inner in typing.get_args(kind):
            look(inner)

    for name in ROOTS:
        look(getattr(wire, name))
    assert {kind.__name__ for kind in own if kind not in seen} == {"ListPage", "Named"}


@pytest.fixture(scope="module")
def requests() -> list[Request]:
    """Everything that the channel asks: first run, deep run, refetch are made of these."""
    world = sandbox.build(7, videos=3, threads=30, big=2, small_replies=12)
    channel = youtube(sandbox.CHANNEL, owner=consent("https://oauth2.googleapis.com/token"))
    first = play(channel, from_world(world))
    world.delete(next(iter(world.threads)))
    second = play(channel, from_world(world), state=first.state, marks=first.marks, known=first.known, deep="full")
    return [*first.requests, *second.requests]


def method(request: Request) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["resources"][request.url.rpartition("/")[2]]["methods"]["list"]
    return found


def test_every_parameter_that_is_asked_with_is_one_of_the_platform_s(requests: list[Request]) -> None:
    common = DOCUMENT["parameters"]
    asked = {(r.url.rpartition("/")[2], name) for r in requests for name in r.params or {}}
    unknown = [
        (resource, name)
        for resource, name in asked
        if name not in common and name not in DOCUMENT["resources"][resource]["methods"]["list"]["parameters"]
    ]
    assert unknown == []
    assert {resource for resource, _ in asked} == {"commentThreads", "comments", "playlistItems", "videos"}


def test_every_value_that_is_asked_for_is_one_of_those_listed(requests: list[Request]) -> None:
    for request in requests:
        for name, value in (request.params or {}).items():
            values = method(request)["parameters"].get(name, {}).get("enum")
            assert values is None or value in values, (name, value)


def test_the_consent_that_is_asked_for_is_the_one_that_lists_comments() -> None:
    scopes = DOCUMENT["resources"]["commentThreads"]["methods"]["list"]["scopes"]
    assert scopes == ["https://www.googleapis.com/auth/youtube.force-ssl"] == [sandbox.grants.SCOPE]
