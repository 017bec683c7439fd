"""Calls of the sandbox's TikTok without a socket, with a good token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.server import Request, Response
from complaint_hub.sandbox.tiktok import ACCOUNT, World

__all__ = ["ask", "code", "ids", "pages", "post", "read", "walk"]


def ask(world: World, endpoint: str, *, account: str = ACCOUNT, **params: Any) -> Response:
    """A GET; what is no text is sent as JSON in its parameter."""
    headers = {"access-token": world.grants.give(account, world.clock)}
    sent = {"business_id": account} | params
    query = {n: (v if isinstance(v, str) else json.dumps(v),) for n, v in sent.items() if v is not None}
    return sandbox.answer(world, Request("GET", f"/open_api/v1.3/business/{endpoint}/", query, headers))


def post(world: World, endpoint: str, *, account: str = ACCOUNT, **body: Any) -> Response:
    headers = {"access-token": world.grants.give(account, world.clock)}
    sent = {n: v for n, v in ({"business_id": account} | body).items() if v is not None}
    path = f"/open_api/v1.3/business/{endpoint}/"
    return sandbox.answer(world, Request("POST", path, headers=headers, body=json.dumps(sent).encode()))


def code(response: Response) -> int:
    """The code in the body; the status is 200 in any case."""
    assert response.status == 200
    found: int = json.loads(response.body)["code"]
    return found


def read(response: Response) -> dict[str, Any]:
    """The data of a success."""
    assert code(response) == 0, response.body
    data: dict[str, Any] = json.loads(response.body)["data"]
    return data


def pages(world: World, endpoint: str, **params: Any) -> Iterator[dict[str, Any]]:
    page = read(ask(world, endpoint, **params))
    yield page
    while page["has_more"]:
        page = read(ask(world, endpoint, **params | {"cursor": page["cursor"]}))
        yield page


def ids(page: dict[str, Any]) -> list[str]:
    return [item.get("comment_id") or item["item_id"] for item in page.get("comments", page.get("videos", ()))]


def walk(world: World, endpoint: str, **params: Any) -> list[str]:
    """All ids, page by page."""
    return [id for page in pages(world, endpoint, **params) for id in ids(page)]
