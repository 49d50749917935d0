"""Follow-ups: what a clerk does not want to see on Today before a certain day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import action
from kammerdesk.store.house import house_of
from kammerdesk.store.record import Record, field
from kammerdesk.store.work import Work

LONGEST = timedelta(days=366)
"""So long a task may be put off; a year typed wrongly would hide it for ever."""


class FollowUp(Record):
    """A task of Today that one user put off; other users still see it. Never leaves the house."""

    __tablename__ = "follow_up"
    __words__ = N_("Follow-ups")
    __title__ = ("subject_uid", "until")

    owner: Mapped[str] = field(words=N_("User"), index=True)
    task: Mapped[str] = field(words=N_("Task"))
    subject_uid: Mapped[UUID | None] = field(words=N_("Record it is about"), index=True)
    until: Mapped[date] = field(words=N_("Until"))


@dataclass(frozen=True, slots=True)
class FollowUpOrder:
    """Put off a task until a day; `task` is its key: page, record and why it waits.

    `subject` is the record it is about, which it is erased with.
    """

    task: str
    subject: UUID | None
    until: date


@action(N_("Put off task"))
def put_off_task(work: Work, order: FollowUpOrder) -> int:
    """Hides a task of Today from this user until a day; returns the journal entry, so that it can be taken back.

    Raises Refused when that day has come already, or is further away than LONGEST.
    """
    from kammerdesk.store.undo import current_entry  # the page Today asks what is put off before it needs all of undo

    if order.until <= work.today:
        sentence = tr("A task can be put off until tomorrow at the earliest, not until {day}.")
        raise refuse("until", sentence.format(day=format_date(order.until)))
    if order.until > work.today + LONGEST:
        sentence = tr("A task can be put off for a year at the most, until {day}, not until {wanted}.")
        last, wanted = format_date(work.today + LONGEST), format_date(order.until)
        raise refuse("until", sentence.format(day=last, wanted=wanted))
    record = work.session.scalars(
        select(FollowUp).where(FollowUp.owner == work.user, FollowUp.task == order.task, FollowUp.deleted_at.is_(None))
    ).first()
    if record is None:
        work.add(FollowUp(owner=work.user, task=order.task, subject_uid=order.subject, until=order.until))
    else:
        record.until = order.until
    return current_entry(work.session)


def put_off(session: Session) -> Mapping[str, date]:
    """The tasks this user does not want to see today, by their keys, and until when."""
    house = house_of(session)
    rows = session.execute(
        select(FollowUp.task, FollowUp.until).where(
            FollowUp.owner == house.user, FollowUp.until > house.today, FollowUp.deleted_at.is_(None)
        )
    )
    return {row.task: row.until for row in rows}
