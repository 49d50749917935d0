"""Where the recovery sheet is typed: a field for each line, which says at once when its line is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kammerdesk.base.errors import KammerError, Refused, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.fields import LineField
from kammerdesk.ui.kit.form import FieldSpec, FormSpec, Group
from kammerdesk.ui.kit.jobs import aside
from kammerdesk.ui.kit.secret_edit import SecretEdit

T = TypeVar("T")

LINE_TITLES = (N_("Line 1"), N_("Line 2"), N_("Line 3"), N_("Line 4"))


class SheetLine(LineField[str]):
    """One line of the sheet; on leaving, it is written as it stands there."""

    def __init__(self, number: int) -> None:
        super().__init__(30)
        self._number = number

    def parse(self, text: str) -> str:
        from kammerdesk.office.recovery import sheet_line

        return sheet_line(self._number, text)

    def typed(self) -> str:
        """Nothing: a key is not kept."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOrder:
    """The lines that were typed, and under which passphrase the key is kept; "" where it need not be."""

    line1: str
    line2: str
    line3: str
    line4: str
    passphrase: str = ""
    repeated: str = ""

    def key(self) -> str:
        """The key on the sheet; raises Refused when it is not one, or the passphrase is no good."""
        from kammerdesk.office.recovery import key_from_sheet

        refuse_unfit_passphrase(self.passphrase, self.repeated, needed=False)
        return key_from_sheet("\n".join((self.line1, self.line2, self.line3, self.line4)))


def refuse_unfit_passphrase(passphrase: str, repeated: str, needed: bool) -> None:
    """Raises Refused for a new passphrase that is too short, or typed in two different ways."""
    from kammerdesk.store.keys import refuse_short_passphrase

    if passphrase != repeated:
        sentence = tr("The passphrase was typed in two different ways. Please type it once more in both fields.")
        raise refuse("repeated", sentence)
    if passphrase or needed:
        try:
            refuse_short_passphrase(passphrase)
        except KammerError as error:
            raise refuse("passphrase", str(error)) from None


LINES = Group("", [FieldSpec(key=f"line{n}", title=title, make=partial(SheetLine, n), required=True)
                   for n, title in enumerate(LINE_TITLES, 1)])  # fmt: skip
PASSPHRASE = Group(
    N_("New passphrase"),
    (
        FieldSpec(
            key="passphrase",
            title=N_("Passphrase"),
            make=SecretEdit,
            required=True,
            hint=N_("This computer has no keyring for the key. At least 10 characters, for example four words."),
        ),
        FieldSpec(key="repeated", title=N_("Once more"), make=SecretEdit, required=True),
    ),
)


def needs_passphrase(folder: Path) -> bool:
    """Whether a key from a sheet can only be kept under a passphrase; called in a worker."""
    from kammerdesk.store.keys import keyring_at_hand, stored_key

    try:
        stored_key(folder)
    except KammerError:
        return not keyring_at_hand()
    return False


def ask_for_sheet(
    parent: QWidget,
    explanation: str,
    with_passphrase: bool,
    use: Callable[[str, str | None], T],
    then: Callable[[T], object],
    failed: Callable[[Exception], object],
) -> FormDialog[SheetOrder]:
    """Asks for the four lines; `use` gets key and passphrase in a worker, `then` what it returns.

    What `use` refuses is shown in the dialog, which stays open; an error of ours goes to `failed`.
    """
    form: FormSpec[SheetOrder] = FormSpec(
        key="enter_recovery_sheet",
        title=N_("Enter recovery sheet"),
        verb=N_("Use this key"),
        explanation=explanation,
        fields=(LINES, PASSPHRASE) if with_passphrase else (LINES,),
        order=SheetOrder,
        draft=False,
    )

    def submit(order: SheetOrder) -> None:
        aside(lambda: use(order.key(), order.passphrase or None), succeed, fail, dialog)

    def succeed(result: T) -> None:
        dialog.accept()
        then(result)

    def fail(error: Exception) -> None:
        dialog.answered()
        if isinstance(error, KammerError):
            dialog.show_refusal(error if isinstance(error, Refused) else refuse("", str(error)))
        else:
            failed(error)

    dialog = FormDialog(form, submit, parent=parent)
    dialog.open()
    return dialog
