"""Three clocks and a scorecard of a million regular cases: over arrays, and of a store.

Four ways to the same figures, which are compared before a clock runs: ours; a bare floor in numpy, which knows the
columns and the limits and looks working days up in prefix sums; pandas with numpy's business days; and, of the store,
the bare driver's reading of the facts. The figures are: outcomes of verify, first_response and resolution with their
limits, cases per status, how many were answered within a working day, and mean and median, in calendar and working
days, of follow-up, completion, first response and age of the open ones. (Ours tells more than that: every metric.)
Goals: at most 2 times the floor, at most 0.4 times pandas; of stored cases at most 2 times reading the facts and the
floor together, and at least 5 times as fast as validating every complaint.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from complaint_hub.evaluation import Scorecard, scorecard
from complaint_hub.facts import COLUMNS, MILESTONES, UNKNOWN, Coded, Facts, Instants
from complaint_hub.model import Author, Bucket, Complaint, Event, EventType, Form, Kind, Role, Source, Status
from complaint_hub.sla import Clock, Outcome, sp4n
from complaint_hub.store import Store
from complaint_hub.store.cases import ToldFact, put_facts
from complaint_hub.store.engine import Database
from complaint_hub.worktime import WorkCalendar

from .measure import machine
from .worktime import cpu

CASES, ROUNDS = 1_000_000, 7
_PART = 50_000
NOW = datetime(2024, 1, 15, 3, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY, _WIB = 86_400_000_000, 7 * 3_600_000_000
_STATUSES = ("received", "verified", "forwarded", "responded", "resolved", "closed")
_OPEN = np.array([Status(name).open for name in _STATUSES])
_FINISHED = np.array([Status(name).bucket is Bucket.finished for name in _STATUSES])
_LIMITS = {Clock.verify: 3, Clock.first_response: 5}
_RESOLUTION = np.array([14, 60, 5, 5])
"""Of a complaint without and with oversight, an aspiration, and a request for information."""


def table(n: int) -> dict[str, Any]:
    """Columns of regular reports of 2023: instants, UNKNOWN where none; statuses and classes as numbers."""
    dice = np.random.default_rng(2023)
    first = int((datetime(2022, 12, 31, 17, tzinfo=UTC) - _EPOCH) / timedelta(microseconds=1))
    received = first + dice.integers(0, 365 * 86_400, n) * 1_000_000

    def after(start: Any, days: float) -> Any:
        return start + (dice.exponential(days * 86_400, n).astype(np.int64) + 1) * 1_000_000

    verified = after(received, 1)
    forwarded = after(verified, 1)
    answered = after(forwarded, 4)
    resolved = after(answered, 8)
    status = dice.choice(len(_STATUSES), n, p=[0.02, 0.03, 0.05, 0.1, 0.5, 0.3])
    found = {"received": np.sort(received)}
    order = np.argsort(received)
    for name, values, least in (
        ("verified", verified, 1),
        ("forwarded", forwarded, 2),
        ("followed_up", answered, 3),
        ("resolved", resolved, 4),
    ):
        found[name] = np.where(status >= least, values, UNKNOWN)[order]
    return found | {
        "status": status[order].astype(np.int8),
        "class": dice.choice(4, n, p=[0.6, 0.05, 0.15, 0.2]).astype(np.int8),
        "unit": dice.integers(0, 60, n).astype(np.int8),
        "category": dice.integers(0, 40, n).astype(np.int8),
        "district": dice.integers(0, 22, n).astype(np.int8),
    }


def facts_of(rows: dict[str, Any]) -> Facts:
    """The same as facts."""
    n = rows["received"].size
    none, zero = np.full(n, UNKNOWN), np.zeros(n, np.int8)
    instants = dict.fromkeys(MILESTONES, none) | {
        "received": rows["received"],
        "verified": rows["verified"],
        "forwarded": rows["forwarded"],
        "first_human": rows["followed_up"],
        "followed_up": rows["followed_up"],
        "first_resolved": rows["resolved"],
        "last_resolved": rows["resolved"],
        "ended": rows["resolved"],
    }
    ids = [f"lapor:{i}" for i in range(n)]
    kinds = np.array([0, 0, 1, 2], np.int8)
    columns: dict[str, Any] = dict.fromkeys(COLUMNS, Coded(zero, (None,)))
    columns |= {name: Instants(micros) for name, micros in instants.items()}
    columns |= dict.fromkeys(("irregular", "linked", "reopened", "returned", "undated_end"), Coded(zero, (False,)))
    columns |= {
        "id": ids,
        "case": ids,
        "channel": Coded(zero, ("lapor",)),
        "account": Coded(zero, ("Kabupaten Blitar",)),
        "form": Coded(zero, ("report",)),
        "kind": Coded(kinds.take(rows["class"]), ("complaint", "aspiration", "information_request")),
        "oversight": Coded((rows["class"] == 1).astype(np.int8), (False, True)),
        "status": Coded(rows["status"], _STATUSES),
        "unit": Coded(rows["unit"], [f"Dinas {i}" for i in range(60)]),
        "category": Coded(rows["category"], [f"topik {i}" for i in range(40)]),
        "district": Coded(rows["district"], [f"Kecamatan {i}" for i in range(22)]),
        "day_only": Coded(zero, (0,)),
    }
    return Facts(columns, lambda: iter(()))


# The floor


class Floor:
    """Bare numpy: the local day of each instant, and prefix sums of working days."""

    def __init__(self, calendar: WorkCalendar) -> None:
        days = np.arange((calendar.last - calendar.first).days + 1)
        dates = np.datetime64(calendar.first) + days
        off = np.isin(dates, np.array([one.date for one in calendar.days_off], "datetime64[D]"))
        works = ((days + calendar.first.weekday()) % 7 < 5) & ~off
        self.through = np.cumsum(works).astype(np.int32)
        self.before = self.through - works
        self.origin = (calendar.first - date(1970, 1, 1)).days

    def day(self, micros: Any) -> Any:
        """The number of the local day."""
        return (micros + _WIB) // _DAY - self.origin

    def __call__(self, rows: dict[str, Any]) -> dict[str, Any]:
        """All figures."""
        known = {name: rows[name] != UNKNOWN for name in ("verified", "forwarded", "followed_up", "resolved")}
        days = {"received": self.day(rows["received"])}
        for name, have in known.items():
            days[name] = self.day(np.where(have, rows[name], rows["received"]))
        now = int((NOW - _EPOCH) / timedelta(microseconds=1))
        today = int(self.day(np.int64(now)))
        through = {name: self.through[day] for name, day in days.items()}
        is_open = _OPEN[rows["status"]]
        found: dict[str, Any] = {"statuses": np.bincount(rows["status"], minlength=len(_STATUSES)).tolist()}
        asked = {
            Clock.verify: (through["received"], "verified", _LIMITS[Clock.verify]),
            Clock.first_response: (
                np.where(known["forwarded"], through["forwarded"],
                         np.where(known["verified"], through["verified"], through["received"])),
                "followed_up", _LIMITS[Clock.first_response],
            ),
            Clock.resolution: (
                np.where(known["forwarded"], through["forwarded"],
                         np.where(known["verified"], through["verified"], through["received"])),
                "resolved", _RESOLUTION[rows["class"]],
            ),
        }  # fmt: skip
        for one, (start, end, limit) in asked.items():
            ended = known[end]
            late = np.where(ended, self.before[days[end]], self.before[today]) - start >= limit
            risky = start + limit - self.through[today] <= 1
            found[one] = {
                Outcome.met: int((ended & ~late).sum()),
                Outcome.met_late: int((ended & late).sum()),
                Outcome.breached: int((~ended & late).sum()),
                Outcome.at_risk: int((~ended & ~late & risky).sum()),
                Outcome.running: int((~ended & ~late & ~risky).sum()),
            }
        spans = {
            "follow_up": ("forwarded", "followed_up", known["followed_up"]),
            "completion": ("received", "resolved", known["resolved"]),
            "first_response": ("received", "followed_up", known["followed_up"]),
        }
        for name, (start, end, have) in spans.items():
            self._span(found, name, (rows[end] - rows[start])[have], (through[end] - through[start])[have])
            if name == "first_response":
                found["within"] = int(((through[end] - through[start])[have] <= 1).sum())
        self._span(
            found, "backlog_age", (now - rows["received"])[is_open],
            (self.through[today] - through["received"])[is_open],
        )  # fmt: skip
        return found

    @staticmethod
    def _span(found: dict[str, Any], name: str, calendar: Any, working: Any) -> None:
        found[f"{name} days"] = (
            float(calendar.mean() / _DAY),
            float(working.mean()),
            float(np.median(calendar) / _DAY),
            float(np.median(working)),
        )


# pandas


def frame(rows: dict[str, Any]) -> Any:
    """The columns as a frame, with its own instants."""
    names = ("received", "verified", "forwarded", "followed_up", "resolved")
    held = {name: rows[name].astype("datetime64[us]") for name in names}
    return pd.DataFrame(
        held
        | {
            "status": pd.Categorical.from_codes(rows["status"], list(_STATUSES)),
            "limit": _RESOLUTION[rows["class"]],
        }
    )


def with_pandas(held: Any, days: Any) -> dict[str, Any]:
    """All figures, by numpy's business days."""
    local = {
        name: (held[name] + pd.Timedelta(hours=7)).to_numpy("datetime64[D]")
        for name in ("received", "verified", "forwarded", "followed_up", "resolved")
    }
    today = np.datetime64((NOW + timedelta(hours=7)).date())
    start = held["forwarded"].fillna(held["verified"]).fillna(held["received"])
    from_day = (start + pd.Timedelta(hours=7)).to_numpy("datetime64[D]")
    found: dict[str, Any] = {"statuses": held["status"].value_counts(sort=False).tolist()}
    for one, begins, ended, limit in (
        (Clock.verify, local["received"], "verified", 3),
        (Clock.first_response, from_day, "followed_up", 5),
        (Clock.resolution, from_day, "resolved", held["limit"].to_numpy()),
    ):
        due = np.busday_offset(begins, limit, roll="preceding", busdaycal=days)
        have = held[ended].notna().to_numpy()
        late = np.where(have, local[ended], today) > due
        left = np.busday_count(today + 1, due + 1, busdaycal=days)
        counted = pd.Series(
            np.select(
                [have & ~late, have & late, late, left <= 1], ["met", "met_late", "breached", "at_risk"], "running"
            )
        ).value_counts()
        found[one] = {Outcome(name): int(counted.get(name, 0)) for name in
                      ("met", "met_late", "breached", "at_risk", "running")}  # fmt: skip
    for name, begins, ends in (
        ("follow_up", "forwarded", "followed_up"),
        ("completion", "received", "resolved"),
        ("first_response", "received", "followed_up"),
    ):
        have = held[ends].notna().to_numpy()
        took = (held[ends] - held[begins]).dropna()
        working = pd.Series(np.busday_count(local[begins][have] + 1, local[ends][have] + 1, busdaycal=days))
        found[f"{name} days"] = _of(took, working)
        if name == "first_response":
            found["within"] = int((working <= 1).sum())
    is_open = held["status"].isin([name for name in _STATUSES if Status(name).open]).to_numpy()
    age = pd.Timestamp(NOW).tz_localize(None) - held["received"][is_open]
    found["backlog_age days"] = _of(
        age, pd.Series(np.busday_count(local["received"][is_open] + 1, today + 1, busdaycal=days))
    )
    return found


