"""The table: on the screen, in build/bench/report.md, and in a file that keeps the last result of every work."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison, in words."""

    work: str
    ours: str
    peer: str
    ratio: str
    aim: str


_SECTION = re.compile(r"^(?=## )", re.MULTILINE)

HEAD = tuple(field.name for field in fields(Line))


def aligned(lines: Sequence[Line]) -> str:
    """The table for the screen."""
    rows = [HEAD, *(astuple(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def write(file: Path, lines: Sequence[Line], notes: Sequence[str]) -> None:
    """The table and what must be known to read it, as Markdown."""
    file.write_text(f"# Benchmark\n\n{_body(lines, notes)}", encoding="utf-8")


def renew(file: Path, work: str, lines: Sequence[Line], notes: Sequence[str]) -> None:
    """Replaces the section of one work in a Markdown file, or adds it at the end; everything else stays."""
    old = file.read_text(encoding="utf-8") if file.exists() else "# Performance\n"
    before, *sections = _SECTION.split(old)
    found = {section.partition("\n")[0]: section for section in sections}
    found[f"## {work}"] = f"## {work}\n\nMeasured by `./desk bench {work}`.\n\n{_body(lines, notes)}"
    parts = [before.rstrip(), *(section.rstrip() for section in found.values())]
    file.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _body(lines: Sequence[Line], notes: Sequence[str]) -> str:
    rows = [HEAD, tuple("---" for _ in HEAD), *(astuple(line) for line in lines)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    remarks = "\n".join(f"- {note}" for note in notes)
    return f"{table}\n\n{remarks}\n"


def machine() -> str:
    """When and on what was measured, and how busy it was with other things."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = (
        f"{platform.system()} {platform.release().partition('-')[0]} {platform.machine()}, {os.cpu_count()} cores,"
        f" {memory:.0f} GB, Python {platform.python_version()}, SQLite {dbapi2.sqlite_version} of SQLCipher"
    )
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {system}, load {os.getloadavg()[0]:.1f} at the beginning"
