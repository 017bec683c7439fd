"""An act is an event of the office, signed; what cannot be is refused with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from complaint_hub import casework
from complaint_hub.casework import Refusal
from complaint_hub.errors import CaseworkError, ConfigError
from complaint_hub.model import Complaint, Event, EventType, Kind, Source, Status
from complaint_hub.sla import Clock
from complaint_hub.timeline import current_status, office_values
from support.cases import answer, event, forwarded, status, wib
from support.desks import REGISTRY, done, fresh, signed

Act = Callable[[Complaint], Event]


def forward(unit: str = "pupr", at: str = "2026-03-17 09:00", **more: Any) -> Act:
    return lambda found: casework.forward(found, unit, **signed(at, **more))


def hand_back(at: str = "2026-03-18 09:00", **more: Any) -> Act:
    return lambda found: casework.return_(found, "bukan jalan kabupaten", **signed(at, **more))


def resolve(at: str = "2026-03-18 09:00", **more: Any) -> Act:
    return lambda found: casework.resolve(found, **signed(at, **more))


def after(found: Complaint, *acts: Act) -> Complaint:
    for act in acts:
        found = done(found, act(found))
    return found


def reason(act: Act, found: Complaint) -> str:
    with pytest.raises(CaseworkError) as refused:
        act(found)
    assert "{" not in str(refused.value)
    return refused.value.reason


def test_an_act_is_the_office_s_signed_and_not_shown_in_public() -> None:
    act = forward("Dinas Pekerjaan Umum", by="petugas-07 ")(fresh())
    assert (act.type, act.source, act.by, act.at, act.public) == (
        EventType.forwarded,
        Source.office,
        "petugas-07",
        wib("2026-03-17 09:00"),
        False,
    )
    assert (act.unit, act.status) == ("Dinas PUPR", Status.forwarded)


def test_without_a_registry_a_unit_is_taken_as_written() -> None:
    assert forward(" Dinas  Apa Saja ", registry=None, by="siapa-saja")(fresh()).unit == "Dinas Apa Saja"


def test_triage_says_only_what_is_given() -> None:
    act = casework.triage(fresh(), kind=Kind.complaint, district="kecamatan wlingi", unit="Dishub", **signed())
    assert act.data == {"kind": "complaint", "district": "Wlingi"}
    assert (act.unit, act.status) == ("Dinas Perhubungan", None)
    assert office_values([act]) == {"kind": "complaint", "district": "Wlingi", "unit": "Dinas Perhubungan"}


def test_what_a_finished_complaint_is_may_be_said_anew_but_not_where_it_stands() -> None:
    found = after(fresh(), resolve())
    late = signed("2026-03-19 09:00")
    assert casework.triage(found, kind=Kind.aspiration, **late).data == {"kind": "aspiration"}
    assert (
        reason(lambda f: casework.triage(f, status=Status.rejected, text="promosi", **late), found) == Refusal.finished
    )


def test_the_way_out_and_back_and_out_again() -> None:
    found = after(fresh(), forward("dishub"), hand_back(), forward("pupr", "2026-03-19 08:00"))
    assert current_status(found.timeline or ()) is Status.forwarded
    assert office_values(found.timeline or ())["unit"] == "Dinas PUPR"
    returned = next(e for e in found.timeline or () if e.type is EventType.returned)
    assert (returned.unit, returned.text, returned.data) == ("Dinas Perhubungan", "bukan jalan kabupaten", {})


def test_a_co_ordinator_who_takes_a_disposition_back_says_so() -> None:
    act = casework.return_(after(fresh(), forward()), "salah kirim", recalled=True, **signed("2026-03-18 09:00"))
    assert act.data == {"recalled": True}


def test_what_the_channel_says_of_a_disposition_can_be_handed_back_too() -> None:
    seen = event(EventType.forwarded, None, seen="2026-03-17", status=Status.forwarded)
    assert hand_back()(fresh(seen)).status is Status.returned


def test_postponed_and_gone_on_with() -> None:
    found = after(
        fresh(),
        lambda f: casework.postpone(f, "menunggu anggaran", until=date(2026, 4, 1), **signed("2026-03-17 10:00")),
        lambda f: casework.resume(f, **signed("2026-03-18 10:00")),
    )
    assert current_status(found.timeline or ()) is Status.in_progress
    waiting = casework.postpone(found, "alamat belum jelas", for_citizen=True, **signed("2026-03-19 10:00"))
    assert (waiting.type, waiting.status) == (EventType.postponed, Status.awaiting_citizen)


def test_an_extension_is_an_amount_or_a_last_day_of_one_clock() -> None:
    act = casework.extend(fresh(), "perlu uji laboratorium", amount=10, clock=Clock.first_response, **signed())
    assert act.data == {"amount": 10, "clock": "first_response"}
    assert casework.extend(fresh(), "cuaca", until=date(2026, 4, 1), **signed()).data == {"until": "2026-04-01"}


def test_evidence_is_a_text_or_addresses() -> None:
    act = casework.evidence(fresh(), links=[" https://contoh.example/foto.jpg"], **signed())
    assert [a.url for a in act.attachments] == ["https://contoh.example/foto.jpg"]
    assert casework.evidence(fresh(), "berita acara no. 12", **signed()).text == "berita acara no. 12"


def test_the_same_act_of_two_officers_in_one_moment_has_one_name_and_another_text_another() -> None:
    first, second, other = (casework.note(fresh(), text, **signed()) for text in ("telepon", "telepon", "surat"))
    assert first.key == second.key != other.key
    again = casework.note(done(fresh(), first), "telepon", **signed())
    assert again.key != first.key


def test_a_step_taken_before_the_last_one_can_be_noted_later() -> None:
    closed = status(Status.closed, "2026-03-19 08:00")
    found = after(fresh(closed), forward(at="2026-03-17 09:00"), resolve(at="2026-03-18 09:00"))
    assert current_status(found.timeline or ()) is Status.closed


REFUSED: dict[str, tuple[Refusal, Act, tuple[Act, ...]]] = {
    "no officer": (Refusal.unsigned, forward(by=" "), ()),
    "unknown officer": (Refusal.unknown_officer, forward(by="petugas-99"), ()),
    "term ended": (Refusal.officer_ended, forward(by="petugas-12"), ()),
    "before receipt": (Refusal.before_receipt, forward(at="2026-03-16 07:59"), ()),
    "the day before receipt": (Refusal.before_receipt, forward(at="2026-03-15", day=True), ()),
    "future": (Refusal.in_future, forward(at="2026-03-20 10:01"), ()),
    "unknown unit": (Refusal.unknown_unit, forward("Dinas Sihir"), ()),
    "no unit": (Refusal.unknown_unit, forward(" "), ()),
    "two units of that name": (Refusal.ambiguous_unit, forward("Perhubungan"), ()),
    "unit of the past": (Refusal.unit_ended, forward("Dinas Bina Marga"), ()),
    "the same unit again": (Refusal.with_unit, forward(at="2026-03-18 09:00"), (forward(),)),
    "forward of a finished one": (Refusal.finished, forward(at="2026-03-19 09:00"), (resolve(),)),
    "resolve of a finished one": (Refusal.finished, resolve(at="2026-03-19 09:00"), (resolve(),)),
    "return without disposition": (Refusal.no_disposition, hand_back(), ()),
    "second return": (Refusal.no_disposition, hand_back("2026-03-19 09:00"), (forward(), hand_back())),
    "return before the disposition": (Refusal.no_disposition, hand_back("2026-03-16 09:00"), (forward(),)),
    "reopen of an open one": (Refusal.open, lambda f: casework.reopen(f, "belum", **signed()), ()),
    "resume of what runs": (Refusal.not_paused, lambda f: casework.resume(f, **signed()), ()),
    "nothing said": (Refusal.nothing_said, lambda f: casework.triage(f, text="hm", **signed()), ()),
    "verified twice": (
        Refusal.past,
        lambda f: casework.verify(f, **signed("2026-03-18 09:00")),
        (lambda f: casework.verify(f, **signed()),),
    ),
    "verified after the disposition": (
        Refusal.past,
        lambda f: casework.verify(f, **signed("2026-03-18 09:00")),
        (forward(),),
    ),
    "a status that is no triage": (
        Refusal.wrong_status,
        lambda f: casework.triage(f, status=Status.closed, **signed()),
        (),
    ),
    "unknown place": (Refusal.unknown_place, lambda f: casework.triage(f, district="Atlantis", **signed()), ()),
    "empty note": (Refusal.no_text, lambda f: casework.note(f, " \n", **signed()), ()),
    "no reason to reopen": (
        Refusal.no_text,
        lambda f: casework.reopen(f, "", **signed("2026-03-19 09:00")),
        (resolve(),),
    ),
    "a file as address": (
        Refusal.no_link,
        lambda f: casework.evidence(f, links=["file:///etc/passwd"], **signed()),
        (),
    ),
    "no evidence": (Refusal.no_text, lambda f: casework.evidence(f, **signed()), ()),
    "extension of nothing": (Refusal.no_amount, lambda f: casework.extend(f, "perlu", **signed()), ()),
    "extension by 0": (Refusal.no_amount, lambda f: casework.extend(f, "perlu", amount=0, **signed()), ()),
    "extension up to today": (
        Refusal.until_passed,
        lambda f: casework.extend(f, "perlu", until=date(2026, 3, 17), **signed()),
        (),
    ),
    "extension of no clock": (
        Refusal.unknown_clock,
        lambda f: casework.extend(f, "perlu", amount=1, clock="jam", **signed()),  # type: ignore[arg-type]  # on purpose
        (),
    ),
    "extension of a finished one": (
        Refusal.finished,
        lambda f: casework.extend(f, "perlu", amount=1, **signed("2026-03-19 09:00")),
        (resolve(),),
    ),
    "postponed twice": (
        Refusal.paused,
        lambda f: casework.postpone(f, "lagi", **signed("2026-03-18 09:00")),
        (lambda f: casework.postpone(f, "dana", **signed("2026-03-17 09:00")),),
    ),
    "a step that a later one forbids": (Refusal.contradicted, resolve("2026-03-17 08:00"), (resolve(),)),
}


@pytest.mark.parametrize(("expected", "act", "before"), REFUSED.values(), ids=REFUSED)
def test_an_act_that_cannot_be_is_refused(expected: Refusal, act: Act, before: tuple[Act, ...]) -> None:
    assert reason(act, after(fresh(), *before)) == expected


@pytest.mark.parametrize(
    "settled", [Status.rejected, Status.not_our_authority, Status.not_a_complaint, Status.withdrawn]
)
def test_a_rejected_complaint_is_not_forwarded_until_it_is_reopened(settled: Status) -> None:
    found = after(fresh(), lambda f: casework.triage(f, status=settled, text="alasan", **signed("2026-03-16 09:00")))
    assert reason(forward(), found) == Refusal.archived
    again = after(found, lambda f: casework.reopen(f, "ternyata milik kita", **signed("2026-03-17 08:00")))
    assert forward()(again).status is Status.forwarded


def test_what_the_platform_closed_cannot_be_resolved_after_that() -> None:
    assert reason(resolve(), fresh(status(Status.closed, "2026-03-17 08:00"))) == Refusal.finished
    assert reason(resolve(), fresh(status(Status.closed, None, seen="2026-03-17"))) == Refusal.finished


def test_a_complaint_whose_status_no_event_tells_is_taken_at_its_word() -> None:
    assert reason(resolve(), fresh(status=Status.closed)) == Refusal.finished


def test_a_day_alone_is_enough_on_the_day_of_receipt() -> None:
    assert forward(at="2026-03-16", day=True)(fresh()).day


def test_a_unit_that_answered_may_be_asked_again() -> None:
    found = fresh(forwarded("2026-03-16 09:00", unit="Dinas PUPR"), answer("2026-03-16 10:00", status=Status.responded))
    assert forward()(found).unit == "Dinas PUPR"


def test_a_head_alone_and_an_instant_without_zone_are_mistakes_of_the_program() -> None:
    with pytest.raises(ValueError, match="has no timeline"):
        forward()(fresh().model_copy(update={"timeline": None}))
    with pytest.raises(ValueError, match="aware"):
        casework.note(fresh(), "x", by="petugas-07", at=wib("2026-03-17").replace(tzinfo=None))


@pytest.mark.parametrize("at", ["2026-03-16 23:59", "2026-03-18 00:00"])
def test_the_first_and_the_last_day_of_a_term_belong_to_it(at: str) -> None:
    assert forward(by="petugas-12", at=at)(fresh()).by == "petugas-12"


def test_a_registry_without_officers_checks_no_term() -> None:
    units = type(REGISTRY)(units=REGISTRY.units)
    assert forward(by="siapa-saja", registry=units)(fresh()).by == "siapa-saja"


def test_every_refusal_has_a_sentence_and_is_a_setting_error() -> None:
    assert set(casework.SENTENCES) == set(Refusal)
    assert issubclass(CaseworkError, ConfigError)
