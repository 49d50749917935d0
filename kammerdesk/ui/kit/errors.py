"""Our own bugs: a page that says so, with a report free of personal data that can be copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from kammerdesk.base.crash import crash_report
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, column, label, row


class ErrorDialog(QDialog):
    """Says that the program made a mistake, that nothing half was stored, and what to do."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Error in the program"))
        self.report = crash_report(error)
        head = row(Icon(Tone.ERR.icon, 32, "err"), label(tr("That was our mistake."), Role.TITLE), None, gap=12)
        advice = label(
            tr(
                "Nothing was stored half: the data are as they were before. Please copy the report and send it to "
                "those who look after the program. It holds no names and no data."
            ),
            wrap=True,
        )
        text = QPlainTextEdit(self.report)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(tr("Report"))
        copy = Button(tr("Copy report"), self.copy, icon="copy")
        close = Button(tr("Go on working"), self.accept, primary=True)
        close.setDefault(True)
        buttons = row(None, copy, close)
        body = column(gap=16, margin=24)
        body.addLayout(head)
        body.addWidget(advice)
        body.addWidget(text, 1)
        body.addLayout(buttons)
        self.setLayout(body)
        self.resize(theme.px(640), theme.px(420))
        close.setFocus()

    def copy(self) -> None:
        """Puts the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report)
