"""What of a partner's words waits for a clerk: conflicts, proposals, and the answers to ours; state of the records.

A conflict or proposal is open until a settlement says otherwise. Only the house of a record settles what was written
into it, and either house where both may write.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select, Table, and_, exists, false, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.dialects import PlaceWithin
from kammerdesk.store.house import house_of
from kammerdesk.store.record import Record
from kammerdesk.store.stamps import STAMP_LENGTH, stamp_moment
from kammerdesk.sync.model import NO_VALUES, ConflictKind, SyncConflict
from kammerdesk.sync.scope import POLICIES, Condition, Policy
from kammerdesk.sync.settlement import BUNDLE, Outcome, Settlement, bundle_title

if TYPE_CHECKING:
    from kammerdesk.store.titles import Titles


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Values that were not taken over, for a clerk to decide: which record, and which of its fields differ.

    `partner` is the name of the chamber whose bundle brought them together; `is_ours` says whether it is for us to
    decide, else for the house of the record.
    """

    id: str
    kind: str
    uid: UUID
    title: str
    fields: tuple[str, ...]
    reason: ConflictKind
    partner: str
    found_at: datetime
    is_ours: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One decision of ours or of a partner, as both houses keep it; `reason` is why a proposal was declined."""

    id: UUID
    conflict: str
    kind: str
    uid: UUID
    title: str
    group: str
    outcome: Outcome
    reason: str
    partner: str
    from_us: bool
    at: datetime


def open_decisions(session: Session) -> list[DecisionRow]:
    """What waits for our decision, the oldest first."""
    return [row for row in undecided(session) if row.is_ours]


def undecided(session: Session) -> list[DecisionRow]:
    """Everything that is not decided, also what only the partner decides; the oldest first."""
    from kammerdesk.store.titles import Titles  # the window counts what waits before it needs any title

    titles, ours, found = Titles(session), house_of(session).chamber, list[DecisionRow]()
    for table in _kinds(session):
        columns = SyncConflict, for_us(table, ours), *table.columns
        rows = [tuple(row) for row in session.execute(still_open(table, ours).add_columns(*columns))]
        titles.learn(str(table.name), (conflict.uid for conflict, *_ in rows))
        for conflict, is_ours, *stands in rows:
            here = dict(zip(table.columns.keys(), stands, strict=True))
            found.append(_decision(conflict, here, titles, is_ours=bool(is_ours)))
    return sorted(found, key=lambda row: (row.found_at, row.id))


def open_numbers(session: Session) -> Counter[tuple[str, ConflictKind]]:
    """How many decisions wait for us, by partner and what they are; told without looking at any record closely."""
    ours, found = house_of(session).chamber, Counter[tuple[str, ConflictKind]]()
    for table in _kinds(session):
        query = still_open(table, ours).where(for_us(table, ours))
        counted = query.add_columns(SyncConflict.signer, SyncConflict.reason, func.count())
        for signer, reason, number in session.execute(counted.group_by(SyncConflict.signer, SyncConflict.reason)):
            found[signer, ConflictKind(reason)] += number
    return found


def is_open(session: Session, conflict: SyncConflict) -> bool:
    """Whether it is still to be decided, by whomever."""
    table = Record.metadata.tables[conflict.kind]
    query = still_open(table, house_of(session).chamber).where(SyncConflict.id == conflict.id)
    query = query.add_columns(SyncConflict.id)
    return session.scalar(query) is not None


def answers(session: Session, about: UUID | None = None) -> list[AnswerRow]:
    """What was decided, here and by partners, the latest first; on one record where its key is given."""
    from kammerdesk.store.titles import Titles  # as above

    titles, ours = Titles(session), house_of(session).chamber
    live = select(Settlement).where(Settlement.deleted_at.is_(None))
    if about is not None:
        live = live.where(Settlement.subject_uid == about)
    return [
        AnswerRow(
            id=each.uid,
            conflict=each.conflict,
            kind=each.subject_kind,
            uid=each.subject_uid,
            title=_title(each, titles),
            group=each.subject_group,
            outcome=Outcome(each.outcome),
            reason=each.reason,
            partner=chamber_name(each.partner if each.home == ours else each.home),
            from_us=each.home == ours,
            at=stamp_moment(each.creation_stamp or "0"),
        )
        for each in session.scalars(live.order_by(Settlement.creation_stamp.desc()))
    ]


def _title(each: Settlement, titles: Titles) -> str:
    is_bundle = each.subject_kind == BUNDLE
    return bundle_title(each.subject_uid) if is_bundle else titles.of(each.subject_kind, each.subject_uid)


def answers_about(session: Session, kind: str, uid: UUID) -> list[AnswerRow]:
    """What was decided on a record with words to it, the latest first."""
    return [each for each in answers(session, uid) if each.kind == kind and each.reason]


def for_us(table: Table, ours: str) -> Condition:
    """Whether we decide: on what was proposed to us, and on conflicts in our records or where both houses write."""
    return or_(
        SyncConflict.reason == ConflictKind.PROPOSAL,
        func.coalesce(table.c.home, ours) == ours,
        _is_shared(),
    )


def still_open(table: Table, ours: str) -> Select[tuple[object, ...]]:
    """What is kept of one record kind and not settled, without any column yet; words that brought nothing are not."""
    query: Select[tuple[object, ...]] = select().select_from(SyncConflict)
    query = query.outerjoin(table, table.c.uid == SyncConflict.uid)
    query = query.where(SyncConflict.kind == table.name, SyncConflict.values != NO_VALUES)
    return query.where(~_settled(table, ours), ~_overtaken())


def _kinds(session: Session) -> Iterator[Table]:
    """The record kinds of which something is kept."""
    kinds = session.scalars(select(SyncConflict.kind).distinct()).all()
    return (Record.metadata.tables[kind] for kind in sorted(kinds) if kind in Record.metadata.tables)


def _is_shared() -> Condition:
    """Whether both houses may write the group."""
    shared = [pair for pair, policy in POLICIES.items() if policy is Policy.SHARED]
    return tuple_(SyncConflict.kind, SyncConflict.group).in_(shared) if shared else false()


def _settled(table: Table, ours: str) -> Condition:
    """Whether somebody who may has decided on it, or on the same group when he had the words that lost."""
    each = aliased(Settlement)  # the record may be a settlement itself
    answered = or_(
        each.conflict == SyncConflict.id,
        and_(
            _was_known(each.known),
            or_(SyncConflict.reason == ConflictKind.CONFLICT, each.partner == SyncConflict.signer),
        ),
    )
    may = or_(
        each.home == ours,
        and_(
            SyncConflict.reason == ConflictKind.CONFLICT,
            or_(each.home == table.c.home, _is_shared()),
        ),
    )
    return exists().where(
        each.subject_uid == SyncConflict.uid,
        each.subject_kind == SyncConflict.kind,
        each.subject_group == SyncConflict.group,
        each.deleted_at.is_(None),
        answered,
        may,
    )


def _was_known(known: Any) -> Condition:
    """Whether the words that lost, or later ones of the same replica, are among these (see Settlement.known).

    Whoever has the later ones needs no earlier: their author knew them when he wrote over them.
    """
    half = STAMP_LENGTH // 2
    place = PlaceWithin(known, func.substr(SyncConflict.loser_stamp, half + 1))
    latest = func.substr(known, place - half, half)
    return and_(place > half, latest >= func.substr(SyncConflict.loser_stamp, 1, half))


def _overtaken() -> Condition:
    """Whether its author wrote something else into the same group afterwards, also what stood here anyway."""
    later = aliased(SyncConflict)
    return and_(
        SyncConflict.reason == ConflictKind.PROPOSAL,
        exists().where(
            later.reason == ConflictKind.PROPOSAL,
            later.kind == SyncConflict.kind,
            later.uid == SyncConflict.uid,
            later.group == SyncConflict.group,
            later.signer == SyncConflict.signer,
            later.loser_stamp > SyncConflict.loser_stamp,
        ),
    )


def _decision(conflict: SyncConflict, here: Mapping[str, Any], titles: Titles, *, is_ours: bool) -> DecisionRow:
    from msgspec import to_builtins  # as above

    from kammerdesk.store.words import field_word

    told: dict[str, Any] = json.loads(conflict.values)
    differing = [name for name, value in told.items() if value != to_builtins(here.get(name))]
    return DecisionRow(
        id=conflict.id,
        kind=conflict.kind,
        uid=conflict.uid,
        title=titles.of(conflict.kind, conflict.uid),
        fields=tuple(field_word(conflict.kind, name) for name in differing or told),
        reason=ConflictKind(conflict.reason),
        partner=chamber_name(conflict.signer),
        found_at=conflict.found_at,
        is_ours=is_ours,
    )
