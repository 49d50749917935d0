"""Bare reportlab: the strokes of a folder drawn on a plain canvas, without tags, archive data or any layout to find.

python -m tools.bench.bare CONTENT PDF
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tools.bench.measure import ROOT, stopwatch

FILES = {"REGULAR": "SourceSans3-Regular.ttf", "STRONG": "SourceSans3-SemiBold.ttf"}


def register_fonts() -> None:
    """Reads the font files, as every program must once."""
    for name, file in FILES.items():
        registerFont(TTFont(name, ROOT / "resources" / "fonts" / file))


def draw(pages: list[dict[str, Any]], target: Path) -> None:
    """Draws all pages into one file with embedded fonts and compressed pages."""
    canvas = Canvas(str(target), pageCompression=1)
    for page in pages:
        canvas.setPageSize(page["size"])
        for kind, *values in page["strokes"]:
            _STROKES[kind](canvas, *values)
        canvas.showPage()
    canvas.save()


def _text(canvas: Canvas, x: float, y: float, leading: float, lines: list[str]) -> None:
    if len(lines) == 1:
        canvas.drawString(x, y, lines[0])
        return
    text = canvas.beginText(x, y)
    text.setLeading(leading)
    text.textLines(lines, trim=0)
    canvas.drawText(text)


def _rectangle(canvas: Canvas, x: float, y: float, width: float, height: float, paint: str) -> None:
    canvas.rect(x, y, width, height, stroke=paint != "f", fill=paint != "S")


def _boxes(canvas: Canvas, x: float, y: float, boxes: list[list[float]]) -> None:
    path = canvas.beginPath()
    for left, low, width, height in boxes:
        path.rect(x + left, y + low, width, height)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)


_STROKES: dict[str, Any] = {
    "font": Canvas.setFont,
    "fill": Canvas.setFillColorRGB,
    "stroke": Canvas.setStrokeColorRGB,
    "width": Canvas.setLineWidth,
    "line": Canvas.line,
    "text": _text,
    "rect": _rectangle,
    "boxes": _boxes,
}


def main(content: Path, target: Path) -> None:
    """Draws twice: for the first time in this process, and again; tells the seconds of each."""
    pages = json.loads(content.read_text(encoding="utf-8"))
    rl_config.useA85 = 0  # our own files are not written in letters either
    with stopwatch() as first:
        register_fonts()
        draw(pages, target)
    with stopwatch() as again:
        draw(pages, target)
    print(json.dumps({"first": first(), "again": again(), "pages": len(pages), "bytes": target.stat().st_size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
