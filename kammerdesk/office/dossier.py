"""Everything that is stored about one person: her record, all that refers to it, its history, and where it went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.office.retention import rules_on
from kammerdesk.office.rules import Rules
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.house import house_of
from kammerdesk.store.lines import HAPPENING_WORDS, FieldLine, HistoryLine, history_lines
from kammerdesk.store.record import Record, field_groups, record_tables
from kammerdesk.store.titles import Titles
from kammerdesk.store.words import field_word, kind_word
from kammerdesk.sync.model import SyncIn, SyncOut, SyncPeer
from kammerdesk.sync.queries import TransferRow, leaving_fields, transfers

SUBJECT = "person"
_SUBJECT_KIND = "subject_kind"
"""The kind of the record that another one is about; its title tells it already."""
_MOST_CHANGES = 10_000
_ALWAYS_SHOWN = ("committee", "exam_season", "venue", "room", "organisation")
"""Kinds that are nobody's data; references to them are told by name."""


@dataclass(frozen=True, slots=True)
class DossierField:
    """A field of a record: its column, its word, and its value as people write it."""

    name: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class DossierRecord:
    """One record about the person; empty fields are left out. `home` is the chamber whose record it is."""

    uid: UUID
    title: str
    home: str
    fields: tuple[DossierField, ...]


@dataclass(frozen=True, slots=True)
class DossierSection:
    """All records of one kind, and how long they are kept, where a rule says so."""

    kind: str
    words: str
    records: tuple[DossierRecord, ...]
    category: str
    period: str
    law: str


@dataclass(frozen=True, slots=True)
class DossierChange:
    """One line of the history: when, by whom, by which action, and which fields became what."""

    at: datetime
    user: str
    action: str
    kind: str
    happening: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class DossierTransfer:
    """A bundle that carried data of the person, as far as the scope of today tells."""

    at: datetime
    outgoing: bool
    partner: str
    bases: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one person at a moment."""

    person: UUID
    name: str
    chamber: str
    made_at: datetime
    sections: tuple[DossierSection, ...]
    changes: tuple[DossierChange, ...]
    transfers: tuple[DossierTransfer, ...]

    @property
    def records(self) -> int:
        """How many records it tells of."""
        return sum(len(section.records) for section in self.sections)


def dossier(session: Session, person: UUID) -> Dossier:
    """Everything about a person, live or removed; other people are not named in it.

    Raises KammerError when there is no such person.
    """
    house = house_of(session)
    rules = rules_on(session, house.today)
    found = _records_about(session, person, rules)
    if not found.get(SUBJECT):
        raise KammerError(tr("There is no person with this key here."))
    titles = _DiscreetTitles(session, person)
    sections = tuple(
        _section(session, table, found[table.name], titles, rules)
        for table in record_tables(Record.metadata)
        if found.get(table.name)
    )
    return Dossier(
        person,
        titles.of(SUBJECT, person),
        chamber_name(house.chamber),
        house.clock.now(),
        tuple(sorted(sections, key=lambda section: section.kind != SUBJECT)),
        tuple(_changes(session, found)),
        tuple(_transfers(session, person)),
    )


def dossier_data(dossier: Dossier) -> dict[str, Any]:
    """The dossier for other programs: the same facts, ready for JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(dossier), default=str))
    return plain


class _DiscreetTitles(Titles):
    """Titles that name nobody but the person herself (GDPR Art. 15 (4))."""

    def __init__(self, session: Session, person: UUID) -> None:
        super().__init__(session)
        self._person = person

    def of(self, kind: str, uid: UUID) -> str:
        """The title of a record; of another person and what is hers, that it is another's."""
        return super().of(kind, uid) if self._is_hers(kind, uid) else tr("another person")

    def is_herself(self, stored: object) -> bool:
        """Whether a stored value is the key of the person, which every record here would repeat."""
        return stored == self._person.hex

    def _is_hers(self, kind: str, uid: UUID) -> bool:
        if kind == SUBJECT:
            return uid == self._person
        table = Record.metadata.tables.get(kind)
        owners = [] if table is None else [key.parent for key in table.foreign_keys if key.parent.name == "person_uid"]
        if table is None or not owners:
            return True
        owner = self._session.scalar(select(owners[0]).where(table.c.uid == uid))
        return owner in (None, self._person)


