"""What the printed forms about examinations are filled with: plain values, nothing to be looked up any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kammerdesk.base.points import Hundredths


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers questions about a letter."""

    name: str
    phone: str
    mail: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a letter goes: the lines of the address, and the name for the salutation.

    `salutation` is "Herr", "Frau" or empty (then the salutation names no gender); `title` such as "Dr.".
    """

    address: tuple[str, ...]
    salutation: str
    title: str
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        """Title, first and last name as one speaks them."""
        return " ".join(filter(None, (self.title, self.first_name, self.last_name)))


@dataclass(frozen=True, slots=True)
class Exam:
    """Which examination a paper is about, as the words stand on it.

    `kind` "Abschlussprüfung", `part` "Teil 2" or empty, `period` "Winter 2026/27", `reference` the file number.
    """

    kind: str
    part: str
    occupation: str
    period: str
    committee: str
    reference: str

    @property
    def title(self) -> str:
        """Kind and part in one: Abschlussprüfung Teil 2."""
        return f"{self.kind} {self.part}".strip()


@dataclass(frozen=True, slots=True)
class AreaLine:
    """The result of one examination area; `weight` in per mille of the whole exam, `grade_word` "gut"."""

    area: str
    weight: int
    points: Hundredths
    grade_word: str


@dataclass(frozen=True, slots=True)
class PassConfirmationRow:
    """A passed exam, announced by the committee at `announced_at` (wall clock of the office).

    `total` and `grade_word` are of the whole exam, `decimal_grade` such as "2,3" or empty.
    """

    exam: Exam
    contact: Contact
    recipient: Recipient
    number: str
    birth_date: date
    birth_place: str
    areas: tuple[AreaLine, ...]
    total: Hundredths
    grade: int
    grade_word: str
    decimal_grade: str
    announced_at: datetime
    place: str
    chair: str
    remarks: tuple[str, ...] = ()
    """Exemptions and whatever else must stand below the results."""


@dataclass(frozen=True, slots=True)
class FailNoticeRow:
    """A failed exam and what follows from it.

    `failed_rules` are whole sentences with their paragraphs: which condition for passing was not met.
    `exempt_areas` need not be taken again if the resit is registered for by `exempt_until`.
    `attempts_left` are the resits still allowed (BBiG § 37 Abs. 1); `next_exam` "Sommer 2027" or empty;
    `apply_until` its deadline. `trainee` tells whether a training contract can be prolonged (BBiG § 21 Abs. 3).
    """

    exam: Exam
    contact: Contact
    recipient: Recipient
    number: str
    written_on: date
    decided_on: date
    areas: tuple[AreaLine, ...]
    total: Hundredths
    failed_areas: tuple[AreaLine, ...]
    failed_rules: tuple[str, ...]
    exempt_areas: tuple[str, ...]
    exempt_until: date | None
    attempts_left: int
    next_exam: str
    apply_until: date | None
    trainee: bool
    signatory: str
    signatory_office: str
