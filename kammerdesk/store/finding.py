"""Finds records of all kinds for one line of text, best first, each with the page and row that show it.

Numbers typed in full come first, then records by their words, then what rooms find in a search of their own over
records that belong together; what is written nearly so is looked for only where all of that finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kammerdesk.base.finding import Found, Match, Question
from kammerdesk.base.folding import sort_key, words_of
from kammerdesk.base.typed import Term, terms_of
from kammerdesk.store.placing import Key, PageWay, Place, places_of
from kammerdesk.store.record import Base
from kammerdesk.store.search import MOST_WORDS, Entry, Hit, guess, look_up, titled

SHOWN = 20
"""So many records are shown of each sort."""

LOOKED_AT = 500
"""So many records are looked at for the best of them; a name shared by more needs another word."""

_NUMBER = "number"
"""What the column with a record's number is called."""


class Search(Protocol):
    """A room's own search over records that belong together; `guessed` also takes words that are written nearly so."""

    def __call__(self, session: Session, terms: Sequence[Term], limit: int, *, guessed: bool) -> Sequence[Hit]: ...


@dataclass(frozen=True, slots=True)
class Sources:
    """Where records are shown, which also says of which kinds they are, and the searches of the rooms."""

    ways: Sequence[PageWay]
    searches: Sequence[Search] = ()

    @property
    def kinds(self) -> list[str]:
        """The kinds that any page shows."""
        return list(dict.fromkeys(way.kind for _page, way in self.ways))

    def ask(self, session: Session, terms: Sequence[Term], *, guessed: bool) -> list[Hit]:
        """What the rooms find."""
        return [hit for search in self.searches for hit in search(session, terms, SHOWN, guessed=guessed)]


def find(session: Session, question: Question, sources: Sources) -> Found:
    """The records for a line of text."""
    terms = terms_of(question.text)
    words = [word for term in terms for word in term.words][:MOST_WORDS]
    if not words:
        return Found()
    connection = session.connection()
    numbered = _numbered(connection, words, sources.kinds)
    exact = [entry for entry, number in numbered if number == "".join(words)]
    looked: Sequence[Entry] = ()
    if question.numbers:
        hits = titled(session, [*exact, *(entry for entry, _number in numbered)])
    else:
        looked = look_up(connection, words, sources.kinds, LOOKED_AT)
        hits = [*titled(session, exact), *_best(session, looked, words), *sources.ask(session, terms, guessed=False)]
    if not hits and not question.numbers:
        guessed = guess(connection, words, sources.kinds, SHOWN)
        hits = [*titled(session, guessed), *sources.ask(session, terms, guessed=True)]
    places = places_of(session, [(hit.kind, hit.uid) for hit in hits], sources.ways)
    return Found(_matches(hits, places, {entry.uid for entry in exact}, words), more=len(looked) > SHOWN)


def _numbered(connection: Connection, words: Sequence[str], kinds: Sequence[str]) -> list[tuple[Entry, str]]:
    """Records and their numbers, in one, whose number begins with what was typed or has words that begin so."""
    having = [kind for kind in kinds if _NUMBER in Base.metadata.tables[kind].columns]
    if not having or not any(letter.isdigit() for word in words for letter in word):
        return []
    readings = (["".join(words)], words)
    entries = {entry.uid: entry for typed in readings for entry in look_up(connection, typed, having, SHOWN)}
    by_kind: dict[str, list[str]] = defaultdict(list)
    for entry in entries.values():
        by_kind[entry.kind].append(entry.uid)
    found = []
    for kind, uids in by_kind.items():
        query = f"SELECT uid, {_NUMBER} FROM {kind} WHERE uid IN ({', '.join('?' * len(uids))}) ORDER BY {_NUMBER}"
        for uid, number in connection.exec_driver_sql(query, tuple(uids)):
            found.append((entries[uid], "".join(words_of(number))))
    return found


def _best(session: Session, entries: Sequence[Entry], words: Sequence[str]) -> list[Hit]:
    """The best of many entries: those called so before others, in the German order of words."""
    best = sorted(entries, key=lambda entry: (not entry.is_called(words), entry.text))[:SHOWN]
    called = {entry.uid for entry in best if entry.is_called(words)}
    return sorted(titled(session, best), key=lambda hit: (hit.uid.hex not in called, sort_key(hit.title)))


def _matches(
    hits: Sequence[Hit], places: Mapping[Key, Place], exact: set[str], words: Sequence[str]
) -> tuple[Match, ...]:
    """The hits with their places, each place once."""
    found: dict[tuple[str, UUID], Match] = {}
    for hit in hits:
        place = places.get((hit.kind, hit.uid), Place("", hit.uid))
        called = words_of(hit.title)[:1]
        match = Match(
            hit.kind,
            hit.title,
            " · ".join(filter(None, (hit.detail, place.through))),
            place.page,
            place.identity,
            exact=hit.uid.hex in exact,
            by_name=any(name.startswith(tuple(words)) for name in called),
        )
        found.setdefault((match.page, match.identity), match)
    return tuple(found.values())
