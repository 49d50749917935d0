"""What a column of a table says about a row: a value to sort by, a text to read, a chip to see."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, Protocol, TypeVar

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.folding import sort_key
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.tokens import Tone

Value = str | int | date | time | None
"""What can be sorted; None is an empty cell and stands last in both directions."""


class RowLike(Protocol):
    """A row of a query: a frozen dataclass with an identity that stays when the row is read again."""

    @property
    def id(self) -> Hashable: ...


R = TypeVar("R", bound=RowLike)
R_contra = TypeVar("R_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Chip:
    """A status: one short word (already in the user's language) in a tone; the icon comes from the tone."""

    word: str
    tone: Tone


def words_of(value: object) -> str:
    """A value as it is read: dates 24.11.2026, times 08:30, moments 24.11.2026 08:30, empty for None."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = office_time(value)
        return f"{format_date(local)} {format_time(local.time())}"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, time):
        return format_time(value)
    return str(value)


@dataclass(frozen=True, kw_only=True)
class Column(Generic[R]):
    """One column.

    `title` is a msgid. `value` is what is sorted by, `text` what is read (by default the value written the German
    way), `chip` a status drawn instead of the text. `sample` is the widest text to make room for; without it the
    contents decide. A `stretch` column takes what the others leave, but never less than its sample. `total` adds the
    sum of the shown rows to the footer. `spare` columns are left out, the last first, where the table is too narrow
    for all: the detail says the same.
    """

    key: str
    title: str
    value: Callable[[R], Value]
    text: Callable[[R], str] | None = None
    chip: Callable[[R], Chip | None] | None = None
    right: bool = False
    sample: str = ""
    stretch: bool = False
    spare: bool = False
    total: bool = False

    def words(self, row: R) -> str:
        """What stands in the cell."""
        if self.text is not None:
            return self.text(row)
        if self.chip is not None:
            chip = self.chip(row)
            return chip.word if chip else ""
        return words_of(self.value(row))

    def spoken(self, row: R) -> str:
        """What a screen reader says: "Status: läuft aus", "Vorschlag von: leer"."""
        return f"{tr(self.title)}: {self.words(row) or tr('empty')}"

    def order(self, row: R) -> Any:
        """A key to sort by, comparable within the column; None for an empty cell."""
        value = self.value(row)
        return sort_key(value) if isinstance(value, str) else value
