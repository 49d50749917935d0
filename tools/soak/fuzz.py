"""python -m tools.soak.fuzz TARGET SECONDS CORPUS SEEDS: one target under atheris, in a process of its own."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "tests" / "files" / "fuzz"
_MEMORY = "/dev/shm"
SHARES = {"merge": 0.35, "frames": 0.3, "content": 0.15, "file": 0.1, "card": 0.05, "words": 0.05}
"""How the time is shared out among the targets."""


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """How often a target was called, how much of the code was met, and what came out that may not."""

    target: str
    seconds: int
    calls: int
    covered: int
    faults: tuple[str, ...]


def can_run() -> str:
    """Why nothing can be fuzzed here; empty when it can."""
    if importlib.util.find_spec("atheris") is None:
        return "atheris is missing; where there is a wheel of it (Linux): .venv/bin/pip install atheris"
    return ""


def fuzz(target: str, seconds: int, place: Path) -> Fuzzed:
    """Fuzzes one target for so long, beginning with the seeds of the tests."""
    corpus = place / target
    corpus.mkdir(parents=True)
    command = [sys.executable, "-m", "tools.soak.fuzz", target, str(seconds), str(corpus), str(SEEDS / target)]
    with tempfile.TemporaryDirectory(dir=_MEMORY if Path(_MEMORY).is_dir() else None) as house:
        surroundings = {**os.environ, "TMPDIR": house}  # the fuzzer ends without clearing up
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=surroundings)
    calls = re.findall(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
    covered = re.findall(r"\bcov: (\d+)", done.stderr)
    faults = () if done.returncode == 0 else (f"{target}: {_what_came_out(done.stderr)} ({_inputs(place)})",)
    return Fuzzed(target, seconds, int(calls[-1]) if calls else 0, int(covered[-1]) if covered else 0, faults)


def _what_came_out(told: str) -> str:
    """The exception, or what the fuzzer says of its end."""
    found = re.search(r"Uncaught Python exception: ===\n(.*)", told) or re.search(r"SUMMARY: (.*)", told)
    return found[1] if found else told[-300:]


def _inputs(place: Path) -> str:
    """What it was called with, as hex digits that a new seed can be made of."""
    files = sorted(place.glob("*-*"), key=lambda file: file.stat().st_mtime)
    return files[-1].read_bytes().hex() if files else "input unknown"


def main() -> None:
    """Runs one target until the time is over, or something comes out."""
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

    target, seconds, corpus, seeds = sys.argv[1:]
    with atheris.instrument_imports(include=["kammerdesk.sync"]):
        from tools.soak.targets import TARGETS
    options = [f"-max_total_time={seconds}", "-print_final_stats=1", "-timeout=30", "-rss_limit_mb=3000"]
    options += [f"-artifact_prefix={Path(corpus).parent}/", "-max_len=4096"]
    atheris.Setup([sys.argv[0], *options, corpus, seeds], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
