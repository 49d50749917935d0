"""Finds the records that are due to be erased, in sets: what a rule names, what goes with it, and what keeps it.

Works in a temporary table of the connection: one row per record that is due, with the one whose erasing takes it along
(its root, which may be itself).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, text

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import tr
from kammerdesk.office.rules import Rule, Rules
from kammerdesk.office.starts import end_of, may_have_started, start_of
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.stamps import stamp_milliseconds
from kammerdesk.store.words import kind_word
from kammerdesk.sync.scope import shared_kinds

BY_RULE, REMOVED = "rule", "removed"


@dataclass(frozen=True, slots=True)
class Root:
    """A record that is due: since when its period runs, by what, how many others go with it, and what holds it."""

    kind: str
    uid: UUID
    started: date
    why: str
    dependents: int
    held: tuple[str, ...] = ()


class DueRecords:
    """The records due today, in the temporary table `due`, and those that would be but for what holds them."""

    def __init__(self, connection: Connection, rules: Rules, today: date) -> None:
        self._connection = connection
        self._rules = rules
        self._today = today
        self._held: dict[str, tuple[Any, list[str]]] = {}
        self._tables = list(record_tables(Record.metadata))
        self._ruled = [table for table in self._tables if table.name in rules.kinds - rules.kept]
        self._find()

    def roots(self) -> Iterator[Root]:
        """The records a run erases, then those that are held."""
        columns = "root_kind AS kind, root, since, why, count(*) - 1 AS dependents"
        for row in self._connection.execute(text(f"SELECT {columns} FROM due GROUP BY root ORDER BY since")):
            yield Root(row.kind, UUID(row.root), _day(row.since), row.why, row.dependents)
        for uid, (row, reasons) in self._held.items():
            yield Root(row.root_kind, UUID(uid), _day(row.since), row.why, 0, tuple(dict.fromkeys(reasons)))

    def taken(self, roots: set[UUID]) -> dict[str, set[UUID]]:
        """All records, by kind, that go when these roots are erased: what refers to them is due too, and goes."""
        chosen = {uid.hex for uid in roots}
        grown = True
        while grown:
            more = self._referring_roots(chosen) - chosen
            grown = bool(more)
            chosen |= more
        found: defaultdict[str, set[UUID]] = defaultdict(set)
        for row in self._connection.execute(text("SELECT kind, uid, root FROM due")):
            if row.root in chosen:
                found[row.kind].add(UUID(row.uid))
        return dict(found)

    def _find(self) -> None:
        self._lay_out()
        for table in self._ruled:
            self._add_by_rule(table)
            self._add_removed(table)
        self._add_followers()
        self._apply_holds()
        self._hold_unsent()
        self._drop_referenced()
        for table in reversed(self._ruled):  # children before parents
            rule = self._rules.by_kind.get(table.name)
            if rule is not None and rule.unreferenced:
                self._add_unreferenced(table, rule)
        self._add_followers()

    def _lay_out(self) -> None:
        columns = "uid CHAR(32) PRIMARY KEY, kind TEXT, root CHAR(32), root_kind TEXT, since TEXT, why TEXT"
        for statement in (
            f"CREATE TEMP TABLE IF NOT EXISTS due ({columns})",
            "CREATE INDEX IF NOT EXISTS temp.due_kind ON due (kind)",
            "CREATE INDEX IF NOT EXISTS temp.due_root ON due (root)",
            "DELETE FROM due",
        ):
            self._connection.execute(text(statement))

    def _add(self, query: str, **values: object) -> None:
        into = "INSERT OR IGNORE INTO due (uid, kind, root, root_kind, since, why)"
        self._connection.execute(text(f"{into} {query}"), values)

    def _add_by_rule(self, table: Table) -> None:
        rule = self._rules.by_kind.get(table.name)
        if rule is not None and not rule.unreferenced:
            self._add(
                "SELECT uid, :kind, uid, :kind, start, :why FROM "
                f"(SELECT t.uid, {start_of(table, rule, 't')} AS start FROM {table.name} t "
                f"WHERE {may_have_started(table, rule, 't')}) WHERE start < :end",
                kind=table.name,
                why=BY_RULE,
                end=end_of(rule.last_start(self._today)),
            )

    def _add_removed(self, table: Table) -> None:
        """Removed long enough ago, unless the period of a rule runs."""
        prefix, rule = self._rule_above(table)
        start = start_of(table, rule, "t", prefix) if rule else "NULL"
        self._add(
            f"SELECT t.uid, :kind, t.uid, :kind, t.deleted_at, :why FROM {table.name} t "
            f"WHERE t.deleted_at < :removed AND NOT coalesce({start} >= :end, 0)",
            kind=table.name,
            why=REMOVED,
            removed=end_of(self._rules.removed.last_start(self._today)),
            end=end_of(rule.last_start(self._today)) if rule else "",
        )

    def _rule_above(self, table: Table) -> tuple[str, Rule | None]:
        """The rule of a kind, or of what it goes with; and the path that leads there."""
        prefix = ""
        while True:
            rule = self._rules.by_kind.get(table.name)
            if rule is not None and not rule.unreferenced:
                return prefix, rule
            name = self._rules.follows.get(table.name, "")
            if not name or not table.c[name].foreign_keys:
                return "", None
            (key,) = table.c[name].foreign_keys
            prefix, table = f"{prefix}{name}/", key.column.table

    def _add_followers(self) -> None:
        """What goes with a record that is due, through any number of others; parents come before children."""
        for table in self._ruled:
            name = self._rules.follows.get(table.name)
            if name is not None:
                found = (
                    "SELECT t.uid, :kind, due.root, due.root_kind, due.since, due.why "
                    f"FROM due JOIN {table.name} t ON t.{name} = due.uid"
                )
                self._connection.execute(text(f"INSERT OR REPLACE INTO due {found}"), {"kind": table.name})

    def _apply_holds(self) -> None:
        """Open holds keep a record and what belongs to it; ended ones put the end of the period off by their length."""
        columns = "subject_kind, subject_uid, reason, since, until"
        query = text(f"SELECT {columns} FROM retention_hold WHERE deleted_at IS NULL")
        for hold in self._connection.execute(query).all():
            since = date.fromisoformat(hold.since)
            until = date.fromisoformat(hold.until) if hold.until else None
            sentence = tr("Held since {date}: {reason}").format(date=format_date(since), reason=hold.reason)
            for uid in self._belonging(hold.subject_kind, hold.subject_uid):
                if until is None or until > self._today:
                    self._hold(uid, sentence)
                else:
                    self._put_off(uid, until - since)

    def _belonging(self, kind: str, uid: str) -> set[str]:
        """The record and everything that must refer to it, through any number of others."""
        found: defaultdict[str, set[str]] = defaultdict(set, {kind: {uid}})
        for table in self._tables:
            for key in table.foreign_keys:
                if not key.parent.nullable:
                    query = text(f"SELECT uid FROM {table.name} WHERE {key.parent.name} = :parent")
                    for parent in sorted(found.get(key.column.table.name, ())):
                        found[table.name].update(self._connection.scalars(query, {"parent": parent}))
        return set().union(*found.values())

    def _put_off(self, uid: str, pause: timedelta) -> None:
        row = self._row(uid)
        rule = self._rules.by_kind.get(row.root_kind) if row else None
        if row and rule and row.why == BY_RULE and rule.due_since(_day(row.since)) + pause > self._today:
            self._drop(row.root)

    def _hold_unsent(self) -> None:
        """A removal that no bundle has told the partner yet: erased now, the record would stay there for ever."""
        last_out = self._connection.scalar(text("SELECT max(stamp) FROM sync_out"))
        sentence = tr("The partner does not know of the removal yet. Please send a bundle first.")
        for kind in shared_kinds() if last_out else ():
            query = text(
                f"SELECT due.uid FROM due JOIN {kind} t ON t.uid = due.uid WHERE due.kind = :kind AND due.why = :why "
                "AND t._c <= :out AND t._v_removal > :out AND t.home = (SELECT chamber FROM installation)"
            )
            for uid in self._connection.scalars(query, {"kind": kind, "why": REMOVED, "out": last_out}).all():
                self._hold(uid, sentence)

    def _drop_referenced(self) -> None:
        """Takes out what something that stays refers to, and what goes with it, until nothing more changes."""
        dropped = True
        while dropped:
            dropped = False
            for child, column, kind in self._references():
                query = text(
                    f"SELECT DISTINCT due.root FROM due JOIN {child} t ON t.{column} = due.uid "
                    "WHERE due.kind = :kind AND t.uid NOT IN (SELECT uid FROM due)"
                )
                sentence = tr("Something that stays refers to it: {kind}.").format(kind=kind_word(child))
                for root in self._connection.scalars(query, {"kind": kind}).all():
                    self._hold(root, sentence)
                    dropped = True

    def _references(self) -> Iterator[tuple[str, str, str]]:
        """Every way in which records refer to one another: the kind, its column, and the kind referred to."""
        for table in self._tables:
            for key in table.foreign_keys:
                yield table.name, key.parent.name, key.column.table.name

    def _referring_roots(self, roots: set[str]) -> set[str]:
        """The roots of due records that refer to what goes with these roots."""
        self._connection.execute(text("CREATE TEMP TABLE IF NOT EXISTS chosen (uid CHAR(32) PRIMARY KEY)"))
        self._connection.execute(text("DELETE FROM chosen"))
        if roots:
            self._connection.execute(text("INSERT INTO chosen VALUES (:uid)"), [{"uid": uid} for uid in roots])
        found: set[str] = set()
        for child, column, kind in self._references():
            query = text(
                f"SELECT DISTINCT other.root FROM due JOIN {child} t ON t.{column} = due.uid "
                "JOIN due other ON other.uid = t.uid WHERE due.kind = :kind AND due.root IN (SELECT uid FROM chosen)"
            )
            found.update(self._connection.scalars(query, {"kind": kind}))
        return found

    def _add_unreferenced(self, table: Table, rule: Rule) -> None:
        """Old enough records to which nothing refers but what goes too."""
        free = [
            f"NOT EXISTS (SELECT 1 FROM {child} c WHERE c.{column} = t.uid AND c.uid NOT IN (SELECT uid FROM due))"
            for child, column, kind in self._references()
            if kind == table.name
        ]
        self._add(
            f"SELECT t.uid, :kind, t.uid, :kind, t._c, :why FROM {table.name} t "
            f"WHERE {' AND '.join(('t._c < :made', *free))}",
            kind=table.name,
            why=BY_RULE,
            made=_stamp_after(rule.last_start(self._today)),
        )

    def _row(self, uid: str) -> Any:
        query = text("SELECT root, root_kind, since, why FROM due WHERE uid = :uid")
        return self._connection.execute(query, {"uid": uid}).first()

    def _hold(self, uid: str, reason: str) -> None:
        row = self._row(uid)
        if row is not None:
            self._held.setdefault(row.root, (row, []))[1].append(reason)
            self._drop(row.root)

    def _drop(self, root: str) -> None:
        self._connection.execute(text("DELETE FROM due WHERE root = :root"), {"root": root})


def _day(since: str) -> date:
    """The day of a date, of a moment, or of the stamp with which a record was made."""
    if "-" in since:
        return date.fromisoformat(since[:10])
    return date.fromtimestamp(stamp_milliseconds(since) / 1000)  # noqa: DTZ012  a day more or less does not count


def _stamp_after(day: date) -> str:
    """Comes after every stamp of that day."""
    return f"{(day + timedelta(1) - date(1970, 1, 1)).days * 86_400_000:012x}"
