"""Starts the service: ``python -m examples.dolan_puter``, on this machine, with invented complaints, until Ctrl-C.

For: trying it, and for an office that starts its own: ``--config complaint-hub.toml --sign-in ours.sign_in:officer``.
Must not: serve others without a sign-in.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import uvicorn

from complaint_hub import ConfigError, HubError
from complaint_hub.contract import Channel, LocalChannel
from complaint_hub.settings import read_settings

from .app import create_app
from .guard import is_loopback
from .office import Office, open_office
from .people import SignIn


def main() -> int:
    """Read the words after the command, and serve."""
    told = argparse.ArgumentParser(prog="python -m examples.dolan_puter", description=__doc__)
    told.add_argument("--config", help="your complaint-hub.toml; without it the demo's complaints are shown")
    told.add_argument("--store", default="demo.db", help="where the demo's complaints are (default: demo.db)")
    told.add_argument("--sign-in", metavar="MODULE:NAME", help="who a request comes from; see README")
    told.add_argument("--host", default="127.0.0.1")
    told.add_argument("--port", type=int, default=8000)
    told.add_argument("--every", type=float, default=300.0, help="seconds between two readings of all channels")
    given = told.parse_args()
    try:
        sign_in = _named(given.sign_in) if given.sign_in else None
        if sign_in is None and not is_loopback(given.host):  # before anything is opened or made
            raise ConfigError(f"refusing to serve on {given.host} without --sign-in: see the README beside it")
        with _configured(given.config) if given.config else _invented(Path(given.store)) as office:
            app = create_app(office, sign_in=sign_in, host=given.host, every=given.every)
            print(f"Buka http://{given.host}:{given.port}/ (hentikan dengan Ctrl-C)", flush=True)
            uvicorn.run(app, host=given.host, port=given.port, log_level="warning", server_header=False)
    except HubError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _named(place: str) -> SignIn:
    module, _, attribute = place.partition(":")
    try:
        found: SignIn = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as problem:
        raise ConfigError(f"--sign-in {place}: {problem}; write MODULE:NAME") from None
    return found


@contextmanager
def _configured(config: str) -> Generator[Office]:
    yield open_office(read_settings(config))


@contextmanager
def _invented(store: Path) -> Generator[Office]:
    """The demo's complaints, and its platforms on this machine, whose clocks go on from where the last visit ended."""
    from complaint_hub import Store
    from complaint_hub.channels.lapor import Lapor
    from complaint_hub.channels.register import Register
    from complaint_hub.cli import main as complaint_hub
    from complaint_hub.cli.platforms import answered_by, started
    from complaint_hub.sandbox import blitar
    from complaint_hub.sandbox.world import CLOCK

    if not store.exists():
        print("Membuat data rekaan, sekali saja ...", flush=True)
        with contextlib.redirect_stdout(io.StringIO()):
            complaint_hub(["demo", "--store", str(store)])
    folder = store.absolute().parent / "demo-data"
    with Store(store) as opened:
        sent = sorted(opened.replies(states=("sent", "verified")), key=lambda reply: int(reply.id))
        last = opened.latest_run("register", "register")
    begins = max(CLOCK, last.ended_at) if last is not None and last.ended_at is not None else CLOCK
    begun = time.monotonic()

    def clock() -> datetime:
        return begins + timedelta(seconds=int(time.monotonic() - begun))

    with started(replies=sent) as platforms, _ticking(list(platforms.urls().values()), clock):
        channels: list[Channel | LocalChannel] = [
            Lapor(sorted(folder.glob("*.xlsx")), agency=blitar.AGENCY),
            *answered_by(platforms),
            Register(folder / "register" / "*.xlsx"),
        ]
        settings = read_settings(folder / "complaint-hub.toml", store=str(store))
        yield open_office(settings, channels=channels, clock=clock)


@contextmanager
def _ticking(platforms: list[str], clock: Callable[[], datetime]) -> Generator[None]:
    """Set the clocks of the platforms every second: left alone they stand still."""
    over = threading.Event()

    def tick() -> None:
        while not over.wait(1):
            for url in platforms:
                body = json.dumps({"at": clock().isoformat()}).encode()
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{url}/_sandbox/clock", data=body, timeout=5).close()

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
