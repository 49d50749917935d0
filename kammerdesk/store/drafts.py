"""Drafts: what stands in an open form and is no record yet; kept past the journal, they never leave the house."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kammerdesk.base.clock import Clock
from kammerdesk.store import faults
from kammerdesk.store.erasure import buried
from kammerdesk.store.record import WORKPLACE_ONLY, Base

KEPT = timedelta(days=30)
"""After this a draft is forgotten: nobody goes on with it, and it may name people."""


class Draft(Base):
    """The draft of one user for one form about one record (its key in hex digits, "" for a new one)."""

    __tablename__ = "draft"
    __table_args__ = ({"info": {"traces": "subject", WORKPLACE_ONLY: True}},)

    user: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    typed: Mapped[str]
    saved_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What was typed into a form, by its fields and as it was typed; `subject` is None for a new record."""

    form: str
    subject: UUID | None
    typed: Mapping[str, str]
    saved_at: datetime


class Drafts:
    """The drafts of one user. What is kept is on the disk when the call returns; KammerError when that fails."""

    def __init__(
        self, writer: Engine, folder: Path, user: str, clock: Clock, turn: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._writer = writer
        self._turn = turn
        self._folder = folder
        self._user = user
        self._clock = clock

    def keep(self, form: str, subject: UUID | None, typed: Mapping[str, str]) -> bool:
        """Keeps a draft instead of the former one of this form and record; False for a record that was erased."""
        now = self._clock.now()
        written = {"typed": json.dumps(dict(typed), ensure_ascii=False), "saved_at": now}
        draft = insert(Draft).values(user=self._user, form=form, subject=_key(subject), **written)
        with self._session() as session:
            session.execute(delete(Draft).where(Draft.saved_at < now - KEPT))
            is_there = subject is None or not buried(session.connection(), [subject])
            if is_there:
                session.execute(draft.on_conflict_do_update(index_elements=["user", "form", "subject"], set_=written))
        return is_there

    def drop(self, form: str, subject: UUID | None) -> None:
        """Forgets a draft, if there is one."""
        mine = delete(Draft).where(Draft.user == self._user, Draft.form == form, Draft.subject == _key(subject))
        with self._session() as session:
            session.execute(mine)

    def of(self, form: str, subject: UUID | None) -> KeptDraft | None:
        """The draft of this form and record, or None."""
        return next((one for one in self.all() if (one.form, one.subject) == (form, subject)), None)

    def all(self) -> list[KeptDraft]:
        """Every draft of the user that is not forgotten yet, the newest first."""
        mine = select(Draft).where(Draft.user == self._user, Draft.saved_at >= self._clock.now() - KEPT)
        with self._session() as session:
            return [_kept(draft) for draft in session.scalars(mine.order_by(Draft.saved_at.desc(), Draft.form))]

    @contextmanager
    def _session(self) -> Iterator[Session]:
        try:
            with self._turn(), Session(self._writer) as session, session.begin():
                yield session
        except DatabaseError as error:
            raise faults.while_working(error, self._folder) from error


def _key(subject: UUID | None) -> str:
    return subject.hex if subject else ""


def _kept(draft: Draft) -> KeptDraft:
    return KeptDraft(
        draft.form, UUID(draft.subject) if draft.subject else None, json.loads(draft.typed), draft.saved_at
    )
