"""What lies in the exchange folder, and whether bundles that lie there are taken in by themselves."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.house import house_of
from kammerdesk.store.machine_file import machine_setting, set_machine_setting
from kammerdesk.sync.bundle import SUFFIX
from kammerdesk.sync.declining import declined_here
from kammerdesk.sync.files import spoken_faults
from kammerdesk.sync.model import SyncIn, SyncOut, SyncPeer

_SETTING = ("exchange", "automatic")
_OFF = "no"
_NAME = re.compile(r"(?P<pair>[A-Z0-9-]+)-(?P<made>\d{8}-\d{6})-(?P<end>[0-9a-f]{8})" + re.escape(SUFFIX))


class LyingState(StrEnum):
    """What became of a file: theirs waits, was taken in or refused; ours was fetched or not, as far as we know."""

    WAITS = "waits"
    TAKEN = "taken"
    DECLINED = "declined"
    UNFETCHED = "unfetched"
    FETCHED = "fetched"


@dataclass(frozen=True, slots=True)
class LyingFile:
    """A bundle of a partner or of ours in the folder, as its name tells; `at` is when it was taken in or fetched."""

    file: Path
    is_ours: bool
    partner: str
    made_at: datetime
    size: int
    state: LyingState
    at: datetime | None

    @property
    def id(self) -> str:
        """Its name."""
        return self.file.name

    @property
    def partner_name(self) -> str:
        """What the chamber is called from which it comes, or to which it goes."""
        return chamber_name(self.partner)


def takes_in_by_itself(data: Path) -> bool:
    """Whether bundles in the folder are taken in without anybody looking at them before; so it is unless set else."""
    try:
        return machine_setting(data, *_SETTING) != _OFF
    except ValueError:
        return True


def set_taking_in(data: Path, by_itself: bool) -> None:
    """Sets whether bundles in the folder are taken in by themselves."""
    set_machine_setting(data, *_SETTING, "" if by_itself else _OFF)


def lying(session: Session, folder: Path) -> list[LyingFile]:
    """The bundles between us and the partners in a folder, the latest first; nothing is opened.

    Raises KammerError when the folder cannot be reached.
    """
    ours = house_of(session).chamber
    pairs = {f"{peer}-{ours}": (peer, False) for peer in session.scalars(select(SyncPeer.chamber))}
    pairs |= {f"{ours}-{peer}": (peer, True) for peer, _ in pairs.values()}
    declined = {bundle.hex[-8:] for bundle in declined_here(session)}
    found = []
    with spoken_faults(folder), os.scandir(folder) as entries:
        for entry in entries:
            name = _NAME.fullmatch(entry.name)
            if name is not None and name["pair"] in pairs and entry.is_file(follow_symlinks=False):
                one = _file(session, entry, *pairs[name["pair"]], name["made"])
                is_declined = one.state is LyingState.WAITS and name["end"] in declined
                found.append(replace(one, state=LyingState.DECLINED) if is_declined else one)
    return sorted(found, key=lambda one: (one.made_at, one.id), reverse=True)


def _file(session: Session, entry: os.DirEntry[str], partner: str, is_ours: bool, made: str) -> LyingFile:
    size = entry.stat(follow_symlinks=False).st_size
    if is_ours:
        at = session.scalar(select(SyncOut.acked_at).where(SyncOut.file == entry.name))
        state = LyingState.UNFETCHED if at is None else LyingState.FETCHED
    else:
        at = session.scalar(select(SyncIn.at).where(SyncIn.file == entry.name, SyncIn.size == size))
        state = LyingState.WAITS if at is None else LyingState.TAKEN
    moment = datetime.strptime(made, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    return LyingFile(Path(entry.path), is_ours, partner, moment, size, state, at)
