"""What is to be erased, and erasing it: proposals by the rules, holds against them, and the proof of what was done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.office.due import REMOVED, DueRecords, Root
from kammerdesk.office.rules import SETTING, Rule, Rules, default_rules
from kammerdesk.store.actions import action
from kammerdesk.store.erasure import erase
from kammerdesk.store.incarnation import number_mark
from kammerdesk.store.protection import ErasureProof, RetentionHold
from kammerdesk.store.record import Record
from kammerdesk.store.settings import OfficeSetting, setting_on
from kammerdesk.store.titles import Titles
from kammerdesk.store.trash import DAYS_IN_TRASH
from kammerdesk.store.words import kind_word
from kammerdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class Proposal:
    """One record that is due to be erased: `dependents` others go with it; with `holds` it must stay for now."""

    kind: str
    uid: UUID
    title: str
    words: str
    rule: Rule
    due_since: date
    dependents: int
    holds: tuple[str, ...]

    @property
    def id(self) -> tuple[str, UUID]:
        """Kind and key."""
        return self.kind, self.uid


@dataclass(frozen=True, slots=True)
class RetentionOrder:
    """Erase these records, each by kind and key, with all that goes with them."""

    chosen: tuple[tuple[str, UUID], ...]


@dataclass(frozen=True, slots=True)
class HoldOrder:
    """Keep this record from being erased, because of a pending remedy for example."""

    kind: str
    uid: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """An open hold (its own key is `id`): which record it keeps, why and since when."""

    id: UUID
    title: str
    words: str
    reason: str
    since: date


@dataclass(frozen=True, slots=True)
class ProofLine:
    """What was erased by one rule: how many records of which kind, and how many others went with them."""

    category: str
    kind: str
    law: str
    period: str
    chosen: int
    dependents: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A run of erasing as it is kept and printed: kinds and numbers, no names."""

    uid: UUID
    number: str
    erased_at: datetime
    erased_by: str
    lines: tuple[ProofLine, ...]
    rows: Mapping[str, int]
    digest: str

    @property
    def id(self) -> UUID:
        """Its key."""
        return self.uid

    @property
    def records(self) -> int:
        """How many records were erased."""
        return sum(self.rows.values())


def rules_on(session: Session, today: date) -> Rules:
    """The rules in force on a day, with the periods that the chamber has set itself."""
    keys = set(session.scalars(select(OfficeSetting.key).where(OfficeSetting.key.startswith(SETTING)).distinct()))
    own = {key.removeprefix(SETTING): setting_on(session, key, today, "") for key in keys}
    return default_rules(DAYS_IN_TRASH).with_periods({kind: text for kind, text in own.items() if text})


def retention_proposals(session: Session, today: date) -> list[Proposal]:
    """The records that are due to be erased, the longest due first; those that something holds are among them."""
    rules, titles = rules_on(session, today), Titles(session)
    roots = list(DueRecords(session.connection(), rules, today).roots())
    for kind in {root.kind for root in roots}:
        titles.learn(kind, (root.uid for root in roots if root.kind == kind))
    found = [_proposal(root, rules, titles) for root in roots]
    return sorted(found, key=lambda one: (one.due_since, one.kind, one.title))


def _proposal(root: Root, rules: Rules, titles: Titles) -> Proposal:
    rule = _rule_of(root, rules)
    title, words = titles.of(root.kind, root.uid), kind_word(root.kind)
    since = rule.due_since(root.started)
    return Proposal(root.kind, root.uid, title, words, rule, since, root.dependents, root.held)


def _rule_of(root: Root, rules: Rules) -> Rule:
    return rules.removed if root.why == REMOVED else rules.by_kind[root.kind]


