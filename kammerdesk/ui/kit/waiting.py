"""What waits behind the pages: counted when nothing else is to be done, by the very rows one will see there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from kammerdesk.base.clock import Clock, office_date, office_time
from kammerdesk.base.finding import Way
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.overview import ViewCount
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.kit.shared_views import Looks, SharedViews
from kammerdesk.ui.kit.view_counts import PageView, count_views, views_on_today
from kammerdesk.ui.kit.view_counts import waiting_view as waiting_view_of
from kammerdesk.ui.kit.views import ListView


class Entry(Protocol):
    """A page before it is loaded."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def finds(self) -> tuple[Way, ...]: ...
    @property
    def load(self) -> Callable[[], PageSpec[Any]]: ...


Badges = Callable[[Any], Mapping[str, int]]
"""A query: what waits on pages that are no lists, by their keys."""


QUIET = 500
"""Milliseconds without anything to be done after which the first counting begins."""


@dataclass(slots=True)
class _Counted:
    """What is known of one page: its waiting view, and the views for Today with their counts."""

    waiting: PageView | None = None
    number: int = 0
    shown: tuple[ListView, ...] = ()
    views: tuple[ViewCount, ...] = ()


class Waiting(QObject):
    """Counts the waiting view of each page, and the views somebody wants to see on Today.

    A page is counted again when records it shows have changed, on another day, and while one sees another moment.
    """

    counted = Signal()

    def __init__(
        self,
        desk: Desk,
        memory: Memory,
        entries: Sequence[Entry],
        clock: Clock,
        badges: Badges | None,
        sharing: Callable[[], SharedViews] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._memory = memory
        self._entries = entries
        self._clock = clock
        self._badges = badges
        self._sharing = sharing
        self._shared: Looks = {}
        self._more: Mapping[str, int] = {}
        self._specs: dict[str, PageSpec[Any]] | None = None
        self._pages: dict[str, _Counted] = {}
        self._stale: set[str] = set()
        self._under_way: set[str] = set()
        self._first = QTimer(self, singleShot=True, interval=QUIET)
        self._first.timeout.connect(self._load_pages)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._count_stale)
        desk.busy.connect(self._begin)
        desk.changed.connect(self._note_changes)
        desk.turned.connect(self._note_turn)

    # --- what the window and its pages read ---

    @property
    def badges(self) -> Mapping[str, int]:
        """How much waits on each page."""
        counts = Counter({key: page.number for key, page in self._pages.items()})
        counts.update(self._more)
        return counts

    @property
    def views(self) -> Sequence[ViewCount] | None:
        """The views for Today in the order of their pages; None as long as they are not counted."""
        if self._specs is None or len(self._pages) < len(self._specs):
            return None
        return [view for entry in self._entries for view in self._pages[entry.key].views]

    @property
    def ways(self) -> Sequence[tuple[str, Way]]:
        """Which page shows which records."""
        return [(entry.key, way) for entry in self._entries for way in entry.finds]

    def today(self) -> date:
        """Today in the office, or the day one looks back to."""
        moment = self._desk.as_of
        return office_date(self._clock) if moment is None else office_time(moment).date()

    def title(self, page: str) -> str:
        """What a page is called, in the user's language."""
        return next((tr(entry.title) for entry in self._entries if entry.key == page), page)

    def follow(self, run: Callable[[], object]) -> None:
        """Runs now and whenever something was counted anew."""
        self.counted.connect(run)
        run()

    def waiting_view(self, page: str) -> str:
        """The name of the view whose rows need this clerk; "" where the page has none, or nobody knows yet."""
        waiting = self._pages[page].waiting if page in self._pages else None
        return "" if waiting is None else waiting.name

    # --- counting ---

    def refresh(self) -> None:
        """Counts everything anew; before the first page is there it waits for that."""
        self._stale.update(self._specs or ())
        self._count_stale()

    def _begin(self, busy: bool) -> None:
        """Not before the page one waits for is there and answers: every other page is loaded for it."""
        if busy:
            self._first.stop()
        elif self._desk.is_open:
            self._first.start()

    def _load_pages(self) -> None:
        self._desk.busy.disconnect(self._begin)
        self._desk.prepare(self._load, then=self._take_specs, owner=self)

    def _load(self) -> dict[str, PageSpec[Any]]:
        return {entry.key: entry.load() for entry in self._entries}

    def _take_specs(self, specs: dict[str, PageSpec[Any]]) -> None:
        self._specs = specs
        if self._sharing is None:
            self.refresh()
        else:
            self._desk.ask(self._sharing().read, then=self._take_shared)

    def _take_shared(self, looks: Looks) -> None:
        first, self._shared = not self._pages, looks
        if first:
            self.refresh()
        else:
            self.look_at_views()

    def look_at_views(self) -> None:
        """Counts the pages of which somebody wants to see other views on Today than were counted."""
        for key, spec in (self._specs or {}).items():
            if tuple(each.view for each in self._on_today(spec)) != self._pages.get(key, _Counted()).shown:
                self._stale.add(key)
        self._soon.start()

    def _on_today(self, spec: PageSpec[Any]) -> list[PageView]:
        is_list = spec.query is not None or spec.paged is not None
        return views_on_today(self._memory, [spec], self._shared) if is_list else []

    def _note_changes(self, kinds: frozenset[str]) -> None:
        self._stale.update(key for key, spec in (self._specs or {}).items() if spec.shows & kinds)
        if self._stale:
            self._soon.start()
        if self._specs is not None and self._sharing is not None and self._sharing().kind in kinds:
            self._desk.ask(self._sharing().read, then=self._take_shared)

    def _note_turn(self) -> None:
        self._stale.update(self._specs or ())
        self._soon.start()  # what one sees is asked before

    def _count_stale(self) -> None:
        """One question for each page, so that nobody who asks meanwhile waits for all of them."""
        free = self._stale - self._under_way
        if not free:
            return
        self._stale -= free
        self._under_way |= free
        for entry in self._entries:
            if entry.key in free:
                self._count(entry.key)
        if self._badges is not None:
            self._desk.ask(self._badges, then=self._take_badges)

    def _count(self, key: str) -> None:
        assert self._specs is not None
        spec = self._specs[key]
        waiting, shown = waiting_view_of(spec), self._on_today(spec)
        views = [*([waiting] if waiting is not None else []), *shown]
        then, finished = partial(self._take, key, waiting, shown), partial(self._finish, key)
        if views:
            self._desk.ask(count_views, views, self.today(), then=then, finished=finished, owner=self)
        else:
            finished()
            then([])

    def _finish(self, key: str) -> None:
        """The next counting may begin, even if this one failed."""
        self._under_way.discard(key)
        self._pages.setdefault(key, _Counted())
        if self._stale:
            self._soon.start()

    def _take(self, key: str, waiting: PageView | None, shown: Sequence[PageView], counts: Sequence[int]) -> None:
        first = 0 if waiting is None else 1
        views = tuple(ViewCount(key, view.name, n) for view, n in zip(shown, counts[first:], strict=True))
        looks = tuple(each.view for each in shown)
        self._pages[key] = _Counted(waiting, counts[0] if first else 0, looks, views)
        self.counted.emit()

    def _take_badges(self, counts: Mapping[str, int]) -> None:
        self._more = counts
        self.counted.emit()
