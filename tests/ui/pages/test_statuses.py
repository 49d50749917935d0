"""Statuses differ without any colour, and the eyes for them see what is wrong."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel, chip_size, paint_chip
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.record_editor import RecordEditor
from kammerdesk.ui.kit.theme import Scheme
from kammerdesk.ui.kit.tokens import Tone
from tests.ui.office import Office
from tests.ui.pages.statuses import save_bars_out_of_sight, statuses_without_words

LEAST = 0.02
"""The share of its pixels in which the picture of one status must differ from that of another."""


def in_grey(chip: Chip) -> QImage:
    """A chip as somebody sees it who sees no colours: black or white, by what is ink in it."""
    font = theme.font(theme.Role.BODY)
    size = chip_size(font, chip.word)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(theme.look().tokens.surface)
    painter = QPainter(image)
    paint_chip(painter, QRect(0, 0, size.width(), size.height()), font, chip)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(QImage.Format.Format_Mono)


def difference(one: QImage, other: QImage) -> float:
    """The share of pixels in which two pictures of the same size differ."""
    assert one.size() == other.size()
    places = [(x, y) for x in range(one.width()) for y in range(one.height())]
    return sum(one.pixel(*place) != other.pixel(*place) for place in places) / len(places)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_each_tone_has_a_sign_of_its_own_without_any_colour(dressed: QApplication, scheme: Scheme) -> None:
    theme.apply(dressed, scheme)
    assert len({tone.icon for tone in Tone}) == len(Tone)
    painted = {tone: in_grey(Chip("Status", tone)) for tone in Tone}
    for one, other in combinations(Tone, 2):
        assert difference(painted[one], painted[other]) > LEAST, (one, other)
    assert difference(painted[Tone.OK], in_grey(Chip("Status", Tone.OK))) == 0


def test_the_eyes_see_a_status_without_a_word_and_a_word_with_two_meanings(qtbot: QtBot, dressed: QApplication) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    good, bad = ChipLabel("berufen", Tone.OK, root), ChipLabel("–", Tone.ERR, root)
    root.show()
    assert [sentence[:12] for sentence in statuses_without_words(root)] == ["a status wit"]
    bad.show_chip(Chip("berufen", Tone.WARN))
    assert statuses_without_words(root) == ["“berufen” in several tones"]
    bad.show_chip(good._chip)
    assert statuses_without_words(root) == []


def test_the_eyes_miss_a_save_bar_that_is_hidden_or_says_nothing(office: Office) -> None:
    page = office.show(2)
    assert save_bars_out_of_sight(office.window) == []
    (editor,) = page.findChildren(RecordEditor)
    editor.save_bar.said.setText("")
    assert len(save_bars_out_of_sight(office.window)) == 1
    editor.save_bar.said.setText("Keine Änderungen")
    editor.save_bar.hide()
    assert len(save_bars_out_of_sight(office.window)) == 1
