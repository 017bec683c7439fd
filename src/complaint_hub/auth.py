"""How a request is signed: pure, by header, and only for the hosts that a credential belongs to.

For: channels (an identity is one of these) and users who configure them; ``contract.Auth`` is the promise.
Must not: do I/O, read the environment, or show a secret in a repr or an error. Keys travel in headers, never in the
query of a URL, because URLs end up in logs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Self

from .contract import Request, Response, Token
from .errors import AuthError, ConfigError

__all__ = ["ApiKey", "Bearer"]


class ApiKey:
    """A key that the platform's console gives out, sent in a header of its own.

    Args:
        secret: the key.
        hosts: the only hosts (``host`` or ``host:port``) that ever see it; by default the host of the channel it is
            given to.
        header: the header it travels in.
        app: the project or client it belongs to; limits that a whole project shares are counted by it. By default the
            key stands for itself.

    Raises: ConfigError, if the key is empty or holds a character that no key has (a space, a line end).
    """

    def __init__(
        self, secret: str, *, hosts: Iterable[str] = (), header: str = "X-Goog-Api-Key", app: str | None = None
    ) -> None:
        _check(secret, header)
        self._headers = {header: secret}
        self.key = f"key:{_fingerprint(secret)}"
        self.app = app or self.key
        self.hosts = frozenset(host.lower() for host in hosts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key!r}, hosts={sorted(self.hosts)}, app={self.app!r})"

    def at(self, *hosts: str) -> Self:
        """The same credential, for these hosts only."""
        bound = copy(self)
        bound.hosts = frozenset(host.lower() for host in hosts)
        return bound

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        """The key's header."""
        return self._headers

    def renewal(self, token: Token | None) -> Request | None:
        """None: a key does not expire."""
        return None

    def renewed(self, response: Response) -> Token:
        """Raises AuthError: there is nothing to renew."""
        raise AuthError("this credential cannot be renewed", hint="make a new one in the platform's console")


class Bearer(ApiKey):
    """A token that somebody else keeps fresh, sent as ``Authorization: Bearer``. Args and errors as :class:`ApiKey`."""

    def __init__(self, secret: str, *, hosts: Iterable[str] = (), app: str | None = None) -> None:
        _check(secret, "Authorization")
        super().__init__(secret, hosts=hosts, header="Authorization", app=app)
        self._headers = {"Authorization": f"Bearer {secret}"}


def _check(secret: str, header: str) -> None:
    # Looked at here, because an HTTP client that cannot write a header shows it in its error.
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise ConfigError(f"the credential for {header} is empty or holds a space, a line end or a non-ASCII character")


def _fingerprint(secret: str) -> str:
    """A name for the credential that does not give it away: the same key counts against the same quota."""
    return hashlib.blake2s(secret.encode(), digest_size=6, person=b"cmplhub").hexdigest()
