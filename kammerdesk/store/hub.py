"""The hub of a chamber: its data in a PostgreSQL database, one more replica beside the workplaces' files.

It has the same tables, stamps and merge. What serves people alone it has not: search, drafts, and the journal of
values. Nothing lies in it that no workplace has, so a lost one is made anew and filled by any of them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    URL,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from kammerdesk.base.clock import Clock, SystemClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import guard, keys, postgres
from kammerdesk.store.actions import action_named
from kammerdesk.store.door import Door
from kammerdesk.store.guard import replicas_of, sightings
from kammerdesk.store.house import House
from kammerdesk.store.hub_triggers import hub_trigger_statements
from kammerdesk.store.incarnation import (
    AnewOrder,
    Finding,
    Replica,
    first_replica,
    go_on_as_copy,
    go_on_from_older_file,
    judge,
    seen_here,
)
from kammerdesk.store.journal import JournalEntry, SyncClock, reason_digest
from kammerdesk.store.record import WORKPLACE_ONLY
from kammerdesk.store.secret import Secret, seal_secrets
from kammerdesk.store.stamps import next_stamp
from kammerdesk.store.store import Installation
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.store.work import Work

_PROOF = b"this key fits"

_HUB = Table(
    "kammerdesk_hub",
    MetaData(),
    Column("version", Integer, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("place", Text, nullable=False),
    Column("proof", Secret, nullable=False),
)
"""The one row that makes a database a hub: version of the tables, which server it lies on, and a proof of the key."""


class Hub(Door):
    """An open hub; its key, and how far it had come when it was last used, lie in a folder of this computer."""

    def __init__(self, engine: Engine, house: House, folder: Path) -> None:
        super().__init__(engine, postgres.writer(engine), house)
        self.folder = folder
        self.notices: list[str] = []
        """Sentences about the opening that the user should read."""

    @classmethod
    def create(
        cls,
        url: URL,
        folder: Path,
        chamber: str,
        metadata: MetaData,
        *,
        user: str,
        clock: Clock | None = None,
        demonstration: bool = False,
        passphrase: str = "",
    ) -> Self:
        """Makes the tables of a hub in an empty database, and its key in `folder`; sealed with a passphrase if given.

        Raises KammerError when the database holds anything already, or cannot be reached.
        """
        clock = clock or SystemClock()
        if (folder / DATABASE_NAME).exists():
            sentence = tr("“{folder}” holds the data of a workplace. Please choose another folder for the hub.")
            raise KammerError(sentence.format(folder=folder))
        engine = postgres.open_server(url)
        try:
            _refuse_filled(engine)
            folder.mkdir(parents=True, exist_ok=True)
            seal_secrets(engine, keys.new_key(folder, in_file=True, passphrase=passphrase))
            house = Installation(id=1, chamber=chamber, created_at=clock.now(), demonstration=demonstration)
            _lay_out(engine, metadata, house)
        except DatabaseError as error:
            raise postgres.while_working(error) from error
        finally:
            engine.dispose()
        return cls.open(url, folder, user=user, clock=clock, passphrase=lambda _again: passphrase)

    @classmethod
    def open(
        cls, url: URL, folder: Path, *, user: str, clock: Clock | None = None, passphrase: keys.Ask | None = None
    ) -> Self:
        """Opens the hub in a database; `passphrase` is asked where its key is sealed, as `keys.stored_key` says.

        Raises KammerError when there is none, another version made it, or the key in `folder` is not its key.
        """
        engine = postgres.open_server(url)
        try:
            _refuse_other(engine)
            seal_secrets(engine, keys.stored_key(folder, passphrase))
            with Session(engine) as session:
                _refuse_other_key(session.connection(), folder)
                found = session.scalars(select(Installation)).one()
                house = House(found.chamber, user, clock or SystemClock(), found.demonstration)
            hub = cls(engine, house, folder)
            hub._settle()
        except DatabaseError as error:
            engine.dispose()
            raise postgres.while_working(error) from error
        except KammerError:
            engine.dispose()
            raise
        return hub

    def close(self) -> None:
        """Ends all connections; the hub cannot be used afterwards."""
        self._engine.dispose()

    def remember(self) -> None:
        """Writes down beside the key how far the hub has come; see guard.py."""
        guard.remember(self.folder, self.ask(seen_here, self.folder))

    def _settle(self) -> None:
        """A database that was set back, or carried to another server, goes on as a new replica."""
        now, before = self.ask(seen_here, self.folder), sightings(self.folder)
        finding, earlier = judge(now, before, moved=True)
        with self._engine.connect() as connection:
            place, kept = _place(connection), connection.scalar(select(_HUB.c.place))
        if finding is Finding.OLDER and earlier:
            about = [one for one in before if now.replica in (one.replica, *one.ended)]
            self.do(go_on_from_older_file, AnewOrder(max(one.stamp for one in about), replicas_of(about)))
            self.notices.append(tr("The hub’s database is older than it was. What it lost comes from the workplaces."))
        elif place != kept:
            self.do(go_on_as_copy, AnewOrder())
            self.notices.append(tr("The hub lies on another server now, and goes on as a hub of its own."))
        if place != kept:
            with self._writer.begin() as connection:
                connection.execute(update(_HUB).values(place=place))
        self.remember()

    def _open_entry(self, session: Session, action: str, reason: str) -> tuple[Work, int]:
        """Whoever has the hub's password may do everything; the clock's row is where writers wait for each other."""
        connection, at = session.connection(), self.clock.now()
        clock = connection.execute(select(SyncClock.replica, SyncClock.ver, SyncClock.lseq).with_for_update()).one()
        stamp, sequence = next_stamp(clock.ver, at, clock.replica), clock.lseq + 1
        facts = {"action": action, "reason": reason, "user": self.user, "at": at, "stamp": stamp}
        facts |= {"lasting": action_named(action).lasting, "salt": secrets.randbits(62)}
        entry = connection.scalars(insert(JournalEntry).values(facts).returning(JournalEntry.id)).one()
        connection.execute(update(SyncClock).values(ver=stamp, lseq=sequence, entry_id=entry))
        return Work(session, self.clock, self.user, self.chamber, stamp, sequence, reason), entry

    def _close_entry(self, connection: Connection, entry_id: int) -> frozenset[str]:
        """The entry is chained to the one before; no page waits for what changed."""
        entry = connection.execute(select(JournalEntry.__table__).where(JournalEntry.id == entry_id)).one()
        before = connection.scalar(select(SyncClock.digest)) or ""
        facts = [before, reason_digest(entry.reason, entry.salt), str(entry.at), entry.id, entry.action, entry.user]
        digest = hashlib.sha256(json.dumps([*facts, entry.stamp], ensure_ascii=False).encode()).hexdigest()
        connection.execute(update(JournalEntry).where(JournalEntry.id == entry_id).values(digest=digest))
        connection.execute(update(SyncClock).values(entry_id=None, digest=digest))
        return frozenset()

    def _spoken(self, error: Exception) -> Exception:
        return postgres.while_working(error)


def hub_tables(metadata: MetaData) -> list[Table]:
    """The tables that a hub has, parents before children."""
    return [table for table in metadata.sorted_tables if WORKPLACE_ONLY not in table.info]


def _refuse_filled(engine: Engine) -> None:
    names = inspect(engine).get_table_names()
    if _HUB.name in names:
        raise KammerError(tr("There is a hub in this database already. Nothing was changed."))
    if names:
        sentence = tr("The database is not empty: it holds “{table}”. Please make an empty one for the hub.")
        raise KammerError(sentence.format(table=sorted(names)[0]))


def _refuse_other(engine: Engine) -> None:
    if _HUB.name not in inspect(engine).get_table_names():
        raise KammerError(tr("There is no hub in this database. Please make one: kammerdesk hub init"))
    with engine.connect() as connection:
        version = connection.scalar(select(_HUB.c.version))
    if version != SCHEMA_VERSION:
        sentence = tr(
            "This hub was made by another version of KammerDesk (tables {version}, here {ours}). Please make a new one "
            "in an empty database: kammerdesk hub init. The workplaces fill it."
        )
        raise KammerError(sentence.format(version=version, ours=SCHEMA_VERSION))


def _refuse_other_key(connection: Connection, folder: Path) -> None:
    from kammerdesk.store.keys.sealing import Damaged

    try:
        connection.scalar(select(_HUB.c.proof))
    except Damaged:
        sentence = tr("The key in “{folder}” is not that of this hub. Please give the folder of its key.")
        raise KammerError(sentence.format(folder=folder)) from None


def _lay_out(engine: Engine, metadata: MetaData, house: Installation) -> None:
    """Tables, triggers and the first rows, in one transaction."""
    replica, at = secrets.token_hex(8), house.created_at
    facts = {"id": 1, "chamber": house.chamber, "created_at": at, "demonstration": house.demonstration}
    with postgres.writer(engine).begin() as connection:
        metadata.create_all(connection, tables=hub_tables(metadata))
        _HUB.create(connection)
        for statement in hub_trigger_statements(metadata):
            connection.exec_driver_sql(statement)
        clock = {"id": 1, "replica": replica, "ver": next_stamp(None, at, replica), "lseq": 0, "entry_id": None}
        connection.execute(insert(SyncClock), [clock])
        connection.execute(insert(Installation), [facts])
        connection.execute(insert(Replica), [first_replica(replica, at, guarded=not house.demonstration)])
        made: dict[str, Any] = {"version": SCHEMA_VERSION, "made_at": at.replace(tzinfo=None), "proof": _PROOF}
        connection.execute(insert(_HUB), [made | {"place": _place(connection)}])


def _place(connection: Connection) -> str:
    """What tells this database from a copy of it that was restored elsewhere."""
    query = "SELECT c.system_identifier || '/' || d.oid FROM pg_control_system() c, pg_database d WHERE d.datname = "
    return str(connection.exec_driver_sql(f"{query} current_database()").scalar_one())
