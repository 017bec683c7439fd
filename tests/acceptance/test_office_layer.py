"""What the office said stays as it was, whatever a channel says, repeats, edits or deletes.

The histories are the same each time (``derandomize``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.youtube_runs import tell
from complaint_hub import casework
from complaint_hub.contract import EVERY_SCOPE, Page
from complaint_hub.errors import CaseworkError
from complaint_hub.model import Complaint, Event, Kind, Link, Relation, Role, Source, Status
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.store import Store
from complaint_hub.timeline import OFFICE_FIELDS, office_values
from support.register_sheets import Office, bare, written
from support.rows import DAY, START, Runs, act, head, reply

UNITS = ("Dinas PUPR", "Dinas Sosial")
KINDS = (Kind.complaint, Kind.aspiration, Kind.spam)


def decided(which: int, how: int, at: datetime) -> Callable[[Complaint], Event | tuple[Event, ...]]:
    """One of all acts; it may be an impossible one."""
    sign: dict[str, Any] = {"by": f"petugas-{how % 3}", "at": at, "now": at}
    return (
        lambda c: casework.triage(c, kind=KINDS[how % 3], district="Wlingi", priority="tinggi", **sign),
        lambda c: casework.forward(c, UNITS[how % 2], **sign),
        lambda c: casework.return_(c, "bukan kami", **sign),
        lambda c: casework.postpone(c, "menunggu", **sign),
        lambda c: casework.resume(c, **sign),
        lambda c: casework.extend(c, "perlu", amount=1 + how % 5, **sign),
        lambda c: casework.resolve(c, text="selesai", **sign),
        lambda c: casework.reopen(c, "belum beres", **sign),
        lambda c: casework.note(c, f"catatan {how}", **sign),
        lambda c: casework.evidence(c, links=[f"https://contoh.example/{how}.jpg"], **sign),
        lambda c: casework.undo(c, Random(how).choice(c.timeline or (reply("m"),)), text="salah", **sign),
    )[which % 11]


@dataclass
class Layer:
    """The office's layer of a store, as it was after its last act."""

    store: Store
    refused: int = 0
    done: int = 0
    kept: dict[str, object] = field(default_factory=dict[str, object])

    def act(self, complaint: str, decide: Callable[[Complaint], Any], now: datetime) -> None:
        try:
            self.store.act(complaint, decide, now=now)
            self.done += 1
        except CaseworkError:
            assert self.told() == self.kept  # nothing was stored half
            self.refused += 1
        self.keep()

    def keep(self) -> None:
        self.kept = self.told()

    def told(self) -> dict[str, object]:
        """Every event of the office, what it says of each complaint, and the links."""
        return {row.id: self._row(row) for row in self.store.complaints()}

    def _row(self, row: Complaint) -> object:
        timeline = row.timeline or ()
        acts = [event for event in timeline if event.source is Source.office]
        values = office_values(acts)
        shown = row.model_dump(mode="json", include={*OFFICE_FIELDS, "unit"} & values.keys())
        assert shown == values  # what counts is what the office said
        return acts, values, self.store.links(row.id)

    def holds(self) -> None:
        now = self.told()
        assert {name: now[name] for name in self.kept} == self.kept


_NAMES = ("act",) * 5 + ("link", "say", "say", "thread", "sheet", "sweep", "sweep")
# Drawn from lists: whole numbers would be small ones most of the time.
_step = st.tuples(*map(st.sampled_from, (_NAMES, range(4), range(11), range(21))))
_STATUSES = (None, Status.received, Status.in_progress, Status.closed, Status.archived, Status.forwarded)


def lives(layer: Layer, runs: Runs, step: tuple[str, int, int, int], n: int) -> None:
    """One step: of the office, which may change its layer, or of a channel, which may not."""
    name, which, how, more = step
    complaint = f"lapor:{which}"
    if name == "act":
        runs.now += DAY
        layer.act(complaint, decided(how, more, runs.now), runs.now)
        return
    if name == "link":
        try:
            layer.store.link(Link(a=complaint, b=f"lapor:{how % 4}", relation=list(Relation)[more % 3], at=runs.now))
        except ValueError:
            layer.refused += 1
        layer.keep()
        return
    runs(page(name, which, how, more, n))
    layer.holds()


