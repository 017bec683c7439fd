"""``triage``: what waits is listed with suggestions, a person sorts, and what cannot be is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Complaint, Page, Store
from complaint_hub.model import EventType
from complaint_hub.sandbox.registry import write_registry
from support.command import Command

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
TEXTS = {
    "1": "Lampu jalan depan balai desa mati sejak dua minggu, Kec. Wlingi",
    "2": "Kapan CPNS dibuka min?",
    "3": "qwerty",
    "4": "Gacor hari ini maxwin terus",
}

pytestmark = pytest.mark.usefixtures("waiting")


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """Four comments that nobody has sorted, and two whose kind the channel said; a registry in the settings."""
    path = tmp_path / "aduan.db"
    write_registry(tmp_path / "registry.toml")
    (tmp_path / "complaint-hub.toml").write_text('[registry]\npath = "registry.toml"\n', encoding="utf-8")
    rows = [comment(n, text) for n, text in TEXTS.items()] + [comment("5", "jalan rusak", kind="complaint")]
    rows.append(comment("6", "Listrik padam tiap sore, PLN bagaimana", kind="complaint"))
    with Store(path) as opened:
        version = opened.checkpoint("instagram", "kab").version
        opened.commit("instagram", "kab", Page(state={"v": 1}, complaints=rows), version=version, now=NOW)
    return path


def comment(n: str, text: str, **said: Any) -> Complaint:
    return Complaint(
        id=f"instagram:{n}",
        channel="instagram",
        account="kab",
        native_id=n,
        form="comment",
        text=text,
        created_at=NOW + timedelta(hours=int(n)),
        **said,
    )


def test_what_waits_is_listed_oldest_first_with_what_is_suggested(command: Command) -> None:
    said = command("triage")
    assert said.code == 0
    lines = [line for line in said.out.splitlines() if "instagram:" in line and "Setujui" not in line]
    assert [line.split("\t")[1] for line in lines] == [f"instagram:{n}" for n in "1234"]
    assert "pengaduan" in lines[0]
    assert "Dishub" in lines[0]
    assert "4 belum dipilah · 3 dengan saran jenis · 2 dengan saran unit · 1 belum jelas jenisnya" in said.out


def test_one_complaint_shows_rule_and_words(command: Command) -> None:
    said = command("triage", "instagram:1")
    assert "unit Dishub · aturan street-light: Lampu, jalan, mati" in said.out
    assert "kecamatan Wlingi · aturan place by context: Kec. Wlingi" in said.out
    assert "triage instagram:1 --accept --by PETUGAS" in said.out


def test_looking_sorts_nothing(command: Command, waiting: Path) -> None:
    command("triage")
    command("triage", "instagram:1")
    with Store(waiting) as opened:
        found = opened.complaint("instagram:1")
    assert found is not None
    assert found.kind is None
    assert found.timeline == ()


def test_what_is_accepted_is_signed_and_keeps_its_reason(command: Command, waiting: Path) -> None:
    said = command("triage", "instagram:1", "--accept", "--by", "petugas-07", "--at", "2026-11-03T09:00")
    assert "✓ instagram:1 dipilah: jenis pengaduan" in said.out
    with Store(waiting) as opened:
        found = opened.complaint("instagram:1")
    assert found is not None
    assert (found.kind, found.unit, found.district) == ("complaint", "Dinas Perhubungan", "Wlingi")
    (event,) = found.timeline or ()
    assert (event.type, event.by) == (EventType.triaged, "petugas-07")
    suggested: Any = event.data["suggested"]
    assert suggested["unit"]["rule"] == "street-light"
    assert suggested["authority"]["value"] == "regency"


def test_a_matter_of_others_is_pointed_out(command: Command) -> None:
    assert "Wewenang" not in command("triage", "instagram:1", "--accept", "--by", "petugas-07").out
    said = command("triage", "instagram:6", "--accept", "--by", "petugas-07")
    assert "Wewenang pusat: bila memang begitu, catat dengan dismiss instagram:6 not_our_authority." in said.out


def test_what_a_person_says_goes_before_what_is_suggested(command: Command) -> None:
    words = ("triage", "instagram:1", "--accept", "--unit", "dlh", "--kind", "aspiration", "--by", "petugas-07")
    told = command(*words, "--json").json
    assert told["complaint"]["kind"] == "aspiration"
    assert told["complaint"]["unit"] == "Dinas Lingkungan Hidup"
    assert "kind" not in told["events"][0]["data"]["suggested"]


def test_what_was_sorted_waits_no_longer(command: Command) -> None:
    command("triage", "instagram:4", "--kind", "spam", "--by", "petugas-07")
    assert command("triage", "--json").json["counts"]["untriaged"] == 3


def test_an_office_without_anything_to_sort_is_told_so(command: Command) -> None:
    for n in TEXTS:
        command("triage", f"instagram:{n}", "--kind", "other", "--by", "petugas-07")
    assert "Semua aduan terbuka sudah dipilah" in command("triage").out


def test_own_rules_of_the_settings_decide_first(command: Command, tmp_path: Path) -> None:
    rows = 'source = "rapat"\n[[rows]]\nid = "kita"\nwords = ["qwerty"]\nkind = "spam"\n'
    (tmp_path / "pilah.toml").write_text(rows, encoding="utf-8")
    settings = tmp_path / "complaint-hub.toml"
    settings.write_text(settings.read_text("utf-8") + '[triage]\nrules = ["pilah.toml"]\n', encoding="utf-8")
    found = {one["id"]: one for one in command("triage", "--json").json["complaints"]}
    assert found["instagram:3"]["suggestions"] == [
        {"field": "kind", "value": "spam", "rule": "kita", "words": ["qwerty"], "by": "rules"}
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("instagram:3", "--accept", "--by", "petugas-07"), "tidak ada saran yang pasti untuk instagram:3"),
        (("instagram:1", "--kind", "angry", "--by", "petugas-07"), "no such kind; one of complaint,"),
        (("instagram:1", "--unit", "Dinas Sihir", "--by", "petugas-07"), "Dinas Sihir tidak ada dalam registri"),
        (("instagram:1", "--accept"), "name the complaint and who decides"),
        (("--accept", "--by", "petugas-07"), "name the complaint and who decides"),
        (("instagram:9",), "tidak ada aduan 'instagram:9'"),
        (("--rules", "tiada.toml"), "tiada.toml"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    command: Command, waiting: Path, words: tuple[str, ...], told: str
) -> None:
    said = command("triage", *words)
    assert said.code == 2
    assert told in said.err
    with Store(waiting) as opened:
        assert [event for row in opened.complaints() for event in row.timeline or ()] == []


def test_an_own_rule_with_an_unknown_unit_is_named(command: Command, tmp_path: Path) -> None:
    rows = 'source = "rapat"\n[[rows]]\nid = "kita"\nwords = ["x"]\nunit = "Dinas Sihir"\n'
    (tmp_path / "pilah.toml").write_text(rows, encoding="utf-8")
    said = command("triage", "--rules", "pilah.toml")
    assert said.code == 2
    assert "pilah.toml, rule kita: the registry knows no unit 'Dinas Sihir'" in said.err


def test_units_that_the_registry_lacks_are_told(command: Command, tmp_path: Path) -> None:
    registry = '[[units]]\ncode = "dishub"\nname = "Dinas Perhubungan"\nkind = "dinas"\n'
    (tmp_path / "registry.toml").write_text(registry, encoding="utf-8")
    said = command("triage")
    assert said.code == 0
    assert "Registri tidak mengenal" in said.out
    assert "Dinas Sosial" in said.out


def test_the_page_on_json_names_the_keys(command: Command) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    part = page.split("\n## triage\n")[1].split("\n## ")[0]
    found = command("triage", "--json").json
    names = [*found, *found["counts"], *found["complaints"][0], *found["complaints"][0]["suggestions"][0]]
    assert [name for name in names if f"`{name}`" not in part and f'"{name}"' not in part] == []
