"""Runs ways of doing one thing in fresh processes, turn by turn, and compares their CPU seconds and peak memory.

For: the measurements beside it. Must not: know what is measured.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median

__all__ = ["Sample", "Series", "compare", "inside", "machine"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of one way: CPU seconds of the measured part, and the peak memory of its process in MB."""

    cpu: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Series:
    """All runs of one way."""

    samples: tuple[Sample, ...]

    @property
    def cpu(self) -> float:
        """Median of the CPU seconds."""
        return median(s.cpu for s in self.samples)

    @property
    def peak_mb(self) -> float:
        """The highest peak: a limit must hold every time."""
        return max(s.peak_mb for s in self.samples)

    def __str__(self) -> str:
        seconds = sorted(s.cpu for s in self.samples)
        spread = f"{seconds[0]:.2f} to {seconds[-1]:.2f}, n={len(seconds)}"
        return f"{self.cpu:.2f} s CPU ({spread}), peak {self.peak_mb:.0f} MB"


def compare(ways: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, Series]:
    """Run each way once per round, one after the other, so that a slow minute hurts all of them.

    Args:
        ways: name → arguments of ``python -m``, a module whose child calls :func:`inside`.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, arguments in ways.items():
            done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"{name} failed:\n{done.stderr}")
            told = json.loads(done.stdout.splitlines()[-1])
            samples[name].append(Sample(told["cpu"], told["peak_mb"]))
    return {name: Series(tuple(runs)) for name, runs in samples.items()}


def inside(work: Callable[[], object]) -> None:
    """In a child: do the work and print what it took, as the last line. Imports made before it are not counted."""
    began = time.process_time()
    work()
    cpu = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "peak_mb": peak}))


def machine(*packages: str) -> str:
    """One line: what this ran on, with the versions of *packages*."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; {versions}"
