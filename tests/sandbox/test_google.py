"""The Google of the sandbox: does it behave as the platform, and is its shape more than our belief?"""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import google.oauth2.credentials
import googleapiclient.discovery
import pytest

from complaint_hub.sandbox import google as sandbox
from complaint_hub.sandbox.google import GROUP, LOGIN, Translation, World, faults
from complaint_hub.sandbox.google.errors import ERRORS, OAUTH_ERRORS, SHAPES
from complaint_hub.sandbox.server import Request, Response

DOCUMENTS = Path(googleapiclient.discovery.__file__).parent / "discovery_cache/documents"
ACCOUNTS = json.loads((DOCUMENTS / "mybusinessaccountmanagement.v1.json").read_text("utf-8"))
LOCATIONS = json.loads((DOCUMENTS / "mybusinessbusinessinformation.v1.json").read_text("utf-8"))
RENEWAL = {
    "client_id": sandbox.CLIENT_ID,
    "client_secret": sandbox.CLIENT_SECRET,
    "refresh_token": sandbox.REFRESH_TOKEN,
    "grant_type": "refresh_token",
}
MASK = "name,title,storeCode,languageCode,storefrontAddress,metadata,openInfo,phoneNumbers,websiteUri"


def renew(world: World, **changed: str) -> Response:
    form = "&".join(f"{name}={value}" for name, value in (RENEWAL | changed).items() if value)
    return sandbox.answer(world, Request("POST", "/token", body=form.encode()))


def ask(world: World, path: str, verb: str = "GET", body: Any = None, **params: str) -> Response:
    """One call without a socket, with a good token."""
    headers = {"authorization": f"Bearer {world.grants.give(world.clock)}"}
    content = b"" if body is None else json.dumps(body).encode()
    query = {name: (value,) for name, value in params.items()}
    return sandbox.answer(world, Request(verb, path, query, headers, content))


def read(world: World, path: str, verb: str = "GET", body: Any = None, **params: str) -> dict[str, Any]:
    response = ask(world, path, verb, body, **params)
    assert response.status == 200, response.body
    answer: dict[str, Any] = json.loads(response.body)
    return answer


def reviews_of(location: str, account: str = GROUP) -> str:
    return f"/v4/accounts/{account}/locations/{location}/reviews"


def pages(world: World, path: str, **params: str) -> Iterator[dict[str, Any]]:
    page = read(world, path, **params)
    yield page
    while "nextPageToken" in page:
        page = read(world, path, **params, pageToken=page["nextPageToken"])
        yield page


def ids(page: dict[str, Any]) -> list[str]:
    return [review["reviewId"] for review in page.get("reviews", [])]


def status(response: Response) -> tuple[int, str]:
    return response.status, json.loads(response.body)["error"]["status"]


@pytest.fixture
def world() -> World:
    return sandbox.small()


@pytest.fixture
def place(world: World) -> str:
    """A location with at least a page of reviews."""
    return max(world.locations, key=lambda number: len(world.listed(number)))


# -- the shape of an answer -----------------------------------------------------------------------------------------


