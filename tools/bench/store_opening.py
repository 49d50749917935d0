"""How long data at scale pair take from unlocking to the first answer, in a fresh process.

python -m tools.bench.store_opening DATA    the measured work
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

from kammerdesk.base.clock import SystemClock, office_date
from kammerdesk.examday import queries
from kammerdesk.store.store import Store
from tools.bench.measure import PYTHON, Cost, run, taking_turns, weighed
from tools.bench.report import Line
from tools.bench.worlds import demonstration

AIM = "at most 0.5 s"


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The seconds from the key to the exam days of the coming week."""
    data, _ = demonstration("pair")

    def ours() -> Cost:
        return run([*PYTHON, "tools.bench.store_opening", data])

    (found,) = taking_turns(runs, ours)
    size = (data / "kammerdesk.db").stat().st_size / 1e6
    line = Line(
        f"opening data at scale pair ({size:,.0f} MB), unlock to first query",
        f"{found.said['wall']:.3f} s ({found.said['cpu']:.3f} CPU)",
        "",
        "",
        AIM,
    )
    return [line], []


def main(data: Path) -> None:
    """Opens, asks and tells the seconds."""
    clock = SystemClock()
    today = office_date(clock)
    with weighed() as cost:
        store = Store.open(data, user="bench", clock=clock)
        store.ask(queries.exam_days, today, today + timedelta(days=7))
    store.close()
    print(json.dumps({"wall": cost().wall, "cpu": cost().cpu}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
