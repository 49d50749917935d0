"""Links into the program, as they stand in mails and on paper: kammerdesk://pruefling/2026-W-0417?am=2026-11-24."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import parse_qs, quote, unquote, urlsplit
from uuid import UUID

from kammerdesk.base.dates import parse_date, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

SCHEME = "kammerdesk"
VIEW = "ansicht"
"""The word before the list and the name of a view."""
DAY = "am"
"""What names the day of which one wants to see the data."""
LONGEST = 500
"""Letters of a link; a longer one was not made here."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page by its word; on it a record by its number or key, or a view by its name; `day` looks back to one.

    The words are German in every language, for a link goes from one person's program to another's.
    """

    word: str
    name: str = ""
    view: str = ""
    day: date | None = None

    def __str__(self) -> str:
        """The link as text, safe in every mail."""
        parts = [VIEW, self.word, self.view] if self.view else [self.word, self.name]
        path = "/".join(quote(part, safe="") for part in parts if part)
        return f"{SCHEME}://{path}" + (f"?{DAY}={self.day:%Y-%m-%d}" if self.day is not None else "")


class Linked(Protocol):
    """A page that links lead to; `parts` are the tabs of a page made of pages: key and title."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def parts(self) -> Sequence[tuple[str, str]]: ...


def parse_link(text: str) -> Link:
    """Reads a link as it was typed, clicked or handed over. Raises KammerError with an example."""
    read = _read(text.strip().strip("<>").strip())
    if read is None:
        example = Link("pruefling", "2026-W-0417")
        sentence = tr("“{text}” is not a link of KammerDesk. Example: {example}.")
        raise KammerError(sentence.format(text=shorten(text), example=example))
    parts, day = read
    if parts[0] == VIEW and len(parts) == 3:
        return Link(parts[1], view=parts[2], day=day)
    return Link(parts[0], "".join(parts[1:2]), day=day)


def _read(text: str) -> tuple[list[str], date | None] | None:
    """The parts between the strokes, and the day; None for anything else."""
    try:
        split = urlsplit(text)
    except ValueError:
        return None
    parts = [unquote(part) for part in (split.netloc, *split.path.split("/")) if part]
    if split.scheme.lower() != SCHEME or not split.netloc or len(text) > LONGEST:
        return None
    parts[0] = parts[0].lower()
    if len(parts) > 2 and (parts[0] != VIEW or len(parts) > 3):
        return None
    days = parse_qs(split.query).get(DAY, [])
    return parts, _day(days[0]) if days else None


def _day(text: str) -> date:
    """2026-11-24, or as it is written here. Raises KammerError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return parse_date(text)


def link_to(page: Linked, identity: Hashable = None, number: str = "", day: date | None = None) -> Link:
    """The link to a row of a page, by its record's number where it has one, else by its key; to a tab by its own key.

    An identity that means nothing to others (the line of a list that is no record) leads to the page.
    """
    match identity:
        case UUID():
            return Link(page.link, number or identity.hex, day=day)
        case (str() as part, *_):
            return Link(page.link, part, day=day)
    return Link(page.link, day=day)
