"""Every check of the house in one place: what must always hold, from the pages of the file to the seats of committees.

Numbers of invoices join when there are invoices.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import MetaData

from kammerdesk.base.errors import KammerError
from kammerdesk.committees import checks as committees
from kammerdesk.examday import checks as examday
from kammerdesk.exams import checks as exams
from kammerdesk.store.checks import MENDABLE, Check, Fault
from kammerdesk.store.inspection import INTEGRITY
from kammerdesk.store.store import Store

CHECKS: tuple[Check, ...] = (*INTEGRITY, *MENDABLE, *committees.CHECKS, *exams.CHECKS, *examday.CHECKS)


@dataclass(frozen=True, slots=True)
class Checked:
    """A check and what it found; empty when all is as it must be."""

    check: Check
    faults: tuple[Fault, ...]


def check_house(store: Store, metadata: MetaData) -> list[Checked]:
    """Looks at everything; what is too damaged to be read is a fault too."""
    return [Checked(check, _found(store, check, metadata)) for check in CHECKS]


def repair(store: Store, found: list[Checked]) -> list[Check]:
    """Mends what can be mended, each by its action; returns the checks whose faults were worked on."""
    worked = []
    for each in found:
        if each.faults and each.check.repair is not None:
            store.do(each.check.repair, None)
            worked.append(each.check)
    return worked


def _found(store: Store, check: Check, metadata: MetaData) -> tuple[Fault, ...]:
    try:
        return store.ask(lambda session: tuple(check.find(session, metadata)))
    except KammerError as error:
        return (Fault(str(error)),)
