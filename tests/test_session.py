"""One request from its signature to its judgement, in both worlds, without a network."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest

from complaint_hub._books import Books
from complaint_hub._limits import limit_key, quota_day, stop_of
from complaint_hub._session import LiveSession
from complaint_hub.contract import Limit, Page, Request, Response
from complaint_hub.errors import (
    AuthError,
    BusyError,
    ConfigError,
    NotFoundError,
    PayloadError,
    QuotaError,
    RateLimitError,
    RejectedError,
    StoreError,
    UnavailableError,
)
from support.memory_store import MemoryStore
from support.talking import HOST, NOW, RotatingAuth, Talking, head, key, request
from support.worlds import Answer, World, json_answer

T = TypeVar("T")
UNITS = {"units": Limit(10, per="day", zone="America/Los_Angeles", shared="app")}


class Desk:
    """A session with all that stands behind it."""

    def __init__(self, answer: Answer, *, looping: bool, channel: Talking, budget: int | None, now: datetime) -> None:
        self.world = World(answer, looping=looping)
        self.store = MemoryStore()
        self.channel = channel
        self.now = now
        self.books = self._books()
        self.session = self._session(budget)

    def _books(self) -> Books:
        store: Any = self.store
        return Books(
            self.channel.name, self.channel.account, store=store, io=self.world, now=NOW, clock=lambda: self.now
        )

    def _session(self, budget: int | None = None) -> LiveSession:
        store: Any = self.store
        return LiveSession(self.channel, self.books, store=store, io=self.world, budget=budget)

    def another_run(self) -> None:
        self.books = self._books()
        self.session = self._session()

    def run(self, say: Callable[[LiveSession], Awaitable[T]]) -> T:
        async def main() -> T:
            return await say(self.session)

        return self.world.run(main())

    def ask(self, asked: Request | None = None) -> Response:
        return self.run(lambda session: session.ask(asked or request()))


MakeDesk = Callable[..., Desk]


@pytest.fixture(params=["blocking", "looping"])
def desk(request: pytest.FixtureRequest) -> MakeDesk:
    def make(
        answer: Answer | Response | Exception,
        *,
        channel: Talking | None = None,
        budget: int | None = None,
        now: datetime = NOW,
    ) -> Desk:
        def fixed(asked: Request, headers: Mapping[str, str]) -> Response:
            if isinstance(answer, Exception):
                raise answer
            assert isinstance(answer, Response)
            return answer

        says = answer if callable(answer) else fixed
        looping = request.param == "looping"
        return Desk(says, looping=looping, channel=channel or Talking(limits=UNITS), budget=budget, now=now)

    return make


def one_after_the_other(*answers: Response | Exception) -> Answer:
    """Give these answers in turn, the last one for ever."""
    rest = list(answers)

    def answer(asked: Request, headers: Mapping[str, str]) -> Response:
        given = rest.pop(0) if len(rest) > 1 else rest[0]
        if isinstance(given, Exception):
            raise given
        return given

    return answer


# --- sign


def test_a_request_is_signed_by_the_identity_it_names(desk: MakeDesk) -> None:
    channel = Talking(identities={"public": key("canary-public"), "owner": key("canary-owner")})
    made = desk(json_answer(), channel=channel)
    made.ask(request(identity="owner"))
    assert made.world.headers == [{"X-Goog-Api-Key": "canary-owner"}]


@pytest.mark.parametrize(
    ("secret", "told"), [("canary-key-1", b'{"api_key:***": "***"}'), ("short", b'{"api_key:short": "short"}')]
)
def test_an_answer_that_repeats_the_credential_arrives_without_it(desk: MakeDesk, secret: str, told: bytes) -> None:
    channel = Talking(identities={"public": key(secret)})
    made = desk(json_answer(f'{{"api_key:{secret}": "{secret}"}}'), channel=channel)
    assert made.ask().body == told


def test_an_unknown_identity_is_a_config_error_that_lists_the_known_ones(desk: MakeDesk) -> None:
    made = desk(json_answer())
    with pytest.raises(ConfigError, match=r"'owner'.*configured: public"):
        made.ask(request(identity="owner"))
    assert made.world.requests == []


def test_a_credential_never_goes_to_another_host(desk: MakeDesk) -> None:
    made = desk(json_answer())
    with pytest.raises(RejectedError, match=f"only for {HOST}"):
        made.ask(Request("GET", "https://evil.example.org/items"))
    assert made.world.requests == []


# --- count


def test_units_are_counted_before_the_request_and_for_each_attempt(desk: MakeDesk) -> None:
    counted: list[int] = []

    def answer(asked: Request, headers: Mapping[str, str]) -> Response:
        counted.append(sum(made.store.ledger.values()))
        return Response(503 if len(counted) < 3 else 200, {}, b"")

    made = desk(answer)
    made.ask(request(draws={"units": 2}))
    assert counted == [2, 4, 6]
    assert (made.books.requests, made.books.spent) == (3, {"units": 6})


def test_an_unknown_limit_is_a_config_error(desk: MakeDesk) -> None:
    with pytest.raises(ConfigError, match=r"draws on 'points'.*it has: units"):
        desk(json_answer()).ask(request(draws={"points": 1}))


def test_a_spent_quota_stops_before_the_request_and_says_until_when(desk: MakeDesk) -> None:
    made = desk(json_answer())
    made.ask(request(draws={"units": 10}))
    with pytest.raises(QuotaError) as caught:
        made.ask(request(draws={"units": 1}))
    assert len(made.world.requests) == 1
    assert caught.value.resets_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_the_quota_begins_anew_at_midnight_of_its_own_zone(desk: MakeDesk) -> None:
    made = desk(json_answer(), now=datetime(2026, 11, 24, 7, 59, tzinfo=UTC))
    made.ask(request(draws={"units": 10}))
    made.now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    made.ask(request(draws={"units": 10}))
    assert sorted(window for _, window in made.store.ledger) == ["2026-11-23", "2026-11-24"]


def test_a_platform_that_says_spent_marks_the_window_for_every_process(desk: MakeDesk) -> None:
    made = desk(json_answer(status=403, x_quota="1"))
    with pytest.raises(QuotaError) as caught:
        made.ask(request(draws={"units": 1}))
    assert caught.value.resets_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    made.another_run()
    with pytest.raises(QuotaError):
        made.ask(request(draws={"units": 1}))
    assert len(made.world.requests) == 1


def test_the_budget_of_a_run_stops_it_as_its_own_reason(desk: MakeDesk) -> None:
    made = desk(json_answer(), budget=3)
    made.ask(request(draws={"units": 2}))
    with pytest.raises(QuotaError, match="budget") as caught:
        made.ask(request(draws={"units": 2}))
    assert len(made.world.requests) == 1
    assert stop_of(caught.value, at=NOW).reason == "budget"


def test_a_limit_per_minute_is_a_pace_and_no_quota(desk: MakeDesk) -> None:
    made = desk(json_answer(), channel=Talking(limits={"calls": Limit(40, per="minute", shared="account")}))
    made.ask(request(draws={"calls": 2}))
    assert made.world.paced == [("talking:calls:a", 3.0)]
    assert made.store.ledger == {}
    assert made.books.spent == {}


@pytest.mark.parametrize(("shared", "owner"), [("app", "project-1"), ("account", "a"), ("identity", key().key)])
def test_a_limit_is_counted_by_whoever_shares_it(shared: Any, owner: str) -> None:
    channel = Talking(limits={"units": Limit(1, per="day", shared=shared)})
    assert limit_key(channel, "units", key()) == f"talking:units:{owner}"


@pytest.mark.parametrize(
    ("moment", "window", "resets_at"),
    [
        ("2026-03-08T09:00", "2026-03-08", "2026-03-09T07:00"),  # the night in which Los Angeles loses an hour
        ("2026-11-01T06:59", "2026-10-31", "2026-11-01T07:00"),
        ("2026-11-01T07:00", "2026-11-01", "2026-11-02T08:00"),  # a day of 25 hours
    ],
)
def test_a_day_of_quota_follows_summer_time(moment: str, window: str, resets_at: str) -> None:
    instant = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    reset = datetime.fromisoformat(resets_at).replace(tzinfo=UTC)
    assert quota_day("America/Los_Angeles", instant) == (window, reset)


# --- judge and retry


def test_an_unavailable_platform_is_tried_five_times(desk: MakeDesk) -> None:
    made = desk(json_answer(status=503))
    with pytest.raises(UnavailableError) as caught:
        made.ask()
    assert len(made.world.requests) == 5
    assert (caught.value.channel, caught.value.request) == ("talking", f"GET https://{HOST}/items")


def test_a_torn_answer_is_asked_for_again(desk: MakeDesk) -> None:
    made = desk(one_after_the_other(UnavailableError("cut"), json_answer("[1]")))
    assert made.ask().body == b"[1]"


def test_retry_after_is_waited_out_exactly(desk: MakeDesk) -> None:
    made = desk(one_after_the_other(json_answer(status=429, retry_after="37.5"), json_answer()))
    made.ask()
    assert sum(made.world.slept) == 37.5


def test_a_retry_after_in_the_past_waits_for_nothing(desk: MakeDesk) -> None:
    made = desk(one_after_the_other(json_answer(status=429, retry_after="-9"), json_answer()))
    made.ask()
    assert made.world.slept == []


def test_a_retry_after_of_over_a_minute_stops_at_once(desk: MakeDesk) -> None:
    made = desk(json_answer(status=429, retry_after="60.5"))
    with pytest.raises(RateLimitError) as caught:
        made.ask()
    assert (len(made.world.requests), made.world.slept) == (1, [])
    assert stop_of(caught.value, at=NOW).resets_at == NOW + timedelta(seconds=60.5)


def test_a_retry_after_of_a_thousand_years_names_no_date() -> None:
    assert stop_of(RateLimitError("slow", retry_after=1e11), at=NOW).resets_at is None
    assert stop_of(RateLimitError("slow", retry_after=float("nan")), at=NOW).resets_at is None


def test_a_quota_error_is_never_retried(desk: MakeDesk) -> None:
    made = desk(json_answer(status=403, x_quota="1"))
    with pytest.raises(QuotaError):
        made.ask()
    assert len(made.world.requests) == 1


@pytest.mark.parametrize("failure", [UnavailableError("time-out"), RateLimitError("slow", retry_after=1.0)])
def test_a_write_is_never_sent_twice(desk: MakeDesk, failure: Exception) -> None:
    made = desk(failure)
    with pytest.raises(type(failure)):
        made.ask(request(repeatable=False))
    assert len(made.world.requests) == 1


# --- sticky


@pytest.mark.parametrize("failure", [UnavailableError("a"), QuotaError("c"), RateLimitError("d", retry_after=99.0)])
def test_after_a_fatal_error_every_call_raises_it_again(desk: MakeDesk, failure: Exception) -> None:
    made = desk(failure)
    with pytest.raises(type(failure)) as first:
        made.ask()
    sent = len(made.world.requests)
    for say in (
        lambda s: s.ask(request()),
        lambda s: s.emit(Page()),
        lambda s: s.marks(["1"]),
        lambda s: s.known(),
    ):
        with pytest.raises(type(failure)) as again:
            made.run(say)
        assert again.value is first.value
    assert len(made.world.requests) == sent
    assert made.store.pages == []


def test_a_refused_identity_stays_refused_and_what_was_found_can_still_be_stored(desk: MakeDesk) -> None:
    made = desk(AuthError("b"))
    with pytest.raises(AuthError) as first:
        made.ask()
    sent = len(made.world.requests)
    with pytest.raises(AuthError) as again:
        made.ask()
    assert again.value is first.value
    assert len(made.world.requests) == sent
    made.run(lambda session: session.emit(Page()))
    assert len(made.store.pages) == 1
    with pytest.raises(AuthError):
        made.session.check()


@pytest.mark.parametrize("failure", [NotFoundError("a"), RejectedError("b"), PayloadError("c")])
def test_a_channel_may_go_on_after_an_error_of_one_item(desk: MakeDesk, failure: Exception) -> None:
    made = desk(one_after_the_other(failure, json_answer()))
    with pytest.raises(type(failure)):
        made.ask()
    assert made.ask().status == 200


def test_a_full_disk_cannot_be_hidden(desk: MakeDesk) -> None:
    made = desk(json_answer())
    made.store.broken = True
    with pytest.raises(StoreError):
        made.run(lambda session: session.emit(Page()))
    with pytest.raises(StoreError):
        made.ask()


# --- commit


def test_each_page_is_stored_over_the_version_before_it(desk: MakeDesk) -> None:
    made = desk(json_answer())
    for n in range(3):
        page = Page(state={"v": 1, "n": n}, complaints=[head(n)])
        made.run(partial(LiveSession.emit, page=page))
    assert made.store.checkpoint("talking", "a").version == 3
    assert made.store.checkpoint("talking", "a").state == {"v": 1, "n": 2}


def test_a_second_run_that_moved_the_state_is_noticed(desk: MakeDesk) -> None:
    made = desk(json_answer())
    made.store.commit("talking", "a", Page(), version=0, now=NOW)
    with pytest.raises(BusyError):
        made.run(lambda session: session.emit(Page()))


def test_marks_and_known_come_from_the_store(desk: MakeDesk) -> None:
    made = desk(json_answer())
    made.run(lambda session: session.emit(Page(complaints=[head(1), head(2)], marks={"a-1": "7"})))
    assert made.run(lambda session: session.marks(["a-1", "a-2"])) == {"a-1": "7"}
    assert made.run(lambda session: session.known(n=1)) == ["a-2"]
    assert made.run(lambda session: session.known(after="a-2")) == ["a-1"]
    assert made.session.now == NOW


# --- renew


def rotating(desk: MakeDesk, auth: RotatingAuth) -> Desk:
    made = desk(auth.answer, channel=Talking(identities={"public": auth}))
    made.store.tokens[auth.key] = auth.token(0)
    return made


def test_a_refused_token_is_renewed_once_and_kept_before_it_is_used(desk: MakeDesk) -> None:
    auth = RotatingAuth()
    made = rotating(desk, auth)
    auth.issued = 1  # the platform has thrown our token 0 away, but takes its refresh secret
    made.store.tokens[auth.key] = replace(auth.token(0), refresh="canary-refresh-0001")
    assert made.ask().status == 200
    assert auth.renewals == 1
    assert made.store.tokens[auth.key] == auth.token(2)
    assert made.store.leases == set()


def test_an_expired_token_is_renewed_before_the_request(desk: MakeDesk) -> None:
    auth = RotatingAuth()
    made = rotating(desk, auth)
    made.store.tokens[auth.key] = auth.token(0, expires_at=NOW)
    made.ask()
    assert [asked.url.endswith("/token") for asked in made.world.requests] == [True, False]
    assert made.books.requests == 2


def test_a_fresh_token_that_is_refused_too_is_not_renewed_again(desk: MakeDesk) -> None:
    auth = RotatingAuth()

    def answer(asked: Request, headers: Mapping[str, str]) -> Response:
        return auth.answer(asked, headers) if asked.url.endswith("/token") else Response(401, {}, b"")

    made = desk(answer, channel=Talking(identities={"public": auth}))
    made.store.tokens[auth.key] = auth.token(0)
    with pytest.raises(AuthError):
        made.ask()
    assert auth.renewals == 1


def test_a_withdrawn_consent_ends_with_the_hint_of_the_auth(desk: MakeDesk) -> None:
    auth = RotatingAuth(issued=1, broken=True)
    with pytest.raises(AuthError, match="ask for a new one"):
        rotating(desk, auth).ask()


def test_a_key_that_is_refused_is_not_renewed(desk: MakeDesk) -> None:
    made = desk(json_answer(status=401))
    with pytest.raises(AuthError):
        made.ask()
    assert len(made.world.requests) == 1


def test_a_token_that_somebody_else_renewed_meanwhile_is_taken_over(desk: MakeDesk) -> None:
    auth = RotatingAuth()
    made = rotating(desk, auth)
    made.ask()
    auth.issued = 1
    made.store.tokens[auth.key] = auth.token(1)
    made.ask()
    assert auth.renewals == 0


def test_a_renewal_under_way_in_another_process_is_waited_for(desk: MakeDesk) -> None:
    auth = RotatingAuth()
    made = rotating(desk, auth)
    made.ask()
    other = made.store.lease(f"renew:{auth.key}", now=NOW)
    auth.issued = 1

    def the_other_process_finishes() -> None:
        made.store.tokens[auth.key] = auth.token(1)
        other.release()

    made.world.on_sleep = the_other_process_finishes
    made.ask()
    assert (auth.renewals, len(made.world.slept)) == (0, 1)


def test_a_renewal_that_never_ends_elsewhere_is_unavailable(desk: MakeDesk) -> None:
    auth = RotatingAuth(issued=1)
    made = rotating(desk, auth)
    made.store.lease(f"renew:{auth.key}", now=NOW)
    with pytest.raises(UnavailableError, match="another process"):
        made.ask()
    assert auth.renewals == 0


def test_a_renewal_goes_only_to_the_hosts_of_the_identity(desk: MakeDesk) -> None:
    auth = RotatingAuth(issued=1)
    made = rotating(desk, auth)
    auth.renewal = lambda token: Request("POST", "https://evil.example.org/token")  # type: ignore[method-assign]  # a bad Auth
    with pytest.raises(ConfigError, match="not among its hosts"):
        made.ask()


def test_a_write_is_sent_again_with_a_fresh_token_because_it_was_refused(desk: MakeDesk) -> None:
    auth = RotatingAuth(issued=1)
    made = rotating(desk, auth)
    made.store.tokens[auth.key] = replace(auth.token(0), refresh="canary-refresh-0001")
    assert made.ask(request(repeatable=False)).status == 200
