"""Every colour can be told from its ground, in every scheme; and the program follows what the system wishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.fields import TextEdit
from kammerdesk.ui.kit.high_contrast import BLACK_ON_WHITE, FAR_APART, WHITE_ON_BLACK, contrast, tokens_of
from kammerdesk.ui.kit.looks import Looks
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.theme import Scheme, System
from kammerdesk.ui.kit.tokens import DARK, LIGHT, Tokens
from kammerdesk.ui.kit.widgets import column, label

SCHEMES = {"light": LIGHT, "dark": DARK, "black on white": BLACK_ON_WHITE, "white on black": WHITE_ON_BLACK}
COLOURS = st.builds("#{:02X}{:02X}{:02X}".format, *[st.integers(0, 255)] * 3)


def too_close(tokens: Tokens, least: float = 4.5) -> list[tuple[str, str, float]]:
    """The pairs of ux.md 4.3 that are nearer than they may be: words 4.5, outlines, icons, focus and bars 3."""
    grounds = (tokens.surface, tokens.subtle, tokens.window, tokens.selection)
    pairs = [(ink, ground, least) for ink in (tokens.text, tokens.text2, tokens.link) for ground in grounds]
    pairs += [(tokens.ink(tone), ground, least) for tone in tokens.tones for ground in (*grounds, tokens.tint(tone))]
    pairs += [(ink, tokens.header, least) for ink in (tokens.text, tokens.text2)]
    pairs += [(tokens.on_accent, ground, least) for ground in (tokens.accent, tokens.accent_hover)]
    pairs += [(tokens.placeholder, ground, least) for ground in (tokens.surface, tokens.window)]
    pairs += [(tokens.control, ground, 3.0) for ground in (tokens.surface, tokens.subtle, tokens.window)]
    pairs += [(tokens.accent, ground, 3.0) for ground in (*grounds, tokens.header)]
    pairs += [(tokens.disabled, tokens.surface, 2.5)]
    return [pair for pair in pairs if contrast(pair[0], pair[1]) < pair[2]]


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_every_pair_of_colours_can_be_told_apart(tokens: Tokens) -> None:
    assert too_close(tokens) == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#0B5CAD", "#FFFFFF") == pytest.approx(6.67, abs=0.01)


@pytest.mark.parametrize("tokens", [BLACK_ON_WHITE, WHITE_ON_BLACK], ids=["light", "dark"])
def test_of_high_contrast_all_words_are_far_from_their_ground(tokens: Tokens) -> None:
    grounds = (tokens.surface, tokens.window, tokens.selection)
    assert [ground for ground in grounds if contrast(tokens.text, ground) < 6.5] == []
    assert contrast(tokens.selection, tokens.window) >= 3


@given(window=COLOURS, text=COLOURS, highlight=COLOURS, highlighted=COLOURS)
def test_whatever_colours_a_system_has_words_and_cursor_can_be_seen(
    window: str, text: str, highlight: str, highlighted: str
) -> None:
    role = QPalette.ColorRole
    palette = palette_of(window, text)
    palette.setColor(role.Highlight, QColor(highlight))
    palette.setColor(role.HighlightedText, QColor(highlighted))
    tokens = tokens_of(palette, dark=False)
    own = contrast(window, text) >= FAR_APART
    assert (tokens.window, tokens.text) == ((window, text) if own else ("#FFFFFF", "#000000"))
    assert contrast(tokens.text, tokens.selection) >= 4.5
    assert contrast(tokens.accent, tokens.window) >= 3
    assert contrast(tokens.accent, tokens.on_accent) >= 4.5


def palette_of(window: str, text: str) -> QPalette:
    """A system's colours."""
    made, role = QPalette(), QPalette.ColorRole
    for each in (role.Window, role.Base):
        made.setColor(each, QColor(window))
    for each in (role.WindowText, role.Text):
        made.setColor(each, QColor(text))
    return made


class Wishes:
    """A system whose user changes his mind."""

    def __init__(self) -> None:
        self.said = System(dark=False, contrast=False, palette=QPalette())

    def __call__(self, app: QApplication) -> System:
        return self.said


def sheet_of_a_window(qtbot: QtBot) -> str:
    """What a window that is opened now is dressed in."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window.styleSheet()


@pytest.mark.parametrize("scheme", [Scheme.SYSTEM, Scheme.CONTRAST, Scheme.LIGHT])
def test_colours_and_icons_follow_the_system_while_they_shall(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path, scheme: Scheme
) -> None:
    wishes, owner = Wishes(), QObject()
    looks = Looks(Memory(tmp_path / "window.ini"), owner, wishes)
    looks.dress(scheme=scheme)
    before, hints = theme.look().tokens, dressed.styleHints()
    wishes.said = System(dark=True, contrast=False, palette=QPalette())
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    followed = {Scheme.SYSTEM: DARK, Scheme.CONTRAST: WHITE_ON_BLACK, Scheme.LIGHT: LIGHT}[scheme]
    qtbot.waitUntil(lambda: theme.look().tokens is followed)
    assert dressed.palette().window().color().name().upper() == followed.window
    assert followed.text in sheet_of_a_window(qtbot)
    image = icons.icon("printer").pixmap(48, 48).toImage()
    assert followed.text in {image.pixelColor(x, y).name().upper() for x in range(48) for y in range(48)}
    assert before.dark is False
    owner.deleteLater()


def test_a_system_that_wishes_contrast_gets_it_without_being_told_twice(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> None:
    wishes, owner = Wishes(), QObject()
    looks = Looks(Memory(tmp_path / "window.ini"), owner, wishes)
    looks.dress(scheme=Scheme.SYSTEM)
    changes: list[None] = []
    looks.changed.connect(lambda: changes.append(None))
    wishes.said = System(dark=True, contrast=True, palette=palette_of("#202020", "#FFF000"))
    hints = dressed.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    qtbot.waitUntil(lambda: theme.look().tokens.text == "#FFF000")
    assert "#FFF000" in sheet_of_a_window(qtbot)
    assert len(changes) == 1
    owner.deleteLater()


def test_a_change_of_size_reaches_what_was_made_and_not_shown_yet(qtbot: QtBot, dressed: QApplication) -> None:
    window = QFrame()
    window.setLayout(column(label("Wer", theme.Role.SECONDARY), TextEdit()))
    qtbot.addWidget(window)
    theme.apply(dressed, Scheme.LIGHT, zoom=2.0)
    window.show()
    sizes = {part.font().pixelSize() for part in window.findChildren(QWidget)}
    assert sizes == {theme.px(theme.BODY)}


def test_a_window_that_is_open_and_all_it_holds_change_their_dress_with_the_colours(
    qtbot: QtBot, dressed: QApplication
) -> None:
    window, inner = QWidget(), QWidget()
    inner.setParent(window)
    button = QPushButton("a", inner)
    qtbot.addWidget(window)
    window.show()
    light = button.grab().toImage()
    theme.apply(dressed, Scheme.DARK)
    assert button.grab().toImage() != light
    theme.apply(dressed, Scheme.LIGHT)
    assert button.grab().toImage() == light
