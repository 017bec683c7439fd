"""What an officer looks at: the list of work, a case, the dashboard.

For: ``app``; ``acts`` shows a case again where something was refused.
Must not: change anything, or show a protected case to somebody who may not see it.
"""

from __future__ import annotations

import asyncio
import html
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from complaint_hub import Case, Kind, Reply
from complaint_hub.dashboard import messages
from complaint_hub.dashboard.texts import clean, name
from complaint_hub.dashboard.values import CaseLine
from complaint_hub.registry import PlaceKind
from complaint_hub.triage import Suggestion, decided
from complaint_hub.vocabulary import FIELDS, KINDS, channel_name
from complaint_hub.wording import long_date, moment, short_date, thousands

from . import timeline
from .office import Office
from .people import DemoSignIn, MaySee, Officer, Right, SignIn, protected
from .words import DONE, FIELD_LABELS, MARKS, PRIORITIES, REPLY_STATES, TABS, in_tab, matches

__all__ = ["Pages"]

_HERE = Path(__file__).parent
_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the list, as an officer sees it."""

    line: CaseLine
    title: str
    mark: str


@dataclass
class Pages:
    """The pages of one office."""

    office: Office
    sign_in: SignIn
    may_see: MaySee

    def __post_init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(thousands=thousands, short=short_date)

    def show(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page of ours."""
        now = moment(self.office.clock(), self.office.zone)
        given: dict[str, object] = {
            "officer": None,
            "now": now,
            "demo": isinstance(self.sign_in, DemoSignIn),
            "government": name(self.office.registry.agency) or "Pemerintah Daerah",
            "Right": Right,
            **values,
        }
        return HTMLResponse(self._templates.get_template(template).render(given), status)

    def sees(self, officer: Officer, case: Case) -> bool:
        """Whether that case is shown to that officer."""
        return not protected(case) or self.may_see(officer, case)

    async def readable(self, officer: Officer, number: str) -> Case:
        """The case, for an officer who may see it. Raises HTTPException 404: also of one that is hidden."""
        case = await self.office.case(number)
        if case is None or not self.sees(officer, case):
            raise HTTPException(404)
        return case

    # --- the list

    async def work(self, request: Request) -> Response:
        """What there is to do: the sentence of the day, and the list."""
        officer = await self.sign_in(request)
        found, _ = await self.office.dashboard()
        tab = request.query_params.get("s", "terbuka")
        words = name(request.query_params.get("q")) or ""
        rows = [row for line in found.cases.lines if (row := await self._row(officer, line)) is not None]
        told = [row for row in rows if in_tab(row.line, tab) and matches(row.line, words)]
        if words and not told and (case := await self.office.case(words)) is not None and self.sees(officer, case):
            return RedirectResponse(f"/kasus/{quote(words)}", 303)
        page = int(given) if (given := request.query_params.get("p", "1")).isascii() and given.isdigit() else 1
        last = max(1, -(-len(told) // _ON_A_PAGE))
        page = min(max(page, 1), last)
        return self.show(
            "work.html.j2",
            officer=officer,
            headline=messages(found).headline,
            sub=messages(found).sub,
            tabs=[(key, label, sum(in_tab(row.line, key) for row in rows)) for key, label in TABS.items()],
            tab=tab,
            words=words,
            rows=told[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
            hits=len(told),
            page=page,
            last=last,
            hidden=len(found.cases.lines) - len(rows),
            left_out=found.cases.left_out,
            drafts=await self._drafts(officer),
        )

    async def _row(self, officer: Officer, line: CaseLine) -> _Row | None:
        told = line.title
        if line.confidential:
            case = await self.office.case(line.number)
            if case is None or not self.sees(officer, case):
                return None
            told = timeline.title(case.lead)
        return _Row(line, told, MARKS[line.state])

    async def _drafts(self, officer: Officer) -> list[tuple[Reply, str, str]]:
        """What waits for a second person, as far as the officer may see the case."""
        found: list[tuple[Reply, str, str]] = []
        for reply in await self.office.drafts():
            case = await self.office.case(reply.complaint)
            if case is not None and self.sees(officer, case):
                found.append((reply, timeline.title(case.lead), clean(reply.text, 110)[0]))
        return found

    # --- a case

    async def one(self, request: Request) -> Response:
        """A case with everything that is known of it, and what may be done next."""
        officer = await self.sign_in(request)
        case = await self.readable(officer, request.path_params["number"])
        typed = {"templat": request.query_params.get("templat", "")}
        done = DONE.get(request.query_params.get("kata", ""))
        return await self.case_page(officer, case, typed=typed, done=done)

    async def case_page(
        self,
        officer: Officer,
        case: Case,
        *,
        typed: Mapping[str, str],
        done: str | None = None,
        refused: str | None = None,
    ) -> HTMLResponse:
        """The page of a case.

        Args:
            typed: what the officer has typed so far, shown again.
            refused: why the last act was not done.
        """
        office, lead, now = self.office, case.lead, self.office.clock()
        told = await asyncio.to_thread(office.suggestions, lead)
        replies = await office.replies(case)
        return self.show(
            "case.html.j2",
            status=409 if refused else 200,
            officer=officer,
            case=case,
            lead=lead,
            number=await office.number(case),
            title=timeline.title(lead),
            facts=list(timeline.facts(case, office.calendar)),
            rows=[timeline.written(row, office.calendar) for row in case.rows],
            deadlines=timeline.deadlines(case, office.policy, office.calendar, now),
            lines=timeline.lines(case, office.policy, office.calendar, now),
            replies=[(reply, REPLY_STATES[reply.state]) for reply in replies],
            suggestions=[self._suggestion(one) for one in told],
            triage=self._triage(case, typed),
            typed=typed,
            done=done,
            refused=refused,
            key=secrets.token_hex(8),
            **self._choices(),
            **self._reply_form(case, typed),
        )

    def _choices(self) -> dict[str, object]:
        """What the forms offer."""
        office = self.office
        today = office.calendar.local_day(office.clock())
        return {
            "kinds": [(kind.value, KINDS[kind]) for kind in Kind],
            "priorities": list(PRIORITIES.items()),
            "units": [(unit.code, unit.name) for unit in office.registry.units if unit.exists(today)],
            "districts": [(p.name, p.name) for p in office.registry.places if p.kind is PlaceKind.district],
            "forms": [(one.name, one.title) for one in office.templates.listed],
        }

    def _reply_form(self, case: Case, typed: Mapping[str, str]) -> dict[str, object]:
        """On which rows a reply can be sent, how long it may be, and the fields of the template that was chosen."""
        office = self.office
        rows = [row for row in case.rows if office.answers(row)]
        chosen = next((one for one in office.templates.listed if one.name == typed.get("templat")), None)
        fields = chosen.fields if chosen is not None else ()
        limit = office.reply_limit(rows[0]) if rows else None
        return {
            "channels": [(row.id, channel_name(row.channel)) for row in rows],
            "limit": limit.amount if limit is not None else None,
            "chosen": chosen,
            "fields": [(one, FIELD_LABELS.get(one, one), self._prefilled(one, case, typed)) for one in fields],
        }

    def _triage(self, case: Case, typed: Mapping[str, str]) -> dict[str, str]:
        """What the form holds at first: what was typed, else what was said before, else what the rules are sure of."""
        lead, registry = case.lead, self.office.registry
        unit = registry.unit_of(lead.unit)
        said: dict[str, object] = {
            "kind": lead.kind,
            "unit": unit.code if unit else None,
            "oversight": lead.oversight,
            "priority": lead.priority,
            "district": lead.district,
        }
        sure = decided(self.office.suggestions(lead)) if lead.kind is None else {}
        held = {name: value if value is not None else sure.get(name) for name, value in said.items()}
        given = typed if typed.get("langkah") == "pilah" else {}
        return {name: given.get(name, _plain(value)) for name, value in held.items()}

    def _prefilled(self, field: str, case: Case, typed: Mapping[str, str]) -> str:
        known = {
            "unit": case.lead.unit or "",
            "date": long_date(self.office.calendar.local_day(self.office.clock()), weekday=False),
        }
        return typed.get(f"isi-{field}", known.get(field, ""))

    def _suggestion(self, one: Suggestion) -> dict[str, object]:
        unit = self.office.registry.unit(str(one.value)) if one.field == "unit" else None
        spelt = {"kind": {str(kind): word for kind, word in KINDS.items()}, "priority": PRIORITIES}.get(one.field, {})
        told = {"authority": "wewenang", "oversight": "pengawasan"}.get(one.field) or FIELDS.get(one.field, one.field)
        word = spelt.get(str(one.value), _plain(one.value))
        heard = [name(word, 40) for word in one.words[:6]]
        return {"field": told, "value": unit.name if unit else word, "rule": one.rule, "words": heard}

    # --- the dashboard

    async def dashboard(self, request: Request) -> Response:
        """The library's own page, as it stands, with one line that leads back."""
        await self.sign_in(request)
        _, page = await self.office.dashboard()
        back = '<nav class="frame" aria-label="Layanan"><a class="note after" href="/">Daftar kerja</a></nav>'
        page = page.replace("<header ", f"{back}\n<header ", 1)
        return HTMLResponse(page, headers={"Content-Security-Policy": _policy_of(page)})

    async def style(self, request: Request) -> Response:
        """The one style sheet."""
        return FileResponse(_HERE / "templates" / "style.css", media_type="text/css")


def _policy_of(page: str) -> str:
    """What the page's own policy says, and that nobody frames it, which only a header can say."""
    told = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    own = html.unescape(told[1]) if told else "default-src 'none'"
    return f"{own}; frame-ancestors 'none'"


def _plain(value: object) -> str:
    """What a choice of a form is called."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "" if value is None else str(value)
