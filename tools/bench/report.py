"""The table: on the screen and in build/bench/report.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison, in words."""

    work: str
    ours: str
    peer: str
    ratio: str
    aim: str


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
    rows = [HEAD, tuple("---" for _ in HEAD), *(astuple(line) for line in lines)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    remarks = "\n".join(f"- {note}" for note in notes)
    file.write_text(f"# Benchmark\n\n{table}\n\n{remarks}\n", encoding="utf-8")


def machine() -> str:
    """When and on what was measured."""
    cores = os.cpu_count()
    now = datetime.now(UTC)
    system = f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"
    return f"{now:%Y-%m-%d %H:%M} UTC, {system}"
