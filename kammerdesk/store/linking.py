"""Which rows of a page a link means: the record with this key, or those with this number."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from kammerdesk.base.finding import Question
from kammerdesk.store.finding import Sources, find
from kammerdesk.store.placing import Key, PageWay, places_of
from kammerdesk.store.record import Base


def linked(session: Session, name: str, ways: Sequence[PageWay]) -> tuple[UUID, ...]:
    """The rows on the page to which these ways lead; several where a number was given twice, none for no live record.

    A number is taken as it is written; if no record has it so, with or without its dashes and blanks.
    """
    kinds = [way.kind for _page, way in ways if not way.by]
    records = [key for kind in kinds for key in _records(session, kind, name)]
    rows = [place.identity for place in places_of(session, records, ways).values()]
    if not rows:
        rows = [match.identity for match in find(session, Question(name), Sources(ways)).matches if match.exact]
    return tuple(dict.fromkeys(rows))


def _records(session: Session, kind: str, name: str) -> list[Key]:
    columns = Base.metadata.tables[kind].columns
    key = _key(name)
    wanted = {"uid": key.hex} if key is not None else {"number": name} if "number" in columns else {}
    found = []
    for column, value in wanted.items():
        query = f"SELECT uid FROM {kind} WHERE {column} = ? AND deleted_at IS NULL ORDER BY uid"
        found += [(kind, UUID(uid)) for (uid,) in session.connection().exec_driver_sql(query, (value,))]
    return found


def _key(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
