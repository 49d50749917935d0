"""The open store, lent to long work in threads beside the worker, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Condition
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import Stopped, check

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
O = TypeVar("O")  # noqa: E741  the order of an action

_BETWEEN_LOOKS = 0.1
"""Seconds after which somebody who waits for the store looks whether he is still wanted."""


class OutcomeLike(Protocol[T_co]):
    """What an action brought: its value and the kinds of records it changed."""

    @property
    def value(self) -> T_co: ...
    @property
    def changes(self) -> frozenset[str]: ...


class StoreLike(Protocol):
    """What the desk asks of a store; `kammerdesk.store.store.Store` is one. Several threads may use it at once."""

    def ask(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T: ...
    def ask_as_of(
        self, moment: datetime, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T: ...
    def do(self, action: Callable[[Any, O], T], order: O, *, reason: str = "") -> OutcomeLike[T]: ...
    def close(self) -> None: ...


class Lent:
    """The store as long work sees it: as of the moment one sees in the window; knows what was changed through it.

    `store` is the store itself, for what is neither a question nor an action, such as a backup.
    """

    def __init__(self, store: Any, moment: datetime | None) -> None:
        self.store = store
        self.changes: set[str] = set()
        self._moment = moment

    def ask(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answers a query, on a connection of its own."""
        store: StoreLike = self.store
        if self._moment is not None:
            return store.ask_as_of(self._moment, query, *args, **kwargs)
        return store.ask(query, *args, **kwargs)

    def do(self, action: Callable[[Any, O], T], order: O, *, reason: str = "") -> T:
        """Carries out an action, as soon as nobody else writes; while one sees the past, that is a KammerError."""
        if self._moment is not None:
            raise KammerError(only_reading(self._moment))
        store: StoreLike = self.store
        outcome = store.do(action, order, reason=reason)
        self.changes |= outcome.changes
        return outcome.value


def only_reading(moment: datetime) -> str:
    """Why nothing can be changed while one sees the data of a moment."""
    sentence = tr("You see the data as of {moment}, which can only be read. Please go back to today first.")
    return sentence.format(moment=office_text(moment))


class Loans:
    """Made by the desk: its worker offers the store and takes it back, other threads borrow it."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._store: StoreLike | None = None
        self._out = 0
        self._over = False

    def offer(self, store: StoreLike) -> None:
        """The store is open."""
        with self._changed:
            self._store = store
            self._changed.notify_all()

    def take_back(self) -> None:
        """Waits until nobody has the store any more; whoever wants it now waits for the next one."""
        with self._changed:
            self._store = None
            self._changed.wait_for(lambda: not self._out)

    def end(self) -> None:
        """There will be no other store: whoever waits for one is told so."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    @contextmanager
    def borrowed(self, moment: datetime | None) -> Iterator[Lent]:
        """The store as soon as it is open, until the block ends; raises Stopped when nobody wants it any more."""
        with self._changed:
            while self._store is None:
                if self._over:
                    raise Stopped
                check()
                self._changed.wait(_BETWEEN_LOOKS)
            lent = Lent(self._store, moment)
            self._out += 1
        try:
            yield lent
        finally:
            with self._changed:
                self._out -= 1
                self._changed.notify_all()
