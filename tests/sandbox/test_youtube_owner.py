"""The owner's side of the sandbox's YouTube: consents, queues, and writes with their refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import googleapiclient.discovery
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.errors import HttpError

from complaint_hub.sandbox import youtube
from complaint_hub.sandbox.server import Request, Response
from complaint_hub.sandbox.youtube import CHANNEL, CLIENT_ID, CLIENT_SECRET, KEY, REFRESH_TOKEN, World, faults

DOCUMENT = json.loads(
    (Path(googleapiclient.discovery.__file__).parent / "discovery_cache/documents/youtube.v3.json").read_text("utf-8")
)
QUEUE = {"part": "id,snippet,replies", "allThreadsRelatedToChannelId": CHANNEL}
FORM = {
    "grant_type": "refresh_token",
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "refresh_token": REFRESH_TOKEN,
}


@pytest.fixture
def world() -> World:
    return youtube.build(7, videos=3, threads=30, big=2, small_replies=12)


def renew(world: World, **changed: str) -> tuple[int, dict[str, Any]]:
    response = youtube.answer(world, Request("POST", "/token", body=urlencode(FORM | changed).encode()))
    return response.status, json.loads(response.body)


def token(world: World) -> str:
    return str(renew(world)[1]["access_token"])


def call(
    world: World, http: str, path: str, params: dict[str, str], body: object = None, *, bearer: str | None = None
) -> Response:
    headers = {"authorization": f"Bearer {token(world) if bearer is None else bearer}"}
    query = {name: (value,) for name, value in params.items()}
    content = b"" if body is None else json.dumps(body).encode()
    return youtube.answer(world, Request(http, youtube.api.BASE + path, query, headers, content))


def told(response: Response) -> Any:
    return json.loads(response.body)


def reply(world: World, parent: str, text: str = "Terima kasih, kami teruskan.") -> Response:
    return call(world, "POST", "comments", {"part": "snippet"}, {"snippet": {"parentId": parent, "textOriginal": text}})


def reason(response: Response) -> str:
    return str(told(response)["error"]["errors"][0]["reason"])


def a_thread(world: World) -> str:
    return next(iter(world.threads))


# -- consents -------------------------------------------------------------------------------------------------------


def test_a_consent_is_renewed_for_an_hour_and_costs_no_unit(world: World) -> None:
    status, body = renew(world)
    assert (status, body["expires_in"], body["token_type"]) == (200, 3_599, "Bearer")
    assert "refresh_token" not in body
    assert world.units == 0
    assert call(world, "GET", "commentThreads", QUEUE, bearer=body["access_token"]).status == 200
    world.advance(hours=1)
    assert call(world, "GET", "commentThreads", QUEUE, bearer=body["access_token"]).status == 401


def test_a_rotating_consent_takes_only_the_newest_refresh_token(world: World) -> None:
    world.grants.rotating = True
    rotated = renew(world)[1]["refresh_token"]
    assert renew(world)[1] == {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
    assert renew(world, refresh_token=rotated)[0] == 200


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"client_secret": "x"}, 401, "invalid_client"),
        ({"client_id": "x"}, 401, "invalid_client"),
        ({"refresh_token": "x"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_wrong_renewal_is_refused_in_the_shape_of_oauth(
    world: World, changed: dict[str, str], status: int, error: str
) -> None:
    found = renew(world, **changed)
    assert (found[0], found[1]["error"]) == (status, error)


def test_a_withdrawn_consent_ends_at_once(world: World) -> None:
    bearer = token(world)
    world.grants.withdraw()
    assert call(world, "GET", "commentThreads", QUEUE, bearer=bearer).status == 401
    assert renew(world)[1]["error"] == "invalid_grant"


def test_a_smaller_scope_reads_no_comment(world: World) -> None:
    world.grants.allow(CHANNEL, refresh="small", scope="https://www.googleapis.com/auth/youtube.readonly")
    bearer = renew(world, refresh_token="small")[1]["access_token"]
    assert reason(call(world, "GET", "commentThreads", QUEUE, bearer=bearer)) == "insufficientPermissions"
    assert call(world, "GET", "channels", {"part": "id", "mine": "true"}, bearer=bearer).status == 200


# -- queues ---------------------------------------------------------------------------------------------------------


def ids(response: Response) -> list[str]:
    return [item["id"] for item in told(response)["items"]]


@pytest.mark.parametrize("status", ["heldForReview", "likelySpam"])
def test_what_is_held_back_stands_in_its_queue_and_nowhere_else(world: World, status: str) -> None:
    thread = a_thread(world)
    world.moderate(thread, status)
    queue = call(world, "GET", "commentThreads", QUEUE | {"moderationStatus": status})
    assert ids(queue) == [thread]
    snippet = told(queue)["items"][0]["snippet"]
    assert snippet["topLevelComment"]["snippet"]["moderationStatus"] == status
    assert snippet["isPublic"] is False
    assert thread not in ids(call(world, "GET", "commentThreads", QUEUE | {"maxResults": "100"}))


def test_a_thread_with_a_held_reply_stands_in_the_queue_and_in_the_feed(world: World) -> None:
    thread = a_thread(world)
    held = world.add_reply(thread, "beli di sini")
    world.moderate(held.id, "heldForReview")
    assert ids(call(world, "GET", "commentThreads", QUEUE | {"moderationStatus": "heldForReview"})) == [thread]
    assert thread in ids(call(world, "GET", "commentThreads", QUEUE | {"maxResults": "100"}))
    assert not world.sees(held.id)


def test_a_queue_is_its_owner_s_alone(world: World) -> None:
    other = world.add_channel("Dinas", "@dinas")
    world.grants.allow(other.id, refresh="other")
    bearer = renew(world, refresh_token="other")[1]["access_token"]
    queue = QUEUE | {"moderationStatus": "heldForReview"}
    assert reason(call(world, "GET", "commentThreads", queue, bearer=bearer)) == "forbidden"


def test_the_status_is_never_told_when_comments_are_asked_for_by_id(world: World) -> None:
    thread = a_thread(world)
    world.moderate(thread, "heldForReview")
    found = told(call(world, "GET", "commentThreads", {"part": "snippet", "id": thread}))["items"]
    assert "moderationStatus" not in found[0]["snippet"]["topLevelComment"]["snippet"]


def test_a_published_thread_comes_back_to_the_feed_and_the_count(world: World) -> None:
    thread = world.threads[a_thread(world)]
    before = world.videos[thread.top.video].count
    world.moderate(thread.id, "heldForReview")
    assert world.videos[thread.top.video].count == before - 1 - thread.total
    call(world, "POST", "comments/setModerationStatus", {"id": thread.id, "moderationStatus": "published"})
    assert world.sees(thread.id)
    assert world.videos[thread.top.video].count == before


# -- writes ---------------------------------------------------------------------------------------------------------


def test_a_reply_costs_fifty_units_and_is_the_channel_s(world: World) -> None:
    thread = a_thread(world)
    answer = told(reply(world, thread))
    assert answer["id"].startswith(f"{thread}.")
    assert answer["snippet"]["authorChannelId"]["value"] == CHANNEL
    assert not {"videoId", "channelId"} & set(answer["snippet"])
    assert world.units == 50
    assert world.sees(answer["id"])


def test_a_reply_may_be_hidden_silently(world: World) -> None:
    world.hides_new = True
    answer = reply(world, a_thread(world))
    assert answer.status == 200
    assert not world.sees(told(answer)["id"])


def test_a_write_without_a_token_is_refused_whatever_the_key(world: World) -> None:
    asked = Request("POST", youtube.api.BASE + "comments", {"part": ("snippet",), "key": (KEY,)})
    assert youtube.answer(world, asked).status == 401
    assert world.units == 0


def broken_reply(world: World, case: str) -> Response:
    thread = world.threads[a_thread(world)]
    match case:
        case "parentIdMissing":
            return call(world, "POST", "comments", {"part": "snippet"}, {"snippet": {"textOriginal": "a"}})
        case "processingFailure":
            return call(world, "POST", "comments", {"part": "snippet"}, [])
        case "commentTextRequired":
            return reply(world, thread.id, " ")
        case "commentTextTooLong":
            return reply(world, thread.id, "a" * 10_001)
        case "parentCommentNotFound":
            return reply(world, f"{thread.id}.reply")
        case "operationNotSupported":
            world.closed.add(thread.id)
        case "parentCommentIsPrivate":
            world.make_private(thread.top.video)
        case "quotaExceeded":
            world.quota = 49
        case _:
            world.inject(faults.error(case))
    return reply(world, thread.id)


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ("parentIdMissing", 400),
        ("processingFailure", 400),
        ("commentTextRequired", 400),
        ("commentTextTooLong", 400),
        ("parentCommentNotFound", 404),
        ("operationNotSupported", 400),
        ("parentCommentIsPrivate", 400),
        ("quotaExceeded", 403),
        ("invalidCustomEmoji", 400),
        ("invalidCommentMetadata", 400),
        ("ineligibleAccount", 403),
        ("backendError", 503),
    ],
)
def test_a_refused_reply_writes_nothing(world: World, case: str, status: int) -> None:
    before = len(world.comments)
    answer = broken_reply(world, case)
    assert (answer.status, reason(answer)) == (status, case)
    assert len(world.comments) == before


def test_what_was_rejected_cannot_be_published_again(world: World) -> None:
    thread = a_thread(world)
    path, asked = "comments/setModerationStatus", {"id": thread, "moderationStatus": "rejected", "banAuthor": "true"}
    assert call(world, "POST", path, asked).status == 204
    assert not world.sees(thread)
    again = call(world, "POST", path, {"id": thread, "moderationStatus": "published"})
    assert reason(again) == "operationNotSupported"


def test_only_who_rejects_may_ban(world: World) -> None:
    asked = {"id": a_thread(world), "moderationStatus": "published", "banAuthor": "true"}
    assert reason(call(world, "POST", "comments/setModerationStatus", asked)) == "banWithoutReject"


def test_a_comment_is_changed_and_deleted_by_its_author_alone(world: World) -> None:
    own = told(reply(world, a_thread(world)))["id"]
    changed = {"id": own, "snippet": {"textOriginal": "Sudah diperbaiki."}}
    assert call(world, "PUT", "comments", {"part": "snippet"}, changed).status == 200
    assert world.comments[own].text == "Sudah diperbaiki."
    assert reason(call(world, "DELETE", "comments", {"id": a_thread(world)})) == "forbidden"
    assert call(world, "DELETE", "comments", {"id": own}).status == 204
    assert world.comments[own].deleted


# -- the platform's own client --------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the client's own dependencies
def test_googles_own_client_renews_replies_moderates_and_gets_the_errors(world: World) -> None:
    thread = a_thread(world)
    with youtube.serve(world) as sandbox:
        consent = Credentials(  # type: ignore[no-untyped-call]  # google-auth has no complete types
            None,
            refresh_token=REFRESH_TOKEN,
            token_uri=sandbox.tokens,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
        )
        options = {"api_endpoint": sandbox.url}
        with googleapiclient.discovery.build_from_document(
            DOCUMENT, credentials=consent, client_options=options
        ) as client:
            body = {"snippet": {"parentId": thread, "textOriginal": "Kami teruskan."}}
            made = client.comments().insert(part="snippet", body=body).execute()
            client.comments().setModerationStatus(id=thread, moderationStatus="heldForReview").execute()
            queue = client.commentThreads().list(**QUEUE, moderationStatus="heldForReview").execute()
            wrong = {"snippet": {"parentId": made["id"], "textOriginal": "Kami teruskan."}}
            with pytest.raises(HttpError) as refused:
                client.comments().insert(part="snippet", body=wrong).execute()
    assert world.comments[made["id"]].text == "Kami teruskan."
    assert [item["id"] for item in queue["items"]] == [thread]
    assert (refused.value.status_code, refused.value.error_details[0]["reason"]) == (404, "parentCommentNotFound")
