"""Single comments by their ids: gone is only what a platform does not find that finds others."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from complaint_hub import Hub, Store
from complaint_hub._drive import drive
from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.contract import Page, Request, Response
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import faults
from complaint_hub.testing.play import NOW
from support.instagram_pages import ACCOUNT, BASE, answers, channel_on, comment, instagram, page, refusal, reply

GONE = refusal(100, 33)


class Session:
    """A session that answers at once and knows these comments."""

    def __init__(self, answer: Callable[[Request], Response], known: Sequence[str] = ()) -> None:
        self.answer, self.ids = answer, known
        self.asked: list[str] = []

    @property
    def now(self) -> datetime:
        return NOW

    async def ask(self, request: Request) -> Response:
        self.asked.append(request.url.removeprefix(BASE))
        response = self.answer(request)
        if (error := instagram().error(request, response)) is not None:
            raise error
        return response

    async def emit(self, page: Page) -> None:
        raise AssertionError("a refetch hands nothing over")

    async def marks(self, native_ids: Sequence[str]) -> dict[str, str]:
        return {}

    async def known(self, *, after: str | None = None, n: int = 50, scope: str | None = None) -> Sequence[str]:
        return self.ids[:n]


def refetched(session: Session, *ids: str) -> Page:
    return drive(instagram().refetch(session, ids))


def test_what_comes_back_is_there_with_its_replies() -> None:
    session = Session(answers({"178": comment("178", replies=page([reply("1")]))}))
    found = refetched(session, "178")
    assert [row.native_id for row in found.complaints] == ["178"]
    assert [event.key for event in found.events] == ["1"]
    assert found.complete == {"instagram:178"}
    assert found.missing == ()


def test_a_reply_comes_back_as_a_message_of_its_comment() -> None:
    found = refetched(Session(answers({"1": reply("1", parent_id="178")})), "1")
    assert [(event.complaint, event.key) for event in found.events] == [("instagram:178", "1")]


def test_what_two_answers_do_not_know_is_missing_while_others_are_found() -> None:
    session = Session(answers({"178": GONE, "200": comment("200")}), ["178", "200"])
    assert refetched(session, "178").missing == ("178",)
    assert session.asked == ["178", "178", "200"]


def test_where_nothing_is_found_nothing_is_gone() -> None:
    session = Session(answers(dict.fromkeys(["178", "200", "201", "202"], GONE)), ["178", "200", "201", "202"])
    found = refetched(session, "178")
    assert found.missing == ()
    assert any("none was taken for deleted" in notice for notice in found.notices)


def test_the_account_itself_is_asked_where_no_other_comment_is_known() -> None:
    session = Session(answers({"178": GONE, ACCOUNT: {"id": ACCOUNT}}), ["178"])
    assert refetched(session, "178").missing == ("178",)


def test_a_comment_that_the_second_answer_knows_is_there() -> None:
    found = refetched(Session(answers({"178": [GONE, comment("178")]})), "178")
    assert [row.native_id for row in found.complaints] == ["178"]


@pytest.mark.parametrize("answer", [refusal(10, status=403), b"<html>"], ids=["refused", "HTML"])
def test_what_cannot_be_asked_for_is_neither_there_nor_gone(answer: Response | bytes) -> None:
    given = answer if isinstance(answer, Response) else Response(200, {}, answer)
    found = refetched(Session(lambda request: given), "178")
    assert found.missing == ()
    assert any("could not be asked for" in notice for notice in found.notices)


def test_refused_fields_lead_down_here_too() -> None:
    found = refetched(Session(answers({"178": [refusal(100), refusal(100), comment("178")]})), "178")
    assert len(found.complaints) == 1


# -- over a hub -------------------------------------------------------------------------------------------------


@contextmanager
def over(world: sandbox.World, path: Path) -> Generator[tuple[Hub, Store]]:
    """A hub over a world that is served, and its store."""
    with sandbox.serve(world) as running, Store(path / "aduan.db") as store:
        hub = Hub([channel_on(running)], store=store, clock=lambda: world.clock)
        with hub:
            yield hub, store


def test_a_throttle_that_looks_like_not_found_deletes_nothing(tmp_path: Path) -> None:
    world = sandbox.build(1, media=1, comments=8)
    (post,) = world.listed(ACCOUNT)
    with over(world, tmp_path) as (hub, _):
        hub.sync(now=world.clock)
        world.advance(hours=1)
        world.delete(world.comments_of(post.id)[0].id)
        world.inject(faults.error("notFound", method="comment.get", times=None))
        world.inject(faults.error("notFound", method="account.get", times=None))
        (run,) = hub.sync(now=world.clock)
        assert (run.error, run.counts.gone) == (None, 0)
        assert any("none was taken for deleted" in notice for notice in run.notices)


def test_a_comment_that_is_gone_is_marked_in_the_run_that_missed_it(tmp_path: Path) -> None:
    world = sandbox.build(1, media=1, comments=8)
    (post,) = world.listed(ACCOUNT)
    with over(world, tmp_path) as (hub, store):
        hub.sync(now=world.clock)
        world.advance(hours=1)
        gone = world.comments_of(post.id)[0].id
        world.delete(gone)
        (run,) = hub.sync(now=world.clock)
        assert (run.error, run.counts.gone) == (None, 1)
        assert [row.native_id for row in store.complaints(deleted=True)] == [gone]


def test_comments_of_a_media_that_is_gone_are_found_gone_by_a_full_walk(tmp_path: Path) -> None:
    world = sandbox.build(1, media=6, comments=60)
    last = min(world.listed(ACCOUNT), key=lambda post: world.count(post.id) or 99)
    lost = {comment.id for comment in world.comments_of(last.id)}
    with over(world, tmp_path) as (hub, store):
        hub.sync(now=world.clock)
        world.advance(hours=1)
        world.delete_media(last.id)
        hub.sync(deep="full", now=world.clock)
        assert {row.native_id for row in store.complaints(deleted=True)} == lost


def test_both_logins_read_the_same(tmp_path: Path) -> None:
    world = sandbox.small()
    found: list[set[str]] = []
    with sandbox.serve(world) as running:
        for name, channel in (("one", channel_on(running)), ("two", facebook(running))):
            with Store(tmp_path / name) as store, Hub([channel], store=store, clock=lambda: world.clock) as hub:
                (run,) = hub.sync(now=world.clock)
                assert run.error is None
                found.append({row.id for row in store.complaints()})
    assert found[0] == found[1]
    assert len(found[0]) == 18


def facebook(running: sandbox.Running) -> Instagram:
    token = LongLivedToken(
        sandbox.FACEBOOK_TOKEN,
        login="facebook",
        client_id=sandbox.APP_ID["facebook"],
        client_secret=sandbox.APP_SECRET["facebook"],
        base=running.facebook,
    )
    return Instagram(ACCOUNT, owner=token, login="facebook", base=running.facebook)
