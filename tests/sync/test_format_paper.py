"""The paper on the format names every kind, group, field and share as the program has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, Date, Integer, String, Time, Uuid

from kammerdesk.store.record import Record, UtcDateTime, record_tables
from kammerdesk.sync.frames import groups_of
from kammerdesk.sync.same_state import scope_digest
from kammerdesk.sync.scope import REMOVAL_FIELD, SHARES, needed_fields, shared_fields, shared_kinds

PAPER = Path(__file__).parent.parent.parent / "docs" / "format.md"

WORDS = {Uuid: "key", UtcDateTime: "moment", Date: "date", Time: "time", Integer: "integer"}


def type_word(column: Column[object]) -> str:
    """A column's type as the paper writes it, with the longest text and a question mark where nothing is allowed."""
    word = next((word for kind, word in WORDS.items() if isinstance(column.type, kind)), "")
    if not word:
        length = getattr(column.type, "length", None)
        word = "text" if isinstance(column.type, String) else "truth"
        word += f" {length}" if length else ""
    return word + ("?" if column.nullable else "")


def kind_lines() -> Iterator[str]:
    """The table of kinds, groups and fields."""
    for table in record_tables(Record.metadata):
        if table.name not in shared_kinds():
            continue
        needed = needed_fields(table.name)
        for group, names in groups_of(table, shared_fields(table.name)):
            fields = ", ".join(
                f"`{name}` {type_word(table.columns[name])}{'!' if name in needed else ''}" for name in names
            )
            yield f"| `{table.name}` | `{group}` | {fields} |"


def share_lines() -> Iterator[str]:
    """The table of shares."""
    for share in SHARES:
        kind = share.table.name
        whole = shared_fields(kind) == share.columns
        fields = "all" if whole else " ".join(f"`{name}`" for name in (*share.fields, REMOVAL_FIELD))
        parents = ", ".join(f"`{name}` → `{key}`" for name, key in share.parents.items())
        yield f"| `{share.key}` | `{kind}` | `{share.reason}` | {fields} | {parents} |"


def section(text: str) -> str:
    """The paper with its two tables and the bytes that stand for the list as they must be."""
    for start, lines in (("| `committee` | `core` |", kind_lines()), ("| `committee` | `committee` |", share_lines())):
        rows = re.search(rf"{re.escape(start)}(?:.+\n)+", text)
        assert rows is not None
        text = text.replace(rows[0], "".join(f"{line}\n" for line in lines))
    return re.sub("(?<=`scope` is `)[0-9a-f]+", scope_digest().hex(), text)


def test_the_paper_lists_all_that_may_travel() -> None:
    """`python -m tests.sync.test_format_paper` writes the lists anew."""
    text = PAPER.read_text(encoding="utf-8")
    assert section(text) == text


if __name__ == "__main__":
    PAPER.write_text(section(PAPER.read_text(encoding="utf-8")), encoding="utf-8")
