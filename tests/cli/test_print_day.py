"""`print-day` writes the folder of every exam day of a date, and says which days there are where there is none."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kammerdesk.cli.main import run
from kammerdesk.examday import queries
from kammerdesk.examday.service import create_exam_day
from kammerdesk.store.store import Store
from tests.examday.world import World, furnish


@pytest.fixture
def world(store: Store) -> World:
    made = store.do(furnish, None).value
    store.do(create_exam_day, made.order(candidate_uids=made.candidates[:2]))
    return made


def printed(data: Path, out: Path, day: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = run(["print-day", day, "--data", str(data), "--out", str(out), "--json"])
    return code, json.load(io.StringIO(capsys.readouterr().out))


@pytest.mark.parametrize("day", ["23.11.2026", "2026-11-23"])
def test_one_file_has_everything_and_one_each_form(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    code, answer = printed(tmp_path / "bs", tmp_path / "out", day, capsys)
    assert code == 0
    assert (answer["days"], answer["date"]) == (1, "2026-11-23")
    whole, *forms = answer["files"]
    assert Path(whole["file"]).name.endswith("_2026-11-23_BS-101.pdf")
    assert {file["form"]: file["documents"] for file in forms} == {
        "invitation_examiner": 3,
        "summons_candidate": 2,
        "day_plan": 1,
        "attendance_list": 1,
        "door_sign": 1,
        "mark_sheet": 6,
        "minutes": 2,
    }
    assert whole["documents"] == answer["documents"] == 16
    assert whole["pages"] == answer["pages"] == sum(file["pages"] for file in forms)
    with pikepdf.open(whole["file"]) as pdf:
        assert len(pdf.pages) == whole["pages"]
    for file in answer["files"]:
        assert hashlib.sha256(Path(file["file"]).read_bytes()).hexdigest() == file["sha256"]


def test_the_records_know_that_they_were_printed(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(tmp_path / "bs", tmp_path / "out", "23.11.2026", capsys)
    (row,) = store.ask(queries.recent_exam_days)
    overview = store.ask(queries.day_overview, row.id)
    assert overview is not None
    assert overview.printed_at is not None


def test_two_days_of_one_committee_do_not_overwrite_each_other(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.do(create_exam_day, world.order(candidate_uids=world.candidates[2:], starts_at=time(13, 0)))
    _, answer = printed(tmp_path / "bs", tmp_path / "out", "23.11.2026", capsys)
    assert answer["days"] == 2
    assert len({file["file"] for file in answer["files"]}) == len(answer["files"]) == 16


def test_without_an_exam_day_the_next_ones_are_named_and_nothing_is_written(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = printed(tmp_path / "bs", tmp_path / "out", "25.11.2026", capsys)
    assert code == 2
    assert "25.11.2026" in answer["error"]
    assert "23.11.2026" in answer["error"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("day", ["25.13.2026", "morgen", "24.11."])
def test_what_is_no_date_is_refused(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str) -> None:
    code, answer = printed(tmp_path / "bs", tmp_path / "out", day, capsys)
    assert code == 2
    assert "24.11.2026" in answer["error"]


def test_a_folder_that_cannot_be_made_is_said(
    store: Store, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    code, answer = printed(tmp_path / "bs", tmp_path / "file", "23.11.2026", capsys)
    assert code == 2
    assert "file" in answer["error"]
