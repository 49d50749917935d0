"""The search index and the triggers that keep it, generated from the columns that are marked with `search=True`.

An entry holds the words of one live record (see `folding.shadow`), after a sign for its kind. One trigger, fired when
an action closes, indexes all that the action changed: set by set that is many times as fast as row by row, and still
nothing that an action writes, in whatever way, goes around it. Two full-text indexes lie over the entries: one of their
words for beginnings of words, and one of the parts of every different word for typing errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Computed, Connection, MetaData, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.record import WORKPLACE_ONLY, Base, record_tables

SHADOW_FUNCTION = "search_text"
"""`folding.shadow` inside the database; every connection knows it (see engine.py)."""

PADDED = "^{}$"
"""A word whose parts are indexed: beginning and end count as letters."""


class SearchEntry(Base):
    """What one live record is found by; `sequence` is the number of the action that added it."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("uid", "kind"), {"info": {"traces": "uid", WORKPLACE_ONLY: True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    uid: Mapped[UUID]
    text: Mapped[str]
    sequence: Mapped[int]


class SearchWord(Base):
    """A word that entries hold or held; those nobody holds any more go with the next erasing or rebuild."""

    __tablename__ = "search_word"
    __table_args__ = {"info": {WORKPLACE_ONLY: True}}  # noqa: RUF012  SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(unique=True)
    padded: Mapped[str] = mapped_column(Computed("'^' || word || '$'", persisted=False))


INDEXES = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_entry', content_rowid='id', "
    "tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0)",
    "CREATE VIRTUAL TABLE search_part USING fts5(padded, content='search_word', content_rowid='id', "
    "tokenize='trigram', detail='none', columnsize=0)",
    "CREATE VIRTUAL TABLE search_gram USING fts5vocab(search_part, 'row')",
    # what is taken out of this index leaves no trace; in the other one that would cost milliseconds for each entry
    "INSERT INTO search_part(search_part, rank) VALUES ('secure-delete', 1)",
)
"""What no mapped class can say, in the order of its making; the tables themselves come before, the triggers after."""

UNUSED_WORDS = (
    "DELETE FROM search_word "
    "WHERE NOT EXISTS (SELECT 1 FROM search_index WHERE search_index MATCH '\"' || search_word.word || '\"')"
)


_WITHOUT_TRACES = "INSERT INTO search_index (search_index) VALUES ('optimize')"
"""Writes the index anew without what was taken out of it; seconds in a large house, and so with an erasing only."""


def make_indexes(connection: Connection) -> None:
    """Makes the full-text indexes of an empty search."""
    for statement in INDEXES:
        connection.exec_driver_sql(statement)


def searched_tables(metadata: MetaData) -> Iterator[Table]:
    """The record tables in which anything is marked, parents before children."""
    return (table for table in record_tables(metadata) if searched_columns(table))


def searched_columns(table: Table) -> list[Column[Any]]:
    """The columns by whose text records of a table are found, in their order."""
    return [column for column in table.columns if column.info.get("search")]


def kind_sign(kind: str) -> str:
    """The word that stands in every entry of a kind; nobody can type it, for words hold letters and digits only."""
    return f"§{kind.replace('_', '')}"


def wanted_text(table: Table, record: str) -> str:
    """SQL: what the entry of a record must hold; `record` is what a statement calls the table."""
    names = ", ".join(f"{record}.{column.name}" for column in searched_columns(table))
    return f"rtrim('{kind_sign(table.name)} ' || {SHADOW_FUNCTION}({names}))"


def index_records(table: Table, condition: str) -> str:
    """SQL: writes the entries of the live records of a table that fulfil a condition."""
    wanted = wanted_text(table, table.name)
    return (
        f"INSERT INTO search_entry (kind, uid, text, sequence) SELECT '{table.name}', uid, {wanted}, _l "
        f"FROM {table.name} WHERE deleted_at IS NULL AND {condition} "
        "ON CONFLICT (uid, kind) DO UPDATE SET text = excluded.text WHERE search_entry.text IS NOT excluded.text"
    )


def words_in(source: str, condition: str) -> str:
    """SQL: every different word of entries, without the sign of the kind."""
    return (
        f"SELECT DISTINCT each.value FROM {source} AS entry, "
        "json_each('[\"' || replace(entry.text, ' ', '\",\"') || '\"]') AS each WHERE each.key > 0 AND "
        f"{condition}"
    )


def index_words(source: str, condition: str) -> str:
    """SQL: adds the words of entries that are not known yet."""
    return f"INSERT INTO search_word (word) {words_in(source, condition)} ON CONFLICT (word) DO NOTHING"


def search_triggers(metadata: MetaData) -> dict[str, str]:
    """The triggers of the search by name: their CREATE statements."""
    add = "INSERT INTO search_index (rowid, text) VALUES (NEW.id, NEW.text)"
    take = "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', OLD.id, OLD.text)"
    words = index_words("(SELECT NEW.text AS text)", "true")
    add_word = "INSERT INTO search_part (rowid, padded) VALUES (NEW.id, '^' || NEW.word || '$')"
    take_word = "INSERT INTO search_part (search_part, rowid, padded) VALUES ('delete', OLD.id, '^' || OLD.word || '$')"
    bodies = {
        "search_entry_changed": f"AFTER UPDATE OF text ON search_entry BEGIN {take}; {add}; {words}; END",
        "search_entry_taken": f"AFTER DELETE ON search_entry BEGIN {take}; END",
        "search_word_added": f"AFTER INSERT ON search_word BEGIN {add_word}; END",
        "search_word_taken": f"AFTER DELETE ON search_word BEGIN {take_word}; END",
        "search_words_forgotten": "AFTER UPDATE OF erasing ON sync_clock WHEN OLD.erasing AND NOT NEW.erasing "
        f"BEGIN {UNUSED_WORDS}; {_WITHOUT_TRACES}; END",
        "search_close": "AFTER UPDATE OF entry_id ON sync_clock "
        f"WHEN OLD.entry_id IS NOT NULL AND NEW.entry_id IS NULL BEGIN {_index_action(metadata)} END",
    }
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in bodies.items()}


def _index_action(metadata: MetaData) -> str:
    """SQL: brings the entries of all records up to date that bear the number of the action that closes."""
    statements = []
    for table in searched_tables(metadata):
        removed = f"SELECT uid FROM {table.name} WHERE _l = NEW.lseq AND deleted_at IS NOT NULL"
        statements.append(index_records(table, "_l = NEW.lseq"))
        statements.append(f"DELETE FROM search_entry WHERE kind = '{table.name}' AND uid IN ({removed})")
    earlier = "SELECT id FROM search_entry WHERE sequence <> NEW.lseq ORDER BY id DESC LIMIT 1"
    added = f"entry.id > coalesce(({earlier}), 0)"
    statements.append(
        f"INSERT INTO search_index (rowid, text) SELECT id, text FROM search_entry AS entry WHERE {added}"
    )
    statements.append(index_words("search_entry", added))
    return " ".join(f"{statement};" for statement in statements)
