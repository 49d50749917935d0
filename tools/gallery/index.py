"""The page that shows the gallery: a line for each scene, its looks side by side, the wireframe where there is one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from tools.gallery.looks import GalleryLook

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; color: #1B232C; background: #F4F6F8 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
.line { display: flex; gap: 12px; overflow-x: auto; align-items: flex-start }
figure { margin: 0; background: #fff; border: 1px solid #D5DCE3; border-radius: 6px; padding: 8px; flex: none }
img { width: 560px; display: block } figcaption { padding-top: 4px; color: #4A5663 }
pre { font: 11px/1.25 monospace; background: #fff; border: 1px solid #D5DCE3; padding: 8px; flex: none; margin: 0 }
nav { columns: 3 } a { color: #0B5CAD }
"""

WIREFRAMES = {
    "today": "W1",
    "people": "W2",
    "committees": "W3",
    "examday/open_exam_day/step1": "W6",
    "examday/open_exam_day/step2": "W7",
    "examday/print_folder": "W10",
    "sync/import_bundle": "W11",
}
"""Which drawing of the specification a scene is compared with."""


def read_wireframes(file: Path) -> dict[str, str]:
    """The drawings in a specification: text blocks below headings such as `### W2 …`, by their number."""
    found = re.findall(r"^### (W\d+) .*?\n+```text\n(.*?)```", file.read_text(encoding="utf-8"), re.M | re.S)
    return dict(found)


def write_index(
    folder: Path, pictures: Mapping[str, Sequence[tuple[GalleryLook, str]]], wireframes: Mapping[str, str]
) -> Path:
    """Writes index.html; `pictures` has for each scene its looks with the file of the picture. Returns its path."""
    links = "\n".join(f'<div><a href="#{escape(scene)}">{escape(scene)}</a></div>' for scene in pictures)
    lines = "\n".join(_line(scene, shown, wireframes) for scene, shown in pictures.items())
    page = (
        '<!doctype html><html lang="de"><meta charset="utf-8"><title>KammerDesk: alle Seiten</title>'
        f"<style>{_STYLE}</style><h1>KammerDesk: alle Seiten</h1><nav>{links}</nav>{lines}</html>"
    )
    index = folder / "index.html"
    index.write_text(page, encoding="utf-8")
    return index


def _line(scene: str, shown: Sequence[tuple[GalleryLook, str]], wireframes: Mapping[str, str]) -> str:
    drawing = wireframes.get(WIREFRAMES.get(scene, ""), "")
    figures = [f"<pre>{escape(drawing)}</pre>"] if drawing else []
    figures += [
        f'<figure><a href="{escape(file)}"><img loading="lazy" src="{escape(file)}" alt="{escape(scene)}"></a>'
        f"<figcaption>{escape(look.words)}</figcaption></figure>"
        for look, file in shown
    ]
    return f'<h2 id="{escape(scene)}">{escape(scene)}</h2><div class="line">{"".join(figures)}</div>'
