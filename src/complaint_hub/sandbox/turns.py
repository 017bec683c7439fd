"""What the faults whose turn it is make of one answer: of its items, its next page token, and its way back.

For: ``api`` and the pages of each platform.
Must not: know a method, an error's body, or how a page token is written.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .answers import Json, RefusedError
from .faults import REMOVED, Fault
from .meter import Meter
from .server import Response

__all__ = ["Turn"]


@dataclass(frozen=True)
class Turn:
    """The faults whose turn one call is, and the meter that counts those which happen."""

    meter: Meter
    faults: list[Fault]

    def due(self, kind: str) -> list[Fault]:
        return [fault for fault in self.faults if fault.kind == kind]

    def happened(self, fault: Fault) -> None:
        self.meter.happened(fault)

    def harmed(self, act: Callable[[], Response], refuse: Callable[..., Response]) -> Response:
        """What *act* answers, or what the faults make of it; a call cut off on its way back has been done.

        Args:
            refuse: takes the name of an error and whatever else the fault says of it, such as ``retry_after``.
        """
        for fault in self.due("status"):
            self.happened(fault)
            headers = {"Content-Type": "text/html"}
            if fault.data.get("retry_after") is not None:
                headers["Retry-After"] = str(fault.data["retry_after"])
            return Response(fault.data["code"], str(fault.data.get("body", "")).encode(), headers)
        for fault in self.due("error"):
            self.happened(fault)
            return refuse(**fault.data)
        try:
            response = act()
        except RefusedError as refused:
            return refuse(refused.name)
        for fault in self.due("lost"):
            self.happened(fault)
            response = refuse(**fault.data)
        for fault in self.due("cut"):
            self.happened(fault)
            response = dataclasses.replace(response, cut=fault.data["at"])
        for fault in self.due("slow"):
            self.happened(fault)
            response = dataclasses.replace(response, delay=fault.data["seconds"])
        return response

    def next_token(self, asked: str, given: list[str], following: str) -> str:
        """The token sent: *following*, unless a fault repeats the one *asked* with or the first one *given*.

        Args:
            given: the tokens of this walk so far; *following* is added, if it is sent.
        """
        for fault in self.due("self_token"):
            if asked:
                self.happened(fault)
                return asked
        for fault in self.due("repeated_token"):
            if given and given[0] != asked:
                self.happened(fault)
                return given[0]
        given.append(following)
        return following

    def damaged(self, items: list[Json], *names: str) -> list[Json]:
        """The items, those damaged that a fault names by their place or by their field of one of *names*."""
        for fault in self.due("damage"):
            for place, item in enumerate(items):
                if fault.data["item"] in (place, *(item.get(name) for name in names)):
                    harmed = copy.deepcopy(item)  # what is rendered may be kept for the next page
                    if _set(harmed, fault.data["path"].split("."), fault.data["value"]):
                        items[place] = harmed
                        self.happened(fault)
                    break
        return items


def _set(value: Any, path: list[str], new: Any) -> bool:
    *way, last = path
    for step in way:
        inside = value[int(step)] if isinstance(value, list) and int(step) < len(value) else None
        value = value.get(step) if isinstance(value, dict) else inside
        if value is None:
            return False
    if isinstance(value, list):
        if int(last) >= len(value):
            return False
        value[int(last)] = new
        return True
    if not isinstance(value, dict):
        return False
    if new == REMOVED:
        return value.pop(last, None) is not None
    value[last] = new
    return True
