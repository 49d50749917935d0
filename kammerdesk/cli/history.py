"""`history`, `undo`, `redo`, `trash`: who changed what, taking it back, and bringing back what was removed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import kammerdesk.cli.demo.batches as batches  # noqa: F401  declares an action that the journal may tell of
from kammerdesk.base.clock import OFFICE_ZONE, office_date, office_text
from kammerdesk.base.dates import format_date, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr, trn
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.cli.inputs import day
from kammerdesk.office.actions import declare_actions
from kammerdesk.store.journal import JournalChange
from kammerdesk.store.lines import HAPPENING_WORDS, HistoryLine, history_lines
from kammerdesk.store.past import record_at
from kammerdesk.store.record import Record, is_record, record_tables
from kammerdesk.store.store import Store
from kammerdesk.store.titles import Titles, record_title
from kammerdesk.store.trash import RestoreOrder, TrashRow, restore_removed, trash
from kammerdesk.store.undo import redo, undo
from kammerdesk.store.words import field_word, kind_word

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

_MOST = 10**9

Key = tuple[str, UUID]
"""Kind and key of a record."""


def register(commands: Commands) -> None:
    """Adds `history`, `undo`, `redo` and `trash`."""
    declare_actions()
    history = commands.add_parser("history", help=tr("tells who changed what, and how records were on a day"))
    history.add_argument("--record", metavar="NUMBER|UID|KIND/UID", help=tr("only of this record"))
    history.add_argument("--user", help=tr("only what this user did"))
    history.add_argument("--as-of", metavar="DATE", help=tr("up to this day, and how the record was then"))
    history.add_argument("--limit", type=_whole, default=50, metavar="N", help=tr("at most so many changes"))
    history.set_defaults(handler=run_history)
    for name, help_text, handler in (
        ("undo", tr("takes an action back; ENTRY is its number in the history"), run_undo),
        ("redo", tr("does again what was undone; ENTRY is its number in the history"), run_redo),
    ):
        parser = commands.add_parser(name, help=help_text)
        parser.add_argument("entry", type=_whole, metavar="ENTRY")
        parser.add_argument("--reason", default="", help=tr("kept in the journal"))
        parser.set_defaults(handler=handler)
        add_data_option(parser)
    bin_parser = commands.add_parser("trash", help=tr("shows what was removed, and brings it back"))
    verbs = bin_parser.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(bin_parser))
    listing = verbs.add_parser("list", help=tr("shows what can be brought back"))
    listing.set_defaults(handler=run_trash_list)
    restoring = verbs.add_parser("restore", help=tr("brings back a record with all that was removed with it"))
    restoring.add_argument("record", metavar="NUMBER|UID|KIND/UID")
    restoring.set_defaults(handler=run_trash_restore)
    for parser in (history, listing, restoring):
        add_data_option(parser)


def run_history(options: argparse.Namespace) -> Answer:
    """The changes, the newest first; of a record with --as-of also its values at the end of that day."""
    until = datetime.combine(day(options.as_of), time.max, OFFICE_ZONE) if options.as_of else None
    with opened(options) as store:
        kind, uid = _record(store, options.record) if options.record is not None else (None, None)
        lines = store.ask(history_lines, kind=kind, uid=uid, user=options.user, until=until, limit=options.limit)
        facts: dict[str, Any] = {"changes": [_facts(line) for line in lines]}
        told = [line for _entry, some in groupby(lines, lambda line: line.entry) for line in _told(list(some))]
        if kind and uid and until:
            values = store.ask(_values_then, kind, uid, until)
            facts |= {"as_of": options.as_of, "record": {"kind": kind, "uid": str(uid), "values": values}}
            told = [*_told_values(store, kind, uid, until, values), "", *told]
    return Answer(facts, told or [tr("There are no changes.")])


def run_undo(options: argparse.Namespace) -> Answer:
    """Takes an action back, or says what stands against it."""
    with opened(options) as store:
        count = store.do(undo, options.entry, reason=options.reason).value
    sentence = trn("Undone: {n} record is as before.", "Undone: {n} records are as before.", count)
    return Answer({"entry": options.entry, "records": count}, [sentence.format(n=count)])


def run_redo(options: argparse.Namespace) -> Answer:
    """Does again what was undone, or says what stands against it."""
    with opened(options) as store:
        count = store.do(redo, options.entry, reason=options.reason).value
    sentence = trn("Done again: {n} record changed.", "Done again: {n} records changed.", count)
    return Answer({"entry": options.entry, "records": count}, [sentence.format(n=count)])


def run_trash_list(options: argparse.Namespace) -> Answer:
    """What can be brought back, the last removed first."""
    with opened(options) as store:
        rows = store.ask(trash, office_date(store.clock))
    facts = [{**asdict(row), "uid": str(row.uid), "removed_at": row.removed_at.isoformat()} for row in rows]
    return Answer({"records": facts}, [_told_removed(row) for row in rows] or [tr("The trash is empty.")])


def run_trash_restore(options: argparse.Namespace) -> Answer:
    """Brings back a record with all that was removed in the same action."""
    with opened(options) as store:
        kind, uid = _record(store, options.record)
        count = store.do(restore_removed, RestoreOrder(kind, uid)).value
        title = store.ask(record_title, kind, uid)
    sentence = trn("“{title}” is back: {n} record.", "“{title}” is back: {n} records.", count)
    return Answer({"records": count, "kind": kind, "uid": str(uid)}, [sentence.format(title=title, n=count)])


def _whole(text: str) -> int:
    """A whole number above 0; argparse says what is wrong with another one."""
    number = int(text)
    if not 0 < number <= _MOST:
        raise ValueError(text)
    return number


def _record(store: Store, text: str) -> Key:
    """The record meant by a number, a key or kind/key; raises KammerError when there is none or more than one."""
    found = store.ask(_records_named, text.strip())
    if not found:
        sentence = tr("There is no record “{text}”. Please give its number or its key, as the history shows it.")
        raise KammerError(sentence.format(text=shorten(text)))
    if len(found) > 1:
        choices = ", ".join(f"{kind}/{uid} ({store.ask(record_title, kind, uid)})" for kind, uid in found)
        raise KammerError(
            tr("“{text}” is the number of several records. Please give one of these: {choices}.").format(
                text=shorten(text), choices=choices
            )
        )
    return found[0]


def _records_named(session: Session, text: str) -> list[Key]:
    kind, _slash, key = text.rpartition("/")
    try:
        uid = UUID(key)
    except ValueError:
        return [
            (table.name, uid)
            for table in record_tables(Record.metadata)
            if "number" in table.columns
            for uid in session.scalars(select(table.c.uid).where(table.c.number == text))
        ]
    told = select(JournalChange.kind).where(JournalChange.uid == uid).limit(1)
    kinds = session.scalars(told).all()
    return [(one, uid) for one in kinds if kind in ("", one) and is_record(Record.metadata.tables[one])]


def _values_then(session: Session, kind: str, uid: UUID, until: datetime) -> dict[str, str] | None:
    """Readable values of a record at a moment; None when it was not there."""
    values = record_at(session, kind, uid, until)
    columns, titles = Record.metadata.tables[kind].columns, Titles(session)
    return values and {name: titles.readable(columns.get(name), value) for name, value in values.items()}


def _told_values(store: Store, kind: str, uid: UUID, until: datetime, values: dict[str, str] | None) -> list[str]:
    facts = {"title": store.ask(record_title, kind, uid), "date": format_date(until.date())}
    if values is None:
        return [tr("“{title}” was not there at the end of {date}.").format(**facts)]
    shown = [f"  {field_word(kind, name)}: {value}" for name, value in values.items() if value and name != "home"]
    return [tr("“{title}” at the end of {date}:").format(**facts), *shown]


def _told(lines: Sequence[HistoryLine]) -> Iterator[str]:
    """One entry and the records it changed."""
    entry = lines[0]
    reason = f" ({entry.reason})" if entry.reason else ""
    yield tr("Entry {number}, {when}, {user}: {action}").format(
        number=entry.entry, when=office_text(entry.at), user=entry.user, action=entry.words + reason
    )
    for line in lines:
        yield f"  {kind_word(line.kind)}: {line.title} – {tr(HAPPENING_WORDS[line.happening])} [{line.kind}/{line.uid}]"
        for field in line.fields:
            yield f"    {field.words}: {f'{field.old} → ' if field.old else ''}{field.new or '–'}"


def _facts(line: HistoryLine) -> dict[str, Any]:
    return {**asdict(line), "uid": str(line.uid), "at": line.at.isoformat()}


def _told_removed(row: TrashRow) -> str:
    left = trn("{n} day left", "{n} days left", row.days_left).format(n=row.days_left)
    who = f"{office_text(row.removed_at)}, {row.removed_by}"
    return f"{row.words}: {row.title} – {who}, {left} [{row.kind}/{row.uid}]"
