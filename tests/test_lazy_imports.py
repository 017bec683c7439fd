"""What an import does *not* bring along, and that every public name is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

import complaint_hub

HEAVY = ["httpx", "sqlalchemy", "alembic", "tenacity", "typer", "rich", "holidays", "numpy", "jinja2", "xlsxwriter",
         "python_calamine"]  # fmt: skip


def loaded(statement: str) -> set[str]:
    """Which of the heavy modules a fresh interpreter has after this statement."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(HEAVY) & set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import complaint_hub",
        "import complaint_hub.sla",
        "import complaint_hub.registry",
        "import complaint_hub.triage",
        "import complaint_hub.evaluation",
        "import complaint_hub.export",
        "from complaint_hub import ApiKey, Complaint, HubError, Page",
    ],
)
def test_the_model_and_the_helpers_load_nothing_heavy(statement: str) -> None:
    assert loaded(statement) == set()


def test_the_hub_brings_a_client_and_a_database_but_no_terminal() -> None:
    assert loaded("from complaint_hub import Hub") >= {"httpx", "sqlalchemy"}
    assert not loaded("from complaint_hub import Hub, AsyncHub, Store") & {"typer", "alembic"}


def test_every_public_name_is_there_once_and_sorted() -> None:
    names = complaint_hub.__all__
    assert names == sorted(set(names), key=str.lower)
    assert all(getattr(complaint_hub, name) is not None for name in names)
    assert set(names) <= set(dir(complaint_hub))


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Hubb"):
        complaint_hub.Hubb  # noqa: B018  the access is the test
