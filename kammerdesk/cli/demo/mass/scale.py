"""How large a demonstration is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kammerdesk.cli.demo.words import read_table

BRAUNSCHWEIG, LUENEBURG = "BS", "LW"


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of one database; `shares` are the chambers with what part of everything each of them has."""

    shares: tuple[tuple[str, int], ...]
    committees: int
    examiners: int
    exams_a_season: int
    seasons: int

    def part(self, chamber: str, whole: int) -> int:
        """What one chamber has of a whole, at least one."""
        shares = dict(self.shares)
        return max(1, round(whole * shares[chamber] / sum(shares.values())))

    def shrunk(self, divisor: int) -> Scale:
        """The same world with so many times fewer of everything but chambers and seasons."""
        return replace(
            self,
            committees=self.committees // divisor,
            examiners=self.examiners // divisor,
            exams_a_season=self.exams_a_season // divisor,
        )


PAIR = Scale(
    shares=((BRAUNSCHWEIG, 60), (LUENEBURG, 40)), committees=800, examiners=6500, exams_a_season=12_500, seasons=10
)
"""Both chambers at their real size: 25,000 exams a year, five years."""


def national() -> Scale:
    """All 79 chambers in one file: 300,000 exams, one year (DIHK figures for 2024, rounded up)."""
    others = tuple((row["code"], 100) for row in read_table("demo", "chambers_national.csv"))
    return Scale(
        shares=((BRAUNSCHWEIG, 75), (LUENEBURG, 50), *others),
        committees=26_000,
        examiners=150_000,
        exams_a_season=150_000,
        seasons=2,
    )
