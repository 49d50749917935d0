"""The seats of a committee as rows of a small table: who, for which group, from which chamber, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.queries import SeatRow
from kammerdesk.committees.rules.case import ROLE_WORDS, Bench, Role
from kammerdesk.committees.rules.terms import Standing, standing
from kammerdesk.people.rules import list_name
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.tokens import Tone

_TONES = {Standing.LAPSED: Tone.ERR, Standing.FORMER: Tone.ERR, Standing.ENDING: Tone.WARN, Standing.COMING: Tone.INFO}
_ROLES = tuple(Role)
_BENCHES = tuple(Bench)


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat and how its appointment stands on the day."""

    seat: SeatRow
    standing: Standing

    @property
    def id(self) -> UUID:
        """The appointment's key."""
        return self.seat.id


def seat_lines(seats: Sequence[SeatRow], on: date) -> list[SeatLine]:
    """The seats with chair and vice chair first, then by group."""
    lines = [SeatLine(seat, standing(seat.valid_from, seat.valid_until, on, seat.dismissed_on)) for seat in seats]
    return sorted(lines, key=lambda line: (_ROLES.index(Role(line.seat.role)), _BENCHES.index(Bench(line.seat.bench))))


def _name(line: SeatLine) -> str:
    return list_name(line.seat.title, line.seat.first_name, line.seat.last_name)


def _until(line: SeatLine) -> str:
    if line.standing is Standing.COMING:
        return tr("from {day}").format(day=format_date(line.seat.valid_from))
    return format_date(line.seat.valid_until)


def _until_chip(line: SeatLine) -> Chip | None:
    tone = _TONES.get(line.standing)
    return Chip(_until(line), tone) if tone else None


SEAT_COLUMNS: tuple[Column[SeatLine], ...] = (
    Column(key="name", title=N_("Name"), value=_name, stretch=True),
    Column(key="bench", title=N_("Group"), value=lambda line: line.seat.bench),
    Column(
        key="until",
        title=N_("until"),
        value=lambda line: line.seat.valid_until,
        text=_until,
        chip=_until_chip,
        sample="! 00.00.0000 000",
    ),
    Column(key="role", title=N_("Office"), value=lambda line: tr(ROLE_WORDS[line.seat.role]), spare=True),
    Column(key="chamber", title=N_("Chamber"), value=lambda line: line.seat.home, spare=True),
)
