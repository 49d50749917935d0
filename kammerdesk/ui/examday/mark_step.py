"""Step 2, Bewerten: the grid of all mark sheets, and what the marks of the candidate under the cursor amount to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import tr
from kammerdesk.base.points import Hundredths
from kammerdesk.examday.queries import LastMark, Marking
from kammerdesk.examday.rules import subarea_names
from kammerdesk.examday.service import IndividualMarkOrder, JointMarkOrder, MarksOrder, ReasonOrder
from kammerdesk.ui.examday.marks import MarkLine, cells_of, columns_of, lines_of
from kammerdesk.ui.examday.result_panel import PANEL_HEIGHT, PANEL_WIDTH, ResultPanel
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.fields import TickBox
from kammerdesk.ui.kit.grid import Grid
from kammerdesk.ui.kit.paste import Fault
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import column, in_reading_order, label, row

LEAST_PANEL = 120
LEAST_ROWS = 3
"""What stays in sight of the marks in the lowest window; the page scrolls rather than show less."""
PANEL_SHARE = 0.4
"""The panel below the grid never takes more of a low window."""


class MarkStep(QWidget):
    """Made for one day with its examiners; Enter goes down within the pile of one examiner."""

    current_changed = Signal()
    marked = Signal(object, str)
    """An order (a mark of one examiner or of the committee, or a reason) and the key of its column."""
    block_marked = Signal(object)
    """A MarksOrder of what was pasted; answer with `bring_back` when it was refused."""

    def __init__(self, found: Marking, buttons: Callable[[], Sequence[QWidget]]) -> None:
        super().__init__()
        self._found = found
        self._cells = cells_of(found)
        self.grid: Grid[MarkLine] = Grid(columns_of(found), tr("Marks"))
        self.grid.view.horizontalHeader().setStretchLastSection(True)
        names = subarea_names(found.area)
        self.panel = ResultPanel(names, *buttons())
        legend = label(_legend(found), Role.SECONDARY, wrap=True)
        self.direction = TickBox(tr("Enter goes to the right"))
        self.direction.edited.connect(self._turn)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.px(8))
        self._splitter.addWidget(self.grid)
        self._splitter.addWidget(self.panel)
        in_reading_order(self._splitter)
        self._splitter.setStretchFactor(0, 1)
        above = row(gap=12)
        above.addWidget(legend, 1)
        above.addWidget(self.direction)
        body = column(gap=8)
        body.addLayout(above)
        body.addWidget(self._splitter, 1)
        self.setLayout(body)
        self.setFocusProxy(self.grid)
        self.grid.takes_blocks = True
        self.grid.entered.connect(self._take)
        self.grid.block_entered.connect(self._take_block)
        self.grid.current_changed.connect(self._follow)
        self.panel.reason_written.connect(self._take_reason)

    def fits(self, found: Marking) -> bool:
        """Whether the columns are still those of the day's examiners."""
        return self._cells == cells_of(found) and self._found.ours == found.ours

    def keep(self, former: MarkStep) -> None:
        """Takes over what stands wrong, pasted or refused in a step that this one takes the place of."""
        self.grid.keep(former.grid)
        self.panel.keep(former.panel)

    def show_marking(self, found: Marking) -> None:
        """Shows the day as it is stored now; wrong entries stay."""
        self._found = found
        self.grid.set_rows(lines_of(found))
        self._follow()

    def current(self) -> MarkLine | None:
        """The candidate under the cursor."""
        return self.grid.current()

    def commit(self) -> None:
        """Hands on what is being typed, as leaving the cell or the reason would."""
        self.grid.view.commit()
        self.panel.write_reasons()

    def unsaved(self) -> list[tuple[object, str]]:
        """Candidate and sentence of every mark and reason that was typed and is not stored."""
        return [*((slot, sentence) for slot, _, sentence in self.grid.problems()), *self.panel.problems()]

    def show_unsaved(self) -> None:
        """Puts the cursor on the first mark that is not stored, else on the candidate whose reason is not."""
        if problems := self.grid.problems():
            slot, key, _ = problems[0]
            self.grid.go_to(slot, key)
        elif reasons := self.panel.problems():
            self.grid.go_to(reasons[0][0])

    def share_room(self, wide: bool) -> None:
        """Puts the results beside the grid where there is room, else below it."""
        self._splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self.panel.stand_beside(wide)
        self.panel.setMinimumHeight(theme.px(LEAST_PANEL))
        self.grid.view.show_at_least(LEAST_ROWS)
        whole = self._splitter.width() if wide else self._splitter.height()
        part = theme.px(PANEL_WIDTH) if wide else min(theme.px(PANEL_HEIGHT), round(whole * PANEL_SHARE))
        self._splitter.setSizes([max(1, whole - part), part])

    def go_on(self) -> None:
        """Goes to the next candidate whose result can be announced, else whose marks are missing."""
        here = self.current()
        lines = self.grid.model.shown
        place = next((n for n, line in enumerate(lines) if here is not None and line.id == here.id), -1) + 1
        after = [line for line in (*lines[place:], *lines[:place]) if here is None or line.id != here.id]
        waiting = [line for line in after if line.complete]
        if waiting:
            self.grid.go_to(waiting[0].id)

    def go_on_after(self, last: LastMark) -> None:
        """Goes where the next mark of the same pile is missing."""
        wanted = (last.subarea, last.person_uid)
        key = next((key for key, cell in self._cells.items() if cell == wanted), None)
        if key is not None:
            self.grid.go_to(last.slot_uid, key)
            self.grid.view.go_to_next_open()

    def _follow(self) -> None:
        self.panel.show_line(self._found, self.current())
        self.current_changed.emit()

    def _turn(self) -> None:
        self.grid.view.enter_goes_right = self.direction.value()

    def bring_back(self, order: MarksOrder, refused: Refused) -> None:
        """Lets what was pasted wait again; each refused mark stands with its reason."""
        keys = {cell: key for key, cell in self._cells.items()}
        cells = [(mark, mark.person_uid if isinstance(mark, IndividualMarkOrder) else None) for mark in order.marks]
        places = [(mark.slot_uid, keys.get((mark.subarea, person), "")) for mark, person in cells]
        faults = [
            Fault(places[int(reason.field)] if reason.field else None, reason.sentence) for reason in refused.reasons
        ]
        self.grid.bring_back(places, faults)

    def _take(self, slot: UUID, key: str, points: Hundredths | None) -> None:
        self.marked.emit(self._order(slot, key, points), key)

    def _take_block(self, entries: Sequence[tuple[UUID, str, Hundredths | None]]) -> None:
        if entries:
            self.block_marked.emit(MarksOrder(tuple(self._order(*entry) for entry in entries)))

    def _order(self, slot: UUID, key: str, points: Hundredths | None) -> IndividualMarkOrder | JointMarkOrder:
        number, person = self._cells[key]
        if person is not None:
            return IndividualMarkOrder(slot, person, number, points)
        return JointMarkOrder(slot, number, points)

    def _take_reason(self, slot: UUID, number: int, reason: str) -> None:
        self.marked.emit(ReasonOrder(slot, number, reason), f"joint:{number}")


def _legend(found: Marking) -> str:
    subareas = found.area.subareas
    shares = [f" ({subarea.share} %)" for subarea in subareas] or [""]
    names = subarea_names(found.area)
    return " · ".join(f"{n} {name}{share}" for n, (name, share) in enumerate(zip(names, shares, strict=True), start=1))
