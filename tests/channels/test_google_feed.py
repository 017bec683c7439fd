"""What a run over Google reviews asks, in which order, and where it stops."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from complaint_hub.channels.google_reviews import errors
from complaint_hub.contract import Request, Response
from complaint_hub.errors import ConfigError, NotFoundError, PayloadError, QuotaError, RejectedError, UnavailableError
from complaint_hub.model import Kind
from complaint_hub.testing import Played, play
from support.google_pages import (
    PLACE,
    Json,
    answers,
    google,
    known_state,
    listing,
    ok,
    page,
    paths,
    refusal,
    review,
)

FIRST = f"accounts/1/{PLACE}/reviews"
NOT_FOUND = refusal(404, "NOT_FOUND")


def watermark(played: Played, place: int = 0) -> object:
    assert played.state is not None
    places = played.state["places"]
    assert isinstance(places, list)
    known = places[place]
    assert isinstance(known, dict)
    return known.get("watermark")


def ids(played: Played) -> list[str]:
    return [complaint.native_id.rpartition("/")[2] for complaint in played.complaints]


# --- accounts and locations


def test_a_first_run_asks_each_service_on_its_own_host() -> None:
    played = play(google(), answers(*listing(), page([review("a")])))
    assert [request.host for request in played.requests] == [
        "mybusinessaccountmanagement.googleapis.com",
        "mybusinessbusinessinformation.googleapis.com",
        "mybusiness.googleapis.com",
    ]
    assert paths(played.requests)[-1] == FIRST
    assert played.requests[-1].params == {"pageSize": "50", "orderBy": "updateTime desc"}
    assert {request.identity for request in played.requests} == {"owner"}


def test_accounts_and_locations_are_paged() -> None:
    accounts, locations = listing()
    more = {"accounts": [{"name": "accounts/9"}], "nextPageToken": "a2"}
    played = play(google(), answers(more, accounts, {"nextPageToken": "l2"}, locations, {}))
    assert paths(played.requests)[:4] == [
        "accounts",
        "accounts?a2",
        "accounts/1/locations",
        "accounts/1/locations?l2",
    ]


def test_the_personal_account_comes_first_and_a_location_is_read_once() -> None:
    accounts = {
        "accounts": [{"name": "accounts/9", "type": "LOCATION_GROUP"}, {"name": "accounts/1", "type": "PERSONAL"}]
    }
    both = {"locations": [{"name": PLACE}]}
    played = play(google(), answers(accounts, both, both))
    assert paths(played.requests)[1:] == ["accounts/1/locations", "accounts/9/locations", FIRST]


def test_an_account_whose_locations_cannot_be_listed_is_told() -> None:
    accounts = {"accounts": [{"name": "accounts/8"}, {"name": "accounts/1"}]}
    played = play(google(), answers(accounts, NOT_FOUND, listing()[1]))
    assert played.error is None
    assert played.notices == ["the locations of accounts/8 could not be listed: m"]
    assert paths(played.requests)[-1] == FIRST


def test_only_the_locations_that_are_named_are_read() -> None:
    chosen = google(locations=["locations/3", "4"])
    played = play(chosen, answers(*listing("locations/2", "locations/3")))
    assert paths(played.requests)[2:] == ["accounts/1/locations/3/reviews"]
    assert played.notices == ["unknown to this login: locations/4"]


def test_a_login_without_locations_says_what_it_needs() -> None:
    played = play(google(), answers({}))
    assert played.error is None
    assert played.notices == ["this login has no location: it must be an owner or manager of one"]


def test_a_name_that_would_leave_its_path_is_no_location() -> None:
    played = play(google(), answers(*listing("locations/2/../../x", "locations/2?x=1", PLACE)))
    assert paths(played.requests)[2:] == [FIRST]


def test_a_list_of_locations_that_turns_in_circles_ends() -> None:
    accounts, _ = listing()
    turning = {"locations": [{"name": PLACE}], "nextPageToken": "x"}
    played = play(google(), answers(accounts, turning, turning, turning))
    assert "turns in circles" in played.notices[0]


# --- where a walk stops


def test_an_idle_run_asks_for_one_page_of_each_location() -> None:
    state = known_state("2026-05-10T02:03:04.123456Z", "locations/2", "locations/3")
    played = play(google(), answers(page([review("a", day=10)]), page([])), state=state)
    assert paths(played.requests) == ["accounts/1/locations/2/reviews", "accounts/1/locations/3/reviews"]
    assert watermark(played) == "2026-05-10T02:03:04.123456Z"


def test_an_empty_location_is_no_error() -> None:
    played = play(google(), answers(*listing(), {}))
    assert (played.error, played.complaints, watermark(played)) == (None, [], None)


def test_the_walk_ends_behind_a_whole_page_of_old_ground() -> None:
    bodies = [page([review("new", day=12), review("old1", day=3)], "p2"), page([review("old2", day=2)], "p3")]
    played = play(google(), answers(*bodies), state=known_state())
    assert paths(played.requests) == [FIRST, f"{FIRST}?p2"]
    assert ids(played) == ["new", "old1", "old2"]


def test_many_old_reviews_in_a_row_end_it_as_well() -> None:
    reviews = [review("new", day=12), *(review(f"old{n}", day=2) for n in range(25))]
    played = play(google(), answers(page(reviews, "p2")), state=known_state())
    assert paths(played.requests) == [FIRST]


def test_one_old_review_in_a_list_out_of_order_ends_nothing() -> None:
    bodies = [page([review("old", day=1), review("a", day=12)], "p2"), page([review("b", day=11)], "p3"), page([])]
    played = play(google(), answers(*bodies), state=known_state())
    assert ids(played) == ["old", "a", "b"]


def test_a_review_at_the_edge_of_the_overlap_is_not_old_yet() -> None:
    edge = review("edge") | {"updateTime": "2026-05-09T00:00:00Z"}
    before = review("before") | {"updateTime": "2026-05-08T23:59:59.999999Z"}
    bodies = [page([edge], "p2"), page([before], "p3")]
    played = play(google(), answers(*bodies), state=known_state("2026-05-10T00:00:00Z"))
    assert paths(played.requests) == [FIRST, f"{FIRST}?p2"]


def test_the_watermark_moves_only_with_the_last_page() -> None:
    played = play(google(), answers(page([review("a", day=20)], "p2")), state=known_state(), limit=1)
    assert isinstance(played.error, QuotaError)
    assert watermark(played) == "2026-05-10T00:00:00Z"
    again = play(google(), answers(page([review("b", day=3)])), state=played.state)
    assert paths(again.requests)[0] == f"{FIRST}?p2"
    assert watermark(again) == "2026-05-20T02:03:04.123456Z"


def test_a_review_that_is_met_twice_in_a_walk_is_handed_over_once() -> None:
    bodies = [page([review("a", day=12), review("b", day=11)], "p2"), page([review("b", day=11), review("c", day=1)])]
    assert ids(play(google(), answers(*bodies), state=known_state())) == ["a", "b", "c"]


def test_a_page_without_reviews_but_with_a_token_goes_on() -> None:
    bodies = [page([review("a", day=12)], "p2"), page([], "p3"), page([review("b", day=11)])]
    assert ids(play(google(), answers(*bodies), state=known_state())) == ["a", "b"]


def test_a_refused_page_token_begins_the_walk_again_once() -> None:
    refused = refusal(400, "INVALID_ARGUMENT")
    bodies: list[Json | Response] = [
        page([review("a", day=12)], "p2"),
        refused,
        page([review("a", day=12)], "q2"),
        refused,
    ]
    played = play(google(), answers(*bodies), state=known_state())
    assert paths(played.requests) == [FIRST, f"{FIRST}?p2", FIRST, f"{FIRST}?q2"]
    assert isinstance(played.error, errors.PageTokenError)
    assert watermark(played) == "2026-05-10T00:00:00Z"


@pytest.mark.parametrize(
    ("tokens", "words"), [(["x", "x"], "came twice"), (["x", "y"], "nothing new")], ids=["token", "page"]
)
def test_a_walk_that_turns_in_circles_stops_and_keeps_its_watermark(tokens: list[str], words: str) -> None:
    bodies = [page([review("a", day=12)], token) for token in tokens]
    played = play(google(), answers(*bodies), state=known_state())
    assert isinstance(played.error, UnavailableError)
    assert words in str(played.error)
    assert (ids(played), watermark(played)) == (["a"], "2026-05-10T00:00:00Z")


# --- one location and the others


def test_a_list_is_believed_to_be_gone_only_after_a_second_answer() -> None:
    played = play(google(), answers(NOT_FOUND, page([review("a", day=12)])), state=known_state())
    assert paths(played.requests) == [FIRST, FIRST]
    assert (played.error, played.notices) == (None, [])


def test_a_location_that_is_not_found_twice_is_looked_for() -> None:
    moved = [{"accounts": [{"name": "accounts/7"}]}, {"locations": [{"name": PLACE}]}]
    played = play(google(), answers(NOT_FOUND, NOT_FOUND, *moved, page([review("a", day=12)])), state=known_state())
    assert paths(played.requests)[2:] == ["accounts", "accounts/7/locations", f"accounts/7/{PLACE}/reviews"]
    assert (played.error, ids(played)) == (None, ["a"])


def test_a_location_that_stays_away_is_told_and_the_others_are_read() -> None:
    state = known_state("2026-05-10T00:00:00Z", "locations/2", "locations/3")
    both = listing("locations/2", "locations/3")
    played = play(google(), answers(NOT_FOUND, NOT_FOUND, page([review("a", place="locations/3")]), *both), state=state)
    assert (played.error, ids(played)) == (None, ["a"])
    (notice,) = played.notices
    assert notice.startswith("locations/2 could not be read: m")
    assert any(c.scope == "locations/2" and c.note.startswith("not read") for p in played.pages for c in p.coverage)


def test_no_location_at_all_is_an_error() -> None:
    played = play(google(), answers(NOT_FOUND, NOT_FOUND, *listing(), NOT_FOUND, NOT_FOUND), state=known_state())
    assert isinstance(played.error, NotFoundError)


def test_a_project_without_quota_stops_the_run() -> None:
    zero = refusal(429, "RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED", quota_limit_value="0")
    played = play(google(), answers(zero), state=known_state(None, "locations/2", "locations/3"))
    assert isinstance(played.error, errors.NotApprovedError)
    assert len(played.requests) == 1


def test_a_location_whose_server_fails_does_not_keep_the_others_from_their_turn() -> None:
    def failing(request: Request) -> Response:
        if "/locations/2/" in request.url:
            return Response(503, {}, b"")
        return ok(page([review("a", place=request.url.split("/")[-2].join(["locations/", ""]))]))

    state: Json | None = known_state("2026-05-10T00:00:00Z", "locations/1", "locations/2", "locations/3")
    first = play(google(), failing, state=state)
    assert isinstance(first.error, UnavailableError)
    second = play(google(), failing, state=first.state)
    assert paths(second.requests)[0] == "accounts/1/locations/3/reviews"


# --- deep walks


def test_a_full_walk_goes_to_the_end_and_says_what_it_has_swept() -> None:
    bodies = [*listing(), page([review("a", day=2)], "p2"), page([review("b")], totalReviewCount=2)]
    played = play(google(), answers(*bodies), state=known_state(), deep="full")
    assert [p.swept for p in played.pages if p.complaints] == [(), (PLACE,)]
    assert len({p.walk for p in played.pages if p.complaints}) == 1
    (covered,) = played.pages[-1].coverage
    assert (covered.scope, covered.counted, covered.returned) == (PLACE, 2, 2)


def test_a_full_walk_that_was_cut_goes_on_under_its_own_name() -> None:
    cut = play(google(), answers(*listing(), page([review("a")], "p2")), state=known_state(), deep="full", limit=3)
    rest = play(google(), answers(page([review("b")]), page([])), state=cut.state)
    assert paths(rest.requests)[0] == f"{FIRST}?p2"
    assert rest.pages[0].walk == cut.pages[-1].walk is not None
    assert rest.pages[0].swept == (PLACE,)


@pytest.mark.parametrize(
    ("counted", "whole"), [({"totalReviewCount": 2, "averageRating": 4}, False), ({"totalReviewCount": 1}, True)]
)
def test_a_changed_walk_is_whole_where_the_counters_have_moved(counted: Json, whole: bool) -> None:
    state = known_state(total=2, average=4.0)
    bodies = [*listing(), page([review("a")], "p2", **counted), page([review("b")], **counted)]
    played = play(google(), answers(*bodies), state=state, deep="changed")
    assert [p.swept for p in played.pages if p.complaints][-1] == ((PLACE,) if whole else ())
    assert (len(played.requests) == 4) is whole


def test_a_list_shorter_than_its_count_sweeps_nothing() -> None:
    played = play(google(), answers(*listing(), page([review("a")], totalReviewCount=100)), deep="full")
    assert played.pages[-1].swept == ()
    assert "shorter than its own count" in played.pages[-1].coverage[0].note


# --- checkpoint and settings


def test_a_checkpoint_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="version 2"):
        play(google(), answers(), state={"v": 2})


def test_an_unreadable_checkpoint_is_told_and_everything_is_read_again() -> None:
    played = play(google(), answers(*listing(), page([review("a")])), state={"v": 1, "places": 3})
    assert "the checkpoint could not be read: everything is read again" in played.notices
    assert ids(played) == ["a"]


def test_a_consent_that_may_not_be_sent_to_a_base_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"evil\.example"):
        google(base="https://evil.example/v4/")


# --- what a review says


def one(**more: Any) -> Played:
    return play(
        google(), answers(page([review("a", day=12, **more)])), state=known_state(title="RSUD", url="https://m")
    )


def test_a_review_becomes_a_complaint() -> None:
    (row,) = one(reviewReplyUrl="https://business.google.com/n/2", extra={"x": 1}).complaints
    assert (row.id, row.scope, row.form, row.rating) == (f"google_reviews:{PLACE}/reviews/a", PLACE, "review", 2)
    assert (row.text, row.kind, row.url) == ("Antrean dua jam.", None, "https://business.google.com/n/2")
    assert row.subject is not None
    assert (row.subject.id, row.subject.title, row.subject.url) == (PLACE, "RSUD", "https://m")
    assert row.author is not None
    assert (row.author.name, row.created_at) == ("Sari W.", datetime(2026, 5, 12, 2, 3, 4, 123456, tzinfo=UTC))


@pytest.mark.parametrize("owner", ["accounts/1", "accounts/-", "accounts/999"])
def test_the_account_in_front_is_no_part_of_the_name(owner: str) -> None:
    played = play(google(), answers(page([review("a", day=12, owner=owner)])), state=known_state())
    assert played.complaints[0].native_id == f"{PLACE}/reviews/a"


@pytest.mark.parametrize(
    ("word", "stars"),
    [("ONE", 1), ("FIVE", 5), ("STAR_RATING_UNSPECIFIED", None), ("SIX", None), ("5", 5), (None, None)],
)
def test_stars_are_words(word: str | None, stars: int | None) -> None:
    assert one(starRating=word).complaints[0].rating == stars


@pytest.mark.parametrize("text", [None, "", "  "], ids=repr)
def test_a_review_without_text_is_a_rating(text: str | None) -> None:
    (row,) = one(comment=text).complaints
    assert (row.text, row.kind) == (None, Kind.other)


def test_an_anonymous_reviewer_has_no_name() -> None:
    (row,) = one(reviewer={"displayName": "A Google user", "isAnonymous": True}).complaints
    assert row.author is None
    assert "author" in row.model_fields_set


def test_the_translation_stands_beside_the_text() -> None:
    (row,) = one(comment="Antre.\n\n(Translated by Google)\nQueue.").complaints
    assert row.text == "Antre."
    assert isinstance(row.raw, dict)
    assert row.raw["translation"] == "Queue."


def test_photos_and_videos_are_kept_as_links_of_the_web() -> None:
    media = [{"thumbnailUrl": "https://p/1"}, {"thumbnailUrl": "https://p/2", "videoUrl": "https://v/2"}, 3]
    trick = {"thumbnailUrl": "file:///etc/passwd"}
    (row,) = one(reviewMediaItems=[*media, trick]).complaints
    assert [(a.url, a.media_type) for a in row.attachments or ()] == [
        ("https://p/1", "image/*"),
        ("https://v/2", "video/*"),
    ]


@pytest.mark.parametrize(
    ("state", "public"),
    [
        (None, True),
        ("REVIEW_REPLY_STATE_UNSPECIFIED", True),
        ("APPROVED", True),
        ("PENDING", False),
        ("REJECTED", False),
    ],
)
def test_a_reply_is_public_once_it_is_published(state: str | None, public: bool) -> None:
    reply = {"comment": "Maaf.", "updateTime": "2026-05-13T00:00:00.5Z", "reviewReplyState": state}
    event = one(reviewReply=reply).events[0]
    assert (event.key, event.role, event.text, event.public) == ("reply", "agency", "Maaf.", public)
    assert event.at == datetime(2026, 5, 13, 0, 0, 0, 500000, tzinfo=UTC)


def test_a_state_that_is_not_known_yet_is_no_published_reply() -> None:
    (event,) = one(reviewReply={"comment": "Maaf.", "reviewReplyState": "ON_HOLD"}).events
    assert (event.public, event.data, event.at) == (False, {"state": "ON_HOLD"}, None)


def test_a_wrapped_reply_is_unwrapped() -> None:
    (event,) = one(reviewReply={"comment": "(Translated by Google)\nSorry.\n\n(Original)\nMaaf. "}).events
    assert event.text == "Maaf."


# --- single reviews


def test_what_two_answers_do_not_know_is_missing() -> None:
    from complaint_hub._drive import drive

    asked: list[str] = []

    class Session:
        now = datetime(2026, 11, 24, tzinfo=UTC)

        async def marks(self, native_ids: object) -> dict[str, str]:
            return {PLACE: "accounts/5"}

        async def ask(self, request: Request) -> Response:
            asked.append(request.url.partition("/v4/")[2])
            if request.url.endswith("/gone"):
                raise NotFoundError("m")
            if request.url.endswith("/odd"):
                raise RejectedError("m")
            return ok(review("here"))

    names = [f"{PLACE}/reviews/{id}" for id in ("gone", "here", "odd")]
    found = drive(google().refetch(Session(), names))  # type: ignore[arg-type]  # as much of a session as it needs
    assert found.missing == (names[0],)
    assert [row.native_id for row in found.complaints] == [names[1]]
    assert asked.count(f"accounts/5/{names[0]}") == 2
    assert "could not be asked for" in found.notices[0]
    assert found.state is None


def test_an_answer_that_is_no_page_costs_its_location_alone() -> None:
    state = known_state("2026-05-10T00:00:00Z", "locations/2", "locations/3")
    html = Response(200, {}, b"<html>")
    played = play(google(), answers(html, page([review("a", place="locations/3")])), state=state)
    assert (played.error, ids(played)) == (None, ["a"])
    assert len(played.notices) == 1
    alone = play(google(), answers(html), state=known_state())
    assert isinstance(alone.error, PayloadError)
