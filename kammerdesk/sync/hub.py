"""The hub of a house: founded from a workplace, from then on one more workstation.

Whatever it takes in and writes is the exchange of workstations (stations.py) with the same merge; only its data lie in
PostgreSQL (see store/hub.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, func, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import Clock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import action
from kammerdesk.store.door import Door
from kammerdesk.store.hub import Hub
from kammerdesk.store.record import Base
from kammerdesk.store.work import Work
from kammerdesk.sync.inbox import open_numbers
from kammerdesk.sync.model import SyncKey, SyncParked
from kammerdesk.sync.same_state import house_code
from kammerdesk.sync.stations import StationRow, stations


@dataclass(frozen=True, slots=True)
class HubState:
    """How the hub stands: who exchanges with it, what waits, and the code of everything that the house has."""

    stations: tuple[StationRow, ...]
    decisions: int
    parked: int
    code: str

    @property
    def outstanding(self) -> int:
        """How many workstations lack something that is here."""
        return sum(1 for row in self.stations if row.lacks)


def found_hub(workplace: Door, url: URL, folder: Path, *, clock: Clock | None = None, passphrase: str = "") -> Hub:
    """Makes the hub of the house to which a workplace belongs, with its keys; its data come with the first bundles.

    Raises KammerError when the house has no keys yet, and what `Hub.create` raises.
    """
    keys = workplace.ask(_house_keys)
    if not keys:
        raise KammerError(tr("This house has no keys yet. Please make the key card first."))
    hub = Hub.create(
        url,
        folder,
        workplace.chamber,
        Base.metadata,
        user=workplace.user,
        clock=clock,
        demonstration=workplace.demonstration,
        passphrase=passphrase,
    )
    hub.do(bring_house_keys, keys)
    return hub


def _house_keys(session: Session) -> list[dict[str, Any]]:
    keys = select(SyncKey.__table__).where(SyncKey.secret.is_not(None))
    return [{name: value for name, value in row._mapping.items() if name != "_l"} for row in session.execute(keys)]


@action(N_("Bring the keys of the house to the hub"), roles=(), lasting=True)
def bring_house_keys(work: Work, keys: list[dict[str, Any]]) -> None:
    """With them the hub opens what workstations write, and writes for them."""
    work.session.add_all(SyncKey(**key) for key in keys)


def hub_state(session: Session) -> HubState:
    """How the hub stands now."""
    parked = session.scalar(select(func.count()).select_from(SyncParked)) or 0
    return HubState(tuple(stations(session)), open_numbers(session).total(), parked, house_code(session))
