"""From what is stored about an examination to its printed forms: fills the rows that the forms are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_time
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import Words, paper_words, tr
from kammerdesk.base.points import to_hundredths
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.exams import queries
from kammerdesk.exams.forms import fail_notice, pass_confirmation
from kammerdesk.exams.forms.rows import AreaLine, Contact, Exam, FailNoticeRow, PassConfirmationRow, Recipient
from kammerdesk.exams.queries import CandidateCard, ResultRow
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.exams.rules.decision import kept_areas, kept_sentences
from kammerdesk.exams.rules.regulation import Regulation
from kammerdesk.people.chambers import Chamber, letterhead
from kammerdesk.people.rules import address_lines
from kammerdesk.printing.documents import Document

EXEMPTION_YEARS = 2
"""Areas passed need not be repeated if the resit is registered for within two years (ÖDAPrV § 48, model rule)."""


@dataclass(frozen=True, slots=True)
class ResultOrder:
    """Whose result is to be printed, who chaired, and which committee decided."""

    candidate_uid: UUID
    committee: str
    chair: str
    place: str


def result_document(session: Session, order: ResultOrder, chamber: Chamber, today: date) -> tuple[str, Document]:
    """The key of the form and the Bescheinigung über das Bestehen, or the Bescheid über die nicht bestandene Prüfung.

    It says what was announced and nothing else. Raises KammerError while no result is announced.
    """
    card = queries.candidate_card(session, order.candidate_uid)
    result = queries.result_of(session, order.candidate_uid)
    if card is None or result is None:
        raise KammerError(tr("There is no announced result to print yet."))
    words, head = paper_words(), letterhead(chamber)
    if result.passed:
        pass_row = _pass_row(card, result, order, chamber, words)
        return pass_confirmation.FORM.key, pass_confirmation.FORM.build(pass_row, head, words)
    fail_row = _fail_row(card, result, order, chamber, words, today)
    return fail_notice.FORM.key, fail_notice.FORM.build(fail_row, head, words)


def exam_of(found: Regulation, part: int, period: str, committee: str, words: Words, salutation: str = "") -> Exam:
    """Which examination a paper is about; the occupation in the form that fits the salutation."""
    return Exam(
        kind=words("Final examination") if found.overall_result else words("Trainer aptitude examination"),
        part=words("Part {part}").format(part=part) if part else "",
        occupation=occupation_title(found, words, salutation),
        period=period,
        committee=committee,
        reference="",
    )


def occupation_title(found: Regulation, words: Words, salutation: str = "") -> str:
    """Fachinformatikerin, Fachrichtung Anwendungsentwicklung: by salutation, both forms without one."""
    occupation = found.occupation
    both = f"{occupation.male}/{occupation.female}"
    name = {"Herr": occupation.male, "Frau": occupation.female}.get(salutation, both)
    if not occupation.specialisation:
        return name
    return words("{occupation}, specialising in {specialisation}").format(
        occupation=name, specialisation=occupation.specialisation
    )


def recipient_of(card: CandidateCard) -> Recipient:
    """The candidate as addressee."""
    address = address_lines(
        card.salutation, card.title, card.first_name, card.last_name, card.street, card.postal_code, card.town
    )
    return Recipient(address, card.salutation, card.title, card.first_name, card.last_name)


def contact_of(chamber: Chamber, words: Words) -> Contact:
    """The office that answers questions."""
    return Contact(words("Examinations office"), chamber.phone, chamber.mail)


def _area_lines(found: Regulation, result: ResultRow) -> tuple[AreaLine, ...]:
    kept = ((found.area(each.area), each) for each in kept_areas(result.areas))
    return tuple(
        AreaLine(area.name, area.weighting, to_hundredths(each.points), each.grade_word) for area, each in kept
    )


def _pass_row(
    card: CandidateCard,
    result: ResultRow,
    order: ResultOrder,
    chamber: Chamber,
    words: Words,
) -> PassConfirmationRow:
    found = regulation(card.regulation)
    if card.birth_date is None:
        raise KammerError(tr("The birth date is missing; it must stand on the confirmation."))
    return PassConfirmationRow(
        exam=exam_of(found, 0, card.season, spoken_name(order.committee), words, card.salutation),
        contact=contact_of(chamber, words),
        recipient=recipient_of(card),
        number=card.number,
        birth_date=card.birth_date,
        birth_place=card.birth_place,
        areas=_area_lines(found, result),
        total=to_hundredths(Fraction(result.total or 0)),
        grade=result.grade or 0,
        grade_word=result.grade_word,
        decimal_grade=result.decimal_grade.replace(".", ","),
        announced_at=office_time(result.announced_at),
        place=order.place,
        chair=order.chair,
    )


def _fail_row(
    card: CandidateCard,
    result: ResultRow,
    order: ResultOrder,
    chamber: Chamber,
    words: Words,
    today: date,
) -> FailNoticeRow:
    found = regulation(card.regulation)
    decided_on = office_time(result.announced_at).date()
    areas = _area_lines(found, result)
    return FailNoticeRow(
        exam=exam_of(found, 0, card.season, spoken_name(order.committee), words, card.salutation),
        contact=contact_of(chamber, words),
        recipient=recipient_of(card),
        number=card.number,
        written_on=today,
        decided_on=decided_on,
        areas=areas,
        total=to_hundredths(Fraction(result.total or 0)),
        failed_areas=tuple(line for line in areas if line.points < 50_00),
        failed_rules=kept_sentences(result.failed_rules),
        exempt_areas=tuple(line.area for line in areas if line.points >= 50_00),
        exempt_until=_years_later(decided_on, EXEMPTION_YEARS),
        attempts_left=max(0, found.resits + 1 - card.attempt),
        next_exam="",
        apply_until=None,
        trainee=found.months is not None,
        signatory=chamber.signatory,
        signatory_office=chamber.signatory_office,
    )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)
