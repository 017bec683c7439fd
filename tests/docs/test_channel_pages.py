"""The pages on Instagram and TikTok: each code in their tables means what they say, and none is missing."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.channels.instagram import errors as instagram
from complaint_hub.channels.tiktok import Consent, TikTok
from complaint_hub.channels.tiktok import errors as tiktok
from complaint_hub.contract import Request, Response

PAGES = Path("docs/reference")


def part(page: str, heading: str) -> str:
    """What stands under a heading of the second order."""
    return (PAGES / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(page: str, heading: str) -> Iterator[tuple[str, str]]:
    """The first two cells of each row of the table there."""
    for line in re.findall(r"^\| (.+) \|$", part(page, heading), flags=re.M)[1:]:
        first, second, *_ = line.split(" | ")
        yield first, second


def codes(cell: str) -> list[tuple[int, int | None]]:
    """The codes of a cell, each with its subcode; of a range both ends."""
    found = re.findall(r"`(-?[0-9]+)(?: \(([0-9]+)\))?`", cell)
    return [(int(code), int(sub) if sub else None) for code, sub in found]


def told(page: str) -> list[Any]:
    """Code, subcode, first cell and the class that the page names, for each code of its table."""
    return [
        pytest.param(code, sub, cell, re.findall(r"`(\w+)`", error)[0], id=f"{code} {sub or ''} {cell[-12:]}")
        for cell, error in rows(page, "What a refusal means")
        for code, sub in codes(cell)
    ]


@pytest.mark.parametrize(("code", "sub", "cell", "name"), told("instagram.md"))
def test_a_code_of_instagram_means_what_its_page_says(code: int, sub: int | None, cell: str, name: str) -> None:
    message = "Please reduce the amount of data you ask for" if "reduce" in cell else "no"
    body = {"error": {"message": message, "code": code} | ({} if sub is None else {"error_subcode": sub})}
    request = Request("GET", "https://graph.instagram.com/v26.0/1/comments", params={"fields": "id"})
    found = instagram.error(request, Response(400, {}, json.dumps(body).encode()))
    assert type(found).__name__ == name


@pytest.mark.parametrize(("code", "sub", "cell", "name"), told("tiktok.md"))
def test_a_code_of_tiktok_means_what_its_page_says(code: int, sub: int | None, cell: str, name: str) -> None:
    message = "This video does not exist" if "it is gone" in cell else "refused"
    kind = "comment" if "of the comments" in cell else "video"
    request = Request("GET", f"https://business-api.tiktok.com/open_api/v1.3/business/{kind}/list/")
    body = json.dumps({"code": code, "message": message, "data": {}}).encode()
    found = tiktok.error(request, Response(200, {}, body))
    assert type(found).__name__ == name


def test_no_code_that_instagram_s_channel_knows_is_missing_on_its_page() -> None:
    listed = {pair for cell, _ in rows("instagram.md", "What a refusal means") for pair in codes(cell)}
    known = {(code, None) for code in instagram._CODES if not 200 < code < 299} | set(instagram._SUBCODES)
    assert known - listed == set()


def test_no_code_that_tiktok_s_channel_knows_is_missing_on_its_page() -> None:
    listed = {code for cell, _ in rows("tiktok.md", "What a refusal means") for code, _ in codes(cell)}
    assert (set(tiktok._MEANINGS) | tiktok.THROTTLED) - listed == set()


@pytest.mark.parametrize(
    ("page", "built"),
    [
        ("instagram.md", Instagram),
        ("instagram.md", LongLivedToken),
        ("tiktok.md", TikTok),
        ("tiktok.md", Consent),
    ],
)
def test_the_arguments_on_a_page_are_those_that_there_are(page: str, built: type) -> None:
    listed = [
        name for cell, _ in rows(page, f"Arguments of `{built.__name__}`") for name in re.findall(r"`(\w+)`", cell)
    ]
    assert sorted(listed) == sorted(inspect.signature(built).parameters)
