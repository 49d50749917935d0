"""The small world in which the soak runs work: organisations as records, written one by one and in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.people.model import Organisation
from kammerdesk.store.backup import prove
from kammerdesk.store.generations import FOLDER, Cause, backups_in
from kammerdesk.store.inspection import inspect
from kammerdesk.store.keys import former_keys
from kammerdesk.store.pages import fits
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema

USER = "soak"
BATCH = 400
"""Rows of one bulk import."""


def create(folder: Path) -> None:
    """A house with one organisation in it."""
    store = Store.create(folder, "BS", schema(), user=USER, demonstration=True)
    store.do(found_firm, "first")
    store.close()


def open_store(folder: Path) -> Store:
    """The house as the program opens it."""
    return Store.open(folder, user=USER)


def found_firm(work: Work, name: str) -> None:
    """One record."""
    work.add(Organisation(name=name, kind="company"))


def import_firms(work: Work, batch: str) -> None:
    """Many records in one action."""
    work.bulk(Organisation, ({"name": f"{batch}/{number}", "kind": "company"} for number in range(BATCH)))


def names(session: Session) -> set[str]:
    """What the records are called."""
    return set(session.scalars(select(Organisation.name)))


def batches(session: Session) -> dict[str, int]:
    """How many rows of each bulk import are there."""
    batch = func.substr(Organisation.name, 1, func.instr(Organisation.name, "/") - 1)
    query = select(batch, func.count()).where(Organisation.name.contains("/")).group_by(batch)
    return {row[0]: row[1] for row in session.execute(query)}


def faults(folder: Path, acknowledged: set[str]) -> list[str]:
    """What is wrong with the house in `folder`: lost acknowledged actions, half actions, anything `check` finds."""
    store = open_store(folder)
    try:
        found = [f"check: {fault}" for fault in inspect(store, schema())]
        present = store.ask(names)
        imported = store.ask(batches)
        found += [f"lost: {one}" for one in sorted(acknowledged) if one not in present and imported.get(one) != BATCH]
        found += [f"backup: {fault}" for fault in _broken_backups(folder, store.key)]
        found += [f"half: {batch} has {count} of {BATCH} rows" for batch, count in imported.items() if count != BATCH]
        return found
    finally:
        store.close()


def _broken_backups(folder: Path, key: str) -> Iterator[str]:
    """Whatever bears the name of a finished backup must be one, with the key it was made with."""
    keys = [key, *former_keys(folder).values()]
    for backup in backups_in(folder / FOLDER):
        fitting = next((one for one in keys if fits(backup.file, one)), None)
        try:
            if fitting is None:
                yield f"no key for {backup.file.name}"
            elif backup.cause is not Cause.MIGRATION:
                prove(backup.file, fitting)
        except KammerError as error:
            yield str(error)
