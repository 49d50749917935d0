"""python -m tools.bench [WORK …] [--runs N] [--write FILE]: ratios beside others, never pass or fail."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from tools.bench import (
    examday,
    exchange,
    jobs,
    letters,
    openings,
    palette,
    report,
    startup,
    store_commit,
    store_growth,
    store_import,
    store_opening,
    store_people,
    store_undo,
    store_work,
    switch,
    table,
    worlds,
)
from tools.bench.measure import BUILD
from tools.bench.report import Line

WORKS: dict[str, Callable[[int], tuple[list[Line], list[str]]]] = {
    "demo": worlds.lines,
    "startup": startup.lines,
    "letters": letters.lines,
    "examday": examday.lines,
    "table": table.lines,
    "exchange": exchange.lines,
    "jobs": jobs.lines,
    "switch": switch.lines,
    "palette": palette.lines,
    "openings": openings.lines,
    "opening": store_opening.lines,
    "import": store_import.lines,
    "undo": store_undo.lines,
    "work": store_work.lines,
    "growth": store_growth.lines,
    "commit": store_commit.lines,
    "search": store_people.search_lines,
    "backup": store_people.backup_lines,
}


def main() -> int:
    """Measures what was asked for, prints the table and writes it to build/bench/report.md."""
    parser = argparse.ArgumentParser(prog="desk bench", description=__doc__)
    parser.add_argument("works", nargs="*", metavar="WORK", help=f"{', '.join(WORKS)}; nothing means all")
    parser.add_argument("--runs", type=int, default=5, help="medians of so many runs")
    parser.add_argument("--write", type=Path, metavar="FILE", help="renew the sections of these works in a file too")
    options = parser.parse_args()
    if unknown := set(options.works) - set(WORKS):
        parser.error(f"unknown: {', '.join(unknown)}")
    if "exchange" in (options.works or WORKS) and find_spec("apsw") is None:
        parser.error("the exchange is measured against apsw, which is missing: .venv/bin/pip install apsw")
    BUILD.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    notes: list[str] = []
    for name in options.works or WORKS:
        print(f"measuring: {name} …", file=sys.stderr)
        measured = f"Measured {report.machine()}; medians of {options.runs} runs in turn."
        found, remarks = WORKS[name](options.runs)
        if options.write:
            report.renew(options.write, name, found, [measured, *remarks])
        lines += found
        notes += remarks if notes else [measured, *remarks]
    print(report.aligned(lines), "", *notes, sep="\n")
    report.write(BUILD / "report.md", lines, notes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