def _records_about(session: Session, person: UUID, rules: Rules) -> dict[str, list[UUID]]:
    """The keys, by kind, of the person and of all that refers to her, directly or through her own records."""
    tables = list(record_tables(Record.metadata))
    subject = Record.metadata.tables[SUBJECT]
    found: dict[str, set[UUID]] = {SUBJECT: set(session.scalars(select(subject.c.uid).where(subject.c.uid == person)))}
    for table in tables:
        for key in table.foreign_keys:
            above = found.get(key.column.table.name)
            if above:
                found.setdefault(table.name, set()).update(_referring(session, table, key.parent, above))
    everything = set().union(*found.values())
    for table in tables:
        name = rules.follows.get(table.name, "")
        if name and not table.c[name].foreign_keys:
            found[table.name] = _referring(session, table, table.c[name], everything)
    return {kind: sorted(uids) for kind, uids in found.items()}


def _referring(session: Session, table: Table, column: Column[Any], targets: Iterable[UUID]) -> set[UUID]:
    return set(session.scalars(select(table.c.uid).where(column.in_(sorted(targets)))))


def _section(session: Session, table: Table, uids: list[UUID], titles: _DiscreetTitles, rules: Rules) -> DossierSection:
    columns = [column for group in field_groups(table).values() for column in group]
    names = ", ".join(["uid", "home", *(column.name for column in columns)])
    marks = ", ".join("?" * len(uids))
    query = f"SELECT {names} FROM {table.name} WHERE uid IN ({marks}) ORDER BY uid"
    records = []
    for uid, home, *stored in session.connection().exec_driver_sql(query, tuple(uid.hex for uid in uids)):
        told = [
            DossierField(column.name, field_word(table.name, column.name), _plain(titles.readable(column, value)))
            for column, value in zip(columns, stored, strict=True)
            if column.name != _SUBJECT_KIND and not titles.is_herself(value)
        ]
        fields = tuple(field for field in told if field.value)
        records.append(DossierRecord(UUID(uid), titles.of(table.name, UUID(uid)), chamber_name(home), fields))
    rule = rules.by_kind.get(table.name)
    kept = (rule.category, rule.period.words, rule.law) if rule else ("", "", "")
    return DossierSection(table.name, kind_word(table.name), tuple(records), *kept)


def _plain(text: str) -> str:
    """A value that is a list in itself, as one reads it."""
    if text[:1] not in ("[", "{"):
        return text
    try:
        return _joined(json.loads(text))
    except ValueError:
        return text


def _joined(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(filter(None, map(_joined, value.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_joined, value)))
    return "" if value is None else str(value)


def _changes(session: Session, found: dict[str, list[UUID]]) -> Iterator[DossierChange]:
    """The history of all these records, the oldest first."""
    lines = [
        line
        for kind, uids in found.items()
        for uid in uids
        for line in history_lines(session, kind=kind, uid=uid, limit=_MOST_CHANGES)
    ]
    for line in sorted(lines, key=lambda line: (line.at, line.entry)):
        yield DossierChange(
            line.at,
            line.user,
            line.words,
            kind_word(line.kind),
            tr(HAPPENING_WORDS[line.happening]),
            tuple(_discreet(line)),
        )


def _discreet(line: HistoryLine) -> Iterator[FieldLine]:
    """The fields of a line; references to people and what is theirs are told without names."""
    table = Record.metadata.tables.get(line.kind)
    for one in line.fields:
        column = None if table is None else table.columns.get(one.field)
        targets = set() if column is None else {key.column.table.name for key in column.foreign_keys}
        named = targets <= set(_ALWAYS_SHOWN) and not one.field.startswith("subject_")
        yield one if named else replace(one, old="…" if one.old else "", new="…" if one.new else "")


def _transfers(session: Session, person: UUID) -> Iterator[DossierTransfer]:
    """Bundles of partners to whom data of the person may go, since she was entered; and of those whose record it is."""
    table = Record.metadata.tables[SUBJECT]
    home, made = session.execute(select(table.c.home, table.c["_c"]).where(table.c.uid == person)).one()
    peers = session.scalars(select(SyncPeer.chamber)).all()
    told = [peer for peer in peers if leaving_fields(session, peer, SUBJECT, person)]
    out = set(session.scalars(select(SyncOut.bundle).where(SyncOut.partner.in_(told), SyncOut.stamp >= made)))
    came = set(session.scalars(select(SyncIn.bundle).where(SyncIn.partner == home)))
    for one in reversed(transfers(session)):
        if one.bundle in (out if one.outgoing else came):
            yield _transfer(one)


def _transfer(one: TransferRow) -> DossierTransfer:
    return DossierTransfer(one.at, one.outgoing, one.partner_name, one.bases, one.sha256)
