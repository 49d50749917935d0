"""Finds examinations by who takes them, in what, and when: "Müller Mechatroniker Prüfung Mai"; and exam days by date.

Every typed word must be met: one that can only be a name by the name of the candidate (for an exam day: of the
committee), any other by the occupation, the season, the day, or by saying that an examination is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, TextualSelect, Uuid, and_, column, extract, or_, select, text, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from kammerdesk.base.dates import format_day
from kammerdesk.base.folding import sort_key
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.typed import DayWish, Term
from kammerdesk.committees.model import Committee
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.exams.model import Candidate, ExamSeason
from kammerdesk.exams.rules.catalogue import regulations
from kammerdesk.people.model import Person
from kammerdesk.people.rules import list_name
from kammerdesk.store.search import Hit, expression

KIND_WORDS = (N_("Examinations"), N_("Candidates"), N_("Exam days"))
"""Words that say what is looked for, and nothing of which."""

_MOST_NAMED = 5000
"""So many people of a name are looked through."""

_NAMED = (
    "SELECT entry.uid FROM search_index JOIN search_entry AS entry ON entry.id = search_index.rowid "
    "WHERE search_index MATCH :wanted LIMIT :most"
)

Condition = ColumnElement[bool]
Meaning = Callable[["Columns"], Condition]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where regulation and season of what is looked for stand; its day is always that of an exam day."""

    regulation: InstrumentedAttribute[str]
    season: InstrumentedAttribute[UUID]


def find(session: Session, terms: Sequence[Term], limit: int, *, guessed: bool) -> list[Hit]:
    """Candidates, then exam days; nothing where all words are names, for these are found without this."""
    seasons = session.execute(select(ExamSeason.uid, ExamSeason.name).where(ExamSeason.deleted_at.is_(None))).all()
    known = [(term, _meanings(term, [(uid, name) for uid, name in seasons])) for term in terms]
    names = [term for term, meanings in known if not meanings]
    meant = [meanings for _term, meanings in known if meanings]
    if not meant:
        return []
    if not names:  # somebody may be called Koch or Mai: the first word is the name then
        found = _candidates(session, terms[:1], meant[1:], limit, guessed) if len(meant) > 1 else []
    else:
        found = _candidates(session, names, meant, limit, guessed)
    dated = any(term.wish is not None and term.wish != DayWish(year=term.wish.year) for term in terms)
    return [*found, *(_exam_days(session, names, meant, limit, guessed) if dated else [])]


def _meanings(term: Term, seasons: Sequence[tuple[UUID, str]]) -> list[Meaning]:
    """What a term may mean other than a name."""
    found: list[Meaning] = []
    if term.begins_any(*map(tr, KIND_WORDS)):
        found.append(lambda columns: true())
    if term.wish is not None:
        wish = term.wish
        found.append(lambda columns: _on(wish))
    running = [uid for uid, name in seasons if term.wish is None and term.begins_any(name)]
    if running:
        found.append(lambda columns: columns.season.in_(running))
    learnt = [key for key, one in regulations().items() if term.begins_any(one.occupation.male, one.occupation.female)]
    if learnt:
        found.append(lambda columns: columns.regulation.in_(learnt))
    return found


def _on(wish: DayWish) -> Condition:
    """Whether an exam day is such a day."""
    parts = {"year": wish.year, "month": wish.month, "day": wish.day, "dow": wish.weekday % 7}
    given = {name: number for name, number in parts.items() if number or (name == "dow" and wish.weekday)}
    return and_(*(extract(name, ExamDay.day) == number for name, number in given.items()))


def _met(meant: Sequence[Sequence[Meaning]], columns: Columns) -> list[Condition]:
    return [or_(*(meaning(columns) for meaning in meanings)) for meanings in meant]


def _called(session: Session, names: Sequence[Term], kind: str, guessed: bool) -> TextualSelect | None:
    """The records of a kind that are called so; None where there are none."""
    words = [word for term in names for word in term.words]
    wanted = expression(session.connection(), words, [kind], guessed=guessed)
    if not wanted:
        return None
    return text(_NAMED).bindparams(wanted=wanted, most=_MOST_NAMED).columns(column("uid", Uuid))


def _candidates(
    session: Session, names: Sequence[Term], meant: Sequence[Sequence[Meaning]], limit: int, guessed: bool
) -> list[Hit]:
    people = _called(session, names, Person.__tablename__, guessed)
    if people is None:
        return []
    rows = session.execute(
        select(Candidate.uid, Person.title, Person.first_name, Person.last_name, Candidate.regulation, ExamDay.day)
        .join(Person, Candidate.person_uid == Person.uid)
        .outerjoin(Slot, (Slot.candidate_uid == Candidate.uid) & Slot.deleted_at.is_(None))
        .outerjoin(ExamDay, (ExamDay.uid == Slot.exam_day_uid) & ExamDay.deleted_at.is_(None))
        .where(Candidate.person_uid.in_(people), Candidate.deleted_at.is_(None))
        .where(*_met(meant, Columns(Candidate.regulation, Candidate.season_uid)))
        .order_by(ExamDay.day.desc())
        .limit(limit)
    ).all()
    found = []
    for uid, title, first_name, last_name, regulation, day in rows:
        occupation = regulations()[regulation].occupation.title if regulation in regulations() else regulation
        when = tr("examination on {day}").format(day=format_day(day)) if day else tr("examination without a day yet")
        found.append(Hit("candidate", uid, list_name(title, first_name, last_name), f"{occupation} · {when}"))
    return sorted(found, key=lambda hit: sort_key(hit.title))


def _exam_days(
    session: Session, names: Sequence[Term], meant: Sequence[Sequence[Meaning]], limit: int, guessed: bool
) -> list[Hit]:
    wanted = (
        select(ExamDay.uid, ExamDay.day, ExamDay.area, Committee.number, Committee.name)
        .join(Committee, ExamDay.committee_uid == Committee.uid)
        .where(ExamDay.deleted_at.is_(None), *_met(meant, Columns(ExamDay.regulation, ExamDay.season_uid)))
        .order_by(ExamDay.day.desc())
        .limit(limit)
    )
    if names:
        committees = _called(session, names, Committee.__tablename__, guessed)
        if committees is None:
            return []
        wanted = wanted.where(ExamDay.committee_uid.in_(committees))
    return [
        Hit("exam_day", uid, f"{format_day(day)} · {spoken_name(committee)}", f"{number} · {area}")
        for uid, day, area, number, committee in session.execute(wanted)
    ]
