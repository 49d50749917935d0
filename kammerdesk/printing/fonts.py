"""The text face of all paper: measuring text, replacing what it cannot show, and embedding what was used."""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import cache

from reportlab.pdfbase.ttfonts import TTFontFile

from kammerdesk.base import paths
from kammerdesk.printing.pdf import PdfFile, name

MISSING = "□"
"""What stands in for a character the face has no glyph for: visible, never a crash, never a silent gap."""


class Weight(Enum):
    """The two weights in use, with the file that holds each."""

    REGULAR = "SourceSans3-Regular.ttf"
    STRONG = "SourceSans3-SemiBold.ttf"


class _Printable(dict[int, str]):
    """Translation table from any text to text the face can show, filled as characters are met."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__({0x0A: "\n"})
        self._known = known

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp"):
            shown = " "
        elif kind == "Cf" or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF:
            shown = ""  # joiners, soft hyphens and variants change how a neighbour looks; alone they are nothing
        else:
            shown = character if code in self._known else MISSING
        self[code] = shown
        return shown


class Face:
    """One font file, read once per process; sizes are in points, measures in thousandths of the size."""

    def __init__(self, weight: Weight) -> None:
        self.file = TTFontFile(str(paths.resource("fonts", weight.value)))
        self.glyphs: dict[int, int] = self.file.charToGlyph
        self._widths: dict[str, float] = {chr(code): width for code, width in self.file.charWidths.items()}
        self._printable = _Printable(frozenset(self.glyphs))

    def printable(self, text: str) -> str:
        """The text composed (NFC) and with a visible stand-in for every character the face lacks."""
        if text.isascii() and text.isprintable():
            return text
        return unicodedata.normalize("NFC", text).translate(self._printable)

    def width(self, text: str, size: float) -> float:
        """The width of a printable text in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000


@cache
def face(weight: Weight) -> Face:
    """The face of a weight, loaded at its first use."""
    return Face(weight)


class _Codes(dict[int, str]):
    """Translation table from characters to two-byte glyph codes in hexadecimal, numbered at first use.

    Codes are given per glyph, not per character, because two characters may share one glyph and the
    subset's own glyph numbers, which the codes must equal, count glyphs.
    """

    def __init__(self, glyphs: dict[int, int]) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._by_glyph: dict[int, str] = {}
        self.characters: list[int] = []

    def __missing__(self, code: int) -> str:
        glyph = self._glyphs[code]
        if glyph not in self._by_glyph:
            self.characters.append(code)
            self._by_glyph[glyph] = f"{len(self.characters):04X}"
        self[code] = self._by_glyph[glyph]
        return self[code]


class Subset:
    """The part of one face that one file uses."""

    def __init__(self, pdf: PdfFile, weight: Weight) -> None:
        self.number = pdf.reserve()
        self.key = f"/F{weight.name[0]}"
        self._face = face(weight)
        self._codes = _Codes(self._face.glyphs)

    def encode(self, text: str) -> str:
        """A printable text as the hexadecimal string that shows it."""
        return text.translate(self._codes)

    def embed(self, pdf: PdfFile) -> None:
        """Writes the used glyphs as a composite font with a map back to Unicode (ISO 32000-1, 9.7 and 9.10)."""
        source, used = self._face.file, self._codes.characters
        if not used:
            self.encode(" ")
        base = name("KDESKA+" + source.name.decode("ascii"))
        data: bytes = source.makeSubset(used)
        program = pdf.add_stream(data, f"/Length1 {len(data)}")
        box = " ".join(f"{edge:.0f}" for edge in source.bbox)
        descriptor = pdf.add(
            f"<</Type /FontDescriptor /FontName {base} /Flags 4 /FontBBox [{box}] /ItalicAngle 0"
            f" /Ascent {source.ascent:.0f} /Descent {source.descent:.0f} /CapHeight {source.capHeight:.0f}"
            f" /StemV {source.stemV:.0f} /FontFile2 {program} 0 R>>"
        )
        widths = " ".join(f"{source.charWidths[code]:.0f}" for code in used)
        descendant = pdf.add(
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {base} /CIDToGIDMap /Identity /DW 1000"
            f" /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
            f" /FontDescriptor {descriptor} 0 R /W [1 [{widths}]]>>"
        )
        unicode_map = pdf.add_stream(_unicode_map(used))
        pdf.write(
            self.number,
            f"<</Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {unicode_map} 0 R>>",
        )


def _unicode_map(used: list[int]) -> bytes:
    lines = [f"<{code:04X}> <{chr(character).encode('utf-16-be').hex()}>" for code, character in enumerate(used, 1)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
