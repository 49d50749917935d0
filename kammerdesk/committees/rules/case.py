"""A committee or delegation on a certain day, as far as the rules look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from kammerdesk.base.i18n import N_

MINIMUM_SIZE = 3
"""§ 40 Abs. 1 Satz 1 BBiG."""


class Bench(StrEnum):
    """The group a member belongs to: employers, employees, teachers."""

    EMPLOYERS = "AG"
    EMPLOYEES = "AN"
    TEACHERS = "LK"


class Role(StrEnum):
    """The office a person is appointed to."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    DEPUTY = "deputy"
    FURTHER = "further"


class Kind(StrEnum):
    """An examination committee, or an examiner delegation that acts for it (§ 42 Abs. 2 BBiG)."""

    COMMITTEE = "committee"
    DELEGATION = "delegation"


KIND_WORDS: Mapping[str, str] = {
    Kind.COMMITTEE: N_("Examination committee"),
    Kind.DELEGATION: N_("Examiner delegation"),
}
BENCH_WORDS: Mapping[str, str] = {
    Bench.EMPLOYERS: N_("employers' representatives"),
    Bench.EMPLOYEES: N_("employees' representatives"),
    Bench.TEACHERS: N_("teachers"),
}
ROLE_WORDS: Mapping[str, str] = {
    Role.CHAIR: N_("Chair"),
    Role.VICE_CHAIR: N_("Vice chair"),
    Role.MEMBER: N_("Member"),
    Role.DEPUTY: N_("Deputy"),
    Role.FURTHER: N_("Further examiner"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One appointment: `person` identifies the human being, `replaces` the person stood in for.

    `present` None means the usual: members take part, deputies only where they replace somebody.
    """

    person: str
    name: str
    bench: Bench
    role: Role
    valid_from: date
    valid_until: date
    dismissed_on: date | None = None
    fields: tuple[str, ...] = ()
    replaces: str | None = None
    present: bool | None = None

    def in_office(self, day: date) -> bool:
        """Whether the appointment holds on a day: first and last day included, not dismissed by then."""
        dismissed = self.dismissed_on is not None and self.dismissed_on <= day
        return self.valid_from <= day <= self.valid_until and not dismissed

    @property
    def takes_part(self) -> bool:
        """Whether the person takes part on the day."""
        if self.present is not None:
            return self.present
        return self.role is not Role.DEPUTY or self.replaces is not None


@dataclass(frozen=True)
class CommitteeCase:
    """Everything the rules look at; `target_size` is the fixed number of members, None where none is fixed.

    Without slots: every rule asks for `current` and `members`, which are found once and kept.
    """

    on: date
    seats: tuple[Seat, ...]
    target_size: int | None = None
    kind: Kind = Kind.COMMITTEE
    joint: bool = False
    host: str = ""
    deviation_reason: str = ""
    occupation: str = ""

    @cached_property
    def current(self) -> tuple[Seat, ...]:
        """The seats without past or future appointments of people who hold another one on the day."""
        serving = {seat.person for seat in self.seats if seat.in_office(self.on)}
        return tuple(seat for seat in self.seats if seat.in_office(self.on) or seat.person not in serving)

    @cached_property
    def members(self) -> tuple[Seat, ...]:
        """The ordinary members; deputies and further examiners are such only in a delegation, standing in for nobody.

        § 42 Abs. 2 Satz 3 BBiG lets a delegation be made of members, deputies and further examiners.
        """
        return tuple(seat for seat in self.current if self._is_member(seat))

    def _is_member(self, seat: Seat) -> bool:
        if seat.role in (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER):
            return True
        if self.kind is Kind.COMMITTEE or seat.replaces is not None:
            return False
        return seat.role is Role.FURTHER or seat.takes_part

    @property
    def size(self) -> int:
        """The number of members from which the quorum is counted: the fixed one, even where seats are vacant."""
        return max(self.target_size or 0, len(self.members), MINIMUM_SIZE)
