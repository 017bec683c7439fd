"""How Google signs: two RSA keys, the set in which it publishes them, and tokens made with them (RS256).

For: ``hooks``, which signs pushes, and ``api``, which publishes the keys.
Must not: use a library for it: what verifies us uses one, and shares no mistake with this. Nor be of any use elsewhere:
both keys stand here for everybody to read.

RFC 8017, section 8.2 (RSASSA-PKCS1-v1_5) and RFC 7515 and 7517 (the token, the key set).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..answers import Json

__all__ = ["KEYS", "SigningKey", "key_set"]

_EXPONENT = 65_537
# What stands before the digest, so that it is known for one of SHA-256 (RFC 8017, section 9.2, note 1).
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def _number(digits: str) -> int:
    return int(digits, 16)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(frozen=True)
class SigningKey:
    """One key: its name, and the two primes that only the signer knows."""

    kid: str
    p: int = field(repr=False)
    q: int = field(repr=False)

    @property
    def modulus(self) -> int:
        return self.p * self.q

    def published(self) -> Json:
        """The public half, as it stands in a key set."""
        length = (self.modulus.bit_length() + 7) // 8
        shown = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.kid}
        return {**shown, "n": _text(self.modulus.to_bytes(length, "big")), "e": _text(_EXPONENT.to_bytes(3, "big"))}

    def token(self, claims: Mapping[str, Any]) -> str:
        """A signed token that says *claims*."""
        head = {"alg": "RS256", "kid": self.kid, "typ": "JWT"}
        parts = [json.dumps(part, separators=(",", ":")).encode() for part in (head, dict(claims))]
        signed = ".".join(map(_text, parts))
        return f"{signed}.{_text(self._signature(signed.encode()))}"

    def _signature(self, data: bytes) -> bytes:
        length = (self.modulus.bit_length() + 7) // 8
        digest = _SHA256 + hashlib.sha256(data).digest()
        block = b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest
        # With both primes apart, which takes a quarter of the time (RFC 8017, section 5.1.2).
        number, half = int.from_bytes(block, "big"), pow(self.q, -1, self.p)
        by_p, by_q = (pow(number, pow(_EXPONENT, -1, prime - 1), prime) for prime in (self.p, self.q))
        return (by_q + (by_p - by_q) * half % self.p * self.q).to_bytes(length, "big")


def key_set(keys: Iterable[SigningKey]) -> Json:
    """The keys as they are published."""
    return {"keys": [key.published() for key in keys]}


KEYS = (
    SigningKey(
        "sandbox-2026-11",
        _number(
            "f3fe51d393f69c8661ed009366a0d20c66f63e4d43a793c25a40e294d0f2149f6831f130d3d69e772fac3d0c5b53c246"
            "a72ca9b9f5547c89eb2031425a1f50b027cdc2ea9e8013d59478536c330747876d342d8f96ed054c568c7e6b8cbd3465"
            "e65ba8d56ca26a0efa76afe615ac9eaa9aa6a1a23dcbfe7cae87790e12e28ec9"
        ),
        _number(
            "f2239c4d7ffeed99ba8fd44d2e6bb23f9213cf192741d5221bfe2632bf08fd07dcbf233fd2a3d93bd7f749d31ce97a63"
            "16b31b36c69026b0c7ea98a9bc92755dff24c3a106768805b13cb025dfee109e1989d856cd718c61c8fe2f2639fbfe09"
            "b9397ae0ed1dde40fc4fe061104e018845d514dbb32d1307c4335b74cd84ba33"
        ),
    ),
    SigningKey(
        "sandbox-2026-12",
        _number(
            "de8161ba9f513ce3c5527e3a4c375191360c066a72489a94cbeaf6748594042dac2215e9a24c0deb359500c0e8945858"
            "d455f59d65f3f4d764cafecaa612dbcd1a6315d27dee7bc133ed0f2b8f1a77c408b8d7fd11552c330986153cef3ad38f"
            "e62d5408a3e617d97304a9521a0a2e12d8c6599574a2a4c4362a7854923724a5"
        ),
        _number(
            "cb647c7e832f02ebbb17b1575caea1076221c8855c3052308757d104d0b40087d7fcbbf51c4f6de22616022367a0a723"
            "a925363f85a9e9f2d062abc1fc866ec6d4b1109bf1fce9a67f1399c91d47992d488a5cfcf3b2e25f425fe23c62e7569e"
            "10ba39445cca6875d481162978caed9a5f9283951f1a350b025c09cda5ab0cff"
        ),
    ),
)
"""The one that signs first, and the one that comes after it."""