def _of(took: Any, working: Any) -> tuple[float, float, float, float]:
    day = pd.Timedelta(days=1)
    return (took.mean() / day, float(working.mean()), took.median() / day, float(working.median()))


# Ours


def figures(card: Scorecard) -> dict[str, Any]:
    """What the others say, from our card."""
    statuses = card.buckets
    found: dict[str, Any] = {
        "buckets": {bucket: statuses[bucket] for bucket in Bucket},
        "within": card.tally.within_one_day,
    }
    for one in (Clock.verify, Clock.first_response, Clock.resolution):
        found[one] = dict(card.on_time[one].outcomes)
    for name in ("follow_up", "completion", "first_response", "backlog_age"):
        mean, median = card.spans[f"mean_{name}"], card.spans[f"median_{name}"]
        found[f"{name} days"] = (mean.calendar_days, mean.working_days, median.calendar_days, median.working_days)
    return found


def same(ours: dict[str, Any], theirs: dict[str, Any], *, exact: bool) -> None:
    """Raise, if two ways differ: counts in anything, means and medians by more than rounding."""
    buckets: dict[Bucket, int] = dict.fromkeys(Bucket, 0)
    for name, n in zip(_STATUSES, theirs["statuses"], strict=True):
        buckets[Status(name).bucket] += n
    assert ours["buckets"] == buckets, (ours["buckets"], buckets)
    assert ours["within"] == theirs["within"]
    for one in (Clock.verify, Clock.first_response, Clock.resolution):
        told = {outcome: n for outcome, n in theirs[one].items() if n}
        assert ours[one] == told, (one, ours[one], told)
    for name in ("follow_up", "completion", "first_response", "backlog_age"):
        mine, other = ours[f"{name} days"], theirs[f"{name} days"]
        assert np.allclose(mine, other, rtol=1e-12 if exact else 1e-9, atol=0), (name, mine, other)


