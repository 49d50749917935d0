"""The line under a list: how many rows, how many of them selected, sums and averages of the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import Column, R


def number_words(number: Decimal | int) -> str:
    """A number with a comma and at most two decimals: 1234,5."""
    rounded = Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".").replace(".", ",") or "0"


def totals(columns: Sequence[Column[R]], shown: Sequence[R], selected: Sequence[R]) -> list[str]:
    """Sums of the columns that want one: over what is selected where that is more than one row, else over all shown."""
    some = len(selected) > 1
    said = []
    for column in columns:
        if not column.total:
            continue
        numbers = [number for row in (selected if some else shown) if (number := column.number(row)) is not None]
        total = Decimal(sum(numbers))
        words = tr("Total {column} {sum}").format(column=tr(column.title), sum=number_words(total))
        if some and numbers:
            words += f" · Ø {number_words(total / len(numbers))}"
        said.append(words)
    return said
