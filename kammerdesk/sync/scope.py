"""What may leave the house, field by field, and why; whatever is not written down here is private.

A share names a record kind, the reason for which its rows may leave, and the fields that go with it. Rows come into a
share in three ways: by its `root` condition, because the record named by the field `below` is shared, or because a
shared row points at them (`parents`). So every foreign key of a shared row finds its target in the same bundle, or at
the partner whose record it is. Only records whose home we are ever leave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from kammerdesk.base.i18n import N_
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, Sitting, Slot
from kammerdesk.exams.model import Candidate, ExamSeason
from kammerdesk.people.model import Lending, Organisation, Person, Room, Venue
from kammerdesk.store.record import Record
from kammerdesk.store.stamps import STAMP_LENGTH
from kammerdesk.sync.model import PeerState, SyncPeer, SyncScope
from kammerdesk.sync.settlement import Settlement


class Reason(StrEnum):
    """Why something may leave."""

    JOINT_COMMITTEE = "joint_committee"
    EXAM_DAY = "exam_day"
    POOL = "pool"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a transfer for this reason serves (a screen word), and the law it rests on (cited in German)."""

    words: str
    basis: str


PURPOSES: Mapping[Reason, Purpose] = {
    Reason.JOINT_COMMITTEE: Purpose(
        N_("Running the joint examination committee"), "§ 39 Abs. 1 Satz 2 BBiG, § 9 Abs. 4 IHKG"
    ),
    Reason.EXAM_DAY: Purpose(
        N_("Holding the exam days of the joint committee"), "§ 39 Abs. 1 Satz 2 BBiG, § 9 Abs. 4 IHKG"
    ),
    Reason.POOL: Purpose(
        N_("Examiners who serve in the partner's joint committee"), "§ 40 Abs. 3 BBiG, § 9 Abs. 4 IHKG"
    ),
    Reason.ANSWER: Purpose(
        N_("Deciding on conflicts and on proposals of the partner"), "§ 39 Abs. 1 Satz 2 BBiG, § 9 Abs. 4 IHKG"
    ),
}


@dataclass(frozen=True, slots=True)
class Side:
    """Who sends to whom.

    Removals of records that the partner may have travel too: those it was sent (see members.py), and whatever was
    made before the stamp `known`, when that was not written down yet.
    """

    ours: str
    partner: str
    known: str = ""

    @property
    def reversed(self) -> Side:
        """The same from the partner's side, who may have sent whatever of its records is here."""
        return Side(self.partner, self.ours, "f" * STAMP_LENGTH)


