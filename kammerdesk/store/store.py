"""The store: `do` an action in one transaction, `ask` a query; nothing else touches the file."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine, MetaData, String, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kammerdesk.base.clock import Clock, FixedClock, SystemClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import faults, guard, keys, lock, quarantine
from kammerdesk.store.actions import refuse_without_right
from kammerdesk.store.arrival import Answer, settle
from kammerdesk.store.door import Door
from kammerdesk.store.drafts import Drafts
from kammerdesk.store.engine import WRITE, DriverError, open_engine
from kammerdesk.store.erasure import is_traceless, leave_no_trace
from kammerdesk.store.house import House, enter
from kammerdesk.store.incarnation import Replica, first_replica, seen_here
from kammerdesk.store.journal import JournalShape, SyncClock, close_entry, open_entry
from kammerdesk.store.making import making
from kammerdesk.store.pages import fits
from kammerdesk.store.past import go_back
from kammerdesk.store.places import refuse_unsafe_place
from kammerdesk.store.record import Base
from kammerdesk.store.search_triggers import make_indexes
from kammerdesk.store.stamps import next_stamp
from kammerdesk.store.standing import standing_still
from kammerdesk.store.triggers import shapes, trigger_statements
from kammerdesk.store.upgrade import SCHEMA_VERSION, upgrade_if_older
from kammerdesk.store.users import role_of
from kammerdesk.store.work import Work

T = TypeVar("T")
P = ParamSpec("P")


class Installation(Base):
    """The one row that says whose house this is."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    chamber: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    demonstration: Mapped[bool]


class Store(Door):
    """The database of one workplace: an encrypted file."""

    faults = (DatabaseError, DriverError)

    def __init__(
        self, engine: Engine, installation: Installation, user: str, clock: Clock, file: Path, key: str
    ) -> None:
        house = House(installation.chamber, user, clock, installation.demonstration)
        super().__init__(engine, engine.execution_options(**{WRITE: True}), house)
        self._closing = ExitStack()
        self._closing.callback(engine.dispose)
        self._is_guarded = False
        self.file = file
        self.key = key
        self.drafts = Drafts(self._writer, file.parent, user, clock, self.writing)
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
            key = keys.new_key(folder, in_file=demonstration, passphrase=passphrase)
            engine = open_engine(part, key)
            try:
                house = Installation(id=1, chamber=chamber, created_at=clock.now(), demonstration=demonstration)
                _lay_out(engine, metadata, house, replica or secrets.token_hex(8))
                yield cls(engine, house, user, clock, part, key)
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
    def open(
        cls,
        folder: Path,
        *,
        user: str,
        clock: Clock | None = None,
        passphrase: keys.Ask | None = None,
        answer: Answer | None = None,
    ) -> Self:
        """Opens the database in `folder`; `passphrase` is asked where its key is sealed, as `keys.stored_key` says.

        `answer` is asked whether a folder that is found in two places was copied or moved. What the user should read
        stands in `notices` afterwards. Raises KammerError when there are no data or damaged ones, when a newer program
        wrote them, when their folder is no safe place, or when nobody answers.
        """
        file, clock = folder / DATABASE_NAME, clock or SystemClock()
        _refuse_without_data(folder)
        refuse_unsafe_place(folder)
        with ExitStack() as undo:
            with faults.told(file):
                quarantine.finish_interrupted(folder)
                key = keys.stored_key(folder, passphrase)
                if not fits(file, key):  # SQLite would make a new database of a file that is short enough
                    raise faults.while_opening(file, "not a database")
                notice = quarantine.set_foreign_wal_aside(folder, key, clock.now())
                upgraded = upgrade_if_older(file, key, user, clock)
            undo.enter_context(lock.shared(folder))
            store = cls.of_file(file, key, user=user, clock=clock)
            undo.push(store._closing.pop_all())
            store.notices += [sentence for sentence in (notice, upgraded) if sentence]
            if not store.demonstration:
                store.notices += settle(store, folder, answer)
                store._is_guarded = True
                store.remember()
            store.notices += store._finish_erasing()
            store._closing = undo.pop_all()
        return store

    @classmethod
    def of_file(cls, file: Path, key: str, *, user: str, clock: Clock) -> Self:
        """Opens a database by its file and key, wherever it lies, such as a copy of a backup; otherwise as `open`."""
        with ExitStack() as undo:
            engine = open_engine(file, key)
            undo.callback(engine.dispose)
            installation = _installation_in(engine, file)
            undo.pop_all()
        return cls(engine, installation, user, clock, file, key)

    def _finish_erasing(self) -> list[str]:
        """Cleans the file where a killed program could not; returns what stands against it."""
        try:
            if not self.ask(is_traceless):
                leave_no_trace(enter(Session(self._engine), self._house))
        except KammerError as error:
            return [str(error)]
        return []

    def close(self) -> None:
        """Gives the file free; the store cannot be used afterwards."""
        with suppress(KammerError):  # damaged data are told of by whoever reads them
            self.remember()
        self._closing.close()

    def remember(self) -> None:
        """Writes down outside the database how far it has come; see guard.py. Invented data are not guarded."""
        if self._is_guarded:
            with self.writing():
                guard.remember(self.file.parent, self.ask(seen_here, self.file.parent))

    @contextmanager
    def standing_still(self) -> Iterator[Path]:
        """Inside the block nobody writes, and the file that is given holds everything; see standing.py."""
        with self.writing(), standing_still(self._engine):
            yield self.file

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

    def _open_entry(self, session: Session, action: str, reason: str) -> tuple[Work, int]:
        refuse_without_right(action, role_of(session, self.user))
        entry = open_entry(session.connection(), action, reason, self.user, self.clock.now())
        work = Work(session, self.clock, self.user, self.chamber, entry.stamp, entry.sequence, reason)
        return work, entry.id

    def _close_entry(self, connection: Connection, entry_id: int) -> frozenset[str]:
        return close_entry(connection, entry_id)

    def _spoken(self, error: Exception) -> Exception:
        return faults.while_working(error, self.file.parent)


