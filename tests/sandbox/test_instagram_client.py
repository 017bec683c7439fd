"""Meta's own client against the Instagram of the sandbox, and its field lists beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from facebook_business.adobjects.igaccesstokenforigonlyapi import IGAccessTokenForIGOnlyAPI
from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igcommentfromuser import IGCommentFromUser
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.igmediaforigonlyapi import IGMediaForIGOnlyAPI
from facebook_business.adobjects.igrefreshaccesstokenforigonlyapi import IGRefreshAccessTokenForIGOnlyAPI
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.iguserforigonlyapi import IGUserForIGOnlyAPI
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import ACCOUNT, APP_SECRET, FACEBOOK_TOKEN, INSTAGRAM_TOKEN, World, faults
from complaint_hub.sandbox.instagram.catalogue import EDGES, Kind, fields_known
from complaint_hub.sandbox.instagram.errors import Login
from complaint_hub.sandbox.instagram.tokens import SHORT


def connect(base: str, token: str, secret: str | None = None) -> FacebookAdsApi:
    """The client as it is, but for its base."""
    session = FacebookSession(access_token=token, app_secret=secret)
    session.GRAPH = base
    return FacebookAdsApi(session)


@pytest.fixture
def world() -> World:
    return sandbox.small()


@pytest.fixture
def client(world: World) -> Iterator[FacebookAdsApi]:
    with sandbox.serve(world) as running:
        api = connect(running.facebook, FACEBOOK_TOKEN, APP_SECRET["facebook"])
        yield api
        api._session.requests.close()


def names(fields: type) -> set[str]:
    """The values of a list of fields of the client."""
    return {value for name, value in vars(fields).items() if not name.startswith("_") and isinstance(value, str)}


# -- it talks -------------------------------------------------------------------------------------------------------


def test_the_client_reads_media_comments_and_replies(world: World, client: FacebookAdsApi) -> None:
    world.page_cap = None
    found: dict[str, str] = {}
    for media in IGUser(ACCOUNT, api=client).get_media(fields=["id", "comments_count"], params={"limit": 4}):
        counted = 0
        for comment in IGMedia(media["id"], api=client).get_comments(fields=["id", "text"], params={"limit": 2}):
            replies = IGComment(comment["id"], api=client).get_replies(fields=["id", "text"], params={"limit": 2})
            read = {item["id"]: item["text"] for item in (comment, *replies)}
            counted += len(read)
            found |= read
        assert counted == media["comments_count"]
    assert found == {comment.id: comment.text for comment in world.comments.values()}


def test_the_client_of_instagram_login_reads_too(world: World) -> None:
    with sandbox.serve(world) as running:
        api = connect(running.instagram, INSTAGRAM_TOKEN)
        me = IGUserForIGOnlyAPI("me", api=api).api_get(fields=["user_id", "username"])
        # The client knows no fields of this list, and warns of each; as a parameter they pass.
        media = list(IGUserForIGOnlyAPI(me["user_id"], api=api).get_media(params={"fields": "id,comments_count"}))
        busiest = max(media, key=lambda item: item["comments_count"])
        comments = list(IGMediaForIGOnlyAPI(busiest["id"], api=api).get_comments(params={"fields": "id,from"}))
        api._session.requests.close()
    assert me["user_id"] == ACCOUNT
    assert [comment["id"] for comment in comments] == [comment.id for comment in world.comments_of(busiest["id"])]
    assert all(comment["from"]["username"] for comment in comments)


def test_the_client_stops_after_page_1_of_tags_for_want_of_next(world: World, client: FacebookAdsApi) -> None:
    for n in range(3):
        world.add_tagged(ACCOUNT, "warga_1", f"Lihat {n}")
    assert len(list(IGUser(ACCOUNT, api=client).get_tags(params={"limit": 2}))) == 2


def test_the_client_replies_hides_and_deletes(world: World, client: FacebookAdsApi) -> None:
    comment = next(comment for comment in world.comments.values() if comment.parent is None)
    theirs = IGComment(comment.id, api=client)
    made = theirs.create_reply(params={"message": "Kami cek 🙏"})
    assert world.comments[made["id"]].text == "Kami cek 🙏"
    theirs.api_update(params={"hide": True})
    assert comment.hidden
    theirs.api_delete()
    assert comment.deleted


def test_the_client_understands_an_error(world: World, client: FacebookAdsApi) -> None:
    world.inject(faults.throttle(minutes=9))
    with pytest.raises(FacebookRequestError) as caught:
        IGUser(ACCOUNT, api=client).get_media(fields=["id"])
    assert (caught.value.api_error_code(), caught.value.api_error_type()) == (80002, "OAuthException")
    assert caught.value.api_transient_error()
    assert "X-Business-Use-Case-Usage" in caught.value.http_headers()


def test_the_clients_batch_gives_back_what_broke_off(world: World, client: FacebookAdsApi) -> None:
    world.inject(faults.cut_body(method="media.get"))
    read: list[Any] = []
    batch = client.new_batch()
    for id in list(world.media)[:2]:
        IGMedia(id, api=client).api_get(fields=["permalink"], batch=batch, success=read.append)
    again = batch.execute()
    assert (len(read), len(again)) == (1, 1)
    assert again.execute() is None
    assert {answer.json()["id"] for answer in read} == set(list(world.media)[:2])


# -- its fields are ours --------------------------------------------------------------------------------------------

LISTS: list[tuple[Kind, Login, type]] = [
    ("comment", "facebook", IGComment.Field),
    ("media", "facebook", IGMedia.Field),
    ("media", "instagram", IGMediaForIGOnlyAPI.Field),
    ("account", "instagram", IGUserForIGOnlyAPI.Field),
]


@pytest.mark.parametrize(("kind", "login", "fields"), LISTS, ids=lambda value: str(value).replace("Field", ""))
def test_every_field_of_the_client_is_known_and_there_is_no_other(kind: Kind, login: Login, fields: type) -> None:
    edges = {name for of, name in EDGES if of == kind}
    # An edge of boosted posts, which the client has as a method.
    assert fields_known(kind, login) - edges - {"boost_ads_list"} == names(fields)


@pytest.mark.parametrize("token", [INSTAGRAM_TOKEN, FACEBOOK_TOKEN], ids=["instagram", "facebook"])
def test_every_field_of_the_client_can_be_asked_for_at_once(world: World, token: str) -> None:
    of_media = names(IGMedia.Field if token == FACEBOOK_TOKEN else IGMediaForIGOnlyAPI.Field)
    of_comments = names(IGComment.Field) - ({"legacy_instagram_comment_id"} if token == INSTAGRAM_TOKEN else set())
    inner = ",".join(sorted(of_comments))
    fields = f"{','.join(sorted(of_media))},comments{{{inner},replies{{{inner}}}}}"
    with sandbox.serve(world) as running:
        api = connect(running.url, token)
        page = api.call("GET", (ACCOUNT, "media"), params={"fields": fields}).json()
        api._session.requests.close()
    comments = [comment for media in page["data"] for comment in media.get("comments", {"data": []})["data"]]
    replies = [reply for comment in comments for reply in comment.get("replies", {"data": []})["data"]]
    assert {name for media in page["data"] for name in media} <= of_media | {"comments"}
    assert {name for item in (*comments, *replies) for name in item} <= of_comments | {"replies"}
    assert {name for item in (*comments, *replies) for name in item["from"]} == names(IGCommentFromUser.Field)
    assert any("user" in reply for reply in replies)


def test_values_have_the_types_of_the_client(world: World, client: FacebookAdsApi) -> None:
    kinds = {"string": str, "datetime": str, "int": int, "bool": bool}
    asked = sorted(names(IGMedia.Field))
    for media in IGUser(ACCOUNT, api=client).get_media(fields=asked):
        for name, value in media.export_all_data().items():
            known = kinds.get(IGMedia._field_types[name])
            assert known is None or type(value) is known, name


@pytest.mark.parametrize(
    ("path", "grant", "fields"),
    [
        ("access_token", "ig_exchange_token", IGAccessTokenForIGOnlyAPI.Field),
        ("refresh_access_token", "ig_refresh_token", IGRefreshAccessTokenForIGOnlyAPI.Field),
    ],
)
def test_what_the_token_endpoints_send_stands_in_the_clients_lists(
    world: World, path: str, grant: str, fields: type
) -> None:
    short = world.tokens.give("instagram", [ACCOUNT], at=world.clock, lifetime=SHORT)
    token = short.text if path == "access_token" else INSTAGRAM_TOKEN
    params = {"grant_type": grant, "client_secret": APP_SECRET["instagram"]}
    with sandbox.serve(world) as running:
        api = connect(running.instagram, token)
        answer = api.call("GET", f"{running.instagram}/{path}", params=params).json()
        api._session.requests.close()
    assert {"access_token", "token_type", "expires_in"} <= set(answer) <= names(fields)
