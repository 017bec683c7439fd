"""The owner's consent: renewed in time, once for all, stored before use; and the way out where none is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Hub
from complaint_hub.channels.tiktok import Consent, TikTok
from complaint_hub.contract import Request, Response, Token
from complaint_hub.errors import AuthError, ConfigError, RateLimitError, UnavailableError
from complaint_hub.report import Run
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.settings import Section
from complaint_hub.settings.own.tiktok import make
from support.tiktok_pages import channel_on, envelope, ok

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def given() -> Consent:
    return Consent("7000000000000000001", "canary-secret", "rft.canary-first", hosts=["api.example"])


def renewed(response: Response) -> Token:
    return given().renewed(response, now=NOW)


TOKENS = {
    "access_token": "act.new",
    "expires_in": 86_400,
    "refresh_token": "rft.second",
    "refresh_token_expires_in": 31_527_314,
    "scope": "user.info.basic,video.list",
}


def test_a_renewal_is_json_with_the_newest_refresh_token() -> None:
    for token, refresh in [(None, "rft.canary-first"), (Token("a", refresh="rft.newer"), "rft.newer")]:
        request = given().renewal(token)
        assert request is not None
        assert request.json == {
            "client_id": "7000000000000000001",
            "client_secret": "canary-secret",
            "grant_type": "refresh_token",
            "refresh_token": refresh,
        }
        assert request.url.endswith("/tt_user/oauth2/refresh_token/")


def test_the_token_is_a_header_of_its_own() -> None:
    request = Request("GET", "https://api.example/x")
    assert given().headers(request, Token("act.1")) == {"Access-Token": "act.1"}
    assert given().headers(request, None) == {}


def test_a_fresh_token_expires_a_minute_early_and_brings_its_successor() -> None:
    token = renewed(ok(TOKENS))
    assert (token.secret, token.refresh) == ("act.new", "rft.second")
    assert token.expires_at == NOW + timedelta(days=1, minutes=-1)
    assert token.scopes == ("user.info.basic", "video.list")


def test_without_a_successor_the_old_refresh_token_is_left_to_the_session() -> None:
    assert renewed(ok({**TOKENS, "refresh_token": None})).refresh is None


@pytest.mark.parametrize("code", [40102, 40103, 40104, 40105, 40107, 40110, 40131])
def test_a_consent_that_is_over_says_what_to_do(code: int) -> None:
    with pytest.raises(AuthError, match="authorise the app anew"):
        renewed(envelope(code))


@pytest.mark.parametrize("code", [40001, 40002, 40003, 40113])
def test_a_wrong_app_names_the_settings(code: int) -> None:
    with pytest.raises(AuthError, match="check client_id and client_secret"):
        renewed(envelope(code))


@pytest.mark.parametrize("code", [40100, 40132])
def test_a_throttle_is_no_lost_consent(code: int) -> None:
    with pytest.raises(RateLimitError) as caught:
        renewed(envelope(code))
    assert caught.value.retry_after == 300


@pytest.mark.parametrize(
    "answer",
    [envelope(50000), envelope(40202), Response(200, {}, b"<html>"), ok({}), ok({**TOKENS, "access_token": "a b"})],
    ids=["trouble", "conflict", "html", "empty", "space"],
)
def test_an_answer_without_a_token_is_trouble(answer: Response) -> None:
    with pytest.raises(UnavailableError):
        renewed(answer)


def test_nothing_that_is_shown_holds_a_secret() -> None:
    request = given().renewal(None)
    assert "canary" not in repr(given()) + repr(request) + str(request)


@pytest.mark.parametrize("part", ["client_id", "client_secret", "refresh_token"])
def test_a_part_that_no_credential_can_be_is_refused(part: str) -> None:
    parts = {"client_id": "1", "client_secret": "s", "refresh_token": "r", part: "a b"}
    with pytest.raises(ConfigError, match=part):
        Consent(**parts)


# -- on the platform ---------------------------------------------------------------------------------------------------


class Office:
    """A sandbox that is up, and a hub that reads it."""

    def __init__(self, world: sandbox.World, base: str, store: Path) -> None:
        self.world = world
        self.hub = Hub([channel_on(base)], store=store, clock=lambda: world.clock)

    def run(self) -> Run:
        (run,) = self.hub.sync(now=self.world.clock)
        return run

    def token(self) -> Token:
        (channel,) = self.hub._channels
        assert isinstance(channel, TikTok)
        found = self.hub.store.token(channel.identities["owner"].key)
        assert found is not None
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    world = sandbox.small()
    with sandbox.serve(world) as running:
        made = Office(world, running.base, tmp_path / "aduan.db")
        with made.hub:
            yield made


@pytest.mark.parametrize("rotation", ["new", "same", "none"])
def test_a_consent_is_followed_from_day_to_day(office: Office, rotation: Any) -> None:
    office.world.grants.rotation = rotation
    for _ in range(4):
        assert office.run().error is None
        office.world.advance(days=1)
    assert office.world.grants.renewals == 4
    assert (office.token().refresh in (None, sandbox.REFRESH_TOKEN)) == (rotation != "new")


def test_a_token_that_is_refused_is_renewed_once(office: Office) -> None:
    office.run()
    office.world.grants.expire()
    assert (office.run().error, office.world.grants.renewals) == (None, 2)


def test_a_withdrawn_consent_says_what_to_do_and_shows_no_secret(office: Office) -> None:
    office.world.grants.withdraw()
    run = office.run()
    assert "authorise the app anew" in (run.error or "")
    assert sandbox.REFRESH_TOKEN not in (run.error or "")


def test_nothing_of_a_year_later_is_left(office: Office) -> None:
    office.run()
    office.world.advance(days=366)
    assert "authorise the app anew" in (office.run().error or "")


# -- in the settings ---------------------------------------------------------------------------------------------------

SECRETS = {
    "COMPLAINT_HUB_TIKTOK_CLIENT_SECRET": "canary-client-secret",
    "COMPLAINT_HUB_TIKTOK_REFRESH_TOKEN": "canary-refresh-token",
}


def section(**values: Any) -> Section:
    said = {"client_id": "7000000000000000001", "account": "_000abc", **values}
    return Section("tiktok", said, "f.toml [channels.tiktok]", Path(), environment=SECRETS)


def test_a_section_makes_the_channel_of_one_account() -> None:
    made = make(section(text_limit=1_200, per_minute=20))
    assert isinstance(made, TikTok)
    assert (made.name, made.account, made.text_limit) == ("tiktok", "_000abc", 1_200)
    assert made.limits["comment_list"].amount == 20
    assert made.identities["owner"].hosts == {"business-api.tiktok.com"}


def test_a_sandbox_renews_where_it_stands() -> None:
    made = make(section(base="http://127.0.0.1:8000/open_api/v1.3"))
    assert isinstance(made, TikTok)
    request = made.identities["owner"].renewal(None)
    assert request is not None
    assert request.url == "http://127.0.0.1:8000/open_api/v1.3/tt_user/oauth2/refresh_token/"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"base": "http://tiktok.example/"}, "https"),
        ({"token_url": "http://tiktok.example/"}, "token_url"),
        ({"account": ""}, "account"),
        ({"account": "@pemkab"}, "no business_id"),
        ({"refresh_token": "canary-refresh-token"}, "must not stand in the settings file"),
        ({"video": 3}, "no such setting"),
        ({"client_id": None}, "client_id"),
        ({"per_minute": 0}, "per_minute"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named_and_no_secret_shown(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refused:
        make(section(**values))
    assert "canary" not in str(refused.value)


def test_a_consent_for_another_host_is_refused() -> None:
    with pytest.raises(ConfigError, match="may be sent to"):
        TikTok("a", owner=given(), base="https://other.example/")


def test_the_estimate_of_a_run_is_told_without_a_request() -> None:
    made = make(section())
    assert isinstance(made, TikTok)
    assert json.dumps(made.estimate(None, known=0).least) == '{"calls": 1}'
    known = made.estimate({"v": 1, "videos": 45, "young": 6, "round": {"depth": "new"}}, known=61)
    assert (known.least, known.deep) == ({"calls": 10}, {"calls": 42})
    assert "unfinished round" in known.owed[0]
