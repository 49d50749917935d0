"""Backups and restoring by the command line: what was done is told, in German and as JSON, with honest exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.cli.main import run
from kammerdesk.cli.passphrase import NEW_VARIABLE
from kammerdesk.office.recovery import sheet_lines
from kammerdesk.store import keys
from tests.store.real import add, made, names, ring, state

__all__ = ("ring", "state")

pytestmark = pytest.mark.usefixtures("ring", "state")


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def data(tmp_path: Path, clock: FixedClock) -> Path:
    return made(tmp_path / "data", clock, "Alt")


def test_a_backup_is_made_listed_rehearsed_and_restored(
    data: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    code, backup = call(capsys, "backup", "make", "--data", data)
    assert (code, backup["second"], backup["notices"]) == (0, None, [])
    assert backup["key"] == keys.fingerprint(keys.stored_key(data))
    code, listed = call(capsys, "backup", "list", "--data", data)
    assert [(one["file"], one["cause"], one["size"]) for one in listed["backups"]] == [
        (backup["file"], "routine", backup["size"])
    ]
    code, report = call(capsys, "backup", "verify", "--data", data)
    assert (code, report["file"], report["restorable"], report["records"]) == (0, backup["file"], True, 1)
    add(data, clock, "Neu")
    code, restored = call(capsys, "restore", backup["file"], "--data", data, "--reason", "Probe")
    assert (code, restored["records"], restored["notices"]) == (0, 1, [])
    assert (Path(restored["former"]) / DATABASE_NAME).exists()
    assert names(data, clock) == ["Alt"]
    assert {one["cause"] for one in call(capsys, "backup", "list", "--data", data)[1]["backups"]} == {
        "before-restore",
        "routine",
    }


def test_it_is_told_in_german(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, told in (
        (["backup", "list"], "keine Sicherungen"),
        (["backup", "make"], "geschrieben und geprüft"),
        (["backup", "list"], "regelmäßig"),
        (["backup", "verify"], "lässt sich zurückspielen"),
        (["backup", "place"], "keinen zweiten Ort"),
    ):
        capsys.readouterr()
        assert run([*words, "--data", str(data)]) == 0
        assert told in capsys.readouterr().out


def test_a_backup_goes_to_a_named_folder_only(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, backup = call(capsys, "backup", "make", "--data", data, "--to", tmp_path / "stick")
    assert (code, Path(backup["file"]).parent) == (0, tmp_path / "stick")
    assert call(capsys, "backup", "list", "--data", data)[1]["backups"] == []
    assert len(call(capsys, "backup", "list", "--data", data, "--to", tmp_path / "stick")[1]["backups"]) == 1


def test_the_second_place_is_set_used_and_cleared(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    assert call(capsys, "backup", "place", "--data", data, "--to", stick) == (0, {"place": str(stick)})
    code, backup = call(capsys, "backup", "make", "--data", data)
    assert (code, backup["second"]) == (0, None)
    assert str(stick) in backup["notices"][0]
    stick.mkdir()
    assert Path(call(capsys, "backup", "make", "--data", data)[1]["second"]).is_relative_to(stick)
    assert call(capsys, "backup", "place", "--data", data, "--none") == (0, {"place": None})


def test_a_damaged_backup_is_a_no_and_is_not_restored(
    data: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(call(capsys, "backup", "make", "--data", data)[1]["file"])
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 4
    file.write_bytes(raw)
    code, report = call(capsys, "backup", "verify", file, "--data", data)
    assert (code, report["restorable"]) == (1, False)
    assert report["faults"] != []
    code, answer = call(capsys, "restore", file, "--data", data)
    assert (code, "Es wurde nichts geändert" in answer["error"]) == (2, True)
    assert names(data, clock) == ["Alt"]


def test_without_a_backup_there_is_nothing_to_rehearse(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "backup", "verify", "--data", data)
    assert (code, answer["error"]) == (2, "Es gibt keine Sicherungen.")


def test_on_a_new_computer_the_recovery_sheet_opens_the_backup(
    data: Path, tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = call(capsys, "backup", "make", "--data", data)[1]["file"]
    sheet = "\n".join(sheet_lines(keys.stored_key(data)))
    monkeypatch.setenv(NEW_VARIABLE, "vier Wörter für heute")
    code, answer = call(capsys, "restore", file, "--data", tmp_path / "new", "--key-sheet", sheet)
    assert (code, answer["former"]) == (0, None)
    assert keys.protection(tmp_path / "new") is keys.Protection.PASSPHRASE
    monkeypatch.setenv("KAMMERDESK_PASSPHRASE", "vier Wörter für heute")
    assert call(capsys, "check", "--data", tmp_path / "new")[1]["faults"] == []


def test_a_copied_folder_wants_an_answer_and_takes_it(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copytree(data, tmp_path / "copy")
    code, answer = call(capsys, "check", "--data", copy)
    assert (code, "--as copy" in answer["error"]) == (2, True)
    capsys.readouterr()
    assert run(["check", "--data", str(copy), "--as", "copy", "--json"]) == 0
    captured = capsys.readouterr()
    assert "eigener Arbeitsplatz" in captured.err
    assert json.loads(captured.out)["faults"] == []
    assert call(capsys, "check", "--data", copy)[0] == 0


def test_an_older_file_is_told_beside_the_answer(
    data: Path, tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(data / DATABASE_NAME, tmp_path / "older")
    add(data, clock, "Neu")
    shutil.copy(tmp_path / "older", data / DATABASE_NAME)
    capsys.readouterr()
    assert run(["check", "--data", str(data)]) == 0
    assert "älter" in capsys.readouterr().err
