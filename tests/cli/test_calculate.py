"""The proof calculations as they are called: keys, exact decimals, exit codes, sentences for bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.cli.main import run

Calculate = Callable[..., Any]


@pytest.fixture
def calculate(capsys: pytest.CaptureFixture[str]) -> Calculate:
    """Runs a calculation with --json, expects it to succeed, gives its answer."""

    def call(*words: str) -> Any:
        assert run(["calculate", *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a calculation with --json, expects exit code 2, gives the sentence."""

    def call(*words: str) -> str:
        assert run(["calculate", *words, "--json"]) == 2
        answer = json.loads(capsys.readouterr().out)
        assert list(answer) == ["error"]
        sentence: str = answer["error"]
        return sentence

    return call


def test_the_example_of_the_issue(calculate: Calculate) -> None:
    answer = calculate("pass", "--regulation", "fiae2020", *["EITA=40", "PUS=70", "PSP=45", "EUA=50", "WISO=52"])
    rules = answer.pop("rules")
    assert answer == {
        "regulation": "fiae2020",
        "passed": True,
        "total": "57.70",
        "part2": "62.125",
        "grade": {"grade": 4, "word": "ausreichend", "decimal": "4.0"},
        "supplementary": [],
    }
    assert [set(rule) for rule in rules] == [{"rule", "state", "paragraph", "sentence"}] * 4
    assert {rule["state"] for rule in rules} == {"met"}


def test_a_failed_exam_says_which_orals_could_help(calculate: Calculate) -> None:
    answer = calculate("pass", "--regulation", "buero2025", *["ITB=90", "KBP=45", "FA=62", "WISO=40"])
    assert answer["passed"] is False
    assert answer["part2"] == "52.26"
    assert answer["supplementary"] == [{"area": "KBP", "points_needed": 60}, {"area": "WISO", "points_needed": 70}]


def test_a_taken_oral_counts_and_no_other_is_offered(calculate: Calculate) -> None:
    answer = calculate("pass", "--regulation", "buero2025", *["ITB=90", "KBP=45+60", "FA=62", "WISO=40"])
    assert (answer["passed"], answer["total"], answer["part2"]) == (True, "63.20", "54.26")
    answer = calculate("pass", "--regulation", "buero2025", *["ITB=90", "KBP=45+50", "FA=62", "WISO=40"])
    assert (answer["passed"], answer["supplementary"]) == (False, [])


def test_comma_and_point_and_subareas(calculate: Calculate) -> None:
    answer = calculate("pass", "--regulation", "fiae2020", *["EITA=40,5", "PUS=80/70.5", "psp=45", "EUA=50", "WISO=52"])
    assert answer["total"] == "60.425"
    answer = calculate("pass", "--regulation", "indkfl2024", *["LLBB=0", "MVP=0", "FA=80/70/60", "WISO=0"])
    assert answer["total"] == "19.20"


def test_open_areas_leave_the_result_open(calculate: Calculate) -> None:
    answer = calculate("pass", "--regulation", "fiae2020", "EITA=40", "PUS=70")
    assert (answer["passed"], answer["total"], answer["part2"], answer["grade"]) == (None, None, None, None)
    assert {rule["state"] for rule in answer["rules"]} == {"open"}
    assert calculate("pass", "--regulation", "fiae2020")["passed"] is None
    assert calculate("pass", "--regulation", "aevo2009", "PRAXIS=49")["passed"] is False


def test_the_trainer_exam(calculate: Calculate) -> None:
    answer = calculate("pass", "--regulation", "aevo2009", "SCHRIFT=50", "PRAXIS=50")
    assert (answer["passed"], answer["total"], answer["part2"], answer["grade"]) == (True, None, None, None)
    answer = calculate("pass", "--regulation", "aevo2009", "SCHRIFT=49", "PRAXIS=50", "--attempt", "3")
    assert [rule["state"] for rule in answer["rules"] if rule["rule"] == "resit"] == ["broken"]


def test_an_exam_without_two_parts_has_no_part_2(calculate: Calculate) -> None:
    answer = calculate("pass", "--regulation", "verkaeufer2017", *["VW=49", "WK=49", "WISO=80", "FG=60"])
    assert answer["part2"] is None
    assert answer["supplementary"] == [{"area": "VW", "points_needed": 52}, {"area": "WK", "points_needed": 52}]


