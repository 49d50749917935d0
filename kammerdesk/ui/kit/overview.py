"""What a page may know of all the others: what they are called, what waits there, which records they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kammerdesk.base.finding import Way


@dataclass(frozen=True, slots=True)
class ViewCount:
    """A view that somebody wants to see on Today, and how many rows it has."""

    page: str
    name: str
    count: int

    @property
    def id(self) -> tuple[str, str]:
        """Page and view."""
        return self.page, self.name


class Overview(Protocol):
    """The pages of the window, from far away."""

    @property
    def views(self) -> Sequence[ViewCount] | None:
        """The views for Today in the order of their pages; None as long as they are not counted."""

    @property
    def ways(self) -> Sequence[tuple[str, Way]]:
        """Which page shows which records."""

    def waiting_view(self, page: str) -> str:
        """The name of the view whose rows need this clerk; "" where the page has none, or nobody knows yet."""

    def today(self) -> date:
        """Today in the office, or the day one looks back to."""

    def title(self, page: str) -> str:
        """What a page is called, in the user's language."""

    def look_at_views(self) -> None:
        """Counts again where somebody wants to see other views on Today by now."""

    def follow(self, run: Callable[[], object]) -> None:
        """Runs now and whenever something was counted anew."""
