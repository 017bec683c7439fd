"""The parameters of a call: reading them, and refusing wrong ones.

For: ``api``.
Must not: know a world.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..answers import RefusedError
from ..server import Request

__all__ = ["Query"]

# Parameters that every Google API takes (from the discovery document).
_COMMON = {
    "key", "access_token", "oauth_token", "fields", "prettyPrint", "quotaUser", "alt", "callback", "$.xgafv",
    "uploadType", "upload_protocol",
}  # fmt: skip


class Query:
    """The parameters of one call; a list may be comma-joined, repeated, or both."""

    def __init__(self, request: Request) -> None:
        self._params = request.params

    def __contains__(self, name: str) -> bool:
        return name in self._params

    def one(self, name: str, default: str = "") -> str:
        return self._params.get(name, (default,))[-1]

    def many(self, name: str) -> list[str]:
        return [item for value in self._params.get(name, ()) for item in value.split(",") if item]

    def whole(self, name: str, default: int, most: int) -> int:
        text = self.one(name, str(default))
        # [0-9] and not str.isdigit, which takes superscripts.
        if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
            raise RefusedError("invalidParameter")
        return int(text)

    def parts(self, known: str) -> frozenset[str]:
        asked = self.many("part")
        if not asked:
            raise RefusedError("missingRequiredParameter")
        if not set(asked) <= set(known.split()):
            raise RefusedError("unexpectedPart")
        return frozenset(asked)

    def only(self, allowed: str) -> None:
        """Refuse a parameter that the method does not have."""
        if set(self._params) - _COMMON - set(allowed.split()):
            raise RefusedError("unexpectedParameter")

    def filter(self, *names: str) -> str:
        """The one of *names* that is given."""
        given = [name for name in names if self.one(name)]
        if len(given) != 1:
            raise RefusedError("incompatibleParameters" if given else "missingRequiredParameter")
        return given[0]

    def ids(self, *excluded: str) -> list[str]:
        """At most 50 ids, without any of *excluded* beside them."""
        if any(name in self for name in excluded):
            raise RefusedError("incompatibleParameters")
        ids = self.many("id")
        if len(ids) > 50:
            raise RefusedError("invalidFilters")
        return ids

    def logged(self) -> Mapping[str, str]:
        """All parameters but credentials, for the log."""
        secret = {"key", "access_token", "oauth_token"}
        return {name: ",".join(values) for name, values in self._params.items() if name not in secret}
