"""A list of more rows than fit into memory: counted, filtered and sorted by the store, read where one looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kammerdesk.base.conditions import Kind, Total, Wanted
from kammerdesk.base.folding import Needle, fold, haystack
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.paged_model import PAGE, PAGES_KEPT, PagedModel
from kammerdesk.ui.kit.table_menu import add_groups
from tests.ui import demo
from tests.ui.keyboard import CTRL, SHIFT, press

MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str
    days: int


COLUMNS: tuple[Column[Row], ...] = (
    Column(key="name", title="Name", value=lambda row: row.name, kind=Kind.TEXT),
    Column(key="days", title="Einsätze", value=lambda row: row.days, kind=Kind.NUMBER),
)


def row(number: int) -> Row:
    return Row(number, f"Müller {number:07}", number % 100)


@dataclass
class Rows:
    """A million rows nobody keeps; notes which pages were read. With anything wanted it filters the first thousand."""

    many: int = MANY
    read: list[int] = field(default_factory=list)

    def _found(self, wanted: Wanted) -> Sequence[Row]:
        rows = [row(number) for number in range(1000)]
        needle = Needle(wanted.words)
        rows = [each for each in rows if needle.found_in(haystack(each.name))]
        for key, condition in wanted.conditions.items():
            natural: Callable[[Row], Any] = {"name": lambda r: fold(r.name), "days": lambda r: r.days}[key]
            rows = [each for each in rows if condition.holds(natural(each), haystack(each.name))]
        for key, descending in reversed(wanted.sort):
            rows.sort(key=lambda each: getattr(each, key), reverse=descending)
        return rows

    def count(self, session: Any, wanted: Wanted) -> int:
        return self.many if wanted == Wanted() else len(self._found(wanted))

    def page(self, session: Any, wanted: Wanted, offset: int, limit: int) -> Sequence[Row]:
        self.read.append(offset)
        if wanted == Wanted():
            return [row(number) for number in range(offset, min(offset + limit, self.many))]
        return self._found(wanted)[offset : offset + limit]

    def totals(self, session: Any, wanted: Wanted, totals: Mapping[str, Total]) -> Mapping[str, Decimal | int | None]:
        rows = [row(number) for number in range(1000)] if wanted == Wanted() else self._found(wanted)
        return {key: sum(each.days for each in rows) if key == "days" else len(rows) for key in totals}


@dataclass
class World:
    """The list, where its rows come from, and the desk between."""

    list: DataTable[Row]
    rows: Rows
    desk: Desk
    qtbot: QtBot

    def settle(self) -> None:
        """Waits until nothing is asked any more."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.desk.is_busy)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.desk.is_busy)

    def seen(self) -> Row | None:
        """The row under the cursor."""
        return self.list.view.current()


@pytest.fixture
def world(qtbot: QtBot, dressed: object) -> Iterator[World]:
    desk, rows = Desk(demo.ListStore), Rows()
    desk.open()
    model = PagedModel(COLUMNS, rows, desk)
    made = DataTable(COLUMNS, "Alle", EmptyState("users", "Niemand."), paged=model)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.activateWindow()
    model.reload()
    world = World(made, rows, desk, qtbot)
    world.settle()
    made.view.setFocus()
    yield world
    desk.close()


def test_the_model_keeps_qts_contract(qtbot: QtBot, dressed: object) -> None:
    desk = Desk(demo.ListStore)
    desk.open()
    model = PagedModel(COLUMNS, Rows(many=300), desk)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for wanted in (Wanted(), Wanted(words="001"), Wanted(words="nobody")):
        model.arrange(wanted)
        qtbot.waitUntil(lambda: not desk.is_busy)
        model.row_at(model.shown_count - 1)
    desk.close()
    assert tester.model() is model
    assert model.shown_count == 0


def test_only_what_is_looked_at_is_read(world: World) -> None:
    assert world.list.view.source.shown_count == MANY
    assert world.list.foot.words.text().startswith("1000000 angezeigt")
    assert world.seen() == row(0)
    press(Qt.Key.Key_End, CTRL)
    world.settle()
    assert world.seen() == row(MANY - 1)
    assert len(set(world.rows.read)) <= 6


