"""What is secret is compared in constant time: no other comparison stands in the sources that verify."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import complaint_hub

ROOT = Path(complaint_hub.__file__).parent
VERIFYING = [
    ROOT / "webhooks.py",
    ROOT / "receiver.py",
    ROOT / "_receiving.py",
    *sorted(ROOT.glob("channels/*/webhook.py")),
]
SECRET = re.compile(r"secret|signature|token|digest|hmac|audience|email|issuer|\bs\b|claims\[", re.IGNORECASE)
# A count, or the bare presence of a value, is no secret.
HARMLESS = re.compile(r"^len\(|^scheme\.lower\(\)$|^claims\.get\('email_verified'\)$")


def compared(file: Path) -> list[str]:
    """Each comparison by value whose sides speak of a secret."""
    found: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq | ast.In) for op in node.ops):
            sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
            found += [ast.unparse(node) for side in sides if SECRET.search(side) and not HARMLESS.search(side)]
    return found


@pytest.mark.parametrize("file", VERIFYING, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_secret_is_compared_by_an_operator(file: Path) -> None:
    assert compared(file) == []


def test_every_verifier_reaches_the_constant_time_comparison() -> None:
    tree = ast.parse((ROOT / "webhooks.py").read_text(encoding="utf-8"))
    calls = {
        node.name: {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    assert "hmac.compare_digest" in calls["_same"]
    assert "_same" in calls["_check"]
    for name in ("verify_meta", "meta_challenge", "verify_tiktok", "verify_google"):
        assert calls[name] & {"_same", "_check"}, name


def test_the_lint_finds_a_comparison_that_leaks(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("if given_signature == made: pass\nif 'x' in token: pass\n", encoding="utf-8")
    assert len(compared(bad)) == 2
