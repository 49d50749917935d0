"""A season of a few days: the long one of the soak (tools/soak/season.py) stands on this being right."""

from __future__ import annotations

from pathlib import Path

from tools.soak.season import run


def test_some_days_of_a_season_end_alike_and_nothing_is_lost(tmp_path: Path) -> None:
    report = run(tmp_path / "season", days=8, seed=5, each=2)
    assert report.faults == []
    assert report.written > 10
    assert sum(report.acts.values()) > 10
