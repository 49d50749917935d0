"""Search: finds records by the beginnings of words, umlaut or not, and where there are none by similar words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import Connection, MetaData
from sqlalchemy.orm import Session

from kammerdesk.base.folding import words_of
from kammerdesk.base.i18n import N_
from kammerdesk.store.actions import action
from kammerdesk.store.record import Base
from kammerdesk.store.search_triggers import (
    PADDED,
    UNUSED_WORDS,
    index_records,
    index_words,
    kind_sign,
    searched_tables,
)
from kammerdesk.store.titles import Titles
from kammerdesk.store.work import Work

MOST_WORDS = 8
"""Words beyond these are not looked at."""

_INDEXED_BEGINNING = 3
"""Beginnings up to this length have an index of their own; longer ones are looked up as the words they stand for."""
_MOST_ENDINGS = 256
_PART = 3
_SHORTEST_MISTYPED = 4
_MOST_CANDIDATES = 2000
"""So many words are compared with a mistyped one: those that share its rarest parts."""
_COMPARED_CLOSELY = 40
_MOST_SIMILAR = 6
_LEAST_LIKENESS = 0.7

_FIND = (
    "SELECT entry.kind, entry.uid, entry.text FROM search_index "
    "JOIN search_entry AS entry ON entry.id = search_index.rowid WHERE search_index MATCH ? LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, with its title: "Müller, Ada"."""

    kind: str
    uid: UUID
    title: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    uid: str
    text: str


def search(session: Session, text: str, *, kinds: Collection[str] | None = None, limit: int = 50) -> list[Hit]:
    """The live records in which every typed word begins a word, at most `limit`; only of the named kinds, if any.

    Whole words come before beginnings, and records whose name begins with the first word before others. Where nothing
    is found, records with similar words are: Brausnchweig finds Braunschweig. What an action changes is found as soon
    as it is carried out, not within it.
    """
    words, connection = words_of(text)[:MOST_WORDS], session.connection()
    if not words:
        return []
    found: dict[tuple[str, str], _Entry] = {}
    for terms in _readings(connection, words):
        if len(found) < limit:
            found |= {(entry.kind, entry.uid): entry for entry in _find(connection, terms, kinds, limit)} | found
    first = words[0]
    hits = sorted(found.values(), key=lambda entry: not entry.text.startswith(f"{kind_sign(entry.kind)} {first}"))
    if not hits:
        hits = list(_find(connection, [_similar(connection, word, len(words)) for word in words], kinds, limit))
    return _titled(session, hits[:limit])


def _readings(connection: Connection, words: Sequence[str]) -> Iterator[list[str]]:
    """What may be meant, most likely first: whole words, a last one that is being typed, beginnings of words."""
    whole = [f'"{word}"' for word in words]
    yield whole
    yield [*whole[:-1], _beginning(connection, words[-1])]
    if len(words) > 1:
        yield [_beginning(connection, word) for word in words]


def _beginning(connection: Connection, word: str) -> str:
    """The term for all words that begin so; "" where there are none.

    A long beginning is replaced by its few words: their lists of records are read only as far as needed, while the
    engine would first put together all records of the beginning.
    """
    if len(word) <= _INDEXED_BEGINNING:
        return f'"{word}"*'
    query = "SELECT word FROM search_word WHERE word >= ? AND word < ? LIMIT ?"
    rows = connection.exec_driver_sql(query, (word, f"{word}\U0010ffff", _MOST_ENDINGS + 1)).all()
    return f'"{word}"*' if len(rows) > _MOST_ENDINGS else " OR ".join(f'"{row[0]}"' for row in rows)


def _find(connection: Connection, terms: Sequence[str], kinds: Collection[str] | None, limit: int) -> list[_Entry]:
    if not all(terms) or (kinds is not None and not kinds):
        return []
    wanted = [*terms, " OR ".join(f'"{kind_sign(kind)}"' for kind in kinds)] if kinds else terms
    expression = " AND ".join(f"({term})" for term in wanted)
    return [_Entry(*row) for row in connection.exec_driver_sql(_FIND, (expression, limit))]


