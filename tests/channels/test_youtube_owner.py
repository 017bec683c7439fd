"""The owner's queues beside the feed: each its own small walk, and one complaint whatever it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_hub import UnsupportedError
from complaint_hub.auth import OAuth2
from complaint_hub.contract import Deep
from complaint_hub.errors import ConfigError
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.testing import play
from support.owned import Owned, consent, owned
from support.youtube_pages import OWNER, answers, asked, ok, page, reached, refusal, stored, thread, youtube


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Owned]:
    world = sandbox.build(3, videos=2, threads=12, big=2, small_replies=6)
    with owned(world, tmp_path / "aduan.db") as told:
        yield told


def newest(here: Owned) -> str:
    return max(here.world.threads.values(), key=lambda thread: thread.key).id


def one_more(here: Owned) -> str:
    """A thread without replies."""
    return here.world.add_thread(next(iter(here.world.videos)), "Jalan depan pasar berlubang").id


def test_an_idle_run_costs_two_units_more_than_without_an_owner(here: Owned) -> None:
    here.run()
    here.world.reset_counts()
    run = here.run()
    assert run.error is None
    assert (here.world.units, run.spent) == (3, {"units": 3})


def test_held_and_spam_threads_are_read_and_told_apart(here: Owned) -> None:
    video = next(iter(here.world.videos))
    held, spam = (here.world.add_thread(video, text).id for text in ("Pungli di loket", "beli pulsa"))
    here.world.moderate(held, "heldForReview")
    here.world.moderate(spam, "likelySpam")
    run = here.run()
    assert (run.error, run.counts.set_aside) == (None, 0)
    assert here.complaint(held).source_detail == "held"
    assert here.complaint(spam).source_detail == "likely_spam"
    assert here.complaint(newest(here)).deleted_at is None
    assert sum(c.source_detail is None for c in here.hub.store.complaints()) == 12


@pytest.mark.parametrize("deep", [False, "changed", "full"])
def test_a_consent_that_died_does_not_keep_the_public_feed_from_being_read(here: Owned, deep: Deep) -> None:
    here.run()
    here.world.grants.withdraw()
    for _ in range(3):
        here.world.advance(days=1)
        thread = one_more(here)
        run = here.run(deep=deep)
        assert here.complaint(thread).deleted_at is None
        assert run.error is not None
        assert "consent" in run.error


def test_a_held_thread_that_is_published_is_a_change_and_never_doubled(here: Owned) -> None:
    thread = one_more(here)
    here.world.moderate(thread, "heldForReview")
    here.run()
    here.world.moderate(thread, "published")
    here.world.advance(minutes=5)
    run = here.run()
    assert (run.counts.new, run.counts.changed) == (0, 1)
    assert here.complaint(thread).source_detail is None
    (event,) = (e for e in here.complaint(thread).timeline or () if e.type == "edited")
    assert event.data["was"] == {"source_detail": "held"}


def test_a_held_thread_is_not_gone_although_no_stranger_finds_it(here: Owned) -> None:
    here.run()
    thread = newest(here)
    here.world.moderate(thread, "heldForReview")
    for _ in range(3):
        here.world.advance(days=1)
        run = here.run(deep="full")
        assert (run.error, run.counts.gone) == (None, 0)
    assert here.complaint(thread).source_detail == "held"


def test_what_the_owner_does_not_find_either_is_gone(here: Owned) -> None:
    here.run()
    thread = newest(here)
    here.world.moderate(thread, "rejected")
    assert here.run(deep="full").counts.gone == 1
    assert here.complaint(thread).deleted_at is not None


def test_a_held_reply_is_a_message_that_is_not_public_and_does_not_go(here: Owned) -> None:
    thread = one_more(here)
    held = here.world.add_reply(thread, "hubungi nomor ini")
    here.world.moderate(held.id, "likelySpam")
    for _ in range(4):
        here.world.advance(days=1)
        here.world.like(thread)
        assert here.run(deep="full").counts.gone == 0
    (message,) = (e for e in here.complaint(thread).timeline or () if e.key == held.id)
    assert message.public is False
    assert here.complaint(thread).source_detail is None


def test_a_held_reply_that_is_published_becomes_public(here: Owned) -> None:
    thread = one_more(here)
    held = here.world.add_reply(thread, "Sudah seminggu begini")
    here.world.moderate(held.id, "heldForReview")
    here.run()
    here.world.moderate(held.id, "published")
    here.world.advance(minutes=5)
    assert here.run(deep="full").counts.new == 0
    messages = [e for e in here.complaint(thread).timeline or () if e.key == held.id]
    assert [e.public for e in messages] == [True]


def test_one_unit_a_day_reads_everything_in_turn(tmp_path: Path) -> None:
    told = []
    for budget in (None, 1):
        world = sandbox.build(3, videos=2, threads=12, big=2, small_replies=6)
        for held in list(world.threads)[:3]:
            world.moderate(held, "heldForReview")
        with owned(world, tmp_path / f"{budget}.db") as here:
            for _ in range(20):
                world.advance(days=1)
                assert here.run(budget=budget).error is None
            complaints = here.hub.store.complaints()
            told.append({c.id: (c.text, c.source_detail, len(c.timeline or ())) for c in complaints})
    assert told[0] == told[1]
    assert len(told[0]) == 12


def test_the_owner_s_units_are_counted_with_the_project_s(here: Owned) -> None:
    assert here.run().spent == {"units": here.world.units}


def with_owner() -> OAuth2:
    return consent("https://oauth2.googleapis.com/token")


def test_a_queue_that_is_refused_costs_itself_alone() -> None:
    refused = refusal(403, "forbidden")
    played = play(youtube(owner=with_owner()), answers(ok(page([thread("a")])), refused, refused), state=stored())
    assert played.error is None
    assert list(played.known) == ["a"]
    assert sum("consent of the channel's own owner" in notice for page in played.pages for notice in page.notices) == 2


def test_everything_public_is_read_with_the_key() -> None:
    played = play(youtube(owner=with_owner()), answers(ok(page([thread("a")]))), state=stored())
    assert [request.identity for request in played.requests] == ["public", "owner", "owner"]
    assert asked(played.requests, "moderationStatus") == [None, "heldForReview", "likelySpam"]


def test_a_queue_is_read_to_old_ground_and_in_a_deep_run_to_its_end() -> None:
    state = stored(queues={"held": {"watermark": "2026-11-03T00:00:00Z"}})
    held = [thread(id, at=at, moderationStatus="heldForReview") for id, at in (("h", -50), ("g", -60))]
    old = ok(page(held, "more"))
    channel = youtube(owner=with_owner())
    shallow = play(channel, answers(ok(page([thread("a")])), old), state=state)
    assert asked(shallow.requests, "moderationStatus") == [None, "heldForReview", "likelySpam"]
    deep = play(channel, answers(ok(page([thread("a")])), old, page([thread("i")])), state=state, deep="changed")
    assert asked(deep.requests, "pageToken")[:3] == [None, None, "more"]
    assert shallow.known["h"].source_detail == "held"


def test_a_budget_that_ends_in_a_queue_goes_on_there() -> None:
    channel = youtube(owner=with_owner())
    first = play(channel, answers(ok(page([thread("a")])), page([thread("h")], "more")), state=stored(), limit=2)
    assert reached(first)["queues"]["held"]["walk"]["token"] == "more"
    second = play(channel, answers(page([thread("i")]), page([]), page([thread("a")])), state=first.state)
    assert asked(second.requests, "pageToken") == ["more", None, None, None]
    assert asked(second.requests, "moderationStatus") == ["heldForReview", "likelySpam", None, "heldForReview"]
    assert reached(second).get("todo", []) == []


def test_a_checkpoint_of_the_owner_s_is_read_without_one() -> None:
    first = play(youtube(owner=with_owner()), answers(ok(page([thread("a")]))), state=stored(), limit=2)
    assert "spam" in reached(first)["todo"]
    second = play(youtube(), answers(ok(page([thread("a")]))), state=first.state)
    assert (second.error, asked(second.requests, "moderationStatus")) == (None, [None])


@pytest.mark.parametrize("value", [None, 7, "new", {"a": 1}])
def test_an_odd_status_costs_nothing(value: object) -> None:
    item = thread("h", replies=1, moderationStatus=value)
    item["snippet"] |= {"canReply": value, "isPublic": value}
    played = play(youtube(owner=with_owner()), answers(ok(page([thread("a")])), ok(page([item]))), state=stored())
    assert played.known["h"].source_detail == "held"


def test_without_an_owner_nothing_is_said_of_the_queues() -> None:
    played = play(youtube(), answers(ok(page([thread("a", moderationStatus="heldForReview")]))))
    assert "source_detail" not in played.known["a"].model_fields_set


def test_a_consent_for_another_host_is_refused_at_once() -> None:
    with pytest.raises(ConfigError, match="the owner's consent may be sent to"):
        youtube(owner=with_owner().at("example.org"))


# -- may a reply be written? ----------------------------------------------------------------------------------------


def test_who_may_reply_is_asked_under_the_owner_fifty_a_unit(here: Owned) -> None:
    threads = list(here.world.threads)
    here.world.closed.add(threads[0])
    found = here.ask_can_reply([*threads, "unknown"] * 5)
    assert found == dict.fromkeys(threads, True) | {threads[0]: False}
    assert here.world.units == 1


def test_a_missing_thread_hides_no_other(here: Owned) -> None:
    here.world.missing_threads = "error"
    threads = list(here.world.threads)[:2]
    assert here.ask_can_reply([*threads, "unknown"]) == dict.fromkeys(threads, True)


def test_without_an_owner_nobody_is_asked() -> None:
    channel = youtube(OWNER)
    with pytest.raises(UnsupportedError, match="has no owner"):
        channel.can_reply(None, ["a"]).send(None)  # type: ignore[arg-type]  # no session is needed
