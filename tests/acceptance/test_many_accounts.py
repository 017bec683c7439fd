"""Two accounts of Instagram and two of TikTok from one settings file, side by side in one store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from complaint_hub import Hub
from complaint_hub.sandbox import instagram, tiktok
from complaint_hub.settings import Settings, read_settings
from support.command import Command

RSUD, SECOND = "17841400000000001", "_000sandboxRsud000000000000000000000"


class Office:
    """Both platforms, each with a second account that has three comments of its own, and the settings for all four."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.photos, self.clips = instagram.small(), tiktok.small()
        self._second_accounts()
        photos = stack.enter_context(instagram.serve(self.photos))
        clips = stack.enter_context(tiktok.serve(self.clips))
        sections = [
            f'[[channels.instagram]]\naccount = "{account}"\ntoken_file = "{account}.token"\n'
            f'login = "{login}"\nbase = "{base}"\n'
            for account, login, base in (
                (instagram.ACCOUNT, "instagram", photos.instagram),
                (RSUD, "facebook", photos.facebook),
            )
        ] + [
            f'[[channels.tiktok]]\naccount = "{account}"\nclient_id = "{tiktok.CLIENT_ID}"\n'
            f'client_secret_file = "tiktok.secret"\nrefresh_token_file = "{account}.token"\n'
            f'base = "{clips.base}"\nper_minute = 6000\nper_second = 6000\n'
            for account in (tiktok.ACCOUNT, SECOND)
        ]
        for name, secret in (
            (f"{instagram.ACCOUNT}.token", instagram.INSTAGRAM_TOKEN),
            (f"{RSUD}.token", "EAAGsandbox-of-the-hospital"),
            (f"{tiktok.ACCOUNT}.token", tiktok.REFRESH_TOKEN),
            (f"{SECOND}.token", "rft.sandbox-of-the-hospital"),
            ("tiktok.secret", tiktok.CLIENT_SECRET),
        ):
            (folder / name).write_text(secret, encoding="utf-8")
            (folder / name).chmod(0o600)
        self.config = folder / "complaint-hub.toml"
        self.config.write_text("".join(sections), encoding="utf-8")

    def settings(self) -> Settings:
        return read_settings(self.config, environment={})

    def _second_accounts(self) -> None:
        at = instagram.CLOCK
        self.photos.add_account("rsudblitar", "RSUD", id=RSUD)
        self.photos.tokens.give("facebook", (RSUD,), at=at, text="EAAGsandbox-of-the-hospital")
        self.clips.add_account("rsudblitar", "RSUD", open_id=SECOND, scope=None)
        self.clips.grants.allow(SECOND, at=at, refresh="rft.sandbox-of-the-hospital")
        media, video = self.photos.add_media(RSUD, "Poli baru"), self.clips.add_video(SECOND, "Poli baru")
        for n in range(3):
            self.photos.add_comment(media.id, f"Antre {n} jam", author="warga_1")
            self.clips.add_comment(video.id, f"Antre {n} jam", author="warga_1")


@pytest.fixture
def office(tmp_path: Path) -> Generator[Office]:
    with ExitStack() as stack:
        yield Office(tmp_path, stack)


@pytest.fixture
def hub(office: Office, tmp_path: Path) -> Generator[Hub]:
    with Hub(office.settings().channels(), store=tmp_path / "aduan.db", clock=lambda: office.clips.clock) as made:
        yield made


def counted(hub: Hub) -> Counter[tuple[str, str]]:
    return Counter((row.channel, row.account) for row in hub.store.complaints(deleted=False))


WHOLE = {
    ("instagram", instagram.ACCOUNT): 18,
    ("instagram", RSUD): 3,
    ("tiktok", tiktok.ACCOUNT): 25,
    ("tiktok", SECOND): 3,
}


