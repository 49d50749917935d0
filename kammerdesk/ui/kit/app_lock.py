"""Hides the window when nobody has touched it for a while, or at once; what is open stays as it is beneath."""

from __future__ import annotations

from typing import Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QPainter, QPaintEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Button, Icon, column, label, row

MINUTES = 10
"""How long nobody may have touched the window before it is hidden, unless the user wants otherwise."""
MOST_MINUTES = 120
BUSY_MILLISECONDS = 200
"""When it is tried again while answers are under way."""
_WINDOWS = (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet)
_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Guard(Protocol):
    """What opens the hidden window again."""

    @property
    def minutes(self) -> int:
        """After how many minutes the window is hidden; 0 for never."""

    def can_open(self) -> bool:
        """Whether there is anything to open it with; without that it is never hidden."""

    def has_passphrase(self) -> bool:
        """Whether the data have a passphrase; it opens the window too, and there is no other password then."""

    def opens(self, secret: str) -> bool:
        """Whether this is the secret; it may take a second and is asked in a worker."""

    def keep(self, minutes: int, password: str | None) -> None:
        """Sets when the window is hidden and the password that opens it; "" takes it away, None leaves it."""


class AppLock(QObject):
    """Watches over keys and mouse of every window of the program, and hides all of them."""

    def __init__(self, guard: Guard, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._guard = guard
        self._desk = desk
        self._window = window
        self._covers: list[_Cover] = []
        self._watched: QWindow | None = None
        self.question: UnlockDialog | None = None
        self.idle = QTimer(self, singleShot=True)
        self.idle.timeout.connect(self.lock)
        self._soon = QTimer(self, singleShot=True, interval=BUSY_MILLISECONDS)
        """Runs while it shall lock and has to wait for answers: no touch puts that off."""
        self._soon.timeout.connect(self.lock)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        self._watch(application.focusWindow())

    @property
    def is_locked(self) -> bool:
        """Whether everything is hidden."""
        return self.question is not None

    def lock(self) -> bool:
        """Hides everything at once; False when there is nothing to open it with again."""
        if self.is_locked:
            return True
        if not self._desk.is_open or not self._guard.can_open():
            return False
        if self._desk.is_busy:  # an answer might open something over the cover
            self._soon.start()
            return True
        self.idle.stop()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        self._covers = [_Cover(widget) for widget in shown if widget.windowType() in _WINDOWS]
        self.question = UnlockDialog(self._guard, self._desk, QApplication.activeModalWidget() or self._window)
        self.question.accepted.connect(self._unlock)
        self.question.open()
        return True

    def _unlock(self) -> None:
        for cover in self._covers:
            cover.lift()
        self._covers = []
        self.question = None
        self.touch()

    def touch(self) -> None:
        """Somebody is here: the time begins anew."""
        minutes = self._guard.minutes
        if minutes and not self.is_locked:
            self.idle.start(minutes * 60_000)
        else:
            self.idle.stop()

    def _watch(self, window: QWindow | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.destroyed.connect(self._forget)
            window.installEventFilter(self)
            self.touch()

    def _forget(self) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False


class _Cover(QWidget):
    """Lies over all of one window, as large as it; what had the cursor gets it back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self._had_focus = window.focusWidget()
        window.installEventFilter(self)
        self.setAccessibleName(tr("Locked"))
        self._fit()
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Shows the window again."""
        self._over.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self._had_focus is not None and shiboken6.isValid(self._had_focus):
            self._had_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        elif event.type() is QEvent.Type.ChildAdded:
            QTimer.singleShot(0, self, self.raise_)  # whatever is added raises itself first
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.look().tokens.window))
        painter.end()


class UnlockDialog(QDialog):
    """Asks for the secret; nothing but the secret closes it, and nothing beneath gets a key meanwhile."""

    def __init__(self, guard: Guard, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._guard = guard
        self._desk = desk
        self._asking = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setWindowTitle(tr("KammerDesk is locked"))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(tr("Password"))
        self.secret.returnPressed.connect(self.try_it)
        self.verb = Button(tr("Unlock"), self.try_it, icon="lock-open", primary=True)
        self.sentence = label("", wrap=True)
        self.sentence.setProperty("role", "error")
        self.sentence.hide()
        body = column(gap=theme.px(16), margin=theme.px(24))
        body.addLayout(row(Icon("lock", 28), label(tr("KammerDesk is locked"), Role.TITLE), None, gap=12))
        said = label(tr("What you were working on is still open beneath. Your password opens it again."), wrap=True)
        said.setMinimumWidth(theme.px(380))
        body.addWidget(said)
        body.addWidget(self.secret)
        body.addWidget(self.sentence)
        body.addLayout(row(None, self.verb))
        self.setLayout(body)
        self.secret.setFocus()

    def try_it(self) -> None:
        """Opens the window when the secret is right; else says so."""
        if self._asking or not self.secret.text():
            return
        self._asking = True
        typed = self.secret.text()
        self.verb.setText(tr("Checking …"))
        self._desk.prepare(lambda: self._guard.opens(typed), then=self._judge, owner=self)

    def _judge(self, right: bool) -> None:
        self._asking = False
        self.verb.setText(tr("Unlock"))
        if right:
            self.accept()
            return
        self.secret.selectAll()
        self.secret.setFocus()
        self.sentence.setText(tr("This is not the password. Please type it again; mind capitals and small letters."))
        self.sentence.show()
        self.adjustSize()
        announce(self.secret, self.sentence.text(), urgent=True)

    def reject(self) -> None:
        """Esc does nothing here."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
