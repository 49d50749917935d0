"""The first line of a page: its title, and its commands as buttons that wrap."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.flow import FlowLayout
from kammerdesk.ui.kit.page import Page, PageAction
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Button, ElidedLabel, box, native, row


class ActionButton(Button):
    """A button that shows an action: its text, its shortcut as tooltip, whether it can run."""

    def __init__(self, action: PageAction, icon: str = "", primary: bool = False) -> None:
        super().__init__("", action.trigger, icon, primary)
        self._action = action
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setEnabled(self._action.isEnabled())
        keys = native(self._action.shortcut())
        said = self._action.reason or ("" if self._action.isEnabled() else self._action.lacks) or keys
        self.setToolTip(said)
        self.setAccessibleDescription(said)


def buttons(page: Page[R]) -> list[QWidget]:
    """The page's commands as buttons, the primary one last, printing before it."""
    shown = [command for command in page.spec.commands if command.header]
    shown.sort(key=lambda command: command.primary)
    made: list[QWidget] = [ActionButton(page.commands[c.key], c.icon, c.primary) for c in shown]
    if page.forms:
        printing = Button(tr("Print"), icon="printer")
        menu = QMenu(printing)
        menu.addActions(list(page.forms.values()))
        printing.setMenu(menu)
        made.insert(len(made) - 1 if made and shown[-1].primary else len(made), printing)
    return made


class Heading(QWidget):
    """Title at the left, commands at the right, or in lines below where room is short.

    `back` stands before the title and is hidden until a page shows it, because there is something to go back from.
    """

    def __init__(self, page: Page[R], title: str = "", back: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.title = ElidedLabel(title or tr(page.spec.title), Role.TITLE)
        self.back = _back_button(back)
        body = FlowLayout(right=True, first_left=True)
        for part in (box(row(self.back, self.title, gap=theme.px(4))), *buttons(page)):
            body.addWidget(part)
        self.setLayout(body)


def _back_button(back: Callable[[], object] | None) -> Button:
    """For those who do not know that Esc goes back."""
    button = Button("", back, "chevron-left")
    button.setToolTip(tr("Back to the list ({keys})").format(keys=native("Esc")))
    button.setAccessibleName(tr("Back to the list"))
    button.hide()
    return button