def unknown_fields(value: Any, schema: dict[str, Any], document: dict[str, Any], where: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from unknown_fields(value, document["schemas"][schema["$ref"]], document, where)
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        for name, inside in value.items():
            if name in known:
                yield from unknown_fields(inside, known[name], document, f"{where}.{name}")
            else:
                yield f"{where}.{name}"
    elif isinstance(value, list):
        for inside in value:
            yield from unknown_fields(inside, schema["items"], document, f"{where}[]")
    elif type(value) is not {"string": str, "integer": int, "boolean": bool}[schema["type"]]:
        yield f"{where} is {type(value).__name__}, not {schema['type']}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{where} cannot be {value}"


def test_every_account_field_sent_stands_in_the_discovery_document(world: World) -> None:
    schema = ACCOUNTS["resources"]["accounts"]["methods"]["list"]["response"]
    answer = read(world, "/accountmanagement/v1/accounts")
    assert len(answer["accounts"]) == 2
    assert list(unknown_fields(answer, schema, ACCOUNTS, "accounts")) == []


def test_every_location_field_sent_stands_in_the_discovery_document(world: World) -> None:
    schema = LOCATIONS["resources"]["accounts"]["resources"]["locations"]["methods"]["list"]["response"]
    answer = read(world, "/businessinformation/v1/accounts/-/locations", readMask=MASK, filter="title=RSUD")
    assert answer["totalSize"] == 2
    assert list(unknown_fields(answer, schema, LOCATIONS, "locations")) == []


def test_a_read_mask_may_name_all_fields_of_the_discovery_document_and_no_other(world: World) -> None:
    everything = ",".join(LOCATIONS["schemas"]["Location"]["properties"])
    assert ask(world, "/businessinformation/v1/accounts/-/locations", readMask=everything).status == 200
    assert ask(world, "/businessinformation/v1/accounts/-/locations", readMask="name,stars").status == 400


def test_googles_own_client_lists_accounts_and_locations() -> None:
    world = sandbox.demo()
    titles: set[str] = set()
    with sandbox.serve(world) as running:
        given = google.oauth2.credentials.Credentials(  # type: ignore[no-untyped-call]  # that package has no types
            token=world.grants.give(world.clock)
        )
        accounts, places = (
            googleapiclient.discovery.build_from_document(
                document, credentials=given, client_options={"api_endpoint": base.removesuffix("v1/")}
            )
            for document, base in ((ACCOUNTS, running.accounts), (LOCATIONS, running.locations))
        )
        with accounts, places:
            for account in accounts.accounts().list().execute()["accounts"]:
                resource = places.accounts().locations()
                request = resource.list(parent=account["name"], readMask="name,title", pageSize=5)
                while request is not None:
                    answer = request.execute()
                    titles |= {location["title"] for location in answer.get("locations", ())}
                    request = resource.list_next(request, answer)
    assert titles == {location.title for location in world.locations.values()}
    assert len(titles) == 12


# -- accounts and locations -----------------------------------------------------------------------------------------


def test_the_logins_own_account_comes_first_and_owns_no_location(world: World) -> None:
    assert read(world, "/accountmanagement/v1/accounts")["accounts"][0]["name"] == f"accounts/{LOGIN}"
    assert read(world, f"/businessinformation/v1/accounts/{LOGIN}/locations", readMask="name") == {}


def test_accounts_come_20_a_page_whatever_is_asked(world: World) -> None:
    for n in range(20):
        world.add_account(f"Kelompok {n}")
    found = [len(page["accounts"]) for page in pages(world, "/accountmanagement/v1/accounts", pageSize="100")]
    assert found == [20, 2]


def test_locations_come_ten_a_page_unless_more_are_asked() -> None:
    world = sandbox.demo()
    path = "/businessinformation/v1/accounts/-/locations"
    assert [len(page["locations"]) for page in pages(world, path, readMask="name")] == [10, 2]
    assert len(read(world, path, readMask="name", pageSize="100")["locations"]) == 12


def test_locations_without_a_read_mask_are_refused(world: World) -> None:
    assert status(ask(world, "/businessinformation/v1/accounts/-/locations")) == (400, "INVALID_ARGUMENT")


def test_a_false_field_is_left_out(world: World, place: str) -> None:
    world.unverify(place)
    path = f"/businessinformation/v1/locations/{place}"
    assert read(world, path, readMask="metadata.hasVoiceOfMerchant,name") == {"name": f"locations/{place}"}


def test_a_shared_location_stands_under_both_accounts_and_once_under_all(world: World, place: str) -> None:
    other = world.add_account("Dinas Kesehatan").number
    world.share_location(place, other)
    listed = {
        account: [
            location["name"]
            for location in read(world, f"/businessinformation/v1/accounts/{account}/locations", readMask="name")[
                "locations"
            ]
        ]
        for account in (GROUP, other, "-")
    }
    assert [names.count(f"locations/{place}") for names in listed.values()] == [1, 1, 1]


# -- reviews --------------------------------------------------------------------------------------------------------


def test_reviews_come_last_updated_first_with_their_totals(world: World, place: str) -> None:
    walked = list(pages(world, reviews_of(place)))
    found = [id for page in walked for id in ids(page)]
    assert found == [review.id for review in world.listed(place)]
    assert {page["totalReviewCount"] for page in walked} == {len(found)}
    assert len(walked) > 1


def test_a_location_without_reviews_answers_an_empty_object(world: World) -> None:
    empty = next(number for number in world.locations if not world.listed(number))
    assert ask(world, reviews_of(empty)).body == b"{}"


def test_a_page_has_at_most_50_reviews(world: World, place: str) -> None:
    world.page_cap = None
    for n in range(60):
        world.add_review(place, 5, f"Baik {n}")
    assert len(ids(read(world, reviews_of(place), pageSize="200"))) == 50
    world.oversized = "error"
    assert ask(world, reviews_of(place), pageSize="200").status == 400


@pytest.mark.parametrize("order", ["createTime desc", "updateTime", "updateTime asc", "rating asc"])
def test_an_order_the_platform_does_not_have_is_refused(world: World, place: str, order: str) -> None:
    assert status(ask(world, reviews_of(place), orderBy=order)) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("size", ["", "many", "-1"])
def test_a_page_size_that_is_no_number_is_refused(world: World, place: str, size: str) -> None:
    assert ask(world, reviews_of(place), pageSize=size).status == 400


def test_reviews_by_rating_begin_with_the_fewest_stars(world: World, place: str) -> None:
    stars = [r["starRating"] for page in pages(world, reviews_of(place), orderBy="rating") for r in page["reviews"]]
    assert stars == sorted(stars, key=["ONE", "TWO", "THREE", "FOUR", "FIVE"].index)


def test_a_rating_has_no_comment_and_an_anonymous_reviewer_no_photo(world: World, place: str) -> None:
    review = world.add_review(place, 1, author=None, digits=0)
    shown = read(world, f"{reviews_of(place)}/{review.id}")
    assert shown["reviewer"] == {"displayName": "A Google user", "isAnonymous": True}
    assert "comment" not in shown
    assert "reviewReply" not in shown
    assert shown["createTime"] == shown["updateTime"] == "2026-11-24T02:00:00Z"


def test_a_rating_without_stars_leaves_them_out(world: World, place: str) -> None:
    assert "starRating" not in read(world, f"{reviews_of(place)}/{world.add_review(place, 0, 'Baik').id}")


@pytest.mark.parametrize(
    ("digits", "text"),
    [(0, "03:04:05Z"), (3, "03:04:05.123Z"), (6, "03:04:05.123456Z"), (9, "03:04:05.123456123Z")],
)
def test_times_have_0_3_6_or_9_fractional_digits(world: World, place: str, digits: int, text: str) -> None:
    at = datetime(2026, 5, 1, 3, 4, 5, 123456, tzinfo=UTC)
    review = world.add_review(place, 5, at=at, digits=digits)
    assert read(world, f"{reviews_of(place)}/{review.id}")["createTime"] == f"2026-05-01T{text}"


@pytest.mark.parametrize(
    ("translation", "comment"),
    [
        (Translation("Long queue"), "Antre lama\n\n(Translated by Google)\nLong queue"),
        (Translation("Long queue", "translation_first"), "(Translated by Google) Long queue\n\n(Original)\nAntre lama"),
        (
            Translation("Long queue", "translation_first_line", "id"),
            "(Diterjemahkan oleh Google)\nLong queue\n\n(Asli)\nAntre lama",
        ),
    ],
)
def test_a_translation_stands_in_the_text_of_reviews_and_replies(
    world: World, place: str, translation: Translation, comment: str
) -> None:
    review = world.add_review(place, 1, "Antre lama", translation=translation)
    world.reply(review.id, "Antre lama", translation=translation)
    shown = read(world, f"{reviews_of(place)}/{review.id}")
    assert shown["comment"] == shown["reviewReply"]["comment"] == comment


def test_media_are_sent_as_they_are(world: World, place: str) -> None:
    video = {"thumbnailUrl": "https://photos.example/1", "videoUrl": "https://photos.example/2"}
    review = world.add_review(place, 1, media=[video])
    assert read(world, f"{reviews_of(place)}/{review.id}")["reviewMediaItems"] == [video]


def test_a_batch_merges_locations_by_time_of_update(world: World) -> None:
    names = [f"accounts/{GROUP}/locations/{number}" for number in world.locations]
    path = f"/v4/accounts/{GROUP}/locations:batchGetReviews"
    world.page_cap = None
    body = read(world, path, "POST", {"locationNames": names, "pageSize": 50})
    times = [world.reviews[item["review"]["reviewId"]].updated_at for item in body["locationReviews"]]
    assert times == sorted(times, reverse=True)
    assert len(times) == 30
    assert {item["name"] for item in body["locationReviews"]} < set(names)


# -- what happens between two calls ---------------------------------------------------------------------------------


def test_an_edited_review_moves_to_the_front_and_keeps_its_id_and_birth(world: World, place: str) -> None:
    review = world.listed(place)[-1]
    world.advance(hours=1)
    world.edit_review(review.id, stars=5, text="Sudah baik")
    first = read(world, reviews_of(place))["reviews"][0]
    assert (first["reviewId"], first["comment"], first["starRating"]) == (review.id, "Sudah baik", "FIVE")
    assert first["createTime"] < first["updateTime"]


def test_a_new_review_in_the_middle_of_a_walk_repeats_the_item_at_the_border(world: World, place: str) -> None:
    first = read(world, reviews_of(place))
    world.add_review(place, 1)
    assert ids(read(world, reviews_of(place), pageToken=first["nextPageToken"]))[0] == ids(first)[-1]


def test_a_deletion_in_the_middle_of_a_walk_skips_an_item(world: World, place: str) -> None:
    everything = [review.id for review in world.listed(place)]
    first = read(world, reviews_of(place))
    world.delete_review(everything[0])
    assert ids(read(world, reviews_of(place), pageToken=first["nextPageToken"]))[0] == everything[9]


def test_a_deleted_review_is_not_found_until_it_comes_back(world: World, place: str) -> None:
    review = world.listed(place)[0]
    path = f"{reviews_of(place)}/{review.id}"
    total = read(world, reviews_of(place))["totalReviewCount"]
    world.delete_review(review.id)
    assert status(ask(world, path)) == (404, "NOT_FOUND")
    assert read(world, reviews_of(place))["totalReviewCount"] == total - 1
    world.restore_review(review.id)
    assert ids(read(world, reviews_of(place)))[0] == review.id


def test_the_account_segment_changes_and_nothing_else_does(world: World, place: str) -> None:
    before = read(world, reviews_of(place))["reviews"]
    world.rename_account(GROUP, "42")
    assert ask(world, reviews_of(place)).status == 404
    after = read(world, reviews_of(place, "42"))["reviews"]
    assert after[0]["name"] == before[0]["name"].replace(GROUP, "42")
    assert [{**review, "name": ""} for review in after] == [{**review, "name": ""} for review in before]


def test_any_account_may_be_left_open(world: World, place: str) -> None:
    name = read(world, reviews_of(place, "-"))["reviews"][0]["name"]
    assert name.startswith(f"accounts/-/locations/{place}/")


def test_a_moved_location_is_found_under_its_new_account_alone(world: World, place: str) -> None:
    world.move_location(place, LOGIN)
    assert ask(world, reviews_of(place)).status == 404
    assert ids(read(world, reviews_of(place, LOGIN)))


def test_a_location_without_access_is_neither_listed_nor_found(world: World, place: str) -> None:
    world.remove_access(place)
    listed = read(world, "/businessinformation/v1/accounts/-/locations", readMask="name")["locations"]
    assert {"name": f"locations/{place}"} not in listed
    assert ask(world, reviews_of(place)).status == 404


def test_an_unverified_location_refuses_its_reviews(world: World, place: str) -> None:
    world.unverify(place)
    assert status(ask(world, reviews_of(place))) == (403, "PERMISSION_DENIED")


def test_a_token_is_good_for_its_list_and_its_time(world: World, place: str) -> None:
    token = read(world, reviews_of(place))["nextPageToken"]
    other = next(number for number in world.locations if number != place)
    assert ask(world, reviews_of(other), pageToken=token).status == 400
    assert ask(world, reviews_of(place), pageToken="abc").status == 400
    world.expire_tokens()
    assert ask(world, reviews_of(place), pageToken=token).status == 400


# -- replies and their moderation -----------------------------------------------------------------------------------


def test_a_reply_is_pending_until_the_moderation_has_spoken(world: World, place: str) -> None:
    path = f"{reviews_of(place)}/{world.add_review(place, 1).id}"
    assert read(world, f"{path}/reply", "PUT", {"comment": "Maaf"})["reviewReplyState"] == "PENDING"
    world.advance(minutes=11)
    assert read(world, path)["reviewReply"]["reviewReplyState"] == "APPROVED"


def test_a_rejected_reply_says_why(world: World, place: str) -> None:
    world.rejects["NIK"] = "PERSONAL_INFO"
    review = world.add_review(place, 1)
    world.reply(review.id, "Mohon kirim NIK Anda")
    path = f"{reviews_of(place)}/{review.id}"
    assert "policyViolation" not in read(world, path)["reviewReply"]
    world.advance(minutes=11)
    reply = read(world, path)["reviewReply"]
    assert (reply["reviewReplyState"], reply["policyViolation"]) == ("REJECTED", "PERSONAL_INFO")
    world.moderate(review.id)
    assert read(world, path)["reviewReply"]["reviewReplyState"] == "APPROVED"


def test_a_reply_does_not_touch_the_time_of_the_review(world: World, place: str) -> None:
    old = world.listed(place)[-1]
    order = [review.id for review in world.listed(place)]
    world.reply(old.id, "Terima kasih")
    assert [review.id for review in world.listed(place)] == order


def test_a_reply_from_before_the_states_has_none(world: World, place: str) -> None:
    review = world.add_review(place, 1, at=datetime(2025, 1, 1, tzinfo=UTC))
    world.reply(review.id, "Maaf", at=datetime(2026, 3, 31, tzinfo=UTC))
    assert set(read(world, f"{reviews_of(place)}/{review.id}")["reviewReply"]) == {"comment", "updateTime"}


def test_a_second_reply_replaces_the_first_and_deleting_it_twice_is_not_found(world: World, place: str) -> None:
    path = f"{reviews_of(place)}/{world.add_review(place, 1).id}"
    read(world, f"{path}/reply", "PUT", {"comment": "Satu"})
    read(world, f"{path}/reply", "PUT", {"comment": "Dua"})
    assert read(world, path)["reviewReply"]["comment"] == "Dua"
    assert read(world, f"{path}/reply", "DELETE") == {}
    assert ask(world, f"{path}/reply", "DELETE").status == 404
    assert "reviewReply" not in read(world, path)


@pytest.mark.parametrize(("text", "expected"), [("é" * 2_048, 200), ("é" * 2_048 + "a", 400), ("", 400)])
def test_a_reply_has_at_most_4096_bytes(world: World, place: str, text: str, expected: int) -> None:
    path = f"{reviews_of(place)}/{world.add_review(place, 1).id}/reply"
    assert ask(world, path, "PUT", {"comment": text}).status == expected


def test_only_put_writes_a_reply(world: World, place: str) -> None:
    path = f"{reviews_of(place)}/{world.add_review(place, 1).id}"
    assert ask(world, path, "PATCH", {"comment": "Maaf"}).status == 404


# -- tokens ---------------------------------------------------------------------------------------------------------


def test_a_renewal_gives_an_access_token_and_no_new_refresh_token(world: World) -> None:
    answer = json.loads(renew(world).body)
    assert set(answer) == {"access_token", "expires_in", "scope", "token_type"}
    assert answer["expires_in"] == 3_599


def test_a_rotating_refresh_token_is_good_once(world: World) -> None:
    world.grants.rotating = True
    new = json.loads(renew(world).body)["refresh_token"]
    assert renew(world).status == 400
    assert renew(world, refresh_token=new).status == 200


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"client_id": "other"}, "invalid_client"),
        ({"client_secret": "other"}, "unauthorized_client"),
        ({"refresh_token": "other"}, "invalid_grant"),
        ({"refresh_token": ""}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_refused_renewal_has_the_shape_of_oauth(world: World, changed: dict[str, str], name: str) -> None:
    response = renew(world, **changed)
    assert (response.status, json.loads(response.body)["error"]) == (OAUTH_ERRORS[name][0], name)


def test_a_revoked_consent_cannot_be_renewed(world: World) -> None:
    world.grants.refresh_token = None
    assert json.loads(renew(world).body) == {
        "error": "invalid_grant",
        "error_description": "Token has been expired or revoked.",
    }


def test_calls_without_a_good_token_are_refused(world: World) -> None:
    path = "/accountmanagement/v1/accounts"
    header = f"Bearer {world.grants.give(world.clock)}"
    asked = [Request("GET", path, headers={"authorization": value}) for value in ("", "Bearer x", header)]
    assert [sandbox.answer(world, request).status for request in asked] == [401, 401, 200]
    world.advance(seconds=3_599)
    assert status(sandbox.answer(world, asked[2])) == (401, "UNAUTHENTICATED")


# -- refusals and faults --------------------------------------------------------------------------------------------


def details(response: Response) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.body)["error"]["details"][0]
    return found


