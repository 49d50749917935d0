"""What follows an erasing outside its transaction: graves beside the database, and the file written anew, traceless.

Whoever is killed on the way leaves it to the next opening: until all is done the file of graves says so in its first
line, or does not know all graves of the database yet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.durable import write_durably

GRAVES_FILE = "kammerdesk.graves"

_UNDONE = "# the database still has to be written anew"


def erase_traces(engine: Any, graves: Mapping[str, date], today: date) -> None:
    """Writes the graves (hash and end) beside the database of an engine, and the database without its free pages.

    Raises KammerError when the drive or another program does not let it; the next opening tries again.
    """
    file = Path(engine.url.database)
    folder = file.parent
    try:
        # a restored database knows fewer graves than the file beside it
        together = {hash_: until for hash_, until in {**read_graves(folder), **graves}.items() if until >= today}
        _write(folder, together, _UNDONE)
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            (busy, *_pages) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            _write(folder, together)
    except (OSError, DatabaseError, engine.dialect.dbapi.DatabaseError) as error:
        raise _left_behind() from error
    if busy:
        raise _left_behind()


def are_traces_gone(folder: Path, graves: Collection[str]) -> bool:
    """Whether nothing is left to do for the graves of a database (their hashes)."""
    if not graves:
        return True
    return not _text(folder).startswith(_UNDONE) and read_graves(folder).keys() >= set(graves)


def read_graves(folder: Path) -> dict[str, date]:
    """The graves beside a database, with their ends; raises KammerError when their file is damaged."""
    lines = [line for line in _text(folder).splitlines() if line != _UNDONE]
    try:
        return {one: date.fromisoformat(until) for one, until in map(str.split, lines)}
    except ValueError as error:
        sentence = tr("The file “{file}” is damaged; it tells which records were erased. Please restore it.")
        raise KammerError(sentence.format(file=folder / GRAVES_FILE)) from error


def _text(folder: Path) -> str:
    try:
        return (folder / GRAVES_FILE).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return ""


def _write(folder: Path, graves: Mapping[str, date], *first: str) -> None:
    lines = [*first, *(f"{one} {until.isoformat()}" for one, until in sorted(graves.items()))]
    write_durably(folder / GRAVES_FILE, "".join(f"{line}\n" for line in lines).encode())


def _left_behind() -> KammerError:
    return KammerError(
        tr(
            "The records are erased, but the file could not be cleaned of their last traces. Please make space on the "
            "drive and close other programs that use the data; with the next start it is cleaned."
        )
    )
