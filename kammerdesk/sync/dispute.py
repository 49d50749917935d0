"""One conflict or proposal closely: both versions side by side, who wrote them when, and what stood there before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.differences import Comparison, Difference, Side, Version
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.house import house_of
from kammerdesk.store.journal import JournalChange, JournalEntry, JournalShape
from kammerdesk.store.record import STAMP_PREFIX, Record
from kammerdesk.store.stamps import stamp_moment
from kammerdesk.store.titles import Titles
from kammerdesk.store.words import field_word, kind_word
from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.frames import value_told
from kammerdesk.sync.incoming import seen_of
from kammerdesk.sync.model import ConflictKind, SyncConflict, SyncIn, SyncSeen
from kammerdesk.sync.scope import Policy, policy_of


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two versions of a group of fields: the one that stands, and the one that was not taken.

    `standing` is the stamp of the first; "" when the record is not here at all. `loser` says which side of the
    comparison the second is. `home` is whose record it is, `partner` whose bundle
    brought it (codes). `is_ours`: for us to decide; otherwise nothing can be chosen.
    """

    id: str
    reason: ConflictKind
    kind: str
    uid: UUID
    group: str
    home: str
    partner: str
    is_ours: bool
    standing: str
    loser: Side
    loser_stamp: str
    comparison: Comparison

    def values(self, choice: Mapping[str, Side]) -> dict[str, Any]:
        """What stands in the fields when these sides are chosen; a field that is not named has what is proposed."""
        rows = self.comparison.rows
        return {row.field: row.version(choice.get(row.field, row.proposal)).value for row in rows}


def dispute(session: Session, key: str) -> Dispute:
    """One of the conflicts and proposals that were kept, decided or not; its beginning names it as well.

    Raises KammerError when there is none, or when several begin so.
    """
    found = session.scalars(select(SyncConflict).where(SyncConflict.id.startswith(key, autoescape=True)).limit(2)).all()
    if not key or not found:
        raise KammerError(tr("There is no conflict or proposal “{key}”. It may be decided already.").format(key=key))
    if len(found) > 1:
        raise KammerError(tr("Several conflicts begin with “{key}”. Please give more of the number.").format(key=key))
    return _Reader(session, found[0]).dispute()


