"""What a channel's wire types read, held against Google's own discovery documents (dev dependency)."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import googleapiclient.discovery
from typing_extensions import is_typeddict

__all__ = ["described", "document"]

_FOLDER = Path(googleapiclient.discovery.__file__).parent / "discovery_cache/documents"


def document(name: str) -> dict[str, Any]:
    """A discovery document (``"youtube.v3"``)."""
    read: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return read


def described(kind: Any, schema: dict[str, Any], place: str, *, schemas: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each field of a type, and whether the platform has one of that name there."""
    schema = _resolved(schema, schemas)
    if schema.get("type") == "array":
        schema = _resolved(schema["items"], schemas)
    for inner in (kind, *typing.get_args(kind)):
        if is_typeddict(inner):
            for name, field in typing.get_type_hints(inner).items():
                known = schema.get("properties", {}).get(name)
                yield f"{place}.{name}", known is not None
                if known is not None:
                    yield from described(field, known, f"{place}.{name}", schemas=schemas)
        elif inner is not kind:
            yield from described(inner, schema, place, schemas=schemas)


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schemas[schema["$ref"]] if "$ref" in schema else schema
    return found
