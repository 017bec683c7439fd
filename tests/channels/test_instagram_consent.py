"""The token of sixty days: how it signs, when it is renewed, and what becomes of it when that fails."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from complaint_hub.auth import Bearer
from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.contract import Request, Response, Token
from complaint_hub.errors import AuthError, ConfigError, RateLimitError, UnavailableError
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.testing.play import NOW
from support.instagram_pages import ACCOUNT, BASE, Platform, refusal

DAY = timedelta(days=1)
SECRET = "canary-first-token"
ASKED = Request("GET", f"{BASE}{ACCOUNT}/media")


def answered(status: int = 200, **body: Any) -> Response:
    return Response(status, {}, json.dumps(body).encode())


def test_it_signs_by_header_with_the_newest_token() -> None:
    auth = LongLivedToken(SECRET)
    assert auth.headers(ASKED, None) == {"Authorization": f"Bearer {SECRET}"}
    assert auth.headers(ASKED, Token("later")) == {"Authorization": "Bearer later"}


def test_neither_its_repr_nor_that_of_its_renewal_shows_it() -> None:
    auth = LongLivedToken(SECRET, login="facebook", client_id="1", client_secret="canary-client", hosts=["x.example"])
    assert "canary" not in f"{auth!r} {auth.renewal(None)!r} {auth.key} {auth.app}"


def test_the_instagram_login_renews_without_version_and_secret() -> None:
    request = LongLivedToken(SECRET).renewal(Token("newest"))
    assert request is not None
    assert request.url == "https://graph.instagram.com/refresh_access_token"
    assert request.params == {"grant_type": "ig_refresh_token", "access_token": "newest"}


def test_the_facebook_login_renews_with_version_and_app() -> None:
    request = LongLivedToken(SECRET, login="facebook", client_id="1", client_secret="s").renewal(None)
    assert request is not None
    assert request.url == "https://graph.facebook.com/v26.0/oauth/access_token"
    assert request.params == {
        "grant_type": "fb_exchange_token",
        "client_id": "1",
        "client_secret": "s",
        "fb_exchange_token": SECRET,
    }


def test_a_token_of_a_page_is_not_renewed() -> None:
    assert LongLivedToken(SECRET, login="facebook").renewal(None) is None


def test_a_fresh_token_is_due_ten_days_before_its_end() -> None:
    body = answered(access_token="n", token_type="bearer", expires_in=60 * 86_400, permissions="a,b")
    token = LongLivedToken(SECRET).renewed(body, now=NOW)
    assert token == Token("n", expires_at=NOW + 60 * DAY, scopes=("a", "b"), renew_at=NOW + 50 * DAY)


@pytest.mark.parametrize(
    ("life", "expires", "renew"),
    [
        (None, None, 50),
        ("5184000", 60, 50),
        ("x", None, 50),
        (-1, None, 50),
        (True, None, 50),
        (5 * 86_400, 5, 1),
        (3_600, 1 / 24, 1 / 24),
    ],
)
def test_a_lifetime_is_taken_as_far_as_it_makes_sense(life: object, expires: float | None, renew: float) -> None:
    token = LongLivedToken(SECRET).renewed(answered(access_token="n", expires_in=life), now=NOW)
    assert token.expires_at == (None if expires is None else NOW + expires * DAY)
    assert token.renew_at == NOW + renew * DAY


@pytest.mark.parametrize("rights", [None, 5, {}, ["a", "b"], "a b"], ids=repr)
def test_rights_may_come_in_any_form(rights: object) -> None:
    token = LongLivedToken(SECRET).renewed(answered(access_token="n", permissions=rights), now=NOW)
    assert token.scopes in ((), ("a", "b"))


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (refusal(190, 463), AuthError),
        (refusal(100, message="must be at least 24 hours old"), AuthError),
        (refusal(10, status=403), AuthError),
        (refusal(4, status=403), RateLimitError),
        (refusal(2, status=503), UnavailableError),
        (Response(200, {}, b"<html>"), UnavailableError),
        (answered(access_token=""), UnavailableError),
        (answered(access_token="a\nb"), UnavailableError),
        (answered(access_token=5), UnavailableError),
    ],
)
def test_a_renewal_that_fails_says_whether_it_may_pass(response: Response, error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        LongLivedToken(SECRET).renewed(response, now=NOW)
    assert "canary" not in str(refused.value)
    if error is AuthError:
        assert "consent anew" in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"secret": ""}, "empty"),
        ({"secret": "a b"}, "space"),
        ({"login": "threads"}, "login"),
        ({"client_id": "1"}, "belong together"),
        ({"base": "http://graph.example/"}, "https"),
    ],
    ids=str,
)
def test_a_token_that_cannot_be_one_is_refused(settings: dict[str, Any], words: str) -> None:
    made: dict[str, Any] = {"secret": SECRET, **settings}
    with pytest.raises(ConfigError, match=words):
        LongLivedToken(**made)


# -- with the channel -------------------------------------------------------------------------------------------


def test_the_channel_binds_it_to_its_host() -> None:
    channel = Instagram(ACCOUNT, owner=LongLivedToken(SECRET))
    assert channel.identities["owner"].hosts == {"graph.instagram.com"}


def test_the_login_decides_on_the_host() -> None:
    channel = Instagram(ACCOUNT, owner=Bearer(SECRET), login="facebook")
    assert channel.identities["owner"].hosts == {"graph.facebook.com"}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"account": "dinas_pu"}, "no number"),
        ({"account": ""}, "no number"),
        ({"account": "../me"}, "no number"),
        ({"login": "threads"}, "login"),
        ({"version": "26"}, "version"),
        ({"version": "v26.0/x"}, "version"),
        ({"owner": Bearer(SECRET, hosts=["elsewhere.example"])}, "may be sent to"),
    ],
    ids=str,
)
def test_a_channel_that_makes_no_sense_is_refused(settings: dict[str, Any], words: str) -> None:
    made: dict[str, Any] = {"account": ACCOUNT, "owner": Bearer(SECRET), **settings}
    with pytest.raises(ConfigError, match=words):
        Instagram(**made)


def platform() -> Platform:
    return Platform(sandbox.small())


def test_the_first_run_learns_when_the_token_ends() -> None:
    it = platform()
    assert it.read().error is None
    (token,) = it.store.tokens.values()
    assert token.expires_at == it.world.clock + 60 * DAY
    assert it.world.tokens.renewals == 1


def test_a_token_is_renewed_once_in_fifty_days_however_often_it_is_used() -> None:
    it = platform()
    for _ in range(12):
        assert it.read().error is None
        it.world.advance(days=10)
    assert it.world.tokens.renewals == 3


def test_a_token_that_is_too_young_is_used_as_it_is_and_told() -> None:
    it = platform()
    it.world.tokens.give("instagram", (ACCOUNT,), at=it.world.clock, text=sandbox.INSTAGRAM_TOKEN)
    run = it.read()
    assert run.error is None
    assert any("24 hours" in notice for notice in run.notices)
    it.world.advance(days=2)
    assert not it.read().notices


def test_a_token_that_nobody_used_for_sixty_days_needs_a_new_consent() -> None:
    it = platform()
    it.read()
    it.world.advance(days=61)
    run = it.read()
    assert run.error is not None
    assert "consent anew" in run.error


def test_a_renewal_that_keeps_the_text_of_the_token_is_one() -> None:
    it = platform()
    it.world.tokens.in_place = True
    it.read()
    it.world.advance(days=55)
    assert it.read().error is None
    (token,) = it.store.tokens.values()
    assert token.expires_at == it.world.clock + 60 * DAY
