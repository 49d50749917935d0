"""The demonstration data that is measured on, made anew for every benchmark."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from tools.bench.measure import BUILD, PYTHON, Cost, run
from tools.bench.report import Line

AGE = timedelta(days=14)
"""Data that a fortnight has passed over: there is something to be done on the first page."""


@cache
def demonstration(scale: str) -> tuple[Path, Cost]:
    """A fresh folder with Braunschweig's invented data, and what it cost to make."""
    folder = BUILD / scale
    begun = (datetime.now().astimezone() - AGE).date().isoformat()
    shutil.rmtree(folder, ignore_errors=True)
    cost = run(
        [*PYTHON, "kammerdesk", "demo", "--data", folder, "--chamber", "bs", "--scale", scale, "--on", begun, "--json"]
    )
    return folder, cost


def lines(_runs: int) -> tuple[list[Line], list[str]]:
    """How long the data of both chambers takes, made once."""
    _, cost = demonstration("pair")
    records = f"{cost.said['records']:,} records"
    ours = f"{cost.wall:.1f} s ({cost.cpu:.1f} CPU), {cost.peak:.0f} MB"
    return [Line(f"demonstration data at scale pair, {records}", ours, "", "", "less than 60 s")], []
