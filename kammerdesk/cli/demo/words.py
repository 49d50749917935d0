"""What demonstrations invent from: names by origin, words for firms and streets, the towns of the districts."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kammerdesk.base import paths
from kammerdesk.people.chambers import chambers


@dataclass(frozen=True, slots=True)
class Origin:
    """Given names by gender ("women", "men") and generation ("older", "younger"), and family names."""

    share: int
    given: Mapping[str, Mapping[str, Sequence[str]]]
    family: Sequence[str]


@dataclass(frozen=True, slots=True)
class Place:
    """One postal code of a town, and how many people live there."""

    county: str
    postal_code: str
    town: str
    inhabitants: int


@cache
def origins() -> tuple[Origin, ...]:
    """All origins; their shares add up to 1000."""
    entries = _yaml("people.yaml")
    return tuple(
        Origin(entry["share"], {"women": entry["women"], "men": entry["men"]}, entry["family"]) for entry in entries
    )


@cache
def words() -> Mapping[str, Any]:
    """Words for streets, firms, schools and buildings, by kind."""
    found: Mapping[str, Any] = _yaml("words.yaml")
    return found


@cache
def places(chamber: str) -> tuple[Place, ...]:
    """The places of one chamber's district; for a chamber whose district is not on file, its seat alone."""
    known = chambers().get(chamber)
    if known is None:
        return tuple(place for place in _seats() if place.county == chamber)
    rows = read_table("demo", "places.csv")
    found = (Place(row["county"], row["postal_code"], row["town"], int(row["inhabitants"])) for row in rows)
    return tuple(place for place in found if place.county in known.counties)


@cache
def _seats() -> tuple[Place, ...]:
    rows = read_table("demo", "chambers_national.csv")
    return tuple(Place(row["code"], row["postal_code"], row["town"], 1) for row in rows)


def read_table(*parts: str) -> list[dict[str, str]]:
    """The rows of a semicolon table below `resources/`; lines that begin with # name its source."""
    with paths.resource(*parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";"))


def _yaml(name: str) -> Any:
    import yaml

    return yaml.safe_load(paths.resource("demo", name).read_text(encoding="utf-8"))