@action(N_("Erase records"), roles=(), lasting=True)
def run_retention(work: Work, order: RetentionOrder) -> Proof:
    """Erases what was chosen from the proposals, for good, and keeps the proof.

    Raises Refused when something chosen is not due, or held. Backups made before still hold it (see store/erasure.py).
    """
    session = work.session
    rules = rules_on(session, work.today)
    due = DueRecords(session.connection(), rules, work.today)
    free = {root.uid: root for root in due.roots() if not root.held}
    chosen = {uid for _kind, uid in order.chosen}
    if not chosen:
        raise refuse("chosen", tr("Please choose what is to be erased."))
    kept = len(chosen - free.keys())
    if kept:
        sentence = trn(
            "{n} of the chosen records is not due, or something holds it. Please look through the list again.",
            "{n} of the chosen records are not due, or something holds them. Please look through the list again.",
            kept,
        )
        raise refuse("chosen", sentence.format(n=kept))
    taken = due.taken(chosen)
    lines = _lines([root for uid, root in free.items() if uid in taken.get(root.kind, ())], rules)
    erased = erase(work, taken)
    record = work.add(
        ErasureProof(
            number=_next_number(session, work.today.year),
            erased_at=work.now,
            erased_by=work.user,
            records=sum(erased.rows.values()),
            content=json.dumps({"lines": lines, "rows": dict(erased.rows)}, ensure_ascii=False),
            digest=erased.digest,
        )
    )
    session.flush()
    return _proof(record)


def _lines(roots: Iterable[Root], rules: Rules) -> list[list[object]]:
    numbers: Counter[tuple[str, str]] = Counter()
    dependents: Counter[tuple[str, str]] = Counter()
    rule_of: dict[tuple[str, str], Rule] = {}
    for root in roots:
        key = root.kind, root.why
        numbers[key] += 1
        dependents[key] += root.dependents
        rule_of[key] = _rule_of(root, rules)
    return [
        [rule.category, kind, rule.law, rule.period.words, numbers[kind, why], dependents[kind, why]]
        for (kind, why), rule in sorted(rule_of.items())
    ]


def _next_number(session: Session, year: int) -> str:
    """L-2026-0001, at a further workstation L7F3A-2026-0001: proofs are never removed, so counting numbers them."""
    series = f"L{number_mark(session)}-{year}-"
    before = session.scalar(select(func.count()).where(ErasureProof.number.startswith(series))) or 0
    return f"{series}{before + 1:04}"


def proofs(session: Session) -> list[Proof]:
    """All proofs of erasing, the latest first."""
    return [_proof(one) for one in session.scalars(select(ErasureProof).order_by(ErasureProof.erased_at.desc()))]


def _proof(record: ErasureProof) -> Proof:
    content = json.loads(record.content)
    lines = tuple(ProofLine(*line) for line in content["lines"])
    at, by = record.erased_at, record.erased_by
    return Proof(record.uid, record.number, at, by, lines, content["rows"], record.digest)


@action(N_("Hold against erasing"))
def hold_erasure(work: Work, order: HoldOrder) -> UUID:
    """Keeps a record, and all that belongs to it, from being erased until it is released; the period rests meanwhile.

    Raises Refused without a reason, KammerError when the record is gone.
    """
    if not order.reason.strip():
        raise refuse("reason", tr("Please enter why this must not be erased, such as a pending remedy."))
    work.get(_class_of(order.kind), order.uid)
    facts = {"subject_kind": order.kind, "subject_uid": order.uid}
    hold = work.add(RetentionHold(reason=order.reason.strip(), since=work.today, **facts))
    work.session.flush()
    return hold.uid


@action(N_("Release for erasing"))
def release_erasure(work: Work, uid: UUID) -> None:
    """Ends a hold; the period runs on and ends later by the time it rested."""
    work.get(RetentionHold, uid).until = work.today


def holds_of(session: Session, kind: str, uid: UUID) -> list[UUID]:
    """The keys of the open holds on a record itself."""
    table = RetentionHold
    query = select(table.uid).where(table.subject_kind == kind, table.subject_uid == uid)
    return list(session.scalars(query.where(table.deleted_at.is_(None), table.until.is_(None))))


def holds(session: Session) -> list[HoldRow]:
    """All open holds, the oldest first."""
    query = select(RetentionHold).where(RetentionHold.deleted_at.is_(None), RetentionHold.until.is_(None))
    found, titles = session.scalars(query.order_by(RetentionHold.since)).all(), Titles(session)
    for kind in {hold.subject_kind for hold in found}:
        titles.learn(kind, (hold.subject_uid for hold in found if hold.subject_kind == kind))
    return [
        HoldRow(
            hold.uid,
            titles.of(hold.subject_kind, hold.subject_uid),
            kind_word(hold.subject_kind),
            hold.reason,
            hold.since,
        )
        for hold in found
    ]


def _class_of(kind: str) -> type[Record]:
    return next(mapper.class_ for mapper in Record.registry.mappers if mapper.local_table.name == kind)  # type: ignore[attr-defined]
