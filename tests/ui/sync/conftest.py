"""Both windows of an exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kammerdesk.ui.sync.page import ExchangePage
from tests.ui.office import Office


@pytest.fixture
def partner(qtbot: QtBot, houses: Path) -> Iterator[Office]:
    """The window of the other house."""
    opened = Office(qtbot, houses / "LW")
    yield opened
    opened.close()


def exchange(office: Office) -> ExchangePage:
    """The page of the exchange, with the keys in its window and the partner read."""
    office.activate()
    page = office.show(6)
    assert isinstance(page, ExchangePage)
    office.wait(lambda: page.partner.value is not None)
    return page
