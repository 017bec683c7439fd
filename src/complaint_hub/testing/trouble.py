"""P05, P06, P09 to P11, P18 to P20, P24: what goes wrong on the platform costs nothing and is told.

For: ``contract``, which is made of this and its two siblings.
Must not: know a platform; everything happens by the verbs of a world.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from ..contract import Channel
from ..report import Run
from .desk import Desk, desk
from .finding import Finding, found, history, news
from .world import World

__all__ = ["Trouble", "told"]

W = TypeVar("W", bound=World)

FEW = 3
"""So few that the store believes their deletion: what a channel concludes wrongly is not made good by its doubt."""


class Trouble(Finding[W]):
    """The promises about trouble."""

    def unknown(self, world: W) -> Channel:
        """The channel with settings that name two things (or an account) that the platform does not know."""
        raise NotImplementedError

    def test_p05_an_empty_page_with_a_token(self) -> None:
        with self.stage("P05") as world, desk(self.channel(world)) as ours:
            items = history(world, 2 * world.page + 1, self.now)
            world.blank_page()
            self.read(world, ours)
            found(ours, items, "behind an empty page")

    def test_p06_a_repeated_token(self) -> None:
        with self.stage("P06") as world, desk(self.channel(world)) as ours:
            items = history(world, 3 * world.page + 1, self.now)
            world.repeat_token()
            run = self.suffer(world, ours, hours=0)
            assert told(run), "a list that turned in circles was not told"
            assert not ours.deleted(), "a list that turned in circles deleted something"
            world.heal()
            self.read(world, ours, hours=1)
            found(ours, items, "after a list that turned in circles")

    def test_p09_a_throttle_deletes_nothing(self) -> None:
        with self.stage("P09") as world, desk(self.channel(world)) as ours:
            items = history(world, FEW, self.now)
            self.read(world, ours)
            world.throttle()
            for hours in (1, 2, 3):
                run = self.suffer(world, ours, hours=hours)
                assert told(run), "a throttle was not told"
                assert not ours.deleted(), f"a throttle deleted {sorted(ours.deleted())}"
            world.heal()
            items += news(world, 1, self.now)
            self.read(world, ours, hours=48, deep=self.deep)
            found(ours, items, "after a throttle")
            assert not ours.deleted(), f"after a throttle {sorted(ours.deleted())} are deleted"

    def test_p10_disabled_comments_are_not_a_lost_login(self) -> None:
        with self.stage("P10") as world, desk(self.channel(world)) as ours:
            items = history(world, 3, self.now)
            self.read(world, ours)
            world.disable()
            self.read(world, ours, hours=1)
            self.read(world, ours, hours=2, deep=self.deep)
            world.heal()
            items += news(world, 1, self.now)
            for hours in (48, 49):
                self.read(world, ours, hours=hours, deep=self.deep)
            found(ours, items, "after comments were switched on again")
            assert not ours.deleted(), f"comments are on again, and {sorted(ours.deleted())} are deleted"

    def test_p11_unknown_names_in_the_settings_are_told(self) -> None:
        with self.stage("P11") as world, desk(self.unknown(world)) as ours:
            history(world, 1, self.now)
            assert told(self.suffer(world, ours, hours=0)), (
                "nothing came back for what is unknown, and nothing was told"
            )

    def test_p18_a_damaged_item_costs_one_item(self) -> None:
        with self.stage("P18") as world, desk(self.channel(world)) as ours:
            items = history(world, world.page + 2, self.now)
            world.damage(items[1])
            self.read(world, ours)
            found(ours, [item for item in items if item != items[1]], "beside a damaged one")
            assert ours.set_aside() == 1, f"one damaged item, and {ours.set_aside()} in quarantine"
            world.heal()
            for hours in (1, 2):
                self.read(world, ours, hours=hours, deep=self.deep)
            if items[1] not in ours.rows():
                # A deep run asks for what is known; what never was is read again from quarantine after an upgrade.
                assert ours.set_aside() == 1, "a damaged item is neither stored nor in quarantine"
            else:
                assert ours.set_aside() == 0, "an item that is stored stands in quarantine still"

    def test_p19_gone_only_with_proof(self) -> None:
        with self.stage("P19") as world, desk(self.channel(world)) as ours:
            items = history(world, world.page + 2, self.now)
            self.read(world, ours)
            gone = items[2]
            world.delete(gone)
            cut, hours = 0, 0
            while cut == 0 or len(ours.io.sent) >= cut:
                cut += 1
                ours.io.cut_at = cut
                for _ in range(2):  # as often as an item must be missed before the store believes it
                    hours += 1
                    self.suffer(world, ours, hours=hours)
                    wrong = ours.deleted() - {gone}
                    assert not wrong, f"a walk that was cut at request {cut} deleted {sorted(wrong)}"
            ours.io.cut_at = None
            for more in (1, 2):
                self.read(world, ours, hours=hours + more, deep=self.deep)
            assert ours.deleted() == {gone}, f"{gone} was deleted, marked are {sorted(ours.deleted())}"

    def test_p20_all_gone_at_once_is_doubted(self) -> None:
        with self.stage("P20") as world, desk(self.channel(world)) as ours:
            items = history(world, max(8, 2 * world.page), self.now)
            self.read(world, ours)
            world.vanish()
            for hours in (1, 2, 3):
                run = self.suffer(world, ours, hours=hours)
                assert not ours.deleted(), f"an empty platform deleted {len(ours.deleted())} of {len(items)}"
                assert told(run), "an empty platform was not told"
            world.heal()
            items += news(world, 1, self.now)
            self.read(world, ours, hours=4, deep=self.deep)
            found(ours, items, "after everything came back")
            assert not ours.deleted(), f"everything came back, and {sorted(ours.deleted())} are deleted"

    def test_p24_a_refused_login_deletes_nothing(self) -> None:
        with self.stage("P24") as world, desk(self.channel(world)) as ours:
            items = history(world, FEW, self.now)
            self.read(world, ours)
            world.lock_out()
            for hours in (24, 25, 26):
                run = self.suffer(world, ours, hours=hours)
                assert run.error, "a refused login was not told as an error"
                assert not ours.deleted(), f"a refused login deleted {sorted(ours.deleted())}"
            world.heal()
            items += news(world, 1, self.now)
            self.read(world, ours, hours=48)
            found(ours, items, "after the login was in order again")

    def suffer(self, world: World, ours: Desk, *, hours: int) -> Run:
        """A deep run that may fail, so many hours after the first."""
        at = self.now + timedelta(hours=hours)
        world.clock(at)
        return ours.run(at, deep=self.deep, may_fail=True)


def told(run: Run) -> bool:
    """Whether a run says that something was not as it should be."""
    return bool(run.error or run.stopped or run.notices or any(coverage.note for coverage in run.coverage))
