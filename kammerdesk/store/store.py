"""The store: `do` an action in one transaction, `ask` a query; nothing else touches the file."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, Self, TypeVar

from sqlalchemy import Engine, MetaData, String, insert, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kammerdesk.base.clock import Clock, FixedClock, SystemClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import faults, keys, lock
from kammerdesk.store.actions import refuse_without_right
from kammerdesk.store.engine import WRITE, open_engine
from kammerdesk.store.house import House, enter
from kammerdesk.store.journal import JournalEntry, JournalShape, SyncClock, close_entry
from kammerdesk.store.making import making
from kammerdesk.store.past import go_back
from kammerdesk.store.places import refuse_unsafe_place
from kammerdesk.store.record import Base
from kammerdesk.store.stamps import next_stamp
from kammerdesk.store.triggers import shapes, trigger_statements
from kammerdesk.store.users import role_of
from kammerdesk.store.work import Work

SCHEMA_VERSION = 1
"""Kept in the file as PRAGMA user_version; a newer file is refused."""

T = TypeVar("T")
O = TypeVar("O")  # noqa: E741  the order of an action
P = ParamSpec("P")


class Installation(Base):
    """The one row that says whose house this is."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    chamber: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    demonstration: Mapped[bool]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What an action returned, and the kinds of records (table names) that it changed."""

    value: T
    changes: frozenset[str]


class Store:
    """One open database of one chamber."""

    def __init__(self, engine: Engine, installation: Installation, user: str, clock: Clock) -> None:
        self._engine = engine
        self._undo = ExitStack()
        self._folder: Path | None = None
        self._writer = engine.execution_options(**{WRITE: True})
        self.chamber = installation.chamber
        self.demonstration = installation.demonstration
        self.user = user
        self.clock = clock
        self._house = House(self.chamber, user, clock, self.demonstration)
        self.notices: list[str] = []
        """Sentences about the opening that the user should read."""

    @classmethod
    @contextmanager
    def building(
        cls,
        folder: Path,
        chamber: str,
        metadata: MetaData,
        *,
        user: str,
        clock: Clock | None = None,
        demonstration: bool = False,
        replica: str | None = None,
        passphrase: str | None = None,
    ) -> Iterator[Self]:
        """An empty encrypted database with all tables and triggers, to be filled inside the block.

        It becomes the database of `folder` only when the block ends well; otherwise, also when the program is killed,
        there is none. `replica` (16 hex digits) is drawn by chance; only a demonstration that must be repeatable
        gives its own. `passphrase` is for the key of real data, as `keys.new_key` says. Raises KammerError when there
        is a database already, or when the folder is no safe place for one.
        """
        refuse_unsafe_place(folder)
        clock = clock or SystemClock()
        with making(folder) as part:
            engine = open_engine(part, keys.new_key(folder, in_file=demonstration, passphrase=passphrase))
            try:
                house = Installation(id=1, chamber=chamber, created_at=clock.now(), demonstration=demonstration)
                _lay_out(engine, metadata, house, replica or secrets.token_hex(8))
                yield cls(engine, house, user, clock)
                with engine.connect() as connection:  # past the hook that begins a transaction: all into the one file
                    connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                engine.dispose()

    @classmethod
    def create(
        cls,
        folder: Path,
        chamber: str,
        metadata: MetaData,
        *,
        user: str,
        clock: Clock | None = None,
        demonstration: bool = False,
        passphrase: str | None = None,
    ) -> Self:
        """Makes an empty database in `folder` and opens it; otherwise as `building`."""
        with cls.building(
            folder, chamber, metadata, user=user, clock=clock, demonstration=demonstration, passphrase=passphrase
        ):
            pass
        return cls.open(folder, user=user, clock=clock, passphrase=lambda _again: passphrase or "")

    @classmethod
    def open(cls, folder: Path, *, user: str, clock: Clock | None = None, passphrase: keys.Ask | None = None) -> Self:
        """Opens the database in `folder`; `passphrase` is asked where its key is sealed, as `keys.stored_key` says.

        Raises KammerError when there is none, when a newer program wrote it, or when its folder is no safe place.
        """
        file = folder / DATABASE_NAME
        if folder.is_file():
            raise KammerError(tr("“{folder}” is a file. Please give the folder of the data.").format(folder=folder))
        if not file.exists():
            raise KammerError(
                tr(
                    "There are no data in “{folder}”. Create them with “kammerdesk demo”, or choose another folder."
                ).format(folder=folder)
            )
        refuse_unsafe_place(folder)
        with ExitStack() as undo:
            hold = undo.enter_context(lock.shared(folder))
            engine = open_engine(file, keys.stored_key(folder, passphrase))
            undo.callback(engine.dispose)
            installation = _installation_in(engine, file)
            undo.pop_all()
        return cls(engine, installation, user, clock or SystemClock(), hold)

    def close(self) -> None:
        """Gives the file free; the store cannot be used afterwards."""
        self._engine.dispose()
        if self._hold:
            self._hold.release()

    def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answers a query from one consistent snapshot; the query gets a session that cannot write."""
        with Session(self._engine, autoflush=False) as session:
            try:
                return query(enter(session, self._house), *args, **kwargs)
            except DatabaseError as error:
                raise faults.while_working(error) from error
            finally:
                session.rollback()

    def ask_as_of(
        self, moment: datetime, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answers a query as it would have been answered at a moment; "today" is the day of that moment.

        Records are as they were, save those that were erased by law since; see `past.go_back`.
        """

        def then(session: Session) -> T:
            go_back(session, moment)
            return query(enter(session, replace(self._house, clock=FixedClock(moment))), *args, **kwargs)

        return self.ask(then)

    def do(self, action: Callable[[Work, O], T], order: O, *, reason: str = "") -> Outcome[T]:
        """Carries out one action in one transaction, with its journal entry; all of it or nothing.

        Whatever the action raises goes on to the caller, after everything was taken back.
        """
        try:
            with Session(self._writer) as session, session.begin():
                work, entry_id = self._open_entry(enter(session, self._house), action.__name__, reason)
                value = action(work, order)
                session.flush()
                changes = close_entry(session.connection(), entry_id)
            return Outcome(value, changes)
        except DatabaseError as error:
            raise faults.while_working(error) from error

    def _open_entry(self, session: Session, action: str, reason: str) -> tuple[Work, int]:
        refuse_without_right(action, role_of(session, self.user))
        now = self.clock.now()
        clock = session.execute(select(SyncClock.replica, SyncClock.ver, SyncClock.lseq)).one()
        stamp = next_stamp(clock.ver, now, clock.replica)
        entry = insert(JournalEntry).values(action=action, reason=reason, user=self.user, at=now, stamp=stamp)
        (entry_id,) = session.execute(entry).inserted_primary_key  # type: ignore[attr-defined]  # of an INSERT
        session.execute(update(SyncClock).values(ver=stamp, lseq=clock.lseq + 1, entry_id=entry_id))
        return Work(session, self.clock, self.user, self.chamber, stamp, clock.lseq + 1, reason), entry_id


