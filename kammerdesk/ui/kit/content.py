"""A place for widgets made from a value; they stay while the value stays, and with them focus and scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from kammerdesk.ui.kit.widgets import column

V = TypeVar("V")


class Content(QWidget, Generic[V]):
    """Shows what `make` turns a value into; for None it is empty."""

    def __init__(self, make: Callable[[V], QWidget]) -> None:
        super().__init__()
        self._make = make
        self.value: V | None = None
        self._shown = QWidget()
        self._body = column(self._shown)
        self.setLayout(self._body)

    def show_value(self, value: V | None) -> None:
        """Shows another value, or the same one read again."""
        if value == self.value:
            return
        self.value = value
        new = QWidget() if value is None else self._make(value)
        self._body.replaceWidget(self._shown, new)
        self._shown.hide()
        self._shown.deleteLater()
        self._shown = new
