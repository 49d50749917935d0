"""Views of lists that one clerk made for all: which columns, filters and order, as the window wrote them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import action
from kammerdesk.store.record import Record, field
from kammerdesk.store.work import Work


class SharedView(Record):
    """A saved view of one list for everybody in the house; never leaves it.

    `look` is a JSON object that only the window understands.
    """

    __tablename__ = "shared_view"
    __words__ = N_("Views for all")
    __title__ = ("name",)

    page: Mapped[str] = field(words=N_("List"), index=True)
    name: Mapped[str] = field(words=N_("Name"))
    look: Mapped[str] = field(words=N_("Look"))


@dataclass(frozen=True, slots=True)
class SharedViewOrder:
    """A view of the list with the key `page`, to be kept under its name."""

    page: str
    name: str
    look: str


@dataclass(frozen=True, slots=True)
class SharedViewRow:
    """A view for all, as the window reads it."""

    page: str
    name: str
    look: str


@action(N_("Share view"))
def share_view(work: Work, order: SharedViewOrder) -> None:
    """Keeps a view for all; one of the same name is replaced. Raises Refused without a name."""
    if not order.name.strip():
        raise refuse("name", tr("Please enter a name for the view."))
    record = _view(work, order.page, order.name)
    if record is None:
        work.add(SharedView(page=order.page, name=order.name, look=order.look))
    else:
        record.look = order.look


@action(N_("Remove view for all"))
def remove_shared_view(work: Work, order: tuple[str, str]) -> None:
    """Puts the view of a list (its key and the name) into the Papierkorb; one that is gone already is no matter."""
    record = _view(work, *order)
    if record is not None:
        work.remove(record)


def _view(work: Work, page: str, name: str) -> SharedView | None:
    return work.session.scalars(
        select(SharedView).where(SharedView.page == page, SharedView.name == name, SharedView.deleted_at.is_(None))
    ).first()


def shared_views(session: Session) -> Sequence[SharedViewRow]:
    """The views for all, by list and name."""
    rows = session.execute(
        select(SharedView.page, SharedView.name, SharedView.look)
        .where(SharedView.deleted_at.is_(None))
        .order_by(SharedView.page, SharedView.name)
    )
    return [SharedViewRow(*row) for row in rows]
