"""The Instagram of the sandbox: does it behave as the platform, and is its shape more than our belief?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import ACCOUNT, FACEBOOK_TOKEN, INSTAGRAM_TOKEN, USERNAME, World, faults
from complaint_hub.sandbox.instagram.errors import ERRORS, USAGE
from complaint_hub.sandbox.instagram.records import Comment, Media
from complaint_hub.sandbox.server import Request, Response

TOKENS = {"instagram": INSTAGRAM_TOKEN, "facebook": FACEBOOK_TOKEN}
BOTH = pytest.mark.parametrize("login", TOKENS)
COMMENT = "id,text,timestamp,username,from,hidden,like_count,user"


def ask(
    world: World, path: str, verb: str = "GET", /, *, login: str = "instagram", body: Any = None, **params: str
) -> Response:
    """One call without a socket, with the token of the owner; *body* is a form or JSON."""
    headers = {"authorization": f"Bearer {TOKENS[login]}"}
    content = b""
    if isinstance(body, str):
        content = body.encode()
    elif body is not None:
        headers["content-type"], content = "application/json", json.dumps(body).encode()
    query = {name: (value,) for name, value in params.items()}
    return sandbox.answer(world, Request(verb, path, query, headers, content))


def read(world: World, path: str, verb: str = "GET", /, **params: Any) -> Any:
    response = ask(world, f"/v26.0/{path}", verb, **params)
    assert response.status == 200, response.body
    return json.loads(response.body)


def refused(response: Response) -> tuple[int, int | None]:
    """Code and subcode."""
    error = json.loads(response.body)["error"]
    return error["code"], error.get("error_subcode")


def follow(world: World, address: str, *, login: str = "instagram") -> Any:
    split = urlsplit(address)
    params = {name: values[-1] for name, values in parse_qs(split.query).items()}
    return read(world, split.path.removeprefix("/v26.0/"), login=login, **params)


def walk(world: World, path: str, **params: str) -> Iterator[Any]:
    page = read(world, path, **params)
    yield page
    while "next" in page.get("paging", {}):
        page = follow(world, page["paging"]["next"])
        yield page


def ids(page: Any) -> list[str]:
    return [item["id"] for item in page["data"]]


@pytest.fixture
def world() -> World:
    return sandbox.small()


@pytest.fixture
def media(world: World) -> Media:
    """The post with the most top-level comments: more than a page has."""
    return max(world.media.values(), key=lambda media: len(media.comments))


@pytest.fixture
def thread(world: World) -> Comment:
    """A comment with 9 replies, which is three pages."""
    return max(world.comments.values(), key=lambda comment: len(comment.replies))


# -- who one is -----------------------------------------------------------------------------------------------------


def test_instagram_login_names_the_account_by_user_id_and_by_another_id_of_the_app(world: World) -> None:
    me = read(world, "me", fields="user_id,username")
    assert (me["user_id"], me["username"]) == (ACCOUNT, USERNAME)
    assert me["id"] != ACCOUNT
    assert read(world, f"{me['id']}/media") == read(world, "me/media") == read(world, f"{ACCOUNT}/media")


def test_user_id_may_be_a_number(world: World) -> None:
    world.user_id_as_number = True
    assert read(world, "me", fields="user_id")["user_id"] == int(ACCOUNT)


def test_facebook_login_finds_the_account_through_its_page(world: World) -> None:
    page = read(world, "me/accounts", login="facebook")["data"][0]
    found = read(world, page["id"], login="facebook", fields="instagram_business_account")
    assert found == {"instagram_business_account": {"id": ACCOUNT}, "id": page["id"]}


def test_the_token_of_a_page_from_a_long_token_has_no_end(world: World, media: Media) -> None:
    token = read(world, "me/accounts", login="facebook")["data"][0]["access_token"]
    world.advance(days=400)
    response = sandbox.answer(
        world, Request("GET", f"/v26.0/{media.id}/comments", headers={"authorization": f"Bearer {token}"})
    )
    assert response.status == 200


@BOTH
def test_a_token_of_one_login_is_refused_at_the_host_of_the_other(world: World, login: str) -> None:
    other = {"instagram": "graph.facebook.com", "facebook": "graph.instagram.com"}[login]
    assert refused(ask(world, f"/{other}/v26.0/me", login=login)) == (190, None)
    assert ask(world, f"/graph.{login}.com/v26.0/me", login=login).status == 200


@BOTH
def test_the_type_of_an_error_is_that_of_the_login(world: World, login: str) -> None:
    refusals = [
        ask(world, f"/v26.0/{ACCOUNT}/media", login=login, fields="nothing"),
        ask(world, "/v26.0/1", login=login),
    ]
    errors = [json.loads(response.body)["error"] for response in refusals]
    assert [error["type"] for error in errors] == {
        "instagram": ["IGApiException", "IGApiException"],
        "facebook": ["OAuthException", "GraphMethodException"],
    }[login]
    assert all(error["fbtrace_id"] for error in errors)


def test_somebody_elses_account_is_not_found(world: World) -> None:
    other = world.add_account("dinaslain", "Dinas Lain")
    posted = world.add_media(other.id)
    assert refused(ask(world, f"/v26.0/{posted.id}/comments")) == (100, 33)


# -- fields ---------------------------------------------------------------------------------------------------------


def test_a_node_shows_its_id_and_what_is_asked_for(world: World, media: Media) -> None:
    page = read(world, f"{ACCOUNT}/media", fields="timestamp,comments_count")
    assert all(set(item) == {"id", "timestamp", "comments_count"} for item in page["data"])
    assert read(world, media.id) == {"id": media.id}


def test_a_comment_shows_id_text_and_timestamp_unasked(world: World, media: Media) -> None:
    comment = read(world, f"{media.id}/comments")["data"][0]
    assert set(comment) == {"id", "text", "timestamp"}
    assert comment["timestamp"].endswith("+0000")


@pytest.mark.parametrize("fields", ["id,nothing", "replies{nothing}", "replies.limit(5){id,from{id},ever}", "caption"])
def test_a_field_that_is_not_known_fails_the_whole_call(world: World, media: Media, fields: str) -> None:
    assert refused(ask(world, f"/v26.0/{media.id}/comments", fields=fields)) == (100, None)


@pytest.mark.parametrize("fields", ["id,", "id{", "{id}", "replies.limit(5{id}", "id text"])
def test_an_expression_that_cannot_be_read_is_refused(world: World, media: Media, fields: str) -> None:
    assert refused(ask(world, f"/v26.0/{media.id}/comments", fields=fields))[0] in (2500, 100)


def test_a_field_without_permission_fails_the_whole_call(world: World, media: Media) -> None:
    world.refused_fields = {"from", "comment.replies"}
    path = f"/v26.0/{media.id}/comments"
    assert [ask(world, path, fields=f).status for f in ("id,from", "replies{id}", "id,username")] == [400, 400, 200]


def test_a_field_of_facebook_login_is_unknown_to_instagram_login(world: World, media: Media) -> None:
    path = f"/v26.0/{media.id}"
    assert refused(ask(world, path, fields="total_comments_count")) == (100, None)
    assert ask(world, path, login="facebook", fields="total_comments_count").status == 200


def test_expansion_brings_comments_and_replies_with_the_media(world: World, media: Media, thread: Comment) -> None:
    fields = "id,comments_count,comments.limit(50){id,text,replies.limit(50){id,text,username}}"
    found = {item["id"]: item for item in read(world, f"{ACCOUNT}/media", fields=fields)["data"]}
    top = next(c for c in found[thread.media]["comments"]["data"] if c["id"] == thread.id)
    assert len(top["replies"]["data"]) == 4
    assert all("parent_id" not in reply for reply in top["replies"]["data"])
    assert ["comments" in item for item in found.values()].count(False) == 1  # nobody commented on that one


def test_a_comment_without_replies_has_no_replies_field(world: World) -> None:
    alone = next(comment for comment in world.comments.values() if not comment.replies)
    assert "replies" not in read(world, alone.id, fields="replies{id}")


def test_a_call_that_may_bring_too_much_is_told_to_reduce_it(world: World) -> None:
    fields = "comments.limit(50){id,replies.limit(50){id}}"
    too_much = ask(world, f"/v26.0/{ACCOUNT}/media", fields=fields, limit="100")
    assert refused(too_much) == (1, None)
    assert "reduce the amount of data" in too_much.body.decode()
    assert ask(world, f"/v26.0/{ACCOUNT}/media", fields=fields, limit="25").status == 200


def test_counts_that_are_hidden_and_links_that_are_not_ours_are_left_out(world: World, media: Media) -> None:
    world.hide_counts(media.id, comments=True)
    media.copyrighted = True
    fields = "like_count,comments_count,media_url,permalink"
    assert set(read(world, media.id, fields=fields)) == {"permalink", "id"}


# -- who wrote ------------------------------------------------------------------------------------------------------


def test_only_an_own_comment_has_user(world: World, media: Media) -> None:
    mine = world.add_comment(media.id, "Terima kasih", author=USERNAME)
    theirs = world.add_comment(media.id, "Jalan rusak", author="warga_1")
    found = {item["id"]: item for item in read(world, f"{media.id}/comments", fields=COMMENT)["data"]}
    assert found[mine.id]["user"] == {"id": ACCOUNT}
    assert found[mine.id]["from"] == {"id": ACCOUNT, "username": USERNAME, "self_ig_scoped_id": ACCOUNT}
    assert "user" not in found[theirs.id]
    assert found[theirs.id]["from"] == {"id": theirs.author.id, "username": "warga_1"}


def test_the_author_may_be_withheld_from_one_comment_or_from_all(world: World, media: Media) -> None:
    one = world.add_comment(media.id, "Satu")
    world.withhold(one.id, "from", "username")
    assert set(read(world, one.id, fields="from,username,text")) == {"text", "id"}
    world.withheld_fields = {"from"}
    assert not any("from" in item for item in read(world, f"{media.id}/comments", fields=COMMENT)["data"])


def test_without_the_permission_for_comments_their_authors_are_silently_missing(world: World, media: Media) -> None:
    token = world.tokens.give("instagram", [ACCOUNT], at=world.clock, scopes=["instagram_business_basic"])
    request = Request("GET", f"/v26.0/{media.id}/comments", {"fields": ("id,username",), "access_token": (token.text,)})
    assert all(set(item) == {"id"} for item in json.loads(sandbox.answer(world, request).body)["data"])


def test_somebody_who_is_renamed_keeps_the_id(world: World, media: Media) -> None:
    comment = world.add_comment(media.id, "Satu", author="warga_1")
    before = read(world, comment.id, fields="from")["from"]["id"]
    world.rename("warga_1", "warga_baru")
    assert read(world, comment.id, fields="from")["from"] == {"id": before, "username": "warga_baru"}


# -- pages ----------------------------------------------------------------------------------------------------------


def test_comments_come_newest_first_with_one_cursor_and_nothing_on_the_last_page(world: World, media: Media) -> None:
    pages = list(walk(world, f"{media.id}/comments", fields="timestamp", limit="2"))
    times = [item["timestamp"] for page in pages for item in page["data"]]
    assert times == sorted(times, reverse=True)
    assert len(times) == len(media.comments)
    assert all(set(page["paging"]) == {"cursors", "next"} for page in pages[:-1])
    assert all(set(page["paging"]["cursors"]) == {"after"} for page in pages[:-1])
    assert "paging" not in pages[-1]


def test_a_page_has_50_comments_at_most(media: Media, world: World) -> None:
    world.page_cap = None
    for n in range(120):
        world.add_comment(media.id, f"Laporan {n}")
    assert len(read(world, f"{media.id}/comments", limit="500")["data"]) == 50
    assert len(list(walk(world, f"{media.id}/comments"))) == 3


def test_the_last_page_of_media_has_cursors_and_no_next(world: World) -> None:
    pages = list(walk(world, f"{ACCOUNT}/media", limit="4"))
    assert [len(page["data"]) for page in pages] == [4, 2]
    assert set(pages[1]["paging"]) == {"cursors"}
    assert set(pages[1]["paging"]["cursors"]) == {"before", "after"}


def test_a_cursor_before_leads_back(world: World) -> None:
    first, second = walk(world, f"{ACCOUNT}/media", limit="4")
    assert (
        read(world, f"{ACCOUNT}/media", limit="4", before=second["paging"]["cursors"]["before"])["data"]
        == (first["data"])
    )


def test_media_can_be_asked_for_by_the_time_they_were_made(world: World) -> None:
    newest, *_, oldest = world.listed(ACCOUNT)
    since = str(int(newest.at.timestamp()))
    assert ids(read(world, f"{ACCOUNT}/media", since=since)) == [newest.id]
    assert ids(read(world, f"{ACCOUNT}/media", until=oldest.at.isoformat())) == [oldest.id]


def test_nested_replies_go_on_at_the_comment_itself(world: World, thread: Comment) -> None:
    comment = read(world, thread.id, fields="replies.limit(50){id,text}")
    found = ids(comment["replies"])
    page = follow(world, comment["replies"]["paging"]["next"])
    assert urlsplit(comment["replies"]["paging"]["next"]).path == f"/v26.0/{thread.id}/replies"
    assert set(page["data"][0]) == {"id", "text"}
    found += ids(page) + ids(follow(world, page["paging"]["next"]))
    assert sorted(found) == sorted(reply.id for reply in thread.replies)


def test_nested_paging_may_lack_next(world: World, thread: Comment) -> None:
    world.nested_next = False
    assert set(read(world, thread.id, fields="replies{id}")["replies"]["paging"]) == {"cursors"}


def test_25_replies_are_nested_unless_more_are_asked(world: World, thread: Comment) -> None:
    world.page_cap = None
    for n in range(40):
        world.add_reply(thread.id, f"Balasan {n}")
    assert len(read(world, thread.id, fields="replies{id}")["replies"]["data"]) == 25
    assert len(read(world, thread.id, fields="replies.limit(50){id}")["replies"]["data"]) == 49


def test_next_has_the_token_in_it_only_if_the_call_had(world: World, media: Media) -> None:
    path = f"/v26.0/{media.id}/comments"
    signed = json.loads(ask(world, path, limit="2").body)["paging"]["next"]
    request = Request("GET", path, {"limit": ("2",), "access_token": (INSTAGRAM_TOKEN,)})
    open_ = json.loads(sandbox.answer(world, request).body)["paging"]["next"]
    assert "access_token" not in signed
    assert f"access_token={INSTAGRAM_TOKEN}" in open_
    assert all("access_token" not in call.params for call in world.requests)


def test_what_is_written_or_deleted_meanwhile_moves_no_page(world: World, media: Media) -> None:
    first = read(world, f"{media.id}/comments", limit="2")
    expected = ids(follow(world, first["paging"]["next"]))
    world.add_comment(media.id, "Baru")
    world.delete(ids(first)[-1])
    assert ids(follow(world, first["paging"]["next"])) == expected


def test_a_cursor_of_another_edge_or_from_before_is_refused(world: World, media: Media, thread: Comment) -> None:
    after = read(world, f"{media.id}/comments", limit="2")["paging"]["cursors"]["after"]
    assert refused(ask(world, f"/v26.0/{thread.id}/replies", after=after)) == (100, None)
    world.expire_tokens()
    assert refused(ask(world, f"/v26.0/{media.id}/comments", after=after)) == (100, None)
    assert refused(ask(world, f"/v26.0/{media.id}/comments", after="kosong")) == (100, None)


def test_tags_have_cursors_and_never_next(world: World) -> None:
    for n in range(3):
        world.add_tagged(ACCOUNT, "warga_1", f"Lihat ini {n}")
    first = read(world, f"{ACCOUNT}/tags", limit="2", fields="id,username,owner")
    assert set(first["paging"]) == {"cursors"}
    assert all(item["username"] == "warga_1" and "owner" not in item for item in first["data"])
    second = read(world, f"{ACCOUNT}/tags", limit="2", after=first["paging"]["cursors"]["after"])
    assert len(second["data"]) == 1
    end = read(world, f"{ACCOUNT}/tags", limit="2", after=second["paging"]["cursors"]["after"])
    assert end == {"data": []}


def test_a_full_page_may_go_on_to_an_empty_one(world: World, media: Media) -> None:
    world.full_pages_go_on = True
    pages = list(walk(world, f"{media.id}/comments", limit=str(min(4, len(media.comments)))))
    assert sum(len(page["data"]) for page in pages) == len(media.comments)


def test_a_pinned_comment_comes_first_whatever_its_age(world: World, media: Media) -> None:
    newest, *_, oldest = world.comments_of(media.id)
    world.pin(oldest.id)
    listed = [id for page in walk(world, f"{media.id}/comments", limit="2") for id in ids(page)]
    assert listed[:2] == [oldest.id, newest.id]
    assert len(set(listed)) == len(listed) == len(media.comments)


def test_an_empty_page_may_have_cursors_whatever_is_counted(world: World, media: Media) -> None:
    world.blind(media.id)
    page = read(world, f"{media.id}/comments")
    assert page["data"] == []
    assert set(page["paging"]) == {"cursors"}
    assert read(world, media.id, fields="comments_count")["comments_count"] > 0


# -- several at once ------------------------------------------------------------------------------------------------


@BOTH
def test_several_nodes_come_keyed_by_id_and_each_is_counted(world: World, login: str) -> None:
    wanted = list(world.media)[:3]
    found = read(world, "", login=login, ids=",".join(wanted), fields="comments.limit(50){id}")
    assert list(found) == wanted
    assert (len(world.requests), world.meter.units) == (1, 3)


def test_one_bad_id_fails_them_all(world: World, media: Media) -> None:
    assert refused(ask(world, "/v26.0/", ids=f"{media.id},17900000000000099")) == (100, 33)


def test_a_batch_answers_each_operation_with_text_and_counts_each(world: World, media: Media) -> None:
    batch = [{"method": "GET", "relative_url": f"{media.id}?fields=id"}, {"method": "GET", "relative_url": "abc"}]
    first, second = read(world, "", "POST", body=f"batch={json.dumps(batch)}")
    assert (first["code"], json.loads(first["body"])) == (200, {"id": media.id})
    assert (second["code"], json.loads(second["body"])["error"]["code"]) == (400, 803)
    assert (len(world.requests), world.meter.units) == (1, 2)


def test_an_operation_that_breaks_off_is_null(world: World, media: Media) -> None:
    world.inject(faults.cut_body(method="media.get"))
    batch = [{"method": "GET", "relative_url": media.id}] * 2
    answers = read(world, "", "POST", body={"batch": batch})
    assert [answer is None for answer in answers] == [True, False]


# -- counts, and what is not shown ----------------------------------------------------------------------------------


def counted(world: World, media: str) -> int:
    count: int = read(world, media, fields="comments_count")["comments_count"]
    return count


def test_comments_count_includes_replies(world: World, thread: Comment) -> None:
    before = counted(world, thread.media)
    world.add_reply(thread.id, "Sudah ada kabar?")
    assert counted(world, thread.media) == before + 1


def test_a_deleted_thread_takes_its_replies_with_it_and_brings_them_back(world: World, thread: Comment) -> None:
    before, reply = counted(world, thread.media), thread.replies[0]
    world.delete(thread.id)
    assert counted(world, thread.media) == before - 10
    assert refused(ask(world, f"/v26.0/{reply.id}")) == (100, 33)
    assert refused(ask(world, f"/v26.0/{thread.id}/replies")) == (100, 33)
    world.restore(thread.id)
    assert counted(world, thread.media) == before
    assert read(world, reply.id)["id"] == reply.id


def test_a_comment_of_somebody_restricted_is_counted_and_not_shown(world: World, media: Media) -> None:
    before = counted(world, media.id)
    comment = world.add_comment(media.id, "Menunggu persetujuan", restricted=True)
    assert counted(world, media.id) == before + 1
    assert comment.id not in ids(read(world, f"{media.id}/comments"))
    world.restrict(comment.id, restricted=False)
    assert comment.id in ids(read(world, f"{media.id}/comments"))


def test_a_hidden_comment_is_listed_and_says_so(world: World, media: Media) -> None:
    comment = world.add_comment(media.id, "Kasar", hidden=True)
    assert read(world, comment.id, fields="hidden")["hidden"] is True
    assert comment.id in ids(read(world, f"{media.id}/comments"))
    world.shows_hidden = False
    assert comment.id not in ids(read(world, f"{media.id}/comments"))


def test_comments_that_are_switched_off_are_an_empty_list(world: World, media: Media) -> None:
    world.disable_comments(media.id)
    assert read(world, f"{media.id}/comments") == {"data": []}
    assert read(world, media.id, fields="is_comment_enabled")["is_comment_enabled"] is False
    world.disable_comments(media.id, disabled=False)
    assert read(world, f"{media.id}/comments")["data"]


def test_an_edit_changes_the_text_and_nothing_else(world: World, thread: Comment) -> None:
    before = read(world, thread.id, fields=COMMENT)
    world.edit(thread.id, "Sudah diperbaiki, terima kasih")
    assert read(world, thread.id, fields=COMMENT) == before | {"text": "Sudah diperbaiki, terima kasih"}


def test_media_come_and_go(world: World, media: Media) -> None:
    new = world.add_media(ACCOUNT, "Baru")
    world.delete_media(media.id)
    listed = ids(read(world, f"{ACCOUNT}/media"))
    assert listed[0] == new.id
    assert media.id not in listed
    assert refused(ask(world, f"/v26.0/{media.id}/comments")) == (100, 33)


def test_comments_of_a_broadcast_are_readable_while_it_goes_on(world: World) -> None:
    live = world.add_media(ACCOUNT, "Siaran", product="LIVE")
    world.add_comment(live.id, "Halo")
    assert ids(read(world, f"{ACCOUNT}/live_media")) == [live.id]
    assert live.id not in ids(read(world, f"{ACCOUNT}/media"))
    assert len(read(world, f"{live.id}/comments")["data"]) == 1
    assert refused(ask(world, f"/v26.0/{live.id}/comments", "POST", message="Halo juga"))[0] == 100
    world.end_broadcast(live.id)
    assert read(world, f"{live.id}/comments") == {"data": []}


# -- mentions -------------------------------------------------------------------------------------------------------


def test_a_mention_is_read_by_its_id_under_the_account(world: World) -> None:
    comment = world.add_mention(ACCOUNT, "warga_1", f"@{USERNAME} jalan rusak")
    fields = f"mentioned_comment.comment_id({comment.id}){{id,text,username,media{{id,permalink}}}}"
    answer = read(world, ACCOUNT, login="facebook", fields=fields)
    assert answer["mentioned_comment"]["username"] == "warga_1"
    assert set(answer["mentioned_comment"]["media"]) == {"id", "permalink"}
    assert answer["id"] == ACCOUNT
    assert refused(ask(world, f"/v26.0/{ACCOUNT}", fields=fields)) == (100, None)


def test_the_caption_of_somebody_else_loses_its_leading_sign(world: World) -> None:
    media = world.add_mention(ACCOUNT, "warga_1", f"@{USERNAME} tolong", caption=True)
    answer = read(world, ACCOUNT, login="facebook", fields=f"mentioned_media.media_id({media.id}){{caption,timestamp}}")
    assert answer["mentioned_media"]["caption"] == f"{USERNAME} tolong"


def test_replies_under_a_mention_have_cursors_without_next(world: World) -> None:
    comment = world.add_mention(ACCOUNT, "warga_1", f"@{USERNAME} jalan rusak")
    for n in range(3):
        world.add_reply(comment.id, f"Betul {n}")
    fields = f"mentioned_comment.comment_id({comment.id}){{id,replies.limit(2){{id}}}}"
    replies = read(world, ACCOUNT, login="facebook", fields=fields)["mentioned_comment"]["replies"]
    assert set(replies["paging"]) == {"cursors"}


def test_a_mention_is_refused_where_comments_are_off(world: World) -> None:
    comment = world.add_mention(ACCOUNT, "warga_1", "halo")
    assert isinstance(comment, Comment)
    world.disable_comments(comment.media)
    fields = f"mentioned_comment.comment_id({comment.id})"
    assert ask(world, f"/v26.0/{ACCOUNT}", login="facebook", fields=fields).status != 200


# -- writing --------------------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("how", ["query", "form", "json"])
def test_a_reply_is_made_however_its_message_comes(world: World, thread: Comment, login: str, how: str) -> None:
    path, text = f"/v26.0/{thread.id}/replies", "Kami cek."
    response = {
        "query": lambda: ask(world, path, "POST", login=login, message=text),
        "form": lambda: ask(world, path, "POST", login=login, body=f"message={text}"),
        "json": lambda: ask(world, path, "POST", login=login, body={"message": text}),
    }[how]()
    made = json.loads(response.body)
    assert set(made) == {"id"}
    assert read(world, made["id"], login=login, fields="text,user,parent_id") == {
        "text": text, "user": {"id": ACCOUNT}, "parent_id": thread.id, "id": made["id"],
    }  # fmt: skip


def test_a_reply_to_a_reply_lands_on_the_top_or_is_refused(world: World, thread: Comment) -> None:
    path = f"/v26.0/{thread.replies[0].id}/replies"
    made = json.loads(ask(world, path, "POST", message="Kami cek.").body)["id"]
    assert world.comments[made].parent == thread.id
    world.nested_replies = "refuse"
    assert refused(ask(world, path, "POST", message="Kami cek.")) == (100, None)


def test_fields_beside_a_new_comment_are_refused_after_it_was_made(world: World, thread: Comment) -> None:
    before = len(world.comments)
    response = ask(world, f"/v26.0/{thread.id}/replies", "POST", message="Kami cek.", fields="id,text")
    assert (response.status, refused(response)) == (400, (20, 1772107))
    assert len(world.comments) == before + 1


def test_the_same_comment_sent_again_is_made_again(world: World, media: Media) -> None:
    made = {read(world, f"{media.id}/comments", "POST", message="Terima kasih")["id"] for _ in range(2)}
    assert len(made) == 2


def test_a_hidden_comment_takes_no_reply(world: World, thread: Comment) -> None:
    assert read(world, thread.id, "POST", hide="true") == {"success": True}
    assert refused(ask(world, f"/v26.0/{thread.id}/replies", "POST", message="Halo")) == (100, None)
    assert read(world, thread.id, "POST", hide="false") == {"success": True}
    assert ask(world, f"/v26.0/{thread.id}/replies", "POST", message="Halo").status == 200


def test_an_own_comment_stays_visible(world: World, media: Media) -> None:
    mine = world.add_comment(media.id, "Dari kami", author=USERNAME)
    assert read(world, mine.id, "POST", hide="true") == {"success": True}
    assert read(world, mine.id, fields="hidden")["hidden"] is False


def test_a_comment_is_deleted(world: World, thread: Comment) -> None:
    assert read(world, thread.id, "DELETE") == {"success": True}
    assert refused(ask(world, f"/v26.0/{thread.id}")) == (100, 33)


def test_comments_are_switched_off_and_then_none_is_taken(world: World, media: Media) -> None:
    assert read(world, media.id, "POST", comment_enabled="false") == {"success": True}
    assert refused(ask(world, f"/v26.0/{media.id}/comments", "POST", message="Halo")) == (100, None)


@pytest.mark.parametrize("text", ["", "  ", "a" * 2_201])
def test_a_message_that_is_empty_or_too_long_is_refused(world: World, media: Media, text: str) -> None:
    assert refused(ask(world, f"/v26.0/{media.id}/comments", "POST", message=text)) == (100, None)


def test_a_write_needs_its_permission(world: World, media: Media) -> None:
    token = world.tokens.give("instagram", [ACCOUNT], at=world.clock, scopes=["instagram_business_basic"])
    request = Request("POST", f"/v26.0/{media.id}/comments", {"message": ("a",), "access_token": (token.text,)})
    assert refused(sandbox.answer(world, request)) == (10, None)


def private(world: World, comment: Comment, login: str = "instagram") -> Response:
    node = ACCOUNT if login == "instagram" else world.accounts[ACCOUNT].page
    body = {"recipient": {"comment_id": comment.id}, "message": {"text": "Kami hubungi"}}
    return ask(world, f"/v26.0/{node}/messages", "POST", login=login, body=body)


@BOTH
def test_a_comment_can_be_answered_privately_once(world: World, media: Media, login: str) -> None:
    comment = world.add_comment(media.id, "Jalan rusak", author="warga_1")
    assert json.loads(private(world, comment, login).body)["recipient_id"] == comment.author.id
    assert private(world, comment, login).status != 200


def test_the_token_of_a_page_answers_privately_as_me(world: World, media: Media) -> None:
    comment = world.add_comment(media.id, "Jalan rusak", author="warga_1")
    token = read(world, "me/accounts", login="facebook")["data"][0]["access_token"]
    body = json.dumps({"recipient": {"comment_id": comment.id}, "message": {"text": "Kami hubungi"}}).encode()
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    assert sandbox.answer(world, Request("POST", "/v26.0/me/messages", {}, headers, body)).status == 200
    assert comment.private_reply == world.clock


def test_a_private_answer_comes_too_late_after_seven_days(world: World, media: Media) -> None:
    comment = world.add_comment(media.id, "Jalan rusak")
    world.advance(days=7, seconds=1)
    assert refused(private(world, comment)) == (10, None)


# -- tokens ---------------------------------------------------------------------------------------------------------


def renew(world: World, token: str = INSTAGRAM_TOKEN) -> Response:
    params = {"grant_type": ("ig_refresh_token",), "access_token": (token,)}
    return sandbox.answer(world, Request("GET", "/refresh_access_token", params))


def test_a_long_token_is_renewed_for_another_60_days(world: World) -> None:
    world.advance(days=29)
    body = json.loads(renew(world).body)
    assert (body["token_type"], body["expires_in"]) == ("bearer", 60 * 86_400)
    assert "instagram_business_basic" in body["permissions"].split(",")
    world.advance(days=59)
    me = Request("GET", "/v26.0/me", headers={"authorization": f"Bearer {body['access_token']}"})
    assert sandbox.answer(world, me).status == 200
    assert refused(ask(world, "/v26.0/me")) == (190, 463)


def test_a_token_younger_than_a_day_is_not_renewed_and_a_dead_one_never(world: World) -> None:
    young = json.loads(renew(world).body)["access_token"]
    assert refused(renew(world, young)) == (100, None)
    world.advance(hours=24)
    assert renew(world, young).status == 200
    world.advance(days=60)
    assert refused(renew(world, young)) == (190, 463)


def test_a_renewal_can_keep_the_text_of_the_token(world: World) -> None:
    world.tokens.in_place = True
    assert json.loads(renew(world).body)["access_token"] == INSTAGRAM_TOKEN
    world.advance(days=59)
    assert ask(world, "/v26.0/me").status == 200


def test_the_endpoint_of_renewal_has_no_version(world: World) -> None:
    params = {"grant_type": ("ig_refresh_token",), "access_token": (INSTAGRAM_TOKEN,)}
    assert sandbox.answer(world, Request("GET", "/v26.0/refresh_access_token", params)).status == 400


def test_a_code_becomes_a_token_of_an_hour_once_and_that_one_a_long_one(world: World) -> None:
    form = {
        "client_id": sandbox.APP_ID["instagram"], "client_secret": sandbox.APP_SECRET["instagram"],
        "grant_type": "authorization_code", "redirect_uri": "https://kab.example/",
        "code": world.tokens.give_code(ACCOUNT, at=world.clock) + "#_",
    }  # fmt: skip
    body = "&".join(f"{name}={value.replace('#', '%23')}" for name, value in form.items()).encode()
    first = sandbox.answer(world, Request("POST", "/oauth/access_token", body=body))
    assert json.loads(first.body)["user_id"] == int(ACCOUNT)
    again = sandbox.answer(world, Request("POST", "/oauth/access_token", body=body))
    assert (again.status, json.loads(again.body)["error_type"]) == (400, "OAuthException")
    params = {
        "grant_type": ("ig_exchange_token",), "client_secret": (sandbox.APP_SECRET["instagram"],),
        "access_token": (json.loads(first.body)["access_token"],),
    }  # fmt: skip
    long = sandbox.answer(world, Request("GET", "/access_token", params))
    assert json.loads(long.body)["expires_in"] == 60 * 86_400


def test_a_token_of_facebook_login_is_exchanged_for_a_later_one(world: World) -> None:
    params = {
        "grant_type": ("fb_exchange_token",), "client_id": (sandbox.APP_ID["facebook"],),
        "client_secret": (sandbox.APP_SECRET["facebook"],), "fb_exchange_token": (FACEBOOK_TOKEN,),
    }  # fmt: skip
    answer = sandbox.answer(world, Request("GET", "/v26.0/oauth/access_token", params))
    assert json.loads(answer.body)["expires_in"] == 60 * 86_400
    assert world.requests[-1].params == {"grant_type": "fb_exchange_token", "client_id": sandbox.APP_ID["facebook"]}


@pytest.mark.parametrize(("headers", "code"), [({}, 104), ({"authorization": "Bearer IGAAnobody"}, 190)])
def test_a_call_without_a_good_token_is_refused(world: World, headers: Mapping[str, str], code: int) -> None:
    assert refused(sandbox.answer(world, Request("GET", "/v26.0/me", headers=headers))) == (code, None)


def test_a_token_can_die_of_anything(world: World) -> None:
    world.tokens.kill("passwordChanged", INSTAGRAM_TOKEN)
    assert refused(ask(world, "/v26.0/me")) == (190, 460)
    assert ask(world, "/v26.0/me", login="facebook").status == 200


def test_a_proof_of_the_apps_secret_may_be_required(world: World) -> None:
    world.proof_required = True
    assert refused(ask(world, "/v26.0/me", login="facebook")) == (100, None)
    assert ask(world, "/v26.0/me").status == 200


# -- versions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "served"),
    [("/v26.0", "v26.0"), ("/v22.0", "v22.0"), ("/v19.0", "v21.0"), ("", "v21.0")],
    ids=["newest", "older", "over", "none"],
)
def test_a_header_tells_which_version_answered(world: World, asked: str, served: str) -> None:
    assert ask(world, f"{asked}/me").headers["facebook-api-version"] == served


def test_a_version_ends_by_the_worlds_clock(world: World) -> None:
    world.tokens.give("instagram", [ACCOUNT], at=world.clock, text=INSTAGRAM_TOKEN, lifetime=timedelta(days=900))
    world.advance(days=400)
    assert ask(world, "/v23.0/me").headers["facebook-api-version"] == "v24.0"


def test_a_version_to_come_is_no_path(world: World) -> None:
    assert refused(ask(world, "/v99.0/me")) == (2500, None)


# -- errors and limits ----------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("name", ERRORS)
def test_every_error_can_be_injected_with_its_code(world: World, media: Media, name: str, login: str) -> None:
    world.inject(faults.error(name))
    path = f"/v26.0/{media.id}/comments"
    response = ask(world, path, login=login)
    assert (response.status, refused(response)) == (ERRORS[name].http, (ERRORS[name].code, ERRORS[name].subcode))
    assert ask(world, path, login=login).status == 200
    assert world.faults == 1


def test_an_error_may_come_with_another_status_and_without_its_subcode(world: World) -> None:
    world.inject(faults.error("expiredToken", http=200, told={"subcode": None}))
    response = ask(world, "/v26.0/me")
    assert (response.status, refused(response)) == (200, (190, None))


@pytest.mark.parametrize(
    ("path", "code"), [("pemkabblitar/media", 803), ("me/media/comments", 2500), ("17900000000000099", 100)]
)
def test_a_path_that_leads_nowhere_is_refused(world: World, path: str, code: int) -> None:
    assert refused(ask(world, f"/v26.0/{path}"))[0] == code


@pytest.mark.parametrize("name", USAGE)
def test_a_throttle_tells_in_its_header_when_access_is_regained(world: World, name: str) -> None:
    world.inject(faults.throttle(name, minutes=7))
    response = ask(world, "/v26.0/me/media")
    assert refused(response)[0] == ERRORS[name].code
    said = json.loads(response.headers[USAGE[name]])
    if USAGE[name] == "X-Business-Use-Case-Usage":
        assert max(entry["estimated_time_to_regain_access"] for entry in said[ACCOUNT]) == 7
    else:
        assert said["call_count"] == 100


def test_a_blocked_account_is_refused_until_the_minutes_are_over(world: World) -> None:
    world.usage.block(world.clock + timedelta(minutes=5), account=ACCOUNT)
    waits: list[int] = []
    for _ in range(2):
        response = ask(world, "/v26.0/me/media")
        assert refused(response) == (80002, None)
        entries = json.loads(response.headers["X-Business-Use-Case-Usage"])[ACCOUNT]
        waits.append(max(entry["estimated_time_to_regain_access"] for entry in entries))
        world.advance(minutes=2)
    world.advance(minutes=1)
    assert ask(world, "/v26.0/me/media").status == 200
    assert waits == [5, 3]


def test_the_days_calls_are_4800_for_an_impression_and_told_in_per_cent(world: World) -> None:
    world.usage.impressions = 1
    world.usage.count(ACCOUNT, world.clock, 2_399)
    said = json.loads(ask(world, "/v26.0/me/media").headers["X-Business-Use-Case-Usage"])[ACCOUNT]
    assert [entry["call_count"] for entry in said if entry["type"] == "instagram"] == [50]
    world.usage.count(ACCOUNT, world.clock, 2_400)
    assert refused(ask(world, "/v26.0/me/media")) == (80002, None)
    world.advance(days=1)
    assert ask(world, "/v26.0/me/media").status == 200


def test_usage_can_be_stated_and_is_not_sent_otherwise(world: World) -> None:
    assert "X-Business-Use-Case-Usage" not in ask(world, "/v26.0/me/media").headers
    world.usage.stated = 93
    headers = ask(world, "/v26.0/me/media").headers
    assert '"call_count": 93' in headers["X-Business-Use-Case-Usage"]
    assert "X-App-Usage" in headers


# -- faults ---------------------------------------------------------------------------------------------------------


def test_a_short_page_loses_nothing(world: World, media: Media) -> None:
    world.inject(faults.short_page(1, times=None, method="media.comments"))
    pages = list(walk(world, f"{media.id}/comments"))
    assert [len(page["data"]) for page in pages] == [1] * len(media.comments)


def test_an_empty_page_goes_on_and_an_empty_end_does_not(world: World, media: Media) -> None:
    world.inject(faults.empty_page(skip=1))
    assert [len(page["data"]) for page in walk(world, f"{media.id}/comments", limit="2")][:2] == [2, 0]
    world.inject(faults.empty_end())
    page = read(world, f"{media.id}/comments", limit="2")
    assert (page["data"], set(page["paging"]), set(page["paging"]["cursors"])) == ([], {"cursors"}, {"before", "after"})


def test_a_cursor_can_be_the_first_one_again(world: World, media: Media) -> None:
    world.inject(faults.repeated_token(skip=1))
    path = f"{media.id}/comments"
    first = read(world, path, limit="2")["paging"]["cursors"]["after"]
    assert read(world, path, limit="2", after=first)["paging"]["cursors"]["after"] != ""
    world.inject(faults.self_token(skip=1))
    first = read(world, path, limit="2")["paging"]["cursors"]["after"]
    assert read(world, path, limit="2", after=first)["paging"]["cursors"]["after"] == first


def test_next_can_lead_to_another_host_or_be_missing(world: World, media: Media) -> None:
    world.inject(faults.foreign_next("https://lain.example/v26.0/1/comments"))
    assert read(world, f"{media.id}/comments", limit="2")["paging"]["next"].startswith("https://lain.example/")
    world.inject(faults.paging("next", faults.REMOVED))
    assert set(read(world, f"{media.id}/comments", limit="2")["paging"]) == {"cursors"}


def test_a_nested_reply_can_arrive_damaged(world: World, thread: Comment) -> None:
    world.inject(faults.damage("replies.data.0.timestamp", "kemarin", item=thread.id))
    page = read(world, f"{thread.media}/comments", fields="id,replies{id,timestamp}", limit="50")
    assert next(c for c in page["data"] if c["id"] == thread.id)["replies"]["data"][0]["timestamp"] == "kemarin"


def test_an_answer_can_be_lost_after_the_comment_was_made(world: World, thread: Comment) -> None:
    before = len(thread.replies)
    world.inject(faults.lost_answer(), faults.lost_answer("blocked", method="comment.hide"))
    response = ask(world, f"/v26.0/{thread.id}/replies", "POST", message="Kami cek.")
    assert (response.status, refused(response)) == (503, (2, None))
    assert len(thread.replies) == before + 1


def test_the_same_faults_make_the_same_answers() -> None:
    def run() -> list[bytes]:
        world = sandbox.small()
        world.inject(faults.short_page(1, every=2, times=None), faults.throttle(skip=2))
        return [ask(world, f"/v26.0/{id}/comments", fields=COMMENT).body for id in world.media]

    assert run() == run()


# -- the worlds, and the door ---------------------------------------------------------------------------------------


def test_the_demo_has_12_media_and_60_comments_some_of_them_the_offices() -> None:
    world = sandbox.demo()
    own = [comment for comment in world.comments.values() if comment.author.id == ACCOUNT]
    assert (len(world.media), len(world.comments)) == (12, 60)
    assert sum(world.count(id) for id in world.media) == 60
    assert sum(comment.parent is not None for comment in own) >= 5
    assert sum(comment.parent is None for comment in own) == 2
    assert all(comment.at <= world.clock for comment in world.comments.values())


def test_the_measured_world_has_the_stated_numbers() -> None:
    world = sandbox.measured()
    tops = [comment for comment in world.comments.values() if comment.parent is None]
    assert (len(world.media), len(tops), len(world.comments)) == (200, 2_000, 3_400)
    assert max(len(top.replies) for top in tops) == 60
    assert [len(page["data"]) for page in walk(world, f"{ACCOUNT}/media", limit="100")] == [100, 100]


def test_the_same_seed_makes_the_same_world() -> None:
    first, second = sandbox.demo(), sandbox.demo()
    assert [(c.id, c.text, c.at) for c in first.comments.values()] == [
        (c.id, c.text, c.at) for c in second.comments.values()
    ]


def test_ids_are_digits_of_up_to_18_places(world: World) -> None:
    assert all(id.isdigit() and len(id) <= 18 for id in (*world.comments, *world.media, ACCOUNT))


def test_the_door_changes_a_world_and_counts(world: World, media: Media) -> None:
    body = json.dumps({"operation": "add_comment", "arguments": {"media": media.id, "text": "Lewat pintu"}})
    made = json.loads(sandbox.answer(world, Request("POST", "/_sandbox/do", body=body.encode())).body)["id"]
    assert ids(read(world, f"{media.id}/comments"))[0] == made
    count = json.loads(sandbox.answer(world, Request("GET", "/_sandbox/count")).body)
    assert (count["requests"], count["units"], count["by_method"]) == (1, 1, {"media.comments": 1})
