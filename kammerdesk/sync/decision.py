"""Whose word counts: the pure rule by which two versions of a group of fields become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kammerdesk.store.stamps import STAMP_LENGTH
from kammerdesk.sync.frames import Part

Seen = Mapping[str, str]
"""Per replica the latest of its stamps that somebody has seen."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What each side had seen of the other's writing when it wrote its version."""

    ours: Seen
    theirs: Seen


@dataclass(frozen=True, slots=True)
class Gap:
    """What a house lost of a former replica's writing: the stamps after one and up to another."""

    after: str
    until: str


@dataclass(frozen=True, slots=True)
class Returns:
    """A house, and what it lost when it was set back to an older state; its own records bring it back from anywhere."""

    chamber: str = ""
    gaps: Mapping[str, Gap] = field(default_factory=dict)

    def holds(self, stamp: str) -> bool:
        """Whether the house wrote this itself and has lost it."""
        gap = self.gaps.get(replica_of(stamp))
        return gap is not None and gap.after < stamp <= gap.until


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the incoming version is taken, and the version that lost without its winner having known it."""

    take: bool
    loser: Part | None = None


def decide(local: Part, incoming: Part, known: Knowledge) -> Decision:
    """The later stamp wins, whatever the order in which versions come; so every house arrives at the same.

    Equal stamps are the same writing; when the values differ, the incoming row brings fields that did not travel
    before, and they are taken. A version that lost to one written without knowledge of it is handed back to be kept.
    """
    if incoming.stamp == local.stamp:
        return Decision(take=incoming.values != local.values)
    take = incoming.stamp > local.stamp
    if incoming.values == local.values or not are_concurrent(local.stamp, incoming.stamp, known):
        return Decision(take)
    return Decision(take, local if take else incoming)


def replica_of(stamp: str) -> str:
    """The replica that wrote a stamp."""
    return stamp[STAMP_LENGTH // 2 :]


def are_concurrent(local: str, incoming: str, known: Knowledge) -> bool:
    """Whether neither writer had seen the other's version."""
    writer, other = replica_of(local), replica_of(incoming)
    return writer != other and local > known.theirs.get(writer, "") and incoming > known.ours.get(other, "")


NOTHING_KNOWN = Knowledge({}, {})
NOTHING_LOST = Returns()
