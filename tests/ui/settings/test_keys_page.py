"""Passphrase, change of key and the sheet, by keys alone."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kammerdesk.store import keys
from kammerdesk.store.generations import backups_in
from kammerdesk.store.keys import Protection
from kammerdesk.ui.kit.dialogs import Decision, FormDialog
from kammerdesk.ui.kit.preview import PreviewPage
from kammerdesk.ui.kit.tabbed_page import TabbedPage
from kammerdesk.ui.settings.keys_page import KeysPage
from tests.ui.keyboard import CTRL, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import Office

PASSPHRASE = "vier lange Wörter hier"


def keys_page(office: Office) -> KeysPage:
    """The page, reached by keys."""
    page = cast("TabbedPage", office.show(7))
    while page.part.spec.key != "keys":
        office.press(Qt.Key.Key_Tab, CTRL)
    shown = page.part
    assert isinstance(shown, KeysPage)
    office.wait(lambda: shown.standing.value is not None)
    return shown


def form() -> FormDialog[object]:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def fill_in(*texts: str) -> None:
    for number, text in enumerate(texts):
        if number:
            press(Qt.Key.Key_Return)
        type_text(text)
    press(Qt.Key.Key_Return, CTRL)


def closed(office: Office) -> None:
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.activate()
    office.settle()


def test_a_passphrase_is_set_changed_and_removed(office: Office) -> None:
    page = keys_page(office)
    assert not page.commands["remove_passphrase"].isEnabled()
    press(Qt.Key.Key_F2)
    fill_in(PASSPHRASE, PASSPHRASE)
    closed(office)
    assert keys.protection(office.folder) is Protection.PASSPHRASE
    assert page.commands["remove_passphrase"].isEnabled()
    press(Qt.Key.Key_F2)
    fill_in("das war es nicht", "neue lange Wörter", "neue lange Wörter")
    office.settle()
    assert "nicht die Passphrase" in form().form.field("present").accessibleDescription()
    press(Qt.Key.Key_A, CTRL)
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return, CTRL)
    closed(office)
    assert keys.stored_key(office.folder, lambda _: "neue lange Wörter")
    page.commands["remove_passphrase"].trigger()
    fill_in("neue lange Wörter")
    closed(office)
    assert keys.protection(office.folder) is Protection.FILE  # there is no keyring in tests


def test_a_passphrase_that_is_short_or_typed_in_two_ways_changes_nothing(office: Office) -> None:
    keys_page(office)
    press(Qt.Key.Key_F2)
    fill_in("kurz", "kurz")
    office.settle()
    assert "mindestens 10" in form().form.field("passphrase").accessibleDescription()
    form().form.field("passphrase").setFocus()
    fill_in(PASSPHRASE, "ganz etwas anderes")
    office.settle()
    assert "verschieden" in form().form.field("repeated").accessibleDescription()
    assert keys.protection(office.folder) is Protection.FILE


def test_a_new_key_brings_its_sheet_at_once_and_the_old_one_is_kept(office: Office) -> None:
    page = keys_page(office)
    former = keys.stored_key(office.folder)
    page.commands["change_key"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Decision)
    assert clipped_labels(dialog) == []
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    office.wait(lambda: isinstance(office.window.pages.page(), PreviewPage))
    assert keys.stored_key(office.folder) != former
    assert former in keys.former_keys(office.folder).values()
    assert len(backups_in(office.folder / "backups")) == 1
    assert any(keys.fingerprint(former) in sentence for sentence in office.window.bars.sentences())


def test_the_page_says_what_protects_the_key(office: Office) -> None:
    page = keys_page(office)
    assert page.standing.value is not None
    assert page.standing.value.protection is Protection.FILE
    office.wait(lambda: not clipped_labels(office.window))
    assert unnamed_controls(page) == []
