"""The candidates by keys alone: the list, what marks amount to, and the import of a file."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kammerdesk.exams import queries
from kammerdesk.exams.candidate_file import Fate
from kammerdesk.ui.exams.detail import CandidateDetail
from kammerdesk.ui.exams.import_page import ImportPage
from kammerdesk.ui.exams.page import CandidatesPage
from kammerdesk.ui.kit.feedback import InfoBar
from tests.ui.keyboard import CTRL, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import Office


def candidates(office: Office) -> CandidatesPage:
    page = office.show(4)
    assert isinstance(page, CandidatesPage)
    return page


def example(office: Office) -> Path:
    return next(office.folder.glob("*.csv"))


def spoiled(office: Office) -> Path:
    """The example with a wrong birth date in its second line and without a name in its third."""
    header, first, second, third, *rest = example(office).read_text("cp1252").splitlines()
    second = second.replace(second.split(";")[6], "32.13.2004")
    third = third.replace(third.split(";")[3], "")
    file = office.folder / "verdorben.csv"
    file.write_text("\r\n".join([header, first, second, third, *rest]), "cp1252")
    return file


def read(office: Office, file: Path) -> ImportPage:
    candidates(office)
    press(Qt.Key.Key_I, CTRL)
    office.answer_file(file)
    assert isinstance(office.page, ImportPage)
    return office.page


def numbers(office: Office) -> list[str]:
    return [row.number for row in office.ask(lambda session: queries.season_candidates(session, None)).rows]


def test_the_candidates_of_the_running_season_are_listed(office: Office) -> None:
    page = candidates(office)
    assert [row.number for row in page.list.table.rows.shown] == numbers(office)
    assert page.season.currentText() == "Winter 2026/27"


def test_the_detail_follows_the_cursor_with_areas_and_rules(office: Office) -> None:
    page = candidates(office)
    press(Qt.Key.Key_F, CTRL)
    type_text("W26-1002")
    press(Qt.Key.Key_Down)
    detail = cast("CandidateDetail", page.detail)
    office.wait(lambda: "W26-1002" in detail.facts.text())
    said = "\n".join(label.text() for label in detail.findChildren(QLabel))
    assert "Kundenbeziehungsprozesse" in said
    assert "BüroMKfAusbV" in said
    assert detail.verdicts.findChildren(QLabel)


def test_nothing_is_stored_while_a_file_is_looked_at(office: Office) -> None:
    before = numbers(office)
    page = read(office, example(office))
    assert [line.fate for line in page.list.table.rows.shown] == [Fate.NEW] * 12
    assert "12" in page.commands["import_candidates"].text()
    office.press(Qt.Key.Key_Escape)
    assert isinstance(office.page, CandidatesPage)
    assert numbers(office) == before


def test_a_file_is_imported_by_keys_and_known_when_read_again(office: Office) -> None:
    before = len(numbers(office))
    read(office, example(office))
    office.press(Qt.Key.Key_Return, CTRL)
    assert isinstance(office.page, CandidatesPage)
    assert len(numbers(office)) == before + 12
    assert office.page.list.table.rows.count == before + 12
    again = read(office, example(office))
    assert {line.fate for line in again.list.table.rows.shown} == {Fate.KNOWN}
    assert not again.commands["import_candidates"].isEnabled()


def test_faulty_lines_are_named_and_left_out(office: Office) -> None:
    before = len(numbers(office))
    page = read(office, spoiled(office))
    faulty = [line for line in page.list.table.rows.shown if line.fate is Fate.FAULTY]
    assert [line.line for line in faulty] == [3, 4]
    assert "32.13.2004" in " ".join(faulty[0].problems)
    verb = page.commands["import_candidates"].text()
    assert "10" in verb
    assert "2" in verb
    office.press(Qt.Key.Key_Return, CTRL)
    assert len(numbers(office)) == before + 10


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no table at all", b"Name;Ort\r\nAdler;Peine\r\n"])
def test_a_bad_file_is_said_in_a_sentence_and_nothing_happens(office: Office, content: bytes) -> None:
    bad = office.folder / "kaputt.csv"
    bad.write_bytes(content)
    page = candidates(office)
    press(Qt.Key.Key_I, CTRL)
    office.answer_file(bad)
    assert office.page is page
    assert any("kaputt.csv" in bar.sentence for bar in office.window.findChildren(InfoBar))


def test_list_and_import_can_be_read_and_reached_by_everybody(office: Office) -> None:
    candidates(office)
    assert unnamed_controls(office.page) == []
    office.wait(lambda: not clipped_labels(office.page))
    page = read(office, spoiled(office))
    assert unnamed_controls(page) == []
    office.wait(lambda: not clipped_labels(page))
