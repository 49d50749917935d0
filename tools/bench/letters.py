"""A thousand letters from the database, beside LibreOffice's mail merge of the same letter."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tools.bench.measure import BUILD, PYTHON, ROOT, Cost, run, taking_turns
from tools.bench.report import Line
from tools.bench.worlds import demonstration

COUNT = 1000
WARM_UP = 20
WORK = "1,000 tagged DIN 5008 letters from the database, journal included"
AIM = "at least 10 times the rate; at most 100 MB"
RECORDED = Cost(wall=40.0, cpu=39.0, peak=245.0)
"""LibreOffice 7.4.7 merging 1,000 letters into one PDF, measured on an idle machine with 2 cores."""


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparison, with LibreOffice itself where it is installed."""
    target = BUILD / "letters.pdf"
    data, _ = demonstration("pair")

    def ours() -> Cost:
        return run([*PYTHON, "tools.bench.our_letters", data, target, str(COUNT)])

    office = _office_python()
    if office is None:
        (own,) = taking_turns(runs, ours)
        peer, name = RECORDED, "LibreOffice 7.4.7, not installed here: recorded figure"
    else:
        folder = _prepared(data, office)
        own, peer = taking_turns(runs, ours, lambda: _merge(folder, office), warm=False)
        name = _version()
    rate, peer_rate = COUNT / own.wall, COUNT / peer.wall
    notes = [
        f"Letters: {own.said['pages']:.0f} pages, {own.said['bytes'] / 1e6:.1f} MB, PDF/UA-1 and PDF/A-3A; whole"
        " processes, start included. LibreOffice merges the same words from a CSV file into one untagged PDF and"
        " keeps no journal.",
    ]
    return [
        Line(
            WORK,
            f"{own.wall:.2f} s ({own.cpu:.2f} CPU), {rate:.0f}/s, {own.peak:.0f} MB",
            f"{name}: {peer.wall:.1f} s ({peer.cpu:.1f} CPU), {peer_rate:.0f}/s, {peer.peak:.0f} MB",
            f"{rate / peer_rate:.1f} times the rate (CPU {peer.cpu / own.cpu:.1f})",
            AIM,
        )
    ], notes


def _office_python() -> str | None:
    """A Python that can speak to an installed LibreOffice."""
    if shutil.which("soffice") is None:
        return None
    for python in ("/usr/bin/python3", "python3"):
        known = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
        if known.returncode == 0:
            return python
    return None


def _version() -> str:
    told = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=False).stdout
    return " ".join(told.split()[:2])


def _prepared(data: Path, office: str) -> Path:
    """A folder with template, recipients, our typeface and a profile that has been started once."""
    folder = BUILD / "merge"
    shutil.rmtree(folder, ignore_errors=True)
    fonts = folder / ".fonts"
    fonts.mkdir(parents=True)
    for file in (ROOT / "resources" / "fonts").glob("*.ttf"):
        shutil.copy(file, fonts)
    for count in (WARM_UP, COUNT):
        run([*PYTHON, "tools.bench.merge_source", data, folder, str(count)])
        if count == WARM_UP:
            _merge(folder, office)
    return folder


def _merge(folder: Path, office: str) -> Cost:
    return run([office, ROOT / "tools" / "bench" / "merge_letters.py", folder], HOME=str(folder))
