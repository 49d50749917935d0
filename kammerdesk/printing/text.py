"""Breaking text into lines: greedily at spaces, without hyphenation, inside a word only where it cannot fit."""

from __future__ import annotations

import re
from functools import lru_cache

from kammerdesk.printing.fonts import Face
from kammerdesk.printing.style import Style

_PLACES = re.compile(r"(?<!\S)\S{1,64}@\S+|[ \u2009]+|(?<=[^\W\d_]{2}[-–/])(?=[^\W\d_]{3})")
"""Where a line may end: at breaking spaces, and after a hyphen, dash or slash between words.

Mail addresses are found too, only to be passed over.
"""

_BOUND = re.compile(r"(?<=§) (?=\d)|(?<=\bAbs\.) |(?<=\bNr\.) |(?<=\bDr\.) |(?<=\d) (?=%|€|Uhr\b)")
"""Spaces that typographers do not break: § 40, Abs. 2, Nr. 3, Dr. Weber, 50 %, 08:30 Uhr."""


@lru_cache(maxsize=4096)
def break_lines(text: str, style: Style, width: float) -> tuple[str, ...]:
    """The lines of a text in a column of the given width; line ends in the text are kept.

    A line that ends at a space keeps it, so that readers do not join its last word to the next line's first.
    Every character of every line can be shown by the style's face. Empty text has no lines.
    The answers are remembered, because a thousand letters share most of their sentences.
    """
    if not text:
        return ()
    face = style.face
    lines: list[str] = []
    for paragraph in face.printable(text).split("\n"):
        lines += _break_paragraph(_BOUND.sub("\u00a0", paragraph.strip(" ")), face, style.size, width)
        lines[-1] += " "
    lines[-1] = lines[-1][:-1]
    return tuple(lines)


def _break_paragraph(text: str, face: Face, size: float, width: float) -> list[str]:
    if face.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    start = end = after = 0
    for place in [*(place for place in _PLACES.finditer(text) if "@" not in place[0]), None]:
        stop = place.start() if place else len(text)
        if face.width(text[start:stop], size) > width:
            if end > start:
                lines.append(text[start:after])
                start = after
            while (cut := _fitting(text, start, stop, face, size, width)) < stop:
                lines.append(text[start:cut])
                start = cut
        end, after = stop, place.end() if place else stop
    lines.append(text[start:])
    return lines


def _fitting(text: str, start: int, stop: int, face: Face, size: float, width: float) -> int:
    """Where a piece of text must be cut to fit the width; `stop` if it fits, else at least one character on."""
    taken = 0.0
    for place in range(start, stop):
        taken += face.width(text[place], size)
        if taken > width and place > start:
            return place
    return stop
