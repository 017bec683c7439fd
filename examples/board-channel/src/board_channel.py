"""The notice board of a village as a channel: newest notices first; a deep run reads all of them again."""

from typing import Any, Self

from pydantic import AwareDatetime, BaseModel, TypeAdapter

from complaint_hub import Bearer, ChannelError, Complaint, ConfigError, RateLimitError
from complaint_hub.contract import EVERY_SCOPE, Auth, Deep, Limit, Page, Request, Response, Session, Skipped, State
from complaint_hub.settings import Section
from complaint_hub.wire import Damaged, default_error, read_list


class Notice(BaseModel):
    id: str
    created_at: AwareDatetime
    text: str


class Board:
    name, limits = "board", {"requests": Limit(1_000, per="day")}

    def __init__(self, account: str, *, key: str, base: str = "https://board.example") -> None:
        self.account, self.url = account, f"{base}/boards/{account}/notices"
        self.identities: dict[str, Auth] = {"public": Bearer(key, hosts=[base.split("/")[2]])}

    @classmethod
    def from_settings(cls, section: Section) -> Self:
        return cls(str(section.values.get("account", "")), key=section.secret("key"))

    def error(self, request: Request, response: Response) -> ChannelError | None:
        throttled = response.status == 404 and b"slow down" in response.body
        return RateLimitError("the board asks for a pause") if throttled else default_error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        at: dict[str, Any] = {"v": 1, "newest": 0, **(state or {})}
        if at["v"] > 1:
            raise ConfigError(f"board {self.account}: the checkpoint is of a newer version: upgrade board-channel")
        begun = {"page": 1, "walk": str(session.now), "whole": bool(deep) or not at["newest"], "odd": False}
        resumed, at = "page" in at, {"top": at["newest"], **begun, **at}
        while "page" in at:
            answer = await session.ask(Request("GET", self.url, {"page": str(at["page"])}, draws={"requests": 1}))
            found = read_list(answer.body, TypeAdapter(dict[str, list[Notice] | bool]), TypeAdapter(Notice))
            times = [one.created_at.timestamp() for one in found.items]
            at |= {"page": at["page"] + 1, "top": max([at["top"], *times]), "odd": at["odd"] or bool(found.damaged)}
            # The first notice may be pinned, so the last one of a page says whether old ground is reached.
            last = not found.page["more"] or (not at["whole"] and bool(times) and times[-1] < at["newest"])
            walk, sound = at["walk"] if at["whole"] else None, last and at["whole"] and not at["odd"]
            at = {"v": 1, "newest": at["top"]} if last else at
            rows, odd = [self.row(one) for one in found.items], [self.odd(one) for one in found.damaged]
            await session.emit(Page(at, rows, skipped=odd, walk=walk, swept=(EVERY_SCOPE,) if sound else ()))
        if resumed:  # what an earlier run left came first, now what is new
            await self.fetch(session, at, deep=deep)

    def row(self, one: Notice) -> Complaint:
        names = {"id": f"board:{self.account}/{one.id}", "channel": "board", "account": self.account}
        return Complaint.model_validate({**dict(one), **names, "native_id": f"{self.account}/{one.id}"})

    def odd(self, one: Damaged) -> Skipped:
        id = f"{self.account}/" + "".join(one.raw.decode(errors="replace").partition('"id"')[2].split('"')[1:2])
        return Skipped(key=id, reason=one.reason, raw=one.raw, native_id=id)
