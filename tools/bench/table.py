"""The one table beside Qt's own ways over the same rows: quick filter and sort of 20,000, scrolling over a million.

python -m tools.bench.table
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import median
from typing import Any

from tools.bench.measure import PYTHON, run, taking_turns
from tools.bench.report import Line

ROWS = 20_000
MANY = 1_000_000
TYPED = ("m", "mu", "mue", "mueller 1", "an 2027")
FRAMES = 200
STEP = 3
JUMP = 6_131
"""Rows a frame moves on: under a wheel, and while the handle of the scroll bar is pulled."""


@dataclass(frozen=True, slots=True)
class Row:
    """An invented examiner."""

    id: int
    last_name: str
    first_name: str
    bench: str
    until: date
    days: int
    ending: bool


_LAST = ("Müller", "Öztürk", "Schröder", "Weiß", "Łukasz", "Meier", "Çelik", "Ärmel", "von der Heide", "Großmann")
_FIRST = ("Jörg", "Anna", "Ayşe", "Thomas", "Zoë", "Karl-Heinz", "Renée", "Uwe")


def row(number: int) -> Row:
    """The row with this number."""
    return Row(
        number,
        f"{_LAST[number * 7 % 10]}{number % 97}",
        _FIRST[number % 8],
        ("AN", "AG", "LK")[number % 3],
        date(2026, 1, 1) + timedelta(days=number * 13 % 1800),
        number % 17,
        number % 5 == 0,
    )


class Pages:
    """A million rows, made when they are looked at."""

    def count(self, session: Any, wanted: Any) -> int:
        """A million."""
        return MANY

    def page(self, session: Any, wanted: Any, offset: int, limit: int) -> Sequence[Row]:
        """Some of them."""
        return [row(number) for number in range(offset, min(offset + limit, MANY))]

    def totals(self, session: Any, wanted: Any, totals: Any) -> dict[str, Any]:
        """None are asked for here."""
        return {}


class NoStore:
    """Passes questions on."""

    def ask(self, query: Callable[..., Any], *args: Any) -> Any:
        """The answer."""
        return query(None, *args)

    def close(self) -> None:
        """Nothing to close."""


def milliseconds(work: Callable[[], object]) -> float:
    """How much of the processor something takes, painting included; other programs do not count."""
    from PySide6.QtWidgets import QApplication

    begun = time.thread_time()
    work()
    QApplication.processEvents()
    return (time.thread_time() - begun) * 1000


def columns() -> tuple[Any, ...]:
    """Five columns of the usual kinds."""
    from kammerdesk.ui.kit.columns import Chip, Column
    from kammerdesk.ui.kit.tokens import Tone

    ending, appointed = Chip("läuft aus", Tone.WARN), Chip("berufen", Tone.OK)
    return (
        Column[Row](key="name", title="Name", value=lambda r: f"{r.last_name}, {r.first_name}", stretch=True),
        Column[Row](key="bench", title="Gr.", value=lambda r: r.bench),
        Column[Row](key="until", title="Berufen bis", value=lambda r: r.until, sample="00.00.0000"),
        Column[Row](key="days", title="Einsätze", value=lambda r: r.days, right=True, total=True),
        Column[Row](
            key="state", title="Status", value=lambda r: r.ending, chip=lambda r: ending if r.ending else appointed
        ),
    )


def ours() -> dict[str, float]:
    """The table of the program with 20,000 rows."""
    from kammerdesk.base.conditions import Total
    from kammerdesk.ui.kit.data_table import DataTable
    from kammerdesk.ui.kit.feedback import EmptyState
    from kammerdesk.ui.kit.row_keys import RowKeys

    rows, specs = [row(number) for number in range(ROWS)], columns()
    table: DataTable[Row] = DataTable(specs, "Prüfende", EmptyState("users", ""))
    table.resize(1000, 600)
    table.show()
    table.set_rows(rows)
    table.table.rows.take_keys(RowKeys(rows, specs).prepare())  # the worker does this after a list was read
    table.filters.open()
    filtered = median(milliseconds(partial(table.view.filter, typed)) for typed in TYPED)
    table.view.filter("")
    conditions = ({"name": "müller"}, {"until": "<=30.06.27"}, {"bench": "!AN", "days": ">7"})
    rowed = median(milliseconds(partial(table.filters.set_texts, texts)) for texts in conditions)
    table.filters.set_texts({})
    keys = [spec.key for spec in specs for _ in range(2)]
    sorted_in = median(milliseconds(partial(table.view.sort_by, key)) for key in keys)
    chosen = milliseconds(table.view.selectAll)
    meant = milliseconds(lambda: table.table.rows.suggestion("muelelr"))
    table.set_total("days", Total.SUM)
    grouped_in = milliseconds(partial(table.view.group_by, "bench"))
    grouped = median(milliseconds(partial(table.view.filter, typed)) for typed in TYPED)
    table.close()
    more = {"meant": meant, "group": grouped_in, "grouped_filter": grouped}
    return {"filter": filtered, "row": rowed, "sort": sorted_in, "select": chosen, **more}


def proxy() -> dict[str, float]:
    """Qt's proxy over the same rows: what one would write without thinking."""
    from PySide6.QtCore import QSortFilterProxyModel, Qt
    from PySide6.QtWidgets import QTableView

    from kammerdesk.ui.kit.rows_model import RowsModel

    source: RowsModel[Row] = RowsModel(columns())
    source.set_rows([row(number) for number in range(ROWS)])
    model = QSortFilterProxyModel()
    model.setSourceModel(source)
    model.setFilterKeyColumn(-1)
    model.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    view = QTableView()
    view.setModel(model)
    view.resize(1000, 600)
    view.show()
    filtered = median(milliseconds(partial(model.setFilterFixedString, typed)) for typed in ("m", "müller"))
    model.setFilterFixedString("")
    sorted_in = milliseconds(lambda: model.sort(0))
    view.close()
    return {"proxy_filter": filtered, "proxy_sort": sorted_in}


