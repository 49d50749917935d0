"""What a link leads to when it leads nowhere: why, and the way to look for it; never a dialog."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState, Remedy
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.page import Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.widgets import Button, column

NOT_FOUND: PageSpec[Any] = PageSpec(key="not_found", title=N_("Not found or not allowed"), icon="search")


class NotFoundPage(Page[Any]):
    """Says why; `remedies` are ways out."""

    def __init__(self, sentence: str, desk: Desk, shell: Shell, *remedies: Remedy) -> None:
        super().__init__(NOT_FOUND, desk, shell)
        self.place = EmptyState("search", sentence, *remedies, Remedy(tr("Back"), shell.back))
        body = column(Heading(self), gap=12, margin=16)
        body.addWidget(self.place, 1)
        self.setLayout(body)
        first: QWidget = self.place.findChildren(Button)[0]
        self.setFocusProxy(first)
