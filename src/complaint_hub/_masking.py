"""Takes the secrets of one request out of whatever was said about it: by value, whatever stands around them.

For: ``_io`` (the logs of its client), ``_session`` (an answer that repeats its request) and ``_renewal`` (a refusal
that does). ``wire.scrub`` finds secrets of others, by the names they stand under.
Must not: keep a secret longer than its request, or touch what is said of anything else.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from html import escape
from urllib.parse import quote, quote_plus

from .contract import Request, Response

__all__ = ["LogMask", "in_flight", "mask", "mask_answer", "secrets_of"]

_SHORTEST = 8  # what is shorter may be an ordinary word
_NAMES = frozenset(
    ("access_token", "refresh_token", "fb_exchange_token", "client_secret", "appsecret_proof", "code", "key", "token")
)
_MASK = "***"
_in_flight: ContextVar[tuple[str, ...]] = ContextVar("complaint_hub_secrets", default=())


def secrets_of(request: Request, headers: Mapping[str, str]) -> tuple[str, ...]:
    """What *request* and the headers that sign it must keep to themselves, in every form it may be written in."""
    found = [value.rpartition(" ")[2] for value in headers.values()]
    sent = request.json if isinstance(request.json, dict) else {}
    for values in (request.params or {}, request.form or {}, sent):
        found += [value for name, value in values.items() if name in _NAMES and isinstance(value, str)]
    forms = {form for secret in found if len(secret) >= _SHORTEST for form in _forms(secret)}
    return tuple(sorted(forms, key=len, reverse=True))


def _forms(secret: str) -> Iterable[str]:
    """As it is, in an address, in JSON (some write a slash as ``\\/``) and in HTML."""
    in_json = json.dumps(secret)[1:-1]
    addressed = (quote(secret), quote(secret, safe=""), quote_plus(secret))
    in_lower_case = (_lower(form) for form in addressed)
    return (secret, in_json, in_json.replace("/", "\\/"), escape(secret), *addressed, *in_lower_case)


def _lower(form: str) -> str:
    """With ``%2f`` for ``%2F``."""
    first, *rest = form.split("%")
    return "%".join((first, *(part[:2].lower() + part[2:] for part in rest)))


def mask(text: str, secrets: Iterable[str]) -> str:
    """*text* without any of *secrets*."""
    for secret in secrets:
        text = text.replace(secret, _MASK)
    return text


def mask_answer(response: Response, secrets: Iterable[str]) -> Response:
    """An answer without them, its headers included: a platform that repeats what it was sent must not get it stored."""
    body = response.body
    for secret in secrets:
        if (written := secret.encode()) in body:
            body = body.replace(written, _MASK.encode())
    headers = {name: mask(value, secrets) for name, value in response.headers.items()}
    return replace(response, body=body, headers=headers)


@contextmanager
def in_flight(secrets: tuple[str, ...]) -> Generator[None, None, None]:
    """While this lasts, :class:`LogMask` knows *secrets*: for this thread, or this task, alone."""
    token = _in_flight.set(secrets)
    try:
        yield
    finally:
        _in_flight.reset(token)


class LogMask(logging.Filter):
    """On the loggers of a client: it writes addresses with their query, and what a platform answers, at DEBUG."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; the record loses what is in flight."""
        secrets = _in_flight.get()
        if secrets:
            said = record.getMessage()
            if (masked := mask(said, secrets)) != said:
                record.msg, record.args = masked, ()
        return True
