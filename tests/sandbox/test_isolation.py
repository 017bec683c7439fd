"""The rule of the room: nothing of ours, nothing but the standard library."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import complaint_hub.sandbox

ROOM = Path(complaint_hub.sandbox.__file__).parent


@pytest.mark.parametrize("module", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_a_module_of_the_sandbox_imports_the_standard_library_and_the_sandbox_alone(module: Path) -> None:
    depth = len(module.relative_to(ROOM).parts)
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert node.level <= depth, f"line {node.lineno} leaves the sandbox"
        elif isinstance(node, ast.ImportFrom):
            assert str(node.module).split(".")[0] in sys.stdlib_module_names, f"line {node.lineno}"
        elif isinstance(node, ast.Import):
            assert all(name.name.split(".")[0] in sys.stdlib_module_names for name in node.names), f"line {node.lineno}"


@pytest.mark.parametrize("module", sorted(ROOM.glob("*/*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_no_platform_of_the_sandbox_imports_another(module: Path) -> None:
    platforms = {folder.name for folder in ROOM.iterdir() if folder.is_dir()}
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            named = {str(node.module).split(".")[0], *(name.name for name in node.names if node.module is None)}
            assert not named & platforms, f"line {node.lineno}"
