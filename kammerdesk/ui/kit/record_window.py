"""One record in a window of its own, so that two can be compared: the detail of its page, without the list."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, cast

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Detail, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import box, column, label

WIDTH, HEIGHT = 480, 620
WIDE = 760
"""Pixels at 100 % that a page has which is laid over the record."""


class RecordWindow(QDialog):
    """Follows the data as long as it is open; Esc closes it, and what was typed stays as a draft.

    The page must be a list with a `detail`; it stays hidden behind it.
    """

    def __init__(
        self, spec: PageSpec[Any], identity: Hashable, title: str, desk: Desk, shell: Shell, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("{title} – KammerDesk").format(title=title))
        self._spec = spec
        self._identity = identity
        page = (spec.view or ListPage)(spec, desk, cast("Shell", _Within(shell, self)))
        assert isinstance(page, ListPage), spec.key
        assert page.detail is not None, spec.key
        self.page: ListPage[Any] = page
        self.detail: Detail[Any] = page.detail
        self._sheet = page.give_detail_away()
        page.setParent(self)
        page.hide()
        self.gone = label(tr("This record is not on its list any more."), Role.SECONDARY, wrap=True)
        self.gone.setContentsMargins(*(theme.px(16),) * 4)
        self.gone.hide()
        self._over: list[FollowScroll] = []
        self._left: list[QWidget | None] = []
        """Where the cursor was below each page that is laid over."""
        self._stack = QStackedWidget()
        self._stack.addWidget(box(column(self.gone, self._sheet)))
        self.setLayout(column(self._stack))
        self.resize(theme.px(WIDTH), theme.px(HEIGHT))
        page.marked.connect(self._show)
        desk.changed.connect(self._follow)
        desk.turned.connect(self._read)
        self._read()

    def _follow(self, kinds: frozenset[str]) -> None:
        if kinds & self._spec.shows:
            self._read()

    def _read(self) -> None:
        self.page.go_to(self._identity)  # also where it was not there for a while
        self.page.reload()

    def _show(self) -> None:
        found = self.page.here() == self._identity
        self.gone.setVisible(not found)
        self._sheet.setVisible(found)
        if found:
            QTimer.singleShot(0, self, self._begin)  # when the detail has the row too

    def _begin(self) -> None:
        """Puts the cursor where one begins, unless it is in here already."""
        if self.focusWidget() is None:
            self.detail.focus_first()
        if self.focusWidget() is None:
            self.focusNextChild()

    # --- what is laid over the record ---

    def lay_over(self, page: QWidget) -> None:
        """Shows a page over the record; Esc takes it away first."""
        self._left.append(self.focusWidget())
        self._over.append(FollowScroll(page))
        self._stack.addWidget(self._over[-1])
        self._stack.setCurrentWidget(self._over[-1])
        self.resize(max(self.width(), theme.px(WIDE)), self.height())
        self.activateWindow()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        """Takes away what was laid over last."""
        if not self._over:
            return
        gone, left = self._over.pop(), self._left.pop()
        self._stack.removeWidget(gone)
        gone.deleteLater()
        self._stack.setCurrentIndex(self._stack.count() - 1)
        if left is not None and shiboken6.isValid(left):
            left.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        if self._over:
            self.uncover()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        while self._over:  # the cross of the window means all of it
            self.uncover()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self.page.keep_typed()
        super().done(result)


class _Within:
    """The shell of what is shown in such a window: what is laid over it is laid over in there."""

    def __init__(self, shell: Shell, window: RecordWindow) -> None:
        self._shell = shell
        self.open = window.lay_over
        self.back = window.uncover

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shell, name)
