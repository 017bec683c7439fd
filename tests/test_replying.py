"""Both hubs answer: what is refused before any request, and what the caller gets back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import AsyncHub, Hub, Page, Reply, ReplyLimit, ReplyPolicy, ReplyState, Store
from complaint_hub._io import Blocking, Looping
from complaint_hub.contract import Request, Response
from complaint_hub.errors import ConfigError, HubError, OutboxError, RejectedError, UnsupportedError
from support.answering import COMPLAINT, SENT_AT, Answers, FilePlatform
from support.talking import Talking, head

TEXT = "Terima kasih, kami teruskan."


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FilePlatform:
    made = FilePlatform(tmp_path / "platform")

    async def send(self: Any, request: Request, headers: Mapping[str, str], **_: object) -> Response:
        return made.answer(request, headers)

    monkeypatch.setattr(Blocking, "send", send)
    monkeypatch.setattr(Looping, "send", send)
    return made


@pytest.fixture
def store(tmp_path: Path, platform: FilePlatform) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        with Hub([Answers()], store=opened, clock=lambda: SENT_AT) as hub:
            hub.sync()
        platform.asked.clear()
        yield opened


def by_async_hub(store: Store) -> list[ReplyState]:
    async def main() -> list[ReplyState]:
        async with AsyncHub(
            [Answers()], store=store, clock=lambda: SENT_AT, replies=ReplyPolicy("second_person")
        ) as hub:
            draft = await hub.reply(COMPLAINT, TEXT, by="petugas-07")
            approved = await hub.approve(draft.id, by="kabid")
            await hub.deliver()
            withdrawn = await hub.reply(COMPLAINT, "Lain.", by="petugas-07")
            await hub.withdraw(withdrawn.id, by="petugas-07")
            return [draft.state, approved.state, *(reply.state for reply in store.replies())]

    return asyncio.run(main())


def by_hub(store: Store) -> list[ReplyState]:
    with Hub([Answers()], store=store, clock=lambda: SENT_AT, replies=ReplyPolicy("second_person")) as hub:
        draft = hub.reply(COMPLAINT, TEXT, by="petugas-07")
        approved = hub.approve(draft.id, by="kabid")
        hub.deliver()
        withdrawn = hub.reply(COMPLAINT, "Lain.", by="petugas-07")
        hub.withdraw(withdrawn.id, by="petugas-07")
        return [draft.state, approved.state, *(reply.state for reply in store.replies())]


@pytest.mark.parametrize("way", [by_hub, by_async_hub])
def test_a_draft_is_approved_delivered_and_another_withdrawn(
    store: Store, platform: FilePlatform, way: Callable[[Store], list[ReplyState]]
) -> None:
    assert way(store) == [ReplyState.draft, ReplyState.approved, ReplyState.verified, ReplyState.withdrawn]
    assert platform.texts() == [TEXT]


def reply(store: Store, text: str = TEXT, *, channel: Any = None, to: str = COMPLAINT) -> Reply:
    with Hub([channel or Answers()], store=store, clock=lambda: SENT_AT) as hub:
        return hub.reply(to, text, by="petugas-07")


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"to": "answers:a-9"}, OutboxError, "there is no complaint"),
        ({"channel": Answers(account="b")}, ConfigError, "answers a, which is not configured here"),
        ({"channel": Answers(reply_limit=ReplyLimit(5, "bytes"))}, OutboxError, "has 28 bytes, answers takes 5"),
        ({"channel": Answers(refuses="the comment is hidden")}, RejectedError, "hidden"),
        ({"channel": Talking(name="answers")}, UnsupportedError, f"answer by hand, and paste this text:\n{TEXT}"),
    ],
    ids=["unknown", "not configured", "too long", "hidden", "no way"],
)
def test_what_cannot_be_is_refused_before_any_request(
    store: Store, platform: FilePlatform, given: dict[str, Any], kind: type[HubError], said: str
) -> None:
    with pytest.raises(kind, match=said):
        reply(store, **given)
    assert (platform.asked, store.replies()) == ([], [])


def test_a_complaint_that_is_deleted_is_not_answered(store: Store, platform: FilePlatform) -> None:
    page = Page(missing=("a-1",))
    version = store.checkpoint("answers", "a").version
    for n in range(3):
        store.commit("answers", "a", page, version=version + n, now=SENT_AT + timedelta(hours=n))
    found = store.complaint(COMPLAINT)
    assert found is not None
    assert found.deleted_at is not None
    with pytest.raises(RejectedError, match="deleted on the platform"):
        reply(store)
    assert platform.asked == []


def test_only_the_asked_account_is_answered_on(store: Store, platform: FilePlatform) -> None:
    version = store.checkpoint("answers", "b").version
    other = head(1, channel="answers", account="b")
    store.commit("answers", "b", Page(state={"v": 1}, complaints=[other]), version=version, now=SENT_AT)
    with Hub([Answers(), Answers(account="b")], store=store, clock=lambda: SENT_AT) as hub:
        hub.reply(COMPLAINT, TEXT, by="petugas-07")
    assert [request.method for request in platform.asked].count("POST") == 1
