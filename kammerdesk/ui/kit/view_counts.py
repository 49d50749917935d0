"""How many rows the views of lists have, asked without showing any list: for the page Today and the navigation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kammerdesk.base.conditions import Condition, Kind, Wanted
from kammerdesk.base.errors import KammerError
from kammerdesk.ui.kit.filter_terms import parse_condition
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.kit.row_keys import RowKeys
from kammerdesk.ui.kit.views import ListView, ViewShelf, given_view


@dataclass(frozen=True)
class PageView:
    """A view of the list of a page."""

    spec: PageSpec[Any]
    view: ListView

    @property
    def page(self) -> str:
        """The key of the page."""
        return self.spec.key

    @property
    def name(self) -> str:
        """What the view is called."""
        return self.view.name


def views_on_today(
    memory: Memory, specs: Iterable[PageSpec[Any]], shared: Mapping[str, Mapping[str, str]] | None = None
) -> list[PageView]:
    """The views somebody wants to see on the page Today, in the order of the pages.

    `shared` has the looks of the views for all by key of the page and name, as `shared_looks` gives them.
    """
    found = []
    for spec in specs:
        shelf = ViewShelf(memory, spec.key, spec.views, spec.on_today)
        shelf.share((shared or {}).get(spec.key, {}))
        views = (shelf.view(name) for name in shelf.on_today)
        found += [PageView(spec, view) for view in views if view is not None]
    return found


def waiting_view(spec: PageSpec[Any]) -> PageView | None:
    """The view whose rows need this clerk, if the page has one."""
    view = given_view(spec.views, spec.waiting) if spec.waiting else None
    return None if view is None else PageView(spec, view)


def count_views(session: Any, views: Sequence[PageView], today: date) -> list[int]:
    """How many rows each view has now, in the order of the views; every list is read once. Called in the worker."""
    lists: dict[str, RowKeys[Any]] = {}
    counts = []
    for each in views:
        spec = each.spec
        if spec.paged is not None:
            kinds = {column.key: column.kind or Kind.TEXT for column in spec.columns}
            wanted = Wanted(each.view.words, _conditions(each.view, kinds, today))
            counts.append(spec.paged.count(session, wanted))
        elif spec.query is not None:
            if spec.key not in lists:
                lists[spec.key] = RowKeys(spec.query(session), spec.columns)
            counts.append(_count(lists[spec.key], each, today))
        else:
            counts.append(0)
    return counts


def _count(keys: RowKeys[Any], each: PageView, today: date) -> int:
    kinds = {column.key: keys.kind(column.key) for column in each.spec.columns if column.key in each.view.filters}
    shown, columns = each.view.columns.shown, each.spec.columns
    searched = [column.key for column in columns if shown is None or column.key in shown or column is columns[0]]
    conditions = _conditions(each.view, kinds, today)
    return len(keys.matching(range(len(keys.rows)), each.view.words, searched, conditions))


def _conditions(view: ListView, kinds: Mapping[str, Kind], today: date) -> dict[str, Condition]:
    """What makes no sense filters nothing, as in the list itself."""
    found: dict[str, Condition] = {}
    for key, text in view.filters.items():
        try:
            condition = parse_condition(text, kinds[key], today) if key in kinds else None
        except KammerError:
            continue
        if condition is not None:
            found[key] = condition
    return found
