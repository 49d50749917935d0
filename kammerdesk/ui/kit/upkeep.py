"""What the window asks of the house beside its pages; each part may be missing, as in a window over a mere list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from kammerdesk.base.finding import Find
from kammerdesk.ui.kit.app_lock import Guard
from kammerdesk.ui.kit.draft_shelf import Drafts
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.recent import TitlesOf
from kammerdesk.ui.kit.records import Records
from kammerdesk.ui.kit.shared_views import SharedViews
from kammerdesk.ui.kit.undo_menu import History

Forbidden = Callable[[str], str]
"""Why the user may not carry out the action with this name; "" when there is nothing against it."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How steps are taken back, what the user may not do (a query), where drafts lie, what opens the locked window.

    `rights` gets a sentence too: why nobody may change anything now, "" where that is not so.
    `export` gives the action that writes a list of persons and notes that it left; its order is a ListExport.
    `rescue` says what helps against an error beside trying again. `titles` says what records are called.
    `records` gives single records to edit. `sharing` says how views of lists are kept for all. `find` is the query
    behind the palette, `linked` the one behind links: the rows of a page (its key) for a number or key.
    """

    history: History | None = None
    rights: Callable[[Any, str], Forbidden] | None = None
    drafts: Drafts | None = None
    guard: Guard | None = None
    export: Callable[[], Callable[[Any, Any], Path]] | None = None
    rescue: Callable[[Exception], Sequence[Remedy]] | None = None
    titles: TitlesOf | None = None
    records: Records | None = None
    sharing: Callable[[], SharedViews] | None = None
    find: Find | None = None
    linked: Callable[[Any, str, str], Sequence[UUID]] | None = None
