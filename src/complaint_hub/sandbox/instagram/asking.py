"""What a call asks, read off its request: the product, the version, the path, the parameters and the token.

For: ``api``.
Must not: know what is on the platform.

Each product has a host of its own. Here the hosts are the first part of a path, which may be left out; the login is
then that of the token. Token endpoints of Instagram have no version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl

from ..answers import RefusedError
from ..server import Request
from .errors import Login

__all__ = ["HOSTS", "Asked", "read"]

HOSTS: dict[str, Login] = {
    "graph.instagram.com": "instagram",
    "api.instagram.com": "instagram",
    "graph.facebook.com": "facebook",
}
"""Each host that a path can begin with, and its login."""

_VERSION = re.compile(r"v\d+\.\d+")


@dataclass(frozen=True)
class Asked:
    """One call.

    Attributes:
        host: the first part of the path, with a slash before it; empty if it was left out.
        login: of the host, else of the token.
        version: as asked for; empty if it was left out.
        path: the parts after the version.
        params: of the address and of the body, without the token.
        origin: scheme and host that the client spoke to.
    """

    verb: str
    host: str
    login: Login
    version: str
    path: tuple[str, ...]
    params: Mapping[str, str]
    token: str
    in_query: bool
    origin: str

    @property
    def logged(self) -> dict[str, str]:
        """The parameters, without secrets."""
        secret = ("client_secret", "appsecret_proof", "fb_exchange_token", "code", "batch")
        return {name: value for name, value in self.params.items() if name not in secret}


def read(request: Request) -> Asked:
    """Take a request apart. Raises RefusedError for a body that is no form and no JSON object."""
    parts = [part for part in request.path.split("/") if part]
    host = parts.pop(0) if parts and parts[0] in HOSTS else ""
    version = parts.pop(0) if parts and _VERSION.fullmatch(parts[0]) else ""
    params = {name: values[-1] for name, values in request.params.items()} | _body(request)
    in_query = "access_token" in params
    bearer = request.headers.get("authorization", "")
    token = bearer.partition(" ")[2] if bearer.lower().startswith(("bearer ", "oauth ")) else ""
    token = params.pop("access_token", "") or token
    login: Login = HOSTS.get(host) or ("instagram" if token.startswith("IG") else "facebook")
    called = request.headers.get("host", "")
    origin = f"http://{called}" if called else f"https://graph.{login}.com"
    prefix = f"/{host}" if host else ""
    return Asked(request.method, prefix, login, version, tuple(parts), params, token, in_query, origin)


def _body(request: Request) -> dict[str, str]:
    """What the body says, as a form would say it; objects stay JSON text."""
    if not request.body:
        return {}
    if "json" not in request.headers.get("content-type", ""):
        return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        body: Any = json.loads(request.body)
    except ValueError as bad:
        raise RefusedError("badParameter:body") from bad
    if not isinstance(body, dict):
        raise RefusedError("badParameter:body")
    members = cast("dict[str, Any]", body)
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in members.items()}
