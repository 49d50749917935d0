"""What every stored record has in common: a key, a home, clocks per group of fields, a removal that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from kammerdesk.base.i18n import N_
from kammerdesk.base.ids import uuid7
from kammerdesk.store.dialects import POSTGRES

CORE_GROUP = "core"
REMOVAL_GROUP = "removal"
STAMP_PREFIX = "_v_"

WORKPLACE_ONLY = "workplace_only"
"""In the `info` of a table: it serves people at a workplace, and the hub of a house has none (see hub.py)."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored as naive UTC, handed out aware; naive moments are refused because they mean nothing."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware moment to naive UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC to aware moment."""
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    """Everything mapped; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads it from the class
        str: Text(),
        bool: Boolean(create_constraint=False),
        int: Integer().with_variant(BigInteger(), POSTGRES),
        date: Date(),
        time: Time(),
        datetime: UtcDateTime(),
        UUID: Uuid(),
    }


def grouped(
    group: str,
    *args: Any,
    words: str,
    values: Mapping[Any, str] | None = None,
    scale: int = 1,
    search: bool = False,
    part: bool = False,
    otherwise: Callable[[Session, UUID], str] | None = None,
    **options: Any,
) -> MappedColumn[Any]:
    """A field that belongs to a named group, which a clerk decides together and merging keeps together.

    `words` is the msgid of what clerks call the field, `values` those of the codes it holds, `scale` how often its
    integers hold the number people read (8750 is 87,5 with 100), `search` whether a record is found by this text (see
    search.py), `part` whether it goes into the Papierkorb with the record this refers to (see removal.py), `otherwise`
    what a key is called that is none of a record, "" if it does not know either (see titles.py); the rest goes to
    `mapped_column`.
    """
    facts = {"group": group, "words": words, "values": values or {}, "scale": scale, "search": search, "part": part}
    return mapped_column(*args, info=facts | {"otherwise": otherwise}, **options)


def field(*args: Any, words: str, **options: Any) -> MappedColumn[Any]:
    """A field of the group that makes the core of a record; otherwise as `grouped`."""
    return grouped(CORE_GROUP, *args, words=words, **options)


class Record(Base):
    """A thing with a key of its own that travels, is remembered by the journal and never deleted.

    `home` is the code of the chamber whose record it is. `_c` is the stamp of its creation, `_l` the local sequence
    of its last change, `_v_<group>` the stamp of a group's last change (None: since creation). They are set by
    triggers (see triggers.py), so that no way of writing goes around them.

    `__words__` is the msgid of what clerks call these records, in the plural as on lists. They and the words of every
    field are kept in the `info` of table and column (see words.py); a class that lacks any is a TypeError.

    `__title__` names the columns that together tell people which record it is; one that refers to another record
    stands for the title of that (see titles.py).
    """

    __abstract__ = True
    __words__: ClassVar[str]
    __title__: ClassVar[tuple[str, ...]]

    uid: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-9)
    home: Mapped[str] = mapped_column(String(8), sort_order=-8)
    deleted_at: Mapped[datetime | None] = grouped(REMOVAL_GROUP, words=N_("Removed at"), sort_order=90)
    deleted_by: Mapped[str | None] = grouped(REMOVAL_GROUP, words=N_("Removed by"), sort_order=91)
    creation_stamp: Mapped[str | None] = mapped_column("_c", String(32), deferred=True, sort_order=95)
    local_sequence: Mapped[int | None] = mapped_column("_l", Integer, deferred=True, index=True, sort_order=96)

    def __init_subclass__(cls, **options: Any) -> None:
        """Adds one stamp column for each group of fields the class declares; refuses what has no words."""
        if "__words__" not in cls.__dict__:
            raise TypeError(f'{cls.__name__}: say what its records are called, as __words__ = N_("…")')
        groups = {REMOVAL_GROUP: None}
        for name in cls.__annotations__:
            column = cls.__dict__.get(name)
            info = column.column.info if isinstance(column, MappedColumn) else {}
            if "words" not in info:
                raise TypeError(f'{cls.__name__}.{name}: say what the field is called, as field(words=N_("…"))')
            groups[info["group"]] = None
        if not set(cls.__dict__.get("__title__", ())) & cls.__annotations__.keys():
            raise TypeError(f"{cls.__name__}: say which columns name a record, as __title__ = (…,)")
        for group in groups:
            stamp = mapped_column(STAMP_PREFIX + group, String(32), deferred=True, sort_order=97)
            setattr(cls, f"stamp_of_{group}", stamp)
            cls.__annotations__[f"stamp_of_{group}"] = Mapped[str | None]
        super().__init_subclass__(**options)
        cls.metadata.tables[cls.__tablename__].info |= {"words": cls.__words__, "title": cls.__title__}


def is_record(table: Table) -> bool:
    """Whether a table holds records (and so has clocks and a journal)."""
    return "_c" in table.columns


def field_groups(table: Table) -> dict[str, list[Column[Any]]]:
    """The columns of a record table by group, without key, home and clocks."""
    groups: dict[str, list[Column[Any]]] = {}
    for column in table.columns:
        if not column.name.startswith("_") and column.name not in ("uid", "home"):
            groups.setdefault(column.info.get("group", CORE_GROUP), []).append(column)
    return groups


def record_tables(metadata: MetaData) -> Iterator[Table]:
    """All record tables, parents before children."""
    return (table for table in metadata.sorted_tables if is_record(table))