def test_scrolling_over_pages_does_not_ask_for_all_of_them_nor_keep_them(world: World) -> None:
    model = world.list.view.source
    assert isinstance(model, PagedModel)
    for page in range(PAGES_KEPT * 3):
        model.row_at(page * PAGE)
    world.settle()
    assert len(set(world.rows.read)) <= 8, "pages one has scrolled past are not asked for"
    for page in range(PAGES_KEPT * 2):
        model.row_at(page * PAGE)
        world.settle()
    assert len(model._pages) <= PAGES_KEPT


def test_a_row_that_is_still_to_come_is_a_sign_and_no_error(world: World) -> None:
    model = world.list.view.source
    assert model.index(500_000, 0).data() == "…"
    assert model.index(500_000, 1).data() is None
    world.settle()
    assert model.index(500_000, 0).data() == "Müller 0500000"


def test_words_conditions_and_order_are_the_stores(world: World) -> None:
    world.list.filters.set_texts({"days": ">=98"})
    world.settle()
    assert world.list.view.source.shown_count == 20
    world.list.view.sort_by("name")
    world.list.view.sort_by("name")
    world.settle()
    assert world.list.view.source.row_at(0) == row(999)
    world.list.search.setText("mueller 99")
    world.list.search.setFocus()
    press(Qt.Key.Key_Return)
    world.settle()
    assert world.list.view.source.shown_count == 11  # 099, 199 … 999, and 998


def test_the_cursor_follows_its_row_when_it_is_read_again(world: World) -> None:
    press(Qt.Key.Key_Down, times=3)
    assert world.seen() == row(3)
    model = world.list.view.source
    assert isinstance(model, PagedModel)
    model.reload()
    world.settle()
    assert world.seen() == row(3)
    world.list.view.want(replace(world.list.view.wanted, sort=(("days", True),)))
    world.settle()
    assert world.seen() is not None


def test_a_selection_is_counted_without_being_read(world: World) -> None:
    press(Qt.Key.Key_A, CTRL)
    assert world.list.view.selected_count() == MANY
    assert world.list.foot.words.text() == "1000000 angezeigt · 1000000 ausgewählt"
    world.settle()
    assert len(set(world.rows.read)) <= 3
    press(Qt.Key.Key_Home, CTRL)
    press(Qt.Key.Key_Down, SHIFT, times=2)
    assert [each.id for each in world.list.view.selected()] == [0, 1, 2]


def test_an_export_reads_all_that_is_wanted(world: World) -> None:
    model = world.list.view.source
    assert isinstance(model, PagedModel)
    rows = model.read(None, Wanted(words="mueller 00000"))
    assert [each.id for each in rows] == list(range(100))


def test_figures_below_the_columns_are_asked_of_the_store(world: World) -> None:
    world.list.set_total("days", Total.SUM)
    world.settle()
    assert world.list.sums.accessibleName() == "Summe (1000000): Einsätze 49500"
    world.list.filters.set_texts({"days": ">=98"})
    world.settle()
    assert world.list.sums.accessibleName() == "Summe (20): Einsätze 1970"
    assert len(set(world.rows.read)) <= 3, "no rows are read for it"


def test_a_long_list_is_not_grouped(world: World) -> None:
    world.list.view.group_by("name")
    world.settle()
    assert world.list.view.wanted.group == ""
    assert world.list.view.source.grouping is None
    told: list[str] = []
    world.list.told.connect(lambda sentence, _: told.append(sentence))
    world.list.look_like(replace(world.list.look(), group="name"))
    assert told == ["So lange Listen lassen sich sortieren, aber nicht gruppieren."]
    menu = QMenu()
    add_groups(menu, world.list.view, "name")
    said = [(action.text(), action.isEnabled()) for action in menu.actions() if not action.isSeparator()]
    assert said == [("So lange Listen lassen sich sortieren, aber nicht gruppieren.", False)]
