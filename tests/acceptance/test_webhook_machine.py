"""Random histories in which webhooks come at once, late, twice, out of order or not at all, between the runs of a hub.

Two stores follow one platform: one hears its webhooks and is synced, the other is only synced, at the same moments. In
the end both say the same. The one that hears knows more in one respect alone: what is gone. The histories are the same
each time (``derandomize``).
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complaint_hub._io import Blocking
from complaint_hub.channels.google_reviews import Push
from complaint_hub.contract import Channel, Request, Response, WebhookCall
from complaint_hub.hub import Hub
from complaint_hub.model import Complaint, EventType
from complaint_hub.sandbox import google, instagram, tiktok
from complaint_hub.sandbox.hooks import Delivery
from complaint_hub.store import Store
from support import google_pages, instagram_pages, tiktok_pages

Step = tuple[str, int, int]


class InProcess(Blocking):
    """A platform that answers by a function call; nothing waits, and something may happen before the n-th request."""

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        super().__init__()
        self._answer = answer
        self.turns: dict[int, Callable[[], None]] = {}
        self._asked = 0

    def begin(self, turns: Mapping[int, Callable[[], None]] | None = None) -> None:
        """Count the requests of the next run from 1."""
        self._asked, self.turns = 0, dict(turns or {})

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        self._asked += 1
        self.turns.pop(self._asked, lambda: None)()
        return self._answer(request)

    async def sleep(self, seconds: float) -> None:
        self._check()

    async def pace(self, key: str, seconds: float) -> None:
        self._check()


class OnInstagram:
    name = "instagram"
    changes = ("comment", "comment", "reply", "answer", "delete", "hide", "show", "edit", "post")
    edits = frozenset({"edit", "hide", "show"})

    def world(self) -> instagram.World:
        return instagram.build(5, media=3, comments=8)

    def channel(self) -> Channel:
        secret = instagram.APP_SECRET["instagram"]
        return instagram_pages.instagram(webhook_secrets=[secret])

    def answer(self, world: Any) -> Callable[[Request], Response]:
        return instagram_pages.from_world(world)

    def change(self, world: instagram.World, name: str, which: int) -> str:
        """Do it, and name the comment that it was done to."""
        posts, comments = list(world.media.values()), list(world.comments.values())
        post, comment = posts[which % len(posts)], comments[which % len(comments)]
        match name:
            case "comment":
                world.add_comment(post.id, f"Jalan rusak {which}")
            case "reply":
                world.add_reply(comment.id, f"Benar {which}")
            case "answer":
                world.add_reply(comment.id, f"Kami cek {which}", author=instagram.USERNAME)
            case "delete":
                world.delete(comment.id)
            case "hide" | "show":
                world.hide(comment.id, hidden=name == "hide")
            case "edit":
                world.edit(comment.id, f"Jalan rusak sekali {which}")
            case _:
                world.add_media(instagram.ACCOUNT, "Pengumuman")
        return comment.id

    def there(self, world: instagram.World, id: str) -> bool:
        return not world.comments[id].deleted

    def delivered(self, world: instagram.World, told: Delivery) -> Delivery:
        return told


class OnTikTok:
    name = "tiktok"
    changes = ("comment", "comment", "reply", "answer", "delete", "hide", "show", "post")
    edits = frozenset({"hide", "show"})

    def world(self) -> tiktok.World:
        return tiktok.build(5, videos=3, comments=8)

    def channel(self) -> Channel:
        # What comes late counts here, however old its signature is.
        return tiktok_pages.tiktok(
            tiktok.ACCOUNT, webhook_secrets=[tiktok.CLIENT_SECRET], webhook_tolerance=timedelta(days=365)
        )

    def answer(self, world: Any) -> Callable[[Request], Response]:
        # A token of its own for each request, for the clock runs on.
        return lambda request: tiktok_pages.from_world(world)(request)

    def change(self, world: tiktok.World, name: str, which: int) -> str:
        """Do it, and name the comment that it was done to."""
        posts, comments = list(world.videos.values()), list(world.comments.values())
        post, comment = posts[which % len(posts)], comments[which % len(comments)]
        match name:
            case "comment":
                world.add_comment(post.id, f"Jalan rusak {which}")
            case "reply" | "answer":
                world.add_reply(comment.id, f"Benar {which}", own=name == "answer")
            case "delete":
                world.delete(comment.id)
            case "hide":
                world.hide(comment.id)
            case "show":
                world.publish(comment.id)
            case _:
                world.add_video(tiktok.ACCOUNT)
        return comment.id

    def there(self, world: tiktok.World, id: str) -> bool:
        return world.standing(id)

    def delivered(self, world: tiktok.World, told: Delivery) -> Delivery:
        return told


class OnGoogle:
    name = "google_reviews"
    changes = ("review", "review", "edit", "answer", "moderate", "take back", "delete", "restore")
    # The next answer takes the place of the last, under the same key.
    edits = frozenset({"edit", "answer"})

    def world(self) -> google.World:
        world = google.build(5, locations=2, reviews=8)
        world.page_cap = 4
        # One location is told of twice, and an answer as an update of its review.
        world.share_location(next(iter(world.locations)), google.LOGIN)
        world.tells_of_replies = True
        return world

    def channel(self) -> Channel:
        pushing = google.World().pushing
        return google_pages.google(push=Push(pushing.audience, pushing.email))

    def answer(self, world: Any) -> Callable[[Request], Response]:
        # A token of its own for each request, for the clock runs on.
        return lambda request: google_pages.from_world(world)(request)

    def change(self, world: google.World, name: str, which: int) -> str:
        """Do it, and name the review that it was done to."""
        places, reviews = list(world.locations), list(world.reviews.values())
        review = reviews[which % len(reviews)]
        match name:
            case "review":
                world.add_review(places[which % len(places)], which % 5 + 1, f"Antre lama {which}")
            case "edit" if not review.deleted:
                world.edit_review(review.id, stars=which % 5 + 1, text=f"Antre lama sekali {which}")
            case "answer":
                world.reply(review.id, f"Mohon maaf {which}")
            case "moderate" if review.reply:
                world.moderate(review.id, "OFF_TOPIC" if which % 2 else None)
            case "take back":
                world.delete_reply(review.id)
            case "delete":
                world.delete_review(review.id)
            case "restore":
                world.restore_review(review.id)
            case _:
                pass
        return f"locations/{review.location}/reviews/{review.id}"

    def there(self, world: google.World, id: str) -> bool:
        return not world.reviews[id.rpartition("/")[2]].deleted

    def delivered(self, world: google.World, told: Delivery) -> Delivery:
        """Pub/Sub signs each delivery anew; now and then with another key."""
        if world.pushing.count % 7 == 0:
            world.pushing.rotate()
        return google.signed_anew(world.pushing, told, at=world.clock)


Service = OnInstagram | OnTikTok | OnGoogle

_which = st.integers(0, 40)
_STEPS = ("change", "change", "change", "deliver", "deliver", "twice", "lose", "sync", "during", "refresh", "deep")
_step: st.SearchStrategy[Step] = st.tuples(st.sampled_from(_STEPS), _which, _which)


class Two:
    """Two stores that follow one world: ``hearing`` is told, ``polling`` is not."""

    def __init__(self, service: Service, hearing: Path, polling: Path) -> None:
        self.service = service
        self.world: Any = service.world()
        self.world.subscribed = True
        self.stores = Store(hearing), Store(polling)
        self.hubs = [
            Hub([service.channel()], store=store, clock=lambda: self.world.clock, workers=1) for store in self.stores
        ]
        for hub in self.hubs:
            hub._io.close()
            hub._io = InProcess(service.answer(self.world))
        self.sent: list[Delivery] = []
        self.changed: Counter[str] = Counter()

    def close(self) -> None:
        for hub in self.hubs:
            hub.close()
        for store in self.stores:
            store.close()

    def step(self, step: Step) -> None:
        name, which, how = step
        self.world.advance(seconds=20)
        match name:
            case "change":
                what = self.service.changes[how % len(self.service.changes)]
                self.changed[self.service.change(self.world, what, which)] += what in self.service.edits
            case "deliver" if self.world.told:
                self.deliver(self.world.told.pop(which % len(self.world.told)))
            case "twice" if self.sent:
                self.deliver(self.sent[which % len(self.sent)])
            case "lose" if self.world.told:
                self.world.told.pop(which % len(self.world.told))
            case "sync" | "deep":
                self.sync(deep="full" if name == "deep" and how % 3 == 0 else "changed" if name == "deep" else False)
            case "during":
                self.sync(deep=False, during={which % 6 + 1: lambda: self.news(which, how)})
            case "refresh":
                self.hubs[0]._io.begin()  # type: ignore[attr-defined]  # ours
                self.hubs[0].refresh(now=self.world.clock)
            case _:
                pass

    def news(self, which: int, how: int) -> None:
        """Something happens, and is told at once."""
        self.step(("change", which, how))
        if self.world.told:
            self.deliver(self.world.told.pop())

    def deliver(self, delivery: Delivery) -> None:
        self.sent.append(delivery)
        told = self.service.delivered(self.world, delivery)
        call = WebhookCall("POST", (), tuple(told.headers.items()), told.body)
        assert self.hubs[0].receive(self.service.name, call).status in (200, 204)

    def sync(self, *, deep: Any, during: Mapping[int, Callable[[], None]] | None = None) -> None:
        self.world.advance(minutes=10)
        for hub, turns in zip(self.hubs, (during, None), strict=True):
            hub._io.begin(turns)  # type: ignore[attr-defined]  # ours
            (run,) = hub.sync(deep=deep, now=self.world.clock).runs
            assert run.error is None, run

    def settle(self) -> None:
        """Nothing happens any more; three full runs, for a message is believed to be gone when two miss it."""
        for _ in range(3):
            self.sync(deep="full")


def standing(complaint: Complaint) -> Mapping[str, object]:
    """What a complaint says, and the messages that stand under it."""
    messages: dict[str, object] = {}
    for event in complaint.timeline or ():
        if event.type is EventType.message:
            messages[event.key] = (event.text, event.at, event.role, event.public, event.author)
    for event in sorted(complaint.timeline or (), key=lambda event: event.when):
        if event.about and event.type is EventType.deleted:
            messages.pop(event.about, None)
    # Counts of likes and replies are kept as they were when the words last changed.
    return {"head": complaint.model_dump(exclude={"timeline", "said", "raw", "engagement"}), "messages": messages}


def check_no_less(hearing: Store, polling: Store) -> None:
    """Whatever a run has found for the one that only polls, the other has too, or knows to be gone."""
    for one in polling.complaints(deleted=None):
        heard = hearing.complaint(one.id)
        assert heard is not None, one.id
        keys = {event.key for event in heard.timeline or () if event.type is EventType.message}
        assert {event.key for event in one.timeline or () if event.type is EventType.message} <= keys


def check_explained(two: Two) -> None:
    """No edit is noted that nobody made: what is asked for by its id says the same as the lists."""
    for store in two.stores:
        for one in store.complaints(deleted=None):
            edited = [event.about for event in one.timeline or () if event.type is EventType.edited]
            # A review has one answer, whose key is no id.
            edits = Counter(one.native_id if about in (None, "reply") else about for about in edited)
            assert all(count <= two.changed[id] for id, count in edits.items()), one


def check_same(two: Two) -> None:
    """What stands is the same, and what is gone for the one that only polls is gone for both.

    The one that hears may know more to be gone, and is right: what the other has never met, or does not dare to call
    deleted because a whole list came empty.
    """
    heard, polled = ({one.id: one for one in store.complaints(deleted=None)} for store in two.stores)
    assert polled.keys() <= heard.keys()
    for id, one in heard.items():
        other = polled.get(id)
        if one.deleted_at is not None:
            assert not two.service.there(two.world, one.native_id)
        else:
            assert other is not None, id
            assert other.deleted_at is None
            assert standing(one) == standing(other)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Stores, made once and copied."""
    folder = tmp_path_factory.mktemp("webhooks")
    Store(folder / "empty.db").close()
    return (Path(shutil.copy(folder / "empty.db", folder / f"{n}.db")) for n in itertools.count())


@pytest.mark.parametrize("service", [OnInstagram(), OnTikTok(), OnGoogle()], ids=lambda service: service.name)
@settings(
    derandomize=True,
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(steps=st.lists(_step, min_size=4, max_size=30))
def test_webhooks_in_any_order_end_in_the_store_of_polling_alone(
    places: Iterator[Path], service: Service, steps: list[Step]
) -> None:
    two = Two(service, next(places), next(places))
    try:
        for step in steps:
            two.step(step)
        two.sync(deep=False)
        check_no_less(*two.stores)
        two.settle()
        check_same(two)
        check_explained(two)
        assert two.stores[0].notices(service.name, two.hubs[0]._channels[0].account) == []
    finally:
        two.close()
