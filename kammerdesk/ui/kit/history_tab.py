"""What happened to a record, in sentences: when, by whom, what it was before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from kammerdesk.base.clock import office_text
from kammerdesk.base.differences import Past
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.page import Detail, Page
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import box, column, label


class HistoryTab(Detail[R], Generic[R]):
    """Asks only while it is seen; rows of the page are records of `kind` with their key as identity."""

    def __init__(self, kind: str, page: Page[R]) -> None:
        super().__init__()
        self._kind = kind
        self._page = page
        self._uid: UUID | None = None
        self._asked: UUID | None = None
        self.content: Content[tuple[Past, ...]] = Content(_told)
        body = column(self.content)
        body.addStretch(1)
        self.setLayout(body)

    def show_row(self, row: R | None) -> None:
        self._uid = row.id if row is not None and isinstance(row.id, UUID) else None
        self._asked = None
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        records = self._page.shell.records
        if self._uid is None or records is None:
            self.content.show_value(None)
        elif self._asked != self._uid:
            self._asked = uid = self._uid
            self._page.desk.ask(records.past, self._kind, uid, then=lambda past: self._show(uid, past), owner=self)

    def _show(self, uid: UUID, past: Sequence[Past]) -> None:
        if uid == self._uid:
            self.content.show_value(tuple(past))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()


def _told(past: tuple[Past, ...]) -> QWidget:
    body = column(gap=theme.px(14))
    for each in past:
        body.addWidget(_one(each))
    if not past:
        body.addWidget(label(tr("Nothing was changed yet."), Role.SECONDARY, wrap=True))
    return box(body)


def _one(past: Past) -> QWidget:
    body = column(gap=theme.px(2))
    body.addWidget(label(past.words, Role.STRONG, wrap=True))
    body.addWidget(label(f"{office_text(past.at)} · {past.user}", Role.SECONDARY, wrap=True))
    if past.reason:
        body.addWidget(label(tr("Reason: {reason}").format(reason=past.reason), wrap=True))
    for words, old, new in past.fields:
        changed = f"{old or tr('empty')} → {new or tr('empty')}" if old else new
        body.addWidget(label(f"{words}: {changed}", wrap=True))
    return box(body)
