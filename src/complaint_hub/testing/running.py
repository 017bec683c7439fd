"""P12 to P17, P22, P23 and P30: checkpoints, accounts, budgets, kills, both worlds, secrets, replies.

For: ``contract``, which is made of this and its two siblings.
Must not: know a platform; everything happens by the verbs of a world.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from .._drafting import answering
from ..contract import Deep, Page
from ..errors import ConfigError, UnsupportedError
from .desk import Content, Desk, desk, filled, same
from .finding import history
from .suite import written
from .trouble import Trouble
from .world import World

__all__ = ["Running", "refuses_the_future"]

W = TypeVar("W", bound=World)

REPLY = "Terima kasih, kami teruskan ke Dinas PUPR."


class Running(Trouble[W]):
    """The promises about runs and what they leave.

    Attributes:
        budgets: units a day that must be enough in the end.
        days: how long a small budget may take.
        secrets: credentials that the requests do not show by themselves.
    """

    budgets: Sequence[int] = (1, 3)
    days: int = 200
    secrets: Sequence[str] = ()

    def fill(self, world: W) -> None:
        """Put onto the platform what the runs of these promises read: about a dozen requests.

        By default two pages of items, one of which has seven replies and an answer of ours; an author may add what only
        his platform has.
        """
        items = history(world, world.page + 2, self.now)
        if written(type(world), "reply"):
            for n in range(7):
                world.reply(items[1], f"Betul, di tempat kami juga, {n}", at=self.early(n))
        if written(type(world), "answer"):
            world.answer(items[1], "Terima kasih, kami teruskan.", at=self.early(8))

    def test_p12_a_state_from_the_future_is_refused(self) -> None:
        with self.stage("P12") as world, desk(self.channel(world)) as ours:
            self.fill(world)
            refuses_the_future(ours, at=self.now)

    def test_p13_two_accounts_do_not_collide(self) -> None:
        with self.stage("P13") as world:
            self.fill(world)
            both = [self.channel(world), self.second(world)]
            alone: list[Content] = []
            for channel in both:
                with desk(channel) as ours:
                    self.read(world, ours)
                    alone.append(ours.content())
            for content in alone:
                filled(content)
            with desk(*both) as ours:
                ours.run_all(self.now)
                for channel, expected in zip(both, alone, strict=True):
                    same(ours.content(channel), expected, f"beside another account ({channel.account})")

    def test_p14_a_small_budget_converges(self) -> None:
        with self.stage("P14") as world:
            self.fill(world)
            channel = self.channel(world)
            with desk(channel) as ours:
                self.read(world, ours)
                self.read(world, ours, deep=self.deep)
                expected = filled(ours.content())
            for budget in self.budgets:
                with desk(channel) as ours:
                    day = self.until_quiet(world, ours, budget, 0, deep=False)
                    self.until_quiet(world, ours, budget, day, deep=self.deep)
                    same(ours.content(), expected, f"with {budget} units a day")

    def test_p15_a_kill_at_any_step_loses_nothing(self) -> None:
        with self.stage("P15") as world:
            self.fill(world)
            channel = self.channel(world)
            # A deep run would find again what a plain one had lost, so each is tried by itself.
            for deep in dict.fromkeys((False, self.deep)):
                with desk(channel) as ours:
                    self.read(world, ours, deep=deep)
                    expected = filled(ours.content())
                step, died = 0, True
                while died:
                    step += 1
                    with desk(channel) as ours:
                        died = ours.dies(self.now, step=step, deep=deep)
                        self.read(world, ours, deep=deep)
                        same(ours.content(), expected, f"after a death at step {step} of a run with deep={deep}")
                assert step > 1, "the channel did nothing"

    def test_p16_sync_equals_async(self) -> None:
        with self.stage("P16") as world:
            self.fill(world)
            channel = self.channel(world)
            with desk(channel) as ours, desk(channel) as theirs:
                self.read(world, ours, deep=self.deep)
                theirs.loop(self.now, deep=self.deep)
                same(theirs.content(), filled(ours.content()), "under asyncio")

    def test_p17_a_second_run_changes_nothing(self) -> None:
        with self.stage("P17") as world, desk(self.channel(world)) as ours:
            self.fill(world)
            self.read(world, ours, deep=self.deep)
            expected = filled(ours.content())
            for hours, deep in enumerate(dict.fromkeys((False, self.deep)), start=1):
                at = self.now + timedelta(hours=hours)
                world.clock(at)
                counts = ours.run(at, deep=deep).counts
                assert (counts.new, counts.changed, counts.gone) == (0, 0, 0), f"a repeated run found {counts}"
                same(ours.content(), expected, "after a repeated run")

    def test_p22_no_credential_is_kept(self) -> None:
        with self.stage("P22") as world, desk(self.channel(world)) as ours:
            self.fill(world)
            if written(type(world), "damage"):
                world.damage(history(world, 1, self.now - timedelta(days=1))[0])
            self.read(world, ours)
            self.read(world, ours, deep=self.deep)
            told = [repr(ours.channels[0]), ours.log.text, ours.everything()]
            if written(type(world), "lock_out"):
                world.lock_out()
                told.append(repr(self.suffer(world, ours, hours=1)))
            filled(ours.content())
            secrets = ours.io.secrets | set(self.secrets)
            leaked = {f"{secret[:3]}..." for secret in secrets for text in told if secret in text}
            assert not leaked, f"credentials stand in the database, the log or the report: {sorted(leaked)}"

    def test_p23_the_same_moment_gives_the_same_run(self) -> None:
        with self.stage("P23") as world:
            self.fill(world)
            channel = self.channel(world)
            with desk(channel) as first, desk(channel) as again:
                for ours in (first, again):
                    self.read(world, ours, deep=self.deep)
                asked = [
                    [(r.method, r.url, r.params) for r in ours.io.sent if r.form is None] for ours in (first, again)
                ]
                assert asked[0] == asked[1], "two runs at the same moment ask for different things"
                same(
                    again.content(timeless=False),
                    filled(first.content(timeless=False)),
                    "in two runs at the same moment",
                )

    def test_p30_a_reply_goes_out_once(self) -> None:
        step, died = 0, True
        while died:
            step += 1
            with self.stage("P30") as world, desk(self.channel(world)) as ours:
                item = history(world, 1, self.now)[0]
                self.read(world, ours)
                if not _written(ours, item):
                    return
                died, wrote = ours.deliver(self.now, step=step)
                later = self.now + timedelta(minutes=5)
                world.clock(later)
                wrote += ours.deliver(later)[1]
                self.read(world, ours, hours=1, deep=self.deep)
                _expect_once(ours, item, wrote, f"after a death at answer {step} of a delivery")

    def until_quiet(self, world: World, ours: Desk, budget: int, day: int, *, deep: Deep) -> int:
        """A run a day until one is not stopped by its budget; returns the day."""
        while True:
            at = self.now + timedelta(days=day)
            world.clock(at)
            run = ours.run(at, deep=deep, budget=budget)
            deep, day = False, day + 1
            if run.stopped is None:
                return day
            assert day < self.days, f"{budget} units a day do not come to an end within {self.days} days"


def _written(ours: Desk, item: str) -> bool:
    """Leave a reply in the outbox; False for a channel that sends none."""
    if not answering(ours.channels):
        return False
    try:
        ours.hub.reply(ours.rows()[item].id, REPLY, by="officer", send=False)
    except UnsupportedError:
        return False
    return True


def _expect_once(ours: Desk, item: str, wrote: int, when: str) -> None:
    """Raises AssertionError, if the reply was written twice, or is another message to a later run."""
    (reply,) = ours.store.replies()
    told = [event.key for event in ours.rows()[item].timeline or () if event.text == REPLY]
    assert wrote <= 1, f"{when} the reply was written {wrote} times"
    if wrote:
        assert told == [reply.native_key], f"{when} the reply {reply.native_key} stands there as {told}"
    else:
        # Claimed, and not written yet: where a reply may be hidden from us, nobody can say that.
        assert reply.state == "unsure", f"{when} the reply was never written, and is {reply.state}: {reply.error}"


def refuses_the_future(ours: Desk, *, at: datetime) -> None:
    """Raises AssertionError, if a checkpoint of a far version is read, or does not stay as it is."""
    channel = ours.channels[0]
    future = {"v": 1_000_000}
    ours.store.commit(channel.name, channel.account, Page(state=future), version=0, now=at)
    try:
        ours.run(at)
    except ConfigError:
        kept = ours.store.checkpoint(channel.name, channel.account).state
        assert kept == future, f"a refused checkpoint became {kept}"
        assert not ours.io.sent, "a refused checkpoint cost requests"
    else:
        raise AssertionError("a checkpoint of a newer version was not refused: raise ConfigError and leave it alone")