def test_four_accounts_are_read_side_by_side_and_a_second_look_changes_nothing(hub: Hub) -> None:
    for new in (True, False):
        runs = hub.sync().runs
        assert [run.error for run in runs] == [None] * 4
        assert [run.counts.new > 0 for run in runs] == [new] * 4
        assert counted(hub) == WHOLE


def test_a_full_walk_of_one_account_takes_nothing_of_the_other_for_deleted(office: Office, hub: Hub) -> None:
    hub.sync()
    (media,) = office.photos.listed(RSUD)
    (video,) = (video for video in office.clips.videos.values() if video.account == SECOND)
    for photo, clip in zip(office.photos.comments_of(media.id)[:2], video.comments[:2], strict=True):
        office.photos.delete(photo.id)
        office.clips.delete(clip.id)
    for _ in range(2):
        office.photos.advance(hours=1)
        office.clips.advance(hours=1)
        hub.sync(deep="full")
    assert counted(hub) == WHOLE | {("instagram", RSUD): 1, ("tiktok", SECOND): 1}


def test_an_account_whose_consent_is_gone_stops_no_other(office: Office, hub: Hub) -> None:
    office.photos.tokens.kill("passwordChanged", "EAAGsandbox-of-the-hospital")
    office.clips.grants.withdraw(SECOND)
    errors = {run.account: run.error for run in hub.sync()}
    assert [errors[account] for account in (instagram.ACCOUNT, tiktok.ACCOUNT)] == [None, None]
    assert [errors[account] is None for account in (RSUD, SECOND)] == [False, False]
    assert {key[1] for key in counted(hub)} == {instagram.ACCOUNT, tiktok.ACCOUNT}


def test_the_same_account_in_two_sections_is_refused(office: Office, command: Command) -> None:
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace(RSUD, instagram.ACCOUNT), encoding="utf-8")
    said = command("sync", "--config", office.config)
    assert said.code == 2
    assert instagram.ACCOUNT in said.err


def test_doctor_says_of_each_account_its_token_its_renewal_and_what_a_sync_costs(
    office: Office, hub: Hub, command: Command, tmp_path: Path
) -> None:
    hub.sync()
    given = ("--config", office.config, "--store", tmp_path / "aduan.db", "--now", "2026-11-24T10:00")
    rows = {row["account"]: row for row in command("doctor", *given, "--json").json["accounts"]}
    assert {row["channel"] + " " + account for account, row in rows.items()} == {
        f"{channel} {account}" for channel, account in WHOLE
    }
    found = {account: row["credentials"][0] for account, row in rows.items()}
    assert [found[instagram.ACCOUNT][name][:10] for name in ("expires_at", "renew_at")] == ["2027-01-23", "2027-01-13"]
    assert "instagram_business_manage_comments" in found[instagram.ACCOUNT]["scopes"]
    assert found[tiktok.ACCOUNT]["expires_at"][:10] == "2026-11-25"
    assert "comment.list" in found[SECOND]["scopes"]
    assert [found[account]["consent_until"] for account in (RSUD, SECOND)] == [None, "2027-11-24T02:00:00+00:00"]
    # The day's calls are those of the app that both accounts share; a limit of our own for Instagram was not set.
    used = {account: [quota["used"] for quota in row["quotas"]] for account, row in rows.items()}
    assert used[tiktok.ACCOUNT] == used[SECOND] == [office.clips.meter.units - 2]
    assert used[instagram.ACCOUNT] == used[RSUD] == []
    assert [rows[account]["estimate"]["least"] for account in (RSUD, SECOND)] == [{"requests": 1}, {"calls": 2}]
    said = command("doctor", *given)
    text = " ".join(said.out.split())
    for part in (
        "sync memperbaruinya mulai 13 Jan 2027 09.00 WIB",
        "cakupan: user.info.basic, user.info.stats, video.list, comment.list, comment.list.manage; persetujuan pemilik "
        "berlaku sampai 24 Nov 2027 09.00 WIB",
        "Sync berikutnya: paling sedikit 2 panggilan; dengan --deep ditambah 1 panggilan",
    ):
        assert part in text
