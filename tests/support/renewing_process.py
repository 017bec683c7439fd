"""One process of several that share a store and a stale token.

Usage: ``python -m support.renewing_process STORE URL ACCOUNT``; prints the error of its run.
"""

from __future__ import annotations

import sys

from complaint_hub import Hub
from complaint_hub.contract import Deep, Request, Session, State
from support.talking import NOW, RotatingAuth, Talking

__all__ = ["main"]


def main(path: str, url: str, account: str) -> None:
    """Ask twice with the stored token."""

    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        for _ in range(2):
            await session.ask(Request("GET", f"{url}/items"))

    auth = RotatingAuth(hosts=frozenset({url.removeprefix("http://")}), base=url)
    with Hub([Talking(talk, account=account, identities={"public": auth})], store=path, clock=lambda: NOW) as hub:
        print(*(run.error for run in hub.sync(now=NOW)))


if __name__ == "__main__":
    main(*sys.argv[1:])
