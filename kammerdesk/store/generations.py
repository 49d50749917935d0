"""Which backups there are, which stay and which go: all of today, 7 days, 4 weeks, 12 months."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain, count
from pathlib import Path

from kammerdesk.base.clock import OFFICE_ZONE, office_time

FOLDER = "backups"
SUFFIX = ".kdbackup"
DAYS, WEEKS, MONTHS = 7, 4, 12
UNTOUCHED = timedelta(days=30)
"""So long backups made before something stay, whatever comes after them."""

_NAME = re.compile(r"KammerDesk-([A-Z]{1,8})-(\d{8}-\d{6})(?:-\d+)?" + re.escape(SUFFIX))
_MOMENT = "%Y%m%d-%H%M%S"


class Cause(StrEnum):
    """Why a backup is made; those before something lie in folders of their own."""

    ROUTINE = "routine"
    MIGRATION = "before-migration"
    RESTORE = "before-restore"
    KEY_CHANGE = "before-key-change"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A finished backup as its name tells it; `made_at` is aware."""

    file: Path
    chamber: str
    made_at: datetime
    cause: Cause


def place_for(folder: Path, cause: Cause) -> Path:
    """Where below a folder of backups those of a cause lie."""
    return folder if cause is Cause.ROUTINE else folder / cause.value


def new_name(chamber: str, moment: datetime, place: Path) -> Path:
    """A name for a backup that is not taken, nor by one in the making; it tells chamber and time, nothing else."""
    stem = f"KammerDesk-{chamber}-{office_time(moment):{_MOMENT}}"
    names = chain([f"{stem}{SUFFIX}"], (f"{stem}-{number}{SUFFIX}" for number in count(2)))
    return next(place / name for name in names if not any(place.glob(f"{name}*")))


def backups_in(folder: Path) -> list[BackupFile]:
    """The backups in a folder of backups and its folders by cause, newest first; anything else there is passed over."""
    found = []
    for cause in Cause:
        for file in place_for(folder, cause).glob(f"*{SUFFIX}"):
            told = _NAME.fullmatch(file.name)
            moment = _moment(told[2]) if told else None
            if told and moment:
                found.append(BackupFile(file, told[1], moment, cause))
    return sorted(found, key=lambda backup: (backup.made_at, len(backup.file.name), backup.file.name), reverse=True)


def newest_backup(data: Path) -> BackupFile | None:
    """The newest backup below a folder of data."""
    try:
        return next(iter(backups_in(data / FOLDER)), None)
    except OSError:
        return None


def backup_due(data: Path, now: datetime) -> bool:
    """Whether today's backup of a folder of data is still to be made."""
    routine = (backup for backup in backups_in(data / FOLDER) if backup.cause is Cause.ROUTINE)
    newest = next(routine, None)
    return newest is None or _day(newest.made_at) < _day(now)


def rotate(folder: Path, now: datetime) -> list[Path]:
    """Deletes the backups of a folder whose time is over; returns them. Other files are never touched."""
    gone = []
    for cause in Cause:
        backups = [backup for backup in backups_in(folder) if backup.cause is cause]
        moments = [backup.made_at for backup in backups]
        staying = kept(moments, now) if cause is Cause.ROUTINE else kept_untouched(moments, now)
        gone += [backup.file for backup in backups if backup.made_at not in staying]
    for file in gone:
        file.unlink()
    return gone


def kept(moments: Collection[datetime], now: datetime) -> set[datetime]:
    """Which of the backups made at these moments stay: all of today (and later), and the newest of each period.

    Counted are periods that have a backup, so that a long holiday costs none.
    """
    today = {moment for moment in moments if _day(moment) >= _day(now)}
    days = _newest_of(moments, _day, DAYS)
    weeks = _newest_of(moments, lambda moment: _day(moment).isocalendar()[:2], WEEKS)
    months = _newest_of(moments, lambda moment: (_day(moment).year, _day(moment).month), MONTHS)
    return today | days | weeks | months


def kept_untouched(moments: Collection[datetime], now: datetime) -> set[datetime]:
    """Which of the backups made before something stay: those of the last 30 days, and the newest."""
    return {moment for moment in moments if moment >= now - UNTOUCHED} | ({max(moments)} if moments else set())


def _newest_of(moments: Iterable[datetime], period: Callable[[datetime], Hashable], count: int) -> set[datetime]:
    newest: dict[Hashable, datetime] = {}
    for moment in sorted(moments, reverse=True):
        newest.setdefault(period(moment), moment)
    return set(list(newest.values())[:count])


def _day(moment: datetime) -> date:
    return office_time(moment).date()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=OFFICE_ZONE)
    except ValueError:
        return None
