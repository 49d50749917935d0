"""How the house keeps views of lists for all, as the window is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Looks = Mapping[str, Mapping[str, str]]
"""What every view for all says (a ListView as text), by the key of the list and the name of the view."""


@dataclass(frozen=True, slots=True)
class SharedViews:
    """A query and two actions: `share` takes `order(list, name, look)`, `remove` takes the list and the name.

    `kind` is that of their records.
    """

    kind: str
    read: Callable[[Any], Looks]
    share: Callable[[Any, Any], None]
    order: Callable[[str, str, str], Any]
    remove: Callable[[Any, tuple[str, str]], None]
