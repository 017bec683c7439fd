"""Settings: every refusal is one sentence that names the setting and where it was looked for, never a secret."""

from __future__ import annotations

import glob
import os
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from complaint_hub import settings
from complaint_hub.errors import ConfigError
from complaint_hub.settings import Section, read_settings

CANARY = "AIzaSyCANARY-0123456789-abcdefghijklmno"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder without settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("COMPLAINT_HUB_"):
            monkeypatch.delenv(name)
    return tmp_path


def written(folder: Path, text: str) -> Path:
    file = folder / "complaint-hub.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str, **environment: str) -> str:
    file = written(folder, text)
    with pytest.raises(ConfigError) as caught:
        read_settings(file, environment=environment).channels()
    message = str(caught.value)
    assert "\n" not in message
    assert CANARY not in message
    return message


def test_without_a_file_the_defaults_hold(folder: Path) -> None:
    found = read_settings(environment={})
    assert (found.path, found.store, found.zone, found.sections) == (None, "aduan.db", "Asia/Jakarta", ())


def test_a_named_file_that_is_missing_is_named_with_the_folder(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no file lain\.toml \(looked in .*"):
        read_settings("lain.toml", environment={})


def test_the_file_that_the_environment_names_must_exist(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no file lain\.toml"):
        read_settings(environment={"COMPLAINT_HUB_CONFIG": "lain.toml"})


@pytest.mark.parametrize(
    ("given", "environment", "said", "expected"),
    [
        ("a.db", {"COMPLAINT_HUB_STORE": "b.db"}, 'store = "c.db"', "a.db"),
        (None, {"COMPLAINT_HUB_STORE": "b.db"}, 'store = "c.db"', "b.db"),
        (None, {}, 'store = "c.db"', "{folder}/c.db"),
        (None, {}, 'store = "postgresql://db/aduan"', "postgresql://db/aduan"),
        (None, {}, "", "aduan.db"),
    ],
    ids=["option", "environment", "file", "url", "default"],
)
def test_the_store_is_the_options_then_the_environments_then_the_files(
    folder: Path, given: str | None, environment: dict[str, str], said: str, expected: str
) -> None:
    found = read_settings(written(folder, said), store=given, environment=environment)
    assert Path(found.store) == Path(expected.format(folder=folder))


def test_no_channel_says_where_it_was_looked_for(folder: Path) -> None:
    message = refusal(folder, "")
    assert message.startswith("no channel is configured: looked for sections [channels.NAME] in ")
    assert "complaint-hub.toml" in message


def test_an_unknown_channel_names_those_installed(folder: Path) -> None:
    message = refusal(folder, "[channels.myspace]\naccount = 'x'")
    assert "complaint-hub.toml [channels.myspace]: no channel 'myspace' is installed" in message
    assert "google_reviews, instagram, lapor, register, tiktok, youtube" in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("store = ", "is not valid TOML"),
        (
            "stroe = 'a.db'",
            "stroe: no such setting (known: store, zone, policy, registry, replies, triage, digest, privacy, channels)",
        ),
        ("zone = 'Asia/Blitar'", "zone: 'Asia/Blitar' is no time zone"),
        ("zone = 7", "zone: input should be a valid string"),
        ("[channels.lapor]", "[channels.lapor] files: this setting is missing"),
        ("[channels.lapor]\nfiles = ['*.toml']\nzone = 'WIB'", "[channels.lapor] zone: 'WIB' is no time zone"),
        ("[channels.lapor]\nfiles = ['*.toml']\ncolumns = 'k.toml'", "there is no file "),
        ("[channels.youtube]\naccount = 'UC1'", "neither key_file in that section nor COMPLAINT_HUB_YOUTUBE_KEY"),
    ],
)
def test_a_wrong_setting_is_named(folder: Path, text: str, expected: str) -> None:
    assert expected in refusal(folder, text)


def test_a_setting_of_the_wrong_name_is_told_the_right_ones(folder: Path) -> None:
    message = refusal(folder, "[channels.youtube]\nacount = 'UC1'", COMPLAINT_HUB_YOUTUBE_KEY=CANARY)
    assert "[channels.youtube]" in message
    assert "account" in message


def test_both_channels_are_made_from_the_file(folder: Path) -> None:
    (folder / "a.csv").touch()
    text = "[channels.lapor]\nfiles = ['*.csv']\nagency = 'Blitar'\n[[channels.youtube]]\naccount = 'UC1'\n"
    file = written(folder, text + "[[channels.youtube]]\naccount = 'UC2'\n")
    made = read_settings(file, environment={"COMPLAINT_HUB_YOUTUBE_KEY": CANARY}).channels()
    assert [(c.name, c.account) for c in made] == [("lapor", "Blitar"), ("youtube", "UC1"), ("youtube", "UC2")]
    assert CANARY not in repr(made)


def test_a_key_is_not_sent_in_clear_over_the_network(folder: Path) -> None:
    text = "[channels.youtube]\naccount = 'UC1'\nbase = 'http://example.org/youtube/v3/'"
    assert "base: must be an https address" in refusal(folder, text, COMPLAINT_HUB_YOUTUBE_KEY=CANARY)


def test_a_key_in_the_settings_file_is_refused_without_being_shown(folder: Path) -> None:
    message = refusal(folder, f"[channels.youtube]\naccount = 'UC1'\nkey = '{CANARY}'")
    assert "a secret must not stand in the settings file; set COMPLAINT_HUB_YOUTUBE_KEY" in message


def test_a_key_under_a_wrong_name_is_not_shown(folder: Path) -> None:
    refusal(folder, f"[channels.youtube]\naccount = 'UC1'\napikey = '{CANARY}'", COMPLAINT_HUB_YOUTUBE_KEY="x")


def test_an_unreadable_file_is_named(folder: Path) -> None:
    (folder / "complaint-hub.toml").mkdir()
    with pytest.raises(ConfigError, match=r"complaint-hub\.toml cannot be read"):
        read_settings(environment={})


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "complaint-hub.toml").write_bytes('store = "é.db"'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"complaint-hub\.toml is not a text file in UTF-8"):
        read_settings(environment={})


