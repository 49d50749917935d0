"""`committee` on the command line: the rules on any day, and the appointments that run out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.cli.main import run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "bs"
    assert run(["demo", "--data", str(folder), "--chamber", "bs", "--on", "2026-11-23"]) == 0
    return folder


def call(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["committee", *arguments, "--data", str(data), "--json"])
    return code, json.loads(capsys.readouterr().out)


def states(answer: dict[str, Any], rule: str) -> set[str]:
    return {each["state"] for found in answer["committees"] for each in found["findings"] if each["rule"] == rule}


def test_all_committees_may_act_today_and_none_when_all_terms_have_ended(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, today = call(capsys, data, "check", "--on", "2026-11-23")
    assert (code, today["valid"], len(today["committees"])) == (0, True, 6)
    code, later = call(capsys, data, "check", "--on", "01.01.2040")
    assert (code, later["valid"]) == (1, False)
    assert states(later, "minimum_size") == {"broken"}
    assert all(found["members"] == 0 for found in later["committees"])


def test_one_committee_is_found_by_its_number_whatever_the_case(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = call(capsys, data, "check", "bs-104", "--on", "2027-03-01")
    assert code == 1
    assert [found["number"] for found in answer["committees"]] == ["BS-104"]
    assert states(answer, "term") == {"broken", "warning"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check", "BS-999"), "Es gibt keinen Ausschuss mit der Nummer „BS-999“."),
        (("check", "--on", "29.2.2027"), "„29.2.2027“ ist kein Datum."),
        (("expiring", "--within", "-1"), "--within nimmt 0 bis 3660 Tage; angegeben ist -1."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    code, answer = call(capsys, data, *arguments)
    assert code == 2
    assert sentence in answer["error"]


def test_appointments_that_run_out_come_with_the_body_that_proposes(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = call(capsys, data, "expiring", "--within", "3660")
    found = answer["appointments"]
    assert code == 1
    assert [row["until"] for row in found] == sorted(row["until"] for row in found)
    assert {row["bench"] for row in found} == {"AG", "AN", "LK"}
    assert all(row["proposed_by"] for row in found if row["bench"] == "AN")
    assert call(capsys, data, "expiring", "--within", "0")[0] == 0
