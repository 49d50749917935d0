"""Which columns of a table are shown, in which order and how wide: by itself, until the user says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.delegates import PADDING

WIDEST = 360
LEAST_STRETCHED = 200
NARROWEST, BROADEST = 24, 2000
"""Bounds in pixels at 100 % of a width somebody chose or a view brings."""


@dataclass(frozen=True)
class ColumnChoice:
    """What the user decided: the order, the columns shown (None: as room allows), widths in pixels at 100 %."""

    order: tuple[str, ...] = ()
    shown: tuple[str, ...] | None = None
    widths: Mapping[str, float] = field(default_factory=dict)


class ColumnLayout(QObject, Generic[R]):
    """Gives every column the room its sample or its contents need, and the stretched one what is left."""

    changed = Signal()
    """The user moved or resized a column, or chose other ones."""

    def __init__(self, view: QTableView, columns: Sequence[Column[R]]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = tuple(columns)
        self._places = {column.key: number for number, column in enumerate(columns)}
        self._needs: list[int] = []
        self._stretched: int | None = None
        self._busy = False
        self._shown: tuple[str, ...] | None = None
        self._widths: dict[str, float] = {}
        header = view.horizontalHeader()
        header.sectionResized.connect(self._note_width)
        header.sectionMoved.connect(self._note_move)

    @property
    def choice(self) -> ColumnChoice:
        """What the user decided so far."""
        order = self.order()
        plain = order == tuple(self._places)
        return ColumnChoice(() if plain else order, self._shown, dict(self._widths))

    def order(self) -> tuple[str, ...]:
        """All columns in their order on screen."""
        header = self._view.horizontalHeader()
        return tuple(self._columns[header.logicalIndex(place)].key for place in range(len(self._columns)))

    def visible(self) -> list[Column[R]]:
        """The columns one sees, in their order on screen."""
        return [
            self._columns[self._places[key]] for key in self.order() if not self._view.isColumnHidden(self._places[key])
        ]

    def wanted(self) -> list[Column[R]]:
        """The columns nobody took out, in their order on screen; some may have no room now."""
        return [self._columns[self._places[key]] for key in self.order() if self._is_wanted(key)]

    def _is_wanted(self, key: str) -> bool:
        return self._shown is None or key in self._shown or key == self._columns[0].key

    def choose(self, choice: ColumnChoice) -> None:
        """Does as the user wants; columns that are unknown here are passed over, new ones stand at the end."""
        known = [key for key in choice.order if key in self._places]
        with self._quiet():
            header = self._view.horizontalHeader()
            for place, key in enumerate((*known, *(key for key in self._places if key not in known))):
                header.moveSection(header.visualIndex(self._places[key]), place)
            self._shown = choice.shown
            self._widths = {
                key: min(max(width, NARROWEST), BROADEST) for key, width in choice.widths.items() if key in self._places
            }
        self.fit()
        self.changed.emit()

    def fit_to_contents(self) -> None:
        """Forgets the widths somebody pulled."""
        self._widths.clear()
        self.fit()
        self.changed.emit()

    def fit(self) -> None:
        """Measures and shares the room anew."""
        self._needs = [self._need(number, column) for number, column in enumerate(self._columns)]
        self._stretched = self._choose_stretched()
        with self._quiet():
            self._view.horizontalHeader().setStretchLastSection(self._stretched is None and not self._widths)
            for number, need in enumerate(self._needs):
                self._view.setColumnHidden(number, False)
                self._view.horizontalHeader().resizeSection(number, need)
        self.share()

    def _choose_stretched(self) -> int | None:
        """The column that takes what is left: the declared one, else the first of plain text."""
        columns = [(number, each) for number, each in enumerate(self._columns) if self._is_wanted(each.key)]
        plain = [number for number, each in columns if not (each.right or each.sample or each.chip)]
        return next((number for number, each in columns if each.stretch), plain[0] if plain else None)

    def _need(self, number: int, column: Column[R]) -> int:
        if column.key in self._widths:
            return theme.px(self._widths[column.key])
        heavy = self._view.fontMetrics()
        room = 2 * theme.px(PADDING) + theme.px(2)
        title = heavy.horizontalAdvance(tr(column.title)) * 1.08 + theme.px(28)
        sampled = heavy.horizontalAdvance(column.sample) + room
        content = sampled if column.sample else self._view.sizeHintForColumn(number)
        most = LEAST_STRETCHED if column.stretch and not column.sample else WIDEST
        return min(theme.px(most), round(max(title, content)))

    def share(self) -> None:
        """Leaves out spare columns until the others fit, and gives the stretched one what is left."""
        header, room = self._view.horizontalHeader(), self._view.viewport().width()
        shown = [number for number in range(len(self._needs)) if self._is_wanted(self._columns[number].key)]
        for number in reversed(shown.copy()) if self._shown is None else ():
            if self._columns[number].spare and sum(self._needs[n] for n in shown) > room:
                shown.remove(number)
        with self._quiet():
            for number in range(len(self._needs)):
                self._view.setColumnHidden(number, number not in shown)
            stretched = self._stretched
            if stretched in shown and self._columns[stretched].key not in self._widths:
                others = sum(header.sectionSize(n) for n in shown if n != stretched)
                header.resizeSection(stretched, max(self._needs[stretched], room - others))

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """What is done in here was not the user."""
        before, self._busy = self._busy, True
        yield
        self._busy = before

    def _note_width(self, number: int, _: int, width: int) -> None:
        if not self._busy and self._needs and width:
            self._widths[self._columns[number].key] = width / theme.look().zoom
            self._needs[number] = width
            self.changed.emit()

    def _note_move(self, *_: int) -> None:
        if not self._busy:
            self.changed.emit()
