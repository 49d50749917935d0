"""Notices which records one really looks at, and keeps them among the last ones."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.recent import Recent

LOOKED_AT = 2_000
"""Milliseconds after which a record counts as looked at, and no longer as passed by."""


class Attention(QObject):
    """Notes the record under the cursor of a list once its detail was looked at for a moment, or it was opened.

    The row a list begins with is not noted unless one asked for it: the cursor has to stand somewhere.
    """

    def __init__(self, page: ListPage[Any]) -> None:
        super().__init__(page)
        self._page = page
        self._recent = Recent(page.shell.memory)
        self._here: Hashable = None
        self._moved = False
        self._timer = QTimer(self, singleShot=True, interval=LOOKED_AT)
        self._timer.timeout.connect(self._note_if_seen)
        page.marked.connect(self._follow)
        page.list.opened.connect(self.note)

    def ask_for(self) -> None:
        """Says that one goes to a row on purpose, even if the cursor stands there already."""
        self._moved = True
        self._timer.start()

    def note(self) -> None:
        """Notes the record at once, for it is opened."""
        self._timer.stop()
        identity = self._page.here()
        if isinstance(identity, UUID):
            self._recent.note(self._page.spec.key, identity)

    def _follow(self) -> None:
        here = self._page.here()
        if here == self._here:
            return
        self._moved = self._moved or self._here is not None
        self._here = here
        if self._moved:
            self._timer.start()

    def _note_if_seen(self) -> None:
        detail = self._page.detail
        if detail is not None and detail.isVisible():
            self.note()
