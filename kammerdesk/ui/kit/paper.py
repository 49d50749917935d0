"""What is to be printed, as data: the preview page shows it, prints it and saves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    """A finished PDF and how many of its pages belong to each item."""

    pdf: bytes
    pages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """A page of print: `make` turns the chosen keys into paper, in the background and without the store.

    `printed` is called on the main thread with the keys that went to a printer or into a file.
    """

    title: str
    items: Sequence[PrintItem]
    make: Callable[[Sequence[str]], Paper]
    file_name: str
    printed: Callable[[Sequence[str]], object] | None = None


@dataclass(frozen=True, kw_only=True)
class PrintedForm(Generic[R]):
    """A form a page offers for its rows: `order(session, rows)` reads in the worker what the paper needs."""

    key: str
    title: str
    order: Callable[[Any, Sequence[R]], PrintOrder]
