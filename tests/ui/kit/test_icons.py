"""Icons come from files and take their colour when they are painted."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from kammerdesk.base import paths
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.tokens import Tone

SOURCES = paths.resource().parent / "kammerdesk" / "ui"
NAMED = re.compile(r"""\bicon(?:=|s\.icon\(|\()"([a-z0-9-]+)\"""")


def colours(icon: QIcon) -> set[str]:
    """The colours of the pixels that are wholly painted."""
    image: QImage = icon.pixmap(48, 48).toImage()
    pixels = (image.pixelColor(x, y) for x in range(48) for y in range(48))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


def test_every_icon_that_is_named_lies_there() -> None:
    named = {name for file in SOURCES.rglob("*.py") for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    named |= {tone.icon for tone in Tone}
    there = {file.stem for file in paths.resource("icons").glob("*.svg")}
    assert named
    assert named - there == set()
    assert paths.resource("icons", "LICENSE").is_file()


def test_an_icon_follows_the_scheme_without_being_made_again(dressed: QApplication) -> None:
    icon = icons.icon("printer")
    for scheme in (theme.Scheme.LIGHT, theme.Scheme.DARK):
        theme.apply(dressed, scheme)
        assert colours(icon) == {QColor(theme.look().tokens.text).name().upper()}


def test_a_disabled_icon_is_pale(dressed: QApplication) -> None:
    image = icons.icon("printer").pixmap(48, 48, QIcon.Mode.Disabled).toImage()
    shades = {image.pixelColor(x, y).name().upper() for x in range(48) for y in range(48)}
    assert theme.look().tokens.disabled in shades


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_icons_are_sharp_on_fine_screens(dressed: QApplication, ratio: float) -> None:
    pixmap = icons.icon("printer").pixmap(QSize(20, 20), ratio)
    assert pixmap.deviceIndependentSize().width() == 20
    assert pixmap.width() == round(20 * ratio)
