"""The top of a record: its name, how it stands, what can be copied, and a menu with what can be done with it."""

from __future__ import annotations

from typing import Generic

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.page import Needs, Page
from kammerdesk.ui.kit.record_spec import Copied, RecordSpec
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Button, ElidedLabel, box, column, row


class RecordHeader(QWidget, Generic[R]):
    """Follows the row; the menu offers the page's commands on it."""

    def __init__(self, spec: RecordSpec[R], page: Page[R]) -> None:
        super().__init__()
        self._spec = spec
        self._page = page
        self.content: Content[R] = Content(self._sheet)
        self.menu = QToolButton()
        self.menu.setIcon(icons.icon("dots-vertical"))
        self.menu.setToolTip(tr("More"))
        self.menu.setAccessibleName(tr("More for this record"))
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setProperty("bare", True)
        self.menu.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self.menu)
        menu.addActions(self._actions())
        self.menu.setMenu(menu)
        body = row(gap=theme.px(8))
        body.addWidget(self.content, 1)
        body.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(body)

    def _actions(self) -> list[QAction]:
        commands = [each for each in self._page.spec.commands if each.needs is not Needs.NOTHING]
        return [*(self._page.commands[each.key] for each in commands), *self._page.forms.values()]

    def show_row(self, row: R | None) -> None:
        """Shows another row, or the same one read again."""
        self.content.show_value(row)
        self.menu.setVisible(row is not None)

    def _sheet(self, shown: R) -> QWidget:
        name = ElidedLabel(self._spec.title(shown), Role.SUBTITLE)
        chips = [ChipLabel(chip.word, chip.tone) for chip in self._spec.chips(shown)]
        who = flow(name, *chips, gap=theme.px(6))
        copied = [self._copying(each) for each in self._spec.copied(shown)]
        return box(column(who, flow(*copied, gap=theme.px(6)), gap=theme.px(4))) if copied else who

    def _copying(self, copied: Copied) -> QWidget:
        button = Button(copied.text, lambda: self._copy(copied), "copy")
        button.setProperty("link", True)
        button.setToolTip(copied.command)
        button.setAccessibleName(f"{copied.command}: {copied.text}")
        return button

    def _copy(self, copied: Copied) -> None:
        QGuiApplication.clipboard().setText(copied.text)
        self._page.shell.toast(copied.done)