def over_arrays(calendar: WorkCalendar) -> dict[str, float]:
    """CPU seconds of each way, over arrays."""
    rows = table(CASES)
    facts, floor, held = facts_of(rows), Floor(calendar), frame(rows)
    days = np.busdaycalendar(holidays=[off.date for off in calendar.days_off])
    policy = sp4n()

    def ours() -> Scorecard:
        return scorecard(facts, year=2023, policy=policy, calendar=calendar, now=NOW)

    told = figures(ours())
    same(told, floor(rows), exact=True)
    same(told, with_pandas(held, days), exact=False)
    return cpu({"floor": lambda: floor(rows), "pandas": lambda: with_pandas(held, days), "ours": ours}, rounds=ROUNDS)


# Of a store


def fill(path: Path, rows: dict[str, Any]) -> None:
    """A store with these cases: words as an export has them, and their facts as the store itself writes them."""
    with Store(path):
        pass
    told = facts_of(rows)
    received = told.columns["received"]
    database = Database.open(path)
    each = enumerate(told.rows(), start=1)
    for start in range(0, len(told), _PART):
        with database.write() as conn:
            put_facts(conn, [ToldFact(n, fact) for n, fact in islice(each, _PART)])
            conn.exec_driver_sql(
                "INSERT INTO complaint (n, id, channel, account, native_id, created_at, body, digest, revision, status,"
                " open) VALUES (?, ?, 'lapor', 'Kabupaten Blitar', ?, ?, ?, x'00', 1, 'closed', 0)",
                [
                    (n + 1, f"lapor:{n}", str(n), received[n], _words(n, cast("int", received[n])))
                    for n in range(start, min(start + _PART, len(told)))
                ],
            )
    database.close()


