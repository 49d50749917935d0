"""What stands beside the fields of a person: all appointments, whose record it is and what the partner sees of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import tr
from kammerdesk.committees import queries
from kammerdesk.committees.queries import ExaminerCard, ExaminerRow, OfficeRow
from kammerdesk.committees.rules.case import ROLE_WORDS
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.house import house_of
from kammerdesk.store.words import field_word
from kammerdesk.sync.inbox import AnswerRow, answers_about
from kammerdesk.sync.queries import leaving_fields, partners
from kammerdesk.sync.versions import SharedVersion, shared_versions, version_words
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.page import Detail, Page
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import box, column, label, link, row
from kammerdesk.ui.people.standing import standing_chip

KIND = "person"


@dataclass(frozen=True, slots=True)
class ExaminerSheet:
    """The row and the card of one examiner, by partner (its name) the fields that leave our house, and how the record
    stands in the exchange: which version a partner has, or from when our copy is; notes of decisions on it."""

    row: ExaminerRow
    card: ExaminerCard
    house: str
    leaving: tuple[tuple[str, tuple[str, ...]], ...]
    versions: tuple[SharedVersion, ...]
    notes: tuple[AnswerRow, ...]


def examiner_sheet(session: Any, examiner: ExaminerRow) -> ExaminerSheet | None:
    """What the detail shows; None when the person is gone."""
    card = queries.examiner_card(session, examiner.id)
    if card is None:
        return None
    leaving = tuple((peer.name, leaving_fields(session, peer.chamber, KIND, card.id)) for peer in partners(session))
    versions = tuple(shared_versions(session, KIND, card.id))
    notes = tuple(answers_about(session, KIND, card.id))
    return ExaminerSheet(examiner, card, house_of(session).chamber, leaving, versions, notes)


class _Sheet(Detail[ExaminerRow]):
    """Asks for the person when its row is shown, and shows a part of what is known."""

    def __init__(self, page: Page[ExaminerRow]) -> None:
        super().__init__()
        self.page = page
        self._wanted: UUID | None = None
        self.content: Content[ExaminerSheet] = Content(self.sheet)
        self.setLayout(column(self.content))

    def sheet(self, sheet: ExaminerSheet) -> QWidget:
        """What is shown."""
        raise NotImplementedError

    def show_row(self, row: ExaminerRow | None) -> None:
        self._wanted = row.id if row else None
        if row is None:
            self.content.show_value(None)
        else:
            self.page.desk.ask(examiner_sheet, row, then=self._show)

    def _show(self, sheet: ExaminerSheet | None) -> None:
        if sheet is not None and sheet.card.id == self._wanted:
            self.content.show_value(sheet)


class Offices(_Sheet):
    """All appointments of a person, with the way to their committees."""

    def sheet(self, sheet: ExaminerSheet) -> QWidget:
        body = column(gap=theme.px(12))
        for office in sheet.card.offices:
            body.addWidget(self._office(office))
        if not sheet.card.offices:
            body.addWidget(label(tr("Not appointed to any committee yet."), Role.SECONDARY, wrap=True))
        return box(body)

    def _office(self, office: OfficeRow) -> QWidget:
        chip = standing_chip(office.standing)
        number = link(office.committee_number, partial(self.page.shell.go, "committees", office.committee_uid))
        number.setAccessibleName(tr("Committee {number}").format(number=office.committee_number))
        term = tr("{first} to {last}").format(
            first=format_date(office.valid_from), last=format_date(office.valid_until)
        )
        said = [tr(ROLE_WORDS[office.role]), office.bench, term]
        if office.dismissed_on is not None:
            said.append(tr("dismissed on {day}").format(day=format_date(office.dismissed_on)))
        body = column(gap=theme.px(2))
        body.addWidget(row_of(ChipLabel(chip.word, chip.tone), number))
        body.addWidget(label(office.committee, wrap=True))
        body.addWidget(label(" · ".join(said), Role.SECONDARY, wrap=True))
        if office.proposed_by:
            body.addWidget(label(tr("Proposed by {body}").format(body=office.proposed_by), Role.SECONDARY, wrap=True))
        return box(body)


class Origin(_Sheet):
    """Whose record it is, and who sees what of it."""

    def sheet(self, sheet: ExaminerSheet) -> QWidget:
        body = column(label(tr("Whose record, and who sees it"), Role.STRONG), gap=theme.px(6))
        told = (*_origin(sheet), *map(version_words, sheet.versions), *map(_note, sheet.notes))
        for sentence in told:
            body.addWidget(label(sentence, Role.SECONDARY, wrap=True))
        return box(body)


def row_of(*widgets: QWidget) -> QWidget:
    """Widgets at the left of a line."""
    made = row(gap=theme.px(8))
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch(1)
    return box(made)


def _note(answer: AnswerRow) -> str:
    sentence = tr("Decided in the exchange on {moment}: {note}")
    return sentence.format(moment=words_of(answer.at), note=answer.reason)


def _origin(sheet: ExaminerSheet) -> Iterator[str]:
    chamber = chamber_name(sheet.card.home)
    if not sheet.row.is_ours:
        yield tr("Record of {chamber}. It came with the exchange; only {chamber} changes it.").format(chamber=chamber)
        return
    yield tr("Record of {chamber}.").format(chamber=chamber)
    for partner in sheet.row.released_to:
        yield tr("Released to {chamber}.").format(chamber=chamber_name(partner))
    for partner, fields in sheet.leaving:
        if fields:
            words = ", ".join(field_word(KIND, field) for field in fields)
            yield tr("{partner} sees: {fields}. Nothing else leaves the house.").format(partner=partner, fields=words)
        else:
            yield tr("Nothing of this record goes to {partner}.").format(partner=partner)
