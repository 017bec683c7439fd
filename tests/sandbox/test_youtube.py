"""The YouTube of the sandbox: does it behave as the platform, and is its shape more than our belief?"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import googleapiclient.discovery
import pytest

from complaint_hub.sandbox import youtube
from complaint_hub.sandbox.server import Request, Response
from complaint_hub.sandbox.youtube import CHANNEL, KEY, World, faults
from complaint_hub.sandbox.youtube.errors import ERRORS, SHAPES

DOCUMENT = json.loads(
    (Path(googleapiclient.discovery.__file__).parent / "discovery_cache/documents/youtube.v3.json").read_text("utf-8")
)
FEED = {"allThreadsRelatedToChannelId": CHANNEL, "part": "id,snippet,replies", "maxResults": "100"}


def ask(world: World, method: str, **params: str) -> Response:
    """One call without a socket, with the key."""
    query = {"key": KEY} | params
    return youtube.answer(
        world, Request("GET", youtube.api.BASE + method, {name: (value,) for name, value in query.items()})
    )


def read(world: World, method: str, **params: str) -> dict[str, Any]:
    response = ask(world, method, **params)
    assert response.status == 200, response.body
    answer: dict[str, Any] = json.loads(response.body)
    return answer


def pages(world: World, method: str = "commentThreads", **params: str) -> Iterator[dict[str, Any]]:
    page = read(world, method, **params)
    yield page
    while "nextPageToken" in page:
        page = read(world, method, **params, pageToken=page["nextPageToken"])
        yield page


def ids(page: dict[str, Any]) -> list[str]:
    return [item["id"] for item in page["items"]]


def reason(response: Response) -> str:
    return str(json.loads(response.body)["error"]["errors"][0]["reason"])


@pytest.fixture
def world() -> World:
    return youtube.build(7, videos=3, threads=30, big=2, small_replies=12)


# -- the shape of an answer -----------------------------------------------------------------------------------------


def unknown_fields(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from unknown_fields(value, DOCUMENT["schemas"][schema["$ref"]], where)
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        for name, inside in value.items():
            if name in known:
                yield from unknown_fields(inside, known[name], f"{where}.{name}")
            else:
                yield f"{where}.{name}"
    elif isinstance(value, list):
        for inside in value:
            yield from unknown_fields(inside, schema["items"], f"{where}[]")
    else:
        types = {"string": str, "integer": int, "boolean": bool}
        if type(value) is not types[schema["type"]]:
            yield f"{where} is {type(value).__name__}, not {schema['type']}"


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("commentThreads", FEED),
        ("comments", {"part": "id,snippet", "parentId": "big"}),
        ("channels", {"part": "id,snippet,contentDetails,statistics", "id": CHANNEL}),
        ("playlistItems", {"part": "id,snippet,contentDetails,status", "playlistId": "UU" + CHANNEL[2:]}),
        ("videos", {"part": "id,snippet,statistics,status", "id": "any"}),
        ("videos:batchGetStats", {"part": "id,snippet,statistics", "id": "any"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_field_sent_stands_in_the_discovery_document(world: World, method: str, params: dict[str, str]) -> None:
    big = next(thread for thread in world.threads.values() if thread.total == 8)
    world.attach_image(big.id, "https://images.example/1.jpg")
    asked = {name: {"big": big.id, "any": next(iter(world.videos))}.get(value, value) for name, value in params.items()}
    resource, _, verb = method.partition(":")
    schema = DOCUMENT["resources"][resource]["methods"][verb or "list"]["response"]
    answer = read(world, method, **asked)
    assert answer["items"]
    assert list(unknown_fields(answer, schema, method)) == []


def test_googles_own_client_lists_all_comments_of_the_measured_world() -> None:
    found: set[str] = set()
    world = youtube.measured()
    with youtube.serve(world) as sandbox:
        client = googleapiclient.discovery.build_from_document(
            DOCUMENT, developerKey=KEY, client_options={"api_endpoint": sandbox.url}
        )
        with client:
            threads = client.commentThreads()
            request = threads.list(**FEED)
            while request is not None:
                answer = request.execute()
                for item in answer["items"]:
                    inline = item.get("replies", {"comments": []})["comments"]
                    found |= {item["id"], *(reply["id"] for reply in inline)}
                    if item["snippet"]["totalReplyCount"] > len(inline):
                        replies = client.comments().list(part="id", parentId=item["id"], maxResults=100).execute()
                        found |= {reply["id"] for reply in replies["items"]}
                request = threads.list_next(request, answer)
    assert len(found) == 3_400
    assert world.units == 120  # 20 pages of threads and one page for each of 100 big threads


def test_the_measured_world_has_the_stated_numbers() -> None:
    world = youtube.measured()
    totals = sorted(thread.total for thread in world.threads.values())
    assert (len(world.videos), len(world.threads), len(world.comments)) == (200, 2_000, 3_400)
    assert totals[-100:] == [8] * 100
    assert sum(totals[:-100]) == 600
    assert totals[-101] <= 5
    assert sum(video.count for video in world.videos.values()) == 3_400
    assert all(comment.published_at <= world.clock for comment in world.comments.values())


def test_the_same_seed_makes_the_same_world() -> None:
    first, second = youtube.small(3), youtube.small(3)
    assert ask(first, "commentThreads", **FEED).body == ask(second, "commentThreads", **FEED).body
    assert ask(first, "commentThreads", **FEED).body != ask(youtube.small(4), "commentThreads", **FEED).body


# -- order, pins and pages ------------------------------------------------------------------------------------------


def test_threads_come_newest_first_behind_the_pinned_one(world: World) -> None:
    found = [id for page in pages(world, **FEED | {"maxResults": "7"}) for id in ids(page)]
    times = [world.threads[id].top.published_at for id in found]
    assert found[0] == min(world.threads.values(), key=lambda thread: thread.key).id
    assert times[1:] == sorted(times[1:], reverse=True)
    assert sorted(found) == sorted(world.threads)


def test_a_pinned_thread_may_stand_at_its_own_date_too(world: World) -> None:
    world.pin_repeats = True
    found = [id for page in pages(world, **FEED | {"maxResults": "7"}) for id in ids(page)]
    assert len(found) == 31
    assert found[0] == found[-1]


def test_a_page_of_one_still_moves_past_the_pinned_thread(world: World) -> None:
    assert len(list(pages(world, **FEED | {"maxResults": "1"}))) == 30


def test_a_feed_of_limited_depth_shows_the_newest_only(world: World) -> None:
    world.feed_depth = 12
    found = [id for page in pages(world, **FEED | {"maxResults": "5"}) for id in ids(page)]
    by_time = sorted(world.threads.values(), key=lambda thread: thread.key, reverse=True)
    assert found[1:] == [thread.id for thread in by_time[:11]]


def test_a_token_names_a_place_so_new_threads_shift_nothing(world: World) -> None:
    asked = FEED | {"maxResults": "10"}
    first = read(world, "commentThreads", **asked)
    expected = ids(read(world, "commentThreads", **asked, pageToken=first["nextPageToken"]))
    world.add_thread(next(iter(world.videos)), "Baru")
    world.delete(ids(first)[3])
    assert ids(read(world, "commentThreads", **asked, pageToken=first["nextPageToken"])) == expected


def test_a_token_of_another_list_or_an_expired_one_is_refused(world: World) -> None:
    token = read(world, "commentThreads", **FEED | {"maxResults": "5"})["nextPageToken"]
    other = {"part": "id", "videoId": next(iter(world.videos)), "pageToken": token}
    assert reason(ask(world, "commentThreads", **other)) == "invalidPageToken"
    world.expire_tokens()
    assert reason(ask(world, "commentThreads", **FEED, pageToken=token)) == "invalidPageToken"
    assert reason(ask(world, "commentThreads", **FEED, pageToken="%%")) == "invalidPageToken"


def test_five_replies_at_most_come_inline_and_all_of_them_oldest_first(world: World) -> None:
    big = next(thread for thread in world.threads.values() if thread.total == 8)
    item = read(world, "commentThreads", part="snippet,replies", id=big.id)["items"][0]
    listed = list(pages(world, "comments", part="snippet", parentId=big.id, maxResults="3"))
    assert item["snippet"]["totalReplyCount"] == 8
    assert [reply["id"] for reply in item["replies"]["comments"]] == [reply.id for reply in big.replies[:5]]
    assert [id for page in listed for id in ids(page)] == [reply.id for reply in big.replies]


def test_a_reply_moves_no_thread_and_only_its_count(world: World) -> None:
    before = [ids(page) for page in pages(world, **FEED)]
    thread = min(world.threads.values(), key=lambda thread: thread.key)
    world.add_reply(thread.id, "Belum juga.")
    assert [ids(page) for page in pages(world, **FEED)] == before
    counted = read(world, "commentThreads", part="snippet", id=thread.id)["items"][0]["snippet"]["totalReplyCount"]
    assert counted == thread.total


def test_a_hidden_reply_is_counted_and_not_shown(world: World) -> None:
    thread = next(thread for thread in world.threads.values() if thread.total == 0)
    world.add_reply(thread.id, "Tautan mencurigakan", hidden=True)
    item = read(world, "commentThreads", part="snippet,replies", id=thread.id)["items"][0]
    assert item["snippet"]["totalReplyCount"] == 1
    assert "replies" not in item


def test_an_edit_shows_in_text_and_time_only(world: World) -> None:
    thread = next(iter(world.threads.values()))
    world.advance(days=24)
    world.edit(thread.id, "Sudah <baik> & terang")
    plain = read(world, "commentThreads", part="snippet", id=thread.id, textFormat="plainText")["items"][0]
    html = read(world, "commentThreads", part="snippet", id=thread.id)["items"][0]
    assert plain["snippet"]["topLevelComment"]["snippet"]["textDisplay"] == "Sudah <baik> & terang"
    assert html["snippet"]["topLevelComment"]["snippet"]["textDisplay"] == "Sudah &lt;baik&gt; &amp; terang"
    assert plain["snippet"]["topLevelComment"]["snippet"]["updatedAt"] == "2026-12-18T02:00:00Z"


def test_what_is_deleted_is_gone_everywhere_until_it_is_restored(world: World) -> None:
    big = next(thread for thread in world.threads.values() if thread.total == 8)
    count = world.videos[big.top.video].count
    world.delete(big.id)
    assert big.id not in [id for page in pages(world, **FEED) for id in ids(page)]
    assert read(world, "commentThreads", part="id", id=big.id)["items"] == []
    assert reason(ask(world, "comments", part="id", parentId=big.id)) == "commentNotFound"
    assert world.videos[big.top.video].count == count - 9
    world.restore(big.id)
    assert big.id in [id for page in pages(world, **FEED) for id in ids(page)]
    assert world.videos[big.top.video].count == count


@pytest.mark.parametrize(
    ("change", "expected"),
    [("disable_comments", "commentsDisabled"), ("make_private", "forbidden"), ("remove_video", "videoNotFound")],
)
def test_a_closed_video_is_refused_and_out_of_the_feed(world: World, change: str, expected: str) -> None:
    video = world.threads[next(iter(world.threads))].top.video
    getattr(world, change)(video)
    shown = [id for page in pages(world, **FEED) for id in ids(page)]
    assert reason(ask(world, "commentThreads", part="id", videoId=video)) == expected
    assert not [id for id in shown if world.threads[id].top.video == video]


def test_the_counter_of_a_video_is_a_text_and_absent_where_comments_are_off(world: World) -> None:
    first, second, third = world.videos
    world.disable_comments(second)
    world.state_count(third, 0)
    asked = ",".join(world.videos)
    items = read(world, "videos", part="statistics", id=asked)["items"]
    assert items[0]["statistics"]["commentCount"] == str(world.videos[first].count)
    assert "commentCount" not in items[1]["statistics"]
    assert items[2]["statistics"]["commentCount"] == "0"


def test_fields_trim_the_answer(world: World) -> None:
    answer = read(
        world, "commentThreads", **FEED | {"maxResults": "1"}, fields="nextPageToken,items(id,snippet/totalReplyCount)"
    )
    assert set(answer) == {"nextPageToken", "items"}
    assert set(answer["items"][0]) == {"id", "snippet"}
    assert set(answer["items"][0]["snippet"]) == {"totalReplyCount"}


# -- refusals and what they cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "status", "expected"),
    [
        ({"part": "id"}, 400, "missingRequiredParameter"),
        ({"videoId": "x"}, 400, "missingRequiredParameter"),
        ({"part": "id", "videoId": "x", "id": "y"}, 400, "incompatibleParameters"),
        ({"part": "id", "id": "x", "maxResults": "5"}, 400, "incompatibleParameters"),
        ({"part": "id", "id": ",".join(map(str, range(51)))}, 400, "invalidFilters"),
        ({"part": "id", "videoId": "x", "colour": "red"}, 400, "unexpectedParameter"),
        ({"part": "statistics", "videoId": "x"}, 400, "unexpectedPart"),
        ({"part": "id", "channelId": CHANNEL}, 400, "processingFailure"),
        ({"part": "id", "videoId": "unknown"}, 404, "videoNotFound"),
        ({"part": "id", "allThreadsRelatedToChannelId": "UCunknown"}, 404, "channelNotFound"),
        ({"part": "id", "videoId": "x", "moderationStatus": "heldForReview"}, 403, "forbidden"),
        ({"part": "id", "allThreadsRelatedToChannelId": CHANNEL, "maxResults": "101"}, 400, "invalidParameter"),
    ],
)
def test_a_wrong_call_is_refused_with_its_reason_and_billed(
    world: World, params: dict[str, str], status: int, expected: str
) -> None:
    response = ask(world, "commentThreads", **params)
    assert (response.status, reason(response)) == (status, expected)
    assert world.units == 1


def test_without_a_valid_key_nothing_is_billed(world: World) -> None:
    missing, wrong = ask(world, "videos", key="", part="id"), ask(world, "videos", key="wrong", part="id")
    assert (missing.status, wrong.status) == (403, 400)
    assert json.loads(wrong.body)["error"]["details"][0]["reason"] == "API_KEY_INVALID"
    assert world.units == 0


def test_the_key_stands_in_no_log(world: World) -> None:
    read(world, "commentThreads", **FEED)
    call = world.requests[0]
    assert (call.method, call.params["maxResults"]) == ("commentThreads.list", "100")
    assert KEY not in repr(world.requests)


def test_a_spent_quota_comes_back_at_midnight_pacific_time(world: World) -> None:
    world.quota = 2
    asked = [ask(world, "commentThreads", **FEED).status for _ in range(3)]
    world.advance(hours=5, minutes=59)
    before = ask(world, "commentThreads", **FEED)
    world.advance(minutes=1)
    assert asked == [200, 200, 403]
    assert reason(before) == "quotaExceeded"
    assert ask(world, "commentThreads", **FEED).status == 200
    assert world.units == 3


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ERRORS)
def test_every_error_can_be_injected_in_every_shape(world: World, name: str, shape: str) -> None:
    world.inject(faults.error(name, shape=shape))
    response = ask(world, "commentThreads", **FEED)
    error = json.loads(response.body)["error"]
    assert response.status == ERRORS[name].http
    assert isinstance(error, str) == (shape == "string")
    assert shape == "string" or ("errors" in error) == (shape == "errors")
    assert world.faults == 1
    assert ask(world, "commentThreads", **FEED).status == 200


# -- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [faults.short_page(2, times=3), faults.empty_page(times=2), faults.empty_page(skip=1)]
)
def test_short_and_empty_pages_with_a_token_lose_nothing(world: World, fault: faults.Fault) -> None:
    world.inject(fault)
    walked = list(pages(world, **FEED | {"maxResults": "10"}))
    tokens = [page["nextPageToken"] for page in walked[:-1]]
    assert sorted(id for page in walked for id in ids(page)) == sorted(world.threads)
    assert len(set(tokens)) == len(tokens)
    assert world.faults == fault.times


def test_an_empty_end_has_neither_items_nor_token(world: World) -> None:
    world.inject(faults.empty_end(skip=1))
    walked = list(pages(world, **FEED | {"maxResults": "10"}))
    assert [len(page["items"]) for page in walked] == [10, 0]


def test_a_token_may_point_at_itself_or_back(world: World) -> None:
    asked = FEED | {"maxResults": "5"}
    first = read(world, "commentThreads", **asked)["nextPageToken"]
    second = read(world, "commentThreads", **asked, pageToken=first)["nextPageToken"]
    world.inject(faults.self_token(), faults.repeated_token(skip=1))
    assert read(world, "commentThreads", **asked, pageToken=second)["nextPageToken"] == second
    assert read(world, "commentThreads", **asked, pageToken=second)["nextPageToken"] == first
    assert world.faults == 2


def test_a_repeated_token_waits_for_a_walk_that_can_be_sent_back(world: World) -> None:
    world.inject(faults.repeated_token(times=None))
    walk = pages(world, **FEED | {"maxResults": "5"})
    tokens = [next(walk)["nextPageToken"] for _ in range(4)]
    assert tokens[0] != tokens[1]
    assert tokens[2] == tokens[0]


@pytest.mark.parametrize("value", [None, 10**30, "\ud800", "a\x00b", [], faults.REMOVED], ids=repr)
def test_a_damaged_field_harms_one_item_once(world: World, value: Any) -> None:
    whole = read(world, "commentThreads", **FEED)
    world.inject(faults.damage("snippet.topLevelComment.snippet.textOriginal", value, item=3))
    harmed = read(world, "commentThreads", **FEED)
    changed = [place for place, item in enumerate(harmed["items"]) if item != whole["items"][place]]
    inside = harmed["items"][3]["snippet"]["topLevelComment"]["snippet"]
    assert changed == [3]
    assert inside.get("textOriginal", faults.REMOVED) == value
    assert read(world, "commentThreads", **FEED) == whole


def test_damage_by_id_waits_for_the_page_that_holds_the_item(world: World) -> None:
    last = min(world.threads.values(), key=lambda thread: thread.key)
    world.unpin(last.top.video)
    world.inject(faults.damage("snippet", item=last.id, times=None))
    walked = list(pages(world, **FEED | {"maxResults": "10"}))
    assert ["snippet" in item for page in walked for item in page["items"]].count(False) == 1
    assert world.faults == 1


def test_a_fault_keeps_to_its_method_its_turn_and_its_condition(world: World) -> None:
    world.inject(
        faults.status(503, method="comments.list"),
        faults.status(502, every=2, skip=1, times=None, when=lambda call: "pageToken" not in call.params),
    )
    assert [ask(world, "commentThreads", **FEED).status for _ in range(5)] == [200, 502, 200, 502, 200]


# -- the server -----------------------------------------------------------------------------------------------------


def connect(url: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)


def test_the_server_keeps_a_connection_alive_and_zips_on_request(world: World) -> None:
    with youtube.serve(world) as sandbox:
        connection = connect(sandbox.url)
        for coding in (None, "gzip"):
            headers = {"X-Goog-Api-Key": KEY} | ({"Accept-Encoding": coding} if coding else {})
            connection.request("GET", "/youtube/v3/commentThreads?" + urlencode(FEED), headers=headers)
            response = connection.getresponse()
            body = response.read()
            assert response.getheader("Content-Encoding") == coding
            assert (body[:2] == b"\x1f\x8b") == (coding == "gzip")
        connection.close()
    assert world.units == 2


def test_a_cut_body_breaks_off_in_the_middle(world: World) -> None:
    world.inject(faults.cut_body(50), faults.cut_body(-1))
    with youtube.serve(world) as sandbox:
        connection = connect(sandbox.url)
        connection.request("GET", f"/youtube/v3/commentThreads?{urlencode(FEED)}&key={KEY}")
        with pytest.raises(http.client.IncompleteRead) as cut:
            connection.getresponse().read()
        connection.close()
        connection.request("GET", f"/youtube/v3/commentThreads?{urlencode(FEED)}&key={KEY}")
        with pytest.raises(http.client.RemoteDisconnected):
            connection.getresponse()
        connection.close()
    assert len(cut.value.partial) == 50
    assert world.units == 2


def test_another_process_can_count_and_change_through_the_door(world: World) -> None:
    def door(method: str, path: str, body: Any = None) -> Any:
        connection.request(method, "/_sandbox/" + path, json.dumps(body) if body is not None else None)
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    video = next(iter(world.videos))
    with youtube.serve(world) as sandbox:
        connection = connect(sandbox.url)
        door("POST", "clock", {"at": "2027-01-01T00:00:00Z"})
        status, made = door("POST", "do", {"operation": "add_thread", "arguments": {"video": video, "text": "Baru"}})
        door("POST", "faults", {"kind": "status", "data": {"code": 500}})
        asked = [ask(world, "videos", part="id", id=video).status for _ in range(2)]
        counted = door("GET", "count")[1]
        unknown = door("POST", "do", {"operation": "close_the_shop"})
        connection.close()
    assert (status, world.threads[made["id"]].top.published_at.year) == (200, 2027)
    assert asked == [500, 200]
    assert counted["units"] == 2
    assert counted["faults"] == 1
    assert counted["clock"] == "2027-01-01T00:00:00Z"
    assert unknown[0] == 400


@pytest.mark.parametrize(("http_status", "retry_after"), [(403, None), (429, None), (429, 7)])
def test_a_rate_limit_may_or_may_not_say_how_long(world: World, http_status: int, retry_after: int | None) -> None:
    world.inject(faults.rate_limit(http=http_status, retry_after=retry_after))
    response = ask(world, "commentThreads", **FEED)
    assert (response.status, reason(response)) == (http_status, "rateLimitExceeded")
    assert response.headers.get("Retry-After") == (None if retry_after is None else str(retry_after))


def test_many_clients_at_once_are_all_counted_while_the_world_changes(world: World) -> None:
    def walk(_: int) -> int:
        connection = connect(sandbox.url)
        for _ in range(10):
            connection.request("GET", f"/youtube/v3/commentThreads?{urlencode(FEED)}&key={KEY}")
            assert connection.getresponse().read()
        connection.close()
        return 10

    video = next(iter(world.videos))
    with youtube.serve(world) as sandbox, ThreadPoolExecutor(8) as pool:
        running = [pool.submit(walk, n) for n in range(8)]
        for n in range(50):
            world.add_thread(video, f"Baru {n}")
        assert sum(future.result() for future in running) == world.units == 80