def _words(n: int, received: int) -> str:
    created = (_EPOCH + timedelta(microseconds=received)).isoformat()
    return Complaint(
        id=f"lapor:{n}",
        channel="lapor",
        account="Kabupaten Blitar",
        native_id=str(n),
        form=Form.report,
        kind=Kind.complaint,
        title=f"Jalan berlubang di RT {n % 40}",
        text="Jalan di depan pasar berlubang sejak musim hujan dan sudah dua kali membuat pengendara jatuh. " * 3,
        author=Author(name=f"Pelapor {n}"),
        category=f"topik {n % 40}",
        unit=f"Dinas {n % 60}",
        district=f"Kecamatan {n % 22}",
        external_ids={"tracking": f"{n:08}"},
        created_at=datetime.fromisoformat(created),
    ).model_dump_json(exclude_unset=True)


_PATH = (EventType.verified, EventType.forwarded, EventType.message, EventType.resolved)


def _event(kind: EventType) -> str:
    """What the store keeps of an event."""
    return Event(
        complaint="lapor:1",
        key=f"{kind}:1",
        type=kind,
        at=NOW,
        source=Source.imported,
        role=Role.agency if kind is EventType.message else None,
        text="Terima kasih, laporan Saudara kami teruskan." if kind is EventType.message else None,
        status=None if kind is EventType.message else Status(kind),
        unit="Dinas PUPR",
    ).model_dump_json(exclude_unset=True)


