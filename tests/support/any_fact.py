"""Any fact at all: every column with any value that it may have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from complaint_hub.facts import FLAGS, MILESTONES, Fact
from complaint_hub.model import Form, Kind, Status

__all__ = ["any_fact"]

_INSTANTS = st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # naive bounds are asked for
_NAMES = st.sampled_from(("Dinas PUPR", "Wlingi", "lapor", "4.0", "jalan\nair", "", "日本"))


@st.composite
def any_fact(draw: st.DrawFn, *, number: int) -> Fact:
    """A fact of row *number*, which counts for its own case or for another."""
    told: dict[str, Any] = {name: draw(st.none() | _INSTANTS) for name in MILESTONES[1:]}
    told |= {name: draw(st.booleans()) for name in FLAGS}
    told |= {name: draw(st.none() | _NAMES) for name in ("unit", "category", "district")}
    return Fact(
        id=f"lapor:{number}",
        case=f"lapor:{draw(st.sampled_from((number, 0)))}",
        channel=draw(_NAMES),
        account=draw(_NAMES),
        form=draw(st.none() | st.sampled_from(Form)),
        kind=draw(st.none() | st.sampled_from(Kind)),
        oversight=draw(st.none() | st.booleans()),
        status=draw(st.sampled_from(Status)),
        received=draw(_INSTANTS),
        day_only=draw(st.integers(0, 2 ** len(MILESTONES) - 1)),
        rating=draw(st.none() | st.sampled_from((0.1, 1.0, 4.0, 4.5))),
        substantive=draw(st.none() | st.booleans()),
        **told,
    )
