"""The two kinds of error: what the user can mend (shown as it reads) and what is our bug (everything else)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class KammerError(Exception):
    """Something the user can understand and mend; its text is a whole sentence and is shown as it reads."""


class Mistyped(KammerError):
    """Something typed that cannot be understood as it stands; `fix` is what was probably meant, "" where unknown."""

    def __init__(self, sentence: str, fix: str = "") -> None:
        self.fix = fix
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why an order is refused: the field it stands beside ("" = the whole order) and a sentence.

    `fix` is a value of that field that would mend it, None where there is none; a form offers it as a button.
    """

    field: str
    sentence: str
    fix: Any = None


class Refused(KammerError):
    """An order that breaks a rule; carries every reason, not only the first."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons: tuple[Reason, ...] = tuple(reasons)
        super().__init__(" ".join(reason.sentence for reason in self.reasons))


def refuse(field: str, sentence: str) -> Refused:
    """A refusal with a single reason."""
    return Refused([Reason(field, sentence)])
