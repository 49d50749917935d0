"""python -m tools.soak [--kills N] [--fuzz MINUTES] [--days N] [--write FILE]: kills and power cuts over all that
writes, hostile files for all that reads, and a season of two chambers for the exchange; exit 1 on a fault.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tools.bench.report import machine
from tools.soak import deaths, fuzz, offsets, power, season
from tools.soak.kills import kill_often
from tools.soak.work import WORKLOADS


def main() -> int:
    """Runs everything and writes the report."""
    parser = argparse.ArgumentParser(prog="desk soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="over all workloads together")
    parser.add_argument("--fuzz", type=float, default=10.0, help="minutes over all targets together")
    parser.add_argument("--days", type=int, default=120, help="of the season")
    parser.add_argument("--only", choices=PARTS, help="one part of it")
    parser.add_argument("--seed", type=int, default=int(datetime.now(UTC).timestamp()))
    parser.add_argument("--write", type=Path, help="a file for the report")
    options = parser.parse_args()
    lines, faults = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, lines_of in PARTS.items():
            found, wrong = lines_of(Path(folder), options) if options.only in (None, name) else ([], [])
            lines += found
            faults += wrong
    report = "\n".join(
        [
            "# What survives kills, power cuts and hostile files",
            "",
            f"Made by `desk soak` on {machine()}, seed {options.seed}.",
            "",
            *lines,
            "",
            *(
                faults
                or [
                    "No acknowledged change was lost, no action was half there, every check was clean, and "
                    "nothing but a sentence came of a hostile file."
                ]
            ),
            "",
        ]
    )
    print(report)
    if options.write:
        options.write.write_text(report, encoding="utf-8")
    return 1 if faults else 0


Lines = tuple[list[str], list[str]]


def _kills(place: Path, options: argparse.Namespace) -> Lines:
    lines = [
        "| killed by SIGKILL while | kills | came to its end first | acknowledged | faults |",
        "|---|---|---|---|---|",
    ]
    faults = []
    each = -(-options.kills // len(WORKLOADS))
    for name in WORKLOADS:
        print(f"killing: {name} …", file=sys.stderr)
        done = kill_often(place / "kills" / name, name, each, options.seed)
        lines.append(f"| {name} | {done.killed} | {done.ended} | {done.acknowledged} | {len(done.faults)} |")
        faults += done.faults
    return [*lines, ""], faults


def _deaths(place: Path, _options: argparse.Namespace) -> Lines:
    if reason := power.can_run():
        return [f"Deaths at every step were left out: {reason}."], []
    print("dying at every step of writing and taking in bundles …", file=sys.stderr)
    lines = ["| killed after each step of | steps | faults |", "|---|---|---|"]
    faults = []
    for done in deaths.die_everywhere(place / "deaths", ("export", "import")):
        lines.append(f"| {done.workload} | {done.steps} | {len(done.faults)} |")
        faults += done.faults
    return [*lines, ""], faults


def _cuts(place: Path, options: argparse.Namespace) -> Lines:
    if reason := power.can_run():
        return [f"Power cuts were left out: {reason}."], []
    lines = ["| power cut while | moments of durability | different disks opened | faults |", "|---|---|---|---|"]
    faults = []
    for name in WORKLOADS:
        print(f"cutting the power: {name} …", file=sys.stderr)
        cuts = power.cut_everywhere(place / "cuts" / name, name, options.seed)
        lines.append(f"| {name} | {cuts.boundaries} | {cuts.disks} | {len(cuts.faults)} |")
        faults += cuts.faults
    return [*lines, ""], faults


def _offsets(place: Path, _options: argparse.Namespace) -> Lines:
    print("cutting off and changing a bundle at every offset …", file=sys.stderr)
    done = offsets.refuse_everywhere(place / "offsets")
    line = f"A real bundle was cut off and changed at every offset and taken into a house, {done.read} times: "
    return [line + f"{len(done.faults)} faults.", ""], list(done.faults)


def _fuzzing(place: Path, options: argparse.Namespace) -> Lines:
    if reason := fuzz.can_run():
        return [f"Fuzzing was left out: {reason}."], []
    lines = ["| fuzzed by atheris | seconds | calls | branches met | faults |", "|---|---|---|---|---|"]
    faults: list[str] = []
    for target, share in fuzz.SHARES.items():
        print(f"fuzzing: {target} …", file=sys.stderr)
        done = fuzz.fuzz(target, round(options.fuzz * 60 * share), place / "fuzz")
        lines.append(f"| {target} | {done.seconds} | {done.calls} | {done.covered} | {len(done.faults)} |")
        faults += done.faults
    return lines, faults


def _season(place: Path, options: argparse.Namespace) -> Lines:
    with_server = season.server_at_hand()
    print(f"playing a season of {options.days} days …", file=sys.stderr)
    done = season.run(place / "season", options.days, options.seed, with_server=with_server)
    return done.lines(), done.faults


PARTS = {
    "kills": _kills,
    "deaths": _deaths,
    "cuts": _cuts,
    "offsets": _offsets,
    "fuzz": _fuzzing,
    "season": _season,
}


if __name__ == "__main__":
    sys.exit(main())
