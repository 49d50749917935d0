"""Invents people, firms and addresses; nobody real stands behind any of them.

Phone numbers come from the ranges that the Bundesnetzagentur keeps free for media productions (notice 148/2021), mail
addresses from domains that never exist (RFC 2606), bank codes begin with 9 and are allotted to no bank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.words import Place, origins, places, words
from kammerdesk.people.rules import OrganisationKind

Row = dict[str, Any]

_LANDLINES = ("030 23125", "040 66969", "069 90009", "0221 4710", "089 99998")
_MOBILES = ("0171 39200", "0176 040690")
_BANK_CODE = "99999999"
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ø": "o", "ı": "i", "đ": "d"}


@dataclass(frozen=True, slots=True)
class Inventor:
    """Invents for one chamber's district."""

    dice: Dice
    chamber: str

    def person(self, born: tuple[date, date], **known: Any) -> Row:
        """A whole person born between two days, with every column; `known` columns are taken as they are."""
        birth_date = self.dice.day_between(*born)
        name = self.name("older" if birth_date.year < 1990 else "younger")
        birth_place = self.place()
        address = self.address(words()["streets"])
        row: Row = {
            "uid": self.dice.uid(),
            **name,
            "title": "",
            "birth_name": self._birth_name(name, birth_date),
            "birth_date": birth_date,
            "birth_place": birth_place.town,
            **address,
            "phone": self.phone(),
            "mail": mail_address(name["first_name"], name["last_name"]),
            "employer_uid": None,
            "job_title": "",
            "iban": self.iban(),
        }
        return row | known

    def name(self, generation: str) -> Row:
        """Salutation, given and family name that fit one another; some people bear two family names."""
        (origin,) = self.dice.random.choices(origins(), [origin.share for origin in origins()])
        gender = self.dice.one(("women", "men"))
        family = self.dice.one(origin.family)
        if self.dice.hits(40):
            second = self.dice.one(origins()[0].family)
            family = f"{family}-{second}" if second != family else family
        return {
            "salutation": "Frau" if gender == "women" else "Herr",
            "first_name": self.dice.one(origin.given[gender][generation]),
            "last_name": family,
        }

    def _birth_name(self, name: Row, birth_date: date) -> str:
        married = name["salutation"] == "Frau" and birth_date.year < 1998 and self.dice.hits(400)
        birth_name = self.dice.one(origins()[0].family) if married else ""
        return birth_name if birth_name != name["last_name"] else ""

    def place(self) -> Place:
        """A place of the district, towns as often as people live there."""
        known = places(self.chamber)
        return self.dice.random.choices(known, [place.inhabitants for place in known])[0]

    def address(self, streets: Sequence[str]) -> Row:
        """Street with number, postal code and town."""
        place = self.place()
        number = f"{self.dice.random.randint(1, 96)}{'a' if self.dice.hits(60) else ''}"
        return {"street": f"{self.dice.one(streets)} {number}", "postal_code": place.postal_code, "town": place.town}

    def phone(self) -> str:
        """A number that reaches nobody."""
        if self.dice.hits(400):
            return f"{self.dice.one(_MOBILES)}{self.dice.random.randrange(100):02d}"
        return f"{self.dice.one(_LANDLINES)} {self.dice.random.randrange(1000):03d}"

    def iban(self) -> str:
        """A German IBAN with right check digits (ISO 13616) at a bank that does not exist."""
        return invented_iban(self.dice.random.randrange(10**10))

    def company(self, trade: str) -> Row:
        """A training company of a trade, such as "Brandes & Yılmaz Systemhaus GmbH"."""
        business, form = self.dice.one(words()["trades"][trade]), self.dice.one(words()["legal_forms"])
        if self.dice.hits(450):
            lead = self.landscape()
        else:
            family = origins()[0].family
            lead = self.dice.one(family)
            if self.dice.hits(350):
                lead = f"{lead} & {self.dice.one(origins()[1].family)}"
        return self.organisation(OrganisationKind.COMPANY, f"{lead} {business} {form}")

    def school(self) -> Row:
        """A vocational school."""
        return self.organisation(OrganisationKind.SCHOOL, self.dice.one(self.of_district("schools")))

    def proposer(self, bench: str) -> Row:
        """The body that proposes the examiners of a bench."""
        pattern: str = words()[{"AG": "employers", "AN": "unions", "LK": "supervision"}[bench]]
        return self.organisation(OrganisationKind.PROPOSING_BODY, pattern.format(landscape=self.landscape()))

    def landscape(self) -> str:
        """An invented name of a landscape that sounds like the district."""
        return self.dice.one(self.of_district("landscapes"))

    def of_district(self, kind: str) -> list[str]:
        """The words of a kind that are kept by district."""
        by_chamber: dict[str, list[str]] = words()[kind]
        return by_chamber.get(self.chamber, by_chamber[""])

    def organisation(self, kind: OrganisationKind, name: str, **known: Any) -> Row:
        """An organisation with every column."""
        address = self.address(words()["business_streets"])
        row = {
            "uid": self.dice.uid(),
            "name": name,
            "kind": str(kind),
            **address,
            "county": "",
            "phone": self.phone(),
            "mail": f"info@{slug(name)}.example",
        }
        return row | known


@cache
def slug(text: str) -> str:
    """A name as it may stand in a mail address: ASCII letters and digits, joined by hyphens."""
    spelled = "".join(_LETTERS.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def mail_address(first_name: str, last_name: str) -> str:
    """An address at example.org made of a name."""
    return f"{slug(first_name)}.{slug(last_name)}@example.org"


def invented_iban(account: int) -> str:
    """The IBAN of an account number at the bank that does not exist."""
    body = f"{_BANK_CODE}{account:010d}"
    check = 98 - int(f"{body}131400") % 97  # 1314 are the letters DE
    return f"DE{check:02d}{body}"
