"""The one door to the data: `do` an action in one transaction, `ask` a query, whatever engine keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from kammerdesk.base.steps import check, unstoppable
from kammerdesk.store.actions import action_named
from kammerdesk.store.house import House, enter
from kammerdesk.store.work import Work

T = TypeVar("T")
O = TypeVar("O")  # noqa: E741  the order of an action
P = ParamSpec("P")

_BETWEEN_LOOKS = 0.1
"""Seconds after which somebody who waits for the turn to write looks whether he is still wanted."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What an action returned, and the kinds of records (table names) that it changed."""

    value: T
    changes: frozenset[str]


class Door(ABC):
    """One open database of one chamber, in a file of a workplace (see store.py) or as its hub (see hub.py).

    Several threads may use it at once: each asks on a connection of its own; who writes waits until it is his turn.
    """

    faults: tuple[type[Exception], ...] = (DatabaseError,)
    """What a statement raises, by way of SQLAlchemy or past it."""

    def __init__(self, engine: Engine, writer: Engine, house: House) -> None:
        self._engine, self._writer, self._house = engine, writer, house
        self._turn = RLock()
        self.chamber = house.chamber
        self.demonstration = house.demonstration
        self.user = house.user
        self.clock = house.clock

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Inside the block it is this thread's turn to write; others of the program wait, however long it takes."""
        while not self._turn.acquire(timeout=_BETWEEN_LOOKS):
            check()
        try:
            yield
        finally:
            self._turn.release()

    def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answers a query from one consistent snapshot; the query gets a session that cannot write."""
        with Session(self._engine, autoflush=False) as session:
            try:
                return query(enter(session, self._house), *args, **kwargs)
            except self.faults as error:
                raise self._spoken(error) from error
            finally:
                session.rollback()

    def do(self, action: Callable[[Work, O], T], order: O, *, reason: str = "") -> Outcome[T]:
        """Carries out one action in one transaction, with its journal entry; all of it or nothing.

        Whatever the action raises goes on to the caller, after everything was taken back.
        """
        with self.writing():
            try:
                with Session(self._writer) as session, session.begin():
                    work, entry_id = self._open_entry(enter(session, self._house), action.__name__, reason)
                    value = action(work, order)
                    session.flush()
                    changes = self._close_entry(session.connection(), entry_id)
            except self.faults as error:
                raise self._spoken(error) from error
            if action_named(action.__name__).lasting:
                with unstoppable():  # it is done
                    self.remember()
        return Outcome(value, changes)

    @abstractmethod
    def remember(self) -> None:
        """Writes down outside the database how far it has come; see guard.py."""

    @abstractmethod
    def _open_entry(self, session: Session, action: str, reason: str) -> tuple[Work, int]:
        """Begins the entry of an action and its turn among all who write; raises Refused for whoever may not."""

    @abstractmethod
    def _close_entry(self, connection: Connection, entry_id: int) -> frozenset[str]:
        """Ends the entry; returns the kinds of records it changed, where anybody wants to know."""

    @abstractmethod
    def _spoken(self, error: Exception) -> Exception:
        """What the engine says, as a sentence for people; anything unheard of stays as it is."""
