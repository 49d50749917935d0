"""`calculate compensation` as it is called: euro strings, a table to read, sentences for bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kammerdesk.cli.main import run

DAY = ("--on", "28.4.2026", "--from", "07:15", "--to", "14:05")


def answer(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert run(["calculate", "compensation", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_example_of_the_issue(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, *DAY, "--km", "36", "--parking", "4,00") == {
        "time": "49,00",
        "travel": "15,12",
        "allowance": "0,00",
        "other": "4,00",
        "total": "68,12",
    }


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (["--other-municipality", "--to", "18:30", "--from", "7"], {"time": "70,00", "allowance": "14,00"}),
        (["--km", "36,5", "--passengers", "2"], {"travel": "15,33"}),
        (["--km", "36.5", "--passengers", "Weber", "Ott"], {"travel": "15,33"}),
        (["--passenger"], {}),
        (["--tickets", "29,40", "--other", "1,55"], {"travel": "29,40", "other": "1,55"}),
        (["--lodging", "--other-municipality", "--stay", "arrival"], {"allowance": "14,00", "other": "20,00"}),
        (["--lodging", "89"], {"other": "89,00"}),
        (["--earnings", "35,00", "--lost-hours", "4", "--rules", "gera"], {"other": "116,00"}),
        (["--self-employed", "--lost-hours", "4", "--rules", "gera"], {"other": "110,00"}),
        (["--earnings", "35", "--rules", "frankfurt"], {"time": "0,00", "other": "168,00"}),
        (["--household"], {"other": "119,00"}),
        (["--household", "8"], {"other": "34,00"}),
        (["--pay", "correction_hour", "--rules", "freiburg"], {"time": "84,00"}),
        (["--pay", "sitting", "--count", "2", "--rules", "rostock"], {"time": "32,00"}),
        (["--justified", "--to", "19:00", "--rules", "aachen"], {"time": "84,00"}),
        (["--on", "2020-11-24", "--km", "40"], {"time": "42,00", "travel": "12,00"}),
        (["--km", "10", "--rules", "Kassel-Marburg"], {"travel": "4,20"}),
        (["--tickets", "1.234,50"], {"travel": "1234,50"}),
    ],
)
def test_what_is_given_is_paid(capsys: pytest.CaptureFixture[str], words: list[str], changed: dict[str, str]) -> None:
    found = answer(capsys, *DAY, *words)
    total = found.pop("total")
    assert found == {"time": "49,00", "travel": "0,00", "allowance": "0,00", "other": "0,00", **changed}
    assert int(total.replace(",", "")) == sum(int(part.replace(",", "")) for part in found.values())


def test_a_late_claim_is_told_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    late = answer(capsys, *DAY, "--on", "15.1.2026", "--claimed", "20.4.2026", code=1)
    assert [finding["state"] for finding in late["findings"]] == ["broken"]
    assert late["time"] == "49,00"
    in_time = answer(capsys, *DAY, "--claimed", "28.7.2026")
    assert [finding["rule"] for finding in in_time["findings"]] == ["claim_date"]


def test_without_json_every_step_is_told_with_its_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calculate", "compensation", *DAY, "--km", "36", "--parking", "4,00"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head == "Entschädigung für den 28.04.2026 (JVEG)"
    steps, total = lines[:4], lines[4]
    assert [line.split("  ")[0] for line in steps] == ["Zeitversäumnis", "Eigener Pkw", "Tagegeld", "Parkentgelt"]
    assert all(" JVEG" in line and " EUR  § " in line for line in steps)
    assert total.split() == ["Gesamt", "68,12", "EUR"]
    assert len({line.index(" EUR  §") for line in steps}) == 1


@pytest.mark.parametrize(
    ("rules", "said"), [("braunschweig", "unbestätigt"), ("gera", "Beispiel"), ("bochum", "ist unbestätigt")]
)
def test_it_is_said_whose_rule_it_is(capsys: pytest.CaptureFixture[str], rules: str, said: str) -> None:
    assert run(["calculate", "compensation", *DAY, "--rules", rules]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--on", "29.2.2027"], "„29.2.2027“ ist kein Datum"),
        (["--from", "25:00"], "ist keine Uhrzeit"),
        (["--to", "06:00"], "„Bis“ (06:00) liegt vor „von“ (07:15)"),
        (["--km", "1.000"], "Erlaubt sind 0 bis 9999"),
        (["--km", "-3"], "„-3“ ist keine Kilometerzahl"),
        (["--km", "٣٦"], "Kilometerzahl"),
        (["--parking", "vier"], "„vier“ ist kein Betrag"),
        (["--parking=-4"], "zu niedrig"),
        (["--passengers", "9"], "0 bis 8"),
        (["--passenger", "--km", "36"], "Wer mitfährt"),
        (["--rules", "atlantis"], "aachen, bochum"),
        (["--rules", "frankfurt", "--on", "9.12.2024"], "ab 10.12.2024"),
        (["--on", "1.1.2000"], "01.07.2004"),
        (["--pay", "sitting"], "Zeitversäumnis"),
        (["--count", "0"], "1 bis 9999"),
        (["--justified"], "höchstens 10 Stunden"),
        (["--self-employed"], "Selbstständige"),
        (["--self-employed", "--earnings", "20"], "nicht beides"),
        (["--lost-hours", "3"], "--earnings"),
        (["--household", "viel"], "0 bis 24"),
        (["--claimed", "gestern"], "„gestern“ ist kein Datum"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    found = answer(capsys, *DAY, *words, code=2)
    assert list(found) == ["error"]
    assert said in found["error"]
