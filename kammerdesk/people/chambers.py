"""The chambers as data: their names, seats and districts, read from `resources/chambers.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kammerdesk.base import paths

if TYPE_CHECKING:
    from kammerdesk.printing.documents import Letterhead


@dataclass(frozen=True, slots=True)
class Chamber:
    """One chamber: what its letterhead shows, who signs, and the county codes (AGS) of its district."""

    code: str
    name: str
    full_name: str
    short: str
    street: str
    postal_code: str
    town: str
    phone: str
    mail: str
    web: str
    signatory: str
    signatory_office: str
    counties: tuple[str, ...]


@cache
def chambers() -> Mapping[str, Chamber]:
    """All known chambers by code, in the order of the file."""
    import yaml

    entries = yaml.safe_load(paths.resource("chambers.yaml").read_text(encoding="utf-8"))
    known = (Chamber(**{**entry, "counties": tuple(entry["counties"])}) for entry in entries)
    return {chamber.code: chamber for chamber in known}


def letterhead(chamber: Chamber) -> Letterhead:
    """How a chamber's letters begin."""
    from kammerdesk.printing.documents import Letterhead  # names of chambers are read at every start, letters are not

    return Letterhead(
        name=chamber.full_name,
        mark="IHK",
        place=chamber.short,
        street=chamber.street,
        town=f"{chamber.postal_code} {chamber.town}",
        phone=chamber.phone,
        mail=chamber.mail,
        web=chamber.web,
    )


def chamber_name(code: str) -> str:
    """The name people read; an unknown code stands for itself."""
    known = chambers().get(code)
    return known.name if known else code
