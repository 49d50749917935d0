"""The page that shows the tour: pictures with captions, papers and files to open."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from tools.tour.driver import Shot

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1100px; color: #1B232C; background: #F4F6F8 }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem }
figure { margin: 1.5rem 0; background: #fff; border: 1px solid #D5DCE3; border-radius: 6px; padding: 12px }
img { max-width: 100%; display: block } figcaption { padding: 8px 4px 0 }
a { color: #0B5CAD }
"""


def write_index(folder: Path, shots: Sequence[Shot], files: Sequence[tuple[Path, str]]) -> Path:
    """Writes index.html beside the pictures; `files` are paths with a caption each. Returns its path."""
    figures = "\n".join(
        f'<figure><img src="{escape(shot.file)}" alt="{escape(shot.caption)}">'
        f"<figcaption>{number}. {escape(shot.caption)}</figcaption></figure>"
        for number, shot in enumerate(shots, start=1)
    )
    links = "\n".join(
        f'<li><a href="{escape(file.relative_to(folder).as_posix())}">'
        f"{escape(file.relative_to(folder).as_posix())}</a> – {escape(caption)}</li>"
        for file, caption in files
    )
    page = (
        '<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><title>KammerDesk: der Rundgang</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>KammerDesk: der erste Prüfungstag</h1>\n"
        "<p>Ein Prüfungstag von der Einlesedatei bis zum versiegelten Paket, in den Fenstern zweier Kammern, nur mit "
        "der Tastatur. Alle Personen sind erfunden.</p>\n"
        f"{figures}\n<h2>Papiere und Dateien</h2>\n<ul>\n{links}\n</ul>\n</body></html>\n"
    )
    index = folder / "index.html"
    index.write_text(page, encoding="utf-8")
    return index
