"""What the invented examiners give, candidate by candidate, so that the tour has passes, fails and border cases."""

from __future__ import annotations

from collections.abc import Sequence

JOINT: Sequence[tuple[str, str]] = (
    ("85", "83"),
    ("77", "79"),
    ("66,5", "67,5"),
    ("91", "89"),
    ("70", "70"),
    ("41", "39"),
    ("82", "83"),
    ("74", "76"),
    ("88", "88"),
    ("94", "92"),
    ("71", "71"),
    ("57", "55"),
)
"""Documentation, then presentation and interview, as agreed; the third gives 67,00 exactly, the sixth fails."""

OFFSETS = (-2, 0, 2)
"""How far each of the three examiners lies from what is agreed in the end."""

REASON = "Die Lösung deckt wesentliche Anforderungen nicht ab; zentrale Rückfragen blieben unbeantwortet."


def pile(subarea: int, examiner: int) -> list[str]:
    """The sheets of one examiner for one subarea (both from 0), from the first candidate to the last."""
    return [_shifted(marks[subarea], OFFSETS[examiner]) for marks in JOINT]


def agreed(subarea: int) -> list[str]:
    """The joint marks of one subarea."""
    return [marks[subarea] for marks in JOINT]


def _shifted(mark: str, by: int) -> str:
    whole, _, rest = mark.partition(",")
    return f"{int(whole) + by},{rest}" if rest else str(int(whole) + by)
