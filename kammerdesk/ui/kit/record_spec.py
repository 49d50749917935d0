"""A record in the detail of a page, described as data: its fields in tabs, its action, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic
from uuid import UUID

from kammerdesk.base.differences import Saved
from kammerdesk.ui.kit.columns import Chip, R
from kammerdesk.ui.kit.form import FieldSpec, Group
from kammerdesk.ui.kit.page import Detail, Page

MOST_TABS = 6


@dataclass(frozen=True, kw_only=True)
class FieldTab(Generic[R]):
    """A tab with fields; `below` makes what stands under them. `title` is a msgid."""

    title: str
    fields: Sequence[FieldSpec | Group]
    below: Callable[[Page[R]], Detail[R]] | None = None


@dataclass(frozen=True, kw_only=True)
class SheetTab(Generic[R]):
    """A tab with something else, which follows the row. `title` is a msgid."""

    title: str
    make: Callable[[Page[R]], Detail[R]]


@dataclass(frozen=True, slots=True)
class Copied:
    """A text in the header that one press copies, such as a number; `command` and `done` are in the user's language."""

    text: str
    command: str
    done: str


def _no_chips(_row: Any) -> Sequence[Chip]:
    return ()


def _nothing_copied(_row: Any) -> Sequence[Copied]:
    return ()


def _ours(_row: Any) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class RecordSpec(Generic[R]):
    """What the record editor shows for a row whose identity is the key of a record of `kind`.

    `change` is carried out with `order(key, journal entry that was read, changed values, values given up)`; `words` is
    its msgid. `foreign` says why a row is not ours to change, "" where it is. The history comes as the last tab by
    itself, so that at most five others have room.
    """

    kind: str
    words: str
    change: Callable[[Any, Any], Saved]
    order: Callable[[UUID, int, Mapping[str, Any], Mapping[str, Any]], Any]
    title: Callable[[R], str]
    tabs: Sequence[FieldTab[R] | SheetTab[R]]
    chips: Callable[[R], Sequence[Chip]] = _no_chips
    copied: Callable[[R], Sequence[Copied]] = _nothing_copied
    foreign: Callable[[R], str] = _ours

    def __post_init__(self) -> None:
        if len(self.tabs) >= MOST_TABS:
            raise TypeError(f"{self.kind}: at most {MOST_TABS - 1} tabs before the history")