def test_a_byte_order_mark_from_notepad_is_read_over(folder: Path) -> None:
    (folder / "complaint-hub.toml").write_text('store = "a.db"', encoding="utf-8-sig")
    assert Path(read_settings(environment={}).store).name == "a.db"


def section(folder: Path, **values: object) -> Section:
    return Section("youtube", values, "s.toml [channels.youtube]", folder, environment={})


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX only")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604], ids=oct)
def test_a_secret_file_that_others_can_read_is_refused(folder: Path, mode: int) -> None:
    file = folder / "youtube.key"
    file.write_text(CANARY)
    file.chmod(mode)
    with pytest.raises(ConfigError, match="can be read by others") as caught:
        section(folder, key_file="youtube.key").secret("key")
    assert CANARY not in str(caught.value)
    assert "chmod 600" in str(caught.value)


def test_a_secret_file_of_its_owner_is_read_without_its_line_end(folder: Path) -> None:
    file = folder / "youtube.key"
    file.write_text(f"{CANARY}\n")
    file.chmod(0o600)
    assert section(folder, key_file="youtube.key").secret("key") == CANARY


def test_a_missing_secret_file_is_named(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"key_file: .*youtube\.key cannot be read"):
        section(folder, key_file="youtube.key").secret("key")


def test_a_section_shows_no_secret(folder: Path) -> None:
    found = Section("youtube", {}, "s", folder, environment={"COMPLAINT_HUB_YOUTUBE_KEY": CANARY})
    assert found.secret("key") == CANARY
    assert CANARY not in repr(found)


def test_a_pattern_begins_at_the_settings_folder_whatever_its_name(folder: Path) -> None:
    odd = folder / "ekspor [2023]"
    odd.mkdir()
    (odd / "a.xlsx").touch()
    pattern = section(odd).inside("*.xlsx")
    assert glob.glob(pattern) == [str(odd / "a.xlsx")]  # noqa: PTH207 - the pattern is absolute
    assert section(odd).inside("a.xlsx") == str(odd / "a.xlsx")


class Box:
    """A third party's channel."""

    name = "box"

    def __init__(self, account: str) -> None:
        self.account = account

    @classmethod
    def from_settings(cls, section: Section) -> list[Box]:
        return [cls(f"{name}{section.secret('pin')}") for name in ("utara", "selatan")]


class Bare:
    """A channel that forgot to join."""


def installed(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    entry = EntryPoint("kotak-saran", value, settings.GROUP)
    monkeypatch.setattr(settings, "entry_points", lambda group: EntryPoints([entry]))


def test_a_third_party_joins_by_its_entry_point(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, f"{__name__}:Box")
    monkeypatch.setattr(EntryPoint, "load", lambda _: Box)
    file = written(folder, "[channels.kotak-saran]")
    found = read_settings(file, environment={"COMPLAINT_HUB_KOTAK_SARAN_PIN": "7"}).channels()
    assert [channel.account for channel in found] == ["utara7", "selatan7"]


def test_a_class_without_from_settings_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "kotak:Bare")
    monkeypatch.setattr(EntryPoint, "load", lambda _: Bare)
    assert "kotak:Bare offers no from_settings(section)" in refusal(folder, "[channels.kotak-saran]")


def test_a_package_that_cannot_be_loaded_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "no_such_package_at_all:Box")
    message = refusal(folder, "[channels.kotak-saran]")
    assert "no_such_package_at_all:Box cannot be loaded (ModuleNotFoundError" in message


def test_who_must_approve_a_reply_is_said_for_all_and_for_single_channels(tmp_path: Path) -> None:
    file = tmp_path / "complaint-hub.toml"
    file.write_text('[replies]\napproval = "second_person"\n[replies.channels]\ngoogle_reviews = "none"\n')
    policy = read_settings(file, environment={}).reply_policy()
    assert (policy.of("youtube"), policy.of("google_reviews")) == ("second_person", "none")


def test_an_office_uses_texts_for_replies_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "complaint-hub.toml"
    file.write_text('[replies]\ntemplates = "balasan.toml"\n')
    (tmp_path / "balasan.toml").write_text(
        'source = "SOP"\n[[rows]]\nname = "salam"\ntitle = "Salam"\ntext = "Halo {nama}."\n'
    )
    templates = read_settings(file, environment={}).read_templates()
    assert templates.named("salam").fill({"nama": "Bu Siti"}) == "Halo Bu Siti."
