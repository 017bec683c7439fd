"""Instagram against an Instagram on this machine: what happens there is told here, once, and nothing else is."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.instagram import LongLivedToken
from complaint_hub.contract import Deep
from complaint_hub.model import EventType, Kind, Role, Status
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram.records import Comment, Media
from support.instagram_pages import ACCOUNT, channel_on
from support.offices import Office, content, open_office, standing

Instagram = Office[sandbox.World]


@pytest.fixture
def office(tmp_path: Path) -> Generator[Instagram]:
    world = sandbox.small()
    with (
        sandbox.serve(world) as running,
        open_office(world, channel_on(running), tmp_path / "aduan.db") as made,
    ):
        made.sync()
        yield made


def tops(world: sandbox.World) -> list[Comment]:
    """The top-level comments that the account is shown, newest media first."""
    return [comment for media in world.listed(ACCOUNT) for comment in world.comments_of(media.id)]


def some(office: Instagram, *, replies: bool = False) -> Comment:
    """The oldest comment of a citizen, with replies or without."""
    shown = (c for c in tops(office.world) if c.author.username != sandbox.USERNAME)
    return min((c for c in shown if bool(c.replies) is replies), key=lambda comment: comment.key)


def media_of(office: Instagram, comment: Comment) -> Media:
    return office.world.media[comment.media]


def missing(office: Instagram) -> list[str]:
    """What the account is shown and the store has not, or not so."""
    wrong: list[str] = []
    rows = {row.native_id: row for row in office.store.complaints()}
    for top in tops(office.world):
        row = rows[top.id]
        replies = standing(row)
        told = (row.text, row.created_at, row.author.name if row.author else None, row.scope)
        wrong += [top.id] if told != (top.text, top.at, top.author.username, top.media) else []
        for reply in office.world.replies_of(top.id):
            event = replies.pop(reply.id, None)
            wrong += [] if event is not None and (event.text, event.at) == (reply.text, reply.at) else [reply.id]
        wrong += replies
    return wrong


# -- reading ------------------------------------------------------------------------------------------------------


def test_the_first_run_is_complete(office: Instagram) -> None:
    assert missing(office) == []
    assert len(list(office.store.heads())) == len(tops(office.world))


@pytest.mark.parametrize("login", ["instagram", "facebook"])
def test_both_logins_read_the_same(tmp_path: Path, login: str) -> None:
    world = sandbox.small()
    with sandbox.serve(world) as running:
        base = getattr(running, login)
        token = {"instagram": sandbox.INSTAGRAM_TOKEN, "facebook": sandbox.FACEBOOK_TOKEN}[login]
        owner = LongLivedToken(token, login=login, base=base)  # type: ignore[arg-type]  # one of the two
        channel = channel_on(running, owner=owner, login=login, base=base)
        with open_office(world, channel, tmp_path / "aduan.db") as office:
            assert office.sync().counts.new == 30
            assert missing(office) == []


def test_a_hundred_media_cost_one_call_when_nothing_happened(tmp_path: Path) -> None:
    world = sandbox.build(1, media=200, comments=300, replies=100, longest=60, days=720)
    with (
        sandbox.serve(world) as running,
        open_office(world, channel_on(running), tmp_path / "aduan.db") as office,
    ):
        assert office.sync().counts.new == 460
        assert missing(office) == []
        run = office.sync()
        assert office.asked() == {"account.media": 2}
        assert (run.counts.new, run.counts.changed, run.counts.gone, run.requests) == (0, 0, 0, 2)


def test_a_new_comment_costs_one_call_more_and_brings_its_words(office: Instagram) -> None:
    media = office.world.listed(ACCOUNT)[-1]
    comment = office.world.add_comment(media.id, "Lampu padam \N{ELECTRIC LIGHT BULB}", author="warga_baru")
    assert office.sync().counts.new == 1
    assert office.asked() == {"account.media": 1, "media.comments": 1}
    assert office.row(comment.id).text == "Lampu padam \N{ELECTRIC LIGHT BULB}"


def test_a_late_reply_under_an_old_comment_is_found_by_the_next_run(office: Instagram) -> None:
    comment = some(office, replies=True)
    reply = office.world.add_reply(comment.id, "Masih gelap.", author="warga_lain")
    assert office.sync().counts.new == 1
    assert office.messages(comment.id)[reply.id].text == "Masih gelap."


def test_a_reply_made_elsewhere_by_the_account_is_the_agencys_answer(office: Instagram) -> None:
    comment = some(office)
    assert office.row(comment.id).status is Status.received
    reply = office.world.add_reply(comment.id, "Kami tindak lanjuti.", author=sandbox.USERNAME)
    office.sync()
    event = office.messages(comment.id)[reply.id]
    assert event.role is Role.agency
    assert office.row(comment.id).status is Status.responded


def test_own_comments_are_no_complaints(office: Instagram) -> None:
    media = office.world.listed(ACCOUNT)[0]
    own = office.world.add_comment(media.id, "Terima kasih atas masukannya.", author=sandbox.USERNAME)
    office.sync()
    assert office.row(own.id).kind is Kind.other
    assert office.row(some(office).id).kind is None


# -- what changes -------------------------------------------------------------------------------------------------


def test_an_edit_is_an_event_with_the_old_words_once_a_deep_walk_comes_by(office: Instagram) -> None:
    comment = some(office)
    before = comment.text
    office.world.edit(comment.id, "Sudah diperbaiki, terima kasih.")
    assert office.sync().counts.changed == 0
    assert office.sync("full").counts.changed == 1
    edited = office.told(comment.id)[-1]
    assert (edited.type, edited.data["was"]) == (EventType.edited, {"text": before})
    assert office.row(comment.id).text == "Sudah diperbaiki, terima kasih."


def test_a_hidden_comment_stays_and_is_marked(office: Instagram) -> None:
    comment = some(office)
    office.world.hide(comment.id)
    office.sync("full")
    assert (office.row(comment.id).source_detail, office.row(comment.id).deleted_at) == ("hidden", None)
    office.world.hide(comment.id, hidden=False)
    office.sync("full")
    assert office.row(comment.id).source_detail is None


def test_a_hidden_comment_that_is_not_listed_either_is_not_shown_any_more(office: Instagram) -> None:
    comment = some(office)
    office.world.shows_hidden = False
    office.world.hide(comment.id)
    office.sync("full")
    office.world.hide(comment.id, hidden=False)
    office.sync("full")
    assert office.row(comment.id).deleted_at is None
    assert missing(office) == []


def test_a_deletion_moves_the_count_and_is_sure_after_two_requests_by_name(office: Instagram) -> None:
    comment = some(office, replies=True)
    office.world.delete(comment.id)
    assert office.sync().counts.gone == 1
    # Twice for the one that is gone, once for one that shows that the platform finds anything.
    assert office.asked()["comment.get"] == 3
    assert office.row(comment.id).deleted_at is not None
    assert office.kinds(comment.id)[-1] is EventType.deleted
    office.world.restore(comment.id)
    office.sync()
    assert office.row(comment.id).deleted_at is None
    assert missing(office) == []


def test_a_deleted_reply_is_gone_and_its_comment_stays(office: Instagram) -> None:
    comment = some(office, replies=True)
    reply = comment.replies[-1]
    office.world.delete(reply.id)
    office.sync()
    office.sync("full")
    assert reply.id not in office.messages(comment.id)
    assert office.row(comment.id).deleted_at is None


def test_a_media_that_is_gone_deletes_none_of_its_comments_by_a_list_alone(office: Instagram) -> None:
    comment = some(office)
    office.world.delete_media(comment.media)
    assert office.sync().counts.gone == 0
    assert office.row(comment.id).deleted_at is None


# -- trouble ------------------------------------------------------------------------------------------------------


def test_a_throttle_in_mid_run_keeps_what_was_read_and_the_next_run_ends_it(tmp_path: Path) -> None:
    world = sandbox.small()
    with (
        sandbox.serve(world) as running,
        open_office(world, channel_on(running), tmp_path / "aduan.db") as office,
    ):
        world.inject(sandbox.faults.throttle(minutes=180, method="media.comments", skip=3))
        run = office.attempt()
        assert run.stopped is not None
        assert run.stopped.reason == "rate_limit"
        assert 0 < run.counts.new < 30
        office.sync(hours=4)
        assert missing(office) == []


def test_limits_that_come_near_end_a_run_before_it_is_refused(tmp_path: Path) -> None:
    world = sandbox.small()
    world.usage.stated = 96
    with (
        sandbox.serve(world) as running,
        open_office(world, channel_on(running), tmp_path / "aduan.db") as office,
    ):
        run = office.attempt()
        assert run.stopped is not None
        assert len(world.requests) < 4
        world.usage.stated = None
        office.sync(hours=24)
        assert missing(office) == []


def test_a_token_is_renewed_by_schedule_long_before_its_end_and_not_sooner(office: Instagram) -> None:
    renewed = office.world.tokens.renewals
    for days, more in ((49, 0), (2, 1), (45, 0)):
        office.sync(hours=24 * days)
        renewed += more
        assert office.world.tokens.renewals == renewed


def test_a_token_whose_renewal_falls_due_in_mid_run_is_renewed_there(office: Instagram) -> None:
    for media in office.world.listed(ACCOUNT):
        office.world.add_comment(media.id, "Jalan rusak", author="warga_baru")
    renewed = office.world.tokens.renewals
    office.io.turns = {3: lambda: office.world.advance(days=51)}
    assert office.sync().counts.new == 6
    assert office.world.tokens.renewals == renewed + 1
    assert [call.method for call in office.world.requests].index("token.refresh") == 3


def test_a_renewal_that_fails_does_not_stop_the_run_that_the_old_token_still_signs(office: Instagram) -> None:
    office.world.inject(sandbox.faults.error("unavailable", method="token.refresh", times=None))
    media = office.world.listed(ACCOUNT)[0]
    comment = office.world.add_comment(media.id, "Jalan rusak", author="warga_baru")
    run = office.sync(hours=24 * 52)
    assert office.row(comment.id).text == "Jalan rusak"
    assert any("renew" in notice for notice in run.notices)
    office.world.clear_faults()
    assert office.sync().notices == ()


def test_a_dead_token_asks_for_a_person_and_keeps_everything(office: Instagram) -> None:
    before = content(office)
    office.world.tokens.kill("passwordChanged")
    run = office.attempt()
    assert "consent" in (run.error or "")
    assert sandbox.INSTAGRAM_TOKEN not in (run.error or "")
    assert content(office) == before


@pytest.mark.parametrize("budget", [1, 2, 3, 5])
def test_a_few_requests_a_day_end_in_the_store_of_an_unlimited_run(tmp_path: Path, budget: int) -> None:
    world, twin = _living(), _living()
    with sandbox.serve(world) as running:
        channel = channel_on(running, daily_requests=budget)
        with open_office(world, channel, tmp_path / "poor.db") as poor:
            days = _converge(poor)
            found = content(poor)
            assert missing(poor) == []
    for _ in range(_NEWS):
        _one_more(twin)
    with sandbox.serve(twin) as running, open_office(twin, channel_on(running), tmp_path / "plain.db") as plain:
        plain.sync()
        assert found == content(plain)
    print(f"budget {budget}: {days} days")


_NEWS = 6


def _living() -> sandbox.World:
    world = sandbox.build(7, media=12, comments=60, replies=30, longest=12)
    world.page_cap = 10
    return world


def _one_more(world: sandbox.World) -> None:
    world.advance(days=1)
    world.add_comment(world.listed(ACCOUNT)[len(world.comments) % 12].id, "Aduan harian", author="warga_tetap")


def _converge(office: Instagram) -> int:
    """One run a day, for the first days with a comment more; how many days until nothing is left to do."""
    quiet, day = 0, 0
    while quiet < 3:
        day += 1
        assert day < 250, "does not converge"
        if day <= _NEWS:
            _one_more(office.world)
            run = office.sync(hours=0)
        else:
            run = office.sync(hours=24)
        done = run.counts.new == run.counts.changed == 0 and run.stopped is None
        quiet = quiet + 1 if done and day > _NEWS else 0
    return day


# -- what the platform holds back ---------------------------------------------------------------------------------


def held_back(world: sandbox.World, what: str, media: Media) -> None:
    changes: dict[str, Any] = {
        "blind": lambda: world.blind(media.id),
        "gated by age": lambda: world.gate_by_age(media.id),
        "a lying count": lambda: world.state_count(media.id, 500),
    }
    changes[what]()


@pytest.mark.parametrize("what", ["blind", "gated by age", "a lying count"])
@pytest.mark.parametrize("deep", [False, "full"], ids=str)
def test_comments_that_are_counted_and_not_given_are_named_and_none_is_deleted(
    office: Instagram, what: str, deep: Deep
) -> None:
    comment = some(office)
    media = media_of(office, comment)
    held_back(office.world, what, media)
    office.world.add_comment(media.id, "Baru", author="warga_baru")
    run = office.sync(deep)
    assert run.counts.gone == 0
    assert office.row(comment.id).deleted_at is None
    assert [c.scope for c in run.coverage if c.counted is not None and (c.returned or 0) < c.counted and c.scope] == [
        media.id
    ]


def test_comments_that_are_switched_off_are_no_matter_of_a_new_consent(office: Instagram) -> None:
    comment = some(office)
    office.world.disable_comments(comment.media)
    run = office.sync("full")
    assert (run.error, run.counts.gone, office.row(comment.id).deleted_at) == (None, 0, None)
    assert any("switched off" in c.note for c in run.coverage)