def scrolled(view: Any, step: int) -> float:
    """Milliseconds of the median frame."""
    from PySide6.QtWidgets import QApplication

    bar, frames, place = view.verticalScrollBar(), [], 0
    for _ in range(FRAMES):
        place = (place + step) % bar.maximum()
        begun = time.thread_time()
        bar.setValue(place)
        view.viewport().repaint()
        QApplication.processEvents()
        frames.append((time.thread_time() - begun) * 1000)
    return median(frames)


def scrolling() -> dict[str, float]:
    """A million rows read page by page, beside a bare view over a model that makes each cell up."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
    from PySide6.QtWidgets import QApplication, QTableView

    from kammerdesk.ui.kit.data_table import DataTable
    from kammerdesk.ui.kit.desk import Desk
    from kammerdesk.ui.kit.feedback import EmptyState
    from kammerdesk.ui.kit.paged_model import PagedModel

    class Bare(QAbstractTableModel):
        def rowCount(self, parent: Any = None) -> int:
            return MANY

        def columnCount(self, parent: Any = None) -> int:
            return 5

        def data(self, index: QModelIndex | Any, role: int = 0) -> Any:
            return f"Müller {index.row()}" if role == Qt.ItemDataRole.DisplayRole else None

    desk = Desk(NoStore)  # type: ignore[arg-type]  # only questions are asked
    desk.open()
    model = PagedModel(columns(), Pages(), desk)
    table: DataTable[Row] = DataTable(columns(), "Alle", EmptyState("users", ""), paged=model)
    table.resize(1000, 600)
    table.show()
    model.reload()
    while desk.is_busy:
        QApplication.processEvents()
    found = {"wheel": scrolled(table.view, STEP), "pull": scrolled(table.view, JUMP)}
    desk.close()
    table.close()
    bare, bare_model = QTableView(), Bare()
    bare.setModel(bare_model)
    bare.resize(1000, 600)
    bare.show()
    return found | {"bare_wheel": scrolled(bare, STEP), "bare_pull": scrolled(bare, JUMP)}


def main() -> None:
    """Measures everything once in this process and tells it as JSON."""
    from PySide6.QtWidgets import QApplication

    from kammerdesk.ui.kit import language, theme

    app = QApplication([])
    language.speak(app)
    theme.apply(app, theme.Scheme.LIGHT)
    print(json.dumps(ours() | proxy() | scrolling()))


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparisons; milliseconds of the processor, painting into memory (offscreen) included."""
    (found,) = taking_turns(runs, lambda: run([*PYTHON, "tools.bench.table"], QT_QPA_PLATFORM="offscreen"), warm=False)
    said = found.said

    def line(work: str, key: str, peer: str, words: str, aim: str) -> Line:
        other = f"{words}: {said[peer]:.1f} ms CPU" if peer else ""
        ratio = f"{said[key] / said[peer]:.2f}" if peer else ""
        return Line(work, f"{said[key]:.1f} ms CPU", other, ratio, aim)

    made = [
        line("quick filter, 20,000 rows", "filter", "proxy_filter", "QSortFilterProxyModel", "at most 100 ms"),
        line("filter row, 20,000 rows", "row", "", "", "at most 100 ms"),
        line("sort, 20,000 rows", "sort", "proxy_sort", "QSortFilterProxyModel", "at most 150 ms"),
        line("select all of 20,000 with totals", "select", "", "", "(for information)"),
        line("group 20,000 rows, with sums", "group", "", "", "at most 150 ms"),
        line("quick filter, 20,000 rows in groups with sums", "grouped_filter", "", "", "at most 100 ms"),
        line("what may have been meant, 20,000 rows", "meant", "", "", "(for information)"),
        line("frame under the wheel, 1,000,000 rows", "wheel", "bare_wheel", "bare QTableView", "below 16 ms"),
        line("frame while pulling, 1,000,000 rows", "pull", "bare_pull", "bare QTableView", "below 16 ms"),
    ]
    return made, []


if __name__ == "__main__":
    main()
