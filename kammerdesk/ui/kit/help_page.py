"""F1: every command and every key of the present page, made from the declarations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction

from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.page import Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.widgets import column, native, plain

KEYS_OF_THE_TABLE = (
    (N_("Sort by a column: rising, falling, not at all"), N_("Click on the heading")),
    (N_("Open the row"), "Return"),
    (N_("Copy the selected rows"), "Ctrl+C"),
    (N_("Select all rows shown"), "Ctrl+A"),
)
KEYS_OF_THE_FORM = (
    (N_("Next field"), "Return"),
    (N_("Save and close"), "Ctrl+Return"),
    (N_("Today in a date field"), "Ctrl+."),
)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One thing that can be done, and how."""

    id: str
    group: str
    what: str
    keys: str


def rows_of(groups: Sequence[tuple[str, Sequence[QAction]]]) -> list[KeyRow]:
    """The menus as rows, then the keys of tables and forms."""
    rows = [
        KeyRow(f"{group}/{action.text()}", group, plain(action.text()), native(action.shortcut()))
        for group, actions in groups
        for action in actions
    ]
    return [*rows, *other_keys()]


def other_keys() -> list[KeyRow]:
    """The keys of tables and forms, which are in no menu."""
    groups = ((tr("Lists"), KEYS_OF_THE_TABLE), (tr("Forms"), KEYS_OF_THE_FORM))
    return [
        KeyRow(f"{group}/{what}", group, tr(what), native(key) or tr(key))
        for group, keys in groups
        for what, key in keys
    ]


def _key_words(key: str) -> str:
    return tr(key) if " " in key else native(key)


COLUMNS: tuple[Column[KeyRow], ...] = (
    Column(key="group", title=N_("Menu"), value=lambda row: row.group),
    Column(key="what", title=N_("What"), value=lambda row: row.what, stretch=True),
    Column(key="keys", title=N_("Keys"), value=lambda row: row.keys, sample="Strg+Bild aufwärts"),
)
HELP: PageSpec[KeyRow] = PageSpec(key="help", title=N_("Keys and commands"), icon="help")


class HelpPage(Page[KeyRow]):
    """The list of keys, with a filter like every list."""

    def __init__(self, rows: Sequence[KeyRow], desk: Desk, shell: Shell) -> None:
        super().__init__(HELP, desk, shell)
        self.list: DataTable[KeyRow] = DataTable(COLUMNS, tr(HELP.title), EmptyState("help", ""))
        self.list.set_rows(rows)
        body = column(Heading(self), gap=12, margin=16)
        body.addWidget(self.list, 1)
        self.setLayout(body)
        self.setFocusProxy(self.list)

    def focus_search(self) -> bool:
        self.list.search.setFocus()
        return True
