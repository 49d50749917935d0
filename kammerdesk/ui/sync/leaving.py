"""“What leaves my house?”: every kind of record with the fields that go, how many, why, and on what law."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.words import field_word, kind_word
from kammerdesk.sync.queries import Leaving, LeavingRow
from kammerdesk.sync.scope import PURPOSES
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import box, column, label, line

PERSON = "person"
_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight


def leaving_sheet(leaving: Leaving) -> QWidget:
    """All of it on one sheet, so that a data protection officer can read it from top to bottom."""
    body = column(gap=theme.px(12), margin=theme.px(16))
    body.addWidget(label(_sum(leaving), Role.STRONG, wrap=True))
    if leaving.rows:
        body.addWidget(_grid(leaving))
    body.addWidget(label(tr("Whatever is not listed here stays in the house."), Role.SECONDARY, wrap=True))
    body.addStretch(1)
    return box(body)


def records_and_persons(leaving: Leaving) -> str:
    """214 Datensätze, 38 Personen."""
    records = sum(row.records for row in leaving.rows)
    return tr("{records}, {persons}").format(
        records=trn("{n} record", "{n} records", records).format(n=records),
        persons=trn("{n} person", "{n} persons", leaving.persons).format(n=leaving.persons),
    )


def _sum(leaving: Leaving) -> str:
    partner = chamber_name(leaving.partner)
    if not leaving.rows:
        return tr("Nothing may go to {partner}: there is no joint committee with it.").format(partner=partner)
    sentence = tr("The next bundle for {partner} carries {counts}.")
    return sentence.format(partner=partner, counts=records_and_persons(leaving))


def _grid(leaving: Leaving) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(3, 3)
    grid.setColumnStretch(4, 2)
    headings = (tr("Kind"), tr("Records"), tr("Persons"), tr("Fields"), tr("What for, and on what law"))
    _add(grid, 0, [label(words, Role.CAPTION) for words in headings])
    for number, row in enumerate(leaving.rows):
        grid.addWidget(line(), 2 * number + 1, 0, 1, len(headings))
        _add(grid, 2 * number + 2, _cells(row))
    made = QWidget()
    made.setLayout(grid)
    return made


def _cells(row: LeavingRow) -> list[QLabel]:
    purpose = PURPOSES[row.reason]
    return [
        label(kind_word(row.kind), Role.STRONG, wrap=True),
        label(str(row.records)),
        label(str(row.records) if row.kind == PERSON else "–"),
        label(", ".join(field_word(row.kind, field) for field in row.fields), wrap=True),
        label(f"{tr(purpose.words)}\n{purpose.basis}", wrap=True),
    ]


def _add(grid: QGridLayout, place: int, cells: list[QLabel]) -> None:
    for number, cell in enumerate(cells):
        grid.addWidget(cell, place, number, _TOP | _RIGHT if number in (1, 2) else _TOP)
