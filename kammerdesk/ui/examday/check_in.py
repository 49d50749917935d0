"""Step 1, Einlass: the candidates in their order, and what is asked of the one who stands at the door."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import N_, tr
from kammerdesk.examday.queries import Marking, SlotRow
from kammerdesk.examday.rules import ATTENDANCE_WORDS, IDENTITY_WORDS, Attendance, IdentityDocument
from kammerdesk.examday.service import CheckInOrder
from kammerdesk.ui.examday.radio_field import RadioField
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.fields import TickBox
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.form import FieldSpec, RecordForm
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, in_reading_order, label, panel

WIDE, NARROW = 460, 300
SIDE_BY_SIDE = 700
"""Width in pixels at 100 % from which the list shows who came beside the form."""
LEAST_HEIGHT = 220
"""The lowest the list and the form get; the page scrolls rather than show less."""

_TONES = {Attendance.EXPECTED: Tone.NEUTRAL, Attendance.CHECKED_IN: Tone.OK, Attendance.ABSENT: Tone.WARN}


def attendance_chip(slot: SlotRow) -> Chip:
    """Whether a candidate came, and when."""
    words = tr(ATTENDANCE_WORDS[slot.attendance])
    if slot.checked_in_at is not None:
        words = f"{words} {format_time(office_time(slot.checked_in_at).time())}"
    return Chip(words, _TONES[Attendance(slot.attendance)])


def _extra_time(slot: SlotRow) -> Chip | None:
    return Chip(f"+{slot.extra_time_percent} %", Tone.INFO) if slot.extra_time_percent else None


COLUMNS: tuple[Column[SlotRow], ...] = (
    Column(key="name", title=N_("Candidate"), value=lambda slot: slot.name, stretch=True),
    Column(key="starts_at", title=N_("Begin"), value=lambda slot: slot.starts_at, sample="00:00"),
    Column(
        key="extra_time",
        title=N_("Extra time"),
        value=lambda slot: slot.extra_time_percent or None,
        chip=_extra_time,
        spare=True,
    ),
    Column(
        key="attendance",
        title=N_("Check-in"),
        value=lambda slot: slot.attendance,
        chip=attendance_chip,
        sample="eingelassen 00:00 00000",
    ),
    Column(
        key="document",
        title=N_("Document"),
        value=lambda slot: tr(IDENTITY_WORDS[slot.identity_document]) if slot.identity_document else None,
        sample="0" * 14,
        spare=True,
    ),
)


def _fields() -> tuple[FieldSpec, ...]:
    documents = [(document, tr(words)) for document, words in IDENTITY_WORDS.items()]
    return (
        FieldSpec(key="identity_document", title=N_("Identity"), make=partial(RadioField, documents)),
        FieldSpec(key="photo_matches", title=N_("Photograph"), make=partial(TickBox, tr("matches"))),
        FieldSpec(
            key="instructed",
            title=N_("Instruction"),
            make=partial(TickBox, tr("instructed (deception, aids, phone)")),
        ),
        FieldSpec(key="fit", title=N_("Fitness"), make=partial(TickBox, tr("feels fit for the examination"))),
        FieldSpec(key="no_bias_claimed", title=N_("Bias"), make=partial(TickBox, tr("none claimed"))),
    )


class CheckInStep(QWidget):
    """List at the left, form at the right; what is typed in the list jumps to the name."""

    current_changed = Signal()
    agreed = Signal()
    """Strg+Enter in the form: let this candidate in."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        nobody = EmptyState("school", tr("Nobody is planned for this day."))
        self.list: DataTable[SlotRow] = DataTable(COLUMNS, tr("Candidates of the day"), nobody, with_filter=False)
        self.list.table.horizontalHeader().moveSection(1, 0)  # times first; the cursor stays with the names
        self._name = label("", Role.SUBTITLE, wrap=True)
        self._chip = ChipLabel()
        self._extra_time = ChipLabel()
        self._facts = label("", Role.SECONDARY, wrap=True)
        self.form = RecordForm(_fields())
        self._buttons = buttons
        self._shown: SlotRow | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.px(8))
        self._splitter.addWidget(self.list)
        self.sheet = self._sheet()
        self._splitter.addWidget(self.sheet)
        in_reading_order(self._splitter)
        self._splitter.setStretchFactor(0, 1)
        self.setLayout(column(self._splitter))
        self.setFocusProxy(self.list)
        self.list.current_changed.connect(self._follow)
        self.list.opened.connect(self.begin)
        self.form.finished.connect(self.agreed)
        self.form.ended.connect(lambda: buttons[-1].setFocus(Qt.FocusReason.TabFocusReason))

    def _sheet(self) -> QWidget:
        inner = QWidget()
        chips = flow(self._chip, self._extra_time)
        inner.setLayout(column(self._name, chips, self._facts, 8, self.form, None, gap=8, margin=16))
        below = column(self.form.summary, flow(*self._buttons, right=True), margin=12)
        body = column(FollowScroll(inner), gap=0, margin=1)
        body.addLayout(below)
        sheet = panel()
        sheet.setLayout(body)
        return sheet

    def share_room(self, one_pane: bool) -> None:
        """Gives the form the width in which its labels stand beside the fields; below the list where that is cut."""
        below = self._splitter.width() < theme.px(SIDE_BY_SIDE)
        self._splitter.setOrientation(Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal)
        for part in (self.list, self.sheet):
            part.setMinimumHeight(theme.px(LEAST_HEIGHT))
        if not below:
            width = theme.px(NARROW if one_pane else WIDE)
            self._splitter.setSizes([max(1, self._splitter.width() - width), width])

    def show_marking(self, found: Marking) -> None:
        """Shows the day as it is stored now; what is being ticked stays."""
        self.list.set_rows(found.card.slots)
        self.form.setEnabled(found.ours)

    def unsaved(self) -> list[tuple[UUID, str]]:
        """The candidate whose ticks are not stored yet, with a sentence."""
        changed = self._shown is not None and self.form.changes() > 0
        return [(self._shown.id, tr("The check-in is not stored yet."))] if self._shown and changed else []

    def current(self) -> SlotRow | None:
        """The candidate at the door."""
        return self.list.table.current()

    def _follow(self) -> None:
        slot = self.current()
        if slot is not None and (self._shown is None or _check_in_of(slot) != _check_in_of(self._shown)):
            self._show_slot(slot)
        self.current_changed.emit()

    def _show_slot(self, slot: SlotRow) -> None:
        self._shown = slot
        self._name.setText(slot.name)
        self._chip.show_chip(attendance_chip(slot))
        self._extra_time.show_chip(_extra_time(slot))
        born = tr("born {date}").format(date=format_date(slot.birth_date)) if slot.birth_date else ""
        when = f"{format_time(slot.starts_at)}–{format_time(slot.ends_at)}"
        self._facts.setText("\n".join(part for part in (f"{slot.number} · {when}", born, slot.company) if part))
        self.form.set_values(
            {
                "identity_document": slot.identity_document or IdentityDocument.IDENTITY_CARD,
                "photo_matches": slot.photo_matches,
                "instructed": slot.instructed,
                "fit": slot.fit,
                "no_bias_claimed": slot.no_bias_claimed,
            }
        )

    def begin(self) -> None:
        """Puts the cursor on the first thing to confirm."""
        self.form.field("photo_matches").setFocus(Qt.FocusReason.TabFocusReason)

    def order(self, attendance: Attendance) -> CheckInOrder | None:
        """What stands in the form, as an order; None without a candidate."""
        slot, values = self.current(), self.form.values()
        return CheckInOrder(slot.id, attendance, **values) if slot is not None and values is not None else None

    def show_refusal(self, refused: Refused) -> None:
        """Shows why nobody is let in yet."""
        self.form.show_reasons(refused.reasons)

    def go_on(self) -> bool:
        """Goes to the next candidate who is still expected; False when there is none."""
        here = self.current()
        rows = self.list.table.rows.shown
        place = rows.index(here) + 1 if here in rows else 0
        waiting = [slot for slot in (*rows[place:], *rows[:place]) if slot.attendance == Attendance.EXPECTED]
        others = [slot for slot in waiting if here is None or slot.id != here.id]
        if others:
            self.list.table.go_to(others[0].id)
            self.begin()
        return bool(others)


def _check_in_of(slot: SlotRow) -> tuple[object, ...]:
    return (slot.id, slot.attendance, slot.checked_in_at, slot.identity_document)
