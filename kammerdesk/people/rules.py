"""What can be said of people and places without looking into the data: kinds, names, addresses."""

from __future__ import annotations

from enum import StrEnum

from kammerdesk.base.i18n import N_, tr


class OrganisationKind(StrEnum):
    """What an organisation is to the chamber."""

    COMPANY = "company"
    SCHOOL = "school"
    PROPOSING_BODY = "proposing_body"


ORGANISATION_WORDS = {
    OrganisationKind.COMPANY: N_("Training company"),
    OrganisationKind.SCHOOL: N_("Vocational school"),
    OrganisationKind.PROPOSING_BODY: N_("Proposing body"),
}

SALUTATIONS = ("", "Frau", "Herr")
"""Data, not screen words: they are printed in letters as they stand."""

LONGEST = {
    **dict.fromkeys(("last_name", "first_name", "birth_name", "birth_place", "town", "county"), 80),
    **dict.fromkeys(("title", "salutation", "postal_code", "iban"), 40),
    **dict.fromkeys(("street", "job_title"), 100),
    "name": 150,
    "phone": 60,
    "mail": 254,
}
"""How many characters a field of a person or an organisation may have: what is longer fits into no list and letter."""


def too_long(field: str, text: str) -> str:
    """Why a text is too long for a field of a person or an organisation; "" where it is not."""
    most = LONGEST.get(field)
    if most is None or len(text) <= most:
        return ""
    sentence = tr("{n} characters are too many. Allowed are at most {most}; please shorten the entry.")
    return sentence.format(n=len(text), most=most)


def full_name(title: str, first_name: str, last_name: str) -> str:
    """Dr. Eva Lang."""
    return " ".join(part for part in (title, first_name, last_name) if part)


def list_name(title: str, first_name: str, last_name: str) -> str:
    """Lang, Dr. Eva: as lists sort and show people."""
    given = " ".join(part for part in (title, first_name) if part)
    return f"{last_name}, {given}" if given else last_name


def address_lines(
    salutation: str, title: str, first_name: str, last_name: str, street: str, postal_code: str, town: str
) -> tuple[str, ...]:
    """The lines of a DIN 5008 address field; empty ones are left out."""
    greeting = {"Herr": "Herrn"}.get(salutation, salutation)
    lines = (greeting, full_name(title, first_name, last_name), street, f"{postal_code} {town}".strip())
    return tuple(line for line in lines if line)
