"""One exam day being recorded: step 1 lets candidates in, step 2 marks them and announces their results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from kammerdesk.base.dates import format_day
from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import N_, tr
from kammerdesk.examday import queries
from kammerdesk.examday.queries import ExamDayRow, LastMark, Marking, SlotRow
from kammerdesk.examday.rules import Attendance
from kammerdesk.examday.service import (
    AnnounceSlotOrder,
    IndividualMarkOrder,
    JointMarkOrder,
    MarksOrder,
    ReasonOrder,
    agree_joint_mark,
    announce_slot_result,
    check_in,
    give_reason,
    record_individual_mark,
    record_marks,
)
from kammerdesk.exams.rules.summary import offer_sentences, result_total, total_words
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.work import Work
from kammerdesk.ui.examday.check_in import CheckInStep
from kammerdesk.ui.examday.mark_step import MarkStep
from kammerdesk.ui.examday.marks import MarkLine
from kammerdesk.ui.examday.printing import gather, gather_folder, gather_results
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.dialogs import decide
from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.heading import ActionButton, Heading
from kammerdesk.ui.kit.page import Command, Needs, Page, PageSpec
from kammerdesk.ui.kit.reflow import Arrangement
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column

CHECK_IN, MARKING = 0, 1
WIDE = 480

MarkingOrder = IndividualMarkOrder | JointMarkOrder | ReasonOrder
_ACTIONS: Mapping[type[MarkingOrder], Callable[[Work, Any], None]] = {
    IndividualMarkOrder: record_individual_mark,
    JointMarkOrder: agree_joint_mark,
    ReasonOrder: give_reason,
}


class DayPage(Page[SlotRow]):
    """Lies over the list of days; Esc leaves, everything is stored as it is typed."""

    def __init__(self, row: ExamDayRow, desk: Desk, shell: Shell) -> None:
        self._found: Marking | None = None
        self._room: Arrangement | None = None
        self._asking = self._again = False
        super().__init__(SPEC, desk, shell)
        self._day = row.id
        title = tr("Exam day {day} · {room}").format(day=format_day(row.day), room=row.room)
        self.setAccessibleName(title)
        self.steps = QTabBar()
        self.steps.setAccessibleName(tr("Steps"))
        self.steps.setDrawBase(False)
        self.steps.setExpanding(False)
        self.steps.addTab(tr("1 Check-in"))
        self.steps.addTab(tr("2 Marking"))
        absent = ActionButton(self.commands["note_absence"])
        admit = ActionButton(self.commands["check_in"], primary=True)
        self.check_in_step = CheckInStep(absent, admit)
        self.mark_step: MarkStep | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.check_in_step)
        self._foreign = column()
        body = column(Heading(self, title), gap=12, margin=16)
        body.addLayout(self._foreign)
        body.addWidget(self.steps)
        body.addWidget(self._stack, 1)
        self.setLayout(body)
        self.setFocusProxy(self.check_in_step)
        self.steps.currentChanged.connect(self._turn)
        self.check_in_step.current_changed.connect(self.marked)
        self.check_in_step.current_changed.connect(self.unsaved_changed)
        self.check_in_step.agreed.connect(self.let_in)
        self.check_in_step.form.edited.connect(self.unsaved_changed)

    # --- what is shown ---

    def reload(self) -> None:
        """Asks at most once at a time: whoever types fast needs the last answer, not every one."""
        self._again = self._asking
        if not self._asking:
            self._asking = True
            self.desk.ask(queries.marking, self._day, then=self._show, finished=self._answered)

    def _answered(self) -> None:
        self._asking = False
        if self._again:
            self.reload()

    def _show(self, found: Marking | None) -> None:
        if found is None:
            self.shell.back()
            return
        first = self._found is None
        self._found = found
        if first and not found.ours:
            sentence = tr("This exam day is kept by {chamber}; it can only be read here.")
            self._foreign.addWidget(InfoBar(sentence.format(chamber=chamber_name(found.card.home)), Tone.PARTNER))
        slots = found.card.slots
        came = sum(slot.attendance != Attendance.EXPECTED for slot in slots)
        decided = sum(slot.passed is not None for slot in slots)
        self.steps.setTabText(CHECK_IN, tr("1 Check-in ({n}/{all})").format(n=came, all=len(slots)))
        self.steps.setTabText(MARKING, tr("2 Marking ({n}/{all})").format(n=decided, all=len(slots)))
        self.check_in_step.show_marking(found)
        self._mark_step(found).show_marking(found)
        if first and slots and came == len(slots):
            self.steps.setCurrentIndex(MARKING)
        if first and found.ours:
            self.desk.ask(queries.last_mark, self._day, then=self._go_on_after, owner=self)
        self.marked.emit()
        self.unsaved_changed.emit()

    def _go_on_after(self, last: LastMark | None) -> None:
        """Whoever comes back to the day, also after the power failed, goes on with the mark after the last one."""
        if last is not None and self.mark_step is not None and not self.mark_step.grid.view.is_typing:
            self.steps.setCurrentIndex(MARKING)
            self.mark_step.go_on_after(last)

    def _mark_step(self, found: Marking) -> MarkStep:
        if self.mark_step is not None and self.mark_step.fits(found):
            return self.mark_step
        former, self.mark_step = self.mark_step, MarkStep(found, self._result_buttons)
        if former is not None:
            former.commit()
            self.mark_step.keep(former)
            self._stack.removeWidget(former)
            former.deleteLater()
        self.mark_step.current_changed.connect(self.marked)
        self.mark_step.marked.connect(self._record)
        self.mark_step.block_marked.connect(self._record_block)
        self.mark_step.grid.model.typed.connect(self.unsaved_changed)
        self._stack.addWidget(self.mark_step)
        if former is not None and self.steps.currentIndex() == MARKING:
            self._turn(MARKING)  # the stack had shown another step in place of the former
        if self._room is not None:
            self.arrange(self._room)
        return self.mark_step

    def _result_buttons(self) -> Sequence[QWidget]:
        announce = ActionButton(self.commands["announce_result"], primary=True)
        return ActionButton(self.commands["print_result"], "printer"), announce

    def _turn(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.setFocusProxy(self._step())
        if not self.steps.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.marked.emit()

    def go_to_step(self, step: int) -> None:
        """Shows a step with the cursor in it."""
        self.steps.setCurrentIndex(step)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self) -> CheckInStep | MarkStep:
        if self._stack.currentIndex() == MARKING and self.mark_step is not None:
            return self.mark_step
        return self.check_in_step

    def current(self) -> SlotRow | None:
        if self._found is None:
            return None
        step = self._step()
        if isinstance(step, CheckInStep):
            return step.current()
        line = step.current()
        return line.slot if line else None

    def selected(self) -> Sequence[SlotRow]:
        slot = self.current()
        return () if slot is None else (slot,)

    def _line(self) -> MarkLine | None:
        return self.mark_step.current() if self.mark_step is not None else None

    def refresh_actions(self) -> None:
        super().refresh_actions()
        ours = self._found is not None and self._found.ours
        marking = self._found is not None and self._stack.currentIndex() == MARKING
        here = {"check_in": not marking, "note_absence": not marking, "announce_result": marking}
        for key in (*here, "print_results", "print_folder"):
            self.commands[key].setEnabled(self.commands[key].isEnabled() and ours and here.get(key, True))

    def step(self, by: int) -> None:
        self.check_in_step.list.table.step(by)

    def panes(self) -> Sequence[QWidget]:
        if self.mark_step is None or self._stack.currentIndex() == CHECK_IN:
            return (self.steps, self.check_in_step.list, self.check_in_step.sheet)
        return (self.steps, self.mark_step.grid, self.mark_step.panel)

    def unsaved(self) -> Sequence[str]:
        names = {slot.id: slot.name for slot in self._found.card.slots} if self._found is not None else {}
        marks = self.mark_step.unsaved() if self.mark_step is not None else ()
        ticked = self.check_in_step.unsaved()
        return [f"{names.get(slot, '')}: {sentence}" for slot, sentence in (*ticked, *marks)]

    def show_unsaved(self) -> None:
        ticked = self.check_in_step.unsaved()
        self.go_to_step(CHECK_IN if ticked else MARKING)
        if ticked:
            self.check_in_step.list.go_to(ticked[0][0])
        elif self.mark_step is not None:
            self.mark_step.show_unsaved()

    def arrange(self, room: Arrangement) -> None:
        self._room = room
        self.check_in_step.share_room(room.one_pane)
        if self.mark_step is not None:
            self.mark_step.share_room(wide=room.detail >= WIDE)

    def leave(self) -> bool:
        step = self._step()
        target = step.list.table if isinstance(step, CheckInStep) else step.grid.view
        if step.isAncestorOf(self.window().focusWidget() or self) and not target.hasFocus():
            target.setFocus()
            return True
        return False

    # --- what is done ---

    def let_in(self) -> None:
        """Lets in the candidate at the door, if everything is confirmed, and goes to the next."""
        self._check_in(Attendance.CHECKED_IN)

    def note_absence(self) -> None:
        """Notes that the candidate did not come, and goes to the next."""
        self._check_in(Attendance.ABSENT)

    def _check_in(self, attendance: Attendance) -> None:
        order = self.check_in_step.order(attendance)
        if order is not None:
            self.desk.do(check_in, order, then=self._go_on, refused=self.check_in_step.show_refusal)

    def _go_on(self, _: None) -> None:
        if not self.check_in_step.go_on():
            self.shell.toast(tr("Everybody is checked in or noted as absent."), Tone.OK, Remedy(tr("Mark"), self._mark))

    def _mark(self) -> None:
        self.go_to_step(MARKING)

    def _record(self, order: MarkingOrder, key: str) -> None:
        refused, finished = partial(self._reject, order, key), partial(self._note_answer, order)
        self.desk.do(_ACTIONS[type(order)], order, refused=refused, finished=finished, owner=self)

    def _record_block(self, order: MarksOrder) -> None:
        self.desk.do(record_marks, order, refused=partial(self._reject_block, order), owner=self)

    def _reject_block(self, order: MarksOrder, refused: Refused) -> None:
        if self.mark_step is not None:
            self.mark_step.bring_back(order, refused)

    def _note_answer(self, order: MarkingOrder) -> None:
        if self.mark_step is not None and isinstance(order, ReasonOrder):
            self.mark_step.panel.answered(order.slot_uid, order.subarea)
            self.unsaved_changed.emit()

    def _reject(self, order: MarkingOrder, key: str, refused: Refused) -> None:
        if self.mark_step is None:
            return
        if isinstance(order, ReasonOrder):
            self.mark_step.panel.reject(order.slot_uid, order.subarea, order.text, str(refused))
            self.unsaved_changed.emit()
        else:
            self.mark_step.grid.reject(order.slot_uid, key, str(refused))

    def announce(self) -> None:
        """Announces the result of the candidate under the cursor, after showing what that means.

        What is being typed is stored and read again first: the dialog shows what will be announced.
        """
        if self.mark_step is not None:
            self.mark_step.commit()
            self.desk.drain()
        line, step = self._line(), self.mark_step
        if line is None or step is None or self._found is None:
            return
        wrong = [sentence for slot, sentence in step.unsaved() if slot == line.id]
        if wrong:
            self.shell.toast(wrong[0], Tone.WARN)
            return
        if not line.complete or step.panel.missing_reason() is not None:
            self._announce(line)  # the service says what is missing
            return
        result = tr("passed") if line.judged.passed else tr("not passed")
        sentences = (
            f"{line.slot.name}: {result}",
            total_words(line.judged),
            *offer_sentences(self._found.regulation, line.judged),
            tr("Once announced, marks can only be changed by a correction."),
        )
        decide(self, tr("Announce result"), "\n".join(sentences), tr("Announce"), partial(self._announce, line))

    def _announce(self, line: MarkLine) -> None:
        self.desk.do(
            announce_slot_result,
            AnnounceSlotOrder(line.id, bool(line.judged.passed), result_total(line.judged)),
            then=lambda _: self._say_announced(line),
            refused=self._show_refusal,
            owner=self,
        )

    def _say_announced(self, line: MarkLine) -> None:
        announce(self, tr("Result of {name} announced.").format(name=line.slot.name))  # the grid shows it by itself
        if self.mark_step is not None:
            self.mark_step.go_on()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_refusal(self, refused: Refused) -> None:
        if self.mark_step is None or not self.mark_step.panel.show_refusal(refused):
            self.shell.toast(str(refused), Tone.WARN)

    # --- paper ---

    def print_result(self) -> None:
        """Shows the paper of the candidate under the cursor."""
        slot = self.current()
        if slot is not None:
            self._print_slots((slot,))

    def print_results(self) -> None:
        """Shows the papers of all announced results."""
        slots = self._found.card.slots if self._found is not None else ()
        announced = tuple(slot for slot in slots if slot.passed is not None)
        if announced:
            self._print_slots(announced)
        else:
            self.shell.toast(tr("No result is announced yet."), Tone.WARN)

    def _print_slots(self, slots: Sequence[SlotRow]) -> None:
        gather(self, tr("Results to be printed"), gather_results, self._day, slots)

    def print_folder(self) -> None:
        """Shows everything that is printed for the day."""
        gather(self, tr("Exam folder"), gather_folder, self._day)


def _on_day(run: Callable[[DayPage], object]) -> Callable[[Page[SlotRow]], object]:
    def act(page: Page[SlotRow]) -> None:
        assert isinstance(page, DayPage)
        run(page)

    return act


SPEC: PageSpec[SlotRow] = PageSpec(
    key="exam_day",
    title=N_("Exam day"),
    icon="device-laptop",
    shows=frozenset(
        {"exam_day", "slot", "sitting", "candidate", "individual_mark", "joint_mark", "area_mark", "exam_result"}
    ),
    commands=(
        Command(
            key="check_in",
            title=N_("Check in"),
            run=_on_day(DayPage.let_in),
            shortcut="F8",
            needs=Needs.ONE,
            header=False,
        ),
        Command(
            key="note_absence",
            title=N_("Did not appear"),
            run=_on_day(DayPage.note_absence),
            shortcut="Shift+F8",
            needs=Needs.ONE,
            header=False,
        ),
        Command(
            key="announce_result",
            title=N_("Announce result"),
            run=_on_day(DayPage.announce),
            shortcut="F8",
            needs=Needs.ONE,
            when=lambda slot: slot.passed is None,
            unfit=N_("The result is announced already. Marks can only be changed by a correction."),
            header=False,
        ),
        Command(
            key="print_result",
            title=N_("Print result …"),
            run=_on_day(DayPage.print_result),
            action="note_printed",
            shortcut="F7",
            icon="printer",
            needs=Needs.ONE,
            when=lambda slot: slot.passed is not None,
            header=False,
        ),
        Command(
            key="print_results",
            title=N_("Print all results …"),
            run=_on_day(DayPage.print_results),
            action="note_printed",
            shortcut="Shift+F7",
            icon="certificate",
        ),
        Command(
            key="print_folder",
            title=N_("Print exam folder …"),
            run=_on_day(DayPage.print_folder),
            action="note_printed",
            shortcut="Ctrl+P",
            icon="printer",
        ),
        Command(
            key="go_to_check_in",
            title=N_("Step 1: check-in"),
            run=_on_day(lambda page: page.go_to_step(CHECK_IN)),
            shortcut="Alt+1",
            header=False,
        ),
        Command(
            key="go_to_marking",
            title=N_("Step 2: marking"),
            run=_on_day(lambda page: page.go_to_step(MARKING)),
            shortcut="Alt+2",
            header=False,
        ),
    ),
)
