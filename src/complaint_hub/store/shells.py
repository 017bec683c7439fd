"""What is left of a complaint or a message once the person is out of it: enough for every figure, nothing said.

For: ``erasing``. Pure: JSON values in, JSON values out.
Must not: keep a text, a name, an address, a place or a platform's own id; touch an instant, a status, a unit or a kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["event_shell", "overlay_shell", "reply_shell", "row_shell", "without_name"]

_ROW = (
    "channel",
    "account",
    "scope",
    "form",
    "kind",
    "oversight",
    "visibility",
    "rating",
    "category",
    "unit",
    "district",
    "priority",
    "status",
    "status_raw",
    "created_at",
    "updated_at",
)
_EVENT = ("type", "at", "day", "source", "by", "role", "public", "automatic", "intent", "status", "unit")
_OVERLAY = ("kind", "oversight", "priority", "district", "unit")
# What time limits and the fold read of an act.
_DATA = (*_OVERLAY, "clock", "amount", "until", "resumed", "relation", "direction")
_REPLY = (
    "channel",
    "account",
    "intent",
    "by",
    "approved_by",
    "state",
    "created_at",
    "approved_at",
    "sent_at",
    "attempts",
)


def row_shell(body: Mapping[str, Any], *, native_id: str, named: Callable[[str], str]) -> dict[str, Any]:
    """A complaint without its person.

    Args:
        native_id: what it is called from now on.
        named: what an id elsewhere is called from now on.
    """
    kept = {name: body[name] for name in _ROW if name in body}
    if body.get("external_ids"):
        # That it has a number elsewhere is a fact of the card; which one is not.
        kept["external_ids"] = {channel: named(str(id)) for channel, id in body["external_ids"].items()}
    return kept | {"id": f"{body['channel']}:{native_id}", "native_id": native_id}


def overlay_shell(overlay: Mapping[str, Any]) -> dict[str, Any]:
    """What the office says instead, without the place."""
    return {name: overlay[name] for name in _OVERLAY if name in overlay}


def event_shell(
    body: Mapping[str, Any], *, complaint: str, named: Callable[[str], str], rows: Mapping[str, str]
) -> dict[str, Any]:
    """An event without what was said and by which citizen.

    Args:
        complaint: what its complaint is called from now on.
        named: what a message is called from now on.
        rows: old id → new id of complaints, for an event that names another one.
    """
    kept = {name: body[name] for name in _EVENT if name in body}
    kept |= {"complaint": complaint, "key": named(str(body["key"]))}
    if body.get("about"):
        kept["about"] = named(str(body["about"]))
    said: Mapping[str, Any] = body.get("data") or {}
    data = {name: said[name] for name in _DATA if name in said}
    if "was" in said:
        data["was"] = {}  # it was taken back: that counts, what it said does not
    if "other" in said:
        data["other"] = rows.get(str(said["other"]), said["other"])
    return kept | ({"data": data} if data else {})


def reply_shell(body: Mapping[str, Any], *, complaint: str, named: Callable[[str], str]) -> dict[str, Any]:
    """A reply without its text; one that has not gone out is withdrawn."""
    kept = {name: body[name] for name in _REPLY if name in body}
    kept |= {"complaint": complaint, "text": ""}
    kept |= {name: named(str(body[name])) for name in ("about", "native_key") if body.get(name)}
    # Final in any case: nobody is to look for it on the platform, under an id that is no longer known.
    kept["state"] = {"sent": "verified", "verified": "verified", "failed": "failed"}.get(
        body.get("state", "draft"), "withdrawn"
    )
    return kept


def without_name(value: Any, name: str) -> Any:
    """The same JSON with [nama] where a person's name stands as a word."""
    if isinstance(value, str):
        return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[nama]", value, flags=re.IGNORECASE)
    if isinstance(value, dict):
        return {key: without_name(one, name) for key, one in value.items()}
    if isinstance(value, list):
        return [without_name(one, name) for one in value]
    return value
