"""Google reviews against a Google on this machine: what happens there is told here, once, and nothing else is."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from complaint_hub.contract import Deep
from complaint_hub.hub import Hub
from complaint_hub.model import Complaint, Event, EventType, Kind, Status
from complaint_hub.report import Run
from complaint_hub.sandbox import google as sandbox
from complaint_hub.sandbox.google.records import Review
from complaint_hub.store import Store
from support.google_pages import channel_on
from support.in_process import RUNNING, InProcess


class Office:
    """A login with its store, an hour older with each run."""

    def __init__(self, world: sandbox.World, running: sandbox.Running, store: Store) -> None:
        self.world, self.store = world, store
        self.hub = Hub([channel_on(running)], store=store, clock=lambda: world.clock)

    def sync(self, deep: Deep = False) -> Run:
        self.world.reset_counts()
        self.world.advance(hours=1)
        (run,) = self.hub.sync(deep=deep, now=self.world.clock).runs
        assert run.error is None, run.error
        return run

    def row(self, review: Review) -> Complaint:
        found = self.store.complaint(f"google_reviews:locations/{review.location}/reviews/{review.id}")
        assert found is not None
        return found

    def told(self, review: Review) -> list[Event]:
        return list(self.row(review).timeline or ())

    def kinds(self, review: Review) -> list[EventType]:
        return [event.type for event in self.told(review)]

    def asked(self) -> dict[str, int]:
        return dict(self.world.meter.by_method)


@pytest.fixture
def office(tmp_path: Path) -> Generator[Office]:
    world = sandbox.small()
    with sandbox.serve(world) as served, Store(tmp_path / "google.db") as store:
        made = Office(world, served, store)
        made.sync()
        yield made
        made.hub.close()


def some(office: Office, *, text: bool = True, reply: bool = False) -> Review:
    """The oldest review that has a text or not, and a reply or not."""
    fitting = (r for r in office.world.reviews.values() if bool(r.text) is text and (r.reply is not None) is reply)
    return min(fitting, key=lambda review: review.key)


def test_the_first_run_is_complete(office: Office) -> None:
    for review in office.world.reviews.values():
        row = office.row(review)
        assert (row.rating, row.text, row.author.name if row.author else None) == (
            review.stars,
            review.text,
            review.author,
        )
        assert (row.created_at, row.updated_at) == (review.created_at, review.updated_at)
        messages = [event.text for event in office.told(review) if event.type is EventType.message]
        assert messages == ([review.reply.text] if review.reply else [])
    assert len(list(office.store.heads())) == len(office.world.reviews)


def test_twelve_locations_cost_twelve_requests_when_nothing_happened(tmp_path: Path) -> None:
    world = sandbox.demo()
    with sandbox.serve(world) as served, Store(tmp_path / "google.db") as store:
        office = Office(world, served, store)
        assert (office.sync().counts.new, len(list(store.heads()))) == (609, 420)
        run = office.sync()
        office.hub.close()
    assert office.asked() == {"reviews.list": 12}
    assert (run.counts.new, run.counts.changed, run.counts.gone) == (0, 0, 0)


def test_a_new_review_is_found_by_the_next_run(office: Office) -> None:
    place = next(iter(office.world.locations))
    review = office.world.add_review(place, 1, "Lampu padam \N{ELECTRIC LIGHT BULB}")
    assert office.sync().counts.new == 1
    assert office.row(review).text == "Lampu padam \N{ELECTRIC LIGHT BULB}"


def test_an_edit_is_an_event_with_the_old_words(office: Office) -> None:
    review = some(office)
    stars, text = review.stars, review.text
    office.world.edit_review(review.id, stars=3, text="Sudah dilayani.")
    assert office.sync().counts.changed == 1
    assert (office.row(review).text, office.row(review).rating) == ("Sudah dilayani.", 3)
    edited = office.told(review)[-1]
    assert (edited.type, edited.data["was"]) == (EventType.edited, {"rating": stars, "text": text})


def test_a_deleted_review_is_gone_after_a_whole_walk_and_a_request_by_name(office: Office) -> None:
    review = some(office)
    office.world.delete_review(review.id)
    assert office.sync().counts.gone == 0
    assert office.sync("full").counts.gone == 1
    assert office.kinds(review)[-1] is EventType.deleted
    assert office.asked()["reviews.get"] == 2
    assert office.row(review).status is not Status.archived


@pytest.mark.parametrize("change", ["lost", "moved"])
def test_a_review_is_not_deleted_because_its_location_went_before_it_was_asked_for(office: Office, change: str) -> None:
    office.hub._io.close()
    office.hub._io = io = InProcess(office.world)
    office.hub._channels = (channel_on(RUNNING),)
    review = some(office)
    office.sync("full")

    def back_with_its_location_gone() -> None:
        office.world.restore_review(review.id)
        if change == "lost":
            office.world.remove_access(review.location)
        else:
            office.world.rename_account(sandbox.GROUP, "777")

    io.begin({len(office.world.requests) + 1: back_with_its_location_gone})
    office.world.delete_review(review.id)
    run = office.sync("full")
    assert office.asked()["reviews.get"] == 2
    assert (run.counts.gone, office.row(review).deleted_at) == (0, None)
    assert any(f"locations/{review.location} could not be read" in notice for notice in run.notices)


def test_a_deletion_moves_the_count_that_the_changed_walk_looks_at(office: Office) -> None:
    review = some(office)
    office.world.delete_review(review.id)
    assert office.sync("changed").counts.gone == 1


def test_a_review_that_comes_back_is_restored(office: Office) -> None:
    review = some(office)
    office.world.delete_review(review.id)
    office.sync("full")
    office.world.restore_review(review.id)
    office.sync("full")
    assert office.kinds(review)[-2:] == [EventType.deleted, EventType.restored]
    assert office.row(review).deleted_at is None


def test_a_reply_made_elsewhere_is_found_by_a_full_walk(office: Office) -> None:
    review = some(office)
    made = office.world.reply(review.id, "Mohon maaf, loket ditambah.")
    office.world.moderate(review.id)
    assert office.sync("full").counts.new == 1
    reply = office.told(review)[-1]
    assert (reply.text, reply.public, reply.at) == ("Mohon maaf, loket ditambah.", True, made.updated_at)
    assert office.row(review).status is Status.responded


def test_a_reply_counts_once_it_is_approved(office: Office) -> None:
    review = some(office)
    office.world.reply(review.id, "Mohon maaf.")
    office.world.advance(minutes=-60)
    office.sync("full")
    assert office.told(review)[-1].data == {"state": "PENDING"}
    assert office.row(review).status is Status.received
    office.world.moderate(review.id)
    office.sync("full")
    assert office.told(review)[-1].data == {"state": "APPROVED"}
    assert office.row(review).status is Status.responded


def test_a_refused_reply_says_why_and_is_no_answer(office: Office) -> None:
    review = some(office)
    office.world.reply(review.id, "Hubungi 0812...")
    office.world.advance(minutes=-60)
    office.sync("full")
    office.world.moderate(review.id, "PERSONAL_INFO")
    office.sync("full")
    message, note = office.told(review)
    assert (message.type, message.public, message.data["violation"]) == (EventType.message, False, "PERSONAL_INFO")
    assert (note.type, note.about, note.text) == (EventType.note, "reply", "Google refused the reply: PERSONAL_INFO")
    assert office.row(review).status is Status.received


def test_a_reply_that_was_taken_back_is_deleted_after_two_walks(office: Office) -> None:
    review = some(office, reply=True)
    office.world.delete_reply(review.id)
    office.sync("full")
    office.sync("full")
    gone = office.told(review)[-1]
    assert (gone.type, gone.about) == (EventType.deleted, "reply")


def test_a_reply_that_was_rewritten_keeps_its_old_words(office: Office) -> None:
    review = some(office, reply=True)
    old = review.reply.text if review.reply else ""
    office.world.reply(review.id, "Kami perbaiki jawabannya.")
    office.sync("full")
    assert [event.data["was"] for event in office.told(review) if event.type is EventType.edited] == [{"text": old}]


@pytest.mark.parametrize("deep", [False, "changed", "full"], ids=str)
def test_another_account_in_front_of_the_names_doubles_nothing(office: Office, deep: Deep) -> None:
    office.world.rename_account(sandbox.GROUP, "777")
    run = office.sync(deep)
    assert (run.counts.new, run.counts.changed, run.counts.gone, run.counts.set_aside) == (0, 0, 0, 0)
    assert len(list(office.store.heads())) == len(office.world.reviews)
    review = some(office)
    office.world.delete_review(review.id)
    assert office.sync("full").counts.gone == 1


def test_a_review_without_text_is_a_rating_and_opens_no_case(office: Office) -> None:
    review = some(office, text=False)
    assert office.row(review).kind is Kind.other
    office.world.edit_review(review.id, text="Ternyata lama sekali.")
    office.sync()
    assert office.row(review).kind is None


def test_a_translation_that_comes_and_goes_is_no_edit(office: Office) -> None:
    review = some(office)
    for form, language in (("original_first", "id"), ("translation_first", "en"), ("translation_first_line", "id")):
        review.translation = sandbox.Translation("Two-hour queue.", form, language)  # type: ignore[arg-type]  # literals
        run = office.sync("full")
        assert (run.counts.new, run.counts.changed) == (0, 0)
    assert office.row(review).text == review.text


def test_a_list_that_answers_404_once_is_asked_again(office: Office) -> None:
    office.world.inject(sandbox.faults.random_404(times=1))
    run = office.sync()
    assert (run.counts.unchanged > 0, run.notices) == (True, ())


def test_one_location_that_may_not_be_read_does_not_stop_the_others(office: Office) -> None:
    first, second, *_ = office.world.locations
    office.world.unverify(first)
    review = office.world.add_review(second, 2, "Kursi kurang")
    run = office.sync()
    assert office.row(review).rating == 2
    (notice,) = run.notices
    assert f"locations/{first}" in notice


@pytest.mark.parametrize(("method", "what"), [("accounts.list", "accounts"), ("locations.list", "locations of")])
def test_a_damaged_account_or_location_is_told_and_read_as_before(office: Office, method: str, what: str) -> None:
    office.world.inject(sandbox.faults.damage("name", 7, item=1 if method == "accounts.list" else 0, method=method))
    review = office.world.add_review(next(iter(office.world.locations)), 1, "Lampu padam")
    run = office.sync("full")
    assert office.row(review).rating == 1
    (notice,) = run.notices
    assert (notice.startswith(what), "could not be read: 1" in notice) == (True, True)


def test_a_location_that_is_lost_is_told_and_none_of_its_reviews_deleted(office: Office) -> None:
    first = next(iter(office.world.locations))
    office.world.remove_access(first)
    run = office.sync("full")
    assert run.counts.gone == 0
    assert any(f"locations/{first}" in notice for notice in run.notices)
    office.world.share_location(first, sandbox.GROUP)
    run = office.sync("full")
    assert (run.counts.new, run.counts.changed) == (0, 0)


def test_a_count_that_lies_is_told_and_no_review_taken_for_deleted(office: Office) -> None:
    review = some(office)
    office.world.delete_review(review.id)
    office.world.state_count(review.location, 500)
    run = office.sync("full")
    assert run.counts.gone == 0
    assert any(c.counted == 500 and "shorter than its own count" in c.note for c in run.coverage)


def test_a_project_that_is_not_approved_stops_at_once(office: Office) -> None:
    office.world.approved = False
    office.world.reset_counts()
    (run,) = office.hub.sync(now=office.world.clock).runs
    assert "not approved" in (run.error or "")
    assert len(office.world.requests) == 1


def test_page_tokens_that_expire_begin_the_walk_again(office: Office) -> None:
    office.world.inject(sandbox.faults.error("invalidArgument", method="reviews.list", skip=1, times=1))
    run = office.sync("full")
    assert (run.counts.new, run.counts.changed, run.counts.gone, run.notices) == (0, 0, 0, ())


@pytest.mark.parametrize("kind", ["repeated_token", "self_token"])
def test_a_list_that_turns_in_circles_keeps_its_watermark(office: Office, kind: str) -> None:
    office.world.page_cap = 2
    office.world.inject(getattr(sandbox.faults, kind)(method="reviews.list", times=50))
    place = next(iter(office.world.locations))
    review = office.world.add_review(place, 2, "Parkir sempit")
    run = office.sync("full")
    office.world.clear_faults()
    assert run.counts.gone == 0
    assert run.notices
    assert office.row(review).text == "Parkir sempit"
    assert office.sync("full").notices == ()
