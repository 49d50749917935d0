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
    searched_columns,
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
    """A record that was found, with its title: "Müller, Ada"; on wish `detail` is what else it is found by: "Peine"."""

    kind: str
    uid: UUID
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as the index knows it; `text` are its words, the sign of its kind before them."""

    kind: str
    uid: str
    text: str

    def is_called(self, words: Sequence[str]) -> bool:
        """Whether the first of its words, a family name say, begins with one of these."""
        return self.text.split(" ", 2)[1].startswith(tuple(words)) if " " in self.text else False


def search(session: Session, text: str, *, kinds: Collection[str] | None = None, limit: int = 50) -> list[Hit]:
    """The live records in which every typed word begins a word, at most `limit`; only of the named kinds, if any.

    Whole words come before beginnings, and records whose name begins with the first word before others. Where nothing
    is found, records with similar words are: Brausnchweig finds Braunschweig. What an action changes is found as soon
    as it is carried out, not within it.
    """
    words, connection = words_of(text)[:MOST_WORDS], session.connection()
    if not words:
        return []
    hits = sorted(look_up(connection, words, kinds, limit), key=lambda entry: not entry.is_called(words[:1]))
    return titled(session, (hits or guess(connection, words, kinds, limit))[:limit])


def look_up(connection: Connection, words: Sequence[str], kinds: Collection[str] | None, limit: int) -> Sequence[Entry]:
    """The entries in which every word begins a word, those with whole words first; a few more than `limit` at most."""
    found: dict[tuple[str, str], Entry] = {}
    for terms in _readings(connection, words):
        if len(found) < limit:
            entries = _find(connection, terms, kinds, limit)
            found |= {(entry.kind, entry.uid): entry for entry in entries} | found
    return list(found.values())


def find_word(connection: Connection, word: str, limit: int) -> Sequence[Entry]:
    """The entries that hold this word."""
    return _find(connection, [f'"{word}"'], None, limit)


def guess(connection: Connection, words: Sequence[str], kinds: Collection[str] | None, limit: int) -> Sequence[Entry]:
    """The entries in which every word, or one that is written nearly so, begins a word."""
    return _find(connection, [_similar(connection, word, len(words)) for word in words], kinds, limit)


def expression(connection: Connection, words: Sequence[str], kinds: Collection[str], *, guessed: bool = False) -> str:
    """What `look_up` (or `guess`) asks the index for, to be joined with other tables; "" where nothing can match."""
    if guessed:
        return _expression([_similar(connection, word, len(words)) for word in words], kinds)
    return _expression([_beginning(connection, word) for word in words], kinds)


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


def _find(connection: Connection, terms: Sequence[str], kinds: Collection[str] | None, limit: int) -> Sequence[Entry]:
    wanted = _expression(terms, kinds)
    return [Entry(*row) for row in connection.exec_driver_sql(_FIND, (wanted, limit))] if wanted else []


def _expression(terms: Sequence[str], kinds: Collection[str] | None) -> str:
    if not all(terms) or (kinds is not None and not kinds):
        return ""
    wanted = [*terms, " OR ".join(f'"{kind_sign(kind)}"' for kind in kinds)] if kinds else terms
    return " AND ".join(f"({term})" for term in wanted)


def _similar(connection: Connection, word: str, words: int) -> str:
    """The term for what a word may stand for: words that begin so, or that are written nearly so."""
    similar = [f'"{other}"' for other in _similar_words(connection, word, _MOST_CANDIDATES // words)]
    return " OR ".join(filter(None, (_beginning(connection, word), *similar)))


def _similar_words(connection: Connection, word: str, most: int) -> list[str]:
    if len(word) < _SHORTEST_MISTYPED or word.isdecimal():  # a number that is nearly right is another number
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


def titled(session: Session, entries: Sequence[Entry], *, detailed: bool = False) -> list[Hit]:
    """The entries as hits with their titles, on wish also their details, one query for all of a kind."""
    titles, tables = Titles(session), Base.metadata.tables
    read: dict[tuple[str, str], tuple[str, str]] = {}
    by_kind: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.uid)
    for kind, uids in by_kind.items():
        naming = tables[kind].info["title"]
        others = [column for column in searched_columns(tables[kind]) if detailed and column.name not in naming]
        columns = [*(tables[kind].c[name] for name in naming), *others]
        names, marks = ", ".join(column.name for column in columns), ", ".join("?" * len(uids))
        query = f"SELECT uid, {names} FROM {kind} WHERE uid IN ({marks})"
        for uid, *stored in session.connection().exec_driver_sql(query, tuple(uids)):
            words = list(map(titles.readable, columns, stored))
            read[kind, uid] = _joined(words[: len(naming)]), _joined(words[len(naming) :])
    return [Hit(entry.kind, UUID(entry.uid), *read.get((entry.kind, entry.uid), ("", ""))) for entry in entries]


def _joined(words: Sequence[str]) -> str:
    return ", ".join(filter(None, words))


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