class Policy(StrEnum):
    """Who may write a group of fields of a record that was passed on.

    Only its house, so that what the other one writes is a proposal; both, and the later word counts; or each adds
    records of its own, below the other's too, and nobody changes one afterwards.
    """

    HOME = "home"
    SHARED = "shared"
    ADDED = "added"


Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Share:
    """Fields of one record kind that may leave for one reason; `parents` says as which share each target travels.

    `policy` says who may write its groups of fields, where that is not the record's house alone.
    """

    key: str
    kind: type[Record]
    reason: Reason
    fields: tuple[str, ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    below: str = ""
    root: Callable[[Side], Condition] | None = None
    policy: Mapping[str, Policy] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """The table of the kind."""
        return Record.metadata.tables[self.kind.__tablename__]

    @property
    def columns(self) -> frozenset[str]:
        """Everything that travels of a row beside its key, home and stamps: the fields, and that it was removed."""
        return frozenset(self.fields) | {REMOVAL_FIELD}

    def parents_in(self, share: Share) -> list[str]:
        """The fields whose targets travel in that share because of rows of this one."""
        return [name for name, key in self.parents.items() if key == share.key and name != self.below]


REMOVAL_FIELD = "deleted_at"
"""Travels with every share, so that what was removed here disappears there; by whom stays private."""

_EXAMINER = ("last_name", "first_name", "title", "salutation", "phone", "mail", "employer_uid")
_ORGANISATION = ("name", "kind", "town")


def _hosted_by_us(side: Side) -> Condition:
    """Joint committees that stand at our chamber, which is where a joint committee has its home."""
    return and_(
        Committee.joint,
        Committee.home == side.ours,
        Committee.host == side.ours,
        Committee.partner == side.partner,
    )


def _released_to_the_partner(side: Side) -> Condition:
    """Our own word that somebody may examine there; a removed one leaves, and with it what it had brought."""
    return and_(Lending.home == side.ours, Lending.partner == side.partner, Lending.deleted_at.is_(None))


def _meant_for_the_partner(side: Side) -> Condition:
    """What was decided on words of that partner, whatever they were about."""
    return Settlement.partner == side.partner


SHARES: tuple[Share, ...] = (
    Share(
        "committee",
        Committee,
        Reason.JOINT_COMMITTEE,
        (
            *("number", "name", "occupation", "kind", "joint", "host", "partner"),
            *("target_size", "size_basis", "deviation_reason", "deviation_on"),
        ),
        root=_hosted_by_us,
    ),
    Share(
        "appointment",
        Appointment,
        Reason.JOINT_COMMITTEE,
        (
            *("person_uid", "committee_uid", "bench", "role", "fields"),
            *("valid_from", "valid_until", "dismissed_on", "proposed_by_uid", "obligated_on"),
        ),
        {"committee_uid": "committee", "person_uid": "examiner", "proposed_by_uid": "body"},
        below="committee_uid",
    ),
    Share("examiner", Person, Reason.JOINT_COMMITTEE, _EXAMINER, {"employer_uid": "body"}),
    Share("body", Organisation, Reason.JOINT_COMMITTEE, _ORGANISATION),
    Share(
        "lending",
        Lending,
        Reason.POOL,
        ("person_uid", "partner"),
        {"person_uid": "lent"},
        root=_released_to_the_partner,
    ),
    Share("lent", Person, Reason.POOL, _EXAMINER, {"employer_uid": "employer"}),
    Share("employer", Organisation, Reason.POOL, _ORGANISATION),
    Share(
        "exam_day",
        ExamDay,
        Reason.EXAM_DAY,
        (
            *("day", "committee_uid", "season_uid", "regulation", "area"),
            *("room_uid", "starts_at", "slot_minutes", "aids"),
        ),
        {"committee_uid": "committee", "season_uid": "season", "room_uid": "room"},
        below="committee_uid",
    ),
    Share("season", ExamSeason, Reason.EXAM_DAY, ("name", "starts_on", "ends_on")),
    Share("venue", Venue, Reason.EXAM_DAY, ("name", "street", "postal_code", "town")),
    Share("room", Room, Reason.EXAM_DAY, ("venue_uid", "name", "seats"), {"venue_uid": "venue"}),
    Share(
        "sitting",
        Sitting,
        Reason.EXAM_DAY,
        ("exam_day_uid", "appointment_uid", "person_uid", "bench", "role"),
        {"exam_day_uid": "exam_day", "appointment_uid": "appointment", "person_uid": "examiner"},
        below="exam_day_uid",
    ),
    Share(
        "slot",
        Slot,
        Reason.EXAM_DAY,
        ("exam_day_uid", "candidate_uid", "starts_at", "ends_at"),
        {"exam_day_uid": "exam_day", "candidate_uid": "candidate"},
        below="exam_day_uid",
    ),
    Share(
        "candidate",
        Candidate,
        Reason.EXAM_DAY,
        ("number", "person_uid", "season_uid", "regulation", "company_uid"),
        {"person_uid": "examinee", "season_uid": "season", "company_uid": "company"},
    ),
    Share("examinee", Person, Reason.EXAM_DAY, ("last_name", "first_name", "title")),
    Share("company", Organisation, Reason.EXAM_DAY, _ORGANISATION),
    Share(
        "settlement",
        Settlement,
        Reason.ANSWER,
        ("conflict", "partner", "subject_kind", "subject_uid", "subject_group", "outcome", "reason", "known"),
        root=_meant_for_the_partner,
    ),
)

POLICIES: Mapping[tuple[str, str], Policy] = {
    (share.kind.__tablename__, group): policy for share in SHARES for group, policy in share.policy.items()
}
"""Who may write a group of fields of a record kind; of a group that is not here, only the record's house."""


def policy_of(kind: str, group: str) -> Policy:
    """Who may write a group of fields of a record kind."""
    return POLICIES.get((kind, group), Policy.HOME)


_BY_KEY = {share.key: share for share in SHARES}


def shares_of(reasons: str) -> list[Share]:
    """The shares whose keys these are, separated by blanks; keys that are no more are passed over."""
    return [_BY_KEY[key] for key in reasons.split() if key in _BY_KEY]


def fields_for(reasons: str) -> frozenset[str]:
    """The fields that travel of a record in all these shares."""
    return frozenset[str]().union(*(share.columns for share in shares_of(reasons)))


def shared_kinds() -> dict[str, Table]:
    """The tables of which anything may travel, by name."""
    return {share.kind.__tablename__: share.table for share in SHARES}


def shared_fields(kind: str) -> frozenset[str]:
    """Everything that may travel of a record kind, for whatever reason; empty for a private kind."""
    return frozenset().union(*(share.columns for share in SHARES if share.kind.__tablename__ == kind))


def fields_below(kind: str) -> frozenset[str]:
    """The fields that name the record to which one of this kind belongs; only the house of that record adds to it."""
    return frozenset(share.below for share in SHARES if share.below and share.kind.__tablename__ == kind)


def needed_fields(kind: str) -> frozenset[str]:
    """The fields without which a row of this kind cannot be stored."""
    columns = shared_kinds()[kind].columns
    return frozenset(c.name for c in columns if c.name in shared_fields(kind) and not c.nullable and c.default is None)


@lru_cache(maxsize=64)
def shared_keys(side: Side) -> Mapping[str, CTE]:
    """For each share the keys of its rows, as a common table expression with the column `uid`; homes are not asked."""
    found: dict[str, CTE] = {}
    for share in SHARES:
        _keys(share, side, found)
    return found


@lru_cache(maxsize=512)
def members(table: Table, side: Side) -> Subquery:
    """The sender's records of a kind that are in the scope now: `uid`, and the keys of their shares as `reasons`."""
    keys = shared_keys(side)
    ways = [
        select(literal(share.key).label("share"), keys[share.key].c.uid) for share in SHARES if share.table is table
    ]
    found = union_all(*ways).subquery()
    reasons = func.aggregate_strings(found.c.share, " ").aggregate_order_by(found.c.share).label("reasons")
    query = select(table.c.uid, reasons).join(found, found.c.uid == table.c.uid).where(table.c.home == side.ours)
    return query.group_by(table.c.uid).subquery()


def ways_into(share: Share, side: Side, keys_of: Callable[[Share], Select[Any]]) -> list[Select[Any]]:
    """The three ways into a share, each as the keys of its rows; `keys_of` are those of the shares it hangs on."""
    table, ways = share.table, []
    if share.root is not None:
        ways.append(select(table.c.uid).where(share.root(side), _still_there(table, side), ~_ended_with(side.partner)))
    if share.below:
        above = table.c[share.below].in_(keys_of(_BY_KEY[share.parents[share.below]]))
        ways.append(select(table.c.uid).where(above, _still_there(table, side)))
    for child in SHARES:
        for name in child.parents_in(share):
            # without NULL, which would make every NOT IN unknown
            pointing = select(child.table.c[name].label("uid")).where(child.table.c[name].is_not(None))
            ways.append(pointing.where(child.table.c.uid.in_(keys_of(child))))
    return ways


def _keys(share: Share, side: Side, found: dict[str, CTE]) -> CTE:
    if share.key not in found:
        ways = ways_into(share, side, lambda other: select(_keys(other, side, found)))
        found[share.key] = union(*ways).cte(f"shared_{share.key}")
    return found[share.key]


def _ended_with(partner: str) -> Condition:
    """Whether the agreement with a partner has ended, so that nothing is shared with it any more."""
    return exists().where(SyncPeer.chamber == partner, SyncPeer.state == PeerState.ENDED)


def _still_there(table: Table, side: Side) -> Condition:
    """Not removed, or removed after the partner may have got it."""
    sent = select(SyncScope.uid).where(SyncScope.peer == side.partner, SyncScope.kind == table.name)
    return or_(table.c.deleted_at.is_(None), table.c["_c"] <= side.known, table.c.uid.in_(sent))
