"""The keys of the exchange by keys alone: from the page of the key to a new one, a revoked one and the annex."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kammerdesk.store.actions import Role
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.sync.cards import demonstration_card, load_card
from kammerdesk.sync.key_list import keys
from kammerdesk.sync.queries import own_card
from kammerdesk.ui.kit.dialogs import Decision, FormDialog
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.preview import PreviewPage
from tests.ui.keyboard import CTRL, SHIFT, InputCounter, clipped_labels, unnamed_controls
from tests.ui.office import Office
from tests.ui.settings.test_keys_page import keys_page


def the_keys(office: Office) -> ListPage[Any]:
    """The list, from the page of the data's key."""
    keys_page(office)
    office.press(Qt.Key.Key_K, CTRL | SHIFT)
    office.wait(lambda: office.page.spec.key == "exchange_keys")
    page = office.page
    assert isinstance(page, ListPage)
    office.wait(lambda: page.current() is not None)
    return page


def to_row(office: Office, page: ListPage[Any], key_id: str) -> None:
    page.go_to(key_id)
    office.wait(lambda: page.here() == key_id)
    page.list.view.setFocus()


def a_dialog(kind: type[FormDialog[Any]] | type[Decision]) -> None:
    assert isinstance(QApplication.activeModalWidget(), kind)


def test_every_card_is_there_with_its_words_and_the_one_under_the_cursor_whole(office: Office) -> None:
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    page = the_keys(office)
    assert [row.key.chamber for row in page.list.table.rows.shown] == ["BS", "LW"]
    detail: Any = page.detail
    office.wait(lambda: detail.content.value is not None)
    assert detail.content.value.key.words == office.ask(keys)[0].words
    assert counter.clicks == 0


def test_our_keys_are_changed_and_the_new_card_is_written_for_the_partner(office: Office, tmp_path: Path) -> None:
    page = the_keys(office)
    page.commands["rotate_keys"].trigger()
    a_dialog(Decision)
    office.press(Qt.Key.Key_Tab)
    office.press(Qt.Key.Key_Return)
    office.answer_file(tmp_path / "new.kdcard")
    office.wait((tmp_path / "new.kdcard").exists)
    card = load_card(tmp_path / "new.kdcard")
    assert office.ask(own_card) == card
    assert card.succeeds(demonstration_card("BS"))
    office.wait(lambda: len(page.list.table.rows.shown) == 3)
    assert sorted(row.key.ends_at is None for row in page.list.table.rows.shown if row.key.is_ours) == [False, True]


@pytest.mark.parametrize("chamber", ["BS", "LW"])
def test_a_lost_key_is_revoked_as_of_a_moment(office: Office, chamber: str) -> None:
    page = the_keys(office)
    lost = demonstration_card(chamber).keys.key_id.hex()
    to_row(office, page, lost)
    office.press(Qt.Key.Key_Delete)
    a_dialog(FormDialog)
    office.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.settle()
    (row,) = (row for row in office.ask(keys) if row.key_id == lost)
    assert row.revoked
    office.activate()
    to_row(office, page, lost)
    assert not page.commands["revoke_key"].isEnabled()


def test_a_moment_to_come_is_refused_with_a_sentence(office: Office) -> None:
    page = the_keys(office)
    to_row(office, page, demonstration_card("LW").keys.key_id.hex())
    office.press(Qt.Key.Key_Delete)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    dialog.form.set_values({"day": page.shell.overview.today().replace(year=2027)})
    office.press(Qt.Key.Key_Return, CTRL)
    assert QApplication.activeModalWidget() is dialog
    assert not any(row.revoked for row in office.ask(keys))
    words = "".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert "früheren Zeitpunkt" in words
    dialog.done(0)


def test_the_annex_is_printed_with_both_fingerprints(office: Office) -> None:
    the_keys(office)
    office.press(Qt.Key.Key_F7)
    office.wait(lambda: isinstance(office.page, PreviewPage))


def test_a_clerk_is_told_who_may_change_keys(office: Office) -> None:
    office.do(give_role, RoleOrder("kroeger", Role.HEAD))
    office.do(give_role, RoleOrder("haupt", Role.HEAD))
    office.do(give_role, RoleOrder("kroeger", Role.CLERK))
    page = the_keys(office)
    for key in ("take_partner_card", "rotate_keys", "revoke_key", "print_key_annex", "write_our_card"):
        assert not page.commands[key].isEnabled(), key
        assert page.commands[key].reason, key


def test_nothing_is_cut_and_everything_has_a_name(office: Office) -> None:
    the_keys(office)
    for width, height in ((1366, 728), (760, 480)):
        office.window.resize(width, height)
        office.settle()
        office.wait(lambda: not clipped_labels(office.window))
        assert unnamed_controls(office.window) == []
