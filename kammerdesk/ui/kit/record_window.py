"""One record in a window of its own, so that two can be compared: the detail of its page, without the list."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Detail, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import column, label

WIDTH, HEIGHT = 480, 620


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
        page = (spec.view or ListPage)(spec, desk, shell)
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
        self.setLayout(column(self.gone, self._sheet))
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

    def done(self, result: int) -> None:
        self.page.keep_typed()
        super().done(result)
