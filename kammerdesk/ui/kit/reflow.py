"""How the room in the window is shared, by its width divided by the zoom."""

from __future__ import annotations

from dataclasses import dataclass

NAVIGATION_WIDE = 240
NAVIGATION_NARROW = 56


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Widths in pixels at 100 %; `detail` is 0 when list and detail share one pane."""

    navigation: int
    detail: int

    @property
    def one_pane(self) -> bool:
        """Whether the detail lies over the list instead of beside it."""
        return self.detail == 0


def arrangement(width: int, zoom: float) -> Arrangement:
    """What fits into a window `width` pixels wide."""
    room = width / zoom
    if room >= 1500:
        return Arrangement(NAVIGATION_WIDE, 480)
    if room >= 1340:
        return Arrangement(NAVIGATION_WIDE, 420)
    if room >= 1000:
        return Arrangement(NAVIGATION_NARROW, 400)
    return Arrangement(NAVIGATION_NARROW, 0)
