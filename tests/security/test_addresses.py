"""No address that a platform sends is ever followed: nothing leaves the hosts of a channel, and no token with it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_hub import Hub
from complaint_hub._drive import drive
from complaint_hub._io import Blocking, Looping, _built
from complaint_hub.auth import ApiKey, OAuth2
from complaint_hub.contract import Channel, Request
from complaint_hub.errors import ConfigError, RejectedError, UnavailableError
from complaint_hub.sandbox import server
from support.leaking import PLATFORMS, Leaks, Place, hurry, platform

HOST = "graph.instagram.com"
HOSTILE: Mapping[str, str] = {
    "another host": "https://evil.example/",
    "a suffix": f"https://{HOST}.evil.example/",
    "a prefix": f"https://evil-{HOST}/",
    "below it": f"https://evil.{HOST}/",
    "above it": "https://instagram.com/",
    "a dot at its end": f"https://{HOST}./",
    "another port": f"https://{HOST}:8443/",
    "port 80": f"https://{HOST}:80/",
    "no port that there is": f"https://{HOST}:99999/",
    "a port in words": f"https://{HOST}:https/",
    "http": f"http://{HOST}/",
    "file": "file:///etc/passwd",
    "file with a host": f"file://{HOST}/etc/passwd",
    "ftp": f"ftp://{HOST}/",
    "gopher": f"gopher://{HOST}/",
    "data": "data:text/plain,x",
    "no scheme": f"//{HOST}/",
    "no scheme, another host": "//evil.example/",
    "a user": f"https://{HOST}@evil.example/",
    "a user and a password": f"https://{HOST}:443@evil.example/",
    "an empty user": f"https://@{HOST}/",
    "our host as the password": f"https://x:{HOST}@evil.example/",
    "IPv4": "https://93.184.216.34/",
    "IPv4 as a number": "https://1572395042/",
    "IPv4 in octal": "https://0135.0270.0330.042/",
    "IPv4 in hexadecimal": "https://0x5db8d822/",
    "IPv6": "https://[2606:2800:220:1:248:1893:25c8:1946]/",
    "IPv6 of IPv4": "https://[::ffff:5db8:d822]/",
    "half an IPv6": "https://[::1/",
    "the machine itself": "http://127.0.0.1:9/",
    "the machine as a number": "http://2130706433:9/",
    "the metadata of a cloud": "http://169.254.169.254/latest/meta-data/",
    "letters of another script": "https://gr\u0430ph.instagram.com/",
    "the same in punycode": "https://xn--grph-43d.instagram.com/",
    "wide letters": "https://\uff47raph.instagram.com/",
    "a wide dot": "https://graph\u3002instagram.com/",
    "a sharp s": "https://gra\u00dfh.instagram.com/",
    "a backslash": f"https://{HOST}\\@evil.example/",
    "a backslash before it": f"https:\\\\{HOST}/",
    "a backslash behind it": f"https://evil.example\\.{HOST}/",
    "a slash too many": f"https:///{HOST}/",
    "a slash too few": f"https:/{HOST}/",
    "a fragment": f"https://evil.example#@{HOST}/",
    "a query": f"https://evil.example?@{HOST}/",
    "an encoded dot": "https://graph%2einstagram.com/",
    "an encoded slash": f"https://evil.example%2f.{HOST}/",
    "an encoded end": f"https://{HOST}%00.evil.example/",
    "a line end in the host": f"https://{HOST}\r\nHost: evil.example/",
    "a tab in the host": "https://graph.insta\tgram.evil.example/",
    "a space": f"https://{HOST} .evil.example/",
    "a semicolon": f"https://{HOST};evil.example/",
    "a comma": f"https://{HOST},evil.example/",
    "nothing": "",
    "a path": "/media?after=x",
}


# --- what a channel would ask for, if it took an address out of an answer


@pytest.mark.parametrize("name", HOSTILE)
def test_an_address_of_another_host_is_asked_by_nobody(name: str) -> None:
    try:
        request = Request("GET", HOSTILE[name], params={"a": "1"})
    except ValueError:
        return
    assert request.host not in ApiKey("k" * 20, hosts=[HOST]).hosts


SAME: Mapping[str, str] = {
    "capitals": f"https://{HOST.upper()}/",
    "a tab": "https://graph.insta\tgram.com/",
    "a line end in the path": f"https://{HOST}/a\r\nHost: evil.example",
    "a line end in the query": f"https://{HOST}/?a=\r\nHost: evil.example",
    "a backslash in the path": f"https://{HOST}/\\evil.example/",
    "an address in the path": f"https://{HOST}/https://evil.example/",
    "an address in the query": f"https://{HOST}/?to=https://evil.example/",
    "an address in the fragment": f"https://{HOST}/#https://evil.example/",
    "the port of https": f"https://{HOST}:/",
    "two dots": f"https://{HOST}/../../etc/passwd",
}


@pytest.mark.parametrize("name", SAME)
def test_what_is_allowed_goes_to_that_host_and_nowhere_else(name: str) -> None:
    with suppress(ValueError, httpx.InvalidURL):
        request = Request("GET", SAME[name])
        assert request.host == HOST
        with httpx.Client() as client:
            built = _built(client, request, {"X-Key": "k"}, 1.0)
        assert (built.url.scheme, built.url.host, built.url.port) == ("https", HOST, None)
        assert built.headers["host"] == HOST


SIGNS = ["https://", "http://", "//", *"/\\@:#?.[]; \t", "%2e", "%40", "\r\n"]
NAMES = [HOST, "evil.example", "443", "80", "127.0.0.1", "\u3002", "\uff0f", "\u0430", "x"]
PARTS = st.sampled_from([*SIGNS, *NAMES])


@given(st.lists(PARTS, max_size=8).map(lambda parts: "https://" + "".join(parts)))
def test_the_client_reads_no_other_host_out_of_an_address_than_was_allowed(url: str) -> None:
    try:
        request = Request("GET", url)
        if request.host not in (HOST, f"{HOST}:443"):
            return
        with httpx.Client() as client:
            built = _built(client, request, {}, 1.0)
    except (ValueError, httpx.InvalidURL):
        return
    assert (built.url.scheme, built.url.host) == ("https", HOST)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_consent_is_renewed_at_no_such_address_by_a_channel_bound_to_its_own(name: str) -> None:
    try:
        auth = OAuth2("client", "s" * 20, "r" * 20, token_url=f"https://{HOST}/token").at("api.example")
        moved = OAuth2("client", "s" * 20, "r" * 20, token_url=HOSTILE[name])
    except ConfigError:
        return
    renewal = moved.renewal(None)
    assert renewal is not None
    assert renewal.host not in auth.hosts


# --- a server that must hear nothing


class Elsewhere:
    """A foreign server that answers whoever comes, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[bytes] = []
        self.ports: list[int] = []


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """It listens on another port, on another address of this machine, and on IPv6 where there is any."""
    foreign, listeners = Elsewhere(), []
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "127.0.0.2"), (socket.AF_INET6, "::1")):
        with suppress(OSError):
            listeners.append(socket.create_server((address, 0), family=family))
    foreign.ports = [one.getsockname()[1] for one in listeners]

    def listen(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    connection.settimeout(1)
                    foreign.told.append(connection.recv(65_536))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    threads = [threading.Thread(target=listen, args=(one,), daemon=True) for one in listeners]
    for thread in threads:
        thread.start()
    try:
        yield foreign
    finally:
        for one in listeners:
            one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in threads:
            thread.join(timeout=5)


def addresses(foreign: Elsewhere, port: int) -> dict[str, str]:
    """Where it can be found, and *port* of our own platform under another name."""
    first, second, *sixth = foreign.ports
    ours = {
        "another port": f"http://127.0.0.1:{first}/x",
        "another address": f"http://127.0.0.2:{second}/x",
        "another name": f"http://localhost:{first}/x",
        "a number": f"http://2130706433:{first}/x",
        "no scheme": f"//127.0.0.1:{first}/x",
        "a user": f"http://127.0.0.1:{port}@127.0.0.1:{first}/x",
        "a backslash": f"http://127.0.0.1:{port}\\@127.0.0.1:{first}/x",
        "our port by another name": f"http://localhost:{port}/x",
        "https": f"https://127.0.0.1:{first}/x",
        "file": "file:///etc/passwd",
        "a line end": f"http://127.0.0.1:{first}/x\r\nX-Token: y",
    }
    return ours | {f"IPv6 {one}": f"http://[::1]:{one}/x" for one in sixth}


def test_the_foreign_server_hears_who_does_come() -> None:
    with elsewhere() as foreign, httpx.Client() as client:
        client.get(f"http://127.0.0.1:{foreign.ports[0]}/", headers={"X-Key": "canary"})
    assert b"canary" in b"".join(foreign.told)


@pytest.mark.parametrize("world", ["blocking", "asyncio"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_redirect_leads_anywhere(world: str, method: str) -> None:
    there = ""

    def answer(request: server.Request) -> server.Response:
        status, _, _ = request.path.strip("/").partition("/")
        # A header of several lines would be the sandbox's own fault.
        location = there.replace("\r\n", "%0d%0a").encode().decode("latin-1")
        return server.Response(int(status), b"{}", {"Location": location})

    async def send(io: Blocking | Looping, url: str) -> None:
        request = Request(method, url, form={"client_secret": "canary-secret"} if method == "POST" else None)
        # An address that is none is told as an answer that is none.
        with pytest.raises((RejectedError, UnavailableError)):
            await io.send(request, {"Access-Token": "canary-token"}, cap=1_000, deadline=5.0)

    async def looping(url: str) -> None:
        io = Looping()
        await send(io, url)
        await io.close()

    with elsewhere() as foreign, server.serve(answer) as running:
        io = Blocking()
        for there in [*addresses(foreign, running.port).values(), *HOSTILE.values()]:
            for status in (301, 302, 303, 307, 308) if world == "blocking" else (302, 308):
                url = f"{running.url}/{status}/"
                if world == "blocking":
                    drive(send(io, url))
                elif there in addresses(foreign, running.port).values():
                    asyncio.run(looping(url))
        io.close()
    assert foreign.told == []


# --- each channel, all of whose answers lead elsewhere


def led(response: server.Response, there: str) -> server.Response:
    """The answer with *there* in the place of every address in it, and as its ``next`` wherever there could be one."""
    try:
        body = json.loads(response.body)
    except ValueError:
        return response
    if isinstance(body, dict):
        body = _led(body, there)
        cursor = {"cursors": {"after": "x"}, "next": f"{there}?after=x"}
        body |= {"next": there, "nextLink": there, "next_url": there, "paging": body.get("paging", {}) | cursor}
    return replace(response, body=json.dumps(body).encode())


def _led(value: Any, there: str) -> Any:
    if isinstance(value, dict):
        return {name: _led(inner, there) for name, inner in value.items()}
    if isinstance(value, list):
        return [_led(inner, there) for inner in value]
    return there if isinstance(value, str) and value.startswith(("http", "//")) else value


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_address_in_an_answer_is_followed(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with elsewhere() as foreign, platform(name, monkeypatch) as (door, channel):
        inside, asked, there = door.inside, _hosts(monkeypatch), ""
        port = int(ours(channel).rpartition(":")[2])
        door.inside = lambda request: led(inside(request), there)
        with Hub([channel], store=tmp_path / "aduan.db", clock=lambda: door.world.clock) as hub:
            hurry(hub._io, Leaks(), monkeypatch)
            for there in [*addresses(foreign, port).values(), *HOSTILE.values()]:
                door.world.advance(hours=1)
                met = len(door.asked)
                hub.sync(now=door.world.clock)
                assert len(door.asked) > met, there
            hub.sync(now=door.world.clock, deep="full")
    assert asked == {ours(channel)}
    assert foreign.told == []


@pytest.mark.parametrize("place", ["call", "renewal"])
@pytest.mark.parametrize("name", PLATFORMS)
def test_no_channel_follows_a_redirect(
    name: str, place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with elsewhere() as foreign, platform(name, monkeypatch) as (door, channel):
        door.place, asked = place, _hosts(monkeypatch)
        there = f"http://127.0.0.1:{foreign.ports[0]}/x?access_token=y"
        with Hub([channel], store=tmp_path / "aduan.db") as hub:
            hurry(hub._io, Leaks(), monkeypatch)
            for status in (301, 302, 303, 307, 308):
                door.mishap = lambda _, status=status: server.Response(status, b"", {"Location": there})
                met = door.harmed
                hub.sync()
                assert door.harmed > met
    assert asked == {ours(channel)}
    assert foreign.told == []


def ours(channel: Channel) -> str:
    """The one host of a sandbox."""
    return next(host for host in next(iter(channel.identities.values())).hosts if host.startswith("127.0.0.1:"))


def _hosts(patch: pytest.MonkeyPatch) -> set[str]:
    """Every host that the client below is told to go to."""
    asked: set[str] = set()
    handle = httpx.HTTPTransport.handle_request

    def noted(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        asked.add(request.url.netloc.decode())
        return handle(transport, request)

    patch.setattr(httpx.HTTPTransport, "handle_request", noted)
    return asked
