"""A verdict: what a rule says of a case, with the paragraph it rests on; never a bare bool."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a rule stands: met, broken, open (facts still missing) or warning (allowed, but look at it)."""

    MET = "met"
    BROKEN = "broken"
    OPEN = "open"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule applied to one case.

    `rule` is a stable English key, `paragraph` the source as it is cited in German ("§ 40 Abs. 2 BBiG"),
    `sentence` what a clerk reads, in the language of the screen.
    """

    rule: str
    state: State
    paragraph: str
    sentence: str


def any_broken(verdicts: Iterable[Verdict]) -> bool:
    """Whether at least one rule is broken."""
    return any(verdict.state is State.BROKEN for verdict in verdicts)
