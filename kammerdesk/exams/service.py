"""What a clerk does to examinations: import candidates, enter marks of an area, announce a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import comma_text, exact, to_ten_thousandths
from kammerdesk.base.steps import counted
from kammerdesk.exams import queries
from kammerdesk.exams.candidate_file import CandidateEntry
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult, ExamSeason
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.exams.rules.decision import decision
from kammerdesk.people.model import Organisation, Person
from kammerdesk.people.rules import OrganisationKind
from kammerdesk.store.actions import EXAM_DAY, action
from kammerdesk.store.coherence import changed_in, must_be_one, must_fit
from kammerdesk.store.record import Base
from kammerdesk.store.work import Work

HIGHEST_POINTS = 100


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """The lines of a judged file that the clerk agreed to store, and the season they belong to."""

    season_uid: UUID
    entries: tuple[CandidateEntry, ...]


@dataclass(frozen=True, slots=True)
class AreaMarkOrder:
    """The exact points of one area of one candidate."""

    candidate_uid: UUID
    area: str
    points: Fraction
    supplementary_points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class AnnounceOrder:
    """The committee tells a candidate his result; `decided_by` names the committee.

    `passed` and `total` (see `result_total`) are what was shown when it was decided to announce.
    """

    candidate_uid: UUID
    decided_by: str
    passed: bool
    total: str


@action(N_("Take in candidates"))
def import_candidates(work: Work, order: ImportOrder) -> int:
    """Stores candidates with their persons, companies and known marks; all of them or none. Returns how many."""
    work.get(ExamSeason, order.season_uid)
    known = {number.casefold() for number in queries.known_candidates(work.session, order.season_uid)}
    twice = [entry.number for entry in order.entries if entry.number.casefold() in known]
    if twice:
        raise refuse(
            "file", tr("The number {number} was stored meanwhile. Please read the file again.").format(number=twice[0])
        )
    organisations: dict[_Place, UUID] = {}
    for entry in counted(order.entries, len(order.entries)):
        _import_one(work, order.season_uid, entry, organisations)
    return len(order.entries)


_Place = tuple[str, str, str, str]
"""Kind, name, postal code and town: two firms of one name in two towns are two."""


def _import_one(work: Work, season_uid: UUID, entry: CandidateEntry, organisations: dict[_Place, UUID]) -> None:
    company = _organisation(
        work,
        organisations,
        OrganisationKind.COMPANY,
        entry.company,
        {"street": entry.company_street, "postal_code": entry.company_postal_code, "town": entry.company_town},
    )
    school = _organisation(work, organisations, OrganisationKind.SCHOOL, entry.school, {})
    candidate = work.add(
        Candidate(
            number=entry.number,
            person_uid=_person(work, entry),
            season_uid=season_uid,
            regulation=entry.regulation,
            attempt=entry.attempt,
            company_uid=company,
            school_uid=school,
            contract_from=entry.contract_from,
            contract_until=entry.contract_until,
            accommodation=entry.accommodation,
            extra_time_percent=entry.extra_time_percent,
        )
    )
    work.session.flush()
    for area, points in entry.marks:
        work.add(AreaMark(candidate_uid=candidate.uid, area=area, points=to_ten_thousandths(exact(points))))


_PERSON_FIELDS = (
    *("salutation", "title", "last_name", "first_name", "birth_name", "birth_date", "birth_place"),
    *("street", "postal_code", "town", "phone", "mail"),
)


def _person(work: Work, entry: CandidateEntry) -> UUID:
    """The stored person of the same name and birth date with the address of the file, else a new one."""
    found = queries.known_person(work.session, entry)
    if found is not None:
        for name, text in queries.new_address(found, entry).items():
            setattr(found, name, text)
    else:
        found = work.add(Person(**{name: getattr(entry, name) for name in _PERSON_FIELDS}))
        work.session.flush()
    return found.uid


def _organisation(
    work: Work, cache: dict[_Place, UUID], kind: OrganisationKind, name: str, address: Mapping[str, str]
) -> UUID | None:
    """The stored organisation of this name in this town, else a new one; without a town the name alone tells."""
    if not name:
        return None
    postal_code, town = address.get("postal_code", ""), address.get("town", "")
    place = (kind, name, postal_code, town)
    if place not in cache:
        wanted = select(Organisation).where(
            Organisation.name == name, Organisation.kind == kind, Organisation.deleted_at.is_(None)
        )
        if postal_code or town:
            wanted = wanted.where(Organisation.postal_code == postal_code, Organisation.town == town)
        found = work.session.scalars(wanted).first()
        if found is None:
            found = work.add(Organisation(name=name, kind=kind, **address))
            work.session.flush()
        cache[place] = found.uid
    return cache[place]


@action(N_("Enter mark"))
def enter_area_mark(work: Work, order: AreaMarkOrder) -> None:
    """Stores the points of an area; refused once the result is announced."""
    refuse_impossible_points(order.points)
    refuse_impossible_points(order.supplementary_points)
    refuse_if_announced(work, order.candidate_uid)
    mark = _area_mark(work, order.candidate_uid, order.area)
    points, oral = to_ten_thousandths(order.points), order.supplementary_points
    if mark is None:
        mark = work.add(AreaMark(candidate_uid=order.candidate_uid, area=order.area, points=points))
    mark.points = points
    mark.supplementary_points = None if oral is None else to_ten_thousandths(oral)


@must_fit("area_mark")
def _marks_below_announced_results(session: Session, now: int) -> Iterator[str]:
    marked = select(AreaMark.candidate_uid).where(AreaMark.uid.in_(changed_in(now, "area_mark")))
    yield from announced_before(session, now, marked)


def announced_before(session: Session, now: int, candidates: Select[UUID]) -> Iterator[str]:
    """A sentence for each of these candidates whose result stood already when entry `now` changed what it rests on."""
    query = (
        select(Candidate.number)
        .join(ExamResult, (ExamResult.candidate_uid == Candidate.uid) & ExamResult.deleted_at.is_(None))
        .where(Candidate.uid.in_(candidates), ExamResult.uid.not_in(changed_in(now, "exam_result")))
    )
    sentence = tr("Candidate {number}: the result is announced already. It can only be changed by a correction.")
    yield from (sentence.format(number=number) for number in session.scalars(query).all())


must_be_one(Base.metadata.tables["area_mark"], "candidate_uid", "area")
must_be_one(Base.metadata.tables["candidate"], "season_uid", "number")


def refuse_if_announced(work: Work, candidate_uid: UUID) -> None:
    """Raises Refused when the candidate's result is announced already: it is an administrative act by then."""
    if queries.result_of(work.session, candidate_uid) is not None:
        raise refuse("", tr("The result is announced already. Marks can only be changed by a correction."))


