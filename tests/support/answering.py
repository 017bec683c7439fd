"""A platform of one file that takes replies, and a channel that answers on it, by each of the three rules.

The file outlives a killed process, as a platform does: a line for each thing that it took.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from complaint_hub.contract import (
    Auth,
    Deep,
    Limit,
    Page,
    ReplyLimit,
    Request,
    Response,
    Session,
    Shown,
    State,
)
from complaint_hub.errors import ChannelError, NotFoundError, RejectedError
from complaint_hub.model import Complaint, Event, EventType, Role
from support.talking import HOST, NOW, classify, key

__all__ = ["COMPLAINT", "Answers", "FilePlatform", "SENT_AT"]

COMPLAINT = "answers:a-1"
SENT_AT = NOW + timedelta(days=1)


@dataclass
class FilePlatform:
    """What the platform holds, in *path*; ``answer`` plays it.

    Attributes:
        says: status of the next answers to a write, taken before anything is done; 200 is done as asked.
        then: what a write that was done is answered with: "fine", "nothing" (the connection breaks off).
        hides: texts that even we do not see any more.
    """

    path: Path
    one: bool = False
    says: list[int] = field(default_factory=list)
    then: str = "fine"
    hides: frozenset[str] = frozenset()
    shown: str = "public"
    asked: list[Request] = field(default_factory=list)
    clock: datetime = SENT_AT

    def taken(self) -> list[dict[str, Any]]:
        """Every write that it took, in order."""
        return [json.loads(line) for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def standing(self) -> list[dict[str, Any]]:
        """What stands there now."""
        taken = self.taken()
        return taken[-1:] if self.one else taken

    def texts(self) -> list[str]:
        return [item["text"] for item in self.standing()]

    def post(self, text: str, *, at: datetime | None = None) -> None:
        """Take a reply, whoever writes it."""
        item = {
            "id": "reply" if self.one else f"r{len(self.taken()) + 1}",
            "text": text,
            "at": (at or self.clock).isoformat(),
        }
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(handle, json.dumps(item).encode() + b"\n")
        os.close(handle)

    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        self.asked.append(request)
        if request.method == "GET":
            seen = [item for item in self.standing() if item["text"] not in self.hides]
            return Response(200, {}, json.dumps({"items": seen, "shown": self.shown}).encode())
        status = self.says.pop(0) if self.says else 200
        if status != 200:
            return Response(status, {"retry-after": "3600"}, b"{}")
        assert isinstance(request.json, dict)
        self.post(str(request.json["text"]))
        if self.then == "nothing":
            self.then = "fine"
            return Response(500, {}, b"")
        return Response(200, {}, json.dumps(self.standing()[-1]).encode())


@dataclass
class Answers:
    """A channel over that platform."""

    resend: Literal["never", "after_miss", "idempotent"] = "after_miss"
    replaces: bool = False
    reply_limit: ReplyLimit = field(default_factory=lambda: ReplyLimit(100))
    account: str = "a"
    name: str = "answers"
    identities: Mapping[str, Auth] = field(default_factory=lambda: {"public": key()})
    limits: Mapping[str, Limit] = field(default_factory=dict)
    refuses: str = ""

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        """One complaint, and all our replies to it."""
        own = await self._own(session)
        await session.emit(Page(state={"v": 1}, complaints=[self._head()], events=own, complete=frozenset([COMPLAINT])))

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return classify(request, response)

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        if self.refuses:
            raise RejectedError(self.refuses)

    async def reply(self, session: Session, complaint: Complaint, text: str, *, about: str | None = None) -> Event:
        answer = await session.ask(Request("POST", f"https://{HOST}/replies", json={"text": text}, repeatable=False))
        return self._event(json.loads(answer.body))

    async def own_replies(
        self, session: Session, complaint: Complaint, *, about: str | None = None, since: datetime
    ) -> Sequence[Event]:
        return [e for e in await self._own(session) if self.replaces or (e.at is not None and e.at >= since)]

    async def verify_reply(self, session: Session, complaint: Complaint, event: Event) -> Shown:
        answer = json.loads((await session.ask(Request("GET", f"https://{HOST}/public"))).body)
        if event.key not in [item["id"] for item in answer["items"]]:
            raise NotFoundError("it is not there")
        shown: Any = answer["shown"]
        return Shown(shown, "" if shown == "public" else "spam")

    async def _own(self, session: Session) -> list[Event]:
        answer = await session.ask(Request("GET", f"https://{HOST}/replies"))
        return [self._event(item) for item in json.loads(answer.body)["items"]]

    def _head(self) -> Complaint:
        return Complaint(
            id=COMPLAINT, channel=self.name, account=self.account, native_id="a-1", created_at=NOW, text="jalan rusak"
        )

    def _event(self, item: Mapping[str, str]) -> Event:
        return Event(
            complaint=COMPLAINT,
            key=item["id"],
            type=EventType.message,
            at=datetime.fromisoformat(item["at"]),
            role=Role.agency,
            text=item["text"],
        )
