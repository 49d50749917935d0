"""Deciding on conflicts and proposals: a new writing that both houses take over, and a settlement that tells of it.

The group is always written anew, also where nothing changes in it. So the decision is later than both versions, travels
like any other change, and two houses that decide differently at the same time meet in one new conflict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, update

from kammerdesk.base.differences import Side
from kammerdesk.base.errors import Refused, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.actions import action
from kammerdesk.store.coherence import misfits
from kammerdesk.store.record import REMOVAL_GROUP, STAMP_PREFIX, Record
from kammerdesk.store.removal import remove_with_parts
from kammerdesk.store.stamps import stamp_before
from kammerdesk.store.undo import current_entry
from kammerdesk.store.words import field_word
from kammerdesk.store.work import Work
from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.dispute import Dispute, dispute
from kammerdesk.sync.inbox import is_open, still_open
from kammerdesk.sync.incoming import seen_of
from kammerdesk.sync.model import ConflictKind, SyncConflict
from kammerdesk.sync.settlement import Outcome, Settlement


@dataclass(frozen=True, slots=True)
class ResolveOrder:
    """Decide on a conflict or accept a proposal: per field whose version is taken; without one what is proposed.

    `standing` is the stamp of the version that stood when both were compared; "" when nobody looked before. With
    `noted` both versions are kept in words with the decision, where both houses read them.
    """

    id: str
    choice: Mapping[str, Side] = field(default_factory=dict)
    standing: str = ""
    noted: bool = False


@dataclass(frozen=True, slots=True)
class DeclineOrder:
    """Decline a proposal; the reason is told to the partner."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided on: the title of the record, and the journal entry that takes it back."""

    title: str
    entry: int


@action(N_("Decide conflict"))
def resolve_conflict(work: Work, order: ResolveOrder) -> Settled:
    """Writes what was chosen of two versions, in one entry that can be undone; it settles the same in both houses.

    Raises Refused when it was decided or changed meanwhile, or when only the partner decides.
    """
    found = _to_decide(work, order.id, ConflictKind.CONFLICT, order.standing)
    if not found.is_ours:
        sentence = tr("This is a record of {chamber}; only that chamber decides. Its decision comes with a bundle.")
        raise refuse("", sentence.format(chamber=chamber_name(found.home)))
    note = _both_versions(work, found) if order.noted else ""
    _write(work, found, found.values(order.choice), work.stamp)
    return _settle(work, found, Outcome.RESOLVED, note)


@action(N_("Note conflict"))
def note_conflict(work: Work, order: ResolveOrder) -> Settled:
    """Puts away a conflict that only the partner decides; nothing is written, both versions stay in the history.

    Raises Refused when it is for us to decide; otherwise as `resolve_conflict`.
    """
    found = _to_decide(work, order.id, ConflictKind.CONFLICT, order.standing)
    if found.is_ours:
        raise refuse("", tr("These are two versions of a record, no proposal. Please choose one."))
    return _settle(work, found, Outcome.NOTED)


@action(N_("Accept proposal"))
def accept_proposal(work: Work, order: ResolveOrder) -> Settled:
    """Writes what the partner proposed as ours, as far as it is chosen; the next bundle tells the partner.

    Raises Refused where the record is not here, is not ours, or cannot become so; otherwise as `resolve_conflict`.
    """
    found = _to_decide(work, order.id, ConflictKind.PROPOSAL, order.standing)
    if not found.standing:
        raise refuse(
            "", tr("This record is not here. If it is wanted, please enter it yourself, then decline the proposal.")
        )
    if found.home not in (work.chamber, found.partner):
        sentence = tr("This is a record of {chamber}; only that chamber decides. Its decision comes with a bundle.")
        raise refuse("", sentence.format(chamber=chamber_name(found.home)))
    stamp = work.stamp if found.home == work.chamber else found.loser_stamp
    note = _both_versions(work, found) if order.noted else ""
    _write(work, found, found.values(order.choice), stamp)
    return _settle(work, found, Outcome.ACCEPTED, note)


@action(N_("Decline proposal"))
def decline_proposal(work: Work, order: DeclineOrder) -> Settled:
    """Keeps what stands here, and tells the partner so with a reason; its copy follows with the next bundle.

    Raises Refused without a reason; otherwise as `resolve_conflict`.
    """
    reason = order.reason.strip()
    if not reason:
        raise refuse("reason", tr("Please give a reason; the partner reads it."))
    found = _to_decide(work, order.id, ConflictKind.PROPOSAL, "")
    if found.standing and found.home == work.chamber:
        stands = {row.field: row.version(_other(found.loser)).value for row in found.comparison.rows}
        _write(work, found, stands, work.stamp)
    return _settle(work, found, Outcome.DECLINED, reason)


