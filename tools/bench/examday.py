"""All documents of one exam day, beside bare reportlab drawing the same strokes."""

from __future__ import annotations

from importlib.metadata import version

from tools.bench.measure import BUILD, PYTHON, Cost, run, taking_turns
from tools.bench.report import Line
from tools.bench.worlds import demonstration

WORK = "all documents of one exam day (12 candidates)"
AIM = "at most 1.5 times the time"


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparison in processor seconds inside the process: printing for the first time, and again."""
    data, _ = demonstration("small")
    target, bare, content = BUILD / "folder.pdf", BUILD / "bare.pdf", BUILD / "content.json"
    run([*PYTHON, "tools.bench.our_papers", data, target, content])

    def ours() -> Cost:
        return run([*PYTHON, "tools.bench.our_papers", data, target])

    def peer() -> Cost:
        return run([*PYTHON, "tools.bench.bare", content, bare])

    own, other = (cost.said for cost in taking_turns(runs, ours, peer))
    name = f"bare reportlab {version('reportlab')}"
    whole = own["asked"] + own["first"]
    made = [
        _line("first time in a process", own["first"], other["first"], name, AIM),
        _line("again", own["again"], other["again"], name, AIM),
        _line("first time, with database and forms", whole, other["first"], name, "(for information)"),
    ]
    notes = [
        f"Exam day: {own['documents']:.0f} documents, {own['pages']:.0f} pages, {own['bytes'] / 1000:.0f} kB (bare"
        f" {other['bytes'] / 1000:.0f} kB). Bare reportlab draws the same strings, lines and boxes at the places that"
        " were found for it: it breaks no line, makes no code, tags nothing. CPU seconds inside the process."
    ]
    return made, notes


def _line(when: str, ours: float, peer: float, name: str, aim: str) -> Line:
    return Line(f"{WORK}, {when}", f"{ours:.3f} s CPU", f"{name}: {peer:.3f} s CPU", f"{ours / peer:.2f}", aim)
