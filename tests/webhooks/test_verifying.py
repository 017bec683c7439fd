"""Only what the platform signed is accepted: its vectors byte for byte, and nothing that merely looks like them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from complaint_hub.errors import AuthError, ConfigError
from complaint_hub.webhooks import UnknownKeyError, meta_challenge, verify_google, verify_meta, verify_tiktok
from support import hooks

META = (hooks.SAMPLES / "meta_comment.json").read_bytes()
META_SIGNATURE = "sha256=8a57b55200bab891ec87c0dc0df52727fb5e25f6be5ff325b37b69d44a8432e6"
OWN_SIGNATURE = "sha256=071aa5661f790e44f84fcd7a101d488c78752322982005be67cb4696819c338b"
TIKTOK = (hooks.SAMPLES / "tiktok_comment.json").read_bytes()
TIKTOK_SIGNATURE = "t=1700000000,s=7c4b549ee6eac448463ba118f66081514330bda5c2685b21b1b94ecc072a8d34"
THEN = datetime.fromtimestamp(1_700_000_000, UTC)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
META_SECRET, TIKTOK_SECRET = "test-app-secret", "test-secret"

Pairs = list[tuple[str, str]]


# -- Meta


def test_the_vector_of_meta_is_accepted_byte_for_byte() -> None:
    assert len(META) == 284
    verify_meta(META, {"X-Hub-Signature-256": META_SIGNATURE}, secrets=[META_SECRET])


def test_the_same_json_written_anew_is_refused_under_the_first_signature() -> None:
    again = json.dumps(json.loads(META), ensure_ascii=False, separators=(",", ":")).encode()
    assert len(again) == 276
    verify_meta(again, {"x-hub-signature-256": OWN_SIGNATURE}, secrets=[META_SECRET])
    with pytest.raises(AuthError):
        verify_meta(again, {"x-hub-signature-256": META_SIGNATURE}, secrets=[META_SECRET])


def test_either_of_two_secrets_is_good_while_one_is_exchanged() -> None:
    for secrets in (["new", META_SECRET], [META_SECRET, "new"]):
        verify_meta(META, {"X-Hub-Signature-256": META_SIGNATURE}, secrets=secrets)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="missing"),
        pytest.param([("X-Hub-Signature-256", META_SIGNATURE)] * 2, id="doubled"),
        pytest.param([("X-Hub-Signature-256", f"{META_SIGNATURE}, {META_SIGNATURE}")], id="joined"),
        pytest.param([("X-Hub-Signature-256", META_SIGNATURE.removeprefix("sha256="))], id="without its name"),
        pytest.param([("X-Hub-Signature-256", META_SIGNATURE.replace("sha256", "sha1"))], id="another algorithm"),
        pytest.param([("X-Hub-Signature-256", META_SIGNATURE[:-1])], id="cut"),
        pytest.param([("X-Hub-Signature-256", META_SIGNATURE[:-1] + "7")], id="one digit off"),
        pytest.param([("X-Hub-Signature-256", META_SIGNATURE.upper())], id="in capitals"),
        pytest.param([("X-Hub-Signature-256", "sha256=")], id="empty"),
        pytest.param([("X-Hub-Signature-256", "sha256=" + "é" * 64)], id="no ASCII"),
        pytest.param([("X-Hub-Signature-256", "sha256=\ud800")], id="half a character"),
        pytest.param([("X-Hub-Signature", META_SIGNATURE)], id="the older header"),
    ],
)
def test_a_signature_of_meta_that_is_not_quite_one_is_refused(headers: Pairs) -> None:
    with pytest.raises(AuthError):
        verify_meta(META, headers, secrets=[META_SECRET])


@pytest.mark.parametrize("body", [META + b"\n", META[:-1], b"", META.replace(b"rusak", b"mulus")])
def test_other_bytes_are_refused_under_the_signature_of_meta(body: bytes) -> None:
    with pytest.raises(AuthError):
        verify_meta(body, {"X-Hub-Signature-256": META_SIGNATURE}, secrets=[META_SECRET])


def test_the_secret_of_another_app_makes_no_signature_of_ours() -> None:
    with pytest.raises(AuthError):
        verify_meta(META, hooks.meta_headers(META, "another-app"), secrets=[META_SECRET])


@pytest.mark.parametrize("secrets", [[], [""], ["", META_SECRET], "test-app-secret"])
def test_without_a_secret_nothing_is_verified(secrets: list[str]) -> None:
    with pytest.raises(ConfigError):
        verify_meta(META, hooks.meta_headers(META, ""), secrets=secrets)
    with pytest.raises(ConfigError):
        verify_tiktok(META, hooks.tiktok_headers(META, "", NOW), secrets=secrets, now=NOW)


ASKED = [("hub.mode", "subscribe"), ("hub.verify_token", "ours"), ("hub.challenge", "1158201444")]


def test_the_challenge_of_meta_is_answered_as_it_came() -> None:
    assert meta_challenge(ASKED, verify_token="ours") == b"1158201444"


@pytest.mark.parametrize(
    ("query", "ours"),
    [
        pytest.param([*ASKED[:1], ("hub.verify_token", "theirs"), ASKED[2]], "ours", id="another token"),
        pytest.param([ASKED[0], ASKED[2]], "ours", id="no token"),
        pytest.param([*ASKED, ("hub.verify_token", "ours")], "ours", id="the token twice"),
        pytest.param([*ASKED, ("hub.challenge", "2")], "ours", id="the challenge twice"),
        pytest.param([("hub.mode", "unsubscribe"), *ASKED[1:]], "ours", id="another mode"),
        pytest.param([*ASKED[:2], ("hub.challenge", "<script>")], "ours", id="a page"),
        pytest.param([*ASKED[:2], ("hub.challenge", "1" * 201)], "ours", id="too long"),
        pytest.param([*ASKED[:2], ("hub.challenge", "\u0661\u0662")], "ours", id="digits of another script"),
        pytest.param([("hub_mode", "subscribe"), *ASKED[1:]], "ours", id="as PHP would name it"),
        pytest.param([ASKED[0], ("hub.verify_token", ""), ASKED[2]], "", id="no token is set"),
        pytest.param(ASKED, None, id="none configured"),
    ],
)
def test_a_question_that_does_not_know_the_token_gets_no_answer(query: Pairs, ours: str | None) -> None:
    with pytest.raises(AuthError):
        meta_challenge(query, verify_token=ours)


# -- TikTok


def test_the_vector_of_tiktok_is_accepted_byte_for_byte() -> None:
    assert len(TIKTOK) == 321
    verify_tiktok(TIKTOK, {"tiktok-signature": TIKTOK_SIGNATURE}, secrets=["old", TIKTOK_SECRET], now=THEN)


def test_the_parts_of_the_signature_may_stand_in_any_order() -> None:
    t, s = TIKTOK_SIGNATURE.split(",")
    verify_tiktok(TIKTOK, {"TikTok-Signature": f"{s}, {t}"}, secrets=[TIKTOK_SECRET], now=THEN)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="missing"),
        pytest.param([("TikTok-Signature", TIKTOK_SIGNATURE)] * 2, id="doubled"),
        pytest.param([("TikTok-Signature", f"{TIKTOK_SIGNATURE},s=0")], id="a part twice"),
        pytest.param([("TikTok-Signature", TIKTOK_SIGNATURE.split(",")[1])], id="no time"),
        pytest.param([("TikTok-Signature", TIKTOK_SIGNATURE.split(",")[0])], id="no signature"),
        pytest.param([("TikTok-Signature", TIKTOK_SIGNATURE.replace("t=17", "t=18"))], id="another time"),
        pytest.param([("TikTok-Signature", TIKTOK_SIGNATURE.replace("t=17", "t=+17"))], id="a time with a sign"),
        pytest.param([("TikTok-Signature", TIKTOK_SIGNATURE.replace("t=17", "t=١7"))], id="digits of another script"),
        pytest.param([("TikTok-Signature", "t=" + "9" * 5_000 + ",s=0")], id="a time without end"),
        pytest.param([("TikTok-Signature", TIKTOK_SIGNATURE[:-1])], id="cut"),
        pytest.param([("TikTok-Signature", "")], id="empty"),
    ],
)
def test_a_signature_of_tiktok_that_is_not_quite_one_is_refused(headers: Pairs) -> None:
    with pytest.raises(AuthError):
        verify_tiktok(TIKTOK, headers, secrets=[TIKTOK_SECRET], now=THEN)


@pytest.mark.parametrize(
    ("seconds", "accepted"), [(300, True), (301, False), (-300, True), (-301, False), (10 * 365 * 86_400, False)]
)
def test_a_call_of_tiktok_is_good_for_five_minutes_by_our_clock(seconds: int, accepted: bool) -> None:
    def check() -> None:
        headers = {"TikTok-Signature": TIKTOK_SIGNATURE}
        verify_tiktok(TIKTOK, headers, secrets=[TIKTOK_SECRET], now=THEN + timedelta(seconds=seconds))

    if accepted:
        check()
    else:
        with pytest.raises(AuthError, match="clock"):
            check()


def test_how_long_a_call_is_good_is_a_setting() -> None:
    headers, late = {"TikTok-Signature": TIKTOK_SIGNATURE}, THEN + timedelta(seconds=6)
    verify_tiktok(TIKTOK, headers, secrets=[TIKTOK_SECRET], now=late, tolerance=timedelta(seconds=6))
    with pytest.raises(AuthError):
        verify_tiktok(TIKTOK, headers, secrets=[TIKTOK_SECRET], now=late, tolerance=timedelta(seconds=5))


def test_the_json_of_tiktok_written_anew_is_refused() -> None:
    again = json.dumps(json.loads(TIKTOK)).encode()
    with pytest.raises(AuthError):
        verify_tiktok(again, {"TikTok-Signature": TIKTOK_SIGNATURE}, secrets=[TIKTOK_SECRET], now=THEN)


# -- Google


def google(headers: Pairs | dict[str, str], *, now: datetime = NOW) -> object:
    keys = hooks.google_keys()
    return verify_google(headers, keys=keys, audience=hooks.AUDIENCE, email=hooks.EMAIL, now=now)


def test_a_token_of_google_for_us_is_accepted() -> None:
    assert google(hooks.token(hooks.claims(NOW))) == hooks.claims(NOW)


@pytest.mark.parametrize("away", [timedelta(days=-3_650), timedelta(0), timedelta(days=3_650)])
def test_times_are_compared_with_the_moment_that_is_passed_in(away: timedelta) -> None:
    then = datetime.now(UTC).replace(microsecond=0) + away
    assert google(hooks.token(hooks.claims(then)), now=then)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"aud": "https://another.example"}, id="another audience"),
        pytest.param({"aud": None}, id="no audience"),
        pytest.param({"aud": [hooks.AUDIENCE, "https://another.example"]}, id="many audiences"),
        pytest.param({"email": "somebody@else.iam.gserviceaccount.com"}, id="another e-mail"),
        pytest.param({"email": None}, id="no e-mail"),
        pytest.param({"email": hooks.EMAIL.upper()}, id="the e-mail in capitals"),
        pytest.param({"email_verified": False}, id="the e-mail is not verified"),
        pytest.param({"email_verified": "true"}, id="the e-mail is verified in words"),
        pytest.param({"email_verified": None}, id="nothing said of the e-mail"),
        pytest.param({"iss": "https://accounts.google.com.example"}, id="another issuer"),
        pytest.param({"iss": None}, id="no issuer"),
        pytest.param({"exp": int(NOW.timestamp()) - 10}, id="run out"),
        pytest.param({"exp": None}, id="without an end"),
        pytest.param({"exp": "tomorrow"}, id="an end in words"),
        pytest.param({"exp": True}, id="an end that is no number"),
        pytest.param({"iat": int(NOW.timestamp()) + 11}, id="given in time to come"),
        pytest.param({"iat": None}, id="given at no time"),
        pytest.param({"nbf": int(NOW.timestamp()) + 11}, id="not valid yet"),
        pytest.param({"sub": None}, id="of nobody"),
    ],
)
def test_a_token_that_google_signed_for_something_else_is_refused(other: dict[str, object]) -> None:
    with pytest.raises(AuthError):
        google(hooks.token(hooks.claims(NOW, **other)))


def test_two_clocks_may_differ_by_ten_seconds() -> None:
    assert google(hooks.token(hooks.claims(NOW, exp=int(NOW.timestamp()) - 9)))
    assert google(hooks.token(hooks.claims(NOW, iat=int(NOW.timestamp()) + 10)))


def without_signature() -> str:
    return jwt.encode(hooks.claims(NOW), "", algorithm="none", headers={"kid": hooks.KID})


def with_the_public_key() -> str:
    import base64
    import hashlib
    import hmac

    def part(value: object) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    # PyJWT itself would refuse to make it.
    signed = part({"alg": "HS256", "typ": "JWT", "kid": hooks.KID}) + b"." + part(hooks.claims(NOW))
    made = hmac.new(hooks.public_pem(), signed, hashlib.sha256).digest()
    return (signed + b"." + base64.urlsafe_b64encode(made).rstrip(b"=")).decode()


def with_another_key() -> str:
    return jwt.encode(hooks.claims(NOW), hooks.google_key("forged"), algorithm="RS256", headers={"kid": hooks.KID})


def changed() -> str:
    head, _, signature = hooks.token(hooks.claims(NOW))["Authorization"].removeprefix("Bearer ").split(".")
    _, body, _ = with_another_key().split(".")
    return f"{head}.{body}x.{signature}"


@pytest.mark.parametrize("made", [without_signature, with_the_public_key, with_another_key, changed])
def test_a_token_that_google_did_not_sign_is_refused(made: Callable[[], str]) -> None:
    with pytest.raises(AuthError):
        google({"Authorization": f"Bearer {made()}"})


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="missing"),
        pytest.param([*hooks.token(hooks.claims(NOW)).items()] * 2, id="doubled"),
        pytest.param([("Authorization", "Basic YTpi")], id="another scheme"),
        pytest.param([("Authorization", "Bearer")], id="empty"),
        pytest.param([("Authorization", "Bearer a.b.c")], id="no token"),
        pytest.param([("Authorization", "Bearer " + "a" * 1_000_000)], id="without end"),
        pytest.param([("Authorization", "Bearer W10.W10.W10")], id="lists instead of objects"),
        pytest.param([("Authorization", "Bearer é.é.é")], id="no ASCII"),
    ],
)
def test_what_is_no_token_at_all_is_refused(headers: Pairs) -> None:
    with pytest.raises(AuthError):
        google(headers)


@pytest.mark.parametrize("kid", ["key-2", None])
def test_a_key_that_is_not_known_is_told_apart(kid: str | None) -> None:
    with pytest.raises(UnknownKeyError):
        google(hooks.token(hooks.claims(NOW), kid=kid))


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{"kty": "RSA"}]}, {"keys": "none"}, {"keys": [1]}])
def test_keys_that_are_none_verify_nothing(keys: dict[str, object]) -> None:
    with pytest.raises(AuthError):
        verify_google(hooks.token(hooks.claims(NOW)), keys=keys, audience=hooks.AUDIENCE, email=hooks.EMAIL, now=NOW)


@pytest.mark.parametrize(("audience", "email"), [("", hooks.EMAIL), (hooks.AUDIENCE, "")])
def test_without_audience_or_e_mail_nothing_is_verified(audience: str, email: str) -> None:
    with pytest.raises(ConfigError):
        verify_google(hooks.token(hooks.claims(NOW)), keys=hooks.google_keys(), audience=audience, email=email, now=NOW)
