"""The exchange between the two houses of the demonstration, by keys alone and through real files."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from kammerdesk.committees.queries import judged_committees
from kammerdesk.store.words import field_word
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.sync.bundle_page import BundlePage
from kammerdesk.ui.sync.leaving import records_and_persons
from kammerdesk.ui.sync.page import ExchangePage
from kammerdesk.ui.sync.partner_sheet import sentences
from tests.ui.keyboard import CTRL, SHIFT, InputCounter, clipped_labels, type_text, unnamed_controls
from tests.ui.office import Office
from tests.ui.sync.conftest import exchange


def export(office: Office, file: Path) -> ExchangePage:
    page = exchange(office)
    office.press(Qt.Key.Key_E, CTRL | SHIFT)
    office.answer_file(file)
    office.wait(file.exists)
    return page


def read(office: Office, file: Path) -> None:
    exchange(office)
    office.press(Qt.Key.Key_I, CTRL)
    office.answer_file(file)


def bars(office: Office) -> list[str]:
    """What stands in bars, not what goes by itself."""
    found, passing = office.window.findChildren(InfoBar), office.window.toasts.sentences()
    return [bar.sentence for bar in found if bar.isVisible() and bar.sentence not in passing]


def test_every_kind_that_leaves_is_listed_with_fields_and_law_and_the_button_counts_them(office: Office) -> None:
    page = exchange(office)
    leaving = page.leaving.value
    assert leaving is not None
    words = "\n".join(label.text() for label in page.leaving.findChildren(QLabel))
    assert "§ 39 Abs. 1 Satz 2 BBiG" in words
    assert {row.kind for row in leaving.rows} == {"committee", "appointment", "person", "organisation"}
    assert all(field_word(row.kind, field) in words for row in leaving.rows for field in row.fields)
    assert {field for row in leaving.rows for field in row.fields}.isdisjoint(re.findall(r"\w+", words))
    assert page.commands["export_bundle"].isEnabled()
    assert records_and_persons(leaving) in page.commands["export_bundle"].text()


def test_a_bundle_goes_from_house_to_house_by_keys_and_reading_it_again_changes_nothing(
    office: Office, partner: Office, tmp_path: Path
) -> None:
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    file = tmp_path / "bundle.kdb"
    page = export(office, file)
    (sent,) = page.transfers.table.rows.shown
    assert sent.outgoing
    assert sent.file == "bundle.kdb"
    assert page.partner.value is not None
    assert page.partner.value.row.last_out is not None

    read(partner, file)
    bundle = partner.page
    assert isinstance(bundle, BundlePage)
    counts = {count.kind: count.added for count in bundle.list.table.rows.shown}
    assert counts["committee"] == 1
    assert "BS-101" not in {row.committee.number for row in partner.ask(judged_committees)}
    partner.press(Qt.Key.Key_Return, CTRL)
    partner.wait(lambda: isinstance(partner.window.pages.page(), ExchangePage))
    assert "BS-101" in {row.committee.number for row in partner.ask(judged_committees)}
    received = exchange(partner)
    assert [row.outgoing for row in received.transfers.table.rows.shown] == [False]

    read(partner, file)
    assert isinstance(partner.page, BundlePage)
    assert bars(partner)
    partner.press(Qt.Key.Key_Return, CTRL)
    partner.wait(lambda: isinstance(partner.window.pages.page(), ExchangePage))
    assert len(partner.window.toasts.sentences()) == 2
    assert counter.clicks == 0


def test_escape_leaves_a_bundle_without_taking_it_in(office: Office, partner: Office, tmp_path: Path) -> None:
    file = tmp_path / "bundle.kdb"
    export(office, file)
    read(partner, file)
    partner.press(Qt.Key.Key_Escape)
    page = partner.page
    assert isinstance(page, ExchangePage)
    assert not page.transfers.table.rows.shown


def test_a_damaged_bundle_is_refused_with_a_sentence_and_nothing_is_stored(
    office: Office, partner: Office, tmp_path: Path
) -> None:
    file = tmp_path / "bundle.kdb"
    export(office, file)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    read(partner, file)
    assert isinstance(partner.page, ExchangePage)
    assert len(bars(partner)) == 1
    assert not exchange(partner).transfers.table.rows.shown


def test_our_own_bundle_is_not_taken_in(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "bundle.kdb"
    export(office, file)
    read(office, file)
    assert isinstance(office.page, ExchangePage)
    assert len(bars(office)) == 1


def test_leaving_the_file_dialog_does_nothing(office: Office) -> None:
    page = exchange(office)
    office.press(Qt.Key.Key_I, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    office.settle()
    assert office.page is page


def test_nothing_is_cut_and_everything_has_a_name(office: Office) -> None:
    page = exchange(office)
    for width, height in ((1366, 728), (760, 480)):
        office.window.resize(width, height)
        for tab in range(page.tabs.count()):
            page.tabs.setCurrentIndex(tab)
            office.settle()
            office.wait(lambda: not clipped_labels(office.window))
            assert unnamed_controls(office.window) == []


def test_a_bundle_is_refused_by_keys_with_a_reason_that_its_sender_reads(
    office: Office, partner: Office, tmp_path: Path
) -> None:
    there, back = tmp_path / "there.kdb", tmp_path / "back.kdb"
    export(office, there)
    read(partner, there)
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    partner.press(Qt.Key.Key_Delete, CTRL)
    assert QApplication.activeModalWidget() is not None
    type_text("Noch nicht beschlossen.")
    partner.press(Qt.Key.Key_Return, CTRL)
    partner.wait(lambda: isinstance(partner.window.pages.page(), ExchangePage))
    assert counter.clicks == 0
    assert "BS-101" not in {row.committee.number for row in partner.ask(judged_committees)}
    read(partner, there)
    bundle = partner.page
    assert isinstance(bundle, BundlePage)
    assert not bundle.commands["import_bundle"].isEnabled()
    assert any("Noch nicht beschlossen." in bar for bar in bars(partner))
    partner.press(Qt.Key.Key_Escape)

    export(partner, back)
    read(office, back)
    office.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: isinstance(office.window.pages.page(), ExchangePage))
    page = exchange(office)
    assert page.partner.value is not None
    assert any("Noch nicht beschlossen." in sentence for sentence in sentences(page.partner.value))
    assert [row.reason for row in page.answers.table.rows.shown] == ["Noch nicht beschlossen."]
