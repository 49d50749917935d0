"""What was done: every change of every record, when, by whom, why, and what stood there before."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kammerdesk.base.folding import sort_key
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.lines import HAPPENING_WORDS, FieldLine, Happening, HistoryLine, history_lines
from kammerdesk.store.record import record_tables
from kammerdesk.store.words import kind_word
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.fields import ChoiceBox
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Detail, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.record_history import RecordKey
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, box, column, label

AT_ONCE = 200
"""So many changes are read at first; more on demand, each time ten times as many."""
SHARES = (2, 3, 3)
"""How the width is shared between the name of a field and what stood and stands in it."""
TONES = {
    Happening.ADDED: Tone.OK,
    Happening.CHANGED: Tone.INFO,
    Happening.REMOVED: Tone.WARN,
    Happening.RESTORED: Tone.OK,
    Happening.ERASED: Tone.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One record changed by one entry."""

    line: HistoryLine

    @property
    def id(self) -> Hashable:
        """Entry and record."""
        return self.line.entry, self.line.kind, self.line.uid


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: one record, else a kind of record, else everything; the newest `limit` changes."""

    record: RecordKey | None = None
    kind: str | None = None
    limit: int = AT_ONCE


def found_lines(session: Any, wanted: Wanted) -> list[JournalRow]:
    """The changes that are looked for, the newest first."""
    kind, uid = (wanted.record.kind, wanted.record.uid) if wanted.record else (wanted.kind, None)
    return [JournalRow(line) for line in history_lines(session, kind=kind, uid=uid, limit=wanted.limit)]


def _chip(row: JournalRow) -> Chip:
    return Chip(tr(HAPPENING_WORDS[row.line.happening]), TONES[row.line.happening])


class JournalPage(ListPage[JournalRow]):
    """The list, narrowed to a kind of record or to one record; the log is one of records, never one of clerks."""

    def __init__(self, spec: PageSpec[JournalRow], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self._limit = AT_ONCE
        self.record: RecordKey | None = None
        kinds = [(table.name, kind_word(table.name)) for table in record_tables(schema())]
        self.kind: ChoiceBox[str] = ChoiceBox(sorted(kinds, key=lambda each: sort_key(each[1])), optional=True)
        self.kind.setAccessibleName(tr("Kind of record"))
        self.kind.edited.connect(self._narrow)
        beside = label(tr("Kind of record"), Role.SECONDARY)
        beside.setBuddy(self.kind)
        self.only = ChipLabel()
        self.everything = Button(tr("Show all records"), self.widen)
        self.more = Button(tr("Older changes"), self.read_more)
        body = self.layout()
        assert body is not None
        body.insertWidget(1, flow(beside, self.kind, self.only, self.everything, self.more))  # type: ignore[attr-defined]
        self._show_narrowing("")

    def reload(self) -> None:
        self.desk.ask(found_lines, Wanted(self.record, self.kind.value(), self._limit), then=self._show_found)

    def _show_found(self, rows: Sequence[JournalRow]) -> None:
        self.more.setVisible(len(rows) >= self._limit)
        if self.record is not None:
            self._show_narrowing(rows[0].line.title if rows else tr("this record"))
        self._show_rows(rows)

    def _narrow(self) -> None:
        self.record = None
        self._limit = AT_ONCE
        self._show_narrowing("")
        self.reload()

    def go_to(self, identity: Hashable) -> None:
        """The history of one record when `identity` is a RecordKey, else the row."""
        if isinstance(identity, RecordKey):
            self.record = identity
            self.reload()
        else:
            super().go_to(identity)

    def widen(self) -> None:
        """Shows the changes of all records again."""
        self.kind.set_value(None)
        self._narrow()
        self.list.table.setFocus()

    def read_more(self) -> None:
        """Reads further back."""
        self._limit *= 10
        self.reload()

    def _show_narrowing(self, title: str) -> None:
        self.only.show_chip(Chip(tr("only {title}").format(title=title), Tone.INFO) if title else None)
        self.everything.setVisible(self.record is not None)


class JournalDetail(Detail[JournalRow]):
    """One change as sentences: what, when, who, why, and each field before and after."""

    def __init__(self, page: Page[JournalRow]) -> None:
        super().__init__()
        self.content: Content[JournalRow] = Content(_sheet)
        body = column(self.content)
        body.addStretch(1)
        self.setLayout(body)

    def show_row(self, row: JournalRow | None) -> None:
        self.content.show_value(row)


def _sheet(row: JournalRow) -> QWidget:
    line = row.line
    undone = tr("takes back entry {number}").format(number=line.reverts) if line.reverts is not None else ""
    body = column(gap=theme.px(10), margin=theme.px(16))
    body.addWidget(label(line.title, Role.SUBTITLE, wrap=True))
    chip = _chip(row)
    body.addWidget(flow(ChipLabel(chip.word, chip.tone), label(kind_word(line.kind), Role.SECONDARY)))
    pairs = (
        (tr("Action"), line.words),
        (tr("Time"), words_of(line.at)),
        (tr("By"), line.user),
        (tr("Reason"), line.reason),
        (tr("Entry"), f"{line.entry}"),
        (tr("Remark"), undone),
    )
    body.addWidget(Pairs(*pairs))
    if line.fields:
        body.addWidget(_fields(line.fields))
    elif line.happening is Happening.ERASED:
        body.addWidget(label(tr("The values were erased with the record."), Role.SECONDARY, wrap=True))
    return box(body)


def _fields(fields: Sequence[FieldLine]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(6))
    lines: list[tuple[str, ...]]
    if any(field.old for field in fields):
        lines = [(tr("Field"), tr("before"), tr("after"))]
        lines += [(field.words, field.old or "–", field.new or "–") for field in fields]
    else:
        lines = [(tr("Field"), tr("Value")), *((field.words, field.new or "–") for field in fields)]
    for place, share in zip(range(3), SHARES, strict=True):
        grid.setColumnStretch(place, share if place < len(lines[0]) else 0)
    for number, words in enumerate(lines):
        for place, text in enumerate(words):
            role = Role.CAPTION if number == 0 else Role.SECONDARY if place == 0 else Role.BODY
            grid.addWidget(label(text, role, wrap=True), number, place, Qt.AlignmentFlag.AlignTop)
    made = QWidget()
    made.setLayout(grid)
    return made


def _only_this(page: Page[JournalRow]) -> None:
    line = page.selected()[0].line
    page.go_to(RecordKey(line.kind, line.uid))


def _take_back(page: Page[JournalRow]) -> None:
    line = page.selected()[0].line
    page.shell.take_back(line.entry, line.first)


def _do_again(page: Page[JournalRow]) -> None:
    line = page.selected()[0].line
    assert line.reverts is not None
    page.shell.do_again(line.reverts, line.first)


def _can_be_taken_back(row: JournalRow) -> bool:
    """Whether later work stands on it is found out when one tries."""
    return not row.line.is_undo and row.line.happening is not Happening.ERASED


def _can_be_done_again(row: JournalRow) -> bool:
    return row.line.is_undo and row.line.happening is not Happening.ERASED


PAGE: PageSpec[JournalRow] = PageSpec(
    key="journal",
    title=N_("Journal"),
    icon="history",
    columns=(
        Column(key="at", title=N_("Time"), value=lambda row: row.line.at, sample="00.00.0000 00:00"),
        Column(key="words", title=N_("Action"), value=lambda row: row.line.words, sample="0" * 18),
        Column(key="title", title=N_("Concerns"), value=lambda row: row.line.title, sample="0" * 24, stretch=True),
        Column(key="what", title=N_("What"), value=lambda row: row.line.happening, chip=_chip),
        Column(key="kind", title=N_("Kind"), value=lambda row: kind_word(row.line.kind), sample="0" * 14, spare=True),
        Column(key="by", title=N_("By"), value=lambda row: row.line.user, spare=True),
        Column(key="reason", title=N_("Reason"), value=lambda row: row.line.reason or None, spare=True),
    ),
    shows=frozenset(table.name for table in record_tables(schema())),
    commands=(
        Command(
            key="only_this_record",
            title=N_("Only this record"),
            run=_only_this,
            shortcut="Ctrl+H",
            icon="history",
            needs=Needs.ONE,
        ),
        Command(
            key="take_back_entry",
            title=N_("Undo"),
            run=_take_back,
            shortcut="Alt+Backspace",
            icon="arrow-back-up",
            needs=Needs.ONE,
            when=_can_be_taken_back,
            action="undo",
        ),
        Command(
            key="do_entry_again",
            title=N_("Redo"),
            run=_do_again,
            shortcut="Alt+Shift+Backspace",
            icon="arrow-forward-up",
            needs=Needs.ONE,
            when=_can_be_done_again,
            header=False,
            action="redo",
        ),
    ),
    empty=Empty(N_("Nothing was changed yet.")),
    detail=JournalDetail,
    view=JournalPage,
)
