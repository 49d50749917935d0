"""Reads a finished PDF back as a screen reader would: its structure tree with the text that hangs on each node."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pikepdf

Owner = tuple[tuple[int, int], int]
"""A page (its object number) and the number of a piece of marked content on it."""


def structure(data: bytes) -> str:
    """The structure tree as indented lines: the type, its scope or alternative text, and its text."""
    with pikepdf.open(BytesIO(data)) as pdf:
        texts: dict[Owner, str] = {}
        for page in pdf.pages:
            texts |= {(page.obj.objgen, mark): text for mark, text in _marked_text(page).items()}
        lines: list[str] = []
        _describe(pdf.Root.StructTreeRoot.K[0], texts, 0, lines)
        return "\n".join(lines) + "\n"


def artifacts(data: bytes) -> list[str]:
    """The text of head, foot and other artifacts, page by page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [_marked_text(page).get(-1, "") for page in pdf.pages]


def _describe(node: Any, texts: dict[Owner, str], depth: int, lines: list[str]) -> None:
    kids = list(node.K) if "/K" in node else []
    text = ""
    for kid in kids:
        if isinstance(kid, int):
            text += texts[node.Pg.objgen, kid]
        elif "/MCID" in kid:
            text += texts[kid.Pg.objgen, int(kid.MCID)]
    notes = [f"[{node.A.Scope}]"] if "/A" in node else []
    notes += [f"({node[key]})" for key in ("/Alt", "/T") if key in node]
    words = " ".join(filter(None, (str(node.S)[1:], *notes, text.replace("\u00a0", " ").strip())))
    lines.append("  " * depth + words)
    for kid in kids:
        if not isinstance(kid, int) and "/MCID" not in kid:
            _describe(kid, texts, depth + 1, lines)


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    """Text by number of marked content; artifacts under -1; a replacement text counts instead of what is drawn."""
    fonts = {key: _to_unicode(font) for key, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    stack: list[int] = []
    font: dict[str, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BMC":
                stack.append(-1)
            case "BDC":
                properties = operands[1]
                stack.append(int(properties.MCID) if "/MCID" in properties else stack[-1])
                if "/ActualText" in properties:
                    texts[stack[-1]] = texts.get(stack[-1], "") + str(properties.ActualText) + " "
                texts.setdefault(stack[-1], "")
            case "EMC":
                stack.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj":
                codes = re.findall("....", bytes(operands[0]).hex())
                texts[stack[-1]] = texts.get(stack[-1], "") + "".join(font[code] for code in codes)
    return texts


def _to_unicode(font: Any) -> dict[str, str]:
    pairs = re.findall(rb"<(\w{4})> <(\w+)>", font.ToUnicode.read_bytes())
    return {code.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
