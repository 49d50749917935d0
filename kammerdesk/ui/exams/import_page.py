"""What a file of candidates would bring, line by line; nothing is stored before the clerk agrees."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from uuid import UUID

from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.exams import queries
from kammerdesk.exams.candidate_file import Fate, PlannedLine
from kammerdesk.exams.queries import ImportPlan
from kammerdesk.exams.service import ImportOrder, import_candidates
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.fields import ChoiceBox
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, label

FATE_CHIPS = {
    Fate.NEW: (N_("new"), Tone.OK),
    Fate.KNOWN: (N_("known"), Tone.NEUTRAL),
    Fate.FAULTY: (N_("faulty"), Tone.ERR),
}


def _chip(line: PlannedLine) -> Chip:
    word, tone = FATE_CHIPS[line.fate]
    return Chip(tr(word), tone)


def _remark(line: PlannedLine) -> str:
    if line.fate is Fate.KNOWN:
        return tr("is stored already and stays as it is")
    return " ".join((*line.problems, *line.notes))


COLUMNS: tuple[Column[PlannedLine], ...] = (
    Column(key="line", title=N_("Line"), value=lambda row: row.line, right=True),
    Column(key="number", title=N_("Number"), value=lambda row: row.number or None),
    Column(key="name", title=N_("Name"), value=lambda row: row.name or None),
    Column(key="fate", title=N_("What happens"), value=lambda row: row.fate, chip=_chip),
    Column(key="remark", title=N_("Remarks"), value=lambda row: _remark(row) or None, stretch=True),
)


class ImportPage(Page[PlannedLine]):
    """Lies over the list of candidates; Esc leaves without storing anything."""

    def __init__(self, file: Path, plan: ImportPlan, desk: Desk, shell: Shell) -> None:
        super().__init__(SPEC, desk, shell)
        self._file = file
        self._plan = plan
        self._waiting = False
        self.list: DataTable[PlannedLine] = DataTable(
            COLUMNS, tr(SPEC.title), EmptyState("file-import", tr("The file has a header line but no candidates."))
        )
        self.season: ChoiceBox[UUID] = ChoiceBox([])
        self.season.setAccessibleName(tr("Exam season"))
        self.season.edited.connect(self.reload)
        self.chips = {fate: ChipLabel() for fate in Fate}
        self._name = label("", Role.SECONDARY)
        self._advice = label("", wrap=True)
        self._problems = label("", wrap=True)
        self._problems.setProperty("role", "error")
        about = flow(self._name, label(tr("Exam season"), Role.SECONDARY), self.season, *self.chips.values())
        body = column(Heading(self), about, self._advice, gap=12, margin=16)
        body.addWidget(self.list, 1)
        body.addWidget(self._problems)
        self.setLayout(body)
        self.list.current_changed.connect(self._show_problems)
        self.setFocusProxy(self.list)
        self._stale = False
        self._show_plan(plan)

    def reload(self) -> None:
        """Judges the file again, for the season chosen now."""
        self.desk.ask(queries.import_plan, self._file, self.season.value(), then=self._show_plan)

    def _show_plan(self, plan: ImportPlan) -> None:
        self._plan = plan
        counts = Counter(line.fate for line in plan.lines)
        self._name.setText(plan.file_name)
        self.season.set_choices([(season.id, season.name) for season in plan.seasons])
        self.season.set_value(plan.season.id)
        for fate, chip in self.chips.items():
            word, tone = FATE_CHIPS[fate]
            chip.show_chip(Chip(f"{counts[fate]} {tr(word)}", tone if counts[fate] else Tone.NEUTRAL))
        new, faulty = counts[Fate.NEW], counts[Fate.FAULTY]
        action = self.commands["import_candidates"]
        action.setText(_verb(new, faulty))
        action.setEnabled(new > 0)
        self._advice.setText("\n".join((*plan.notes, _advice(new, counts[Fate.KNOWN], faulty))))
        self.list.set_rows(plan.lines)

    def _show_problems(self) -> None:
        """Says in full what is wrong with the line under the cursor; in the table it may be cut."""
        line = self.list.table.current()
        problems = line.problems if line is not None else ()
        self._problems.setText("\n".join(problems))
        self._problems.setVisible(bool(problems))

    def agree(self) -> None:
        """Stores the good lines, all or none."""
        entries = tuple(line.entry for line in self._plan.lines if line.entry is not None)
        if entries and not self._waiting:
            self._waiting = True
            order = ImportOrder(self._plan.season.id, entries)
            self.shell.run_job(
                LongWork(
                    title=tr("Import candidates"),
                    work=lambda lent: lent.do(import_candidates, order),
                    data=Data.SHARED,
                    told=_imported,
                    then=self._leave,
                    finished=self._answered,
                    owner=self,
                )
            )

    def _answered(self) -> None:
        self._waiting = False

    def _leave(self, _count: int) -> None:
        if self.isVisible():  # else something else lies above by now
            self.shell.back()

    def focus_search(self) -> bool:
        self.list.search.setFocus()
        return True


def _imported(count: int) -> Ending:
    return Ending(trn("{n} candidate imported.", "{n} candidates imported.", count).format(n=count))


def _verb(new: int, faulty: int) -> str:
    if faulty:
        return tr("Import {new}, leave out {faulty}").format(new=new, faulty=faulty)
    return trn("Import {n} candidate", "Import {n} candidates", new).format(n=new)


def _advice(new: int, known: int, faulty: int) -> str:
    if faulty:
        return tr(
            "Faulty lines are left out. Mend them in the file and read it again: known candidates stay as they are."
        )
    if not new:
        return tr("There is nothing to import: all candidates of the file are stored already.") if known else ""
    return tr("Nothing is stored yet.")


def _agree(page: Page[PlannedLine]) -> None:
    assert isinstance(page, ImportPage)
    page.agree()


def _cancel(page: Page[PlannedLine]) -> None:
    page.shell.back()


SPEC: PageSpec[PlannedLine] = PageSpec(
    key="import_candidates",
    title=N_("Import candidates"),
    icon="file-import",
    shows=frozenset({"candidate", "exam_season"}),
    commands=(
        Command(key="cancel", title=N_("Cancel"), run=_cancel),
        Command(
            key="import_candidates",
            title=N_("Import candidates"),
            run=_agree,
            shortcut="Ctrl+Return",
            icon="check",
            primary=True,
        ),
    ),
)
