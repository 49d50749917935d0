"""Every line of a file of candidates is judged: what is wrong with it, and what will happen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from kammerdesk.base.csv_file import parse_csv
from kammerdesk.base.errors import KammerError
from kammerdesk.exams.candidate_file import Fate, KnownCandidate, PlannedLine, file_notes, plan_import
from kammerdesk.exams.rules.catalogue import regulations

HEADER = "Prüflingsnummer;Nachname;Vorname;Geburtsdatum;Ausbildungsordnung;PLZ;Vertrag von;Vertrag bis;EITA;WISO"
GOOD = "4711;Öztürk;Elif;03.05.2004;fiae2020;38100;01.08.2023;31.07.2026;81,5;"


def plan(*lines: str, known: Mapping[str, KnownCandidate] | None = None) -> tuple[PlannedLine, ...]:
    file = parse_csv("\r\n".join((HEADER, *lines)).encode("cp1252"), "liste.csv")
    return plan_import(file, "liste.csv", regulations(), known or {})


def test_a_good_line_is_new_with_its_marks_in_hundredths() -> None:
    (line,) = plan(GOOD)
    assert line.fate is Fate.NEW
    assert line.entry is not None
    assert line.entry.birth_date == date(2004, 5, 3)
    assert line.entry.marks == (("EITA", 8150),)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        (0, "", "Prüflingsnummer"),
        (1, " ", "Nachname"),
        (3, "2004-05-03", "Geburtsdatum"),
        (3, "31.02.2004", "31.02.2004"),
        (3, "03.05.2099", "Geburtsdatum"),
        (3, f"01.01.{date.today().year - 13}", "14"),  # noqa: DTZ011  thirteen years old on any day of the year
        (4, "zauberer1999", "fiae2020"),
        (5, "3810", "PLZ"),
        (7, "31.07.2022", "01.08.2023"),
        (8, "187", "187"),
        (8, "81,555", "EITA"),
        (2, "x" * 1_000_000, "Vorname"),
        (2, "E\x07lif", "Vorname"),
        (1, "Ö" * 81, "„Nachname“: 81"),
    ],
)
def test_a_wrong_field_makes_the_line_faulty_and_is_named(field: int, value: str, named: str) -> None:
    fields = GOOD.split(";")
    fields[field] = value
    (line,) = plan(";".join(fields))
    assert line.fate is Fate.FAULTY
    assert line.entry is None
    assert any(named in problem for problem in line.problems)
    assert all(len(problem) < 300 for problem in line.problems)


def test_all_problems_of_a_line_are_told_at_once() -> None:
    (line,) = plan("4711;;Elif;gestern;fiae2020;1;;;;")
    assert len(line.problems) == 3


def test_the_second_line_with_a_number_is_faulty() -> None:
    first, second = plan(GOOD, GOOD)
    assert first.fate is Fate.NEW
    assert second.fate is Fate.FAULTY
    assert "2" in second.problems[0]


def test_a_stored_candidate_is_left_alone_and_a_strange_one_under_his_number_is_faulty() -> None:
    same = {"4711": KnownCandidate("Öztürk", "Elif", date(2004, 5, 3))}
    other = {"4711": KnownCandidate("Meier", "Jan", date(2004, 5, 3))}
    assert plan(GOOD, known=same)[0].fate is Fate.KNOWN
    assert plan(GOOD, known=other)[0].fate is Fate.FAULTY


def test_a_missing_column_refuses_the_whole_file_and_names_it() -> None:
    file = parse_csv(b"Nachname;Vorname\nA;B\n", "liste.csv")
    with pytest.raises(KammerError, match="Prüflingsnummer"):
        plan_import(file, "liste.csv", regulations(), {})


def test_more_fields_than_columns_are_a_problem() -> None:
    assert plan(GOOD + ";zu;viel")[0].fate is Fate.FAULTY


def test_an_unknown_column_is_named_with_the_one_that_may_be_meant() -> None:
    file = parse_csv(b"WiSo;EITA;Gebrutsdatum;Lieblingsfarbe;\n1;2;3;4;5\n", "liste.csv")
    wiso, birth, colour, nameless = file_notes(file, regulations())
    assert "„WiSo“" in wiso
    assert "„WISO“" in wiso
    assert "„Geburtsdatum“" in birth
    assert "„Lieblingsfarbe“" in colour
    assert "vielleicht" not in colour
    assert nameless


def test_a_file_with_known_columns_has_no_notes() -> None:
    file = parse_csv(f"{HEADER};\n{GOOD};\n".encode(), "liste.csv")
    assert file_notes(file, regulations()) == ()


def test_points_in_an_area_of_another_regulation_are_noted_on_the_line() -> None:
    (line,) = plan(GOOD.replace("fiae2020", "buero2025"))
    assert line.fate is Fate.NEW
    assert "EITA" in line.notes[0]
    assert plan(GOOD)[0].notes == ()


def test_a_header_without_lines_is_refused_like_an_empty_file() -> None:
    with pytest.raises(KammerError, match=r"liste\.csv"):
        plan()


def test_numbers_that_differ_only_in_case_are_the_same() -> None:
    upper, lower = GOOD.replace("4711", "A47"), GOOD.replace("4711", "a47")
    assert [line.fate for line in plan(upper, lower)] == [Fate.NEW, Fate.FAULTY]
    known = {"A47": KnownCandidate("Öztürk", "Elif", date(2004, 5, 3))}
    assert plan(lower, known=known)[0].fate is Fate.KNOWN


def test_a_contract_older_than_its_regulation_is_noted_but_not_faulty() -> None:
    (line,) = plan(GOOD.replace("01.08.2023", "01.08.2019"))
    assert line.fate is Fate.NEW
    assert "01.08.2019" in line.notes[0]
