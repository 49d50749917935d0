"""What of the program's own files is missing or unreadable: it does without, and the log has one line for each kind."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Absent(StrEnum):
    """A kind of file."""

    ICON = "icon"
    FONT = "font"


_noted: dict[Absent, None] = {}
_listeners: list[Callable[[Absent], object]] = []


def note(kind: Absent) -> None:
    """Says that a file of this kind is not there; only the first time counts."""
    if kind not in _noted:
        _noted[kind] = None
        for listener in _listeners:
            listener(kind)


def tell(listener: Callable[[Absent], object]) -> None:
    """Calls somebody for each kind of which a file is missing, also for those that were noted before."""
    _listeners.append(listener)
    for kind in _noted:
        listener(kind)
