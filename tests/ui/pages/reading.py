"""Reads every word on the screen, and says which are not fit to be read: English, raw, or left over from the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from tests.ui.keyboard import visible_widgets
from tools.words import catalogue, translations

_ENGLISH = """the and of is are not with without you your this that these please cannot must should from by has have had
been were would could into than then there their they it its to or if close save cancel delete remove add search next
previous none first since until done failed warning unknown missing empty loading select selected show hide settings
quit page row rows column columns people record records day days candidate candidates committee committees"""
ENGLISH = frozenset(_ENGLISH.split())
"""Words no German sentence has; those that are German too are left out."""

RAW = re.compile(
    r"\bNone\b|\bnan\b|\bNaN\b|\bNaT\b|TODO|FIXME|Traceback|\b\w+(Error|Exception)\b|object at 0x|<[a-z_.]+ |"
    r"\{\w*\}|%[sd]\b|\bTrue\b|\bFalse\b|\b[A-Z][a-z]+\.[A-Z_]{2,}\b|\b[a-z]+(_[a-z]+)+\b|&&"
)
"""What a program says to its makers only."""

A_PLACE = re.compile(r"\S*[/\\]\S*|\S+\.(db|kdb|csv|pdf|xlsx|zip|json|kdbak)\b|\S+@\S+|kammerdesk://\S*")
"""Paths, files and addresses are called what they are called."""


def visible_texts(root: QWidget) -> list[str]:
    """Every text one can see, hear or get as a tooltip below `root`, menus included; each once."""
    return list(dict.fromkeys(text for text in _texts(root) if text.strip()))


def _texts(root: QWidget) -> Iterator[str]:
    yield root.windowTitle()
    for widget in [root, *visible_widgets(root)]:
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip())
        yield from _shown(widget)
    for menu in root.findChildren(QMenu):
        yield _plain(menu.title())
        for action in menu.actions():
            yield from (_plain(action.text()), action.toolTip())


def _shown(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield _plain(widget.text()) if widget.buddy() else widget.text()
    elif isinstance(widget, QAbstractButton):
        yield _plain(widget.text())
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QGroupBox):
        yield _plain(widget.title())
    elif isinstance(widget, QTabBar):
        for number in range(widget.count()):
            yield from (_plain(widget.tabText(number)), widget.tabToolTip(number))
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if isinstance(view, QTableView):
        columns = range(model.columnCount(QModelIndex()))
        shown = [column for column in columns if not view.isColumnHidden(column)]
        yield from (_said(model.headerData(column, Qt.Orientation.Horizontal)) for column in shown)
    else:
        shown = [0]
    roles = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole]
    roles += [] if isinstance(view, QListWidget) else [Qt.ItemDataRole.AccessibleTextRole]
    yield from (_said(model.data(index, role)) for index in _indexes(model, shown) for role in roles)


def _indexes(model: QAbstractItemModel, columns: list[int]) -> Iterator[QModelIndex]:
    for row in range(min(model.rowCount(QModelIndex()), 60)):
        for column in columns:
            yield model.index(row, column, QModelIndex())


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def unfit(text: str) -> str:
    """Why a German clerk should not read this text; "" where she may."""
    bare = A_PLACE.sub(" ", text)
    raw = RAW.search(bare)
    if raw:
        return f"{raw.group()!r} in “{text}”"
    if text.strip() in untranslated():
        return f"English: “{text}”"
    if text.strip() in raw_values():
        return f"raw value: “{text}”"
    english = [word for word in re.findall(r"[A-Za-zÄÖÜäöüß]+", bare) if word.lower() in ENGLISH]
    return f"{english[0]!r} in “{text}”" if english else ""


def unfit_texts(root: QWidget) -> list[str]:
    """Texts on the screen that are not German or not meant for people (59)."""
    return [fault for text in visible_texts(root) if (fault := unfit(text))]


def loose_ampersands(root: QWidget) -> list[str]:
    """Buttons, tabs and entries with an & that is neither doubled nor before the letter it underlines (08)."""
    texts = [widget.text() for widget in visible_widgets(root) if isinstance(widget, QAbstractButton)]
    texts += [widget.text() for widget in visible_widgets(root) if isinstance(widget, QLabel) and widget.buddy()]
    for bar in root.findChildren(QTabBar):
        texts += [bar.tabText(number) for number in range(bar.count())]
    for menu in root.findChildren(QMenu):
        texts += [menu.title(), *(action.text() for action in menu.actions())]
    return [text for text in texts if re.search(r"&(?![&\w])", text.replace("&&", ""))]


@cache
def untranslated() -> frozenset[str]:
    """English words and sentences whose German is another, without those that are the German of something."""
    german = {said for message in catalogue("kammerdesk", "de") for said in translations(message)}
    sources = [message.id for message in catalogue("kammerdesk", "de") if message.id]
    english = {text for source in sources for text in ((source,) if isinstance(source, str) else source)}
    return frozenset(_plain(text) for text in english - german)


OFFICIAL = frozenset({"AG", "AN", "LK"})
"""Stored as everybody in the chambers writes them."""


@cache
def raw_values() -> frozenset[str]:
    """What the records store for a choice, where no German word is written the same."""
    german = {said for message in catalogue("kammerdesk", "de") for said in translations(message)}
    kinds = [kind for kind in _descendants(StrEnum) if kind.__module__.startswith("kammerdesk")]
    return frozenset(str(value) for kind in kinds for value in kind if value) - german - OFFICIAL


def _descendants(kind: type[StrEnum]) -> Iterator[type[StrEnum]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)