class _Reader:
    """Puts a dispute together."""

    def __init__(self, session: Session, conflict: SyncConflict) -> None:
        self._session, self._conflict = session, conflict
        self._table: Table = Record.metadata.tables[conflict.kind]
        self._ours = house_of(session).chamber
        self._own = seen_of(session, self._ours).keys()
        self._titles = Titles(session)
        row = session.execute(select(self._table).where(self._table.c.uid == conflict.uid)).one_or_none()
        self._row: Mapping[str, Any] | None = None if row is None else dict(row._mapping)

    def dispute(self) -> Dispute:
        conflict, row = self._conflict, self._row
        standing = "" if row is None else row[STAMP_PREFIX + conflict.group] or row["_c"]
        home = self._ours if row is None else row["home"]
        loser = Side.OURS if self._wrote(conflict.loser_stamp) and not self._wrote(standing) else Side.THEIRS
        return Dispute(
            id=conflict.id,
            reason=ConflictKind(conflict.reason),
            kind=conflict.kind,
            uid=conflict.uid,
            group=conflict.group,
            home=home,
            partner=conflict.signer,
            is_ours=self._is_ours(home),
            standing=standing,
            loser=loser,
            loser_stamp=conflict.loser_stamp,
            comparison=self._comparison(standing, loser, home),
        )

    def _is_ours(self, home: str) -> bool:
        """Whether we decide; see inbox.for_us."""
        conflict = self._conflict
        is_shared = policy_of(conflict.kind, conflict.group) is Policy.SHARED
        return conflict.reason == ConflictKind.PROPOSAL or home == self._ours or is_shared

    def _wrote(self, stamp: str) -> bool:
        """Whether somebody of our house wrote it."""
        return replica_of(stamp) in self._own

    def _comparison(self, standing: str, loser: Side, home: str) -> Comparison:
        conflict = self._conflict
        by = {loser: self._by(conflict.loser_stamp), _other(loser): self._by(standing)}
        is_inner = self._wrote(conflict.loser_stamp) and self._wrote(standing)
        heads = _INNER_HEADS if is_inner else _HEADS
        return Comparison(
            title=f"{self._titles.of(conflict.kind, conflict.uid)} · {kind_word(conflict.kind)}",
            ours=tr(heads[0]),
            theirs=tr(heads[1]),
            ours_by=by[Side.OURS],
            theirs_by=by[Side.THEIRS],
            reason=self._reason(home),
            rows=tuple(self._rows(loser, home)),
        )

    def _proposed(self, loser: Side, home: str) -> Side:
        """A proposal is there to be taken; of two versions the one that the house of the record wrote.

        What is not for us to decide stays as it stands.
        """
        if not self._is_ours(home):
            return _other(loser)
        if self._conflict.reason == ConflictKind.PROPOSAL:
            return loser
        return Side.OURS if home == self._ours else Side.THEIRS

    def _rows(self, loser: Side, home: str) -> list[Difference]:
        before, proposed, found = self._before(), self._proposed(loser, home), list[Difference]()
        for name, told in json.loads(self._conflict.values).items():
            column = self._table.columns.get(name)
            if column is None:
                continue
            lost = value_told(column, told)
            stands = None if self._row is None else self._row[name]
            versions = {loser: self._version(column, lost), _other(loser): self._version(column, stands)}
            base = versions[loser] if lost == stands else self._told(column, before.get(name))
            title, clash = field_word(self._conflict.kind, name), lost != stands and self._is_ours(home)
            found.append(Difference(name, title, versions[Side.OURS], versions[Side.THEIRS], base, proposed, clash))
        return found

    def _told(self, column: Column[Any], stored: Any) -> Version:
        """A value of the journal; it is shown, never compared."""
        return Version(None, self._titles.readable(column, stored))

    def _version(self, column: Column[Any], value: Any) -> Version:
        dialect = self._session.connection().dialect
        bind = column.type.dialect_impl(dialect).bind_processor(dialect)
        return Version(value, self._titles.readable(column, bind(value) if bind is not None else value))

    def _by(self, stamp: str) -> str:
        """Who wrote a version, and when: of another house the person who wrote its bundle, for nobody else is known."""
        if not stamp:
            return tr("not here")
        moment = office_text(stamp_moment(stamp))
        user = self._session.scalar(select(JournalEntry.user).where(JournalEntry.stamp == stamp))
        if self._wrote(stamp):
            return tr("{user}, {moment}").format(user=user or chamber_name(self._ours), moment=moment)
        known = self._session.get(SyncSeen, replica_of(stamp))
        bundle = self._session.get(SyncIn, self._conflict.bundle)
        chamber = chamber_name(known.chamber if known is not None else self._conflict.signer)
        if bundle is None:
            return tr("{user}, {moment}").format(user=chamber, moment=moment)
        return tr("{chamber} ({user}), {moment}").format(chamber=chamber, user=bundle.created_by, moment=moment)

    def _reason(self, home: str) -> str:
        conflict = self._conflict
        if conflict.reason == ConflictKind.CONFLICT:
            sentence = tr("Both wrote this without knowing the other version. It is a record of {chamber}.")
        elif self._row is None:
            sentence = tr("{partner} sent a record that is not here; it would belong to {chamber}.")
        else:
            sentence = tr("{partner} proposes this for a record of {chamber}. Until it is accepted, nothing changes.")
        sentence = sentence.format(chamber=chamber_name(home), partner=chamber_name(conflict.signer))
        before = "; ".join(
            f"{field_word(conflict.kind, name)}: {words}"
            for name, stored in self._before().items()
            if (words := self._titles.readable(self._table.columns.get(name), stored))
        )
        told = tr("Before that: {values}.").format(values=before.removesuffix("."))
        return f"{sentence} {told}" if before else sentence

    def _before(self) -> dict[str, Any]:
        """The stored values of the last version that both had, as far as the journal of our house knows it."""
        conflict, session = self._conflict, self._session
        first = min(stamp for stamp in (conflict.loser_stamp, conflict.winner_stamp) if stamp)
        names, found = set(json.loads(conflict.values)), dict[str, Any]()
        query = (
            select(JournalChange.shape, JournalChange.after)
            .join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
            .where(JournalChange.uid == conflict.uid, JournalChange.kind == conflict.kind, JournalEntry.stamp < first)
            .order_by(JournalChange.id)
        )
        for shape, after in session.execute(query):
            told = json.loads(after or "{}")
            if shape is not None:
                told = dict(zip(json.loads(session.get_one(JournalShape, shape).columns), told, strict=True))
            found |= {name: value for name, value in told.items() if name in names}
        return found


_HEADS = N_("Our version"), N_("Partner version")
_INNER_HEADS = N_("Version that stands"), N_("Other version of our house")


def _other(side: Side) -> Side:
    return Side.THEIRS if side is Side.OURS else Side.OURS
