"""From what is stored about an exam day to its folder of printed forms: fills the rows that the forms are made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_time
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import Words, paper_words, tr
from kammerdesk.base.points import to_hundredths
from kammerdesk.base.steps import counted
from kammerdesk.committees.rules.case import ROLE_WORDS
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.committees.rules.voting import quorum_needed
from kammerdesk.examday import queries
from kammerdesk.examday.forms import FORMS, rows
from kammerdesk.examday.queries import ExamDayCard, SittingRow, SlotRow
from kammerdesk.examday.rules import IDENTITY_WORDS, Attendance, subarea_names
from kammerdesk.exams import papers as exam_papers
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.forms.rows import Recipient
from kammerdesk.exams.queries import CandidateCard
from kammerdesk.exams.rules.catalogue import grade_key, regulation
from kammerdesk.exams.rules.regulation import ExamArea
from kammerdesk.people.chambers import Chamber, chambers, letterhead
from kammerdesk.people.rules import address_lines, full_name, list_name
from kammerdesk.printing.documents import Document, FormSpec

ARRIVE_EARLY = timedelta(minutes=15)
ANSWER_BEFORE = timedelta(days=7)
"""How long before the day examiners are asked to answer."""


@dataclass(frozen=True, slots=True)
class FolderItem:
    """One document of the folder: its form, the record it is about, and the document itself."""

    form: str
    subject_kind: str
    subject_uid: UUID
    document: Document


def folder(session: Session, exam_day_uid: UUID, chamber: Chamber, today: date) -> tuple[FolderItem, ...]:
    """All documents of one exam day: first those of the day, then by candidate what lies on the table together.

    Raises KammerError when there is no such day.
    """
    card = queries.exam_day(session, exam_day_uid)
    if card is None:
        raise KammerError(tr("This exam day no longer exists. Please reload the page."))
    slots = counted(card.slots, len(card.slots))
    people = {slot.id: exam_queries.candidate_card(session, slot.candidate_uid) for slot in slots}
    return tuple(_Folder(card, chamber, today, people).items())


_ON_THE_TABLE = (rows.MarkSheetRow, rows.MinutesRow)


@dataclass(frozen=True, slots=True)
class _Folder:
    """Everything the forms of one day have in common."""

    card: ExamDayCard
    chamber: Chamber
    today: date
    people: dict[UUID, CandidateCard | None]

    @property
    def words(self) -> Words:
        return paper_words()

    @property
    def area(self) -> ExamArea:
        return regulation(self.card.regulation).area(self.card.area)

    def items(self) -> Iterator[FolderItem]:
        """Form by form; what lies on the table together comes candidate by candidate."""
        for form in FORMS:
            if form.row not in _ON_THE_TABLE:
                yield from self.printed(form, self.card.slots)
        for slot in self.card.slots:
            for form in FORMS:
                if form.row in _ON_THE_TABLE:
                    yield from self.printed(form, (slot,))

    def printed(self, form: FormSpec[Any], slots: Sequence[SlotRow]) -> Iterator[FolderItem]:
        """One form for whatever its rows are about: the day, each examiner, each candidate, or both."""
        head, words = letterhead(self.chamber), self.words
        for kind, uid, row in self.rows_of(form.row, slots):
            yield FolderItem(form.key, kind, uid, form.build(row, head, words))

    def rows_of(self, row: type[Any], slots: Sequence[SlotRow]) -> Iterator[tuple[str, UUID, Any]]:
        """Rows of one class, each with the record it is about."""
        sittings = self.card.sittings
        if row in (by_day := self.by_day()):
            yield "exam_day", self.card.id, by_day[row]()
        elif row is rows.ExaminerInvitationRow:
            yield from (("person", sitting.person_uid, self.invitation(sitting)) for sitting in sittings)
        elif row is rows.MarkSheetRow:
            yield from (("slot", slot.id, self.mark_sheet(slot, sitting)) for slot in slots for sitting in sittings)
        else:
            by_slot = {rows.CandidateSummonsRow: self.summons, rows.MinutesRow: self.minutes}
            yield from (("slot", slot.id, by_slot[row](slot)) for slot in slots)

    def by_day(self) -> dict[type[Any], Callable[[], Any]]:
        """What there is one of on the day."""
        return {
            rows.DayPlanRow: self.day_plan,
            rows.AttendanceListRow: self.attendance,
            rows.DoorSignRow: self.door_sign,
        }

    def occasion(self) -> rows.Occasion:
        card, room = self.card, self.card.room
        exam = exam_papers.exam_of(regulation(card.regulation), self.area.part, card.season, card.committee, self.words)
        return rows.Occasion(
            exam=exam,
            day=card.day,
            starts_at=card.starts_at,
            ends_at=max((slot.ends_at for slot in card.slots), default=None),
            room=room.name,
            place=f"{room.venue}, {room.street}, {room.postal_code} {room.town}",
        )

    def examiner_line(self, sitting: SittingRow, present: bool | None = None) -> rows.ExaminerLine:
        name = full_name(sitting.title, sitting.first_name, sitting.last_name)
        return rows.ExaminerLine(name, sitting.bench, self.words(ROLE_WORDS[sitting.role]), present=present)

    def is_last(self, person: CandidateCard | None) -> bool:
        """Whether this area is the only one still open, so that the whole result is decided on this day."""
        marked = {mark.area for mark in person.marks} if person else set()
        areas = regulation(self.card.regulation).area_ids
        return all(area in marked or area == self.card.area for area in areas)

    def performances(self) -> tuple[rows.PerformanceLine, ...]:
        subareas = self.area.subareas
        if not subareas:
            return (rows.PerformanceLine(self.area.name, 100, self.area.minutes),)
        return tuple(rows.PerformanceLine(subarea.name, subarea.share, subarea.minutes) for subarea in subareas)

    def slot_line(self, slot: SlotRow) -> rows.SlotLine:
        extra = f"+{slot.extra_time_percent} %" if slot.extra_time_percent else ""
        name = list_name(slot.title, slot.first_name, slot.last_name)
        return rows.SlotLine(slot.starts_at, slot.ends_at, slot.number, name, extra_time=extra)

    def day_plan(self) -> rows.DayPlanRow:
        lines: list[rows.DayPlanLine] = []
        for slot in self.card.slots:
            if lines and lines[-1].ends_at < slot.starts_at:
                lines.append(rows.DayPlanLine(lines[-1].ends_at, slot.starts_at, self.words("Break")))
            line = self.slot_line(slot)
            lines.append(
                rows.DayPlanLine(
                    slot.starts_at, slot.ends_at, self.area.name, slot.number, line.name, remark=line.extra_time
                )
            )
        examiners = tuple(self.examiner_line(sitting) for sitting in self.card.sittings)
        return rows.DayPlanRow(self.occasion(), self.area.name, tuple(lines), examiners)

    def attendance(self) -> rows.AttendanceListRow:
        candidates = tuple(
            rows.AttendanceLine(
                slot.number, list_name(slot.title, slot.first_name, slot.last_name), slot.birth_date, slot.starts_at
            )
            for slot in self.card.slots
        )
        supervisors = tuple(self.examiner_line(sitting).name for sitting in self.card.sittings)
        return rows.AttendanceListRow(self.occasion(), candidates, supervisors)

    def door_sign(self) -> rows.DoorSignRow:
        return rows.DoorSignRow(self.occasion(), tuple((slot.starts_at, slot.number) for slot in self.card.slots))

    def invitation(self, sitting: SittingRow) -> rows.ExaminerInvitationRow:
        others = tuple(self.examiner_line(other) for other in self.card.sittings if other is not sitting)
        occasion = self.occasion()
        spoken = spoken_name(self.card.committee)
        return rows.ExaminerInvitationRow(
            occasion=replace(occasion, exam=replace(occasion.exam, committee=spoken)),
            contact=exam_papers.contact_of(self.chamber, self.words),
            recipient=self.examiner_recipient(sitting),
            written_on=self.today,
            as_member=self.examiner_line(sitting),
            others=others,
            area=self.area.name,
            performances=self.performances(),
            candidates=len(self.card.slots),
            answer_by=answer_by if (answer_by := self.card.day - ANSWER_BEFORE) > self.today else None,
        )

    def examiner_recipient(self, sitting: SittingRow) -> Recipient:
        """The examiner at home; one of the partner's, whose address stays there, in care of his chamber."""
        names = (sitting.salutation, sitting.title, sitting.first_name, sitting.last_name)
        home = chambers().get(sitting.home)
        if sitting.street or home is None:
            address = address_lines(*names, sitting.street, sitting.postal_code, sitting.town)
        else:
            person = address_lines(*names, "", "", "")
            address = (*person, home.name, home.street, f"{home.postal_code} {home.town}")
        return Recipient(address, *names)

    def summons(self, slot: SlotRow) -> rows.CandidateSummonsRow:
        person = self.people[slot.id]
        if person is None:
            raise KammerError(tr("This candidate no longer exists. Please reload the page."))
        begin = datetime.combine(self.card.day, slot.starts_at) - ARRIVE_EARLY
        return rows.CandidateSummonsRow(
            occasion=self.occasion(),
            contact=exam_papers.contact_of(self.chamber, self.words),
            recipient=exam_papers.recipient_of(person),
            written_on=self.today,
            slot=self.slot_line(slot),
            arrive_at=begin.time(),
            area=self.area.name,
            performances=self.performances(),
            aids=tuple(aid.strip() for aid in self.card.aids.split(";") if aid.strip()),
        )

    def mark_sheet(self, slot: SlotRow, sitting: SittingRow) -> rows.MarkSheetRow:
        return rows.MarkSheetRow(
            occasion=self.occasion(),
            examiner=self.examiner_line(sitting),
            slot=self.slot_line(slot),
            area=self.area.name,
            performances=self.performances(),
            code=f"{slot.number}-{self.card.sittings.index(sitting) + 1}",
        )

    def minutes(self, slot: SlotRow) -> rows.MinutesRow:
        person = self.people[slot.id]
        came = slot.attendance == Attendance.CHECKED_IN
        joint = [slot.joint.get(number) for number in range(1, len(subarea_names(self.area)) + 1)]
        points = _area_points(person, self.card.area) if all(joint) else None
        checked_in = office_time(slot.checked_in_at) if slot.checked_in_at else None
        return rows.MinutesRow(
            occasion=self.occasion(),
            slot=self.slot_line(slot),
            birth_name=person.birth_name if person else "",
            birth_date=slot.birth_date,
            address=f"{person.street}, {person.postal_code} {person.town}" if person and person.street else "",
            examiners=tuple(
                self.examiner_line(sitting, present=True if came else None) for sitting in self.card.sittings
            ),
            size=self.card.target_size,
            quorum=quorum_needed(self.card.target_size),
            area=self.area.name,
            marks=self.mark_lines(slot),
            code=slot.number,
            began_at=checked_in.time() if checked_in else None,
            identity_document=self.words(IDENTITY_WORDS[slot.identity_document]) if slot.identity_document else "",
            instructed=slot.instructed if came else None,
            fit=slot.fit if came else None,
            bias_claimed=not slot.no_bias_claimed if came else None,
            area_points=None if points is None else to_hundredths(points),
            area_grade=grade_key(on=self.card.day).grade(points).word if points is not None else "",
            passed=slot.passed,
            final=slot.passed is not None or self.is_last(person),
            announced_at=office_time(slot.announced_at).time() if slot.announced_at else None,
        )

    def mark_lines(self, slot: SlotRow) -> tuple[rows.MarkLine, ...]:
        shares = [subarea.share for subarea in self.area.subareas] or [100]
        return tuple(
            rows.MarkLine(
                performance=name,
                share=share,
                given=tuple(slot.marks.get((sitting.person_uid, number)) for sitting in self.card.sittings),
                joint=agreed.points if (agreed := slot.joint.get(number)) else None,
                reason=agreed.reason if agreed else "",
            )
            for number, (name, share) in enumerate(zip(subarea_names(self.area), shares, strict=True), start=1)
        )


