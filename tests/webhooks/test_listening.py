"""From a call to the complaint: the hub verifies it, keeps the notice, and reads what it speaks of, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from complaint_hub import Hub, Store
from complaint_hub.contract import Deep, Notice, Page, Receipt, Session, State, WebhookCall
from complaint_hub.errors import AuthError, StoreError, UnavailableError, UnsupportedError
from support.talking import NOW, Talking, head

CALL = WebhookCall("POST", body=b"1")


async def nothing(session: Session, state: State | None, deep: Deep) -> None:
    await session.emit(Page(state={"v": 1}))


@dataclass
class Called(Talking):
    """A channel that is told ids by plain bodies, and knows the complaint of each."""

    secret: bytes = b""
    listens: bool = True
    refreshed: list[Sequence[Notice]] = field(default_factory=list[Sequence[Notice]])
    trouble: Exception | None = None

    async def receive(self, session: Session, call: WebhookCall) -> Receipt:
        if not call.body.startswith(self.secret):
            raise AuthError("forged")
        id = call.body.removeprefix(self.secret).decode()
        return Receipt(notices=(Notice(self.name, self.account, id, (id,)),))

    async def refresh(self, session: Session, notices: Sequence[Notice]) -> Page:
        self.refreshed.append(notices)
        if self.trouble is not None:
            raise self.trouble
        told = [head(int(id), account=self.account) for notice in notices for id in notice.native_ids]
        return Page(state={"v": 99}, complaints=told)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        yield opened


def hub_of(store: Store, *channels: Talking) -> Hub:
    return Hub(channels, store=store, clock=lambda: NOW)


def test_a_call_is_kept_and_read_by_refresh(store: Store) -> None:
    channel = Called(nothing)
    with hub_of(store, channel) as hub:
        assert hub.receive("talking", CALL).status == 200
        assert [one.id for one in store.heads()] == []
        (run,) = hub.refresh(now=NOW)
    assert (run.counts.new, [one.id for one in store.heads()]) == (1, ["talking:a-1"])
    assert store.notices("talking", "a") == []


def test_refresh_moves_no_checkpoint_and_is_no_run_of_the_account(store: Store) -> None:
    with hub_of(store, Called(nothing)) as hub:
        hub.sync(now=NOW)
        hub.receive("talking", CALL)
        hub.refresh(now=NOW + timedelta(hours=1))
    assert store.checkpoint("talking", "a").state == {"v": 1}
    assert (run := store.latest_run("talking", "a")) is not None
    assert run.started_at == NOW


def test_a_sync_reads_what_waits(store: Store) -> None:
    channel = Called(nothing)
    with hub_of(store, channel) as hub:
        hub.receive("talking", CALL)
        hub.sync(now=NOW)
        hub.sync(now=NOW)
    assert [one.id for one in store.heads()] == ["talking:a-1"]
    assert len(channel.refreshed) == 1


def test_a_call_that_comes_again_stores_and_asks_nothing(store: Store) -> None:
    channel = Called(nothing)
    with hub_of(store, channel) as hub:
        for _ in range(3):
            hub.receive("talking", CALL)
            hub.refresh(now=NOW)
    assert len(channel.refreshed) == 1


def test_without_notices_nothing_is_asked(store: Store) -> None:
    channel = Called(nothing)
    with hub_of(store, channel, Talking(nothing, account="deaf")) as hub:
        (run,) = hub.refresh(now=NOW)
    assert (run.requests, run.error, channel.refreshed) == (0, None, [])


def test_many_notices_are_read_in_batches(store: Store) -> None:
    channel = Called(nothing)
    with hub_of(store, channel) as hub:
        for n in range(1, 61):
            hub.receive("talking", replace(CALL, body=str(n).encode()))
        hub.refresh(now=NOW)
    assert [len(batch) for batch in channel.refreshed] == [50, 10]
    assert len(list(store.heads())) == 60


def test_what_could_not_be_read_waits_for_the_next_time(store: Store) -> None:
    channel = Called(nothing, trouble=UnavailableError("down"))
    with hub_of(store, channel) as hub:
        hub.receive("talking", CALL)
        (run,) = hub.refresh(now=NOW)
        assert run.error == "down"
        channel.trouble = None
        hub.refresh(now=NOW)
    assert [one.id for one in store.heads()] == ["talking:a-1"]


def test_a_run_under_way_leaves_the_notice_for_its_own_end(store: Store) -> None:
    with hub_of(store, Called(nothing)) as hub:
        hub.receive("talking", CALL)
        lease = store.lease("run:talking:a", now=NOW)
        (run,) = hub.refresh(now=NOW)
        lease.release()
    assert run.error is not None
    assert len(store.notices("talking", "a")) == 1


def test_each_account_believes_only_what_is_signed_for_it(store: Store) -> None:
    ours, theirs = Called(nothing, account="a", secret=b"A"), Called(nothing, account="b", secret=b"B")
    with hub_of(store, ours, theirs) as hub:
        hub.receive("talking", replace(CALL, body=b"B7"))
    assert store.notices("talking", "a") == []
    assert store.notices("talking", "b") == [Notice("talking", "b", "7", ("7",))]


@pytest.mark.parametrize("body", [b"C7", b"", b"7"])
def test_a_call_that_no_account_can_verify_is_refused_and_leaves_nothing(store: Store, body: bytes) -> None:
    ours, theirs = Called(nothing, account="a", secret=b"A"), Called(nothing, account="b", secret=b"B")
    with hub_of(store, ours, theirs) as hub, pytest.raises(AuthError):
        hub.receive("talking", replace(CALL, body=body))
    assert store.notices("talking", "a") + store.notices("talking", "b") == []


@pytest.mark.parametrize("name", ["talking", "other"])
def test_where_nobody_listens_there_is_nothing_to_verify(store: Store, name: str) -> None:
    channels = Called(nothing, listens=False), Talking(nothing, account="b")
    with hub_of(store, *channels) as hub, pytest.raises(UnsupportedError):
        hub.receive(name, CALL)


def test_a_channel_cannot_slip_in_a_notice_of_another_account(store: Store) -> None:
    class Sly(Called):
        async def receive(self, session: Session, call: WebhookCall) -> Receipt:
            return Receipt(notices=(Notice("talking", "b", "1", ("1",)), Notice("other", "a", "1", ("1",))))

    with hub_of(store, Sly(nothing)) as hub:
        assert hub.receive("talking", CALL).notices == ()
    assert store.notices("talking", "b") == []


def test_a_channel_hands_no_page_over_while_it_listens(store: Store) -> None:
    class Hasty(Called):
        async def receive(self, session: Session, call: WebhookCall) -> Receipt:
            await session.emit(Page(complaints=[head(1)]))
            return Receipt()

    with hub_of(store, Hasty(nothing)) as hub, pytest.raises(TypeError, match="emits no page"):
        hub.receive("talking", CALL)
    assert list(store.heads()) == []


def test_a_store_that_cannot_keep_a_notice_says_so(tmp_path: Path) -> None:
    class Full(Store):
        def add_notices(self, told: object, *, now: datetime) -> int:
            raise StoreError("full")

    full = Full(tmp_path / "aduan.db")
    with full, hub_of(full, Called(nothing)) as hub, pytest.raises(StoreError, match="full"):
        hub.receive("talking", CALL)


def test_whoever_is_killed_before_settling_reads_once_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class KilledError(BaseException):
        pass

    def killed(self: Store, read: object, *, now: datetime) -> None:
        raise KilledError

    channel = Called(nothing)
    with hub_of(store, channel) as hub:
        hub.receive("talking", CALL)
        with monkeypatch.context() as patched:
            patched.setattr(Store, "settle_notices", killed)
            with pytest.raises(KilledError):
                hub.refresh(now=NOW)
    with hub_of(store, channel) as hub:
        (run,) = hub.refresh(now=NOW)
    assert (run.error, run.counts.new, run.counts.unchanged) == (None, 0, 1)
    assert store.notices("talking", "a") == []
