"""Who works here, in which role, and what that role may do."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import ROLE_WORDS, Role
from kammerdesk.store.users import RoleOrder, UserRow, give_role, users
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.dialogs import fill_in
from kammerdesk.ui.kit.fields import ChoiceBox, TextEdit
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.page import Command, Detail, Needs, Page, PageSpec
from kammerdesk.ui.kit.theme import Role as Text
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, label, line
from kammerdesk.ui.settings.rights_page import RightsPage, rights_of

ROLE_EXPLANATIONS = {
    Role.CLERK: N_("Does the work of the office: plans, records, prints, exchanges."),
    Role.HEAD: N_("May do everything, also what is seldom and far-reaching: roles, keys, deletion."),
    Role.COMMITTEE_LEADER: N_("Records the exam days and their results; changes nothing else."),
    Role.READER: N_("Sees everything and changes nothing."),
    Role.STATION: N_("A computer in the exam room: records the exam day and nothing else."),
}


class UserDetail(Detail[UserRow]):
    """The role of the user under the cursor, in words made from the actions themselves."""

    def __init__(self, page: Page[UserRow]) -> None:
        super().__init__()
        self.name = label("", Text.SUBTITLE, wrap=True)
        self.role = ChipLabel()
        self.explanation = label("", wrap=True)
        self.may = label("", wrap=True)
        self.may_not = label("", Text.SECONDARY, wrap=True)
        self.may_not_title = label(tr("May not"), Text.STRONG)
        self.alone = label(
            tr("Nobody has been entered yet: whoever opens the data here is the head. Enter the first user, and you "
               "become head yourself; whoever is not on the list may only read then."),
            wrap=True,
        )  # fmt: skip
        body = column(self.name, flow(self.role), self.alone, self.explanation, line(), gap=theme.px(10), margin=16)
        for part in (label(tr("May do"), Text.STRONG), self.may, self.may_not_title, self.may_not):
            body.addWidget(part)
        body.addStretch(1)
        self.setLayout(body)
        self.hide()

    def show_row(self, row: UserRow | None) -> None:
        self.setVisible(row is not None)
        if row is None:
            return
        may, may_not = rights_of(row.role)
        self.name.setText(row.id)
        self.role.show_chip(Chip(tr(ROLE_WORDS[row.role]), Tone.INFO))
        self.alone.setVisible(not row.entered)
        self.explanation.setText(tr(ROLE_EXPLANATIONS[row.role]))
        self.may.setText("\n".join(f"• {words}" for words in may) or tr("Read everything."))
        self.may_not.setText("\n".join(f"• {words}" for words in may_not))
        self.may_not_title.setVisible(bool(may_not))


def _roles() -> ChoiceBox[Role]:
    return ChoiceBox([(role, tr(ROLE_WORDS[role])) for role in Role])


def _give_role(page: Page[UserRow], row: UserRow | None = None) -> None:
    login = FieldSpec(
        key="login",
        title=N_("Login"),
        make=partial(TextEdit, limit=64),
        required=True,
        hint=N_("The name with which the user logs on to the computer."),
    )
    form: FormSpec[RoleOrder] = FormSpec(
        key="give_role",
        title=N_("Give role"),
        verb=N_("Enter"),
        explanation=N_("“Who may do what” shows beforehand what a role is allowed."),
        fields=(login, FieldSpec(key="role", title=N_("Role"), make=_roles, required=True)),
        order=RoleOrder,
        draft=False,
    )
    start = {"login": row.id, "role": row.role} if row is not None else {"role": Role.CLERK}
    dialog = fill_in(page, form, give_role, start=start, then=lambda _: page.shell.toast(tr("Role entered.")))
    if row is not None:
        dialog.form.field("role").setFocus(Qt.FocusReason.OtherFocusReason)


def _change_role(page: Page[UserRow]) -> None:
    _give_role(page, page.selected()[0])


def _take_off(page: Page[UserRow]) -> None:
    login = page.selected()[0].id
    said = tr("“{login}” is off the list and may only read now.").format(login=login)
    page.desk.do(give_role, RoleOrder(login, None), then=lambda _: page.shell.toast(said), owner=page)


def _show_rights(page: Page[UserRow]) -> None:
    page.shell.open(RightsPage(page.desk, page.shell))


def _me(row: UserRow) -> Chip | None:
    return Chip(tr("you"), Tone.INFO) if row.is_me else None


def _query(session: Any) -> list[UserRow]:
    return users(session)


PAGE: PageSpec[UserRow] = PageSpec(
    key="users",
    title=N_("Users"),
    icon="users",
    query=_query,
    columns=(
        Column(key="login", title=N_("Login"), value=lambda row: row.id, stretch=True),
        Column(key="role", title=N_("Role"), value=lambda row: tr(ROLE_WORDS[row.role]), sample="0" * 20),
        Column(key="me", title=N_("Who"), value=lambda row: row.is_me, chip=_me),
    ),
    shows=frozenset({"user_account"}),
    commands=(
        Command(key="give_role", title=N_("Give role …"), run=_give_role, shortcut="Ctrl+N", icon="user", primary=True),
        Command(
            key="change_role",
            title=N_("Change role …"),
            run=_change_role,
            shortcut="F2",
            icon="pencil",
            needs=Needs.ONE,
            when=lambda row: row.entered,
            action="give_role",
        ),
        Command(
            key="take_off",
            title=N_("Take off the list"),
            run=_take_off,
            shortcut="Del",
            icon="user-x",
            needs=Needs.ONE,
            when=lambda row: row.entered,
            action="give_role",
        ),
        Command(key="show_rights", title=N_("Who may do what"), run=_show_rights, icon="help"),
    ),
    detail=UserDetail,
)
