"""`examiner substitutes` on the command line: who may stand in, the best first, with telephone number and bias."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.cli.main import run

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "bs"
    assert run(["demo", "--data", str(folder), "--chamber", "bs", "--on", DAY, "--seed", "1"]) == 0
    return folder


def call(capsys: pytest.CaptureFixture[str], data: Path, day: str, absent: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["examiner", "substitutes", "--day", day, "--absent", absent, "--data", str(data), "--json"])
    return code, json.loads(capsys.readouterr().out)


def a_sitting_examiner(data: Path) -> str:
    from sqlalchemy import select

    from kammerdesk.examday.model import Sitting
    from kammerdesk.store.store import Store

    store = Store.open(data, user="probe")
    try:
        return str(store.ask(lambda session: session.scalars(select(Sitting.person_uid)).first()))
    finally:
        store.close()


def test_deputies_of_the_same_group_are_told_with_those_who_are_free_first(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = call(capsys, data, DAY, a_sitting_examiner(data))
    found = answer["substitutes"]
    assert code == 0
    assert answer["quorum"]["state"] == "broken"
    assert found
    assert {row["role"] for row in found} == {"deputy"}
    assert [(not row["free"], len(row["biased"])) for row in found] == sorted(
        (not row["free"], len(row["biased"])) for row in found
    )


def test_who_does_not_sit_that_day_needs_no_substitute(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, data, "2026-11-24", a_sitting_examiner(data))
    assert (code, answer["error"]) == (2, "Diese Person prüft am 24.11.2026 an keinem Prüfungstag.")