def _similar(connection: Connection, word: str, words: int) -> str:
    """The term for what a word may stand for: words that begin so, or that are written nearly so."""
    similar = [f'"{other}"' for other in _similar_words(connection, word, _MOST_CANDIDATES // words)]
    return " OR ".join(filter(None, (_beginning(connection, word), *similar)))


def _similar_words(connection: Connection, word: str, most: int) -> list[str]:
    if len(word) < _SHORTEST_MISTYPED:
        return []
    parts = _parts(word)
    rarest = _rarest(connection, parts, most)
    if not rarest:
        return []
    query = "SELECT word FROM search_word WHERE id IN (SELECT rowid FROM search_part WHERE search_part MATCH ?)"
    candidates = connection.exec_driver_sql(query, (" OR ".join(f'"{part}"' for part in rarest),)).scalars().all()
    shared = sorted(candidates, key=lambda other: (-len(parts & _parts(other)), len(other)))
    likeness = {other: _likeness(word, other) for other in shared[:_COMPARED_CLOSELY]}
    near = [other for other in likeness if likeness[other] >= _LEAST_LIKENESS]
    return sorted(near, key=lambda other: -likeness[other])[:_MOST_SIMILAR]


def _parts(word: str) -> set[str]:
    padded = PADDED.format(word)
    return {padded[start : start + _PART] for start in range(len(padded) - _PART + 1)}


def _rarest(connection: Connection, parts: Collection[str], most: int) -> list[str]:
    """Those of the parts that the fewest words share, as long as these are not more than `most` together."""
    marks = ", ".join("?" * len(parts))
    query = f"SELECT term, doc FROM search_gram WHERE term IN ({marks}) ORDER BY doc"
    chosen: list[str] = []
    together = 0
    for part, words in connection.exec_driver_sql(query, tuple(parts)):
        together += words
        if chosen and together > most:
            break
        chosen.append(part)
    return chosen


def _likeness(typed: str, word: str) -> float:
    """How alike two words are, 0 to 1; what is typed may still lack its end."""
    begun = word[: len(typed) + 1]
    return max(SequenceMatcher(None, word, typed).ratio(), SequenceMatcher(None, begun, typed).ratio() - 0.05)


def _titled(session: Session, entries: Sequence[_Entry]) -> list[Hit]:
    """The hits with their titles, one query for all of a kind."""
    titles, tables = Titles(session), Base.metadata.tables
    named: dict[tuple[str, str], str] = {}
    by_kind: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.uid)
    for kind, uids in by_kind.items():
        columns = [tables[kind].c[name] for name in tables[kind].info["title"]]
        names, marks = ", ".join(column.name for column in columns), ", ".join("?" * len(uids))
        query = f"SELECT uid, {names} FROM {kind} WHERE uid IN ({marks})"
        for uid, *stored in session.connection().exec_driver_sql(query, tuple(uids)):
            named[kind, uid] = ", ".join(filter(None, map(titles.readable, columns, stored)))
    return [Hit(entry.kind, UUID(entry.uid), named.get((entry.kind, entry.uid), "")) for entry in entries]


@action(N_("Rebuild search index"))
def rebuild_search(work: Work, _order: None = None) -> int:
    """Makes the search index anew from the records; returns how many entries it has then."""
    connection = work.session.connection()
    for statement in rebuild_statements(Base.metadata):
        connection.exec_driver_sql(statement)
    return int(connection.exec_driver_sql("SELECT count(*) FROM search_entry").scalar_one())


def rebuild_statements(metadata: MetaData) -> Iterator[str]:
    """SQL: makes the index of the entries anew, for a damaged one takes no change; then entries, words and all anew."""
    yield "INSERT INTO search_index (search_index) VALUES ('rebuild')"
    for table in searched_tables(metadata):
        yield index_records(table, "true")
    yield f"DELETE FROM search_entry WHERE NOT ({live_record(metadata)})"
    yield "INSERT INTO search_index (search_index) VALUES ('rebuild')"
    yield "INSERT INTO search_part (search_part) VALUES ('rebuild')"
    yield index_words("search_entry", "true")
    yield UNUSED_WORDS


def live_record(metadata: MetaData) -> str:
    """SQL: whether an entry stands for a live record."""
    alive = "kind = '{0}' AND uid IN (SELECT uid FROM {0} WHERE deleted_at IS NULL)"
    return " OR ".join(alive.format(table.name) for table in searched_tables(metadata))
