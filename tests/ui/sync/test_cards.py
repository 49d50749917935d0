"""Key cards in the window: compared by the words that are read out, or taken in because the former key signed them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kammerdesk.sync.cards import Card, demonstration_card, make_card, save_card
from kammerdesk.sync.key_list import keys
from kammerdesk.sync.seal import PrivateKeys, demonstration_secret, new_secret
from kammerdesk.sync.spoken import fingerprint_words
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.sync.cards import take_partner_card, write_our_card
from tests.ui.keyboard import CTRL
from tests.ui.office import CLOCK, Office
from tools.keyboard import choose_in, type_text


def hand_over(office: Office, card: Card, file: Path) -> None:
    """Takes in a card on the page of the exchange."""
    save_card(file, card)
    office.activate()
    take_partner_card(office.show(6))
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, QFileDialog)
    choose_in(asking, file)
    office.wait(lambda: QApplication.activeModalWidget() is not asking)
    office.settle()


def known(office: Office) -> set[str]:
    return {row.key_id for row in office.ask(keys)}


def test_a_card_is_taken_in_with_the_words_that_are_read_out(office: Office, tmp_path: Path) -> None:
    card = make_card(PrivateKeys(new_secret()), "LW", CLOCK.now(), demonstration=True)
    hand_over(office, card, tmp_path / "lw.kdcard")
    office.wait(lambda: QApplication.activeModalWidget() is not None and QApplication.focusWidget() is not None)
    words = fingerprint_words(card.keys)
    type_text(" ".join((words[1], words[0], *words[2:])))
    office.press(Qt.Key.Key_Return, CTRL)
    assert card.keys.key_id.hex() not in known(office)
    office.press(Qt.Key.Key_A, CTRL)
    type_text(" ".join(words).lower())
    office.press(Qt.Key.Key_Return, CTRL)
    assert card.keys.key_id.hex() in known(office)


def test_a_card_that_the_former_key_signed_needs_no_telephone(office: Office, tmp_path: Path) -> None:
    former = PrivateKeys(demonstration_secret("LW"))
    card = make_card(PrivateKeys(new_secret()), "LW", CLOCK.now(), demonstration=True, former=former)
    hand_over(office, card, tmp_path / "lw.kdcard")
    assert QApplication.activeModalWidget() is None
    assert card.keys.key_id.hex() in known(office)
    assert any("bisherige Schlüssel" in sentence for sentence in office.window.toasts.sentences())


def test_our_card_is_written_and_its_words_are_told(office: Office, tmp_path: Path) -> None:
    office.activate()
    write_our_card(office.show(6))
    office.settle()
    office.answer_file(tmp_path / "bs.kdcard")
    office.wait((tmp_path / "bs.kdcard").exists)
    words = " ".join(fingerprint_words(demonstration_card("BS").keys))
    assert any(words in bar.sentence for bar in office.window.findChildren(InfoBar) if bar.isVisible())
