"""Long work says how far it is, and can be stopped there; where nobody listens, saying costs nothing.

Whoever waits calls the work inside `watched`; the work calls `step` wherever it has done a part, however deep below,
and every statement to the database asks too (store/engine.py). So nothing has to be handed through the rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


_BETWEEN_LOOKS = 0.05
"""Seconds after which somebody who waits looks whether he is still wanted."""


class Stopped(Exception):
    """Raised inside long work when nobody wants it any more; it takes back what it did and lets this pass."""


class Watch:
    """How far one piece of work is, read by whoever waits in another thread, who may also stop it.

    `fraction` is from 0 to 1 and never falls; `count` are the parts done and all parts, where the work counts them.
    """

    def __init__(self) -> None:
        self.fraction = 0.0
        self.count: tuple[int, int] | None = None
        self._stop = Event()

    def stop(self) -> None:
        """The next step is the last."""
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        """Whether it is to stop."""
        return self._stop.is_set()


@dataclass(frozen=True, slots=True)
class _Share:
    """The part of the whole that what is said now is about."""

    watch: Watch
    begin: float = 0.0
    width: float = 1.0


_share: ContextVar[_Share | None] = ContextVar("share", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """What the block says goes to this watch; of this thread only."""
    token = _share.set(_Share(watch))
    try:
        yield
    finally:
        _share.reset(token)


@contextmanager
def share(begin: float, end: float) -> Iterator[None]:
    """The block is this part of the whole, such as 0.2 to 0.9; what it counts is not what the user counts."""
    outer = _share.get()
    if outer is None:
        yield
        return
    token = _share.set(_Share(outer.watch, outer.begin + begin * outer.width, (end - begin) * outer.width))
    try:
        yield
        _reach(1.0)  # without asking: what is done here may be past stopping
    finally:
        _share.reset(token)


@contextmanager
def unstoppable() -> Iterator[None]:
    """The block is one step that is done to its end, such as putting what was made ready in its place."""
    token = _share.set(None)
    try:
        yield
    finally:
        _share.reset(token)


def step(done: int, total: int) -> None:
    """So much is done of all there is to do; raises Stopped when it is to stop."""
    check()
    _reach(min(done / total, 1.0) if total else 0.0, (done, total))


def _reach(part: float, count: tuple[int, int] | None = None) -> None:
    here = _share.get()
    if here is not None:
        here.watch.fraction = max(here.watch.fraction, here.begin + here.width * part)
        if here.width == 1.0:
            here.watch.count = count


def counted(things: Iterable[T], total: int) -> Iterator[T]:
    """The things one by one, saying before each how many are done."""
    for done, thing in enumerate(things):
        step(done, total)
        yield thing


def abandonable(work: Callable[[], T]) -> T:
    """What a library works out without ever looking up, and without effect outside: stopped, its result is dropped.

    It then goes on for a while, unheard, in a thread of its own.
    """
    found: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as error:
            failed.append(error)

    thread = Thread(target=run, name="abandonable", daemon=True)
    thread.start()
    while thread.is_alive():
        check()
        thread.join(_BETWEEN_LOOKS)
    if failed:
        raise failed[0]
    return found[0]


def check() -> None:
    """Raises Stopped when the work is to stop."""
    if is_stopped():
        raise Stopped


def is_stopped() -> bool:
    """Whether the work this is called in is to stop."""
    here = _share.get()
    return here is not None and here.watch.is_stopped
