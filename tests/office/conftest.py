"""A store with a past, for the tests of data protection."""

from __future__ import annotations

import pytest

from kammerdesk.store.store import Store
from tests.office.world import LONG_AGO, TEN_YEARS_AGO, THIS_WINTER, World, furnish


@pytest.fixture
def world(store: Store) -> World:
    """What lies in the store."""
    return store.do(furnish, {LONG_AGO: "Altmann", TEN_YEARS_AGO: "Zehnder", THIS_WINTER: "Neumann"}).value
