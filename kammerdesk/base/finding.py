"""A question over all records and its answer, as the window and the data both know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Way:
    """Records of a kind are opened on a page: by their own key, or with `by` by that of another record.

    `by` is a reference of theirs ("person_uid"), or a reference to them ("candidate.person_uid": the newest candidate
    who is this person). With `where` ("appointment.person_uid") the page has only those to which such a record refers.
    """

    kind: str
    by: str = ""
    where: str = ""

    @property
    def is_for_some(self) -> bool:
        """Whether it leads on for some records of the kind only; ways for all are taken where these lead nowhere."""
        return bool(self.where) or "." in self.by


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed; `numbers` looks for numbers of records only."""

    text: str
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A record that was found, and the page and row that show it; no page shows it where `page` is empty.

    `exact` says that its number was typed in full, `by_name` that its name begins with a word that was typed.
    """

    kind: str
    title: str
    detail: str
    page: str
    identity: UUID
    exact: bool = False
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The records that were found, best first; `more` says that there are others that were not looked at."""

    matches: tuple[Match, ...] = ()
    more: bool = False


Find = Callable[[Any, Question], Found]
"""A query: the records for a line of text."""
