"""Drafts: a killed window loses nothing of an open form; what was stored or given up leaves none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.store.store import Store
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.draft import DraftBox, _Keeper, _Offer
from kammerdesk.ui.kit.draft_shelf import KEPT_AFTER
from kammerdesk.ui.kit.widgets import Button
from tests.ui.keyboard import CTRL, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import CLOCK, Office


def open_form(office: Office) -> FormDialog[Any]:
    office.show(5)
    office.press(Qt.Key.Key_N, CTRL)
    return the_form()


def the_form() -> FormDialog[Any]:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def fill(office: Office, dialog: FormDialog[Any]) -> dict[str, str]:
    """Chooses a committee, which fills other fields, and types a day that makes no sense yet."""
    dialog.form.field("committee").setFocus()
    press(Qt.Key.Key_Down)
    office.settle()
    dialog.form.field("day").setFocus()
    type_text("32.11.")
    dialog.form.field("aids").setFocus()
    type_text("Taschenrechner")
    return dialog.form.typed()


def pause(office: Office, dialog: FormDialog[Any]) -> None:
    """What happens within a second after a key."""
    keeper = dialog.findChild(_Keeper)
    assert keeper is not None
    assert keeper._pause.isActive()
    keeper._pause.timeout.emit()
    office.settle()


def test_typing_on_and_on_does_not_put_off_the_draft(office: Office) -> None:
    dialog = open_form(office)
    dialog.form.field("aids").setFocus()
    type_text("T")
    keeper = dialog.findChild(_Keeper)
    assert keeper is not None
    assert keeper._pause.interval() == KEPT_AFTER == 1000
    office.wait(lambda: keeper._pause.remainingTime() < KEPT_AFTER - 100)
    left = keeper._pause.remainingTime()
    type_text("a")
    assert not keeper._pause.isActive() or keeper._pause.remainingTime() <= left


def drafts_in(folder: Path) -> list[str]:
    store = Store.open(folder, user="kroeger", clock=CLOCK)
    try:
        return [draft.form for draft in store.drafts.all()]
    finally:
        store.close()


def killed_with_a_form(qtbot: QtBot, folder: Path) -> dict[str, str]:
    """A window that ends without a word while a form is open; returns what stood in it."""
    office = Office(qtbot, folder)
    dialog = open_form(office)
    typed = fill(office, dialog)
    pause(office, dialog)
    office.window.desk.close()  # from here on nothing is stored any more, as after a kill
    dialog.hide()
    office.close()
    return typed


def offer_in(dialog: FormDialog[Any]) -> _Offer:
    offer = dialog.findChild(_Offer)
    assert offer is not None
    return offer


def click(offer: _Offer, number: int) -> None:
    offer.findChildren(Button)[number].setFocus()
    press(Qt.Key.Key_Return)


def test_after_a_crash_the_form_comes_back_with_every_field(qtbot: QtBot, houses: Path) -> None:
    typed = killed_with_a_form(qtbot, houses / "BS")
    office = Office(qtbot, houses / "BS")
    (sentence,) = office.window.bars.sentences()
    assert sentence == "1 Entwurf ist noch nicht gespeichert: Prüfungstag anlegen, heute 09:00."
    office.window.bars.findChildren(Button)[0].setFocus()
    office.press(Qt.Key.Key_Return)
    office.settle()
    dialog = the_form()
    assert office.window.pages.key == "examday"
    offer = offer_in(dialog)
    assert offer.sentence == "Entwurf von heute 09:00"
    click(offer, 0)
    office.settle()
    assert dialog.form.typed() == typed
    assert not offer.isVisible()
    office.close()


def test_what_was_given_up_leaves_no_draft(qtbot: QtBot, houses: Path) -> None:
    office = Office(qtbot, houses / "BS")
    dialog = open_form(office)
    fill(office, dialog)
    pause(office, dialog)
    dialog._give_up()
    office.settle()
    office.close()
    assert drafts_in(houses / "BS") == []


def test_a_draft_that_is_discarded_is_gone(qtbot: QtBot, houses: Path) -> None:
    killed_with_a_form(qtbot, houses / "BS")
    assert drafts_in(houses / "BS") == ["examday/create_exam_day"]
    office = Office(qtbot, houses / "BS")
    dialog = open_form(office)
    office.wait(lambda: not clipped_labels(dialog))
    assert unnamed_controls(dialog) == []
    click(offer_in(dialog), 1)
    office.settle()
    dialog._give_up()
    office.close()
    assert drafts_in(houses / "BS") == []


def test_a_form_nobody_typed_into_keeps_nothing_and_leaves_the_draft(qtbot: QtBot, houses: Path) -> None:
    killed_with_a_form(qtbot, houses / "BS")
    office = Office(qtbot, houses / "BS")
    open_form(office)._give_up()
    office.settle()
    office.close()
    assert drafts_in(houses / "BS") == ["examday/create_exam_day"]


def test_the_moment_is_told_as_one_speaks(office: Office) -> None:
    box = office.window.drafts
    assert isinstance(box, DraftBox)
    assert box.when(datetime(2026, 11, 23, 7, 59, tzinfo=UTC)) == "heute 08:59"
    assert box.when(datetime(2026, 11, 22, 15, 58, tzinfo=UTC)) == "gestern 16:58"
    assert box.when(datetime(2026, 11, 20, 15, 58, tzinfo=UTC)) == "20.11.2026 16:58"
