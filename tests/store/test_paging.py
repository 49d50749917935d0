"""Page by page from the database comes what filtering and sorting the same rows in memory gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.conditions import Condition, Kind, Total, Wanted
from kammerdesk.people.model import Person
from kammerdesk.store.paging import PagedSelect
from kammerdesk.store.protection import Disclosure, DisclosureKind
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.filter_terms import parse_condition
from kammerdesk.ui.kit.row_keys import RowKeys

TODAY = date(2026, 11, 23)
LAST_NAMES = ("Müller", "Öztürk", "Schmidt", "Łoś", "Äpfel", "Zander", "Mueller-Lüdecke", "100%ig")
TOWNS = ("Peine", "", "Groß Oesingen", "Braunschweig")


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    name: str
    town: str
    born: date | None


COLUMNS: tuple[Column[Row], ...] = (
    Column(key="name", title="Name", value=lambda row: row.name, kind=Kind.TEXT),
    Column(key="town", title="Ort", value=lambda row: row.town, kind=Kind.TEXT),
    Column(key="born", title="Geboren", value=lambda row: row.born, kind=Kind.DATE),
)
PEOPLE: PagedSelect[Row] = PagedSelect(
    select(Person.uid, Person.last_name, Person.town, Person.birth_date),
    {"name": Person.last_name, "town": Person.town, "born": Person.birth_date},  # type: ignore[dict-item]  # mapped
    lambda found: Row(*found),
    Person.uid,  # type: ignore[arg-type]  # a mapped column is one
)


def settle_people(work: Work, number: int) -> None:
    for n in range(number):
        born = date(1960 + n % 40, 1 + n % 12, 1 + n % 28) if n % 5 else None
        town = TOWNS[n % len(TOWNS)]
        work.add(Person(last_name=LAST_NAMES[n % len(LAST_NAMES)], first_name="", town=town, birth_date=born))


@pytest.fixture
def filled(store: Store) -> Store:
    store.do(settle_people, 60)
    return store


def all_rows(session: Session) -> list[Row]:
    return list(PEOPLE.page(session, Wanted(), 0, 1000))


def conditions(typed: dict[str, str]) -> dict[str, Condition]:
    kinds = {column.key: column.kind or Kind.TEXT for column in COLUMNS}
    found = {key: parse_condition(text, kinds[key], TODAY) for key, text in typed.items()}
    return {key: condition for key, condition in found.items() if condition is not None}


def in_memory(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    keys = RowKeys(rows, COLUMNS)
    numbers = keys.matching(keys.sorted(wanted.sort), wanted.words, ["name", "town"], wanted.conditions)
    return [rows[number] for number in numbers]


CASES: tuple[tuple[str, dict[str, str], tuple[tuple[str, bool], ...]], ...] = (
    ("", {}, ()),
    ("mueller", {}, (("name", False),)),
    ("pei oezt", {}, ()),
    ("%", {}, ()),
    ("", {"name": "müller"}, (("born", True),)),
    ("", {"name": "=mueller"}, ()),
    ("", {"name": "a..n", "town": "!peine"}, (("town", False), ("name", True))),
    ("", {"town": "leer"}, (("name", False),)),
    ("", {"town": "nicht leer; =peine"}, ()),
    ("", {"born": "<1970"}, (("born", False),)),
    ("", {"born": "leer"}, ()),
    ("", {"born": "1970..1979; 1990", "name": "!zander"}, (("name", False), ("born", True))),
    ("", {"born": "!1970..1979"}, ()),
    ("", {"name": ">m"}, (("town", True),)),
    ("", {"name": "%"}, ()),
    ("", {"town": "!peine !braunschweig"}, ()),
)
"""Words, filters by column, and an order."""


def test_the_database_gives_what_memory_would(filled: Store) -> None:
    everything = filled.ask(all_rows)
    for words, typed, sort in CASES:
        wanted = Wanted(words, conditions(typed), sort)
        expected = in_memory(everything, wanted)
        got = [row for offset in range(0, 70, 7) for row in filled.ask(PEOPLE.page, wanted, offset, 7)]
        assert filled.ask(PEOPLE.count, wanted) == len(expected) == len(got), wanted
        assert {row.id for row in got} == {row.id for row in expected}, wanted
        assert RowKeys(got, COLUMNS).sorted(sort) == list(range(len(got))), wanted


def test_the_group_is_sorted_by_before_everything_else(filled: Store) -> None:
    wanted = Wanted(sort=(("name", True),), group="town")
    towns = [row.town for row in filled.ask(PEOPLE.page, wanted, 0, 100)]
    assert [town for n, town in enumerate(towns) if towns.index(town) == n] == [
        "Braunschweig",
        "Groß Oesingen",
        "Peine",
        "",
    ]
    assert towns == sorted(towns, key=lambda town: (not town, town))


def settle_days(work: Work, points: tuple[int | None, ...]) -> None:
    for number in points:
        facts: dict[str, Any] = {"by": "x", "purpose": "x", "recipient": "x", "file": "x", "sha256": "x"}
        work.add(Disclosure(at=work.now, kind=DisclosureKind.LIST, persons=number, **facts))


def test_figures_below_the_columns_are_those_memory_would_give(filled: Store) -> None:
    filled.do(settle_days, (150, 275, 300, 1))
    lists: PagedSelect[Any] = PagedSelect(
        select(Disclosure.uid, Disclosure.persons, Disclosure.by),
        {"persons": Disclosure.persons, "by": Disclosure.by, "recipient": Disclosure.recipient},  # type: ignore[dict-item]
        lambda found: found,
        Disclosure.uid,  # type: ignore[arg-type]  # mapped
        scales={"persons": 100},
    )
    few = conditions_of("persons", ">1,00")
    sums = filled.ask(lists.totals, few, {"persons": Total.SUM, "by": Total.COUNT})
    assert sums == {"persons": Decimal("7.25"), "by": 3}
    average = filled.ask(lists.totals, Wanted(), {"persons": Total.AVERAGE, "gone": Total.SUM})
    assert average == {"persons": Decimal("1.815")}
    assert filled.ask(lists.totals, conditions_of("persons", ">99"), {"persons": Total.SUM}) == {"persons": None}
    assert filled.ask(lists.totals, Wanted(), {}) == {}


def test_only_filled_cells_are_counted(filled: Store) -> None:
    rows = filled.ask(all_rows)
    counted = filled.ask(PEOPLE.totals, Wanted(), {"town": Total.COUNT, "born": Total.COUNT})
    assert counted == {"town": sum(bool(row.town) for row in rows), "born": sum(row.born is not None for row in rows)}


def conditions_of(key: str, typed: str) -> Wanted:
    condition = parse_condition(typed, Kind.NUMBER, TODAY)
    assert condition is not None
    return Wanted(conditions={key: condition})


def test_what_nobody_knows_is_passed_over(filled: Store) -> None:
    wanted = Wanted("", conditions({"name": "müller"}) | {"gone": Condition()}, (("gone", True),))
    assert filled.ask(PEOPLE.count, wanted) == 15


def tell(work: Work, moments: tuple[datetime, ...]) -> None:
    for at in moments:
        facts: dict[str, Any] = {"by": "x", "persons": 1, "purpose": "x", "recipient": "x", "file": "x", "sha256": "x"}
        work.add(Disclosure(at=at, kind=DisclosureKind.LIST, **facts))


def test_a_day_of_moments_is_the_day_in_the_office(store: Store) -> None:
    late, early = datetime(2026, 11, 22, 23, 30, tzinfo=UTC), datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    store.do(tell, (early, late))
    moments: PagedSelect[datetime] = PagedSelect(
        select(Disclosure.at),
        {"at": Disclosure.at},  # type: ignore[dict-item]  # mapped
        lambda found: found[0],
        Disclosure.uid,  # type: ignore[arg-type]  # mapped
    )

    def found(text: str) -> list[datetime]:
        condition = parse_condition(text, Kind.DATE, TODAY)
        assert condition is not None
        return list(store.ask(moments.page, Wanted(conditions={"at": condition}), 0, 9))

    assert found("heute") == [late]
    assert found("<heute") == [early]
    assert sorted(found("<=heute")) == [early, late]
    assert found(">gestern") == [late]
    assert found(">heute") == []
