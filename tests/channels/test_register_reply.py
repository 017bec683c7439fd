"""A register answers nobody: the way that an entry came by is named, with the text to paste."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub import Hub
from complaint_hub.channels.register import Register
from complaint_hub.contract import CanCheckReply, CanReply
from complaint_hub.errors import UnsupportedError

TEXT = "Lampu di Jalan Merdeka sudah diganti."
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    sheet = tmp_path / "buku.csv"
    sheet.write_text("No,Tanggal,Sumber,Isi\n1,2026-11-20,WhatsApp,Lampu padam\n2,2026-11-20,,Jalan rusak\n")
    hub = Hub([Register(sheet, account="kecamatan")], store=tmp_path / "aduan.db", clock=lambda: NOW)
    hub.sync()
    return hub


def refusal(hub: Hub, text: str) -> str:
    with hub:
        complaint = next(head for head in hub.store.heads() if head.text == text)
        with pytest.raises(UnsupportedError) as caught:
            hub.reply(complaint.id, TEXT, by="petugas-07")
        assert list(hub.store.replies()) == []
    return str(caught.value)


def test_the_way_that_an_entry_came_by_is_the_way_back(hub: Hub) -> None:
    told = refusal(hub, "Lampu padam")
    assert "answer by WhatsApp" in told
    assert told.endswith(TEXT)


def test_where_the_way_is_not_known_the_text_is_told_all_the_same(hub: Hub) -> None:
    told = refusal(hub, "Jalan rusak")
    assert "answer the way it came" in told
    assert told.endswith(TEXT)


def test_the_channel_says_so_and_promises_no_more() -> None:
    channel = Register("none.csv")
    assert isinstance(channel, CanCheckReply)
    assert not isinstance(channel, CanReply)
