"""python -m tools.soak [--kills N] [--write FILE]: kills and power cuts over all that writes; exit 1 on a fault."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tools.bench.report import machine
from tools.soak.kills import kill_often
from tools.soak.power import can_run, cut_everywhere
from tools.soak.work import WORKLOADS


def main() -> int:
    """Runs everything and writes the report."""
    parser = argparse.ArgumentParser(prog="desk soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="over all workloads together")
    parser.add_argument("--seed", type=int, default=int(datetime.now(UTC).timestamp()))
    parser.add_argument("--write", type=Path, help="a file for the report")
    options = parser.parse_args()
    lines, faults = [], []
    with tempfile.TemporaryDirectory() as folder:
        for lines_of in (_kills, _cuts):
            found, wrong = lines_of(Path(folder), options.kills, options.seed)
            lines += found
            faults += wrong
    report = "\n".join(
        [
            "# What survives kills and power cuts",
            "",
            f"Made by `desk soak` on {machine()}, seed {options.seed}.",
            "",
            *lines,
            "",
            *(faults or ["No acknowledged change was lost, no action was half there, every check was clean."]),
            "",
        ]
    )
    print(report)
    if options.write:
        options.write.write_text(report, encoding="utf-8")
    return 1 if faults else 0


def _kills(place: Path, kills: int, seed: int) -> tuple[list[str], list[str]]:
    lines = [
        "| killed by SIGKILL while | kills | came to its end first | acknowledged | faults |",
        "|---|---|---|---|---|",
    ]
    faults = []
    each = -(-kills // len(WORKLOADS))
    for name in WORKLOADS:
        print(f"killing: {name} …", file=sys.stderr)
        done = kill_often(place / "kills" / name, name, each, seed)
        lines.append(f"| {name} | {done.killed} | {done.ended} | {done.acknowledged} | {len(done.faults)} |")
        faults += done.faults
    return [*lines, ""], faults


def _cuts(place: Path, _kills: int, seed: int) -> tuple[list[str], list[str]]:
    if reason := can_run():
        return [f"Power cuts were left out: {reason}."], []
    lines = ["| power cut while | moments of durability | different disks opened | faults |", "|---|---|---|---|"]
    faults = []
    for name in WORKLOADS:
        print(f"cutting the power: {name} …", file=sys.stderr)
        cuts = cut_everywhere(place / "cuts" / name, name, seed)
        lines.append(f"| {name} | {cuts.boundaries} | {cuts.disks} | {len(cuts.faults)} |")
        faults += cuts.faults
    return lines, faults


if __name__ == "__main__":
    sys.exit(main())
