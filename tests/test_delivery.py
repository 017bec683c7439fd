"""A reply goes out once: what the platform says, what the store keeps, and what the timeline tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Event, EventType, Intent, Reply, ReplyPolicy, ReplyState, Role, Source, Store, outbox
from complaint_hub._delivery import deliver
from complaint_hub._drafting import write
from complaint_hub._flows import sync_account
from complaint_hub.contract import Response
from complaint_hub.errors import BusyError, OutboxError
from complaint_hub.report import Delivery, Run
from complaint_hub.timeline import counts
from support.answering import COMPLAINT, SENT_AT, Answers, FilePlatform
from support.worlds import World

TEXT = "Terima kasih, kami teruskan ke Dinas PUPR."
LATER = timedelta(minutes=5)


@dataclass
class Office:
    """A store with one complaint, a platform, and who works there."""

    store: Store
    platform: FilePlatform
    looping: bool
    channel: Answers = field(default_factory=Answers)
    at: datetime = SENT_AT

    def __post_init__(self) -> None:
        self.world = World(self.platform.answer, looping=self.looping)

    def sync(self) -> Run:
        run: Run = self.world.run(
            sync_account(self.channel, self.store, self.world, now=self.at, clock=lambda: self.at)
        )
        assert run.error is None
        return run

    def write(self, text: str = TEXT, **options: Any) -> Reply:
        given: dict[str, Any] = {"by": "petugas-07", "policy": ReplyPolicy(), "now": self.at} | options
        world: Any = self.world
        return self.world.run(write([self.channel], self.store, world, complaint=COMPLAINT, text=text, **given))

    def deliver(self, *, after: timedelta = timedelta(0), **options: Any) -> Delivery:
        self.at += after
        self.platform.clock = self.at
        world: Any = self.world
        return self.world.run(deliver(self.channel, self.store, world, now=self.at, clock=lambda: self.at, **options))

    def reply(self, id: str = "1") -> Reply:
        found = self.store.reply(id)
        assert found is not None
        return found

    def timeline(self) -> list[Event]:
        return self.store.events(COMPLAINT)


@pytest.fixture(params=[False, True], ids=["blocking", "looping"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with Store(tmp_path / "aduan.db") as store:
        made = Office(store, FilePlatform(tmp_path / "platform"), request.param)
        made.sync()
        yield made


def interrupted(office: Office) -> None:
    """A reply that the platform took, and whose answer never came."""
    office.platform.then = "nothing"
    office.write()
    office.deliver()
    assert office.reply().state is ReplyState.sending


def test_an_approved_reply_is_sent_and_read_back(office: Office) -> None:
    office.write()
    report = office.deliver()
    assert report.moved == {"sending": 1, "sent": 1, "verified": 1}
    assert (report.left, report.error) == (0, None)
    assert (office.platform.texts(), office.reply().native_key) == ([TEXT], "r1")


def test_a_sent_reply_is_a_message_of_ours_on_the_timeline(office: Office) -> None:
    office.write(intent=Intent.substantive)
    office.deliver()
    (message,) = office.timeline()
    assert (message.type, message.role, message.key, message.source) == (
        EventType.message, Role.agency, "r1", Source.channel,
    )  # fmt: skip
    assert (message.by, message.intent, counts(message)) == ("petugas-07", Intent.substantive, True)
    assert next(iter(office.store.facts().rows())).first_substantive is not None


def test_the_next_sync_does_not_double_it_and_keeps_who_wrote_it_and_why(office: Office) -> None:
    office.write(intent=Intent.closing)
    office.deliver()
    run = office.sync()
    (message,) = office.timeline()
    assert (run.counts.new, run.counts.changed) == (0, 0)
    assert (message.by, message.intent) == ("petugas-07", Intent.closing)


def test_a_sync_that_met_it_first_leaves_one_message_with_its_intent(office: Office) -> None:
    interrupted(office)
    office.sync()
    office.write("Lain.", intent=Intent.normative)
    office.deliver(after=LATER)
    assert [(m.key, m.by) for m in office.timeline()] == [("r1", "petugas-07"), ("r2", "petugas-07")]


def test_what_is_sent_is_sent_once_however_often_it_is_delivered(office: Office) -> None:
    office.write()
    for _ in range(4):
        office.deliver(after=LATER)
    assert office.platform.texts() == [TEXT]


@pytest.mark.parametrize("resend", ["never", "after_miss", "idempotent"])
def test_an_answer_that_never_came_is_looked_up_and_found(office: Office, resend: Any) -> None:
    office.channel.resend = resend
    interrupted(office)
    office.deliver(after=LATER)
    assert (office.reply().state, office.platform.texts()) == (ReplyState.verified, [TEXT])


def test_a_reply_that_is_not_found_is_not_looked_at_as_lost_before_it_could_arrive(office: Office) -> None:
    interrupted(office)
    office.platform.hides = frozenset([TEXT])
    office.deliver(after=timedelta(minutes=1))
    assert (office.reply().state, len(office.platform.taken())) == (ReplyState.sending, 1)


def lost(office: Office) -> None:
    """A reply that was claimed and never reached the platform."""
    before = office.platform.taken()
    office.platform.says = [500]
    office.write()
    office.deliver()
    assert (office.reply().state, office.platform.taken()) == (ReplyState.sending, before)


def test_a_missing_reply_is_sent_again_where_all_of_ours_can_be_seen(office: Office) -> None:
    lost(office)
    office.deliver(after=LATER)
    assert (office.reply().state, office.platform.texts()) == (ReplyState.verified, [TEXT])
    assert office.reply().attempts == 2


def test_a_missing_reply_is_left_to_a_person_where_ours_may_be_hidden(office: Office) -> None:
    office.channel.resend = "never"
    lost(office)
    report = office.deliver(after=LATER)
    assert (report.moved, report.left, office.platform.taken()) == ({"unsure": 1}, 1, [])
    office.deliver(after=LATER)
    assert office.platform.taken() == []


def test_an_unsure_reply_that_a_sync_meets_later_is_found(office: Office) -> None:
    office.channel.resend = "never"
    lost(office)
    office.deliver(after=LATER)
    office.platform.post(TEXT, at=office.at)
    office.sync()
    office.deliver(after=LATER)
    assert (office.reply().state, len(office.platform.taken())) == (ReplyState.verified, 1)


def test_the_same_text_of_yesterday_does_not_stop_todays(office: Office) -> None:
    office.platform.post(TEXT, at=SENT_AT - timedelta(days=1))
    office.sync()
    lost(office)
    office.deliver(after=LATER)
    assert (office.platform.texts(), office.reply().native_key) == ([TEXT, TEXT], "r2")


def test_the_same_text_of_a_minute_ago_that_no_sync_has_met_does_not_stop_todays(office: Office) -> None:
    office.platform.post(TEXT, at=SENT_AT - timedelta(minutes=1))
    lost(office)
    office.deliver(after=LATER)
    assert (office.platform.texts(), office.reply().native_key) == ([TEXT, TEXT], "r2")


def test_a_platform_whose_clock_is_behind_still_shows_what_it_took(office: Office) -> None:
    office.write()
    office.platform.then = "nothing"
    office.platform.clock = SENT_AT - timedelta(minutes=3)
    office.world.run(deliver(office.channel, office.store, office.world, now=SENT_AT, clock=lambda: SENT_AT))
    office.deliver(after=LATER)
    assert (office.reply().state, office.platform.texts()) == (ReplyState.verified, [TEXT])


@pytest.mark.parametrize(("status", "stopped"), [(429, "rate_limit"), (401, None)])
def test_a_throttle_or_a_refused_credential_leaves_it_approved(
    office: Office, status: int, stopped: str | None
) -> None:
    office.platform.says = [status]
    office.write()
    report = office.deliver()
    assert (office.reply().state, report.left) == (ReplyState.approved, 1)
    assert report.error is not None
    assert (report.stopped.reason if report.stopped else None) == stopped
    office.deliver(after=LATER)
    assert office.platform.texts() == [TEXT]


def test_a_refusal_fails_it_with_the_reason_and_the_others_go_on(office: Office) -> None:
    office.platform.says = [400]
    office.write()
    office.write("Jawaban kedua.")
    office.deliver()
    assert (office.reply("1").state, office.reply("2").state) == (ReplyState.failed, ReplyState.verified)
    assert "said no" in (office.reply("1").error or "")


def test_a_complaint_that_is_hidden_by_now_is_not_answered(office: Office) -> None:
    office.write()
    office.channel.refuses = "the comment is hidden"
    office.deliver()
    assert (office.reply().state, office.platform.asked[-1].method) == (ReplyState.failed, "GET")
    assert office.reply().error == "the comment is hidden"


def test_a_hidden_reply_is_seen_as_hidden_and_is_no_answer(office: Office) -> None:
    office.platform.shown = "hidden"
    office.write()
    office.deliver()
    assert (office.reply().state, office.reply().shown) == (ReplyState.sent, "hidden")
    message, note = office.timeline()
    assert (message.public, counts(message), message.by) == (False, False, "petugas-07")
    assert (note.type, note.about, note.text, note.role) == (EventType.note, "r1", "hidden: spam", Role.platform)


def test_a_reply_that_becomes_public_later_is_verified_then(office: Office) -> None:
    office.platform.shown = "pending"
    office.write()
    office.deliver()
    office.platform.shown = "public"
    office.deliver(after=timedelta(seconds=30))
    assert office.reply().state is ReplyState.sent
    office.deliver(after=LATER)
    assert office.reply().state is ReplyState.verified


def test_a_reply_that_the_platform_refuses_afterwards_has_failed(office: Office) -> None:
    office.platform.shown = "rejected"
    office.write()
    report = office.deliver()
    assert report.moved == {"sending": 1, "sent": 1, "failed": 1}
    assert office.reply().error == "the platform took it and refused it afterwards: spam"
    with pytest.raises(OutboxError, match="another text"):
        outbox.send_again(office.reply(), by="kepala", now=office.at)


def test_a_lease_that_somebody_holds_leaves_all_where_it_was(office: Office) -> None:
    office.write()
    with office.store.lease("reply:answers:a", now=office.at):
        report = office.deliver()
    assert report.error is not None
    assert (office.reply().state, office.platform.taken()) == (ReplyState.approved, [])


def test_a_reply_that_was_withdrawn_while_it_was_claimed_is_not_sent(office: Office) -> None:
    reply = office.write()

    def answer(request: Any, headers: Any) -> Response:
        if office.reply().state is ReplyState.approved:
            office.store.move_reply(reply, outbox.withdraw(reply, by="petugas-07"), now=office.at)
        return office.platform.answer(request, headers)

    office.world.answer = answer
    report = office.deliver()
    assert (office.platform.taken(), office.reply().state) == ([], ReplyState.withdrawn)
    assert "moved by somebody else" in report.notices[0]


def test_two_processes_cannot_both_claim(office: Office) -> None:
    reply = office.write()
    claimed = outbox.claim(reply, [], replaces=False, now=office.at)
    office.store.move_reply(reply, claimed, now=office.at)
    with pytest.raises(BusyError, match="moved it meanwhile"):
        office.store.move_reply(reply, claimed, now=office.at)


class TestOneReplyOnly:
    """Where the next reply takes the place of the last."""

    @pytest.fixture
    def office(self, office: Office) -> Office:
        office.channel.resend, office.channel.replaces = "idempotent", True
        office.platform.one = True
        return office

    def test_a_reply_takes_the_place_of_the_one_that_its_writer_had_seen(self, office: Office) -> None:
        office.platform.post("Jawaban lama.", at=SENT_AT - timedelta(days=1))
        office.sync()
        office.write()
        office.deliver()
        assert (office.platform.texts(), office.reply().state) == ([TEXT], ReplyState.verified)

    def test_a_newer_one_of_a_colleague_is_not_overwritten(self, office: Office) -> None:
        office.write()
        office.platform.post("Jawaban rekan.", at=SENT_AT)
        office.deliver()
        assert (office.platform.texts(), office.reply().state) == (["Jawaban rekan."], ReplyState.failed)
        assert "stands there" in (office.reply().error or "")

    def test_nor_is_one_that_came_between_a_crash_and_the_next_delivery(self, office: Office) -> None:
        lost(office)
        office.platform.post("Jawaban rekan.", at=SENT_AT + timedelta(minutes=1))
        office.deliver(after=LATER)
        assert (office.platform.texts(), office.reply().state) == (["Jawaban rekan."], ReplyState.failed)

    def test_what_was_lost_is_put_again_at_once(self, office: Office) -> None:
        lost(office)
        office.deliver(after=timedelta(seconds=1))
        assert (office.platform.texts(), office.reply().state) == ([TEXT], ReplyState.verified)

    def test_a_colleagues_change_takes_our_name_and_intent_off_the_message(self, office: Office) -> None:
        office.write(intent=Intent.closing)
        office.deliver()
        office.platform.post("Jawaban rekan.", at=SENT_AT + LATER)
        office.sync()
        message = next(e for e in office.timeline() if e.type is EventType.message)
        assert (message.text, message.by, message.intent) == ("Jawaban rekan.", None, None)
