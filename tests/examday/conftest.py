"""An exam day's surroundings on a real store."""

from __future__ import annotations

import pytest

from kammerdesk.store.store import Store
from tests.examday.world import World, furnish


@pytest.fixture
def world(store: Store) -> World:
    """Committee, room, season and candidates in the store."""
    return store.do(furnish, None).value
