"""What people call a single record, and how its stored values read."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session


def record_title(session: Session, kind: str, uid: UUID) -> str:
    """The title of a record, live or removed: "Müller, Ada"."""
    raise NotImplementedError
