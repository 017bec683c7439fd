"""What the suites share: which promises a test class keeps, and which it declares away with a reason.

For: ``contract`` and ``files``.
Must not: know what a promise says, or leave one out silently.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from ..contract import Channel, LocalChannel
from .play import NOW
from .promises import Promise

__all__ = ["Suite", "written"]

P = TypeVar("P")


class Suite(Generic[P]):
    """The part of a test class that is the same for all channels.

    Attributes:
        without: number of a promise → why this platform cannot have it. Such a promise gets a test of its own name,
            ``test_p02_declared``, so that the list of tests shows it.
        now: the moment of the first run.
    """

    without: ClassVar[Mapping[str, str]] = {}
    now: datetime = NOW

    promises: ClassVar[Mapping[str, Promise]] = {}
    """The promises of this suite by their numbers."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for number, reason in cls.without.items():
            promise = cls.promises.get(number)
            if promise is None:
                raise TypeError(f"{cls.__name__}.without: there is no promise {number!r} for such a channel")
            if not promise.needs:
                raise TypeError(f"{cls.__name__}.without: {number} holds for every channel: {promise.sentence}")
            if len(reason.split()) < 3:
                raise TypeError(f"{cls.__name__}.without: say in a sentence why the platform cannot have {number}")
        for number, promise in cls.promises.items():
            declared = f"test_{number.lower()}_declared"
            if number in cls.without:
                # None hides the inherited test from every runner.
                setattr(cls, promise.test, None)
                setattr(cls, declared, _declared(promise, cls.without[number]))
            elif getattr(cls, promise.test, cls) is None:
                setattr(cls, promise.test, _inherited(cls, promise.test))
                setattr(cls, declared, None)

    @classmethod
    def standing(cls) -> Mapping[str, str]:
        """Number → ``"kept"``, or the reason why the promise is declared away; for lists and pages."""
        return {number: cls.without.get(number, "kept") for number in cls.promises}

    def world(self) -> AbstractContextManager[P]:
        """A fresh platform on this machine, without items."""
        raise NotImplementedError

    def channel(self, world: P) -> Channel | LocalChannel:
        """The channel, on that platform."""
        raise NotImplementedError

    def second(self, world: P) -> Channel | LocalChannel:
        """The same kind of channel for another account of that platform, on which at least one item stands."""
        raise NotImplementedError

    @contextmanager
    def stage(self, number: str) -> Generator[P]:
        """A fresh world for one promise. Raises AssertionError, if a verb that it needs was not written."""
        promise = self.promises[number]
        with self.world() as world:
            for verb in promise.needs:
                owner: Any = self if hasattr(type(self), verb) else world
                if not hasattr(owner, verb):
                    continue  # a verb of the other kind of channel
                assert written(type(owner), verb), (
                    f"{number} ({promise.sentence}) needs {verb}(): write it in {type(owner).__name__}, "
                    f"or say in {type(self).__name__}.without why the platform cannot have it"
                )
            yield world


def written(cls: type[Any], verb: str) -> bool:
    """Whether a class has a method of its own where this package only has its name."""
    method = getattr(cls, verb, None)
    return method is not None and not getattr(method, "__module__", "").startswith(__package__ or "-")


def _inherited(cls: type[Any], test: str) -> Any:
    """The test as it stood before a class in between declared it away."""
    return next(found for base in cls.__mro__ if (found := base.__dict__.get(test)) is not None)


def _declared(promise: Promise, reason: str) -> Callable[[object], None]:
    def declared(self: object) -> None:
        print(f"{promise.number} is declared away by {type(self).__name__}: {reason}")  # noqa: T201  it is the list

    declared.__doc__ = f"{promise.sentence} Declared away: {reason}"
    return declared
