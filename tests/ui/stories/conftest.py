"""The story of a clerk in Braunschweig whose window has just been opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.office import Office
from tests.ui.stories.story import Story


@pytest.fixture
def story(office: Office) -> Iterator[Story]:
    """Begins at Today."""
    told = Story(office)
    yield told
    assert told.clicks == 0, "the mouse is unplugged"
