"""Two versions of one record side by side: what each side wrote, what stood there before, which one is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kammerdesk.base.errors import Reason, Refused


class Side(StrEnum):
    """Whose version is taken."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Version:
    """A value and how it reads."""

    value: Any
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in both versions and as it was before; `proposal` is the side taken unless somebody chooses.

    `clash` says that both sides changed it. One that merely shows what stands the same on both sides has no choice.
    """

    field: str
    title: str
    ours: Version
    theirs: Version
    base: Version
    proposal: Side = Side.OURS
    clash: bool = True

    @property
    def is_choice(self) -> bool:
        """Whether the sides differ at all."""
        return bool(self.ours.value != self.theirs.value)

    def version(self, side: Side) -> Version:
        """What a side wrote."""
        return self.ours if side is Side.OURS else self.theirs


@dataclass(frozen=True, slots=True)
class Comparison:
    """A record in two versions. All texts are in the user's language.

    `ours` and `theirs` head the two columns, with who wrote them when below; `reason` says why somebody must choose,
    and why this side is proposed.
    """

    title: str
    ours: str
    theirs: str
    ours_by: str
    theirs_by: str
    reason: str
    rows: Sequence[Difference]


def after_choice(
    values: Mapping[str, Any], comparison: Comparison, choice: Mapping[str, Side]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is still to be stored of our values when sides were chosen, and what of them was given up."""
    wanted, given_up = dict(values), dict[str, Any]()
    for row in comparison.rows:
        if row.clash and choice[row.field] is Side.OURS:
            wanted[row.field] = row.ours.value
        elif row.clash:
            wanted.pop(row.field, None)
            if row.ours.value != row.base.value:
                given_up[row.field] = row.ours.value
    return wanted, given_up


class Overtaken(Refused):
    """A record was changed by somebody else in the same fields meanwhile; `entry` is the version that stands now."""

    def __init__(self, comparison: Comparison, entry: int) -> None:
        self.comparison = comparison
        self.entry = entry
        super().__init__([Reason("", comparison.reason)])


class LaterWork(Refused):
    """An action cannot be taken back as a whole, for others changed the same fields since.

    `comparison` lets somebody choose field by field between before the action and now; None where there is no choice.
    `entry` is the action, `seen` the last one the comparison knows of.
    """

    def __init__(self, reasons: Sequence[Reason], entry: int, seen: int, comparison: Comparison | None) -> None:
        self.entry = entry
        self.seen = seen
        self.comparison = comparison
        super().__init__(reasons)


class Gone(Refused):
    """A record was removed meanwhile; `in_trash` says whether it can be brought back."""

    def __init__(self, sentence: str, in_trash: bool) -> None:
        self.in_trash = in_trash
        super().__init__([Reason("", sentence)])


@dataclass(frozen=True, slots=True)
class Saved:
    """How a change went in: the journal entry, and who else had changed other fields meanwhile (login names).

    `unseen` tells whether any were changed since the record was read, also by oneself.
    """

    entry: int
    beside: tuple[str, ...] = ()
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class RecordCopy:
    """A record as it was read: its fields, and `entry`, the last journal entry that had changed it then."""

    uid: Any
    title: str
    home: str
    entry: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened to a record: when, by whom, what it is called, why, and field, old and new value."""

    at: datetime
    user: str
    words: str
    reason: str
    fields: Sequence[tuple[str, str, str]]
