"""Every record kind of the house in one place: importing this module is what makes the schema complete."""

from __future__ import annotations

from sqlalchemy import MetaData

from kammerdesk.committees import model as committees
from kammerdesk.examday import model as examday
from kammerdesk.exams import model as exams
from kammerdesk.people import model as people
from kammerdesk.store import erasure, follow_ups, printed, protection, settings, shared_views, users
from kammerdesk.store.record import Base
from kammerdesk.sync import model as sync
from kammerdesk.sync import settlement

ROOMS = (
    people,
    committees,
    exams,
    examday,
    printed,
    settings,
    users,
    shared_views,
    follow_ups,
    erasure,
    protection,
    sync,
    settlement,
)


def schema() -> MetaData:
    """All tables of the house."""
    return Base.metadata
