"""Each promise about files finds the bug that it stands for: a small channel, broken in one place."""

from __future__ import annotations

import csv
import html
import threading
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from complaint_hub.contract import Page, Skipped, State
from complaint_hub.errors import ConfigError, PayloadError
from complaint_hub.model import Complaint
from complaint_hub.testing import PROMISES, Entry, FilesContract, Folder


class Letters(Folder):
    """A register of letters, each with its number."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, entries: Sequence[Entry], *, at: datetime) -> None:
        with (self.path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([one.id, "?" if one.damaged else one.day, one.text] for one in entries)

    def remove(self, name: str) -> None:
        (self.path / f"{name}.csv").unlink()


class LetterChannel:
    """Reads letters; ``number`` is the promise that it breaks."""

    name = "letters"

    def __init__(self, folder: Path, account: str, number: str = "") -> None:
        self.account = account
        self._folder = folder
        self._number = number

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        known: dict[str, Any] = dict(state or {"v": 1, "files": []})
        if known["v"] > 1 and self._number != "P12":
            raise ConfigError("a checkpoint of a newer version")
        done = list(known.get("files", ()))
        for path in sorted(self._folder.glob("*.csv")):
            digest = sha256(path.read_bytes()).hexdigest()
            if digest in done:
                continue
            done.append(digest)
            following: State = {"v": 1, "files": list(done)}
            if self._number == "P15":
                yield Page(state=following)
            with path.open(encoding="utf-8", newline="") as file:
                yield self._page(list(csv.reader(file)), following, path.stem)

    def _page(self, rows: list[list[str]], state: State, file: str) -> Page:
        complaints: list[Complaint] = []
        skipped: list[Skipped] = []
        for place, row in enumerate(rows):
            native = self._native(place, row, file)
            try:
                complaints.append(self._complaint(native, row))
            except ValueError as error:
                if self._number == "P18":
                    raise PayloadError("a damaged letter") from error
                skipped.append(Skipped(key=native, reason="no day", raw=repr(row).encode(), native_id=native))
        return Page(state=state, complaints=complaints, skipped=skipped)

    def _native(self, place: int, row: list[str], file: str) -> str:
        named = {"P27": str(place), "P28": sha256(row[2].encode()).hexdigest(), "P29": f"{file}-{row[0]}"}
        id = named.get(self._number, row[0])
        return id if self._number == "P13" else f"{self.account}/{id}"

    def _complaint(self, native: str, row: list[str]) -> Complaint:
        at = datetime.fromisoformat(row[1]).replace(tzinfo=UTC)
        text = html.escape(row[2]) if self._number == "P25" else row[2]
        known = {"id": f"letters:{native}", "native_id": native, "channel": "letters", "account": self.account}
        title = str(uuid.uuid4()) if self._number == "P23" else None
        return Complaint.model_validate({**known, "created_at": at, "text": text, "title": title})


class LettersContract(FilesContract[Letters]):
    number = ""

    @contextmanager
    def world(self) -> Generator[Letters]:
        with TemporaryDirectory() as folder:
            yield Letters(Path(folder))

    def channel(self, world: Letters) -> LetterChannel:
        return LetterChannel(world.path, "talun", self.number)

    def second(self, world: Letters) -> LetterChannel:
        other = Letters(world.path / "doko")
        other.path.mkdir()
        other.write("satu", [Entry(1_000, "Jembatan putus", self.now.date())], at=self.now)
        return LetterChannel(other.path, "doko", self.number)


class TestLetters(LettersContract):
    """A channel that keeps all promises."""


class Forgetful(LetterChannel):
    """Reads every file again in each run, and finds another title each time."""

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        for page in super().read(None, now=now):
            yield Page(complaints=[row.model_copy(update={"title": str(now)}) for row in page.complaints])


class Looping(LetterChannel):
    """Behaves otherwise on a thread that is not the program's own, as it is under asyncio."""

    def _complaint(self, native: str, row: list[str]) -> Complaint:
        name = threading.current_thread().name
        title = "loop" if name.startswith("complaint-hub-store") else "thread"
        return super()._complaint(native, row).model_copy(update={"title": title})


OTHERS: dict[str, type[LetterChannel]] = {"P16": Looping, "P17": Forgetful}
NUMBERS = [promise.number for promise in PROMISES if promise.files]


@pytest.mark.parametrize("number", NUMBERS)
def test_letters_that_break_it_are_found(number: str) -> None:
    class Broken(LettersContract):
        def channel(self, world: Letters) -> LetterChannel:
            return OTHERS.get(number, LetterChannel)(world.path, "talun", number)

    contract = Broken()
    contract.number = number
    test = next(promise.test for promise in PROMISES if promise.number == number)
    with pytest.raises(AssertionError) as found:
        getattr(contract, test)()
    assert "in the code of" not in str(found.value), "broken so much that nothing is tried"