def _area_points(person: CandidateCard | None, area: str) -> Fraction | None:
    return next((mark.points for mark in person.marks if mark.area == area), None) if person else None


def result_items(
    session: Session, exam_day_uid: UUID, slot_uids: Collection[UUID], chamber: Chamber, today: date
) -> tuple[FolderItem, ...]:
    """What candidates get when their results are announced: the Bescheinigung or the Bescheid, for each of the slots.

    It names whoever chaired on the day; when neither leader sat, the line stays empty for handwriting. Raises
    KammerError while one of the results is not announced.
    """
    card = queries.exam_day(session, exam_day_uid)
    if card is None:
        raise KammerError(tr("This exam day no longer exists. Please reload the page."))
    leader = min(
        (row for row in card.sittings if row.role in _LEADERS), key=lambda row: _LEADERS.index(row.role), default=None
    )
    name = full_name(leader.title, leader.first_name, leader.last_name) if leader else ""
    items = []
    for slot in card.slots:
        if slot.id in slot_uids:
            order = exam_papers.ResultOrder(slot.candidate_uid, card.committee, name, card.room.town)
            form, document = exam_papers.result_document(session, order, chamber, today)
            items.append(FolderItem(form, "slot", slot.id, document))
    return tuple(items)


_LEADERS = ("chair", "vice_chair")


def file_name(what: str, day: date, name: str) -> str:
    """Prüfungsmappe_2026-11-24_BS-101.pdf; what no file system likes is left out."""
    safe = "_".join(part for part in (what, day.isoformat(), name) if part)
    return re.sub(r"[^\w.-]+", "-", safe).strip("-.") + ".pdf"
