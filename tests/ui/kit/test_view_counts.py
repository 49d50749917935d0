"""Views of one's own, for all and given: who sees which, what stands on Today, and how many rows they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.base.conditions import Total, Wanted
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.kit.table_layout import ColumnChoice
from kammerdesk.ui.kit.view_counts import PageView, count_views, views_on_today, waiting_view
from kammerdesk.ui.kit.views import ListView, Scope, ViewShelf, view_of
from tests.ui import demo

TODAY = date(2026, 11, 23)
GIVEN = (
    ListView("Abgelaufen", filters={"state": "=abgelaufen"}),
    ListView("Dieses Jahr", filters={"until": "this year"}),
)
SPEC = replace(demo.PAGE, views=GIVEN, waiting="Abgelaufen")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "window.ini")


def shelf(memory: Memory) -> ViewShelf:
    return ViewShelf(memory, "people", GIVEN, ("Abgelaufen",))


def names(views: Sequence[PageView]) -> list[str]:
    return [view.name for view in views]


def test_given_views_come_first_and_cannot_be_written_over_by_others(memory: Memory) -> None:
    kept = shelf(memory)
    kept.keep(ListView("Meine"))
    kept.share({"Alle": ListView("Alle").as_text(), "Abgelaufen": ListView("Abgelaufen", words="x").as_text()})
    assert kept.names() == ["Abgelaufen", "Dieses Jahr", "Abgelaufen (für alle)", "Alle", "Meine"]
    scopes = [kept.scope(name) for name in kept.names()]
    assert scopes == [Scope.GIVEN, Scope.GIVEN, Scope.ALL, Scope.ALL, Scope.OWN]
    assert kept.shared_name("Abgelaufen (für alle)") == "Abgelaufen"
    assert kept.scope("Niemand") is None


def test_ones_own_copy_of_a_view_for_all_stands_there_once_and_another_one_twice(memory: Memory) -> None:
    kept = shelf(memory)
    kept.keep(ListView("Süd", words="peine"))
    kept.share({"Süd": ListView("Süd", words="peine").as_text()})
    assert kept.names()[2:] == ["Süd"]
    assert kept.scope("Süd") is Scope.ALL
    kept.share({"Süd": ListView("Süd", words="gifhorn").as_text()})
    assert kept.names()[2:] == ["Süd", "Süd (für alle)"]
    found = kept.view("Süd (für alle)")
    assert found is not None
    assert found.words == "gifhorn"
    assert kept.scope("Süd") is Scope.OWN


def test_a_view_for_all_of_a_newer_version_is_listed_and_not_understood(memory: Memory) -> None:
    kept = shelf(memory)
    kept.share({"Morgen": '{"version": 99, "name": "Morgen"}', "Kaputt": "{"})
    assert [kept.is_newer(name) for name in ("Morgen", "Kaputt", "Abgelaufen")] == [True, True, False]
    assert kept.view("Morgen") is None


def test_what_a_view_says_survives_its_text() -> None:
    choice = ColumnChoice(("days", "name"), ("name",), {"name": 120.0})
    view = ListView("Alles", choice, "w", {"group": "!AN"}, (("name", True),), "COMPACT", "group", {"days": Total.SUM})
    assert view_of(view.as_text()) == view


def test_the_view_that_waits_stands_on_today_until_somebody_says_else(memory: Memory) -> None:
    assert names(views_on_today(memory, [SPEC])) == ["Abgelaufen"]
    kept = shelf(memory)
    kept.keep(ListView("Meine", words="an"))
    kept.show_on_today("Meine", True)
    assert names(views_on_today(memory, [SPEC])) == ["Abgelaufen", "Meine"]
    kept.show_on_today("Abgelaufen", False)
    assert names(views_on_today(memory, [SPEC])) == ["Meine"]
    kept.show_on_today("Meine", False)
    assert views_on_today(memory, [SPEC]) == []
    assert views_on_today(memory, [demo.PAGE]) == []


def test_a_view_whose_rows_will_wait_some_day_stands_on_today_without_counting_as_waiting(memory: Memory) -> None:
    spec = replace(SPEC, coming="Dieses Jahr")
    assert names(views_on_today(memory, [spec])) == ["Abgelaufen", "Dieses Jahr"]
    waiting = waiting_view(spec)
    assert waiting is not None
    assert waiting.name == "Abgelaufen"


def test_a_view_for_all_may_stand_on_ones_today_as_long_as_it_is_there(memory: Memory) -> None:
    looks = {"people": {"Team": ListView("Team", words="ag").as_text()}}
    kept = shelf(memory)
    kept.share(looks["people"])
    kept.show_on_today("Team", True)
    assert names(views_on_today(memory, [SPEC], looks)) == ["Abgelaufen", "Team"]
    assert names(views_on_today(memory, [SPEC])) == ["Abgelaufen"]


def test_a_view_has_as_many_rows_as_its_list_shows(memory: Memory) -> None:
    waiting = waiting_view(SPEC)
    assert waiting is not None
    views = [
        waiting,
        PageView(SPEC, GIVEN[1]),
        PageView(SPEC, ListView("", words="aevo", filters={"days": ">7"})),
        PageView(SPEC, ListView("", ColumnChoice(shown=("name",)), words="aevo")),
        PageView(SPEC, ListView("", filters={"days": ">..<", "nobody": "x"})),
    ]
    assert count_views(demo.ListStore(), views, TODAY) == [1, 2, 3, 0, 7]


def test_a_list_is_read_once_for_all_of_its_views() -> None:
    read: list[Any] = []

    def query(session: Any) -> Sequence[demo.PersonRow]:
        read.append(session)
        return demo.PEOPLE

    spec = replace(SPEC, query=query)
    assert count_views(None, [PageView(spec, view) for view in GIVEN], TODAY) == [1, 2]
    assert len(read) == 1


@dataclass(frozen=True, slots=True)
class Pages:
    """A long list that counts what it is asked for."""

    asked: list[Wanted]

    def count(self, session: Any, wanted: Wanted) -> int:
        self.asked.append(wanted)
        return 123_456

    def page(self, session: Any, wanted: Wanted, offset: int, limit: int) -> Sequence[demo.PersonRow]:
        raise AssertionError("nobody needs the rows")

    def totals(self, session: Any, wanted: Wanted, totals: Any) -> Any:
        raise AssertionError("nobody needs figures")


def test_a_long_list_is_counted_by_the_store() -> None:
    pages = Pages([])
    columns: tuple[Column[demo.PersonRow], ...] = (Column(key="name", title="Name", value=lambda row: row.name),)
    spec: PageSpec[demo.PersonRow] = PageSpec(key="all", title="Alle", icon="home", paged=pages, columns=columns)
    assert count_views(None, [PageView(spec, ListView("", words="a", filters={"name": "!b"}))], TODAY) == [123_456]
    assert pages.asked[0].words == "a"
    assert set(pages.asked[0].conditions) == {"name"}


def test_a_page_without_a_list_has_nothing_to_count() -> None:
    spec: PageSpec[demo.PersonRow] = PageSpec(key="none", title="Ohne", icon="home")
    assert count_views(None, [PageView(spec, ListView())], TODAY) == [0]
    assert waiting_view(spec) is None
