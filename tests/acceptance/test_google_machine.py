"""Random histories of a Google login: whatever happens between, and during, the runs, a clean full run tells the truth.

The histories are the same each time (``derandomize``). What a history did is counted, so that an event of the store
that nothing on the platform explains is found.
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complaint_hub._io import Cancelled
from complaint_hub.hub import Hub
from complaint_hub.model import Complaint, Event, EventType, Kind
from complaint_hub.sandbox import google as sandbox
from complaint_hub.sandbox.google import faults
from complaint_hub.sandbox.google.records import Review
from complaint_hub.store import Store
from support.google_pages import channel_on
from support.in_process import RUNNING, InProcess

Change = tuple[str, int, int]

_TEXTS = (None, "Antrean lama", "Loket tutup sebelum jam dua", "Petugas ramah", "Parkir sempit \N{AUTOMOBILE}")
_REPLIES = ("Mohon maaf, loket ditambah.", "Terima kasih.", "Hubungi kami di kantor.")
_CHANGES = (
    "add",
    "edit",
    "delete",
    "restore",
    "reply",
    "reply",
    "take_back",
    "approve",
    "refuse",
    "translate",
    "move",
    "rename",
    "lose",
    "regain",
    "unverify",
)
_FAULTS: dict[str, Any] = {
    "short": partial(faults.short_page, 1, method="reviews.list"),
    "empty": partial(faults.empty_page, method="reviews.list"),
    "500": partial(faults.error, "internal"),
    "502": faults.gateway_page,
    "404": faults.random_404,
    "429": partial(faults.rate_limit, retry_after=3),
    "circle": partial(faults.repeated_token, method="reviews.list"),
    "cut": faults.cut_body,
    "token": partial(faults.error, "invalidArgument", method="reviews.list"),
    "nameless": partial(faults.damage, "name", 7, method="reviews.list"),
    "badly dated": partial(faults.damage, "createTime", "kemarin", method="reviews.list"),
    "bad reply": partial(faults.damage, "reviewReply.updateTime", "kemarin", method="reviews.list"),
}

_small = st.integers(0, 30)
_change: st.SearchStrategy[Change] = st.tuples(st.sampled_from(_CHANGES), _small, _small)
_run = st.fixed_dictionaries(
    {
        "deep": st.sampled_from([False, False, False, "changed", "full"]),
        "minutes": st.sampled_from([1, 60, 60 * 30]),
        "faults": st.lists(
            st.tuples(st.sampled_from(sorted(_FAULTS)), st.integers(0, 6), st.integers(1, 5)), max_size=2
        ),
        "during": st.dictionaries(st.integers(1, 12), _change, max_size=2),
        "kill_at": st.none() | st.integers(1, 14),
    }
)
_steps = st.lists(st.one_of(st.lists(_change, min_size=1, max_size=4), _run), min_size=2, max_size=10)


class Login:
    """A small world, the store that follows it, and what a history has done to each review."""

    def __init__(self, file: Path, io: InProcess) -> None:
        self.world = sandbox.build(3, locations=3, reviews=14)
        self.world.page_cap = 3
        self.world.add_account("Grup kedua", number="3")
        self.store = Store(file)
        self.hub = Hub([channel_on(RUNNING)], store=self.store, clock=lambda: self.world.clock, workers=1)
        self.hub._io.close()
        self.io = self.hub._io = io
        io.world = self.world
        self.done: Counter[tuple[str, str]] = Counter()

    # -- what happens on the platform

    def change(self, change: Change) -> None:
        name, which, how = change
        self.world.advance(seconds=1)
        places = list(self.world.locations)
        place = places[which % len(places)]
        if name in ("move", "rename", "lose", "regain", "unverify"):
            self._of_place(name, place, how)
        elif name == "add":
            self.world.add_review(place, how % 6, _TEXTS[how % len(_TEXTS)])
        else:
            reviews = list(self.world.reviews.values())
            self._of_review(name, reviews[which % len(reviews)], how)

    def _of_place(self, name: str, place: str, how: int) -> None:
        accounts = list(self.world.accounts)
        account = accounts[how % len(accounts)]
        match name:
            case "move" if self.world.locations[place].accounts:
                self.world.move_location(place, account)
            case "rename":
                self.world.rename_account(account, str(900 + len(self.world.requests)))
            case "lose":
                self.world.remove_access(place)
            case "regain":
                self.world.share_location(place, account)
                self.world.unverify(place, verified=True)
            case "unverify":
                self.world.unverify(place)
            case _:
                pass

    def _of_review(self, name: str, review: Review, how: int) -> None:
        match name:
            case "edit":
                text = _TEXTS[how % len(_TEXTS)]
                self._count("edit", review, (review.stars, review.text) != (how % 5 + 1, text))
                self.world.edit_review(review.id, stars=how % 5 + 1, text=text or "")
            case "delete" | "restore":
                self._count(name, review, review.deleted is (name == "restore"))
                self.world._set_deleted(review.id, name == "delete")
            case "reply":
                text = _REPLIES[how % len(_REPLIES)]
                self._count("reply", review, review.reply is not None and review.reply.text != text)
                self.world.reply(review.id, text, violation="OFF_TOPIC" if how % 4 == 3 else None)
            case "take_back":
                self._count("take_back", review, review.reply is not None)
                self.world.delete_reply(review.id)
            case "approve" | "refuse" if review.reply is not None:
                self.world.moderate(review.id, "PERSONAL_INFO" if name == "refuse" else None)
            case "translate":
                form = ("original_first", "translation_first", "translation_first_line")[how % 3]
                review.translation = sandbox.Translation("Long queue.", form)  # type: ignore[arg-type]  # literals
            case _:
                pass

    def _count(self, what: str, review: Review, truly: bool) -> None:
        self.done[what, review.id] += truly

    # -- runs

    def run(self, plan: dict[str, Any]) -> None:
        self.world.advance(minutes=plan["minutes"])
        for name, skip, times in plan["faults"]:
            self.world.inject(_FAULTS[name](skip=skip, times=times))
        self.io.begin({n: partial(self.change, c) for n, c in plan["during"].items()}, kill_at=plan["kill_at"])
        with suppress(Cancelled):
            self.hub.sync(deep=plan["deep"], now=self.world.clock)
        self.world.clear_faults()

    def settle(self) -> None:
        """Everything can be reached again, and one clean run reads it all."""
        for place in self.world.locations.values():
            self._of_place("regain", place.number, 1)
        self.world.advance(hours=1)
        self.io.begin()
        (run,) = self.hub.sync(deep="full", now=self.world.clock).runs
        assert (run.error, run.notices[1:]) == (None, ()), run

    def row(self, review: Review) -> Complaint:
        found = self.store.complaint(f"google_reviews:locations/{review.location}/reviews/{review.id}")
        assert found is not None
        return found


def _types(events: tuple[Event, ...], about: str | None = None) -> Counter[EventType]:
    return Counter(event.type for event in events if event.about == about)


def check_explained(login: Login) -> None:
    """No event of the store lacks its reason on the platform."""
    done = login.done
    for review in login.world.reviews.values():
        if (row := login.store.complaint(f"google_reviews:locations/{review.location}/reviews/{review.id}")) is None:
            continue
        own, reply = _types(tuple(row.timeline or ())), _types(tuple(row.timeline or ()), "reply")
        assert own[EventType.edited] <= done["edit", review.id]
        assert own[EventType.deleted] <= done["delete", review.id]
        assert own[EventType.restored] <= own[EventType.deleted]
        assert own[EventType.message] <= 1
        assert reply[EventType.edited] <= done["reply", review.id]
        assert reply[EventType.deleted] <= done["take_back", review.id]


def check_truth(login: Login) -> None:
    """What the store says is what the platform says."""
    heads = {head.native_id: head for head in login.store.heads(deleted=None)}
    for review in login.world.reviews.values():
        name = f"locations/{review.location}/reviews/{review.id}"
        if review.deleted:
            assert name not in heads or heads[name].deleted_at is not None
            continue
        row = login.row(review)
        assert (row.deleted_at, row.rating, row.text) == (None, review.stars or None, review.text)
        assert (row.created_at, row.updated_at) == (review.created_at, review.updated_at)
        assert row.kind is (None if review.text else Kind.other)
        if review.reply is not None:
            (reply,) = [event for event in row.timeline or () if event.type is EventType.message]
            assert (reply.text, reply.at) == (review.reply.text, review.reply.updated_at)
            assert reply.data.get("state") == (state := review.reply.state(login.world.clock))
            assert reply.public is (state in (None, "APPROVED"))
    assert heads.keys() <= {f"locations/{r.location}/reviews/{r.id}" for r in login.world.reviews.values()}


def check_replies_gone(login: Login) -> None:
    """A reply that was taken back is marked so, and one that stands is not."""
    for review in login.world.reviews.values():
        if review.deleted:
            continue
        told = [event for event in login.row(review).timeline or () if event.about == "reply"]
        marks = [event.type for event in told if event.type in (EventType.deleted, EventType.restored)]
        message = any(event.type is EventType.message for event in login.row(review).timeline or ())
        there = message and (not marks or marks[-1] is EventType.restored)
        assert there is (review.reply is not None)


@pytest.fixture(scope="module")
def io() -> Iterator[InProcess]:
    made = InProcess(sandbox.small())
    yield made
    made.close()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Stores, made once and copied."""
    folder = tmp_path_factory.mktemp("logins")
    Store(folder / "empty.db").close()
    return (Path(shutil.copy(folder / "empty.db", folder / f"{n}.db")) for n in itertools.count())


@settings(
    derandomize=True,
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(_steps)
def test_a_clean_full_run_tells_the_truth_after_any_history(
    places: Iterator[Path], io: InProcess, steps: list[Any]
) -> None:
    login = Login(next(places), io)
    try:
        for step in steps:
            if isinstance(step, dict):
                login.run(step)
                check_explained(login)
            else:
                for change in step:
                    login.change(change)
        login.settle()
        check_explained(login)
        check_truth(login)
        login.settle()  # a reply is believed to be gone when two walks miss it
        check_truth(login)
        check_replies_gone(login)
        login.world.reset_counts()
        (run,) = login.hub.sync(now=login.world.clock).runs
        assert (run.counts.new, run.counts.changed, run.counts.gone, run.counts.set_aside) == (0, 0, 0, 0)
        check_explained(login)
    finally:
        login.store.close()
