"""Few colours far apart, for eyes that need them: the system's own when it gives such ones, else black and white.

Fusion draws its outlines a little darker than the window, so they vanish on black; the style sheet stays therefore,
made from these tokens. States keep icon and word, which say everything without a colour.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from kammerdesk.ui.kit.tokens import Tokens, Tone

READABLE = 4.5
FAR_APART = 7.0
"""What text and ground of a palette must reach to count as one of high contrast (WCAG 2.2, 1.4.6)."""


def contrast(one: str, other: str) -> float:
    """The contrast of two #RRGGBB colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def high_contrast(window: str, text: str, accent: str, on_accent: str, disabled: str) -> Tokens:
    """Tokens of a ground and an ink; every word and every outline has the ink, what is selected stands on a grey."""
    return Tokens(
        dark=_luminance(window) < _luminance(text),
        window=window,
        surface=window,
        subtle=window,
        header=window,
        border=text,
        control=text,
        text=text,
        text2=text,
        placeholder=_between(window, text, FAR_APART),
        disabled=disabled,
        accent=accent,
        accent_hover=accent,
        on_accent=on_accent,
        link=text,
        selection=_between(text, window, max(READABLE, contrast(window, text) / 3.2)),
        tones=dict.fromkeys(Tone, (text, window)),
    )


def _between(one: str, other: str, ratio: float) -> str:
    """The first colour on the way from one to the other that can be told from the one by this contrast."""
    ends = [[int(colour[n : n + 2], 16) for n in (1, 3, 5)] for colour in (one, other)]
    for step in range(101):
        mixed = "#" + "".join(f"{round(a + (b - a) * step / 100):02X}" for a, b in zip(*ends, strict=True))
        if contrast(one, mixed) >= ratio:
            return mixed
    return other


BLACK_ON_WHITE = high_contrast("#FFFFFF", "#000000", "#000080", "#FFFFFF", "#595959")
WHITE_ON_BLACK = high_contrast("#000000", "#FFFFFF", "#FFFF00", "#000000", "#A6A6A6")


def tokens_of(palette: QPalette, dark: bool) -> Tokens:
    """The system's colours when text and ground are far apart in them; else black and white as `dark` says."""
    role = QPalette.ColorRole

    def named(wanted: QPalette.ColorRole, group: QPalette.ColorGroup = QPalette.ColorGroup.Active) -> str:
        return QColor(palette.color(group, wanted)).name().upper()

    window, text = named(role.Base), named(role.Text)
    if contrast(window, text) < FAR_APART or contrast(named(role.Window), named(role.WindowText)) < FAR_APART:
        return WHITE_ON_BLACK if dark else BLACK_ON_WHITE
    accent, on_accent = named(role.Highlight), named(role.HighlightedText)
    if contrast(accent, window) < 3 or contrast(accent, on_accent) < READABLE:
        accent, on_accent = text, window
    return high_contrast(window, text, accent, on_accent, named(role.Text, QPalette.ColorGroup.Disabled))
