"""Whose house a session belongs to, who works in it, and what time it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kammerdesk.base.clock import Clock, office_date

_KEY = "house"


@dataclass(frozen=True, slots=True)
class House:
    """The chamber (its code), the user, the clock, and whether the data are invented."""

    chamber: str
    user: str
    clock: Clock
    demonstration: bool

    @property
    def today(self) -> date:
        """Today in the office."""
        return office_date(self.clock)


def enter(session: Session, house: House) -> Session:
    """Gives a session its house."""
    session.info[_KEY] = house
    return session


def house_of(session: Session) -> House:
    """The house of a session that the store opened."""
    house: House = session.info[_KEY]
    return house
