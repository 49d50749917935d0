"""The office's settings with validity dates, such as how points are rounded; kept in the database."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Mapped, Session

from kammerdesk.base.i18n import N_
from kammerdesk.store.record import Record, field


class OfficeSetting(Record):
    """One value of one setting for a time; open-ended without `valid_until`."""

    __tablename__ = "office_setting"
    __words__ = N_("Office settings")
    __title__ = ("key", "valid_from")

    key: Mapped[str] = field(words=N_("Setting"), index=True)
    value: Mapped[str] = field(words=N_("Value"))
    valid_from: Mapped[date] = field(words=N_("Valid from"))
    valid_until: Mapped[date | None] = field(words=N_("Valid until"))


def setting_on(session: Session, key: str, day: date, default: str) -> str:
    """The value of a setting on a day, or the default when the office has not set one."""
    found = session.scalars(
        select(OfficeSetting.value)
        .where(OfficeSetting.key == key, OfficeSetting.deleted_at.is_(None), OfficeSetting.valid_from <= day)
        .where(or_(OfficeSetting.valid_until.is_(None), OfficeSetting.valid_until >= day))
        .order_by(OfficeSetting.valid_from.desc())
    ).first()
    return found if found is not None else default
