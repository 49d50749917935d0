"""The command line takes files in and examines the data: all or nothing, in German, with honest exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.cli.main import COMMANDS, run

HEADER = "Prüflingsnummer;Nachname;Vorname;Geburtsdatum;Ausbildungsordnung\r\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "bs"
    assert run(["demo", "--data", str(folder), "--chamber", "bs", "--on", "2026-11-23"]) == 0
    return folder


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def example(data: Path) -> Path:
    return next(data.glob("*.csv"))


def test_a_dry_run_tells_every_line_and_stores_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        code, answer = call(capsys, "import", "candidates", str(example(data)), "--data", str(data), "--dry-run")
        assert code == 0
        assert (answer["new"], answer["known"], answer["faulty"], answer["stored"]) == (12, 0, 0, 0)


def test_one_faulty_line_keeps_the_whole_file_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "liste.csv"
    lines = HEADER + "X1;Ğül;Ada;01.02.2004;fiae2020\r\nX2;Weiß;Jan;31.02.2004;fiae2020\r\n"
    file.write_bytes(lines.encode("utf-8"))
    code, answer = call(capsys, "import", "candidates", str(file), "--data", str(data))
    assert code == 1
    assert (answer["new"], answer["faulty"], answer["stored"]) == (1, 1, 0)
    assert "31.02.2004" in answer["lines"][1]["problems"][0]
    code, answer = call(capsys, "import", "candidates", str(file), "--data", str(data), "--dry-run")
    assert answer["new"] == 1


def test_imported_candidates_are_known_the_second_time(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "import", "candidates", str(example(data)), "--data", str(data))
    assert (code, answer["stored"]) == (0, 12)
    code, answer = call(capsys, "import", "candidates", str(example(data)), "--data", str(data))
    assert (code, answer["known"], answer["stored"]) == (0, 12, 0)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Nachname;Vorname\r\nA;B\r\n", HEADER.encode()])
def test_what_is_no_list_of_candidates_is_an_error_with_the_file_name(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(content)
    code, answer = call(capsys, "import", "candidates", str(file), "--data", str(data))
    assert code == 2
    assert "liste.csv" in answer["error"]


def test_a_whole_database_passes_the_check(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "check", "--data", str(data))
    assert (code, answer["faults"]) == (0, [])


def test_a_damaged_file_is_an_error_and_not_a_crash(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "bs"
    shutil.copytree(data, broken)
    content = bytearray((broken / DATABASE_NAME).read_bytes())
    content[len(content) // 2] ^= 1
    (broken / DATABASE_NAME).write_bytes(content)
    code, _ = call(capsys, "check", "--data", str(broken))
    assert code in (1, 2)


def test_the_self_test_passes_here(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "self-test")
    assert (code, set(answer["steps"].values())) == (0, {"ok"})


@pytest.mark.parametrize("arguments", [["no-such-command"], ["calculate"], ["import", "candidates"], []])
def test_a_wrong_call_is_an_error_with_a_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, *arguments)
    assert code == 2
    assert answer["error"]


def test_a_folder_without_data_is_an_error_with_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "check", "--data", str(tmp_path))
    assert code == 2
    assert str(tmp_path) in answer["error"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


def test_an_unknown_column_is_said_first_and_in_json(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(HEADER.strip() + ";WiSo\nX9;Ada;Jan;01.02.2004;fiae2020;80\n", encoding="utf-8")
    arguments = ["import", "candidates", str(file), "--data", str(data), "--dry-run"]
    _, answer = call(capsys, *arguments)
    assert "WISO" in answer["notes"][0]
    run(arguments)
    assert capsys.readouterr().out.splitlines()[0] == answer["notes"][0]