def test_a_project_that_was_never_approved_has_the_limit_0(world: World, place: str) -> None:
    world.approved = False
    response = ask(world, reviews_of(place))
    assert status(response) == (429, "RESOURCE_EXHAUSTED")
    assert details(response)["metadata"]["quota_limit_value"] == "0"


def test_a_missing_scope_and_a_disabled_api_say_so(world: World, place: str) -> None:
    world.disabled = {"mybusiness.googleapis.com"}
    assert details(ask(world, reviews_of(place)))["reason"] == "SERVICE_DISABLED"
    assert ask(world, "/accountmanagement/v1/accounts").status == 200
    world.grants.scope = "openid"
    assert details(ask(world, reviews_of(place)))["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_a_random_404_is_gone_at_the_second_try(world: World, place: str) -> None:
    world.inject(faults.random_404())
    assert [ask(world, reviews_of(place)).status for _ in range(2)] == [404, 200]


@pytest.mark.parametrize("retry_after", [None, 3, "Tue, 24 Nov 2026 02:00:05 GMT"])
def test_too_fast_comes_with_or_without_a_time_to_wait(world: World, place: str, retry_after: int | str | None) -> None:
    world.inject(faults.rate_limit(retry_after=retry_after))
    response = ask(world, reviews_of(place))
    assert details(response)["metadata"]["quota_limit_value"] == "300"
    assert response.headers.get("Retry-After") == (None if retry_after is None else str(retry_after))


def test_a_page_may_lack_reviews_and_carry_a_token(world: World, place: str) -> None:
    world.inject(faults.empty_page())
    first, second = list(pages(world, reviews_of(place)))[:2]
    assert "reviews" not in first
    assert ids(second)[0] == world.listed(place)[0].id


def test_a_page_of_html_is_sent_as_such(world: World, place: str) -> None:
    world.inject(faults.gateway_page(503))
    response = ask(world, reviews_of(place))
    assert (response.status, response.headers["Content-Type"], response.body[:9]) == (503, "text/html", b"<!DOCTYPE")


def test_one_damaged_item_is_hit_by_its_name(world: World, place: str) -> None:
    review = world.listed(place)[2]
    world.inject(faults.damage("reviewer.displayName", 7, item=review.id))
    shown = read(world, reviews_of(place))["reviews"]
    assert [item["reviewer"]["displayName"] == 7 for item in shown[:4]] == [False, False, True, False]


def test_a_write_that_is_cut_off_on_its_way_back_is_done(world: World, place: str) -> None:
    review = world.add_review(place, 1)
    world.inject(faults.cut_body(5, method="reviews.updateReply"))
    assert ask(world, f"{reviews_of(place)}/{review.id}/reply", "PUT", {"comment": "Maaf"}).cut == 5
    assert review.reply is not None


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ERRORS)
def test_every_error_can_be_injected_in_every_shape(world: World, place: str, name: str, shape: str) -> None:
    world.inject(faults.error(name, shape=shape))
    response = ask(world, reviews_of(place))
    assert response.status == ERRORS[name].http
    assert json.loads(response.body)["error"]


