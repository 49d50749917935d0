"""The records one looked at last: which page and which key, never a name, so that nobody erased stays in here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kammerdesk.ui.kit.memory import Memory

KEPT = 20
_KEY = "recent/visited"

TitlesOf = Callable[[Any, Sequence[UUID]], Mapping[UUID, str]]
"""A query: what live records are called, by their keys; what is gone is left out."""


@dataclass(frozen=True, slots=True)
class Visited:
    """A record and the page that shows it; the title is empty as long as nobody asked for it."""

    page: str
    identity: str
    title: str = ""

    @property
    def uid(self) -> UUID:
        """The record's key, which its page goes to."""
        return UUID(self.identity)


class Recent:
    """The last records of this user on these data, the newest first; what is unreadable counts as not visited."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def note(self, page: str, uid: UUID) -> None:
        """Puts a record first."""
        new = Visited(page, uid.hex)
        kept = [new, *(old for old in self.last(KEPT) if old != new)][:KEPT]
        self._memory.keep(_KEY, json.dumps([[one.page, one.identity] for one in kept]))

    def last(self, number: int) -> list[Visited]:
        """The last records without their titles; see `named`."""
        try:
            found = [Visited(str(page), UUID(identity).hex) for page, identity in json.loads(self._memory.text(_KEY))]
        except (ValueError, TypeError, AttributeError):
            return []
        return found[:number]


def named(session: Any, visited: Sequence[Visited], titles_of: TitlesOf) -> list[Visited]:
    """A query: the visited records with what they are called now; what is gone is left out."""
    titles = titles_of(session, [one.uid for one in visited])
    return [replace(one, title=titles[one.uid]) for one in visited if one.uid in titles]
