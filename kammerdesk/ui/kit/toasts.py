"""Short sentences over the window: they go by themselves and never lie on what one must see."""

from __future__ import annotations

from functools import partial
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.tokens import Tone

TOAST_MILLISECONDS = 10_000
TOASTS = 3
_SHARE = 0.3
"""Of the height of the window, at most; in a low one there are fewer of them, in the end one."""
_WIDEST = 560
_GAP = 8

_kept_clear: WeakSet[QWidget] = WeakSet()


def keep_clear(widget: QWidget) -> None:
    """No toast lies on this widget: the foot of a list, the bar with Save, the bottom line."""
    _kept_clear.add(widget)


class Toasts(QObject):
    """At the bottom centre of a window, above what is kept clear there; at most three.

    Each goes after ten seconds unless the pointer or focus rests on it. F6 leads to the ways out they offer, Esc takes
    one away and gives the cursor back.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[InfoBar] = []
        self._before: QWidget | None = None
        """What had the cursor before a toast."""
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    def say(self, sentence: str, tone: Tone = Tone.OK, *remedies: Remedy) -> None:
        """Shows a sentence for ten seconds and speaks it."""
        toast = InfoBar(sentence, tone, *remedies)
        toast.setParent(self._window)
        for button in toast.buttons:
            button.clicked.connect(partial(self._drop, toast))
        toast.installEventFilter(self)
        if toast.buttons:
            toast.setFocusProxy(toast.buttons[0])
        self._shown.append(toast)
        toast.show()
        toast.raise_()
        while len(self._shown) > 1 and (len(self._shown) > TOASTS or not self._is_low_enough()):
            self._drop(next(each for each in self._shown if not _has_focus(each)))
        self.place()
        self._plan_end(toast)
        announce(toast, sentence, urgent=tone is Tone.ERR)

    def _is_low_enough(self) -> bool:
        """Whether they leave most of the window to be seen; in the list of messages all of them stay."""
        heights = [self._size(toast).height() + theme.px(_GAP) for toast in self._shown]
        return sum(heights) <= self._window.height() * _SHARE

    def _size(self, toast: InfoBar) -> QSize:
        width = min(toast.whole_width(), theme.px(_WIDEST), self._window.width() - theme.px(32))
        return QSize(width, toast.heightForWidth(width) if toast.hasHeightForWidth() else toast.sizeHint().height())

    def sentences(self) -> list[str]:
        """What is being said now, oldest first."""
        return [toast.sentence for toast in self._shown]

    def panes(self) -> list[QWidget]:
        """Those with a way out, newest first, for the key that walks through the areas of the window."""
        return [toast for toast in reversed(self._shown) if toast.buttons]

    def clear(self) -> None:
        """Takes all of them away."""
        for toast in tuple(self._shown):
            self._drop(toast)

    def place(self) -> None:
        """Puts them where nothing lies beneath that must be seen."""
        taken = [_place_of(each, self._window) for each in _kept_clear if _is_seen(each, self._window)]
        bottom = self._window.height() - theme.px(_GAP)
        for toast in reversed(self._shown):
            size = self._size(toast)
            box = QRect(QPoint((self._window.width() - size.width()) // 2, bottom - size.height()), size)
            while (below := next((each for each in taken if each.intersects(box)), None)) is not None:
                box.moveBottom(below.top() - theme.px(_GAP))
            toast.setGeometry(box)
            bottom = box.top() - theme.px(_GAP)

    def _plan_end(self, toast: InfoBar) -> None:
        QTimer.singleShot(TOAST_MILLISECONDS, toast, lambda: self._end(toast))

    def _end(self, toast: InfoBar) -> None:
        if toast.underMouse() or _has_focus(toast):
            self._plan_end(toast)
        else:
            self._drop(toast)

    def _drop(self, toast: InfoBar, *_: object) -> None:
        if toast not in self._shown:
            return
        self._shown.remove(toast)
        if _has_focus(toast) and self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        toast.hide()
        toast.deleteLater()
        self.place()

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not any(each.isAncestorOf(new) for each in self._shown):
            self._before = new or self._before

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, InfoBar):
            escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
            if escape and event.type() is QEvent.Type.KeyPress:
                self._drop(watched)
                return True
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._shown:
            QTimer.singleShot(0, self, self.place)  # when the layouts have found their places
        return False


def _has_focus(toast: InfoBar) -> bool:
    focus = toast.window().focusWidget()
    return focus is not None and toast.isAncestorOf(focus)


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    return shiboken6.isValid(widget) and widget.isVisible() and window.isAncestorOf(widget)


def _place_of(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())