def refuse_impossible_points(points: Fraction | None) -> None:
    """Raises Refused for points outside 0 to 100."""
    if points is not None and not 0 <= points <= HIGHEST_POINTS:
        sentence = tr("{points} points are not possible. Allowed are 0 to 100 points.")
        raise refuse("points", sentence.format(points=comma_text(points)))


@action(N_("Withdraw mark"))
def withdraw_area_mark(work: Work, candidate_uid: UUID, area: str) -> None:
    """Takes back the points of an area, if there are any.

    Refused once the result is announced, and where a supplementary oral exam rests on the points.
    """
    refuse_if_announced(work, candidate_uid)
    mark = _area_mark(work, candidate_uid, area)
    if mark is not None and mark.supplementary_points is not None:
        sentence = tr(
            "A supplementary oral exam was taken in this area. Please correct the points; do not take them back."
        )
        raise refuse("points", sentence)
    if mark is not None:
        work.remove(mark)


def _area_mark(work: Work, candidate_uid: UUID, area: str) -> AreaMark | None:
    return work.session.scalars(
        select(AreaMark).where(
            AreaMark.candidate_uid == candidate_uid, AreaMark.area == area, AreaMark.deleted_at.is_(None)
        )
    ).first()


@action(N_("Announce result"), roles=EXAM_DAY, lasting=True)
def announce_result(work: Work, order: AnnounceOrder) -> UUID:
    """Fixes and announces the result; its moment ends the training (BBiG § 21(2)).

    Refused while an area is open, and when the result is no longer the one that was shown.
    """
    refuse_if_announced(work, order.candidate_uid)
    candidate = work.get(Candidate, order.candidate_uid)
    work.session.flush()
    assessment = queries.assessment(work.session, candidate.uid, work.today)
    if assessment.open_areas or assessment.passed is None:
        raise refuse("", tr("The result is not complete yet: marks are still missing."))
    decided = decision(regulation(candidate.regulation), assessment, work.today)
    if (decided.passed, decided.total) != (order.passed, order.total):
        raise refuse("", tr("The result has changed meanwhile. Please look at it again, then announce it."))
    result = work.add(
        ExamResult(
            candidate_uid=candidate.uid,
            **asdict(decided),
            announced_at=work.now,
            decided_by=order.decided_by,
        )
    )
    work.session.flush()
    return result.uid
