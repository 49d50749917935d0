"""What is to be printed, as data: the preview page shows it, prints it and saves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Generic

from kammerdesk.ui.kit.columns import R


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintItem:
    """One line of the contents: a form and how many of it; texts are in the user's language already."""

    key: str
    title: str
    count: int = 1
    chosen: bool = True
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF and its documents in the order in which they lie in it: the key of the item, how many pages."""

    pdf: bytes
    documents: Sequence[tuple[str, int]] = ()

    @property
    def pages(self) -> Mapping[str, int]:
        """How many pages belong to each item."""
        counts: Counter[str] = Counter()
        for key, count in self.documents:
            counts[key] += count
        return counts

    def whole(self, sheets: range) -> tuple[int, ...]:
        """The places of the documents all pages of which are among these; the first page is 0."""
        ends = accumulate(count for _, count in self.documents)
        spans = (range(end - count, end) for (_, count), end in zip(self.documents, ends, strict=True))
        return tuple(place for place, span in enumerate(spans) if all(page in sheets for page in span))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """A page of print: `make` turns the chosen keys into paper, in the background and without the store.

    `printed` is called on the main thread with the paper of which something went to a printer or into a file, and with
    the places of those of its documents that went there whole.
    """

    title: str
    items: Sequence[PrintItem]
    make: Callable[[Sequence[str]], Paper]
    file_name: str
    printed: Callable[[Paper, Sequence[int]], object] | None = None


@dataclass(frozen=True, kw_only=True)
class PrintedForm(Generic[R]):
    """A form a page offers for its rows: `order(session, rows)` reads in the worker what the paper needs."""

    key: str
    title: str
    order: Callable[[Any, Sequence[R]], PrintOrder]
