"""Each of the twelve kinds of conflict in the window: readable, nothing cut, to be decided where it is for us."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from kammerdesk.ui.sync.dispute_page import DisputePage
from kammerdesk.ui.sync.page import ExchangePage
from tests.sync.conftest import Pair, furnished, pair
from tests.sync.disputes import CASES, bring_about
from tests.ui.keyboard import clipped_labels, unnamed_controls
from tests.ui.office import Office

__all__ = ["furnished", "pair"]


@pytest.mark.parametrize("name", CASES)
def test_it_is_readable_in_the_window(
    name: str, pair: Pair, qtbot: QtBot, dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    bring_about(case, pair, monkeypatch).close()
    office = Office(qtbot, pair.folder / case.seen_in, user="kroeger", clock=pair.clock)
    page = office.show(6)
    assert isinstance(page, ExchangePage)
    page.open_view("")
    office.settle()
    office.press(Qt.Key.Key_Return)
    shown = office.page
    assert isinstance(shown, DisputePage)
    office.wait(lambda: shown.view is not None and shown.view.take.isVisible())
    assert shown.view is not None
    text = "\n".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())
    assert [word for word in case.words if word not in text] == []
    assert shown.view.take.text() == ("Übernehmen" if case.is_ours else "Zur Kenntnis genommen")
    assert case.is_ours or not shown.view.findChildren(QRadioButton)
    assert shown.commands["decline_proposal"].isEnabled() == (case.reason == "proposal")
    for size in ((1366, 728), (760, 480)):
        office.window.resize(*size)
        office.settle()
        office.wait(lambda: not clipped_labels(office.window))
        assert unnamed_controls(office.window) == []
    office.close()
