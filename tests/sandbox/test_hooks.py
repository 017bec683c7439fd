"""A platform of the sandbox makes the calls of its webhook, and delivers none of them itself."""

from __future__ import annotations

import hashlib
import hmac
import json

from complaint_hub.sandbox import instagram, tiktok


def test_nobody_is_told_before_a_webhook_is_set_up() -> None:
    world = tiktok.small()
    world.add_comment(next(iter(world.videos)), "Jalan rusak")
    assert world.told == []


def test_tiktok_tells_of_a_comment_its_hiding_and_its_deletion() -> None:
    world = tiktok.small()
    world.subscribed = True
    comment = world.add_comment(next(iter(world.videos)), "Jalan rusak")
    world.hide(comment.id)
    world.publish(comment.id)
    world.delete(comment.id)
    contents = [json.loads(json.loads(call.body)["content"]) for call in world.told]
    assert [one["comment_action"] for one in contents] == ["insert", "set_to_hidden", "set_to_public", "delete"]
    assert all((one["comment_id"], one["parent_comment_id"]) == (int(comment.id), 0) for one in contents)


def test_tiktok_signs_time_and_body() -> None:
    world = tiktok.small()
    world.subscribed = True
    world.add_comment(next(iter(world.videos)), "Jalan rusak")
    (call,) = world.told
    t, s = (part.partition("=")[2] for part in call.headers["TikTok-Signature"].split(","))
    made = hmac.new(tiktok.CLIENT_SECRET.encode(), f"{t}.".encode() + call.body, hashlib.sha256).hexdigest()
    assert (int(t), s) == (int(world.clock.timestamp()), made)


def test_instagram_tells_of_new_comments_and_replies_alone() -> None:
    world = instagram.small()
    world.subscribed = True
    media = world.listed(instagram.ACCOUNT)[0]
    comment = world.add_comment(media.id, "Jalan rusak \N{PERSON WITH FOLDED HANDS} 3/4")
    reply = world.add_reply(comment.id, "Kami cek", author=instagram.USERNAME)
    world.edit(comment.id, "Jalan rusak sekali")
    world.hide(comment.id)
    world.delete(comment.id)
    values = [json.loads(call.body)["entry"][0]["changes"][0]["value"] for call in world.told]
    assert [value["id"] for value in values] == [comment.id, reply.id]
    assert values[1]["parent_id"] == comment.id
    assert "self_ig_scoped_id" in values[1]["from"]


def test_instagram_writes_its_bodies_as_meta_does() -> None:
    world = instagram.small()
    world.subscribed = True
    world.add_comment(world.listed(instagram.ACCOUNT)[0].id, "Jalan rusak \N{PERSON WITH FOLDED HANDS} 3/4")
    body = world.told[0].body
    assert b"\\ud83d\\ude4f 3\\/4" in body
    made = hmac.new(instagram.APP_SECRET["instagram"].encode(), body, hashlib.sha256).hexdigest()
    assert world.told[0].headers["X-Hub-Signature-256"] == f"sha256={made}"
