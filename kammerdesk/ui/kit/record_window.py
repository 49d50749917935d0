"""One record in a window of its own, so that two can be compared: the detail of its page, without the list."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import column, label

WIDTH, HEIGHT = 480, 620


class RecordWindow(QDialog):
    """Follows the data as long as it is open; Esc closes it. The page needs a `detail`."""

    def __init__(
        self, spec: PageSpec[Any], identity: Hashable, title: str, desk: Desk, shell: Shell, parent: QWidget
    ) -> None:
        super().__init__(parent)
        assert spec.detail is not None, spec.key
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("{title} – KammerDesk").format(title=title))
        self._spec = spec
        self._identity = identity
        self.page = (spec.view or ListPage)(spec, desk, shell)
        self.page.setParent(self)
        self.page.hide()
        self.detail = spec.detail(self.page)
        self.gone = label(tr("This record is not on its list any more."), Role.SECONDARY, wrap=True)
        self.gone.setContentsMargins(*(theme.px(16),) * 4)
        self.gone.hide()
        self._lay_out()
        self.page.marked.connect(self._show)
        desk.changed.connect(self._follow)
        self.page.reload()
        self.page.go_to(identity)

    def _lay_out(self) -> None:
        self.detail.setProperty("scrolled", True)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.detail)
        scroll.setAccessibleName(self.windowTitle())
        self.setLayout(column(self.gone, scroll))
        scroll.setFocus()
        self.resize(theme.px(WIDTH), theme.px(HEIGHT))

    def _follow(self, kinds: frozenset[str]) -> None:
        if kinds & self._spec.shows:
            self.page.reload()

    def _show(self) -> None:
        row = self.page.current()
        found = row is not None and row.id == self._identity
        self.gone.setVisible(not found)
        self.detail.setVisible(found)
        if found:
            self.detail.show_row(row)
