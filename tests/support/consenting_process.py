"""One process of several that share a store and the stale token of one consent.

Usage: ``python -m support.consenting_process STORE URL ACCOUNT``; prints the error of its run.
"""

from __future__ import annotations

import sys

from complaint_hub import Hub
from complaint_hub.contract import Deep, Request, Session, State
from complaint_hub.sandbox.youtube import CLOCK
from support.owned import consent
from support.talking import Talking

__all__ = ["main"]


def main(path: str, url: str, account: str) -> None:
    """Ask twice with the stored token."""

    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        for _ in range(2):
            await session.ask(Request("GET", f"{url}/youtube/v3/channels", params={"part": "id", "mine": "true"}))

    owner = consent(f"{url}/token").at(url.removeprefix("http://"))
    with Hub([Talking(talk, account=account, identities={"public": owner})], store=path, clock=lambda: CLOCK) as hub:
        print(*(run.error for run in hub.sync(now=CLOCK)))


if __name__ == "__main__":
    main(*sys.argv[1:])
