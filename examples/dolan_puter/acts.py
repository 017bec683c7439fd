"""What an officer does with a case: one function for each form, and one door in front of all of them.

For: ``app``. The library's ``casework`` and outbox decide what is possible; what they refuse is said on the case's own
page, with everything that was typed.
Must not: act twice. A form carries a key that was made with its page: the same form sent twice is one act.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from urllib.parse import quote

from pydantic import JsonValue
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from complaint_hub import Case, CaseworkError, Complaint, Event, HubError, Kind, OutboxError, Reply, casework
from complaint_hub.casework import Signed
from complaint_hub.cli.refusals import reply_sentence, sentence
from complaint_hub.dashboard.texts import name
from complaint_hub.outbox import ReplyState, same_text
from complaint_hub.vocabulary import channel_name
from complaint_hub.wording import thousands

from .guard import form
from .pages import Pages
from .people import Officer, Right
from .words import REPLY_STATES

__all__ = ["Acts"]


class _Refused(Exception):  # noqa: N818 - said to an officer, no fault
    """Why it was not done, in an officer's words."""


class Acts:
    """The forms of one office."""

    def __init__(self, pages: Pages) -> None:
        self._pages, self._office = pages, pages.office
        self._doors: Mapping[str, tuple[Right, Act]] = {
            "pilah": (Right.triage, self._triage),
            "disposisi": (Right.forward, self._forward),
            "catatan": (Right.note, self._note),
            "jawab": (Right.reply, self._write),
            "setuju": (Right.approve, self._approve),
            "tarik": (Right.reply, self._withdraw),
            "selesai": (Right.resolve, self._resolve),
            "buka": (Right.resolve, self._reopen),
        }

    async def act(self, request: Request) -> Response:
        """Do what a form asks for, then send the browser to the case, so that reloading does nothing again."""
        pages, office = self._pages, self._office
        officer = await pages.sign_in(request)
        what = request.path_params["what"]
        if what not in self._doors:
            raise HTTPException(404)
        right, door = self._doors[what]
        fields = await form(request)
        case = await pages.readable(officer, fields.get("kasus", ""))
        typed = {**fields, "langkah": what}
        try:
            if not officer.may(right):
                raise _Refused("Peran Anda tidak memberi wewenang untuk langkah ini.")
            told = await door(officer, case, fields) or what
        except _Refused as refusal:
            return await pages.case_page(officer, case, typed=typed, refused=str(refusal))
        except CaseworkError as refusal:
            why = f"Tidak dicatat: {sentence(refusal, office.zone)}."
            return await pages.case_page(officer, case, typed=typed, refused=why)
        except HubError as refusal:
            # What the checks below do not know: of a channel, in its own words.
            words = reply_sentence(refusal) if isinstance(refusal, OutboxError) else None
            why = f"Tidak dilakukan: {words or name(str(refusal), 300)}"
            return await pages.case_page(officer, case, typed=typed, refused=why)
        office.changed()
        return RedirectResponse(f"/kasus/{quote(case.id)}?kata={told}", 303)

    # --- acts of casework, on the row that leads the case

    async def _casework(
        self, officer: Officer, case: Case, fields: Mapping[str, str], decide: Callable[[Complaint, Signed], Event]
    ) -> None:
        now, office = self._office.clock(), self._office
        signed = Signed(by=officer.id, at=now, now=now, registry=office.registry, zone=office.zone)
        # Of the whole form: what was typed anew after going back is another act, and is judged as one.
        said = "\0".join(f"{key}={value}" for key, value in sorted(fields.items()))
        key = f"office-{blake2b(said.encode(), digest_size=8).hexdigest()}"
        await office.act(case.lead.id, lambda found: decide(found, signed), key=key)

    async def _triage(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> None:
        kind, oversight = fields.get("kind"), fields.get("oversight")
        if kind and kind not in tuple(Kind):
            raise _Refused("Jenis itu tidak dikenal.")
        suggested: dict[str, JsonValue] = {
            one.field: {"value": one.value, "rule": one.rule}
            for one in self._office.suggestions(case.lead)
            if fields.get(one.field) == str(one.value)
        }

        def decide(found: Complaint, signed: Signed) -> Event:
            return casework.triage(
                found,
                kind=Kind(kind) if kind else None,
                unit=fields.get("unit") or None,
                oversight={"ya": True, "tidak": False}.get(oversight or ""),
                priority=fields.get("priority") or None,
                district=fields.get("district") or None,
                text=fields.get("text"),
                data={"suggested": suggested} if suggested else None,
                **signed,
            )

        await self._casework(officer, case, fields, decide)

    async def _forward(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> None:
        unit, text = fields.get("unit", ""), fields.get("text")
        if not unit:
            raise _Refused("Pilih unit yang menerima disposisi.")
        await self._casework(officer, case, fields, lambda found, by: casework.forward(found, unit, text=text, **by))

    async def _note(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> None:
        text = fields.get("text", "")
        await self._casework(officer, case, fields, lambda found, by: casework.note(found, text, **by))

    async def _resolve(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> None:
        text = fields.get("text", "")
        if not text.strip():
            raise _Refused("Tuliskan apa yang sudah dilakukan.")
        await self._casework(officer, case, fields, lambda found, by: casework.resolve(found, text=text, **by))

    async def _reopen(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> None:
        text = fields.get("text", "")
        await self._casework(officer, case, fields, lambda found, by: casework.reopen(found, text, **by))

    # --- replies, on the channel that the row came in by

    async def _write(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> None:
        office = self._office
        row = next((row for row in case.rows if row.id == fields.get("baris")), None)
        if row is None or not office.answers(row):
            raise _Refused("Kanal ini tidak menerima jawaban dari layanan ini.")
        text, intent = fields.get("text", ""), None
        if fields.get("templat"):
            template = office.templates.named(fields["templat"])
            given = {field: fields.get(f"isi-{field}", "") for field in template.fields}
            if not all(value.strip() for value in given.values()):
                raise _Refused("Isi semua kolom templat: jawaban tidak boleh berlubang.")
            text, intent = template.fill(given), template.intent
        if not text.strip():
            raise _Refused("Jawabannya masih kosong.")
        limit = office.reply_limit(row)
        if limit is not None and limit.size(text) > limit.amount:
            size, most = thousands(limit.size(text)), thousands(limit.amount)
            channel = channel_name(row.channel)
            raise _Refused(f"Terlalu panjang: {size}; {channel} menerima paling banyak {most} karakter.")
        if not await self._is_written(officer, case, row, text):
            await office.hub.reply(row.id, text, by=officer.id, intent=intent, send=False)

    async def _is_written(self, officer: Officer, case: Case, row: Complaint, text: str) -> bool:
        """Whether the officer has sent this very form before. Raises _Refused, if a colleague has written the same."""
        for reply in await self._office.replies(case):
            over = reply.state in (ReplyState.failed, ReplyState.withdrawn)
            if over or reply.complaint != row.id or not same_text(reply.text, text):
                continue
            if reply.by != officer.id:
                raise _Refused(f"Jawaban yang sama sudah ditulis {reply.by} ({REPLY_STATES[reply.state]}).")
            return True
        return False

    async def _approve(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> str:
        reply = await self._reply(case, fields)
        if reply.by.casefold() == officer.id.casefold():
            raise _Refused("Jawaban ini Anda tulis sendiri; petugas lain yang menyetujuinya.")
        again = reply.approved_by == officer.id and reply.state is not ReplyState.withdrawn
        if reply.state is ReplyState.draft:
            reply = await self._office.hub.approve(reply.id, by=officer.id)
            reply = await self._office.send(reply)
        elif not again:
            raise _Refused(f"Jawaban ini tidak menunggu persetujuan lagi: {REPLY_STATES[reply.state]}.")
        return "setuju" if reply.sent_at is not None else "menunggu"

    async def _withdraw(self, officer: Officer, case: Case, fields: Mapping[str, str]) -> None:
        reply = await self._reply(case, fields)
        if reply.state is ReplyState.withdrawn:
            return
        if reply.by != officer.id and not officer.may(Right.approve):
            raise _Refused("Hanya penulisnya atau petugas yang menyetujui dapat menariknya.")
        if reply.state not in (ReplyState.draft, ReplyState.approved, ReplyState.failed, ReplyState.unsure):
            raise _Refused(f"Jawaban ini tidak dapat ditarik lagi: {REPLY_STATES[reply.state]}.")
        await self._office.hub.withdraw(reply.id, by=officer.id)

    async def _reply(self, case: Case, fields: Mapping[str, str]) -> Reply:
        found = next((one for one in await self._office.replies(case) if one.id == fields.get("jawaban")), None)
        if found is None:
            raise _Refused("Jawaban itu tidak ada pada kasus ini.")
        return found


Act = Callable[[Officer, Case, Mapping[str, str]], Awaitable[str | None]]
"""One act; returns what the page says was done, None for the name of the form."""
