"""What must fit together when an action is taken back or a record comes back: rules of the rooms, beyond references.

An action asks its own questions before it writes; going back asks none of them, so what they guard is looked at anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from sqlalchemy import Select, Table, exists, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import Reason
from kammerdesk.base.i18n import tr
from kammerdesk.store.journal import JournalChange
from kammerdesk.store.titles import Titles

Rule = Callable[[Session, int], Iterator[str]]
"""Gets the entry that went back; yields a sentence for each thing that does not fit any more."""

_rules: dict[Rule, frozenset[str]] = {}


def must_fit(*kinds: str) -> Callable[[Rule], Rule]:
    """Declares a rule that is looked at when records of these kinds went back."""

    def declare(rule: Rule) -> Rule:
        _rules[rule] = frozenset(kinds)
        return rule

    return declare


def must_be_one(table: Table, *names: str) -> None:
    """Declares that a house has no two live records of a kind with the same values in these columns."""

    @must_fit(table.name)
    def twins(session: Session, now: int) -> Iterator[str]:
        other, titles = table.alias(), Titles(session)
        same = [table.c[name] == other.c[name] for name in ("home", *names)]
        beside = exists().where(*same, other.c.uid != table.c.uid, other.c.deleted_at.is_(None))
        query = select(table.c.uid).where(
            table.c.uid.in_(changed_in(now, table.name)), table.c.deleted_at.is_(None), beside
        )
        for uid in session.scalars(query).all():
            yield tr("“{record}” is there anew already.").format(record=titles.of(table.name, uid))


def changed_in(entry: int, kind: str) -> Select[UUID]:
    """The keys of the records of a kind that an entry changed."""
    return select(JournalChange.uid).where(JournalChange.entry_id == entry, JournalChange.kind == kind)


def misfits(session: Session, now: int) -> Iterator[Reason]:
    """One reason for each thing that does not fit since entry `now` went back."""
    changed = set(session.scalars(select(JournalChange.kind).where(JournalChange.entry_id == now).distinct()))
    rules = [rule for rule, kinds in _rules.items() if kinds & changed]
    sentences = dict.fromkeys(sentence for rule in rules for sentence in rule(session, now))  # two may say the same
    yield from (Reason("", sentence) for sentence in sentences)
