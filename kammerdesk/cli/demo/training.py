"""The occupations that demonstrations examine in: who trains for them, and what is examined last."""

from __future__ import annotations

from dataclasses import dataclass

from kammerdesk.exams.rules.catalogue import regulation


@dataclass(frozen=True, slots=True)
class Training:
    """The trade of the firms, the area examined face to face in slots of so many minutes, the share of exams (%)."""

    trade: str
    oral_area: str
    slot_minutes: int
    share: int


TRAININGS = {
    "buero2025": Training("office", "FA", 30, 22),
    "fiae2020": Training("it", "PUS", 45, 14),
    "im2007": Training("metal", "AA", 45, 14),
    "indkfl2024": Training("office", "FA", 45, 12),
    "keh2017": Training("retail", "FG", 30, 16),
    "mechatroniker2011": Training("electric", "AA", 45, 10),
    "verkaeufer2017": Training("retail", "FG", 30, 12),
}
"""By regulation."""


def written_areas(regulation_id: str) -> tuple[str, ...]:
    """The areas that have been examined when the oral and practical examinations begin."""
    oral = TRAININGS[regulation_id].oral_area
    return tuple(area for area in regulation(regulation_id).area_ids if area != oral)
