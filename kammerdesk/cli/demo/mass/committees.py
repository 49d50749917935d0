"""Committees of a whole chamber, with the people appointed to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import cycle, islice, repeat
from typing import NamedTuple
from uuid import UUID

from kammerdesk.cli.demo.batches import Batch, by_columns
from kammerdesk.cli.demo.calendar import Term, months_before, term_until, uniform_term
from kammerdesk.cli.demo.examiners import BENCHES, Appointer, committee, lending, role_of, short_title
from kammerdesk.cli.demo.mass.crowd import Columns
from kammerdesk.cli.demo.mass.district import District
from kammerdesk.cli.demo.mass.scale import BRAUNSCHWEIG, LUENEBURG, Scale
from kammerdesk.cli.demo.people import Row
from kammerdesk.cli.demo.training import TRAININGS
from kammerdesk.cli.demo.words import read_table, words
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.people.model import Lending, Person

_MAKEUPS = (((1, 1, 1), (2, 2, 1)), ((2, 2, 1), (2, 2, 1)), ((2, 2, 2), (2, 2, 2)))
_MAKEUP_WEIGHTS = (80, 15, 5)
_COMMON_PER_CENT = 60
"""How many of all committees examine in the common occupations, whose regulations the program has."""

_JOINT_PER_MILLE, _ENDING_PER_MILLE, _LAPSED_PER_MILLE = 30, 60, 10
_ENDING_MONTHS = 4
_TERM_BEGAN_YEARS_AGO = {BRAUNSCHWEIG: 2, LUENEBURG: 4}
_PARTNERS = {BRAUNSCHWEIG: LUENEBURG, LUENEBURG: BRAUNSCHWEIG}


class Seat(NamedTuple):
    """One appointment, as exam days need it."""

    uid: UUID
    person_uid: UUID
    bench: str
    role: str


@dataclass(slots=True)
class SeatedCommittee:
    """A committee of a common occupation with those who examine in it."""

    uid: UUID
    name: str
    regulation: str
    members: list[Seat] = field(default_factory=list)


@dataclass(slots=True)
class Bench:
    """The examiners of one bench of one chamber; seats are filled in turn, so that hardly anybody has two."""

    people: Sequence[UUID]
    taken: int = 0

    def next(self) -> UUID:
        """Whoever has waited longest."""
        self.taken += 1
        return self.people[(self.taken - 1) % len(self.people)]


Benches = Mapping[str, Bench]


def invent_examiners(district: District, scale: Scale, on: date) -> tuple[Benches, list[Batch]]:
    """The examiners of a chamber by bench, and the rows to be stored."""
    count = max(30, scale.part(district.chamber, scale.examiners))
    born = (on.replace(year=on.year - 64, day=1), on.replace(year=on.year - 30, day=1))
    benches: dict[str, Bench] = {}
    batches: list[Batch] = []
    for bench, per_cent in zip(BENCHES, (37, 37, 26), strict=True):
        people = _examiners(district, bench, count * per_cent // 100, born)
        benches[bench] = Bench(people["uid"])
        batches.append(Batch(Person, people))
    return benches, batches


def _examiners(district: District, bench: str, count: int, born: tuple[date, date]) -> Columns:
    dice = district.dice
    firms = [firm for some in district.firms.values() for firm in some]
    return {
        **district.crowd.people(count, born),
        "title": dice.random.choices(("", "Dr.", "Prof. Dr."), (92, 7, 1), k=count),
        "employer_uid": dice.random.choices(district.schools if bench == "LK" else firms, k=count),
        "job_title": dice.random.choices(words()["job_titles"][bench], k=count),
        "iban": [district.crowd.inventor.iban() for _ in range(count)],
    }


@dataclass(slots=True)
class CommitteeMaker:
    """Sets up the committees of one chamber; joint ones borrow examiners from the partner's benches."""

    district: District
    scale: Scale
    on: date
    benches: Mapping[str, Benches]
    seated: list[SeatedCommittee] = field(default_factory=list)
    lent: dict[UUID, str] = field(default_factory=dict)

    def batches(self) -> list[Batch]:
        """Committees and appointments to be stored; `seated` and `lent` (from which chamber) fill on the way."""
        committees: list[Row] = []
        appointments: list[Row] = []
        drawn: Counter[str] = Counter()
        occupations = list(self._occupations())
        total = Counter(occupation for _, occupation in occupations)
        for regulation_id, occupation in occupations:
            drawn[occupation] += 1
            ordinal = str(drawn[occupation]) if total[occupation] > 1 else ""
            row = self._committee(len(committees), occupation, ordinal)
            committees.append(row)
            appointments += self._appointments(row, regulation_id)
        home = {"home": self.district.chamber}
        return [
            Batch(Committee, by_columns(committees) | home),
            Batch(Appointment, by_columns(appointments) | home),
            *self._lendings(),
        ]

    def by_regulation(self) -> Mapping[str, Sequence[SeatedCommittee]]:
        """The committees of the common occupations."""
        found: dict[str, list[SeatedCommittee]] = {name: [] for name in TRAININGS}
        for seated in self.seated:
            found[seated.regulation].append(seated)
        return found

    def _occupations(self) -> Iterator[tuple[str, str]]:
        """The occupation of each committee, with its regulation where the program has it."""
        count = self.scale.part(self.district.chamber, self.scale.committees)
        sizes = {name: max(1, count * part.share * _COMMON_PER_CENT // 10_000) for name, part in TRAININGS.items()}
        for name, size in sizes.items():
            yield from repeat((name, regulation(name).occupation.title), size)
        for occupation in islice(cycle(rare_occupations()), max(0, count - sum(sizes.values()))):
            yield "", occupation

    def _committee(self, place: int, occupation: str, ordinal: str) -> Row:
        chamber, dice = self.district.chamber, self.district.dice
        (makeup,) = dice.random.choices(_MAKEUPS, _MAKEUP_WEIGHTS)
        partner = _PARTNERS.get(chamber, "")
        joint = partner in self.benches and dice.hits(_JOINT_PER_MILLE)
        kind = "Gemeinsamer Prüfungsausschuss" if joint else "Prüfungsausschuss"
        return committee(
            dice,
            f"{chamber}-{place + 1:04d}",
            occupation,
            f"{kind} {short_title(occupation)} {ordinal}".strip(),
            sum(makeup[0]),
            joint=joint,
            host=chamber if joint else "",
            partner=partner if joint else "",
        )

    def _appointments(self, row: Row, regulation_id: str) -> Iterator[Row]:
        makeup = next(makeup for makeup in _MAKEUPS if sum(makeup[0]) == row["target_size"])
        appointer = Appointer(self.district.dice, self.district.proposers)
        ending = self.district.dice.hits(_ENDING_PER_MILLE)
        lapsed = self.district.dice.hits(_LAPSED_PER_MILLE)
        seated = SeatedCommittee(row["uid"], row["name"], regulation_id)
        for bench, members, deputies in zip(BENCHES, *makeup, strict=True):
            for place in range(members + deputies):
                role = role_of(bench, place, members)
                lender = self._lender(row, role)
                person_uid = self.benches[lender][bench].next()
                if lender != self.district.chamber:
                    self.lent[person_uid] = lender
                term = self._term(ending, lapsed and bench == "LK" and role == "deputy")
                seat = appointer.appoint(row["uid"], person_uid, bench, role, term)
                yield seat
                if role != "deputy":
                    seated.members.append(Seat(seat["uid"], person_uid, bench, role))
        if regulation_id:
            self.seated.append(seated)

    def _lendings(self) -> Iterator[Batch]:
        """Whoever serves at another chamber was released by his own."""
        for lender in sorted(set(self.lent.values())):
            people = [person_uid for person_uid, chamber in self.lent.items() if chamber == lender]
            rows = [lending(self.district.dice, person_uid, self.district.chamber) for person_uid in people]
            yield Batch(Lending, by_columns(rows) | {"home": lender})

    def _lender(self, row: Row, role: str) -> str:
        """Joint committees take their vice chair and half of the rest of the benches' deputies from the partner."""
        lent = row["joint"] and (role == "vice_chair" or (role == "deputy" and self.district.dice.hits(500)))
        return str(row["partner"]) if lent else self.district.chamber

    def _term(self, ending: bool, lapsed: bool) -> Term:
        if lapsed:
            return term_until(self.on - timedelta(days=1))
        if ending:
            return term_until(months_before(self.on, -_ENDING_MONTHS) - timedelta(days=1))
        return uniform_term(self.on, _TERM_BEGAN_YEARS_AGO.get(self.district.chamber, 3))


@cache
def rare_occupations() -> tuple[str, ...]:
    """The titles of all recognised occupations of chambers of commerce that have no regulation in the program yet."""
    known = {regulation(name).occupation.title for name in TRAININGS}
    rows = (row for row in read_table("occupations.csv") if "BBiG" in row["basis"])
    titles = ("/".join(dict.fromkeys((row["name_m"], row["name_f"]))) for row in rows)
    return tuple(title for title in titles if title not in known)
