"""``sandbox``: the platforms on this machine until one has seen enough, with settings that work as they stand."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .invented import REGISTRY, made_once, write_register, write_registry
from .options import JsonOption
from .platforms import FAST, HOW_MANY

if TYPE_CHECKING:
    from ..sandbox import instagram
    from .platforms import Platforms

__all__ = ["register"]

_MARK = "# Written by 'complaint-hub sandbox'"
_LAST_PORT = 65_535
_NOW = "2026-11-24T09:00"
_Login = Literal["instagram", "facebook"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sandbox")(_sandbox)


def _sandbox(
    port: Annotated[
        int,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=_LAST_PORT - HOW_MANY + 1,
            help="YouTube answers here, Google, Instagram and TikTok at the next three; 0 takes free ones.",
        ),
    ] = 0,
    minutes: Annotated[
        float, typer.Option("--minutes", metavar="M", min=0, help="Stop by itself after so many minutes.")
    ] = 60,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="Where files, settings and the database go.")
    ] = Path("sandbox-data"),
    login: Annotated[
        _Login,
        typer.Option(
            "--instagram-login",
            metavar="instagram|facebook",
            help="Which of Meta's two products the settings use.",
        ),
    ] = "instagram",
    json: JsonOption = False,
) -> None:
    """Run YouTube, Google, Instagram and TikTok on this machine, with invented data, until Ctrl-C.

    Writes LAPOR files, a register and a complaint-hub.toml to DIR, with its secrets beside it, so that
    'complaint-hub sync' works from another terminal without accounts, keys or internet. Nothing is asked of the real
    platforms. What the platforms hold is invented anew at each start, always the same; the database in DIR stays.

    \b
    Examples:
      complaint-hub sandbox
      complaint-hub sandbox --port 8100 --minutes 10 --folder coba
      complaint-hub sandbox --instagram-login facebook
    """
    from .platforms import started

    config = _folder(folder) / "complaint-hub.toml"
    made_once(folder / "lapor", _write_lapor)
    made_once(folder / "register", write_register)
    write_registry(folder)
    with ExitStack() as running:
        stopped = running.enter_context(_told_to_stop())
        try:
            platforms = running.enter_context(started(port=port))
        except OSError as taken:
            from ..errors import ConfigError

            raise ConfigError(
                f"one of the ports {port} to {port + HOW_MANY - 1} cannot be used ({taken.strerror}): "
                "name another with --port"
            ) from None
        config.write_text(_settings(platforms, login), encoding="utf-8")
        _say_where(config, platforms, minutes, json=json)
        stopped.wait(minutes * 60)
    if not json:
        from .screen import open_screen

        open_screen().line("Sandbox berhenti.")


def _folder(folder: Path) -> Path:
    """The folder, made if need be, with the secrets in it. Raises ConfigError, if other settings lie there."""
    from ..errors import ConfigError
    from ..sandbox import google, instagram, tiktok, youtube

    config = folder / "complaint-hub.toml"
    if config.exists() and not config.read_text(encoding="utf-8", errors="replace").startswith(_MARK):
        raise ConfigError(f"{config} is not the sandbox's own: name another folder with --folder")
    try:
        folder.mkdir(exist_ok=True)
        for name, secret in (
            ("youtube.key", youtube.KEY),
            ("youtube-client.secret", youtube.CLIENT_SECRET),
            ("youtube-refresh.token", youtube.REFRESH_TOKEN),
            ("google-client.secret", google.CLIENT_SECRET),
            ("google-refresh.token", google.REFRESH_TOKEN),
            ("instagram.token", instagram.INSTAGRAM_TOKEN),
            ("instagram-facebook.token", instagram.FACEBOOK_TOKEN),
            ("instagram-client.secret", instagram.APP_SECRET["facebook"]),
            ("tiktok-client.secret", tiktok.CLIENT_SECRET),
            ("tiktok-refresh.token", tiktok.REFRESH_TOKEN),
        ):
            _write_secret(folder / name, secret)
    except OSError as problem:
        raise ConfigError(f"{folder} cannot be written to ({problem.strerror}): name another with --folder") from None
    return folder


def _write_secret(path: Path, secret: str) -> None:
    """As a real secret has to lie there: for its owner alone, from the first moment."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(secret + "\n")


