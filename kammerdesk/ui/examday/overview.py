"""One exam day at a glance, beside the list: where, who sits, who comes when, what needs a second look."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kammerdesk.base.dates import format_day, format_time
from kammerdesk.base.i18n import tr
from kammerdesk.committees.rules.case import ROLE_WORDS, Role
from kammerdesk.examday import queries
from kammerdesk.examday.queries import DayOverview, ExamDayCard, ExamDayRow, SlotRow
from kammerdesk.examday.rules import ATTENDANCE_WORDS, DAY_STATE_WORDS, Attendance, DayState
from kammerdesk.people.rules import list_name
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.page import Detail, Page
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.theme import Role as TextRole
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.verdicts import VerdictList
from kammerdesk.ui.kit.widgets import box, column, label, line

_STATE_TONES = {
    DayState.PLANNED: Tone.NEUTRAL,
    DayState.UNDER_WAY: Tone.INFO,
    DayState.COMPLETE: Tone.OK,
    DayState.OVERDUE: Tone.WARN,
    DayState.ELSEWHERE: Tone.PARTNER,
}


def state_chip(state: DayState) -> Chip:
    """How far a day has come."""
    return Chip(tr(DAY_STATE_WORDS[state]), _STATE_TONES[state])


def result_chip(slot: SlotRow) -> Chip | None:
    """The announced result of a slot, or that its candidate did not come; None before."""
    if slot.passed is not None:
        return Chip(tr("passed"), Tone.OK) if slot.passed else Chip(tr("not passed"), Tone.ERR)
    return Chip(tr(ATTENDANCE_WORDS[Attendance.ABSENT]), Tone.WARN) if slot.attendance == Attendance.ABSENT else None


class DayDetail(Detail[ExamDayRow]):
    """Asks for the day under the cursor and shows it."""

    def __init__(self, page: Page[ExamDayRow]) -> None:
        super().__init__()
        self._desk = page.desk
        self._wanted: ExamDayRow | None = None
        self.title = label("", TextRole.SUBTITLE, wrap=True)
        self.state = ChipLabel()
        self.content: Content[DayOverview] = Content(_day)
        self.setLayout(column(self.title, flow(self.state), self.content, None, gap=10, margin=16))
        self.setVisible(False)

    def show_row(self, row: ExamDayRow | None) -> None:
        self._wanted = row
        self.setVisible(row is not None)
        if row is not None:
            self.title.setText(f"{format_day(row.day)} · {row.room}")
            self.state.show_chip(state_chip(row.state))
            self._desk.ask(queries.day_overview, row.id, then=self._show)

    def _show(self, found: DayOverview | None) -> None:
        if found is not None and self._wanted is not None and found.card.id == self._wanted.id:
            self.content.show_value(found)


def _day(found: DayOverview) -> QWidget:
    card = found.card
    parts: list[QWidget] = [_facts(found), line(), label(tr("Examiners"), TextRole.STRONG), _examiners(card)]
    if found.bias:
        verdicts = VerdictList()
        verdicts.show_verdicts(found.bias)
        parts += [line(), label(tr("Possible bias"), TextRole.STRONG), verdicts]
    parts += [line(), label(tr("Slots"), TextRole.STRONG), _slots(card)]
    return box(column(*parts, gap=10))


def _facts(found: DayOverview) -> QWidget:
    card = found.card
    ends_at = max((slot.ends_at for slot in card.slots), default=card.starts_at)
    return Pairs(
        (tr("Committee"), card.committee),
        (tr("Examination area"), found.area.name),
        (tr("Time of day"), tr("{begin} to {end}").format(begin=format_time(card.starts_at), end=format_time(ends_at))),
        (tr("Room"), f"{card.room.label}\n{card.room.street}, {card.room.postal_code} {card.room.town}"),
        (tr("Exam season"), card.season),
        (tr("Folder printed"), words_of(found.printed_at) or tr("not yet")),
    )


def _examiners(card: ExamDayCard) -> QWidget:
    return Pairs(
        *(
            (
                f"{row.bench}, {tr(ROLE_WORDS[Role(row.role)])}",
                list_name(row.title, row.first_name, row.last_name),
            )
            for row in card.sittings
        )
    )


def _slots(card: ExamDayCard) -> QWidget:
    return Pairs(*((format_time(slot.starts_at), _slot_words(slot)) for slot in card.slots))


def _slot_words(slot: SlotRow) -> str:
    extra = f"+{slot.extra_time_percent} %" if slot.extra_time_percent else ""
    chip = result_chip(slot)
    came = tr(ATTENDANCE_WORDS[slot.attendance]) if slot.attendance == Attendance.CHECKED_IN else ""
    name = list_name(slot.title, slot.first_name, slot.last_name)
    return " · ".join(part for part in (name, extra, chip.word if chip else came) if part)
