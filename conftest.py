"""Runs the Python blocks of README and documentation as tests, and compares what they print with the block below them.

The blocks of one page share their names. A ``text`` block right below a Python block is what that block prints.
"""

from __future__ import annotations

import io
from contextlib import redirect_stdout

from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser, SkipParser

_python = PythonEvaluator()


def _run(example: Example) -> None:
    printed = io.StringIO()
    with redirect_stdout(printed):
        _python(example)
    example.namespace["_printed"] = printed.getvalue()


def _compare(example: Example) -> None:
    printed = example.namespace.pop("_printed", None)
    if printed is not None:
        assert printed.strip() == str(example.parsed).strip()


pytest_collect_file = Sybil(
    parsers=[
        CodeBlockParser(language="python", evaluator=_run),
        CodeBlockParser(language="text", evaluator=_compare),
        SkipParser(),
    ],
    patterns=["README.md", "docs/**/*.md"],
).pytest()
