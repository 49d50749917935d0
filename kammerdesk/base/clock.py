"""Time as the program sees it: moments are UTC, the office's zone is applied on screen and paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Europe/Berlin")


class Clock(Protocol):
    """Anything that tells the time; tests and demonstrations bring a fixed one."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        """Always the same moment."""
        return self.moment


def office_time(moment: datetime) -> datetime:
    """A UTC moment as the wall clock in the office shows it (naive moments are taken as UTC)."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(OFFICE_ZONE)


def office_date(clock: Clock) -> date:
    """Today, in the office."""
    return office_time(clock.now()).date()


def end_of_day(day: date) -> datetime:
    """The last moment of a day in the office, in UTC."""
    following = datetime.combine(day + timedelta(days=1), time.min, OFFICE_ZONE)
    return following.astimezone(UTC) - timedelta(microseconds=1)


def office_text(moment: datetime) -> str:
    """A moment as the office reads it: 24.11.2026 08:30."""
    return f"{office_time(moment):%d.%m.%Y %H:%M}"
