"""The exam day in a low window and at high zoom: what one works on stays in sight, also below a bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from kammerdesk.ui.kit.tokens import Tone
from tests.ui.examday.days import let_in, open_day, open_marks
from tests.ui.keyboard import ALT, focused, press
from tests.ui.office import Office

SIZES = [(1366, 728, 2.0), (1366, 728, 1.5), (760, 480, 1.0)]


def make_small(office: Office, width: int, height: int, zoom: float, bar: bool) -> None:
    """Resizes, zooms, and lets a bar take its room."""
    office.window.resize(width, height)
    office.window.looks.dress(zoom=zoom)
    if bar:
        office.window.inform("Das Laufwerk ist nicht erreichbar. Bitte prüfen Sie das Netz.", Tone.ERR)
    for _ in range(5):
        QApplication.processEvents()


def is_seen(widget: QWidget) -> bool:
    """Whether nothing of it is scrolled away."""
    return bool(widget.visibleRegion().boundingRect() == widget.rect())


@pytest.mark.parametrize("bar", [False, True])
@pytest.mark.parametrize(("width", "height", "zoom"), SIZES)
def test_three_candidates_are_in_sight_while_marks_are_typed(
    office: Office, width: int, height: int, zoom: float, bar: bool
) -> None:
    let_in(office)
    view = open_marks(office).grid.view
    make_small(office, width, height, zoom, bar)
    seen: QRect = view.viewport().visibleRegion().boundingRect()
    assert seen.height() >= 3 * view.rowHeight(0)
    press(Qt.Key.Key_1, ALT)
    press(Qt.Key.Key_2, ALT)
    assert seen == view.viewport().visibleRegion().boundingRect()


@pytest.mark.parametrize("bar", [False, True])
@pytest.mark.parametrize(("width", "height", "zoom"), SIZES)
def test_every_field_of_the_check_in_comes_into_sight_with_the_cursor(
    office: Office, width: int, height: int, zoom: float, bar: bool
) -> None:
    page = open_day(office)
    make_small(office, width, height, zoom, bar)
    office.press(Qt.Key.Key_Return)
    form = page.check_in_step.form
    for key in ("photo_matches", "instructed", "fit", "no_bias_claimed"):
        here = focused()
        assert here is form.field(key)
        assert here.visibleRegion().boundingRect().height() == here.height()
        press(Qt.Key.Key_Return)
    admit = focused()
    assert page.check_in_step.sheet.isAncestorOf(admit)
    assert is_seen(admit)


def test_at_normal_size_nothing_of_the_page_scrolls(office: Office) -> None:
    let_in(office)
    step = open_marks(office)
    make_small(office, 1366, 728, 1.0, bar=True)
    assert is_seen(step)
