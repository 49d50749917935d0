"""Papers of the house about its own data, on their way to the preview."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from kammerdesk.printing.documents import Document
from kammerdesk.ui.kit.paper import Paper, PrintItem, PrintOrder

_KEY = "paper"


def order_of(document: Document, created: datetime, file_name: str) -> PrintOrder:
    """The one document, ready for the preview."""

    def make(_: Sequence[str]) -> Paper:
        from kammerdesk.printing.writer import write_pdf  # reportlab is needed only here

        stream = io.BytesIO()
        (count,) = write_pdf(stream, [document], title=document.title, created=created)
        return Paper(stream.getvalue(), ((_KEY, count),))

    item = PrintItem(key=_KEY, title=document.title)
    return PrintOrder(title=document.title, items=(item,), make=make, file_name=file_name)
