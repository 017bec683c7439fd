"""User code for the type checkers: every public call once, as a user writes it. Checked, never run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from complaint_hub import (
    ApiKey,
    AsyncHub,
    Auth,
    Bearer,
    CaseworkError,
    ChannelError,
    Complaint,
    Counts,
    Deep,
    Event,
    Hub,
    Limit,
    Link,
    LocalChannel,
    NotFoundError,
    Notice,
    OAuth2,
    Page,
    Receipt,
    Relation,
    Request,
    Response,
    Run,
    Session,
    Skipped,
    State,
    Store,
    Subscribed,
    SyncReport,
    Token,
    WebhookCall,
    casework,
)
from complaint_hub.dashboard import Dashboard, Messages, gather, gather_public, messages, render
from complaint_hub.digest import Digest, Unanswered, addressed, digest, digest_text, unanswered, unanswered_text
from complaint_hub.evaluation import (
    ActionPlan,
    Inputs,
    Metric,
    Period,
    Ranking,
    Reconciliation,
    Scorecard,
    action_plan,
    details_of,
    monitor,
    ranking,
    read_official,
    read_performance,
    read_recap,
    read_targets,
    reconcile,
    scorecard,
)
from complaint_hub.export import (
    Content,
    Wanted,
    Written,
    action_plan_html,
    action_plan_xlsx,
    cases_csv,
    complaints_jsonl,
    guarded,
    monthly_xlsx,
    rapor_xlsx,
    read_cases_csv,
    redacted,
    unguarded,
)
from complaint_hub.receiver import receiver
from complaint_hub.registry import Finding, Officer, Registry, Unit, read_places
from complaint_hub.sla import (
    Clock,
    Closing,
    Moved,
    Oddity,
    Policy,
    Rule,
    Tally,
    Target,
    Verdict,
    check,
    closings,
    in_words,
    judge,
    moved,
    policy_of,
    sp4n,
    tally,
)
from complaint_hub.triage import Example, Measured, Rules, Suggestion, decided, measure, suggest
from complaint_hub.webhooks import meta_challenge, verify_google, verify_meta, verify_tiktok
from complaint_hub.worktime import Day, Hours, Season, Stretch, WorkCalendar, ramadan


@dataclass(frozen=True)
class Feed:
    """A channel of a third party, as a frozen dataclass."""

    account: str
    key: ApiKey
    name: str = "feed"
    limits: Mapping[str, Limit] = field(default_factory=lambda: {"calls": Limit(40, per="minute", shared="account")})

    @property
    def identities(self) -> Mapping[str, Auth]:
        consent = OAuth2("12-a.apps.example.org", "secret", "refresh", hosts=["feed.example.org"], app="project-1")
        return {"public": self.key, "owner": Bearer("token", hosts=["feed.example.org"]), "consent": consent}

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        seen: Mapping[str, str] = await session.marks(["1"])
        ids: Sequence[str] = await session.known(after=None, n=50, scope="a")
        try:
            response: Response = await session.ask(Request("GET", "https://feed.example.org/", draws={"calls": 1}))
        except NotFoundError as error:
            raise ChannelError("gone", status=error.status) from error
        complaint = Complaint(
            id="feed:1", channel="feed", account=self.account, native_id="1", created_at=session.now, text="jalan"
        )
        assert response.status == 200
        assert not seen
        assert not ids
        await session.emit(Page(state={"v": 1}, complaints=[complaint], marks={"1": "2"}))

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return NotFoundError("no such feed", request=str(request)) if response.status == 404 else None

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        return Page(missing=tuple(native_ids))


@dataclass(frozen=True)
class Box:
    """A channel of files."""

    path: Path
    name: str = "box"
    account: str = "office"

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        yield Page(state={"v": 1, "read": self.path.name})

    def reread(self, skipped: Skipped) -> Page:
        return Page()


def progress(channel: str, account: str, counts: Counts, requests: int) -> None:
    print(channel, account, counts.fetched, requests)


def use_hub(store: Store) -> SyncReport:
    feed = Feed("a", ApiKey("key", hosts=["feed.example.org"], header="X-Key", app="project"))
    box: LocalChannel = Box(Path("box.csv"))
    with Hub([feed, box], store=store, deep_every=timedelta(days=7), workers=4) as hub:
        report: SyncReport = hub.sync(deep="changed", budget=100, now=datetime.now(UTC), progress=progress)
        for complaint in hub.store.complaints(open=True):
            events: tuple[Event, ...] | None = complaint.timeline
            print(complaint.id, events)
    return report


async def use_async_hub() -> list[Run]:
    async with AsyncHub([Box(Path("box.csv"))], store="aduan.db") as hub:
        report = await hub.sync()
        again = await hub.reread()
    return [*report, *again]


def renew(auth: Auth, response: Response) -> Token | None:
    return auth.renewed(response, now=datetime.now(UTC)) if auth.renewal(None) is not None else None


def use_registry(path: Path, complaint: Complaint) -> list[str]:
    registry = Registry.load(path, places=read_places())
    unit: Unit | None = registry.unit_of(complaint.unit)
    officers: tuple[Officer, ...] = registry.officers(unit, at=date(2026, 11, 24))
    findings: list[Finding] = registry.check(at=date(2026, 11, 24))
    population: int | None = registry.population(complaint.district)
    return [*(officer.id for officer in officers), *(f.text for f in findings), str(population)]


def use_work_calendar(received: datetime, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    week = {day: ["07:30-12:00", "13:00-16:00"] for day in range(5)}
    trial = Season("uji coba", date(2026, 1, 1), date(2026, 6, 30), {0: ["08:00-12:00"]})
    calendar = WorkCalendar.indonesia(hours=Hours(week, ranges=[trial, *ramadan(week)]), zone="Asia/Makassar")
    due: datetime = calendar.add_seconds(received, 3600)
    hours: float = calendar.working_seconds(received, due) / 3600
    days: list[Day] = calendar.explain(calendar.local_day(received), calendar.add_days(date(2026, 1, 2), 14))
    told: list[Stretch] = calendar.explain_seconds(received, due)
    many: list[float] = calendar.working_seconds_of(starts, ends)
    later: list[int] = calendar.add_days_of(calendar.add_seconds_of(starts, 60), 3)
    counted: list[int] = calendar.working_days_of(later, ends)
    warning: str | None = calendar.warning(date(2028, 1, 3), hours=calendar.assured(2028))
    return [*(day.name for day in days), *(one.name for one in told), str(hours), str(many), str(counted), str(warning)]


def use_evaluation(store: Store, folder: Path, now: datetime) -> str:
    calendar = WorkCalendar.indonesia()
    letter = read_official(folder / "hasil.toml")
    card: Scorecard = scorecard(
        store.facts(),
        period=Period.parse("2026-TW3"),
        policy=sp4n(),
        calendar=calendar,
        now=now,
        by=("unit", "channel"),
        rows=lambda channel: store.facts(channel=channel),
        inputs=Inputs(population=1_200_000),
        details=details_of(store.complaints()),
        trend=True,
    )
    metric: Metric = card.metrics["followed_up_share"]
    best: Ranking = ranking(card, by="unit", metric=metric.name, minimum_n=5)
    found: Reconciliation = reconcile(
        card, letter, read_performance(folder / "kinerja.xlsx"), recap=read_recap(folder / "rekap.xlsx")
    )
    plan: ActionPlan = monitor(action_plan(card, letter, targets=read_targets(folder / "target.toml")), card)
    action_plan_xlsx(plan, folder / "rencana.xlsx", government="Kabupaten", zone=calendar.zone)
    page: str = action_plan_html(plan, government="Kabupaten", zone=calendar.zone)
    return f"{len(best.places)} {len(found.unexplained)} {page}"


def use_dashboard(store: Store, registry: Registry, now: datetime) -> list[str]:
    """The page of an office, and the one that it publishes."""
    policy, calendar = sp4n(warn_within=3), WorkCalendar.indonesia()
    page: Dashboard = gather(store, policy=policy, calendar=calendar, now=now, registry=registry, target=0.9)
    public = gather_public(store, policy=policy, calendar=calendar, now=now, least=10)
    said: Messages = messages(page)
    return [said.headline, render(page), render(public, public=True)]


def hand_in(store: Store, folder: Path, now: datetime) -> list[str]:
    content = Content(personal=True, confidential=False)
    wanted = Wanted(
        period=Period(2026), policy=sp4n(), calendar=WorkCalendar.indonesia(), now=now, government="Kabupaten",
        content=content,
    )  # fmt: skip
    made: Written = monthly_xlsx(store, folder / "rekap.xlsx", wanted)
    counts: Mapping[str, int] = rapor_xlsx(store, folder / "rapor.xlsx", wanted).rows
    cases_csv(store, folder / "aduan.csv", wanted, delimiter=",")
    complaints_jsonl(store, folder / "aduan.jsonl", channel="lapor", since=now, content=content)
    texts = [row["Ringkasan"] for row in read_cases_csv(folder / "aduan.csv", delimiter=",")]
    return [str(made.path), *counts, *texts, unguarded(guarded("=1+1")), redacted("081234567890", name="Siti")]


def use_time_limits(store: Store, now: datetime) -> list[str]:
    calendar = WorkCalendar.indonesia()
    own: Policy = policy_of("batas-waktu.toml", warn_within=3)
    stricter = Policy(name="SOP", rules=(Rule(clock=Clock.verify, target=1, source="SOP"), *own.rules))
    cases = list(store.cases(open=True))
    before: list[Verdict] = list(judge(cases, policy=own, calendar=calendar, now=now))
    moves: list[Moved] = moved(before, judge(cases, policy=stricter, calendar=calendar, now=now))
    limits: list[Target | None] = [verdict.limit for verdict in before]
    soon: list[Closing] = list(closings(cases, policy=sp4n(), calendar=calendar, now=now))
    counts: Tally = tally(store.facts(), policy=own, calendar=calendar, now=now)
    odd: list[Oddity] = check(stricter, today=calendar.local_day(now), units=["Dinas PUPR"])
    words = [in_words(verdict, calendar) for verdict in before]
    return [*words, *(move.words for move in moves), str((limits, soon, counts.overdue, odd))]


def use_casework(store: Store, registry: Registry, now: datetime) -> list[str]:
    sent: list[Event] = store.act(
        "lapor:9123456",
        lambda found: casework.forward(found, "pupr", by="petugas-07", at=now, now=now, registry=registry),
        now=now,
    )
    store.act(
        "lapor:9123456", lambda found: casework.undo(found, sent[0], text="salah", by="petugas-07", at=now), now=now
    )
    try:
        store.act("lapor:9123456", lambda found: casework.resolve(found, by="petugas-07", at=now), now=now)
    except CaseworkError as refused:
        return [refused.reason, *refused.values]
    link = Link(a="instagram:1", b="lapor:9123456", relation=Relation.transferred_to, by="petugas-07", at=now)
    noted: list[Event] = store.link(link, now=now)
    links: list[Link] = store.links("instagram:1")
    found = store.complaint("instagram:1")
    near: tuple[casework.Candidate, ...] = casework.duplicates(found, store.heads(), links=links) if found else ()
    return [one.b for one in near] + [event.key for event in noted]


def use_triage(store: Store, registry: Registry) -> list[str]:
    rules = Rules.load("pilah.toml", registry=registry)
    told: list[str] = []
    for head in store.heads(kind=None, open=True):
        found: tuple[Suggestion, ...] = suggest(head, rules, registry)
        told += [f"{one.field} {one.value} {one.rule} {one.words}" for one in found]
        told += [str(value) for value in decided(found).values()]
    examples = [Example(head, {"kind": head.kind}) for head in store.heads()]
    measured: Measured = measure(examples, rules, registry)
    return [*told, *(f"{row.label} {row.precision} {row.recall}" for row in measured.tallies)]


def use_digest(store: Store, registry: Registry, calendar: WorkCalendar, now: datetime) -> dict[str, str]:
    cases = list(store.cases(open=True))
    old: dict[str, datetime] = store.first_imported([case.lead.id for case in cases])
    made: Digest = digest(
        cases, policy=sp4n(warn_within=3), calendar=calendar, now=now, registry=registry, first_imported=old
    )
    page: Unanswered = unanswered(store.facts(), calendar=calendar, now=now, registry=registry)
    texts = {"all": digest_text(made, limit=3), "page": unanswered_text(page)}
    return texts | addressed(made, to="officer") | {part.unit or "": str(len(part.items)) for part in made.parts}


async def use_webhooks(hub: AsyncHub, call: WebhookCall, now: datetime) -> Receipt:
    receiver(hub, cap=100_000, refresh=False)
    verify_meta(call.body, call.headers, secrets=["one", "another"])
    verify_tiktok(call.body, {"TikTok-Signature": "t=1,s=2"}, secrets=["one"], now=now, tolerance=timedelta(seconds=5))
    claims = verify_google(call.headers, keys={"keys": []}, audience="https://a.example", email="a@b.example", now=now)
    challenge: bytes = meta_challenge(call.query, verify_token="ours")
    receipt: Receipt = await hub.receive("instagram", call)
    told: tuple[Notice, ...] = receipt.notices
    report: SyncReport = await hub.refresh(now=now)
    asked: tuple[Subscribed, ...] = await hub.subscriptions(now=now)
    return receipt if told and report.clean and claims and asked else Receipt(body=challenge)