def _to_decide(work: Work, key: str, wanted: ConflictKind, standing: str) -> Dispute:
    found = dispute(work.session, key)
    if not is_open(work.session, work.session.get_one(SyncConflict, found.id)):
        raise refuse("", tr("This was decided already. Please reload the page."))
    if found.reason is not wanted and wanted is ConflictKind.CONFLICT:
        raise refuse("", tr("This is a proposal of the partner. Please accept or decline it."))
    if found.reason is not wanted:
        raise refuse("", tr("These are two versions of a record, no proposal. Please choose one."))
    if standing and standing != found.standing:
        raise refuse("", tr("The record was changed meanwhile. Please look at both versions again."))
    return found


def _write(work: Work, found: Dispute, values: Mapping[str, Any], stamp: str) -> None:
    """Writes a group with a stamp of its own, whether its values change or not."""
    table = Record.metadata.tables[found.kind]
    if found.group == REMOVAL_GROUP:
        values = _removal(work, found, values)
    else:
        _refuse_into_the_void(work, table, found, values)
    columns = {table.c[STAMP_PREFIX + found.group]: stamp, table.c["_l"]: work.sequence}
    columns |= {table.c[name]: value for name, value in values.items()}
    work.session.execute(update(table).where(table.c.uid == found.uid).values(columns))
    reasons = list(misfits(work.session, current_entry(work.session)))
    if reasons:
        raise Refused(reasons)


def _removal(work: Work, found: Dispute, values: Mapping[str, Any]) -> dict[str, Any]:
    """A record that goes takes its parts with it, or stays where others need it; one that comes back needs parents."""
    table = Record.metadata.tables[found.kind]
    was = work.session.scalar(select(table.c.deleted_at).where(table.c.uid == found.uid))
    gone = values.get("deleted_at")
    if gone is not None and was is None:
        mapper = next(one for one in Record.registry.mappers if one.local_table is table)
        remove_with_parts(work, work.session.get_one(mapper.class_, found.uid))
    elif gone is None and was is not None:
        row = work.session.execute(select(table).where(table.c.uid == found.uid)).one()._mapping
        references = {column.name: row[column] for column in table.columns if column.foreign_keys}
        _refuse_into_the_void(work, table, found, references)
    return {"deleted_at": gone, "deleted_by": None if gone is None else work.user}


def _refuse_into_the_void(work: Work, table: Table, found: Dispute, values: Mapping[str, Any]) -> None:
    """Raises Refused where a value names a record that is not here, or lies in the Papierkorb."""
    for name, value in values.items():
        for key in table.c[name].foreign_keys:
            target = key.column.table
            live = select(target.c.uid).where(target.c.uid == value, target.c.deleted_at.is_(None))
            if isinstance(value, UUID) and work.session.scalar(live) is None:
                sentence = tr("“{field}” names a record that is not here or lies in the trash. Please choose ours.")
                raise refuse(name, sentence.format(field=field_word(found.kind, name)))


def _both_versions(work: Work, found: Dispute) -> str:
    """The fields that differ, with what each house wrote: by its name, for who is “we” hangs on who reads it."""
    ours, theirs = f"{chamber_name(work.chamber)}, {found.comparison.ours_by}", found.comparison.theirs_by
    parts = [
        tr("{field}: “{ours}” ({ours_by}), “{theirs}” ({theirs_by})").format(
            field=row.title, ours=row.ours.words, ours_by=ours, theirs=row.theirs.words, theirs_by=theirs
        )
        for row in found.comparison.rows
        if row.clash
    ]
    return "; ".join(parts)


def _settle(work: Work, found: Dispute, outcome: Outcome, reason: str = "") -> Settled:
    work.add(
        Settlement(
            conflict=found.id,
            partner=found.partner,
            subject_kind=found.kind,
            subject_uid=found.uid,
            subject_group=found.group,
            outcome=outcome,
            reason=reason,
            known=found.loser_stamp if outcome is Outcome.NOTED else _known(work, found),
        )
    )
    work.session.expire_all()
    return Settled(found.comparison.title, current_entry(work.session))


def _known(work: Work, found: Dispute) -> str:
    """The versions that whoever decides has before him, as Settlement.known tells them.

    Of our house all that was read or written here before, but not of those who wrote what waits as another matter; of
    this partner what it wrote and is kept here; and what stands.
    """
    about = (
        SyncConflict.kind == found.kind,
        SyncConflict.uid == found.uid,
        SyncConflict.group == found.group,
    )
    others = still_open(Record.metadata.tables[found.kind], work.chamber).where(*about)
    others = others.where(SyncConflict.signer != found.partner).add_columns(SyncConflict.loser_stamp)
    waiting = {replica_of(str(stamp)) for stamp in work.session.scalars(others)}
    kept = select(SyncConflict.loser_stamp).where(*about, SyncConflict.signer == found.partner)
    ours = seen_of(work.session, work.chamber) | {replica_of(work.stamp): stamp_before(work.stamp)}
    read = (stamp for replica, stamp in ours.items() if replica not in waiting)
    stamps = sorted(stamp for stamp in (*read, *work.session.scalars(kept), found.standing) if stamp)
    return " ".join({replica_of(stamp): stamp for stamp in stamps}.values())


def _other(side: Side) -> Side:
    return Side.THEIRS if side is Side.OURS else Side.OURS
