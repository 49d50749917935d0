"""What waits behind the pages: counted when nothing else is to be done, by the very rows one will see there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kammerdesk.base.clock import Clock, office_date, office_time
from kammerdesk.base.finding import Way
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.listed import Listed
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.overview import ViewCount
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.kit.shared_views import Looks, SharedViews
from kammerdesk.ui.kit.view_counts import PageView, count_views, views_on_today
from kammerdesk.ui.kit.view_counts import waiting_view as waiting_view_of
from kammerdesk.ui.kit.views import ListView

Numbers = Mapping[str, Callable[[Any], int]]
"""Queries: how much waits on pages that are no lists, by their keys."""


QUIET = 500
"""Milliseconds without anything to be done after which counting begins."""


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
        entries: Sequence[Listed],
        clock: Clock,
        numbers: Numbers,
        sharing: Callable[[], SharedViews] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._memory = memory
        self._entries = entries
        self._clock = clock
        self._numbers = numbers
        self._sharing = sharing
        self._shared: Looks = {}
        self._specs: dict[str, PageSpec[Any]] | None = None
        self._pages: dict[str, _Counted] = {}
        self._stale: set[str] = set()
        self._under_way = ""
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._go_on)
        desk.busy.connect(self._follow_work)
        desk.changed.connect(self._note_changes)
        desk.turned.connect(self.refresh)

    # --- what the window and its pages read ---

    @property
    def badges(self) -> Mapping[str, int]:
        """How much waits on each page."""
        return {key: page.number for key, page in self._pages.items()}

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

    @property
    def is_current(self) -> bool:
        """Whether everything was counted since it changed last."""
        return self.views is not None and not self._stale and not self._under_way

    # --- counting ---

    def refresh(self) -> None:
        """Counts everything anew."""
        self._stale.update(self._specs or ())
        self._follow_work(self._desk.is_busy)

    def _follow_work(self, busy: bool) -> None:
        """Waits until nothing was to be done for a moment: whoever asks for something is answered first."""
        if busy:
            self._pause.stop()
        elif self._desk.is_open and (self._stale or self._specs is None):
            self._pause.start(QUIET)

    def _go_on(self) -> None:
        """Loads the pages, at first; then counts one of them, so that nobody who asks meanwhile waits for all."""
        if self._specs is None:
            self._desk.prepare(self._load, then=self._take_specs, owner=self)
            return
        key = next((entry.key for entry in self._entries if entry.key in self._stale), None)
        if key is not None:
            self._stale.discard(key)
            self._count(key)

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
        self._follow_work(self._desk.is_busy)

    def _on_today(self, spec: PageSpec[Any]) -> list[PageView]:
        return [] if spec.key in self._numbers else views_on_today(self._memory, [spec], self._shared)

    def _note_changes(self, kinds: frozenset[str]) -> None:
        self._stale.update(key for key, spec in (self._specs or {}).items() if spec.shows & kinds)
        if self._specs is not None and self._sharing is not None and self._sharing().kind in kinds:
            self._desk.ask(self._sharing().read, then=self._take_shared)
        self._follow_work(self._desk.is_busy)

    def _count(self, key: str) -> None:
        assert self._specs is not None
        self._under_way = key
        spec, query = self._specs[key], self._numbers.get(key)
        waiting, shown = waiting_view_of(spec), self._on_today(spec)
        views = [*([waiting] if waiting is not None else []), *shown]
        then, finished = partial(self._take, key, waiting, shown), partial(self._finish, key)
        if query is not None:
            self._desk.ask(_alone, query, then=then, finished=finished, owner=self)
        else:
            self._desk.ask(count_views, views, self.today(), then=then, finished=finished, owner=self)

    def _finish(self, key: str) -> None:
        """The next counting may begin, even if this one failed."""
        self._under_way = ""
        self._pages.setdefault(key, _Counted())
        if self._stale:
            self._pause.start(0)

    def _take(self, key: str, waiting: PageView | None, shown: Sequence[PageView], counts: Sequence[int]) -> None:
        number, rest = (0, counts) if waiting is None and key not in self._numbers else (counts[0], counts[1:])
        views = tuple(ViewCount(key, view.name, n) for view, n in zip(shown, rest, strict=True))
        self._pages[key] = _Counted(waiting, number, tuple(each.view for each in shown), views)
        self.counted.emit()


def _alone(session: Any, query: Callable[[Any], int]) -> Sequence[int]:
    return (query(session),)
