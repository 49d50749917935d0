"""Finds records of all kinds for one line of text, best first, each with the page and row that show it.

Numbers typed in full come first, then records by their words, then what rooms find in a search of their own over
records that belong together; what is written nearly so is looked for only where all of that finds nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kammerdesk.base.finding import Found, Match, Question
from kammerdesk.base.folding import sort_key, words_of
from kammerdesk.base.typed import Term, terms_of
from kammerdesk.store.placing import PageWay, Place, places_of
from kammerdesk.store.record import Base
from kammerdesk.store.search import MOST_WORDS, Entry, Hit, find_word, guess, look_up, titled
from kammerdesk.store.search_triggers import searched_columns

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
        """The kinds that are looked for and that any page shows."""
        kinds = dict.fromkeys(way.kind for _page, way in self.ways)
        return [kind for kind in kinds if searched_columns(Base.metadata.tables[kind])]

    def ask(self, session: Session, terms: Sequence[Term], *, guessed: bool) -> list[Hit]:
        """What the rooms find."""
        return [hit for search in self.searches for hit in search(session, terms, SHOWN, guessed=guessed)]


def find(session: Session, question: Question, sources: Sources) -> Found:
    """The records for a line of text."""
    terms, connection = terms_of(question.text), session.connection()
    words = [word for term in terms for word in term.words][:MOST_WORDS]
    if not words:
        return Found()
    if question.numbers:
        return _found(
            session, titled(session, _numbered(connection, words, sources.kinds), detailed=True), sources, words
        )
    exact = _exact(connection, "".join(words), sources.kinds)
    if exact:  # whoever types a whole number means it
        return _found(session, titled(session, exact, detailed=True), sources, words, exact=True)
    looked = _looked_up(connection, words, sources.kinds)
    hits = [*_best(session, looked, words), *sources.ask(session, terms, guessed=False)]
    if not hits:
        guessed = guess(connection, words, sources.kinds, SHOWN)
        hits = [*titled(session, guessed, detailed=True), *sources.ask(session, terms, guessed=True)]
    return _found(session, hits, sources, words, more=len(looked) > SHOWN)


def _looked_up(connection: Connection, words: Sequence[str], kinds: Collection[str]) -> Sequence[Entry]:
    """The entries of the wanted kinds; nearly all are, so asking for all is several times as fast at first."""
    looked = look_up(connection, words, None, LOOKED_AT)
    wanted = [entry for entry in looked if entry.kind in kinds]
    return wanted if wanted or not looked else look_up(connection, words, kinds, LOOKED_AT)


def _exact(connection: Connection, number: str, kinds: Sequence[str]) -> list[Entry]:
    """The records with this number, which is written in one."""
    if not any(letter.isdigit() for letter in number):
        return []
    entries = [entry for entry in find_word(connection, number, SHOWN) if entry.kind in _numbering(kinds)]
    numbers = _numbers(connection, entries)
    return [entry for entry in entries if numbers.get(entry.uid) == number]  # one looked back to may not be there


def _numbered(connection: Connection, words: Sequence[str], kinds: Sequence[str]) -> list[Entry]:
    """The records by their number that begins with what was typed, or that has words that begin so."""
    having = _numbering(kinds)
    if not having:
        return []
    readings = (["".join(words)], words)
    entries = {entry.uid: entry for typed in readings for entry in look_up(connection, typed, having, SHOWN)}
    numbers = _numbers(connection, list(entries.values()))
    met = [uid for uid, number in numbers.items() if all(word in number for word in words)]  # no words of its name
    return [entries[uid] for uid in sorted(met, key=numbers.__getitem__)]


def _numbering(kinds: Iterable[str]) -> list[str]:
    return [kind for kind in kinds if _NUMBER in Base.metadata.tables[kind].columns]


def _numbers(connection: Connection, entries: Sequence[Entry]) -> dict[str, str]:
    """The numbers of records, written in one, by their keys."""
    found: dict[str, str] = {}
    for kind in {entry.kind for entry in entries}:
        uids = tuple(entry.uid for entry in entries if entry.kind == kind)
        query = f"SELECT uid, {_NUMBER} FROM {kind} WHERE uid IN ({', '.join('?' * len(uids))})"
        for uid, number in connection.exec_driver_sql(query, uids):
            found[uid] = "".join(words_of(number))
    return found


def _best(session: Session, entries: Sequence[Entry], words: Sequence[str]) -> list[Hit]:
    """The best of many entries: those called so before others, in the German order of words."""
    best = sorted(entries, key=lambda entry: (not entry.is_called(words), entry.text))[:SHOWN]
    called = {entry.uid for entry in best if entry.is_called(words)}
    return sorted(
        titled(session, best, detailed=True), key=lambda hit: (hit.uid.hex not in called, sort_key(hit.title))
    )


def _found(
    session: Session,
    hits: Sequence[Hit],
    sources: Sources,
    words: Sequence[str],
    exact: bool = False,
    more: bool = False,
) -> Found:
    """The hits with their places, each place once."""
    places = places_of(session, [(hit.kind, hit.uid) for hit in hits], sources.ways)
    found: dict[tuple[str, UUID], Match] = {}
    for hit in hits:
        place = places.get((hit.kind, hit.uid), Place("", hit.uid))
        detail = " · ".join(filter(None, (hit.detail, place.through)))
        by_name = any(name.startswith(tuple(words)) for name in words_of(hit.title)[:1])
        match = Match(hit.kind, hit.title, detail, place.page, place.identity, exact, by_name)
        found.setdefault((match.page, match.identity), match)
    return Found(tuple(found.values()), more)
