"""The live example as a service: an office with an Instagram on this machine, and a server in a thread.

For: the tests of ``examples/dolan_puter``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from examples.dolan_puter.office import Office, open_office
from starlette.applications import Starlette

from complaint_hub import Bearer, Complaint, Store
from complaint_hub.channels.instagram import Instagram
from complaint_hub.model import Visibility
from complaint_hub.sandbox import instagram, registry
from complaint_hub.sandbox.instagram import APP_SECRET
from complaint_hub.settings import read_settings

from .dashboards import NOW, answered, disposed, fill, row

__all__ = ["COORDINATOR", "INSPECTOR", "LIAISON", "Desk", "Server", "opened", "rows"]

COORDINATOR, LIAISON, INSPECTOR = "petugas-26", "petugas-16", "petugas-12"


@dataclass
class Desk:
    """An office, the Instagram that it reads, and its store."""

    office: Office
    world: instagram.World

    @property
    def store(self) -> Store:
        return self.office.store

    def comment(self, text: str) -> str:
        """Somebody writes under the one post; the id of the complaint."""
        (media,) = self.world.media
        return f"instagram:{self.world.add_comment(media, text, at=self.world.clock).id}"


def rows() -> list[Complaint]:
    """A late report, one that is late and confidential, and one about an official's conduct."""
    late = row(900, "2026-06-01", disposed("2026-06-03"), answered("2026-06-20"), title="Lampu jalan mati di Doko",
               text="Gelap & sepi", unit="Dinas Perhubungan", district="Doko")  # fmt: skip
    secret = row(901, "2026-06-02", title="Pungutan di sekolah", visibility=Visibility.confidential)
    conduct = row(902, "2026-06-02", title="Petugas loket marah", oversight=True)
    return [late, secret, conduct]


@contextmanager
def opened(folder: Path, *complaints: Complaint) -> Generator[Desk]:
    """An office whose store holds *complaints*."""
    world = instagram.build(5, media=1, comments=0, days=20, clock=NOW)
    world.subscribed = True
    registry.write_registry(folder / "registry.toml")
    config = folder / "complaint-hub.toml"
    config.write_text('store = "aduan.db"\n[registry]\npath = "registry.toml"\n', encoding="utf-8")
    with instagram.serve(world) as running:
        channel = Instagram(
            instagram.ACCOUNT,
            owner=Bearer(instagram.INSTAGRAM_TOKEN),
            base=running.instagram,
            webhook_secrets=[APP_SECRET["instagram"]],
        )
        office = open_office(read_settings(config), channels=[channel], clock=lambda: world.clock)
        fill(office.store, complaints)
        yield Desk(office, world)
        office.store.close()


class Server(uvicorn.Server):
    """A real server in a thread, until the block ends; it is told of its end, as by Ctrl-C."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
        self._thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        until(lambda: self.started or not self._thread.is_alive())
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self._thread.join(timeout=15)
        assert not self._thread.is_alive(), "the service did not stop"


def until(true: Callable[[], Any], *, seconds: float = 20) -> None:
    """Wait until something holds. Raises AssertionError, if it does not in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