def _write_lapor(folder: Path) -> None:
    from ..sandbox import lapor

    lapor.generate_years(folder)


def _settings(running: Platforms, login: _Login) -> str:
    from ..sandbox import blitar, google, tiktok, youtube

    return f"""\
{_MARK}: good as long as it runs, and written anew at each start.
store = "aduan.db"

[registry]
path = "{REGISTRY}"

[channels.lapor]
files = ["lapor/*.xlsx"]
agency = "{blitar.AGENCY}"

[channels.youtube]
account = "{youtube.CHANNEL}"
key_file = "youtube.key"
base = "{running.youtube.base}"
# The owner's consent, for comments that YouTube holds back; without these lines the public side is read.
client_id = "{youtube.CLIENT_ID}"
client_secret_file = "youtube-client.secret"
refresh_token_file = "youtube-refresh.token"
token_url = "{running.youtube.tokens}"

[channels.google_reviews]
client_id = "{google.CLIENT_ID}"
client_secret_file = "google-client.secret"
refresh_token_file = "google-refresh.token"
token_url = "{running.google.token}"
base = "{running.google.reviews}"
account_base = "{running.google.accounts}"
location_base = "{running.google.locations}"
per_minute = {FAST}    # the real one allows 300

{_instagram(running.instagram, login)}
[channels.tiktok]
account = "{tiktok.ACCOUNT}"
client_id = "{tiktok.CLIENT_ID}"
client_secret_file = "tiktok-client.secret"
refresh_token_file = "tiktok-refresh.token"
base = "{running.tiktok.base}"
per_minute = {FAST}    # the real one allows 40
per_second = {FAST}    # and 10

[channels.register]
files = ["register/*.xlsx"]
"""


def _instagram(running: instagram.Running, login: _Login) -> str:
    from ..sandbox import instagram

    given = f'[channels.instagram]\naccount = "{instagram.ACCOUNT}"\n'
    if login == "instagram":
        return f"""\
{given}login = "instagram"    # the other product: complaint-hub sandbox --instagram-login facebook
token_file = "instagram.token"
base = "{running.instagram}"
"""
    return f"""\
{given}login = "facebook"
token_file = "instagram-facebook.token"
client_id = "{instagram.APP_ID["facebook"]}"
client_secret_file = "instagram-client.secret"
base = "{running.facebook}"
"""


def _say_where(config: Path, running: Platforms, minutes: float, *, json: bool) -> None:
    from .screen import open_screen, visible, write_json

    if json:
        write_json({"config": str(config), **running.urls()})
        sys.stdout.flush()  # somebody waits for it, while this command goes on
        return
    screen = open_screen()
    screen.line("Sandbox: YouTube, Google, Instagram, TikTok tiruan di komputer ini, dengan data rekaan.", style="bold")
    for name, url in running.urls().items():
        screen.line(f"{_NAMES[name]:<9} {url}")
    screen.line()
    screen.line(f"Pengaturan, siap dipakai: {visible(str(config))}", style="bold")
    for line in config.read_text(encoding="utf-8").splitlines():
        screen.whole(line, indent=2)
    screen.line()
    screen.line("Coba di terminal lain:", style="bold")
    given = f"--config {shlex.quote(str(config))}"
    for what in (
        f"sync {given}",
        f"due {given} --now {_NOW}",
        f"list --open --channel instagram {given}",
        f"doctor {given}",
    ):
        screen.command(what)
    screen.line()
    screen.line(f"Hentikan dengan Ctrl-C; berhenti sendiri setelah {f'{minutes:g}'.replace('.', ',')} menit.")


_NAMES = {"youtube": "YouTube", "google": "Google", "instagram": "Instagram", "tiktok": "TikTok"}


@contextmanager
def _told_to_stop() -> Generator[threading.Event]:
    """Set by Ctrl-C or SIGTERM, which then end the wait and not the process."""
    stopped = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