def _lay_out(engine: Engine, metadata: MetaData, house: Installation, replica: str) -> None:
    """Tables, triggers and the first rows, in one transaction; the version comes with them."""
    facts = {"id": 1, "chamber": house.chamber, "created_at": house.created_at, "demonstration": house.demonstration}
    stamp = next_stamp(None, house.created_at, replica)
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        metadata.create_all(connection)
        for statement in trigger_statements(metadata).values():
            connection.execute(text(statement))
        clock = {"id": 1, "replica": replica, "ver": stamp, "lseq": 0, "entry_id": None}
        connection.execute(insert(SyncClock), [clock])
        connection.execute(insert(JournalShape), shapes(metadata))
        connection.execute(insert(Installation), [facts])
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _installation_in(engine: Engine, file: Path) -> Installation:
    """Whose data these are; raises KammerError when they cannot be read, or were not written for us."""
    try:
        with engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    except DatabaseError as error:
        raise faults.while_opening(file, error.orig) from error
    if not 0 < version <= SCHEMA_VERSION:
        raise KammerError(_unfit(version).format(folder=file.parent, file=file.name))
    with Session(engine) as session:
        installation = session.scalars(select(Installation)).one()
        session.expunge(installation)
    return installation


def _unfit(version: int) -> str:
    """Why a file of this version is not opened."""
    if version == 0:
        return tr(
            "The data in “{folder}” were never completed. Please remove “{file}” from this folder and start again."
        )
    return tr("The data in “{folder}” were written by a newer KammerDesk. Please install it here too.")