@pytest.mark.parametrize(
    "words",
    [
        ["--regulation", "nein", "EITA=40"],
        ["EITA=40"],
        ["--regulation", "fiae2020", "EITA"],
        ["--regulation", "fiae2020", "=40"],
        ["--regulation", "fiae2020", "EITA="],
        ["--regulation", "fiae2020", "EITA=vierzig"],
        ["--regulation", "fiae2020", "EITA=100,01"],
        ["--regulation", "fiae2020", "EITA=-1"],
        ["--regulation", "fiae2020", "EITA=1e1"],
        ["--regulation", "fiae2020", "EITA=٤٠"],
        ["--regulation", "fiae2020", "EITA=40", "eita=41"],
        ["--regulation", "fiae2020", "KBP=40"],
        ["--regulation", "fiae2020", "EITA=40/50"],
        ["--regulation", "fiae2020", "PUS=40/50/60"],
        ["--regulation", "fiae2020", "PUS=40/"],
        ["--regulation", "fiae2020", "PUS=40+60"],
        ["--regulation", "fiae2020", "PSP=50+60"],
        ["--regulation", "fiae2020", "PSP=40+"],
        ["--regulation", "fiae2020", "PSP=40+60+70"],
        ["--regulation", "fiae2020", "PSP=40+60", "EUA=40+60"],
        ["--regulation", "fiae2020", "PSP=40", "--attempt", "4"],
        ["--regulation", "fiae2020", "PSP=40", "--attempt", "0"],
        ["--regulation", "fiae2020", "PSP=40", "--rounding", "schön"],
        ["--regulation", "fiae2020", "PSP=40", "--on", "31.02.2026"],
    ],
)
def test_marks_that_cannot_be(refused: Callable[..., str], words: list[str]) -> None:
    assert refused("pass", *words)


def test_the_error_names_what_there_is(refused: Callable[..., str]) -> None:
    assert "fiae2020" in refused("pass", "--regulation", "nein")
    assert "EITA, PUS, PSP, EUA, WISO" in refused("pass", "--regulation", "fiae2020", "KBP=40")


@pytest.mark.parametrize(
    ("words", "points", "grade", "word", "decimal"),
    [
        (["91,99"], "91.99", 2, "gut", "1.5"),
        (["100"], "100.00", 1, "sehr gut", "1.0"),
        (["0"], "0.00", 6, "ungenügend", "6.0"),
        (["99", "--of", "150"], "66.00", 4, "ausreichend", "3.5"),
        (["100", "--of", "150"], "66.66", 4, "ausreichend", "3.5"),
        (["66.995"], "66.995", 4, "ausreichend", "3.5"),
        (["66.995", "--rounding", "half_up_0"], "66.995", 3, "befriedigend", "3.4"),
        (["79"], "79.00", 3, "befriedigend", "2.5"),
        (["79", "--key", "cologne"], "79.00", 3, "befriedigend", "2.6"),
        (["79", "--key", "mpo", "--on", "2015-01-01"], "79.00", 3, "befriedigend", "2.5"),
        (["79", "--on", "24.11.2026"], "79.00", 3, "befriedigend", "2.5"),
    ],
)
def test_grades(calculate: Calculate, words: list[str], points: str, grade: int, word: str, decimal: str) -> None:
    assert calculate("grade", *words) == {"points": points, "grade": grade, "word": word, "decimal": decimal}


@pytest.mark.parametrize(
    "words", [["100,5"], ["-3"], ["viel"], ["60", "--of", "50"], ["0", "--of", "0"], ["5", "--key", "x"]]
)
def test_points_that_cannot_be(refused: Callable[..., str], words: list[str]) -> None:
    assert refused("grade", *words)


@pytest.mark.parametrize(
    ("words", "value", "third"),
    [
        (["78", "88", "--of", "100"], "83", False),
        (["78", "89", "--of", "100"], None, True),
        (["78", "89", "--of", "100", "--third", "85"], "85", True),
        (["40", "46", "--of", "60"], "43", False),
        (["40", "47", "--of", "60"], None, True),
        (["77,5", "78"], "77.75", False),
        (["0", "0"], "0", False),
        (["100", "90"], "95", False),
    ],
)
def test_markers(calculate: Calculate, words: list[str], value: str | None, third: bool) -> None:
    assert calculate("markers", *words) == {"value": value, "third_marker": third}


def test_marks_of_markers_that_cannot_be(refused: Callable[..., str]) -> None:
    assert refused("markers", "78", "101")
    assert refused("markers", "78", "61", "--of", "60")
    assert refused("markers", "78")


def test_quorum_and_vote(calculate: Calculate, refused: Callable[..., str]) -> None:
    assert calculate("quorum", "--size", "5", "--present", "3") == {"quorate": False, "needed": 4}
    assert calculate("quorum", "--size", "9", "--present", "6") == {"quorate": True, "needed": 6}
    assert calculate("vote", *["--yes", "2", "--no", "2", "--abstain", "0", "--chair", "yes"]) == {"accepted": True}
    assert calculate("vote", *["--yes", "2", "--no", "1", "--abstain", "1"]) == {"accepted": True}
    assert refused("quorum", "--size", "2", "--present", "2")
    assert refused("quorum", "--size", "5", "--present", "6")
    assert refused("quorum", "--size", "5", "--present", "-1")
    assert refused("vote", "--yes", "1", "--no", "1")
    assert refused("vote", "--yes", "1", "--no", "1", "--chair", "vielleicht")


