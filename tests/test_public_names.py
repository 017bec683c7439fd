"""The surface is written out: what a module offers, and what it is for, stand in its own text."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import complaint_hub

ROOT = Path(complaint_hub.__file__).parent

# A command is one task, which its first line says; the package says what all of them are for. Migrations are a record.
SPOKEN_FOR = ("complaint_hub.cli.", "complaint_hub.store.migrations")


def dotted(file: Path) -> str:
    """The name by which a file is imported."""
    parts = file.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


FILES = {dotted(file): file for file in sorted(ROOT.rglob("*.py"))}
# Alembic alone can load its environment.
OFFERING = [name for name in FILES if ".migrations" not in name]


def imported(name: str) -> ModuleType:
    return import_module(name)


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(SPOKEN_FOR)])
def test_a_module_says_what_it_is_for_and_what_it_must_not_do(name: str) -> None:
    told = ast.get_docstring(ast.parse(FILES[name].read_text(encoding="utf-8"))) or ""
    lines = [line.lstrip() for line in told.splitlines()]
    assert any(line.startswith("For: ") for line in lines)
    assert any(line.startswith("Must not: ") for line in lines)


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(SPOKEN_FOR)])
def test_a_module_that_is_one_task_says_so_in_its_first_line(name: str) -> None:
    assert ast.get_docstring(ast.parse(FILES[name].read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", OFFERING)
def test_what_a_module_offers_is_there_and_named_once(name: str) -> None:
    offered = getattr(imported(name), "__all__", [])
    assert len(offered) == len(set(offered))
    assert [one for one in offered if not hasattr(imported(name), one)] == []


@pytest.mark.parametrize("name", OFFERING)
def test_every_public_class_and_function_of_a_module_is_offered(name: str) -> None:
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    written = {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    }
    assert written - set(getattr(imported(name), "__all__", [])) == set()


@pytest.mark.parametrize("name", OFFERING)
def test_every_public_class_and_function_says_what_it_is(name: str) -> None:
    offered = {one: getattr(imported(name), one) for one in getattr(imported(name), "__all__", [])}
    ours = {one: value for one, value in offered.items() if getattr(value, "__module__", None) == name}
    assert [one for one, value in ours.items() if callable(value) and not value.__doc__] == []


@pytest.mark.parametrize("name", ["errors", "report"])
def test_the_package_hands_on_every_name_of(name: str) -> None:
    assert set(imported(f"complaint_hub.{name}").__all__) - set(complaint_hub.__all__) == set()
