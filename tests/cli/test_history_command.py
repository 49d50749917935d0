"""History, undo, redo and the trash on the command line: in German, with honest exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.base.clock import office_time
from kammerdesk.cli.main import run
from kammerdesk.office.actions import MODULES

ROOT = Path(__file__).resolve().parents[2]
IMPORT = "import_candidates"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with one import, to be copied."""
    folder = tmp_path_factory.mktemp("demo") / "bs"
    assert run(["demo", "--data", str(folder), "--chamber", "bs", "--on", "2026-11-23"]) == 0
    assert run(["import", "candidates", str(next(folder.glob("*.csv"))), "--data", str(folder)]) == 0
    return folder


@pytest.fixture
def data(tmp_path: Path, imported: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A copy of it."""
    shutil.copytree(imported, tmp_path / "bs")
    capsys.readouterr()
    return tmp_path / "bs"


def call(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, dict[str, Any]]:
    code = run([*words, "--data", str(data), "--json"])
    return code, json.loads(capsys.readouterr().out)


def number_of_import(capsys: pytest.CaptureFixture[str], data: Path) -> str:
    _, answer = call(capsys, data, "history", "--limit", "1")
    assert answer["changes"][0]["action"] == IMPORT
    return str(answer["changes"][0]["entry"])


def test_an_import_is_taken_back_and_done_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = number_of_import(capsys, data)
    code, undone = call(capsys, data, "undo", entry, "--reason", "falsche Liste")
    assert code == 0
    assert undone["records"] >= 12
    _, answer = call(capsys, data, "history", "--limit", "1")
    assert (answer["changes"][0]["reverts"], answer["changes"][0]["reason"]) == (int(entry), "falsche Liste")
    code, again = call(capsys, data, "redo", entry)
    assert (code, again["records"]) == (0, undone["records"])
    assert call(capsys, data, "check")[0] == 0


def test_the_history_of_a_record_reads_in_german(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "--record", "W26-4301", "--data", str(data)]) == 0
    lines = capsys.readouterr().out
    assert "Prüflinge einlesen" in lines
    assert "Prüflinge: W26-4301, Schmidt, Lennard – neu" in lines
    assert "Prüfungsdurchgang: Winter 2026/27" in lines


def test_a_record_is_found_by_number_key_and_kind(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, by_number = call(capsys, data, "history", "--record", "W26-4301")
    key = by_number["changes"][0]["uid"]
    assert call(capsys, data, "history", "--record", key)[1] == by_number
    assert call(capsys, data, "history", "--record", f"candidate/{key}")[1] == by_number


def test_a_record_is_told_as_it_was_on_a_day(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    today = office_time(datetime.now(UTC)).date()
    _, answer = call(capsys, data, "history", "--record", "W26-4301", "--as-of", today.isoformat())
    assert answer["record"]["values"]["person_uid"] == "Schmidt, Lennard"
    before = today - timedelta(days=1)
    _, answer = call(capsys, data, "history", "--record", "W26-4301", "--as-of", f"{before:%d.%m.%Y}")
    assert answer["record"]["values"] is None
    assert answer["changes"] == []
    assert run(["history", "--record", "W26-4301", "--as-of", str(today), "--data", str(data)]) == 0
    assert f"„W26-4301, Schmidt, Lennard“ am Ende des {today:%d.%m.%Y}:" in capsys.readouterr().out


def test_the_trash_lists_and_gives_back(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, data, "trash", "list")[1] == {"records": []}
    _, undone = call(capsys, data, "undo", number_of_import(capsys, data))
    _, answer = call(capsys, data, "trash", "list")
    assert len(answer["records"]) == undone["records"]
    assert {row["days_left"] for row in answer["records"]} == {30}
    code, restored = call(capsys, data, "trash", "restore", "W26-4301")
    assert (code, restored["records"]) == (0, undone["records"])
    assert call(capsys, data, "trash", "list")[1] == {"records": []}


@pytest.mark.parametrize(
    "words",
    [
        ["undo", "1"],  # the demonstration itself
        ["undo", "999"],
        ["undo", "0"],
        ["undo", "eins"],
        ["undo", "9223372036854775808"],
        ["redo", "1"],
        ["redo", "999"],
        ["history", "--limit", "0"],
        ["history", "--as-of", "31.02.2026"],
        ["history", "--record", "W26-nix"],
        ["history", "--record", "dragon/01a201d7-0bce-7fd8-8566-c2eda30d4d01"],
        ["history", "--record", ""],
        ["trash", "restore", "W26-4301"],
        ["trash"],
    ],
    ids=" ".join,
)
def test_bad_input_is_a_sentence_and_changes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    before = call(capsys, data, "history", "--limit", "1")
    code, answer = call(capsys, data, *words)
    assert code == 2
    assert len(answer["error"].split()) > 3
    assert call(capsys, data, "history", "--limit", "1") == before


def test_nobody_did_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "--user", "niemand", "--data", str(data)]) == 0
    assert capsys.readouterr().out == "Es gibt keine Änderungen.\n"


def test_every_module_that_declares_actions_is_known() -> None:
    declaring = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in (ROOT / "kammerdesk").rglob("*.py")
        if "\n@action(" in file.read_text(encoding="utf-8")
    }
    script = "import sys; from kammerdesk.office.actions import declare_actions as d; d(); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert declaring - set(result.stdout.split()) == {"kammerdesk.cli.demo.batches"}
    assert set(MODULES) <= set(result.stdout.split())
