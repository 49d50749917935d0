"""Examiners and the committees they sit in: whoever examines has an employer, a bench and an appointment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kammerdesk.cli.demo.calendar import Term
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.people import Inventor, Row
from kammerdesk.cli.demo.words import words

BENCHES = ("AG", "AN", "LK")
"""Employers, employees, teachers (BBiG § 40(2))."""


@dataclass(slots=True)
class Roster:
    """Examiners by bench, in the order in which they will be seated."""

    by_bench: dict[str, list[Row]] = field(default_factory=lambda: {bench: [] for bench in BENCHES})

    def add(self, bench: str, examiner: Row) -> None:
        """Puts an examiner behind the others of his bench."""
        self.by_bench[bench].append(examiner)

    def everyone(self) -> Iterator[Row]:
        """All examiners, bench by bench."""
        for examiners in self.by_bench.values():
            yield from examiners


def invent_examiner(inventor: Inventor, bench: str, on: date, employer_uid: UUID) -> Row:
    """A person between 30 and 64 years of age with an employer."""
    born = (on.replace(year=on.year - 64, day=1), on.replace(year=on.year - 30, day=1))
    title = "Dr." if inventor.dice.hits(60) else "Prof. Dr." if bench == "LK" and inventor.dice.hits(20) else ""
    job = inventor.dice.one(words()["job_titles"][bench])
    return inventor.person(born, title=title, employer_uid=employer_uid, job_title=job)


def committee(dice: Dice, number: str, occupation: str, name: str, size: int, **known: Any) -> Row:
    """A committee of a fixed size (MPO § 2(1): three unless an annex says more)."""
    row = {
        "uid": dice.uid(),
        "number": number,
        "name": name,
        "occupation": occupation,
        "kind": "committee",
        "joint": False,
        "host": "",
        "partner": "",
        "target_size": size,
        "size_basis": "§ 2 Abs. 1 Prüfungsordnung" if size == 3 else "Anlage zu § 2 Abs. 1 Prüfungsordnung",
        "deviation_reason": "",
        "deviation_on": None,
    }
    return row | known


def lending(dice: Dice, person_uid: UUID, partner: str) -> Row:
    """The release of an examiner to a partner."""
    return {"uid": dice.uid(), "person_uid": person_uid, "partner": partner}


@dataclass(frozen=True, slots=True)
class Appointer:
    """Appoints people to one committee; each bench has the body that proposes for it (BBiG § 40(3))."""

    dice: Dice
    proposers: Mapping[str, UUID]

    def appoint(self, committee_uid: UUID, person_uid: UUID, bench: str, role: str, term: Term) -> Row:
        """One appointment, obligated on its first day."""
        return {
            "uid": self.dice.uid(),
            "person_uid": person_uid,
            "committee_uid": committee_uid,
            "bench": bench,
            "role": role,
            "fields": "",
            "valid_from": term.first,
            "valid_until": term.last,
            "dismissed_on": None,
            "proposed_by_uid": self.proposers[bench],
            "obligated_on": term.first,
        }


def role_of(bench: str, place: int, members: int) -> str:
    """The role of the n-th examiner of a bench: employers chair, employees stand in, whoever is too many deputises."""
    if place >= members:
        return "deputy"
    return {"AG": "chair", "AN": "vice_chair"}.get(bench, "member") if place == 0 else "member"


def short_title(occupation: str) -> str:
    """An occupation as committees bear it: "Kaufmann für X/Kauffrau für X" becomes "Kaufmann/-frau für X"."""
    names, _, specialisation = occupation.partition(", ")
    male, _, female = names.partition("/")
    first, _, rest = male.partition(" ")
    ending = "/-frau" if first.endswith("mann") else "/in" if female.startswith(f"{first}in") else ""
    return " ".join(part for part in (f"{first}{ending}", rest, specialisation) if part)
