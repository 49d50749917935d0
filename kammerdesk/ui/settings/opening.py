"""What is asked before the data are open: their passphrase, and whether a folder was copied or moved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.questions import Question, Questions
from kammerdesk.ui.kit.secret_edit import SecretEdit
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, column, label, row

if TYPE_CHECKING:
    from kammerdesk.store.incarnation import CopyAnswer, CopyFound

WIDTH = 460


class PassphraseDialog(Question[str]):
    """Asks for the passphrase of the data; `again` says that the last one was wrong."""

    def __init__(self, again: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Passphrase"))
        self.field = SecretEdit()
        self.field.setAccessibleName(tr("Passphrase"))
        verb = Button(tr("Open"), self._finish, icon="lock-open", primary=True)
        self.field.returnPressed.connect(self._finish)
        body = column(gap=theme.px(16), margin=theme.px(24))
        body.addLayout(row(Icon("lock", 28), label(tr("The data are locked"), Role.TITLE), None, gap=12))
        body.addWidget(label(tr("They are encrypted. Your passphrase opens them."), wrap=True))
        if again:
            wrong = tr("This is not the passphrase. Please type it again; mind capitals and small letters.")
            body.addWidget(InfoBar(wrong, Tone.ERR))
        body.addWidget(self.field)
        body.addLayout(row(None, Button(tr("Cancel"), self.reject), verb))
        self.setLayout(body)
        self.setMinimumWidth(theme.px(WIDTH))
        self.field.setFocus()

    def _finish(self) -> None:
        if self.field.value():
            self.accept()

    def answer(self) -> str:
        """What was typed."""
        return self.field.value()


class CopyDialog(Question["CopyAnswer"]):
    """Copy or move? Each answer is a button with its consequence beneath."""

    def __init__(self, found: CopyFound, parent: QWidget | None) -> None:
        super().__init__(parent)
        from kammerdesk.store.incarnation import CopyAnswer

        self._answer: CopyAnswer | None = None
        self.setWindowTitle(tr("Copy or move?"))
        body = column(gap=theme.px(12), margin=theme.px(24))
        body.addLayout(row(Icon("copy", 28), label(tr("Copy or move?"), Role.TITLE), None, gap=12))
        said = label(found.question, wrap=True)
        said.setMinimumWidth(theme.px(WIDTH))
        body.addWidget(said)
        choices = (
            (CopyAnswer.COPY, tr("It is a copy"), tr("Both places go on by themselves and exchange bundles.")),
            (CopyAnswer.MOVE, tr("It has moved"), tr("This place goes on alone; the other must not be opened again.")),
        )
        for answer, verb, consequence in choices:
            body.addLayout(row(Button(verb, partial(self._choose, answer)), None))
            body.addWidget(label(consequence, Role.SECONDARY, wrap=True))
        body.addLayout(row(None, Button(tr("Cancel"), self.reject)))
        self.setLayout(body)

    def _choose(self, answer: CopyAnswer) -> None:
        self._answer = answer
        self.accept()

    def answer(self) -> CopyAnswer:
        """What was chosen."""
        assert self._answer is not None
        return self._answer


def ask_copy(questions: Questions) -> Callable[[CopyFound], CopyAnswer]:
    """What the store calls in the worker where the folder was last seen elsewhere."""

    def ask(found: CopyFound) -> CopyAnswer:
        given_up = tr("The data were not opened: please say first whether they were copied or moved.")
        return questions.ask(partial(CopyDialog, found), given_up)

    return ask
