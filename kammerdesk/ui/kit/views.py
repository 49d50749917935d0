"""Saved views of a list: one's own, those for all, those it comes with; what a newer version saved is kept and told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any

from kammerdesk.base.conditions import Total
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.table_header import Sort
from kammerdesk.ui.kit.table_layout import ColumnChoice
from kammerdesk.ui.kit.theme import Density

VERSION = 2
"""Of a saved view; raise it when an older program would misread what is saved. 2 brought groups and totals."""


class Scope(Enum):
    """Whose view it is."""

    OWN = "own"
    ALL = "all"
    GIVEN = "given"


@dataclass(frozen=True)
class ListView:
    """How a list is looked at; the one without a name is how it comes. `density` is empty for that of the window.

    `group` is the column whose equal cells stand together under a heading, `totals` what stands below columns. Of a
    view a page comes with, `name` and `filters` are msgids.
    """

    name: str = ""
    columns: ColumnChoice = field(default_factory=ColumnChoice)
    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = ()
    density: str = ""
    group: str = ""
    totals: Mapping[str, Total] = field(default_factory=dict)

    def as_text(self) -> str:
        """The view as `view_of` reads it."""
        return json.dumps(_raw(self), ensure_ascii=False)


def view_of(text: str) -> ListView | None:
    """A view as it was written by `as_text`; None when only a newer version, or nobody, can read it."""
    try:
        return _view(json.loads(text))
    except ValueError:
        return None


def _raw(view: ListView) -> dict[str, Any]:
    """What can be said in the words of the first version is, so that an older program may use it too."""
    raw = asdict(view)
    if not view.group and not view.totals:
        del raw["group"], raw["totals"]
    return {"version": VERSION if "group" in raw else 1, **raw}


def _view(raw: Any) -> ListView | None:
    try:
        if raw["version"] not in range(1, VERSION + 1):
            return None
        columns = raw["columns"]
        shown = columns["shown"]
        return ListView(
            str(raw["name"]),
            ColumnChoice(
                tuple(map(str, columns["order"])),
                None if shown is None else tuple(map(str, shown)),
                {str(key): float(width) for key, width in columns["widths"].items()},
            ),
            str(raw["words"]),
            {str(key): str(text) for key, text in raw["filters"].items()},
            tuple((str(key), bool(descending)) for key, descending in raw["sort"]),
            raw["density"] if raw["density"] in Density.__members__ else "",
            str(raw.get("group", "")),
            {str(key): Total(total) for key, total in raw.get("totals", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


class ViewShelf:
    """The views of one list (`key`), by name: those it comes with, one's own, those for all.

    Where one of one's own is called like one for all but is another, that for all says so in its name.
    """

    def __init__(self, memory: Memory, key: str, given: Iterable[ListView] = (), on_today: Iterable[str] = ()) -> None:
        self.key = key
        self._memory = memory
        self._key = f"views/{key}"
        given = tuple(given)
        self._given = {tr(view.name): _spoken(view) for view in given}
        self._msgids = {tr(view.name): view.name for view in given}
        self._filters = [dict(view.filters) for view in given]
        self._first_on_today = list(on_today)
        self._own: dict[str, dict[str, Any]] = self._read()
        self._shared: dict[str, str] = {}

    def _read(self) -> dict[str, dict[str, Any]]:
        """What is unreadable is put aside, so that saving another view does not destroy it."""
        text = self._memory.text(self._key)
        try:
            found = {str(one["name"]): dict(one) for one in json.loads(text or "[]")}
        except (ValueError, TypeError, KeyError):
            self._memory.keep(f"{self._key}-unreadable", text)
            return {}
        return found

    def share(self, looks: Mapping[str, str]) -> None:
        """Takes the views for all as they are now, by name."""
        self._shared = dict(looks)

    def names(self) -> list[str]:
        """All names, also of views only a newer program understands: what the list comes with first."""
        own = [name for name in self._own if not self._is_copy(name)]
        return [*self._given, *sorted([*own, *self._by_shown_name()], key=str.casefold)]

    def _by_shown_name(self) -> dict[str, str]:
        """The names of the views for all, by what they are called here."""
        return {self._shown_name(name): name for name in self._shared}

    def _shown_name(self, name: str) -> str:
        taken = name in self._given or (name in self._own and not self._is_copy(name))
        return tr("{name} (for all)").format(name=name) if taken else name

    def _is_copy(self, name: str) -> bool:
        """Whether one's own view is there for all just as it is."""
        return name in self._shared and self._own_view(name) == view_of(self._shared[name])

    def scope(self, name: str) -> Scope | None:
        """Whose view it is; None when there is none of this name."""
        if name in self._given:
            return Scope.GIVEN
        if name in self._by_shown_name():
            return Scope.ALL
        return Scope.OWN if name in self._own else None

    def shared_name(self, name: str) -> str:
        """What a view for all is called in the data."""
        return self._by_shown_name().get(name, name)

    def is_newer(self, name: str) -> bool:
        """Whether only a newer version of the program, or a whole file, can say what this view is."""
        return name in self.names() and self.view(name) is None

    def view(self, name: str) -> ListView | None:
        """A view; None when there is none that can be understood."""
        match self.scope(name):
            case Scope.GIVEN:
                return self._given[name]
            case Scope.ALL:
                found = view_of(self._shared[self.shared_name(name)])
                return None if found is None else replace(found, name=name)
            case Scope.OWN:
                return self._own_view(name)
            case _:
                return None

    def _own_view(self, name: str) -> ListView | None:
        return _view(self._own.get(name))

    def keep(self, view: ListView) -> None:
        """Saves a view of one's own under its name."""
        self._own[view.name] = _raw(view)
        self._write()

    def remove(self, name: str) -> None:
        """Forgets a view of one's own; it may be kept again."""
        self._own.pop(name, None)
        self._write()

    @property
    def first(self) -> str:
        """The name of the view the list opens with; "" for how it comes."""
        name = self._memory.text(f"{self._key}-first")
        return self.shown(name) if name else ""

    @first.setter
    def first(self, name: str) -> None:
        self._memory.keep(f"{self._key}-first", self.stable(name))

    @property
    def on_today(self) -> list[str]:
        """The names of the views that stand on the page Today: those its page declares, until somebody says else."""
        try:
            wanted = json.loads(self._memory.text(f"{self._key}-today") or json.dumps(self._first_on_today))
        except ValueError:
            wanted = self._first_on_today
        return [name for name in self.names() if self.stable(name) in wanted]

    def show_on_today(self, name: str, on: bool) -> None:
        """Puts a view on the page Today, or takes it from there."""
        others = [each for each in self.on_today if each != name]
        stable = [self.stable(each) for each in (*others, *([name] if on else []))]
        self._memory.keep(f"{self._key}-today", json.dumps(stable, ensure_ascii=False))
        self._memory.flush()

    def stable(self, name: str) -> str:
        """A name that is the same in every language."""
        return self._msgids.get(name, name)

    def shown(self, stable: str) -> str:
        """What a view is called in the present language, by its name that is the same in every one; "" for none."""
        return next((name for name in self.names() if self.stable(name) == stable), "")

    def given_filters(self, key: str) -> list[str]:
        """What the views the list comes with say of a column: msgids."""
        return [filters[key] for filters in self._filters if key in filters]

    def _write(self) -> None:
        self._memory.keep(self._key, json.dumps(list(self._own.values()), ensure_ascii=False))
        self._memory.flush()


def _spoken(view: ListView) -> ListView:
    """A view a page comes with, in the user's language."""
    filters: dict[str, str] = {key: tr(text) for key, text in view.filters.items()}
    return replace(view, name=tr(view.name), filters=filters)


def given_view(views: Sequence[ListView], name: str) -> ListView | None:
    """One of the views a page comes with, by its msgid, in the user's language."""
    return next((_spoken(view) for view in views if view.name == name), None)
