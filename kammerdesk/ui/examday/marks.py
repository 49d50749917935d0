"""The columns of the mark grid: each examiner's pile for each performance, then what the committee agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kammerdesk.base.dates import shorten
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import Hundredths, comma_text, exact, format_points, parse_points
from kammerdesk.examday.queries import Marking, SittingRow, SlotRow
from kammerdesk.examday.rules import WIDE_DEVIATION, Attendance, subarea_names
from kammerdesk.exams.rules.passing import Assessment
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.grid_model import GridColumn
from kammerdesk.ui.kit.tokens import Tone

Cell = tuple[int, UUID | None]
"""A performance (from 1) and the examiner who marks it; None: what was agreed."""


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One candidate with what his marks amount to."""

    slot: SlotRow
    judged: Assessment

    @property
    def id(self) -> UUID:
        """The key of the slot."""
        return self.slot.id

    @property
    def complete(self) -> bool:
        """Whether a result can be announced: no area is open and it is not announced yet."""
        return self.slot.passed is None and not self.judged.open_areas and self.judged.passed is not None


def lines_of(found: Marking) -> list[MarkLine]:
    """The candidates of the day in the order of their slots."""
    return [MarkLine(slot, found.assessments[slot.id]) for slot in found.card.slots]


def cells_of(found: Marking) -> dict[str, Cell]:
    """What stands in which column, by the key of the column."""
    numbers = range(1, len(subarea_names(found.area)) + 1)
    people = [row.person_uid for row in found.card.sittings]
    individual: dict[str, Cell] = {f"mark:{n}:{person}": (n, person) for n in numbers for person in people}
    return {**individual, **{f"joint:{n}": (n, None) for n in numbers}}


def columns_of(found: Marking) -> list[GridColumn[MarkLine]]:
    """All columns; marks can be typed while the candidate is checked in and nothing is announced."""
    sittings = {row.person_uid: row for row in found.card.sittings}
    columns: list[GridColumn[MarkLine]] = [
        GridColumn(key="name", title=N_("Candidate"), value=lambda line: line.slot.name, sample="0" * 16)
    ]
    for key, (number, person) in cells_of(found).items():
        if person is not None:
            columns.append(_individual(key, number, sittings[person], ours=found.ours))
        else:
            columns.append(_joint(key, number, ours=found.ours))
    return [*columns, *RESULT_COLUMNS]


def _individual(key: str, number: int, sitting: SittingRow, *, ours: bool) -> GridColumn[MarkLine]:
    person = sitting.person_uid
    return GridColumn(
        key=key,
        title=f"{number} {shorten(sitting.last_name, 8)}",
        value=lambda line: line.slot.marks.get((person, number)),
        text=lambda line: format_points(line.slot.marks.get((person, number))),
        right=True,
        sample="00,00",
        parse=parse_points,
        can_edit=lambda line: ours and _can_be_marked(line.slot),
        closed=lambda line: _closed(line.slot) if ours else "",
    )


def _joint(key: str, number: int, *, ours: bool) -> GridColumn[MarkLine]:
    def points(line: MarkLine) -> Hundredths | None:
        agreed = line.slot.joint.get(number)
        return agreed.points if agreed else None

    jointly = tr("jointly")
    return GridColumn(
        key=key,
        title=f"{number} {jointly}",
        value=points,
        text=lambda line: format_points(points(line)),
        right=True,
        sample="00,00",
        parse=parse_points,
        can_edit=lambda line: ours and _can_be_marked(line.slot),  # the service says when it is too early
        closed=lambda line: _closed(line.slot) if ours else "",
    )


def _can_be_marked(slot: SlotRow) -> bool:
    return slot.attendance == Attendance.CHECKED_IN and slot.passed is None


def _closed(slot: SlotRow) -> str:
    """Why nothing can be typed into the row of a slot of ours; "" where one can."""
    if slot.passed is not None:
        return tr("The result is announced already. Marks can only be changed by a correction.")
    if slot.attendance != Attendance.CHECKED_IN:
        return tr("The candidate is not checked in. Please check in first.")
    return ""


def given(slot: SlotRow, number: int, people: Sequence[UUID]) -> list[Hundredths]:
    """What these examiners gave for a performance, as far as they have."""
    marks = (slot.marks.get((person, number)) for person in people)
    return [mark for mark in marks if mark is not None]


def _total(line: MarkLine) -> str:
    return comma_text(line.judged.total) if line.judged.total is not None else ""


def result_chip(line: MarkLine) -> Chip | None:
    """Passed or not, as announced (a passed exam with its grade) or as it would be; None while marks are missing."""
    slot = line.slot
    if slot.attendance == Attendance.ABSENT:
        return Chip(tr("did not appear"), Tone.WARN)
    if slot.passed is not None:
        words = f"{_words(True)} ({slot.grade})" if slot.passed and slot.grade else _words(slot.passed)
        return Chip(words, Tone.OK if slot.passed else Tone.ERR)
    if line.complete and line.judged.passed is not None:
        return Chip(tr("to announce: {result}").format(result=_words(line.judged.passed)), Tone.INFO)
    return None


def _words(passed: bool) -> str:
    return tr("passed") if passed else tr("not passed")


RESULT_COLUMNS: tuple[GridColumn[MarkLine], ...] = (
    GridColumn(key="total", title=N_("Total"), value=_total, right=True, sample="100,00"),
    GridColumn(
        key="result",
        title=N_("Result"),
        value=lambda line: chip.word if (chip := result_chip(line)) else None,
        chip=result_chip,
        sample="vorl. nicht bestanden 00",
    ),
)


def hints_of(found: Marking, line: MarkLine) -> list[str]:
    """What helps the committee to agree: the mean of each performance, and where the examiners are far apart."""
    people = [row.person_uid for row in found.card.sittings]
    hints = []
    for number, name in enumerate(subarea_names(found.area), start=1):
        marks = given(line.slot, number, people)
        if len(marks) == len(people) and marks:
            mean = comma_text(exact(sum(marks)) / len(marks))
            hints.append(tr("{n} {name}: mean {mean}").format(n=number, name=name, mean=mean))
        if marks and max(marks) - min(marks) > WIDE_DEVIATION:
            sentence = tr("{n} {name}: the examiners are {points} points apart.")
            apart = comma_text(exact(max(marks) - min(marks)))
            hints.append(sentence.format(n=number, name=name, points=apart))
    return hints
