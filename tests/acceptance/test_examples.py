"""Each example runs as a program of its own and prints what its first lines say."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


def promised(example: Path) -> str:
    """The block below ``It prints::`` in the docstring of an example."""
    told = ast.get_docstring(ast.parse(example.read_text(encoding="utf-8"))) or ""
    _, found, block = told.partition("It prints::\n")
    assert found, f"{example.name} does not say what it prints"
    return "\n".join(line.strip() for line in block.strip().splitlines())


def test_there_are_examples() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_prints_what_it_says(tmp_path: Path, example: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-W", "error", str(example)],
        cwd=tmp_path,
        # An empty home, and no settings that would lead it elsewhere.
        env={name: value for name, value in os.environ.items() if not name.startswith("COMPLAINT_HUB_")}
        | {"HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.strip() == promised(example)
    assert not list(tmp_path.iterdir())
