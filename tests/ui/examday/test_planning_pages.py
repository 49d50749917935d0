"""The list of exam days and the form that plans one, by keys alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from kammerdesk.examday import queries
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.ui.examday.page import ExamDaysPage
from kammerdesk.ui.examday.tick_list import TickList
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.preview import PreviewPage
from tests.ui.examday.days import form, import_example, open_day, the_day
from tests.ui.keyboard import ALT, CTRL, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import Office


def days(office: Office) -> ExamDaysPage:
    page = office.show(5)
    assert isinstance(page, ExamDaysPage)
    return page


def ticked(dialog: FormDialog[Any], key: str) -> Sequence[UUID]:
    field = dialog.form.field(key)
    assert isinstance(field, TickList)
    return field.value()


def fill_and_create(office: Office, day: str) -> None:
    for _ in range(3):
        press(Qt.Key.Key_Return)
    type_text(day)
    for _ in range(5):
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return, CTRL)


def test_the_planned_day_stands_in_the_list_with_its_count_and_status(office: Office) -> None:
    page = days(office)
    (row,) = page.list.table.rows.shown
    assert (row.candidates, row.state) == (6, "planned")
    assert unnamed_controls(page) == []
    office.wait(lambda: not clipped_labels(page))


def test_choosing_a_committee_proposes_area_minutes_examiners_and_candidates(office: Office) -> None:
    import_example(office)
    dialog = form(office)
    assert dialog.form.field("area").value() == ("fiae2020", "PUS")  # type: ignore[attr-defined]  # a ChoiceBox
    assert dialog.form.field("slot_minutes").value() == 45  # type: ignore[attr-defined]  # a NumberEdit
    assert len(ticked(dialog, "examiners")) == 3
    assert len(ticked(dialog, "candidates")) == 12
    assert unnamed_controls(dialog) == []


def test_a_day_is_created_by_keys_and_the_cursor_is_on_it(office: Office) -> None:
    import_example(office)
    form(office)
    fill_and_create(office, "25.11.2026")
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.activate()
    page = days(office)
    row = page.current()
    assert row is not None
    assert (row.candidates, f"{row.day:%d.%m.%Y}", row.area) == (12, "25.11.2026", "PUS")


def test_refusals_stand_beside_their_fields_and_the_form_stays(office: Office) -> None:
    import_example(office)
    dialog = form(office)
    fill_and_create(office, "20.11.2026")
    assert QApplication.activeModalWidget() is dialog
    assert "20.11.2026" in dialog.form.field("day").accessibleDescription()
    dialog.reject()
    assert len(office.ask(queries.recent_exam_days)) == 1


def test_a_deputy_on_top_is_refused_beside_the_examiners(office: Office) -> None:
    import_example(office)
    dialog = form(office)
    examiners = dialog.form.field("examiners")
    assert isinstance(examiners, TickList)
    examiners.setFocus()
    for _ in range(3):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert len(examiners.value()) == 4
    dialog.form.field("committee").setFocus()
    fill_and_create(office, "25.11.2026")
    assert QApplication.activeModalWidget() is dialog
    assert "§ 40" in examiners.accessibleDescription()
    dialog.reject()


def test_candidates_can_be_left_out_and_moved_by_keys(office: Office) -> None:
    import_example(office)
    dialog = form(office)
    field = dialog.form.field("candidates")
    assert isinstance(field, TickList)
    first, _, third, *rest = field.value()
    field.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Down, ALT)
    assert field.value() == (third, first, *rest)
    dialog.reject()


def test_the_folder_is_previewed_saved_and_noted(office: Office) -> None:
    days(office)
    office.press(Qt.Key.Key_P, CTRL)
    preview = office.page
    assert isinstance(preview, PreviewPage)
    office.wait(lambda: preview.paper is not None)
    counts = {item.key: item.count for item in preview.order.items}
    assert counts["mark_sheet"] == 18
    assert counts["minutes"] == counts["summons_candidate"] == 6
    assert preview.contents.chosen() == tuple(counts)
    target = Path(office.folder / "mappe.pdf")
    preview.save_to(target)
    office.settle()
    assert target.read_bytes().startswith(b"%PDF")
    card = the_day(office)
    overview = office.ask(lambda session: queries.day_overview(session, card.id))
    assert overview is not None
    assert overview.printed_at is not None
    office.press(Qt.Key.Key_Escape)
    assert isinstance(office.page, ExamDaysPage)


def test_of_a_page_range_only_the_papers_in_it_are_noted(office: Office) -> None:
    days(office)
    office.press(Qt.Key.Key_P, CTRL)
    preview = office.page
    assert isinstance(preview, PreviewPage)
    office.wait(lambda: preview.paper is not None)
    assert preview.paper is not None
    forms = [form for form, _ in preview.paper.documents]
    at = forms.index("minutes")
    assert forms[at + 1] != "minutes", "what lies on the table comes candidate by candidate"
    before = sum(pages for _, pages in preview.paper.documents[:at])
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(office.folder / "seiten.pdf"))
    printer.setResolution(72)
    printer.setFromTo(before + 1, before + preview.paper.documents[at][1])
    preview.print_on(printer)
    office.settle()
    noted = office.ask(lambda session: session.execute(select(PrintedDocument.form, PrintedDocument.subject_uid)).all())
    assert [tuple(line) for line in noted] == [("minutes", the_day(office).slots[0].id)]


def test_enter_opens_the_day_and_escape_leaves_it(office: Office) -> None:
    page = open_day(office)
    assert len(page.check_in_step.list.table.rows.shown) == 6
    office.press(Qt.Key.Key_Escape)
    assert isinstance(office.page, ExamDaysPage)
