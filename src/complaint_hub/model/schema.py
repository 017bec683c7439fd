"""The model as a JSON Schema, for programs in other languages that read what the commands print.

For: the command ``schema``, and the committed file in the documentation.
Must not: describe anything that :func:`~complaint_hub.model.to_json` does not write.
"""

from __future__ import annotations

from typing import Any

from .values import Complaint

__all__ = ["json_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a complaint with its timeline, as ``--json`` prints it.

    A key that is absent was never said, one that is null was emptied: hence few keys are required.
    """
    told = Complaint.model_json_schema(mode="validation")
    parts: dict[str, Any] = told["$defs"]
    complaint: dict[str, Any] = parts.pop("Complaint")
    # The channel's own values are filled on reading and never written.
    complaint["properties"].pop("said")
    return {"$schema": _DIALECT, **complaint, "$defs": parts}
