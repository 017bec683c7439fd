"""What the channel reads of accounts and locations agrees with the platform's own description of itself.

The review service has no such document; its fields are held by the sandbox and by the recorded conversations.
"""

from __future__ import annotations

from typing import Any

import pytest

from complaint_hub.channels.google_reviews import places, wire
from support.discovery import described, document

ACCOUNTS = document("mybusinessaccountmanagement.v1")
LOCATIONS = document("mybusinessbusinessinformation.v1")


@pytest.mark.parametrize(
    ("kind", "schema", "schemas"),
    [
        pytest.param(wire.AccountItem, "Account", ACCOUNTS["schemas"], id="account"),
        pytest.param(wire.LocationItem, "Location", LOCATIONS["schemas"], id="location"),
    ],
)
def test_every_field_that_is_read_stands_in_the_discovery_document(
    kind: Any, schema: str, schemas: dict[str, Any]
) -> None:
    fields = dict(described(kind, {"$ref": schema}, schema, schemas=schemas))
    assert fields
    assert [name for name, known in fields.items() if not known] == []


@pytest.mark.parametrize(
    ("answer", "schemas"), [("ListAccountsResponse", ACCOUNTS), ("ListLocationsResponse", LOCATIONS)]
)
def test_a_list_is_paged_by_the_token_that_is_followed(answer: str, schemas: dict[str, Any]) -> None:
    items = answer.removeprefix("List").removesuffix("Response").lower()
    assert {"nextPageToken", items} <= set(schemas["schemas"][answer]["properties"])


def test_the_mask_asks_for_fields_of_a_location() -> None:
    assert set(places._MASK.split(",")) <= set(LOCATIONS["schemas"]["Location"]["properties"])
