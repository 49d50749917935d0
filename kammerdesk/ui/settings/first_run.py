"""The first start: which chamber this is, and where its data will lie; imports nothing heavy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QFormLayout, QFrame, QPushButton, QRadioButton

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.people.chambers import chambers
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.errors import ErrorDialog
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.loans import StoreLike
from kammerdesk.ui.kit.mnemonics import with_mnemonics
from kammerdesk.ui.kit.secret_edit import SecretEdit
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, box, column, label, panel, row

WIDTH = 560


class FirstRun(QDialog):
    """Shown instead of the window while the folder has no data; accepted as soon as they are created.

    `create` gets the chamber's code and the passphrase (None for the keyring) and makes the store; it is called in a
    worker, where it may import what it needs.
    """

    def __init__(self, folder: Path, create: Callable[[str, str | None], StoreLike]) -> None:
        super().__init__()
        self._create = create
        self._desk: Desk | None = None
        self.setWindowTitle(tr("Set up KammerDesk"))
        self.choices = QButtonGroup(self)
        self._codes = list(chambers())
        self.passphrase, self.repeated = SecretEdit(), SecretEdit()
        self._errors = column()
        self.verb = Button(tr("Set up"), self.set_up, primary=True)
        body = column(gap=theme.px(12), margin=theme.px(24))
        body.addWidget(label(tr("Set up KammerDesk"), Role.TITLE))
        body.addWidget(label(tr("For which chamber do you work?"), Role.STRONG))
        body.addWidget(self._chambers())
        body.addWidget(label(tr("The data will lie encrypted in “{folder}”.").format(folder=folder), wrap=True))
        body.addWidget(label(_key_words(), Role.SECONDARY, wrap=True))
        body.addLayout(self._secrets())
        body.addWidget(label(_hint(), Role.SECONDARY, wrap=True))
        body.addLayout(self._errors)
        body.addStretch(1)
        body.addLayout(row(None, Button(tr("Cancel"), self.reject), self.verb))
        self.setLayout(body)
        self.setMinimumWidth(theme.px(WIDTH))
        self.resize(theme.px(WIDTH), body.totalHeightForWidth(theme.px(WIDTH)))  # Qt would take 2/3 of a screen at most
        self.choices.buttons()[0].setFocus()

    def _chambers(self) -> QFrame:
        sheet = panel()
        body = column(gap=theme.px(10), margin=theme.px(16))
        for number, chamber in enumerate(chambers().values()):
            button = QRadioButton(chamber.name)
            button.setAccessibleDescription(chamber.full_name)
            self.choices.addButton(button, number)
            named = column(button, gap=0)
            indented = row(theme.px(26), label(chamber.full_name, Role.SECONDARY), None, gap=0)
            named.addLayout(indented)
            body.addWidget(box(named))
        sheet.setLayout(body)
        return sheet

    def _secrets(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        titles = with_mnemonics((tr("Passphrase"), tr("Once more")))
        for title, field in zip(titles, (self.passphrase, self.repeated), strict=True):
            form.addRow(title, field)
        return form

    def set_up(self) -> None:
        """Creates the data of the chosen chamber."""
        chosen = self.choices.checkedId()
        if chosen < 0:
            self._say(tr("Please choose the chamber you work for."))
        elif self.passphrase.value() != self.repeated.value():
            self._say(tr("The passphrase was typed in two different ways. Please type it once more in both fields."))
            self.repeated.setFocus()
        elif self._desk is None:
            self._desk = Desk(partial(self._create, self._codes[chosen], self.passphrase.value() or None), self)
            self._desk.opened.connect(self._finish)
            self._desk.failed.connect(self._fail)
            self.verb.setText(tr("Setting up …"))
            self._desk.open()

    def _finish(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self.accept()

    def _fail(self, error: Exception) -> None:
        self._desk = None
        self.verb.setText(tr("Set up"))
        if isinstance(error, KammerError):
            self._say(str(error))
        else:
            ErrorDialog(error, self).open()

    def _say(self, sentence: str) -> None:
        while (item := self._errors.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._errors.addWidget(InfoBar(sentence, Tone.ERR))

    def reject(self) -> None:
        if self._desk is None:  # else the data are being created: wait for them
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            focus.click() if isinstance(focus, QPushButton) else self.set_up()
        else:
            super().keyPressEvent(event)


def _key_words() -> str:
    return tr(
        "A passphrase opens them: at least 10 characters, for example four words. Without one their key lies in the"
        " keyring of this computer, where it has one, and opens them to whoever is logged on as you."
    )


def _hint() -> str:
    return tr(
        "Just looking? “kammerdesk demo --data FOLDER --chamber bs” creates data with invented people,"
        " “kammerdesk --data FOLDER” opens them."
    )
