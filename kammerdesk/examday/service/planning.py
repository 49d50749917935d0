"""Planning an exam day: its committee, examiners, room and slots, and every reason why it would not stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import select

from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError, Reason, Refused
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.verdicts import State
from kammerdesk.committees import queries as committee_queries
from kammerdesk.committees.queries import CommitteeRow
from kammerdesk.committees.rules.bias import Relation, check_bias
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.examday import queries
from kammerdesk.examday.model import ExamDay, Sitting, Slot
from kammerdesk.examday.rules import Break, SlotTime, slot_times
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.model import Candidate, ExamSeason
from kammerdesk.exams.rules.catalogue import regulations
from kammerdesk.people.model import Room
from kammerdesk.people.rules import full_name, list_name
from kammerdesk.store.actions import action
from kammerdesk.store.record import Record
from kammerdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class ExamDayOrder:
    """A new exam day; `appointment_uids` are those who sit, `candidate_uids` in the order of their slots."""

    day: date
    starts_at: time
    slot_minutes: int
    committee_uid: UUID
    season_uid: UUID
    regulation: str
    area: str
    room_uid: UUID
    appointment_uids: tuple[UUID, ...]
    candidate_uids: tuple[UUID, ...]
    pause: Break | None = None
    aids: str = ""


@action(N_("Create exam day"))
def create_exam_day(work: Work, order: ExamDayOrder) -> UUID:
    """Plans a day with its examiners and slots; refused with every reason why it would not stand.

    The reasons name these fields: day, slot_minutes, committee, season, area, room, examiners, candidates.
    """
    candidates = _candidates(work, order)
    times, reasons = _planned_times(order, candidates)
    committee = committee_queries.committee(work.session, order.committee_uid)
    reasons += _objections(work, order, candidates)
    reasons += _committee_objections(order, committee)
    reasons += _clashes(work, order, committee, times)
    reasons += _self_examiners(order, candidates, committee)
    reasons += _examined_elsewhere(work, order, candidates, times)
    reasons += _other_contracts(order, candidates)
    if reasons:
        raise Refused(reasons)
    exam_day = work.add(
        ExamDay(
            day=order.day,
            committee_uid=order.committee_uid,
            season_uid=order.season_uid,
            regulation=order.regulation,
            area=order.area,
            room_uid=order.room_uid,
            starts_at=order.starts_at,
            slot_minutes=order.slot_minutes,
            aids=order.aids,
        )
    )
    work.session.flush()
    for seat in committee.seats if committee else ():
        if seat.id in order.appointment_uids:
            work.add(
                Sitting(
                    exam_day_uid=exam_day.uid,
                    appointment_uid=seat.id,
                    person_uid=seat.person_uid,
                    bench=seat.bench,
                    role=seat.role,
                )
            )
    for uid, slot in zip(order.candidate_uids, times, strict=True):
        work.add(Slot(exam_day_uid=exam_day.uid, candidate_uid=uid, starts_at=slot.starts_at, ends_at=slot.ends_at))
    return exam_day.uid


def _candidates(work: Work, order: ExamDayOrder) -> dict[UUID, Candidate]:
    found = work.session.scalars(
        select(Candidate).where(Candidate.uid.in_(order.candidate_uids), Candidate.deleted_at.is_(None))
    )
    return {candidate.uid: candidate for candidate in found}


def _planned_times(
    order: ExamDayOrder, candidates: Mapping[UUID, Candidate]
) -> tuple[tuple[SlotTime, ...], list[Reason]]:
    if order.slot_minutes <= 0:
        return (), [Reason("slot_minutes", tr("A slot needs at least one minute."))]
    extra = [candidates[uid].extra_time_percent if uid in candidates else 0 for uid in order.candidate_uids]
    try:
        return slot_times(order.day, order.starts_at, order.slot_minutes, extra, order.pause), []
    except KammerError as error:
        return (), [Reason("slot_minutes", str(error))]


def _objections(work: Work, order: ExamDayOrder, candidates: Mapping[UUID, Candidate]) -> Iterator[Reason]:
    if order.day < work.today:
        yield Reason("day", tr("The day {date} is over.").format(date=format_date(order.day)))
    if not _is_there(work, ExamSeason, order.season_uid):
        yield Reason("season", tr("Please choose a season."))
    if not _is_there(work, Room, order.room_uid):
        yield Reason("room", tr("Please choose a room."))
    regulation = regulations().get(order.regulation)
    if regulation is None or order.area not in regulation.area_ids:
        yield Reason("area", tr("Please choose the examination area."))
    if not order.candidate_uids:
        yield Reason("candidates", tr("Please choose at least one candidate."))
    foreign = len(order.candidate_uids) - sum(
        (candidate.regulation, candidate.season_uid) == (order.regulation, order.season_uid)
        for candidate in candidates.values()
    )
    if foreign:
        sentence = tr("{n} of the chosen candidates are not examined under this regulation in this season.")
        yield Reason("candidates", sentence.format(n=foreign))
    taken = queries.planned_among(work.session, order.area, order.candidate_uids)
    if taken:
        sentence = tr("{n} of the chosen candidates have a slot already.")
        yield Reason("candidates", sentence.format(n=len(taken)))
    marked = exam_queries.marked_among(work.session, order.area, order.candidate_uids)
    if marked:
        sentence = tr("{n} of the chosen candidates have points in this examination area already.")
        yield Reason("candidates", sentence.format(n=len(marked)))


def _is_there(work: Work, kind: type[Record], uid: UUID) -> bool:
    record = work.session.get(kind, uid)
    return record is not None and record.deleted_at is None


def _committee_objections(order: ExamDayOrder, committee: CommitteeRow | None) -> Iterator[Reason]:
    if committee is None:
        yield Reason("committee", tr("Please choose a committee."))
        return
    rules = regulations().get(order.regulation)
    if rules is not None and committee.occupation != rules.occupation.title:
        sentence = tr("{committee} is appointed for {occupation}; it cannot examine {other}.")
        names = {"committee": committee.name, "occupation": committee.occupation, "other": rules.occupation.title}
        yield Reason("committee", sentence.format(**names))
    if not set(order.appointment_uids) <= {seat.id for seat in committee.seats}:
        yield Reason("examiners", tr("Only members and deputies of the chosen committee can sit."))
    case = committee_queries.case_of(committee, order.day, present=frozenset(order.appointment_uids))
    for verdict in check_committee(case):
        if verdict.state is State.BROKEN:
            field = "examiners" if verdict.rule in ("replacement", "quorum") else "committee"
            yield Reason(field, f"{verdict.sentence} ({verdict.paragraph})")


def _self_examiners(
    order: ExamDayOrder, candidates: Mapping[UUID, Candidate], committee: CommitteeRow | None
) -> Iterator[Reason]:
    people = {candidate.person_uid for candidate in candidates.values()}
    for seat in committee.seats if committee else ():
        if seat.id in order.appointment_uids and seat.person_uid in people:
            verdict = check_bias(full_name(seat.title, seat.first_name, seat.last_name), Relation.SELF)
            yield Reason("examiners", f"{verdict.sentence} ({verdict.paragraph})")


def _examined_elsewhere(
    work: Work, order: ExamDayOrder, candidates: Mapping[UUID, Candidate], times: tuple[SlotTime, ...]
) -> Iterator[Reason]:
    people = {candidate.person_uid for candidate in candidates.values()}
    elsewhere = queries.slots_of_people(work.session, order.day, people)
    for uid, slot in zip(order.candidate_uids, times, strict=False):
        for busy in elsewhere if uid in candidates else ():
            at_once = busy.starts_at < slot.ends_at and slot.starts_at < busy.ends_at
            if at_once and busy.person_uid == candidates[uid].person_uid:
                sentence = tr("Candidate {number} is examined by {committee} from {begin:%H:%M} to {end:%H:%M}.")
                when = {"begin": busy.starts_at, "end": busy.ends_at}
                text = sentence.format(number=candidates[uid].number, committee=busy.committee, **when)
                yield Reason("candidates", text)


def _other_contracts(order: ExamDayOrder, candidates: Mapping[UUID, Candidate]) -> Iterator[Reason]:
    rules = regulations().get(order.regulation)
    for candidate in candidates.values():
        begins = candidate.contract_from
        if rules is not None and begins is not None and not rules.applies_to(begins):
            sentence = tr("Candidate {number}: a training contract of {date} does not fall under {regulation}.")
            text = sentence.format(number=candidate.number, date=format_date(begins), regulation=rules.source)
            yield Reason("candidates", text)


def _clashes(
    work: Work, order: ExamDayOrder, committee: CommitteeRow | None, times: tuple[SlotTime, ...]
) -> Iterator[Reason]:
    """A room holds one examination at a time, and nobody sits in two at once."""
    if not times:
        return
    at_once = {
        busy.id: busy
        for busy in queries.busy_times(work.session, order.day)
        if busy.starts_at < times[-1].ends_at and order.starts_at < busy.ends_at
    }
    for busy in at_once.values():
        if busy.room_uid == order.room_uid:
            sentence = tr("The room is taken by {committee} from {begin:%H:%M} to {end:%H:%M}.")
            yield Reason("room", sentence.format(committee=busy.committee, begin=busy.starts_at, end=busy.ends_at))
    for seat in committee.seats if committee else ():
        if seat.id not in order.appointment_uids:
            continue
        for busy in at_once.values():
            if seat.person_uid in busy.person_uids:
                sentence = tr("{name} sits in {committee} from {begin:%H:%M} to {end:%H:%M}.")
                name = list_name(seat.title, seat.first_name, seat.last_name)
                yield Reason(
                    "examiners",
                    sentence.format(name=name, committee=busy.committee, begin=busy.starts_at, end=busy.ends_at),
                )
