"""Invents thousands of people at once, column by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any

from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.people import Inventor, mail_address
from kammerdesk.cli.demo.words import Origin, Place, origins, places, words

_STREETS, _PHONES = 4000, 3000
_DOUBLE_NAMES_PER_MILLE = 40

Columns = dict[str, Any]


@dataclass(slots=True)
class Crowd:
    """Invents the people of one chamber's district from lists that are made once."""

    inventor: Inventor
    places: Sequence[Place] = ()
    _weights: list[int] = field(default_factory=list)
    _streets: list[str] = field(default_factory=list)
    _phones: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Makes the lists."""
        self.places = places(self.inventor.chamber)
        self._weights = list(accumulate(place.inhabitants for place in self.places))
        streets = words()["streets"]
        self._streets = [f"{self.dice.one(streets)} {self.dice.random.randint(1, 96)}" for _ in range(_STREETS)]
        self._phones = [self.inventor.phone() for _ in range(_PHONES)]

    @property
    def dice(self) -> Dice:
        """The chance behind everything here."""
        return self.inventor.dice

    def people(self, count: int, born: tuple[date, date]) -> Columns:
        """So many people born between two days, with every column but employer and bank account."""
        pick = self.dice.random.choices
        names = self._names(count, "older" if born[1].year < 1998 else "younger")
        homes = pick(self.places, cum_weights=self._weights, k=count)
        birth_places = pick(self.places, cum_weights=self._weights, k=count)
        ordinals = pick(range(born[0].toordinal(), born[1].toordinal() + 1), k=count)
        return {
            "uid": self.dice.uids(count),
            "home": self.inventor.chamber,
            "salutation": [name[0] for name in names],
            "first_name": [name[1] for name in names],
            "last_name": [name[2] for name in names],
            "birth_date": list(map(date.fromordinal, ordinals)),
            "birth_place": [place.town for place in birth_places],
            "street": pick(self._streets, k=count),
            "postal_code": [place.postal_code for place in homes],
            "town": [place.town for place in homes],
            "phone": pick(self._phones, k=count),
            "mail": [mail_address(name[1], name[2]) for name in names],
        }

    def _names(self, count: int, generation: str) -> list[tuple[str, str, str]]:
        """Salutations with given and family names that fit one another."""
        known = origins()
        drawn = Counter(self.dice.random.choices(range(len(known)), [origin.share for origin in known], k=count))
        names: list[tuple[str, str, str]] = []
        for place, origin in enumerate(known):
            women = drawn[place] // 2
            names += self._names_of(origin, "Frau", origin.given["women"][generation], women)
            names += self._names_of(origin, "Herr", origin.given["men"][generation], drawn[place] - women)
        self.dice.random.shuffle(names)
        for place in self.dice.random.sample(range(count), count * _DOUBLE_NAMES_PER_MILLE // 1000):
            salutation, first, last = names[place]
            names[place] = (salutation, first, f"{last}-{self.dice.one(known[0].family)}")
        return names

    def _names_of(
        self, origin: Origin, salutation: str, given: Sequence[str], count: int
    ) -> list[tuple[str, str, str]]:
        pick = self.dice.random.choices
        return [
            (salutation, first, last)
            for first, last in zip(pick(given, k=count), pick(origin.family, k=count), strict=True)
        ]
