"""A page as it stands in the list of all pages: known by its name, its declaration imported when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from kammerdesk.base.finding import Way
from kammerdesk.ui.kit.page import PageSpec


class Listed(Protocol):
    """A page before it is loaded; `title` is a msgid.

    `finds` are the records that are opened there. `parts` are the tabs of a page made of pages: their keys and titles.
    `seen` is the declaration, if it was imported already.
    """

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def finds(self) -> Sequence[Way]: ...
    @property
    def parts(self) -> Sequence[tuple[str, str]]: ...
    @property
    def seen(self) -> PageSpec[Any] | None: ...
    @property
    def load(self) -> Callable[[], PageSpec[Any]]: ...
