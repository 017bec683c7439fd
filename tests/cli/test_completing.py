"""What the shell offers for a word that is not finished yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from complaint_hub.cli import main


@pytest.fixture
def offered(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """Complete the last of these words in the folder of the small office, as bash asks for it."""
    monkeypatch.chdir(small)

    def complete(*words: str) -> list[str]:
        monkeypatch.setenv("_COMPLAINT_HUB_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", " ".join(("complaint-hub", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        capsys.readouterr()
        main([])
        return capsys.readouterr().out.split()

    return complete


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sche",), ["schema"]),
        (("list", "--channel", "goo"), ["google_reviews"]),
        (("list", "--status", "wit"), ["withdrawn"]),
        (("due", "--unit", "DP"), ["DPUPR"]),
        (("due", "--unit", "up"), ["upt-jalan"]),
        (("digest", "--officer", ""), ["petugas-07"]),
        (("show", "you"), ["youtube:"]),
        (("show", "lapor:98"), ["lapor:9808273", "lapor:9881278"]),
        (("show", "lapor:97"), []),
        (("dismiss", "lapor:1", "not_a"), ["not_a_complaint"]),
        (("show", "--config", "tidak-ada.toml", "lapor:98"), []),
    ],
    ids=["command", "channel", "status", "alias", "code", "officer", "id's channel", "id", "closed", "outcome", "lost"],
)
def test_what_is_meant_is_offered(
    offered: Callable[..., list[str]], words: tuple[str, ...], expected: list[str]
) -> None:
    assert sorted(offered(*words)) == expected
