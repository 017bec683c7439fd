"""TikTok against a TikTok on this machine: what happens there is told here, once, and nothing else is."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.model import EventType, Kind, Role, Status
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.tiktok.records import Comment, Video
from support.offices import Office, content, open_office, standing
from support.tiktok_pages import channel_on

TikTok = Office[sandbox.World]
LISTS = ("business/video/list", "business/comment/list", "business/comment/reply/list")


@contextmanager
def served(world: sandbox.World, store: Path, **settings: Any) -> Generator[TikTok]:
    with (
        sandbox.serve(world) as running,
        open_office(world, channel_on(running.base, **settings), store) as made,
    ):
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Generator[TikTok]:
    with served(sandbox.small(), tmp_path / "aduan.db") as made:
        made.sync()
        yield made


def tops(world: sandbox.World) -> list[Comment]:
    return [c for video in world.videos.values() if video.shown for c in video.comments if c.deleted_at is None]


def some(office: TikTok, *, replies: bool = False) -> Comment:
    """The oldest comment of a citizen that everybody sees, with more replies than come inside it, or with none."""
    shown = (c for c in tops(office.world) if c.status == "PUBLIC" and not c.owner)
    return min((c for c in shown if (len(c.replies) > 3 if replies else not c.replies)), key=lambda c: c.key)


def missing(office: TikTok) -> list[str]:
    """What the rules make reachable and the store has not, or not so; the replies of a hidden comment are not."""
    wrong: list[str] = []
    rows = {row.native_id: row for row in office.store.complaints()}
    for top in tops(office.world):
        row = rows[top.id]
        replies = standing(row)
        detail = "hidden" if top.status == "HIDDEN" else None
        told = (row.text, row.created_at, row.scope, row.source_detail)
        wrong += [top.id] if told != (top.text, top.created_at, top.video, detail) else []
        for reply in top.standing if top.status == "PUBLIC" else []:
            event = replies.pop(reply.id, None)
            wrong += (
                [] if event is not None and (event.text, event.at) == (reply.text, reply.created_at) else [reply.id]
            )
        wrong += replies if top.status == "PUBLIC" else []
    return wrong


def newest(world: sandbox.World) -> Video:
    return max(world.videos.values(), key=lambda video: video.created_at)


# -- reading ------------------------------------------------------------------------------------------------------


def test_the_first_run_is_complete(office: TikTok) -> None:
    assert missing(office) == []
    assert len(list(office.store.heads())) == len(tops(office.world)) == 25


def test_an_idle_run_costs_a_list_of_videos_and_a_call_for_each_young_one(tmp_path: Path) -> None:
    world = sandbox.build(1, videos=40, comments=60, days=40)
    with served(world, tmp_path / "aduan.db") as office:
        office.sync()
        run = office.sync()
    young = sum(world.clock - video.created_at < timedelta(days=7) for video in world.videos.values())
    assert 5 < young < 9
    assert office.asked() == {"business/video/list": 2, "business/comment/list": young}
    assert (run.counts.new, run.counts.changed, run.counts.gone) == (0, 0, 0)


def test_a_new_comment_is_found_by_the_next_run(office: TikTok) -> None:
    comment = office.world.add_comment(newest(office.world).id, "Lampu padam \N{ELECTRIC LIGHT BULB}")
    assert office.sync(hours=24 * 7).counts.new == 1
    assert office.row(comment.id).text == "Lampu padam \N{ELECTRIC LIGHT BULB}"


def test_a_reply_made_elsewhere_by_the_account_is_the_agencys_answer(office: TikTok) -> None:
    comment = some(office)
    assert office.row(comment.id).status is Status.received
    reply = office.world.add_reply(comment.id, "Kami tindak lanjuti.", own=True)
    office.sync("changed")
    assert office.messages(comment.id)[reply.id].role is Role.agency
    assert office.row(comment.id).status is Status.responded


def test_a_ninth_reply_is_found_although_three_come_inside(office: TikTok) -> None:
    comment = some(office, replies=True)
    reply = office.world.add_reply(comment.id, "Masih gelap.", author="warga_lain")
    office.sync("changed")
    assert office.messages(comment.id)[reply.id].text == "Masih gelap."
    assert len(office.messages(comment.id)) == 9


def test_own_comments_are_no_complaints(office: TikTok) -> None:
    own = [c for c in tops(office.world) if c.owner]
    assert [office.row(c.id).kind for c in own] == [Kind.other]
    assert office.row(some(office).id).kind is None


# -- what changes -------------------------------------------------------------------------------------------------


def test_a_hidden_comment_stays_and_is_marked_until_it_is_shown_again(office: TikTok) -> None:
    comment = some(office, replies=True)
    office.world.hide(comment.id)
    office.sync("changed")
    assert (office.row(comment.id).source_detail, office.row(comment.id).deleted_at) == ("hidden", None)
    assert len(office.messages(comment.id)) == 8
    office.world.publish(comment.id)
    office.sync("changed")
    assert missing(office) == []


def test_a_deleted_comment_is_gone_after_two_requests_by_name(office: TikTok) -> None:
    comment = some(office)
    office.world.delete(comment.id)
    office.sync("full")
    office.sync("full")
    assert office.kinds(comment.id)[-1] is EventType.deleted
    office.world.restore(comment.id)
    office.sync("full")
    assert office.row(comment.id).deleted_at is None


def test_a_deleted_reply_is_gone_and_its_comment_stays(office: TikTok) -> None:
    comment = some(office, replies=True)
    reply = comment.replies[-1]
    office.world.delete(reply.id)
    office.sync("full")
    office.sync("full")
    assert reply.id not in office.messages(comment.id)
    assert (len(office.messages(comment.id)), office.row(comment.id).deleted_at) == (7, None)


@pytest.mark.parametrize("privacy", ["FRIENDS", "PRIVATE"])
def test_a_video_that_is_not_public_any_more_deletes_none_of_its_comments(office: TikTok, privacy: str) -> None:
    before = content(office)
    for video in office.world.videos.values():
        office.world.set_privacy(video.id, privacy)  # type: ignore[arg-type]  # one of the two
    run = office.sync("full")
    office.sync("full")
    assert content(office) == before
    assert any("no video is listed" in notice for notice in run.notices)


# -- trouble ------------------------------------------------------------------------------------------------------


def test_a_throttle_in_mid_run_keeps_what_was_read_and_the_next_run_ends_it(tmp_path: Path) -> None:
    world = sandbox.small()
    world.inject(sandbox.faults.rate_limit(method="business/comment/list", skip=3, times=20))
    with served(world, tmp_path / "aduan.db") as office:
        run = office.attempt()
        assert run.stopped is not None
        assert (run.stopped.reason, run.stopped.resets_at) == ("rate_limit", world.clock + timedelta(minutes=5))
        assert 0 < run.counts.new < 50
        world.clear_faults()
        office.sync()
        assert missing(office) == []


def test_a_day_of_the_app_that_is_used_up_goes_on_the_next_day(tmp_path: Path) -> None:
    world = sandbox.small()
    world.limits.on, world.limits.per_day = True, 5
    with served(world, tmp_path / "aduan.db") as office:
        office.io.turns = {n: lambda: world.advance(minutes=1) for n in range(2, 40)}
        assert office.attempt().stopped is not None
        world.limits.per_day = None
        office.sync(hours=24)
        assert missing(office) == []


@pytest.mark.parametrize("rotation", ["new", "same", "none"])
def test_a_token_that_ends_in_mid_run_is_renewed_there(tmp_path: Path, rotation: str) -> None:
    world = sandbox.small()
    world.grants.rotation = rotation  # type: ignore[assignment]  # one of the three
    with served(world, tmp_path / "aduan.db") as office:
        office.io.turns = {5: lambda: world.advance(hours=25)}
        office.sync()
        assert (world.grants.renewals, missing(office)) == (2, [])
        office.sync(hours=48)
        assert world.grants.renewals == 3


def test_a_token_that_is_refused_before_its_time_is_renewed_once(office: TikTok) -> None:
    renewed = office.world.grants.renewals
    office.io.turns = {3: office.world.grants.expire}
    office.sync("full")
    assert office.world.grants.renewals == renewed + 1


def test_a_revoked_consent_asks_for_a_person_and_keeps_everything(office: TikTok) -> None:
    before = content(office)
    office.world.grants.withdraw()
    run = office.attempt(hours=48)
    assert "authorise" in (run.error or "")
    assert content(office) == before


@pytest.mark.parametrize("budget", [1, 2, 3, 5])
def test_a_few_calls_a_day_end_in_the_store_of_an_unlimited_run(tmp_path: Path, budget: int) -> None:
    world, twin = _living(), _living()
    with served(world, tmp_path / "poor.db", daily_calls=budget) as poor:
        days = _converge(poor)
        found = content(poor)
        assert missing(poor) == []
    for _ in range(_NEWS):
        _one_more(twin)
    with served(twin, tmp_path / "plain.db") as plain:
        plain.sync()
        assert found == content(plain)
    print(f"budget {budget}: {days} days")


_NEWS = 6


def _living() -> sandbox.World:
    return sandbox.build(7, videos=3, comments=90, long=4, replies=20, hidden=3, days=9)


def _one_more(world: sandbox.World) -> None:
    world.advance(days=1)
    video = sorted(world.videos)[len(world.comments) % len(world.videos)]
    world.add_comment(video, "Aduan harian", author="warga_tetap")


def _converge(office: TikTok) -> int:
    """One run a day, for the first days with a comment more; how many days until nothing is left to do."""
    quiet, day = 0, 0
    while quiet < 10:
        day += 1
        assert day < 250, "does not converge"
        if day <= _NEWS:
            _one_more(office.world)
            run = office.sync(hours=0)
        else:
            run = office.sync(hours=24)
        done = run.counts.new == run.counts.changed == 0
        quiet = quiet + 1 if done and day > _NEWS else 0
    return day


# -- more than five hundred comments -----------------------------------------------------------------------------


def crowded() -> sandbox.World:
    """One video with 1,200 comments, most of them with replies; of the 63 hidden ones three have eight each."""
    world = sandbox.big()
    answered = [top for top in tops(world) if len(top.replies) == 8]
    for top in answered[:3]:
        world.hide(top.id)
    return world


@pytest.mark.parametrize("pins", [False, True])
def test_of_1200_comments_everything_is_found_but_what_is_named(tmp_path: Path, pins: bool) -> None:
    world = crowded()
    world.habits.pins_float = pins
    with served(world, tmp_path / "aduan.db") as office:
        run = office.sync()
        assert missing(office) == []
        assert (len(tops(world)), run.counts.new) == (1_201, 1_201 + 596)
        (video,) = world.videos
        assert [(c.scope, c.what, c.counted, c.returned, c.note) for c in run.coverage] == [
            (video, "replies", None, None, "24 replies of 3 hidden comments are not listed"),
            # The counter is a day and a half old, and counts what nobody is given.
            (None, "comments", 1_818, 1_797, ""),
        ]


def test_of_1200_comments_those_that_the_first_order_never_shows_are_found_in_others(tmp_path: Path) -> None:
    world = crowded()
    world.habits.tail = "crossed"
    with served(world, tmp_path / "aduan.db") as office:
        office.sync()
        assert missing(office) == []


def test_of_1200_comments_those_that_no_order_shows_are_named(tmp_path: Path) -> None:
    world = crowded()
    (video,) = world.videos
    world.state_count(video, 1_900)
    with served(world, tmp_path / "aduan.db") as office:
        run = office.sync()
        assert missing(office) == []
        (named,) = [c for c in run.coverage if c.scope == video and c.what == "comments"]
        assert (named.counted, named.returned) == (1_900, 1_797)
        assert "keeps no order, so some may be missing" in named.note


def test_the_replies_of_a_hidden_comment_are_named_as_not_listed(tmp_path: Path) -> None:
    world = sandbox.small()
    comment = max(tops(world), key=lambda top: len(top.replies))
    world.hide(comment.id)
    with served(world, tmp_path / "aduan.db") as office:
        run = office.sync()
        assert missing(office) == []
        assert office.messages(comment.id) == {}
        assert [(c.what, c.scope) for c in run.coverage if "hidden" in c.note] == [("replies", comment.video)]


def test_when_the_consent_ends_is_known_although_a_later_renewal_does_not_say_it(tmp_path: Path) -> None:
    world = sandbox.small()
    with served(world, tmp_path / "aduan.db") as office:
        office.sync(hours=0)
        (auth,) = office.hub._channels[0].identities.values()  # type: ignore[union-attr]  # it walks
        ends = world.clock + timedelta(days=365)
        world.grants.rotation = "none"
        for _ in range(2):
            token = office.store.token(auth.key)
            assert token is not None
            assert token.consent_until == ends
            office.sync(hours=48)
