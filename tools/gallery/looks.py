"""The looks in which every page is shown: sizes of window, colours, zoom."""

from __future__ import annotations

from dataclasses import dataclass

from kammerdesk.ui.kit.theme import Scheme


@dataclass(frozen=True, slots=True)
class GalleryLook:
    """Width and height of the window in pixels, and how it is dressed."""

    key: str
    words: str
    width: int = 1366
    height: int = 688
    scheme: Scheme = Scheme.LIGHT
    zoom: float = 1.0


LOOKS = (
    GalleryLook("wide", "1366 × 768, hell"),
    GalleryLook("wide_dark", "1366 × 768, dunkel", scheme=Scheme.DARK),
    GalleryLook("low", "1280 × 640, hell", width=1280, height=640),
    GalleryLook("low_dark", "1280 × 640, dunkel", width=1280, height=640, scheme=Scheme.DARK),
    GalleryLook("large", "1366 × 768, 150 %", zoom=1.5),
    GalleryLook("largest", "1366 × 768, 200 %", zoom=2.0),
    GalleryLook("small", "760 × 480", width=760, height=480),
    GalleryLook("contrast", "hoher Kontrast", scheme=Scheme.CONTRAST),
)
"""1366 × 768 without title and task bar is 1366 × 688."""

GREY = GalleryLook("grey", "ohne Farben")
"""The first look again, to see that nothing is said by colour alone."""
