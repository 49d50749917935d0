"""Writes a list of persons as a file and notes that it left, both or neither."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kammerdesk.base.i18n import N_, tr
from kammerdesk.office.disclosures import DisclosureNote, note_disclosure
from kammerdesk.store.actions import action
from kammerdesk.store.protection import DisclosureKind
from kammerdesk.store.work import Work


class ListFile(Protocol):
    """What is to be written: where, how its content is made, of how many persons it tells, what the list is called."""

    @property
    def file(self) -> Path: ...
    @property
    def make(self) -> Callable[[], bytes]: ...
    @property
    def persons(self) -> int: ...
    @property
    def title(self) -> str: ...
    def write(self, content: bytes) -> None:
        """Puts the content into the file."""


@action(N_("Export list"), lasting=True)
def export_list(work: Work, order: ListFile) -> Path:
    """Writes the file; an error in writing takes the note back with it."""
    content = order.make()
    note = DisclosureNote(
        DisclosureKind.LIST,
        order.persons,
        tr("List “{title}” for work in the office").format(title=order.title),
        work.user,
        order.file.name,
        hashlib.sha256(content).hexdigest(),
    )
    note_disclosure(work, note)
    order.write(content)
    return order.file