def of_a_store(calendar: WorkCalendar) -> dict[str, float]:
    """CPU seconds of each way, of a million stored cases."""
    rows, floor, policy = table(CASES), Floor(calendar), sp4n()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aduan.db"
        fill(path, rows)
        with Store(path, read_only=True) as store, closing(sqlite3.connect(path)) as database:

            def ours() -> Scorecard:
                return scorecard(store.facts(), year=2023, policy=policy, calendar=calendar, now=NOW)

            def reading() -> list[Any]:
                # What the store has to read: the same facts, as they are stored.
                return database.execute('SELECT id, "case", packed FROM fact').fetchall()

            def validating() -> int:
                words = database.execute("SELECT body FROM complaint")
                return sum(Complaint.model_validate_json(body) is not None for (body,) in words)

            def with_timelines() -> int:
                # As ``Store.complaints`` hands them over; of a tenth, and told for all.
                words = database.execute("SELECT body FROM complaint WHERE n % 10 = 0")
                events = [[_event(kind) for kind in _PATH[:reached]] for reached in range(len(_PATH) + 1)]
                reached = np.minimum(rows["status"], len(_PATH)).tolist()
                done = 0
                for n, (body,) in enumerate(words):
                    done += Complaint.model_validate_json(body) is not None
                    done += sum(Event.model_validate_json(event) is not None for event in events[reached[n]])
                return done

            same(figures(ours()), floor(rows), exact=True)
            ways: dict[str, Callable[[], object]] = {
                "reading": reading,
                "floor": lambda: floor(rows),
                "store.facts": store.facts,
                "ours": ours,
            }
            taken = cpu(ways, rounds=3)
            taken |= cpu({"validating": validating, "with timelines": with_timelines}, rounds=1)
            return taken | {"with timelines": taken["with timelines"] * 10}


def main() -> None:
    """Measure and print."""
    calendar = WorkCalendar.indonesia()
    taken = over_arrays(calendar)
    print(f"scorecard ({machine('numpy', 'pandas')})")
    for name, seconds in taken.items():
        print(f"  {name:<20}{seconds * 1e3:8,.0f} ms, {CASES:,} cases over arrays")
    print(f"  ratio  {taken['ours'] / taken['floor']:.2f} times the floor (goal: at most 2)")
    print(f"  ratio  {taken['ours'] / taken['pandas']:.2f} times pandas (goal: at most 0.4)")
    stored = of_a_store(calendar)
    for name, seconds in stored.items():
        print(f"  {name:<20}{seconds * 1e3:8,.0f} ms, {CASES:,} stored cases")
    ratio = stored["ours"] / (stored["reading"] + stored["floor"])
    print(f"  ratio  {ratio:.2f} times reading the facts by the bare driver and the floor (goal: at most 2)")
    quicker = stored["validating"] / stored["ours"]
    print(f"  ratio  {quicker:.1f} times as fast as validating every complaint (goal: at least 5)")
    whole = stored["with timelines"] / stored["ours"]
    print(f"  ratio  {whole:.1f} times as fast as validating every complaint with its events")


if __name__ == "__main__":
    main()