# -- counts, the door, and whole worlds -----------------------------------------------------------------------------


def test_calls_are_counted_by_method_and_logged_without_credentials(world: World, place: str) -> None:
    ask(world, reviews_of(place), key="secret", pageSize="5")
    ask(world, "/accountmanagement/v1/accounts")
    assert dict(world.meter.by_method) == {"reviews.list": 1, "accounts.list": 1}
    assert dict(world.requests[0].params) == {"pageSize": "5"}


def test_another_process_changes_the_world_through_the_door(world: World, place: str) -> None:
    def post(url: str, body: Any) -> Any:
        with urllib.request.urlopen(url, data=json.dumps(body).encode(), timeout=5) as answer:
            return json.loads(answer.read())

    with sandbox.serve(world) as running:
        arguments = {"location": place, "stars": 1, "translation": {"text": "Bad"}, "at": "2026-11-20T00:00:00Z"}
        made = post(f"{running.url}/_sandbox/do", {"operation": "add_review", "arguments": arguments})
        post(f"{running.url}/_sandbox/clock", {"advance": {"days": 1}})
        post(f"{running.url}/_sandbox/faults", {"kind": "error", "data": {"name": "internal"}})
        with urllib.request.urlopen(f"{running.url}/_sandbox/count", timeout=5) as answer:
            assert json.loads(answer.read())["clock"] == "2026-11-25T02:00:00Z"
    assert world.reviews[made["id"]].stars == 1
    assert ask(world, reviews_of(place)).status == 500


def test_the_door_refuses_what_it_does_not_know(world: World) -> None:
    body = json.dumps({"operation": "reset_counts"}).encode()
    assert sandbox.answer(world, Request("POST", "/_sandbox/do", body=body)).status == 400
    assert sandbox.answer(world, Request("GET", "/_sandbox/nothing")).status == 404


def test_the_demos_world_has_the_measured_mix() -> None:
    world = sandbox.demo()
    reviews = list(world.reviews.values())
    stars = Counter(review.stars for review in reviews)
    assert len(reviews) == 420
    assert [stars[n] for n in (5, 4, 3, 2, 1)] == [232, 42, 25, 16, 105]
    assert 0.4 < sum(review.text is None for review in reviews) / 420 < 0.6
    states = Counter(review.reply.state(world.clock) for review in reviews if review.reply)
    assert {"APPROVED", "REJECTED", None} <= states.keys()


def test_the_same_seed_makes_the_same_world() -> None:
    one, two = sandbox.build(5, reviews=40), sandbox.build(5, reviews=40)
    assert [vars(review) for review in one.reviews.values() if review.reply is None] == [
        vars(review) for review in two.reviews.values() if review.reply is None
    ]
    assert list(sandbox.build(6, reviews=40).reviews) != list(one.reviews)
