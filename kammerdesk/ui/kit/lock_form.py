"""The form in which users choose when their window is locked and, where the data have no passphrase, its password."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.app_lock import MOST_MINUTES, Guard
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.fields import NumberEdit, TickBox
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.secret_edit import SecretEdit
from kammerdesk.ui.kit.shell import Shell

LEAST_LENGTH = 6
"""Of a password that only hides a window of somebody who is logged on already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOrder:
    """What was chosen; an empty password leaves the present one, `without` takes it away."""

    minutes: int
    password: str = ""
    repeated: str = ""
    without: bool = False


MINUTES_FIELD = FieldSpec(
    key="minutes",
    title=N_("Lock after minutes"),
    make=partial(NumberEdit, 0, MOST_MINUTES),
    required=True,
    hint=N_("So long nobody has touched keys or mouse; 0 for never. Ctrl+L locks at once."),
)
PASSWORD_FIELDS = (
    FieldSpec(
        key="password",
        title=N_("New password"),
        make=SecretEdit,
        hint=N_("At least 6 characters; it unlocks this window and nothing else. Empty: it stays as it is."),
    ),
    FieldSpec(key="repeated", title=N_("Once more"), make=SecretEdit),
)


def _without() -> TickBox:
    return TickBox(tr("Never lock, forget the password"))


WITHOUT_FIELD = FieldSpec(key="without", title=N_("No lock"), make=_without)


def choose_lock(guard: Guard, desk: Desk, shell: Shell, parent: QWidget) -> FormDialog[LockOrder]:
    """Opens the form; data with a passphrase are unlocked by that one, so none is asked for."""
    has_passphrase = guard.has_passphrase()
    secret = () if has_passphrase else (*PASSWORD_FIELDS, *((WITHOUT_FIELD,) if guard.can_open() else ()))
    form: FormSpec[LockOrder] = FormSpec(
        key="choose_lock",
        title=N_("Lock of the window"),
        verb=N_("Apply"),
        explanation=N_("The passphrase of your data unlocks it.") if has_passphrase else "",
        fields=(MINUTES_FIELD, *secret),
        order=LockOrder,
        draft=False,
    )

    def submit(order: LockOrder) -> None:
        desk.tend(
            lambda _: _keep(guard, order),
            then=succeed,
            refused=dialog.show_refusal,
            finished=dialog.answered,
            owner=dialog,
        )

    def succeed(_: Any) -> None:
        dialog.accept()
        shell.toast(tr("The lock of the window is set.") if guard.can_open() else tr("The window is never locked."))

    dialog = FormDialog(form, submit, {"minutes": guard.minutes}, parent=parent)
    dialog.open()
    return dialog


def _keep(guard: Guard, order: LockOrder) -> None:
    """Runs in the worker, for the password is made slow to guess; raises Refused."""
    if order.password != order.repeated:
        raise refuse("repeated", tr("Both passwords differ. Please type them once more."))
    if order.password and len(order.password) < LEAST_LENGTH:
        raise refuse(
            "password", tr("The password is too short. Please take at least {n} characters.").format(n=LEAST_LENGTH)
        )
    guard.keep(order.minutes, "" if order.without else order.password or None)
