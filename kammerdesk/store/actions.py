"""What clerks can do: every action with its words, the roles that may carry it out, and whether it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr

F = TypeVar("F", bound=Callable[..., Any])


class Role(StrEnum):
    """What a user of the house may do; see `action`."""

    CLERK = "clerk"
    HEAD = "head"
    COMMITTEE_LEADER = "committee_leader"
    READER = "reader"
    STATION = "station"


ROLE_WORDS = {
    Role.CLERK: N_("Clerk"),
    Role.HEAD: N_("Head"),
    Role.COMMITTEE_LEADER: N_("Committee leader"),
    Role.READER: N_("Read only"),
    Role.STATION: N_("Exam day station"),
}

OFFICE = (Role.CLERK,)
"""Whoever works in the office."""

EXAM_DAY = (Role.CLERK, Role.COMMITTEE_LEADER, Role.STATION)
"""Whoever may record an exam day."""


@dataclass(frozen=True, slots=True)
class Action:
    """One declared action: its name in the journal, the msgid of its words, its roles, and whether it is lasting.

    A lasting action has effects outside the house or is ordered by law (a bundle sent, a result announced, data
    erased); it cannot be undone, only countered by another action.
    """

    name: str
    words: str
    roles: frozenset[Role]
    lasting: bool


_declared: dict[str, Action] = {}


def action(words: str, roles: Iterable[Role] = OFFICE, *, lasting: bool = False) -> Callable[[F], F]:
    """Declares a function as an action of the one door; the head may carry out every one.

    `words` is the msgid, verb and object: "Create exam day". Raises TypeError when another action has the same name.
    """

    def declare(function: F) -> F:
        declared = Action(function.__name__, words, frozenset({*roles, Role.HEAD}), lasting)
        if _declared.setdefault(declared.name, declared) != declared:
            raise TypeError(f"there are two actions named {declared.name}")
        return function

    return declare


def declared_actions() -> tuple[Action, ...]:
    """Every action of the rooms that were imported, by name."""
    return tuple(_declared[name] for name in sorted(_declared))


def action_named(name: str) -> Action:
    """The action of a journal entry; one that was never declared stands for itself, and only the head may do it."""
    return _declared.get(name) or Action(name, name, frozenset({Role.HEAD}), lasting=False)


def refuse_without_right(name: str, role: Role) -> None:
    """Raises KammerError when a role may not carry out an action."""
    wanted = action_named(name)
    if role not in wanted.roles:
        allowed = ", ".join(tr(ROLE_WORDS[one]) for one in Role if one in wanted.roles)
        raise KammerError(
            tr(
                "“{action}” is not among the rights of the role “{role}”. It is for: {allowed}. "
                "The head enters roles under “Settings”."
            ).format(action=tr(wanted.words), role=tr(ROLE_WORDS[role]), allowed=allowed)
        )
