"""What was decided on a conflict or a proposal: a record of the house that decided, so it travels and is undone."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.record import Record, field
from kammerdesk.store.undo import THEIRS_STAY


class Outcome(StrEnum):
    """How it was decided: a conflict between two versions, or a proposal taken over or not.

    A conflict that only the partner decides is merely noted. A whole bundle may be refused: nothing of it is taken in.
    """

    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOTED = "noted"
    REFUSED = "refused"


OUTCOME_WORDS = {
    Outcome.RESOLVED: N_("conflict decided"),
    Outcome.ACCEPTED: N_("proposal accepted"),
    Outcome.DECLINED: N_("proposal declined"),
    Outcome.NOTED: N_("conflict noted"),
    Outcome.REFUSED: N_("bundle refused"),
}


BUNDLE = "sync_in"
"""Stands for the record kind where a whole bundle was refused."""


def _refused_bundle(session: Session, uid: UUID) -> str:
    """The title of a bundle that was refused; "" for whatever else a decision can be about."""
    query = select(Settlement.uid).where(Settlement.subject_uid == uid, Settlement.subject_kind == BUNDLE).limit(1)
    return bundle_title(uid) if session.scalar(query) is not None else ""


class Settlement(Record):
    """One decision on values that were not taken over (`conflict` is their id), told to the partner who wrote them.

    It holds as long as it is not removed, for its conflict and for all versions of the group that its decider had: in
    whatever house they meet, they are settled. `known` tells them: of each replica the latest stamp, between blanks.
    Of a bundle that was refused `conflict` is the hash of its file, `subject_uid` its number, `subject_kind` BUNDLE.
    """

    __tablename__ = "settlement"
    __table_args__ = {"info": {THEIRS_STAY: True}}  # noqa: RUF012  SQLAlchemy reads it from the class
    __words__ = N_("Decisions of the exchange")
    __title__ = ("subject_uid",)

    conflict: Mapped[str] = field(String(64), words=N_("Conflict"))
    partner: Mapped[str] = field(String(8), words=N_("Partner chamber"))
    subject_kind: Mapped[str] = field(String(64), words=N_("Kind of the record"))
    subject_uid: Mapped[UUID] = field(words=N_("Record it is about"), otherwise=_refused_bundle, index=True)
    subject_group: Mapped[str] = field(String(64), words=N_("Group of fields"))
    outcome: Mapped[str] = field(String(16), words=N_("Decision"), values=OUTCOME_WORDS)
    reason: Mapped[str] = field(words=N_("Reason"))
    known: Mapped[str] = field(words=N_("Versions before the decision"), default="", server_default="")


def bundle_title(bundle: UUID) -> str:
    """What a bundle is called: by when it was made, as its number tells."""
    made = datetime.fromtimestamp((bundle.int >> 80) / 1000, UTC)
    return tr("Bundle of {moment}").format(moment=office_text(made))
