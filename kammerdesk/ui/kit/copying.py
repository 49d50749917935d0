"""What goes on the clipboard: as text for spreadsheets and fields, as HTML for letters and mails."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import Column, R

IN_MEMORY = "offscreen"
"""The platform of Qt whose windows are on no screen."""


def put_on_clipboard(data: QMimeData) -> None:
    """Replaces what is on the clipboard."""
    QGuiApplication.clipboard().setMimeData(data)
    if QGuiApplication.platformName() == IN_MEMORY:  # its clipboard outlives Python, which Qt calls to destroy the data
        atexit.unregister(_empty_clipboard)
        atexit.register(_empty_clipboard)


def _empty_clipboard() -> None:
    QGuiApplication.clipboard().clear()


def as_clipboard(columns: Sequence[Column[R]], rows: Sequence[R]) -> QMimeData:
    """Headings and rows as text/plain (TSV) and text/html."""
    lines = [[tr(column.title) for column in columns]]
    lines += [[column.words(row) for column in columns] for row in rows]
    data = QMimeData()
    data.setText("\n".join("\t".join(_one_line(cell) for cell in line) for line in lines))
    head, *body = lines
    html = "<table><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"
    html += "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in body)
    data.setHtml(html + "</table>")
    return data


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
