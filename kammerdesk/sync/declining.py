"""Refusing a whole bundle: nothing of it is taken in, and its sender reads the reason with our next bundle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import action
from kammerdesk.store.house import house_of
from kammerdesk.store.stamps import stamp_moment
from kammerdesk.store.undo import current_entry
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.incoming import prove
from kammerdesk.sync.model import SyncOut
from kammerdesk.sync.settlement import BUNDLE, Outcome, Settlement


@dataclass(frozen=True, slots=True)
class DeclineBundleOrder:
    """Refuse this file; the reason is told to its sender."""

    file: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A bundle that was refused: by which chamber, when, why, and when the bundle was made."""

    by: str
    at: datetime
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DeclinedBundle:
    """What was refused: the chamber that sent it, and the journal entry that takes the refusal back."""

    sender: str
    entry: int


@action(N_("Refuse bundle"))
def decline_bundle(work: Work, order: DeclineBundleOrder) -> DeclinedBundle:
    """Refuses a bundle that was not taken in yet; what it holds comes again with later ones.

    Raises Refused without a reason, for one that was taken in or refused before, and KammerError for what is no bundle
    for us: only what is proven is answered.
    """
    reason = order.reason.strip()
    if not reason:
        raise refuse("reason", tr("Please give a reason; the partner reads it."))
    proven = prove(order.file, queries.key_ring(work.session), work.now, rows=False)
    if queries.already_read(work.session, proven) is not None:
        raise refuse("", tr("This bundle was taken in already. Please undo that instead."))
    refuse_declined(work.session, proven.sha256)
    work.add(
        Settlement(
            conflict=proven.sha256,
            partner=proven.head.chamber,
            subject_kind=BUNDLE,
            subject_uid=proven.head.bundle,
            subject_group="",
            outcome=Outcome.REFUSED,
            reason=reason,
        )
    )
    return DeclinedBundle(proven.head.chamber, current_entry(work.session))


def refuse_declined(session: Session, sha256: str) -> None:
    """Raises Refused for a bundle that was refused here, as long as that is not undone."""
    ours = house_of(session).chamber
    found = session.scalar(_refusals().where(Settlement.home == ours, Settlement.conflict == sha256).limit(1))
    if found is not None:
        sentence = tr("This bundle was refused on {moment}: “{reason}”. Undo that in the journal to take it in.")
        moment = office_text(stamp_moment(found.creation_stamp or "0"))
        raise refuse("", sentence.format(moment=moment, reason=found.reason))


def is_declined(session: Session, sha256: str) -> bool:
    """Whether a file was refused here."""
    ours = house_of(session).chamber
    return session.scalar(_refusals().where(Settlement.home == ours, Settlement.conflict == sha256)) is not None


def declined_here(session: Session) -> frozenset[UUID]:
    """The numbers of the bundles that were refused here."""
    ours = house_of(session).chamber
    return frozenset(found.subject_uid for found in session.scalars(_refusals().where(Settlement.home == ours)))


def refused_by(session: Session, partner: str) -> Refusal | None:
    """The latest bundle of ours that a partner refused, unless it has confirmed what it held since then."""
    query = _refusals().where(Settlement.home == partner).order_by(Settlement.creation_stamp.desc()).limit(1)
    found = session.scalar(query)
    sent = session.get(SyncOut, found.subject_uid) if found is not None else None
    if found is None or sent is None or sent.acked_at is not None:
        return None
    return Refusal(partner, stamp_moment(found.creation_stamp or "0"), found.reason, sent.created_at)


def _refusals() -> Select[Settlement]:
    return select(Settlement).where(
        Settlement.outcome == Outcome.REFUSED, Settlement.subject_kind == BUNDLE, Settlement.deleted_at.is_(None)
    )
