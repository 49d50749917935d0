"""Which role may carry out which action, made from the declarations of the actions themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import ROLE_WORDS, Role
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.page import Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, label
from kammerdesk.ui.settings.upkeep import house_actions


def rights_of(role: Role) -> tuple[list[str], list[str]]:
    """The words of what a role may do, and of what it may not."""
    actions = house_actions()
    may = [tr(each.words) for each in actions if role in each.roles]
    return may, [tr(each.words) for each in actions if role not in each.roles]


@dataclass(frozen=True, slots=True)
class RightRow:
    """One action."""

    id: str
    words: str
    roles: frozenset[Role]
    lasting: bool


def _may(role: Role, row: RightRow) -> bool:
    return role in row.roles


def _chip(role: Role, row: RightRow) -> Chip | None:
    return Chip(tr("yes"), Tone.OK) if role in row.roles else None


def _lasting(row: RightRow) -> Chip | None:
    return None if row.lasting else Chip(tr("yes"), Tone.OK)


COLUMNS: tuple[Column[RightRow], ...] = (
    Column(key="words", title=N_("What"), value=lambda row: row.words, sample="0" * 20, stretch=True),
    *(
        Column(key=role.value, title=ROLE_WORDS[role], value=partial(_may, role),
               chip=partial(_chip, role))
        for role in Role
    ),
    Column(key="undo", title=N_("Can be undone"), value=lambda row: not row.lasting, chip=_lasting, spare=True),
)  # fmt: skip
SPEC: PageSpec[RightRow] = PageSpec(key="rights", title=N_("Who may do what"), icon="help")


class RightsPage(Page[RightRow]):
    """A table of actions and roles; Esc leaves it."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(SPEC, desk, shell)
        self.list: DataTable[RightRow] = DataTable(COLUMNS, tr(SPEC.title), EmptyState("help", ""))
        self.list.set_rows([RightRow(a.name, tr(a.words), a.roles, a.lasting) for a in house_actions()])
        said = tr("Everybody may read. The rights hold wherever something is changed: here, on the command line, "
                  "when files are taken in.")  # fmt: skip
        body = column(Heading(self), label(said, wrap=True), gap=12, margin=16)
        body.addWidget(self.list, 1)
        self.setLayout(body)
        self.setFocusProxy(self.list)

    def focus_search(self) -> bool:
        self.list.search.setFocus()
        return True
