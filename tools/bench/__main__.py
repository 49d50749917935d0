"""python -m tools.bench [demo] [startup] [letters] [examday] [--runs N]: ratios beside others, never pass or fail."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from tools.bench import examday, letters, report, startup, worlds
from tools.bench.measure import BUILD
from tools.bench.report import Line

WORKS: dict[str, Callable[[int], tuple[list[Line], list[str]]]] = {
    "demo": worlds.lines,
    "startup": startup.lines,
    "letters": letters.lines,
    "examday": examday.lines,
}


def main() -> int:
    """Measures what was asked for, prints the table and writes it to build/bench/report.md."""
    parser = argparse.ArgumentParser(prog="desk bench", description=__doc__)
    parser.add_argument("works", nargs="*", metavar="WORK", help=f"{', '.join(WORKS)}; nothing means all")
    parser.add_argument("--runs", type=int, default=5, help="medians of so many runs")
    options = parser.parse_args()
    if unknown := set(options.works) - set(WORKS):
        parser.error(f"unknown: {', '.join(unknown)}")
    BUILD.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    notes = [f"Measured {report.machine()}; medians of {options.runs} runs in turn."]
    for name in options.works or WORKS:
        print(f"measuring: {name} …", file=sys.stderr)
        found, remarks = WORKS[name](options.runs)
        lines += found
        notes += remarks
    print(report.aligned(lines), "", *notes, sep="\n")
    report.write(BUILD / "report.md", lines, notes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
