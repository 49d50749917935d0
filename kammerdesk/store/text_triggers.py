"""The triggers that refuse texts which the hub of the house could not store, so that nothing is kept here alone."""

from __future__ import annotations

import re

from sqlalchemy import MetaData, String, Table

from kammerdesk.base.i18n import tr
from kammerdesk.store.record import field_groups, record_tables
from kammerdesk.store.words import field_word, kind_word

_NUL = re.compile(r"U\+0000 in (\w+)\.(\w+)")
_LONG = re.compile(r"more than (\d+) letters in (\w+)\.(\w+)")


def text_triggers(metadata: MetaData) -> dict[str, str]:
    """The triggers of all record tables by name."""
    statements: dict[str, str] = {}
    for table in record_tables(metadata):
        statements |= _triggers_of(table)
    return statements


def refused_text(cause: str) -> str | None:
    """What such a trigger raised, as a sentence that names the field; None for anything else."""
    if found := _NUL.search(cause):
        kind, field = found.groups()
        sentence = tr("Not saved: “{field}” ({kind}) holds a character that is none (U+0000). Please enter it anew.")
        return sentence.format(field=field_word(kind, field), kind=kind_word(kind))
    if found := _LONG.search(cause):
        longest, kind, field = found.groups()
        sentence = tr("Not saved: “{field}” ({kind}) may have at most {n} letters. Please shorten it.")
        return sentence.format(field=field_word(kind, field), kind=kind_word(kind), n=longest)
    return None


def _triggers_of(table: Table) -> dict[str, str]:
    columns = [column for group in field_groups(table).values() for column in group]
    texts = {column.name: column.type.length for column in columns if isinstance(column.type, String)}
    if not texts:
        return {}
    limits = {name: length for name, length in texts.items() if length is not None}
    refusals = [
        f"SELECT RAISE(ABORT, 'U+0000 in {table.name}.{name}') WHERE instr(NEW.{name}, char(0));" for name in texts
    ] + [
        f"SELECT RAISE(ABORT, 'more than {length} letters in {table.name}.{name}') WHERE length(NEW.{name}) > {length};"
        for name, length in limits.items()
    ]
    # one look at all texts together, for hardly any holds one
    wrong = [f"instr(concat({', '.join(f'NEW.{name}' for name in texts)}), char(0))"]
    wrong += [f"length(NEW.{name}) > {length}" for name, length in limits.items()]
    then = f"WHEN {' OR '.join(wrong)} BEGIN {' '.join(refusals)} END"
    return {
        f"{table.name}_text_insert": f"CREATE TRIGGER {table.name}_text_insert BEFORE INSERT ON {table.name} {then}",
        f"{table.name}_text_update": f"CREATE TRIGGER {table.name}_text_update "
        f"BEFORE UPDATE OF {', '.join(texts)} ON {table.name} {then}",
    }