def page(name: str, which: int, how: int, more: int, n: int) -> Page:
    complaint = f"lapor:{which}"
    if name == "say":
        told: dict[str, Any] = {"text": f"teks {more}", "unit": UNITS[more % 2], "kind": KINDS[more % 3]}
        told |= {"district": "Talun", "priority": "rendah"} if more > 10 else {}
        return Page(complaints=[head(str(which), status=_STATUSES[how % 6], **told)])
    if name == "thread":
        messages = [reply(f"m{i}", complaint, text=f"{i} {more}", role=Role.agency) for i in range(how % 4)]
        return Page(events=messages, complete=frozenset({complaint}))
    if name == "sheet":
        at = START + (1 + how % 3) * DAY if more % 3 else None
        cell = act("forwarded", "Tanggal Disposisi:1", complaint, source=Source.imported, at=at)  # type: ignore[arg-type]  # its text
        return Page(events=[cell.model_copy(update={"status": Status.forwarded if at else None})])
    # A full walk that does not meet this one, and the platform's own word that it is gone.
    seen = [head(str(i)) for i in range(4) if i != which or how % 2]
    return Page(complaints=seen, walk=f"w{n}", swept=(EVERY_SCOPE,), missing=() if how % 2 else (str(which),))


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with four complaints, to be copied."""
    path = tmp_path_factory.mktemp("four") / "aduan.db"
    with Store(path) as store:
        Runs(store).say(*(head(str(i)) for i in range(4)))
    return path


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(history=st.lists(_step, min_size=10, max_size=40))
def test_no_channel_touches_what_the_office_said(four: Path, history: list[tuple[str, int, int, int]]) -> None:
    with TemporaryDirectory() as folder, Store(copy(four, folder)) as store:
        runs, layer = Runs(store), Layer(store)
        runs.now += DAY
        layer.keep()
        for n, step in enumerate(history):
            lives(layer, runs, step, n)


@pytest.mark.parametrize("seed", range(3))
def test_syncs_edits_and_deletions_on_youtube_leave_the_office_s_layer(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    world = sandbox.build(seed, videos=2, threads=8)
    with tell(world, tmp_path / "aduan.db") as story:
        story.run()
        layer = Layer(story.hub.store)
        layer.keep()
        for n in range(24):
            world.advance(days=1)
            threads = sorted(world.threads)
            complaint = f"youtube:{dice.choice(threads)}"
            layer.act(complaint, decided(dice.randrange(11), dice.randrange(20), world.clock), world.clock)
            thread = dice.choice(threads)
            dice.choice(
                (
                    lambda t=thread: world.delete(t),
                    lambda t=thread: world.restore(t),
                    lambda t=thread, n=n: world.edit(t, f"Teks baru {n}"),
                    lambda t=thread, n=n: world.add_reply(t, f"Balasan {n}"),
                    lambda: None,
                )
            )()
            run = story.run(deep=dice.choice((False, False, "changed", "full")))
            assert run.error is None
            layer.holds()
        assert layer.done > 5
        assert any(row.deleted_at for row in layer.store.heads())


@pytest.mark.parametrize("seed", range(3))
def test_a_register_read_again_and_corrected_leaves_the_office_s_layer(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    rows = [
        bare(f"{day} Jan 2026", f"Aduan nomor {day} tentang jalan rusak di dusun", OPD="Dishub") for day in (1, 2, 3)
    ]
    with Store(tmp_path / "aduan.db") as store:
        desk, layer = Office(store), Layer(store)
        desk.hands_in(written(tmp_path / "a.csv", rows))
        layer.keep()
        for n in range(12):
            row = dice.choice(rows)
            row[dice.choice(("Status", "OPD"))] = dice.choice(("Selesai", "Proses", "Dinas PUPR", ""))
            row.setdefault("Status", "")
            for other in rows:
                other.setdefault("Status", "")
            dice.shuffle(rows)
            now = START + timedelta(days=n)
            layer.act(dice.choice(sorted(desk.texts)), decided(dice.randrange(11), n, now), now)
            desk.hands_in(written(tmp_path / f"b{n}.csv", rows))
            layer.holds()
        assert len(desk.texts) == 3
        assert layer.done > 2
