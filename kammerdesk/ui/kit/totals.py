"""Sums, averages and counts in words: in the foot of a list, below its columns, in the headings of its groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kammerdesk.base.conditions import Total
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.grouping import Group

TOTAL_WORDS = {Total.SUM: N_("Sum"), Total.AVERAGE: N_("Average"), Total.COUNT: N_("Count")}

TotalOf = Callable[[str, Group | None], Decimal | int | None]


def number_words(number: Decimal | int) -> str:
    """A number with a comma and at most two decimals: 1234,5."""
    rounded = Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".").replace(".", ",") or "0"


def heading_words(group: Group) -> str:
    """What the heading of a group says: Arbeitnehmer (AN) – 9."""
    return tr("{words} – {count}").format(words=group.words or tr("(empty)"), count=group.count)


def total_words(totals: Mapping[str, Total], key: str, total_of: TotalOf, group: Group | None = None) -> str:
    """What stands below a column, short: 85, Ø 6,1, Anz. 14; "" where nothing is wanted or there is nothing."""
    number = total_of(key, group) if key in totals else None
    if number is None:
        return ""
    shapes = {Total.SUM: "{n}", Total.AVERAGE: "Ø {n}", Total.COUNT: tr("no. {n}")}
    return shapes[totals[key]].format(n=number_words(number))


def totals(columns: Sequence[Column[R]], rows: Sequence[R], average: bool = False) -> list[str]:
    """Sums of some columns over some rows, a sentence each; with `average` that too."""
    said = []
    for column in columns:
        numbers = [number for row in rows if (number := column.number(row)) is not None]
        total = Decimal(sum(numbers))
        words = tr("Total {column} {sum}").format(column=tr(column.title), sum=number_words(total))
        if average and numbers:
            words += f" · Ø {number_words(total / len(numbers))}"
        said.append(words)
    return said
