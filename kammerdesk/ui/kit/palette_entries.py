"""What the palette offers: entries in groups, which of them a text means, and in which order they stand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QIcon

from kammerdesk.base.folding import words_of
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.typed import begin_words

Place = tuple[str, Hashable]
"""A page (its key) and the identity of a row on it."""


class Group(Enum):
    """The groups in their order, each with its heading (a msgid)."""

    COMMANDS = N_("Commands")
    NUMBERS = N_("Numbers")
    RECORDS = N_("People and cases")
    RECENT = N_("Recent")
    VIEWS = N_("Views")
    PAGES = N_("Pages")
    HELP = N_("Help")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it is, what is known of it, what stands at its right (keys, or the page it opens on).

    `reason` says why it cannot be chosen now. `place` is what it opens, `run` what else it does; `stays` keeps the
    palette open for that. `first` puts a record before others.
    """

    group: Group
    title: str
    detail: str = ""
    right: str = ""
    icon: QIcon | None = None
    reason: str = ""
    place: Place | None = None
    run: Callable[[], object] | None = None
    stays: bool = False
    first: bool = False

    def spoken(self) -> str:
        """The line as a screen reader says it."""
        said = [self.title, self.detail, self.right]
        if self.reason:
            said.append(tr("not possible now: {reason}").format(reason=self.reason))
        return ", ".join(filter(None, said))


MOST = {Group.COMMANDS: 5, Group.RECENT: 4, Group.VIEWS: 4, Group.PAGES: 4, Group.HELP: 4}
"""So many entries of a group stand among others; alone all of them do."""


def meant(entries: Iterable[Entry], typed: str, *, most: int | None = None) -> list[Entry]:
    """The entries in which every typed word begins a word; those that begin so, and that are possible, first."""
    words = words_of(typed)
    found = [entry for entry in entries if begin_words(words, f"{entry.title} {entry.detail}")]
    found.sort(key=lambda entry: (bool(entry.reason), not _begins_with(entry.title, words[:1])))
    return found[:most]


def _begins_with(title: str, words: Sequence[str]) -> bool:
    return all(first.startswith(word) for first, word in zip(words_of(title), words, strict=False))


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries by groups; inside a group they keep their order."""
    order = list(Group)
    return sorted(entries, key=lambda entry: order.index(entry.group))


def without_twins(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without those that open what one before opens already."""
    seen: set[Place] = set()
    kept = []
    for entry in entries:
        if entry.place is None or entry.place not in seen:
            kept.append(entry)
        if entry.place is not None:
            seen.add(entry.place)
    return kept
