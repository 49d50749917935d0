"""The command line tells a person what is stored about her, and erases what may no longer be kept, after asking."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.base import clock
from kammerdesk.cli.main import run
from kammerdesk.store.store import Store
from tests.office.conftest import world
from tests.office.world import LONG_AGO, World

__all__ = ["world"]


@pytest.fixture
def data(store: Store, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the store, closed, on the day of its clock."""
    monkeypatch.setattr(clock.SystemClock, "now", lambda _self: store.clock.now())
    store.close()
    return tmp_path / "bs"


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_person_is_written_out_by_name(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    code, answer = call(capsys, "person", "export", "Neumann, Jo", "--data", str(data), "--out", str(out))
    assert code == 0
    assert (answer["name"], answer["records"]) == ("Neumann, Jo", 8)
    assert [Path(one["file"]).exists() for one in answer["files"]] == [True, True]
    assert call(capsys, "person", "export", "Niemand", "--data", str(data), "--out", str(out))[0] == 2


def test_what_is_due_is_listed_with_its_rule(data: Path, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "retention", "propose", "--data", str(data))
    assert (code, answer["due"], answer["free"]) == (0, 5, 5)
    one = next(one for one in answer["proposals"] if one["kind"] == "candidate")
    assert one["uid"] == str(world.exams[LONG_AGO].candidate)
    assert (one["due_since"], one["confirmed"]) == ("2024-11-21", False)
    assert call(capsys, "retention", "propose", "--data", str(data), "--kind", "slot")[1]["due"] == 2
    capsys.readouterr()
    run(["retention", "propose", "--data", str(data)])
    text = capsys.readouterr().out
    assert "1974-Altmann, Altmann, Jo – fällig seit 21.11.2024 – Prüfungsergebnisse, 50 Jahre" in text
    assert "5 Datensätze können gelöscht werden." in text


def test_nothing_is_erased_without_being_asked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, "retention", "run", "--data", str(data))
    assert code == 2
    assert "--yes" in answer["error"]
    assert call(capsys, "retention", "propose", "--data", str(data))[1]["due"] == 5


@pytest.mark.parametrize(("typed", "code"), [("nein\n", 1), ("\n", 1), ("löschen\n", 0)])
def test_only_the_word_erases(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, code: int
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return typed

    monkeypatch.setattr("sys.stdin", Terminal())
    assert run(["retention", "run", "--data", str(data)]) == code
    left = call(capsys, "retention", "propose", "--data", str(data))[1]["due"]
    assert left == (0 if code == 0 else 5)


def test_erasing_answers_with_the_number_of_its_proof(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "proofs"
    code, answer = call(capsys, "retention", "run", "--yes", "--data", str(data), "--out", str(out))
    assert (code, answer["proof"]) == (0, "L-2026-0001")
    assert answer["erased"] == sum(answer["kinds"].values())
    assert (out / "L-2026-0001.pdf").read_bytes().startswith(b"%PDF")
    assert call(capsys, "check", "--data", str(data))[0] == 0
    code, answer = call(capsys, "retention", "run", "--yes", "--data", str(data))
    assert (code, answer["erased"], answer["proof"]) == (0, 0, None)
