"""What clerks call kinds of records and their fields, as the classes of the records declare it."""

from __future__ import annotations

from sqlalchemy.sql.schema import SchemaItem

from kammerdesk.base.i18n import tr
from kammerdesk.store.record import Record


def kind_word(kind: str) -> str:
    """The screen's word for a record kind, in the plural as on lists; an unknown kind stands for itself."""
    return _word(Record.metadata.tables.get(kind), kind)


def field_word(kind: str, field: str) -> str:
    """The screen's word for a field of a record kind; an unknown field stands for itself."""
    table = Record.metadata.tables.get(kind)
    return _word(None if table is None else table.columns.get(field), field)


def _word(item: SchemaItem | None, name: str) -> str:
    return name if item is None else tr(item.info.get("words", "")) or name
