"""What a page may ask of the window around it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from kammerdesk.ui.kit.draft_shelf import DraftShelf
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.jobs import LongWork
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.overview import Overview
from kammerdesk.ui.kit.paper import PrintOrder
from kammerdesk.ui.kit.records import Records
from kammerdesk.ui.kit.shared_views import SharedViews
from kammerdesk.ui.kit.tokens import Tone


class Shell(Protocol):
    """The window, as pages see it."""

    def toast(self, sentence: str, tone: Tone = Tone.OK, *remedies: Remedy) -> None:
        """Says that something was done."""

    def inform(self, sentence: str, tone: Tone = Tone.WARN, *remedies: Remedy) -> None:
        """Puts a bar above the page that stays until it is closed."""

    def run_job(self, work: LongWork[Any]) -> None:
        """Begins long work beside the window: seen in the bottom line, stopped and found again in the list of tasks."""

    def go(self, key: str, identity: Hashable = None, command: str = "", view: str = "") -> None:
        """Shows the page with this key, in one of its views, with the cursor on the row with this identity; then
        carries out a command."""

    def follow(self, link: str) -> None:
        """Goes where a link leads."""

    def open(self, page: QWidget) -> None:
        """Lays a page over the present one; Esc and Alt+Left go back."""

    def preview(self, order: PrintOrder) -> None:
        """Shows what will be printed."""

    def back(self) -> None:
        """Goes back to where we came from."""

    def forbidden(self, action: str) -> str:
        """Why the user may not carry out the action with this name; "" when there is nothing against it."""

    @property
    def memory(self) -> Memory:
        """What the window remembers."""

    @property
    def exporting(self) -> Callable[[Any, Any], Path] | None:
        """The action that writes a list of persons and notes that it left; None where nothing is noted."""

    @property
    def sharing(self) -> SharedViews | None:
        """How views of lists for all are kept; None where they are not."""

    @property
    def overview(self) -> Overview:
        """All pages, from far away: what they are called and what waits there."""

    def attend(self, page: str, dialog: QWidget) -> None:
        """Keeps a draft of what is typed into a form dialog of the page with this key."""

    @property
    def shelf(self) -> DraftShelf:
        """Where drafts about single records lie."""

    @property
    def records(self) -> Records | None:
        """Single records to edit; None where the window has no house behind it."""

    def take_back(self, entry: int, words: str) -> None:
        """Takes back the journal entry with this number; `words` is what it did."""

    def do_again(self, entry: int, words: str) -> None:
        """Does again the journal entry with this number, which was taken back; `words` is what it did."""
