"""Saved views of a list, remembered per user; one that a newer version saved is kept as it is and told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.table_header import Sort
from kammerdesk.ui.kit.table_layout import ColumnChoice
from kammerdesk.ui.kit.theme import Density

VERSION = 1
"""Of a saved view; raise it when an older program would misread what is saved."""


@dataclass(frozen=True)
class ListView:
    """How a list is looked at; the one without a name is how it comes. `density` is empty for that of the window."""

    name: str = ""
    columns: ColumnChoice = field(default_factory=ColumnChoice)
    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = ()
    density: str = ""


class ViewShelf:
    """The saved views of one list (`key`), by name."""

    def __init__(self, memory: Memory, key: str) -> None:
        self._memory = memory
        self._key = f"views/{key}"
        self._raw: dict[str, dict[str, Any]] = self._read()

    def _read(self) -> dict[str, dict[str, Any]]:
        """What is unreadable is put aside, so that saving another view does not destroy it."""
        text = self._memory.text(self._key)
        try:
            found = {str(one["name"]): dict(one) for one in json.loads(text or "[]")}
        except (ValueError, TypeError, KeyError):
            self._memory.keep(f"{self._key}-unreadable", text)
            return {}
        return found

    def names(self) -> list[str]:
        """All names, also of views only a newer program understands."""
        return sorted(self._raw, key=str.casefold)

    def is_newer(self, name: str) -> bool:
        """Whether only a newer version of the program, or a whole file, can say what this view is."""
        return name in self._raw and self.view(name) is None

    def view(self, name: str) -> ListView | None:
        """A saved view; None when there is none that can be understood."""
        raw = self._raw.get(name)
        if raw is None or raw.get("version") != VERSION:
            return None
        try:
            columns = raw["columns"]
            shown = columns["shown"]
            return ListView(
                name,
                ColumnChoice(
                    tuple(map(str, columns["order"])),
                    None if shown is None else tuple(map(str, shown)),
                    {str(key): float(width) for key, width in columns["widths"].items()},
                ),
                str(raw["words"]),
                {str(key): str(text) for key, text in raw["filters"].items()},
                tuple((str(key), bool(descending)) for key, descending in raw["sort"]),
                raw["density"] if raw["density"] in Density.__members__ else "",
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def keep(self, view: ListView) -> None:
        """Saves a view under its name."""
        self._raw[view.name] = {"version": VERSION, **asdict(view)}
        self._write()

    def remove(self, name: str) -> None:
        """Forgets a view; it may be kept again."""
        self._raw.pop(name, None)
        self._write()

    @property
    def first(self) -> str:
        """The name of the view the list opens with; "" for how it comes."""
        name = self._memory.text(f"{self._key}-first")
        return name if name in self._raw else ""

    @first.setter
    def first(self, name: str) -> None:
        self._memory.keep(f"{self._key}-first", name)

    def _write(self) -> None:
        self._memory.keep(self._key, json.dumps(list(self._raw.values()), ensure_ascii=False))
        self._memory.flush()