def member(name: str, bench: str, role: str = "member", **other: Any) -> dict[str, Any]:
    return {"name": name, "bench": bench, "role": role, "from": "2024-09-01", "until": "2029-08-31", **other}


def committee(**other: Any) -> dict[str, Any]:
    members = [
        member("Anna Weber", "AG", "chair", fields=[], replaces=None, present=True),
        member("Martin Grothe", "AN", "vice_chair", fields=[], replaces=None, present=True),
        member("Eva Lang", "LK", fields=[], replaces=None, present=True),
    ]
    return {
        "on": "2026-11-24",
        "occupation": "Fachinformatiker",
        "target_size": 3,
        "joint": True,
        "host": "BS",
        "kind": "committee",
        "deviation_reason": None,
        "members": members,
        **other,
    }


def written(folder: Path, content: object) -> str:
    file = folder / "ausschuss.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(file)


def test_a_valid_committee(calculate: Calculate, tmp_path: Path) -> None:
    answer = calculate("committee", written(tmp_path, committee()))
    assert answer["valid"] is True
    assert {finding["state"] for finding in answer["findings"]} == {"met", "warning"}
    assert all(set(finding) == {"rule", "state", "paragraph", "sentence"} for finding in answer["findings"])


def test_an_invalid_committee_is_an_answer_not_an_error(calculate: Calculate, tmp_path: Path) -> None:
    answer = calculate("committee", written(tmp_path, committee(host=None)))
    assert answer["valid"] is False
    assert [finding["rule"] for finding in answer["findings"] if finding["state"] == "broken"] == ["host"]


def test_names_are_compared_without_case_and_surplus_spaces(calculate: Calculate, tmp_path: Path) -> None:
    content = committee()
    content["members"][1]["present"] = False
    content["members"].append(member("Rainer Pohl", "AN", "deputy", replaces=" Martin  GROTHE"))
    assert calculate("committee", written(tmp_path, content))["valid"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"on": None},
        {"on": "24.13.2026"},
        {"on": 20261124},
        {"members": []},
        {"members": None},
        {"members": {"name": "x"}},
        {"members": ["Anna Weber"]},
        {"kind": "club"},
        {"target_size": "drei"},
        {"target_size": 3.5},
        {"target_size": 0},
        {"target_size": True},
        {"joint": "ja"},
        {"host": 5},
        {"members": [member("Anna Weber", "XX")]},
        {"members": [member("Anna Weber", "AG", "boss")]},
        {"members": [member("  ", "AG")]},
        {"members": [member("Anna Weber", "AG", present="ja")]},
        {"members": [member("Anna Weber", "AG") | {"from": "2029-09-01"}]},
        {"members": [member("Anna Weber", "AG") | {"until": None}]},
        {"members": [member("Anna Weber", "AG", fields="alle")]},
    ],
)
def test_a_committee_that_cannot_be_read(refused: Callable[..., str], tmp_path: Path, change: dict[str, Any]) -> None:
    assert refused("committee", written(tmp_path, committee(**change)))


@pytest.mark.parametrize("content", ["", "[", "[]", '"x"', "[" * 100_000, "\ufeff{}", "%PDF"])
def test_a_file_that_is_no_committee(refused: Callable[..., str], tmp_path: Path, content: str) -> None:
    assert refused("committee", written(tmp_path, content))


def test_a_file_that_is_not_there(refused: Callable[..., str], tmp_path: Path) -> None:
    assert refused("committee", str(tmp_path / "fehlt.json"))
    assert refused("committee", str(tmp_path))


def test_without_json_the_answer_is_sentences(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["calculate", "pass", "--regulation", "im2007", *["T1=80", "AA=70", "AUF=30", "FT=40", "WISO=60"]]) == 0
    text = capsys.readouterr().out
    assert "AUF, FT" in text
    assert "§ 27 IndMetAusbV" in text
    assert run(["calculate", "committee", written(tmp_path, committee())]) == 0
    assert "§ 40 Abs. 2 Satz 1 BBiG" in capsys.readouterr().out
    assert run(["calculate", "markers", "78", "89"]) == 0
    assert "§ 42 Abs. 5 BBiG" in capsys.readouterr().out
    assert run(["calculate", "grade", "viel"]) == 2
    assert capsys.readouterr().err.strip().endswith(".")
