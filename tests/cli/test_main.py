"""The command line as a whole: what the system refuses is a sentence, what a reader leaves unread is no error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kammerdesk import __version__
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.cli.main import COMMANDS, run

FAILED = ["calculate", "pass", "--regulation", "fiae2020", "EITA=80", "PUS=40", "PSP=45", "EUA=48", "WISO=80"]


@pytest.mark.parametrize("command", [[], ["calculate"], ["calculate", "pass"], ["check"]])
def test_every_help_tells_of_json(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run([*command, "--help"])
    assert "--json" in capsys.readouterr().out


def test_the_version_is_told_and_stands_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--version"])
    assert __version__ in capsys.readouterr().out
    with pytest.raises(SystemExit):
        run(["--help"])
    assert "--version" in capsys.readouterr().out


def test_a_folder_that_cannot_be_created_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    code = run(["demo", "--data", str(tmp_path / "file" / "d"), "--chamber", "bs"])
    assert code == 2
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs a folder in which nobody can write")
def test_what_the_system_refuses_is_a_sentence_with_the_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--data", "/proc", "--chamber", "bs", "--json"]) == 2
    assert "/proc" in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.parametrize("arguments", [["--help"], FAILED])
def test_a_reader_who_has_read_enough_is_no_error(arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kammerdesk", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0


def test_a_failed_exam_has_no_grade_word_to_read_but_keeps_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    run(FAILED)
    text = capsys.readouterr().out
    assert "mangelhaft" not in text
    assert "ausreichend" not in text
    run([*FAILED, "--json"])
    assert json.loads(capsys.readouterr().out)["grade"]["word"]


def test_all_commands_stand_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--help"])
    text = capsys.readouterr().out
    assert all(command in text for command in COMMANDS)


def test_a_bug_is_a_report_without_a_name_and_stands_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"")

    def stumble(_options: object) -> None:
        raise ValueError("Katja Drews")

    monkeypatch.setattr("kammerdesk.cli.check.run_check", stumble)
    assert run(["check", "--data", str(tmp_path), "--json"]) == 3
    told = capsys.readouterr().out + (tmp_path / "logs" / "kammerdesk.log").read_text("utf-8")
    assert told.count("builtins.ValueError") == 2
    assert "Drews" not in told
