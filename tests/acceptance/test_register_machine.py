"""Random histories of a hand-kept sheet: whatever the office does to it, nothing is lost, and what doubles is named.

The histories are the same each time (``derandomize``). A matter is all versions of one text: whatever stands in the
store of one matter must have come from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complaint_hub.store import Store
from support.register_sheets import Office, bare, written

_WIB = ZoneInfo("Asia/Jakarta")
Row = dict[str, Any]

_WORDS = (
    "jalan lampu sampah pasar sungai antrean loket pupuk sekolah jembatan banjir petugas parkir trotoar pipa sumur "
    "kabel pohon warung terminal angkutan bidan poli resep kartu beras iuran makam lapangan drainase pagar tanggul"
).split()
_SHORT = ("Lampu mati", "Jalan rusak", "Air keruh")
_SOURCES = ("WhatsApp", "Telepon", "Surat")
_CHANGES = ("insert", "insert", "short", "typo", "typo", "date", "source", "status", "delete", "put back", "twice")

_change = st.tuples(st.sampled_from(_CHANGES), st.integers(0, 40), st.integers(0, 40))
_step = st.fixed_dictionaries(
    {
        "changes": st.lists(_change, max_size=2),
        "order": st.none() | st.integers(0, 5),
        "name": st.sampled_from(["a.csv", "a.csv", "a.csv", "a (2).csv", "a.xlsx"]),
        "split": st.none() | st.integers(0, 20),
    }
)
_histories = st.lists(_step, min_size=2, max_size=7)


class Desk:
    """The sheet as it stands on the desk, and what has become of each of its matters."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.office = folder, Office(store)
        self.rows: list[Row] = []
        self.taken_out: list[Row] = []
        self.matter: dict[str, int] = {}
        self.made = self.named = 0
        for n in range(4):
            self.insert(n * 7)

    def insert(self, day: int) -> None:
        """A matter of its own, in a dozen words that no other has."""
        number = len(self.matter)
        text = " ".join(Random(number).sample(_WORDS, 10))
        self._add(bare(_date(day), text, _SOURCES[day % 3], Kecamatan="", Status="Proses"), number)

    def _add(self, row: Row, matter: int) -> None:
        self.matter.setdefault(row["Isi"], matter)
        self.rows.append(row)
        self.made += 1

    def change(self, name: str, which: int, how: int) -> None:
        if not self.rows:
            self.insert(how)
        row = self.rows[which % len(self.rows)]
        match name:
            case "insert":
                self.insert(how)
            case "short":
                place = ("Wlingi", "Doko", "")[which % 3]
                text = _SHORT[how % 3]
                self._add(bare(_date(how), text, Kecamatan=place, Status="Proses"), 1_000 + how % 3)
            case "typo":
                matter, letters = self.matter[row["Isi"]], list(row["Isi"])
                letters[how % len(letters)] = "x"
                row["Isi"] = "".join(letters)
                self.matter.setdefault(row["Isi"], matter)
            case "date":
                row["Tanggal"] = _date(how)
            case "source":
                row["Sumber"] = _SOURCES[how % 3]
            case "status":
                row["Status"] = ("Proses", "Selesai", "")[how % 3]
            case "delete":
                self.rows.remove(row)
                self.taken_out.append(row)
            case "put back" if self.taken_out:
                self.rows.append(self.taken_out.pop())
            case "twice":
                self._add(dict(row), self.matter[row["Isi"]])
            case _:
                pass

    def hand_in(self, step: dict[str, Any]) -> None:
        for change in step["changes"]:
            self.change(*change)
        if not self.rows:
            return
        if step["order"] is not None:
            Random(step["order"]).shuffle(self.rows)
        before = self.state()
        told = self.office.hands_in(*self._files(step))
        self.named += _named(told)
        self.check(before, told, once=step["split"] is not None)

    def _files(self, step: dict[str, Any]) -> Sequence[Path]:
        if step["split"] is None:
            return [written(self.folder / step["name"], self.rows)]
        # Two sheets that have a third of the rows in common.
        third = max(1, len(self.rows) // 3)
        suffix = Path(step["name"]).suffix
        parts = [("awal", self.rows[: 2 * third]), ("akhir", self.rows[third:])]
        return [written(self.folder / f"{name}{suffix}", rows) for name, rows in parts if rows]

    def state(self) -> dict[str, int]:
        """Id → matter."""
        return {id: self.matter[text or ""] for id, text in self.office.texts.items()}

    def check(self, before: dict[str, int], told: str, *, once: bool) -> None:
        """Compare; *once*: of rows alike in two sheets nobody knows whether they are one, so one is enough."""
        after = self.state()
        assert {id: after[id] for id in before} == before, "an id never passes to another matter"
        held = Counter(
            (
                head.text,
                head.created_at.astimezone(_WIB).strftime("%Y-%m-%d"),
                head.source_detail,
                head.status_raw or "",
            )
            for head in self.office.store.heads()
        )
        wanted = Counter((row["Isi"], row["Tanggal"], row["Sumber"], row["Status"]) for row in self.rows)
        if once:
            wanted = Counter(wanted.keys())
        assert wanted <= held, f"lost: {wanted - held}\n{told}"
        assert len(after) <= self.made + self.named, f"doubled: {after.keys() - before.keys()}\n{told}"


def _named(told: str) -> int:
    """How many entries the notices name as doubtful or missing."""
    shown = len(re.findall(r"row \d+ may be|register/\S+ \(\d{4}-", told))
    return shown + sum(int(more) for more in re.findall(r" and (\d+) more", told))


def _date(day: int) -> str:
    return f"2026-01-{day % 28 + 1:02}"


@settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(_histories)
def test_nothing_is_lost_and_what_doubles_is_named(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("desk")
    with Store(folder / "aduan.db") as store:
        desk = Desk(folder, store)
        for step in history:
            desk.hand_in(step)
