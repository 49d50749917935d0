"""What a column of a table says about a row: a value to sort by, a text to read, a chip to see."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from kammerdesk.base.clock import office_time
from kammerdesk.base.conditions import Kind
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
    for all: the detail says the same. `scale` says how many units of a whole number make 1: 100 for hundredths of
    points and cents, 1 for a number that only has words of its own; without it a number with words of its own is
    merely what is sorted by. `kind` is how a filter compares, by default as the values say. `heading` is what a group
    of rows that say the same here is called, by default what stands in the cell.
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
    scale: int = 0
    kind: Kind | None = None
    heading: Callable[[R], str] | None = None

    def words(self, row: R) -> str:
        """What stands in the cell."""
        if self.text is not None:
            return self.text(row)
        if self.chip is not None:
            chip = self.chip(row)
            return chip.word if chip else ""
        return words_of(self.value(row))

    def group_words(self, row: R) -> str:
        """What the group is called that this row belongs to; rows with the same words stand together."""
        return self.words(row) if self.heading is None else self.heading(row)

    def spoken(self, row: R) -> str:
        """What a screen reader says: "Status: läuft aus", "Vorschlag von: leer"."""
        return f"{tr(self.title)}: {self.words(row) or tr('empty')}"

    def order(self, row: R) -> Any:
        """A key to sort by, comparable within the column; None for an empty cell."""
        value = self.value(row)
        if value == "":
            return None
        return sort_key(value) if isinstance(value, str) else value

    def number(self, row: R) -> Decimal | int | None:
        """The number in the cell; None where there is none, or where the number is only what is sorted by."""
        value = self.value(row)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        if self.scale:
            return Decimal(value) / self.scale if self.scale > 1 else value
        return value if self.text is None and self.chip is None else None

    def natural(self, row: R) -> Decimal | int | date | time | None:
        """What a filter compares: a number, the day in the office, a time; None for words and for an empty cell."""
        value = self.value(row)
        if isinstance(value, datetime):
            return office_time(value).date()
        if isinstance(value, date | time):
            return value
        return self.number(row)

    def kind_of(self, row: R) -> Kind | None:
        """How this row's cell is compared; None when it is empty and does not say."""
        natural = self.natural(row)
        if natural is None:
            return None if self.value(row) is None else Kind.TEXT
        if isinstance(natural, date):
            return Kind.DATE
        return Kind.TIME if isinstance(natural, time) else Kind.NUMBER
