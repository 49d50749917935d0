"""Every declared page that was opened and closed is gone for good, with all it held."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.pages import PAGES
from tests.ui.office import Office


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_a_page_that_is_taken_away_leaves_nothing_behind(office: Office, key: str) -> None:
    spec = next(entry for entry in PAGES if entry.key == key).load()
    gone, widgets = [], []
    for _ in range(3):
        page = (spec.view or ListPage)(spec, office.window.desk, office.window)
        gone.append(weakref.ref(page))
        office.window.pages.lay_over(page)
        del page
        office.settle()
        office.window.back()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        office.settle()
        gc.collect()
        widgets.append(len(QApplication.allWidgets()))
    assert [each() for each in gone] == [None] * 3
    assert widgets[2] == widgets[1]  # the first time things are made that stay
