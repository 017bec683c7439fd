"""SP4N-LAPOR! takes no reply from a program: the way by hand is told before anything is kept or asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub import Hub
from complaint_hub.channels.lapor import Lapor
from complaint_hub.contract import CanCheckReply, CanReply
from complaint_hub.errors import UnsupportedError
from complaint_hub.sandbox import lapor as sandbox

TEXT = "Terima kasih, laporan sudah kami teruskan ke Dinas PUPR."
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    files = sandbox.generate(tmp_path / "files", cases=3, total_days=None)
    hub = Hub([Lapor(files.paths, agency="Kabupaten Blitar")], store=tmp_path / "aduan.db", clock=lambda: NOW)
    hub.sync()
    return hub


def test_a_reply_is_refused_with_the_report_to_open_and_the_text_to_paste(hub: Hub) -> None:
    with hub:
        complaint = next(iter(hub.store.heads()))
        with pytest.raises(UnsupportedError) as caught:
            hub.reply(complaint.id, TEXT, by="petugas-07")
    assert f"open report {complaint.native_id}" in str(caught.value)
    assert str(caught.value).endswith(TEXT)


def test_nothing_of_it_is_kept(hub: Hub) -> None:
    with hub:
        complaint = next(iter(hub.store.heads()))
        with pytest.raises(UnsupportedError):
            hub.reply(complaint.id, TEXT, by="petugas-07")
        assert list(hub.store.replies()) == []
        assert list(hub.deliver()) == []


def test_the_channel_says_so_and_promises_no_more() -> None:
    channel = Lapor("none.xlsx")
    assert isinstance(channel, CanCheckReply)
    assert not isinstance(channel, CanReply)