def _lay_out(engine: Engine, metadata: MetaData, house: Installation, replica: str) -> None:
    """Tables, triggers and the first rows, in one transaction; the version comes with them."""
    facts = {"id": 1, "chamber": house.chamber, "created_at": house.created_at, "demonstration": house.demonstration}
    stamp = next_stamp(None, house.created_at, replica)
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        metadata.create_all(connection)
        make_indexes(connection)
        for statement in trigger_statements(metadata).values():
            connection.execute(text(statement))
        clock = {"id": 1, "replica": replica, "ver": stamp, "lseq": 0, "entry_id": None}
        connection.execute(insert(SyncClock), [clock])
        connection.execute(insert(JournalShape), shapes(metadata))
        connection.execute(insert(Installation), [facts])
        connection.execute(insert(Replica), [first_replica(replica, house.created_at, guarded=not house.demonstration)])
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _installation_in(engine: Engine, file: Path) -> Installation:
    """Whose data these are; raises KammerError when they cannot be read, or were not written for us."""
    try:
        with Session(engine) as session:
            version = session.connection().exec_driver_sql("PRAGMA user_version").scalar_one()
            if not 0 < version <= SCHEMA_VERSION:
                raise KammerError(_unfit(version).format(folder=file.parent, file=file.name))
            installation = session.scalars(select(Installation)).one()
            session.expunge(installation)
    except DatabaseError as error:
        raise faults.while_opening(file, error.orig) from error
    return installation


def _refuse_without_data(folder: Path) -> None:
    """Raises KammerError when there is no database, or an empty one, which SQLite would take for a new one."""
    file = folder / DATABASE_NAME
    if folder.is_file():
        raise KammerError(tr("“{folder}” is a file. Please give the folder of the data.").format(folder=folder))
    if not file.exists() and not quarantine.is_exchanging(folder):
        raise KammerError(
            tr("There are no data in “{folder}”. Create them with “kammerdesk demo”, or choose another folder.").format(
                folder=folder
            )
        )
    if file.exists() and file.stat().st_size == 0:
        raise faults.while_opening(file, "is empty")


def _unfit(version: int) -> str:
    """Why a file of this version is not opened."""
    if version == 0:
        return tr(
            "The data in “{folder}” were never completed. Please remove “{file}” from this folder and start again."
        )
    return tr("The data in “{folder}” were written by a newer KammerDesk. Please install it here too.")
