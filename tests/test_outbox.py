"""What a reply may become next, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from complaint_hub import outbox
from complaint_hub.contract import ReplyLimit, Shown
from complaint_hub.errors import OutboxError
from complaint_hub.model import Complaint, Event, EventType, Role
from complaint_hub.outbox import Reply, ReplyPolicy, ReplyState
from support.talking import NOW, head

TEXT = "Terima kasih, kami teruskan."
FREE, STRICT = ReplyPolicy(), ReplyPolicy("second_person")


def message(key: str = "m1", *, role: Role = Role.agency, text: str = TEXT, minutes: float = 0) -> Event:
    return Event(
        complaint="talking:a-1",
        key=key,
        type=EventType.message,
        at=NOW + timedelta(minutes=minutes),
        role=role,
        text=text,
    )


def complaint(*events: Event) -> Complaint:
    return head(1).model_copy(update={"timeline": events})


def written(**options: Any) -> Reply:
    return outbox.draft(complaint(), TEXT, by="petugas-07", now=NOW, **options)


def claimed(*own: Event, **options: Any) -> Reply:
    approved = outbox.approve(written(), by="petugas-07", now=NOW, policy=FREE)
    return outbox.claim(approved, own, now=NOW, **{"replaces": False} | options)


@pytest.mark.parametrize(
    ("limit", "text", "size"),
    [
        (ReplyLimit(3, "characters"), "jalán", 5),
        (ReplyLimit(3, "bytes"), "jalán", 6),
        (ReplyLimit(3, "utf16"), "jal😀", 5),
    ],
    ids=["characters", "bytes", "utf16"],
)
def test_a_text_is_measured_in_the_unit_of_the_platform(limit: ReplyLimit, text: str, size: int) -> None:
    with pytest.raises(OutboxError, match=f"has {size} {limit.unit}, talking takes 3: shorten it by {size - 3}"):
        outbox.draft(complaint(), text, by="a", now=NOW, limit=limit)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"text": "  "}, "no text"), ({"by": " "}, "by whom"), ({"about": "m9"}, "no message 'm9'")],
)
def test_a_draft_that_cannot_be_is_refused(change: dict[str, str], said: str) -> None:
    given = {"text": TEXT, "by": "petugas-07"} | change
    with pytest.raises(OutboxError, match=said):
        outbox.draft(complaint(), given.pop("text"), now=NOW, **given)  # type: ignore[arg-type]  # by name


def test_a_complaint_without_its_timeline_is_refused() -> None:
    with pytest.raises(OutboxError, match="without its timeline"):
        outbox.draft(head(1), TEXT, by="a", now=NOW)


def test_its_writer_cannot_approve_it_where_a_second_person_must_look() -> None:
    with pytest.raises(OutboxError, match="another person must approve"):
        outbox.approve(written(), by=" Petugas-07", now=NOW, policy=STRICT)
    assert outbox.approve(written(), by="kepala", now=NOW, policy=STRICT).approved_by == "kepala"


def test_only_a_draft_is_approved() -> None:
    with pytest.raises(OutboxError, match="is sending and cannot be approved"):
        outbox.approve(claimed(), by="kepala", now=NOW, policy=FREE)


def test_what_is_being_sent_cannot_be_withdrawn() -> None:
    with pytest.raises(OutboxError, match="is sending and cannot be withdrawn"):
        outbox.withdraw(claimed(), by="petugas-07")


def test_what_stood_there_before_is_known() -> None:
    reply = claimed(message("m1"), message("m2"))
    assert reply.known == {"m1", "m2"}
    assert outbox.find_reply(reply, [message("m1"), message("m2")], replaces=False) is None


def test_texts_that_read_the_same_are_the_same() -> None:
    assert outbox.same_text("Terima  kasih\u00a0 é ", "Terima kasih e\u0301")
    assert not outbox.same_text("Terima kasih", "terima kasih")


def test_an_older_reply_of_the_same_text_is_another_one() -> None:
    assert outbox.find_reply(claimed(), [message(minutes=-11)], replaces=False) is None
    assert outbox.find_reply(claimed(), [message(minutes=-9)], replaces=False) is not None


def test_a_reply_that_the_outbox_has_sent_already_is_another_one() -> None:
    assert outbox.find_reply(claimed(), [message()], replaces=False, taken={"m1"}) is None


def test_a_claim_refuses_to_replace_what_its_writer_has_not_seen() -> None:
    with pytest.raises(OutboxError, match="2026-11-24 03:00 UTC stands there"):
        claimed(message(text="Lain."), replaces=True)


def test_a_throttle_before_the_second_attempt_leaves_the_first_to_be_looked_for() -> None:
    again = outbox.look(claimed(), [], resend="after_miss", replaces=False, now=NOW + timedelta(minutes=3))
    assert isinstance(again, Reply)
    put_off = outbox.put_off(again, "slow down")
    assert (put_off.state, put_off.sending_at) == (ReplyState.sending, NOW)


def test_after_a_second_attempt_it_waits_again_before_a_third() -> None:
    at = NOW + timedelta(minutes=3)
    again = outbox.look(claimed(), [], resend="after_miss", replaces=False, now=at)
    assert isinstance(again, Reply)
    soon = outbox.look(again, [], resend="after_miss", replaces=False, now=at + timedelta(minutes=1))
    assert soon is again


def test_a_reply_that_stays_hidden_is_looked_at_ever_more_seldom_and_for_30_days() -> None:
    at, looks = NOW, 0
    reply = outbox.mark_sent(claimed(), message(), now=NOW)
    while at < NOW + timedelta(days=60):
        if outbox.due_for_check(reply, now=at):
            looks += 1
            reply = outbox.mark_shown(reply, Shown("hidden"), now=at)
        at += timedelta(minutes=10)
    assert 10 < looks < 20
    assert reply.state is ReplyState.sent


def unsure() -> Reply:
    reply = outbox.look(claimed(), [], resend="never", replaces=False, now=NOW + timedelta(minutes=3))
    assert isinstance(reply, Reply)
    assert reply.state is ReplyState.unsure
    return reply


def test_an_unsure_reply_goes_out_again_when_a_person_says_so() -> None:
    again = outbox.send_again(unsure(), by="kepala", now=NOW + timedelta(hours=1))
    assert (again.state, again.approved_by) == (ReplyState.sending, "kepala")
    sent = outbox.look(again, [], resend="never", replaces=False, now=NOW + timedelta(hours=1))
    assert isinstance(sent, Reply)
    assert (sent.state, sent.attempts, sent.insisted) == (ReplyState.sending, 2, False)


def test_but_not_if_it_can_be_seen_by_then() -> None:
    again = outbox.send_again(unsure(), by="kepala", now=NOW + timedelta(hours=1))
    there = message("late", minutes=1)
    assert outbox.look(again, [there], resend="never", replaces=False, now=NOW + timedelta(hours=1)) is there


class Sending(RuleBasedStateMachine):
    """One reply, a platform that shows everything it took, and everything that can happen between the two."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW + timedelta(days=1)
        self.there = [message("old", minutes=24 * 60 - 1)]
        self.reply = outbox.approve(written(), by="petugas-07", now=NOW, policy=FREE)

    def ours(self) -> int:
        return sum(event.key != "old" and outbox.same_text(event.text, TEXT) for event in self.there)

    def ask(self, fate: str) -> None:
        """The platform is asked, and the answer is lost, or says no."""
        if fate in ("taken", "taken, no answer"):
            event = message(f"r{len(self.there)}", minutes=(self.now - NOW) / timedelta(minutes=1))
            self.there.append(event)
            if fate == "taken":
                self.reply = outbox.mark_sent(self.reply, event, now=self.now)
        elif fate == "throttled":
            self.reply = outbox.put_off(self.reply, "slow down")

    @rule(minutes=st.sampled_from([0.5, 2, 60]))
    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(key=st.sampled_from(["a", "b"]))
    def somebody_else_writes(self, key: str) -> None:
        self.there.append(message(f"{key}{len(self.there)}", text="Lain."))

    @precondition(lambda self: self.reply.state is ReplyState.approved)
    @rule(fate=st.sampled_from(["taken", "taken, no answer", "not taken, no answer", "throttled"]))
    def send(self, fate: str) -> None:
        self.reply = outbox.claim(self.reply, self.there, replaces=False, now=self.now)
        self.ask(fate)

    @precondition(lambda self: self.reply.state is ReplyState.sending)
    @rule(fate=st.sampled_from(["taken", "taken, no answer", "not taken, no answer", "throttled"]))
    def look(self, fate: str) -> None:
        found = outbox.look(self.reply, self.there, resend="after_miss", replaces=False, now=self.now)
        if isinstance(found, Event):
            self.reply = outbox.mark_sent(self.reply, found, now=self.now)
        elif found is not self.reply:
            self.reply = found
            self.ask(fate)

    @invariant()
    def it_is_never_there_twice(self) -> None:
        assert self.ours() <= 1

    @invariant()
    def what_is_called_sent_is_there(self) -> None:
        if self.reply.state is ReplyState.sent:
            assert self.ours() == 1
            assert self.reply.native_key != "old"


TestSending = Sending.TestCase
TestSending.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
