"""A window in English shows no German of ours, on no declared page; and no module keeps a language for itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

import kammerdesk
from kammerdesk.base.i18n import DEFAULT_LANGUAGE, use_language
from kammerdesk.ui.kit.language import speak
from tests.ui.office import Office
from tests.ui.pages.looking import lists_scrolling_sideways
from tools.every_page import Walk, declared_parts
from tools.words import catalogue, translations

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
TRANSLATED_WHEN_CALLED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def german_words() -> re.Pattern[str]:
    """What the catalogue puts for words that are different in English, whatever is filled in."""
    found = set()
    for message in catalogue("kammerdesk", "de"):
        if message.id:
            sources = {message.id} if isinstance(message.id, str) else set(message.id)
            found |= {plain(target) for target in translations(message)} - sources
    told = [word for word in found if len(PLACEHOLDER.sub("", word)) > 3]
    return re.compile("|".join(".*".join(map(re.escape, PLACEHOLDER.split(word))) for word in told))


def plain(text: str) -> str:
    return text.replace("&", "").removesuffix(" …")


def cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for column in range(model.columnCount(QModelIndex()) if isinstance(view, QTableView) else 1):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(QModelIndex()), 50)):
            yield str(model.index(row, column).data() or "")


def seen(root: QWidget) -> Iterator[str]:
    """What one can read or hear in a window."""
    yield root.windowTitle()
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(number) for number in range(widget.count()))
        elif isinstance(widget, QAbstractItemView):
            yield from cells(widget)


def offered(root: QWidget) -> Iterator[str]:
    """What stands in the menus."""
    yield from (menu.title() for menu in root.findChildren(QMenu))
    for action in root.findChildren(QAction):
        yield from (action.text(), action.toolTip())


@pytest.fixture
def english(dressed: QApplication, office: Office) -> Iterator[Office]:
    office.window.speak("en")
    office.settle()
    yield office
    use_language(DEFAULT_LANGUAGE)
    speak(dressed)


def test_no_german_of_ours_is_seen_and_every_list_shows_all_its_columns(english: Office) -> None:
    german, walk = german_words(), Walk(english.window, {})
    ids = [message.id for message in catalogue("kammerdesk", "de")]
    english_words = {plain(word) for word in ids if isinstance(word, str)}
    read = english_words | {"Deutsch"}  # what the language calls itself
    found = set()
    english.window.resize(1366, 688)
    for part in declared_parts():
        walk.open(part)
        assert lists_scrolling_sideways(english.window) == [], part.name
        texts = {plain(text) for text in (*seen(english.window), *offered(english.window))} - read
        found |= {(part.name, text) for text in texts if german.fullmatch(text)}
        read |= texts
    assert found == set()


def evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """A module's or a class's parts that are worked out when it is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, TRANSLATED_WHEN_CALLED):
            for kept in (*child.args.defaults, *(each for each in child.args.kw_defaults if each is not None)):
                yield kept
                yield from evaluated(kept)
        else:
            yield child
            yield from evaluated(child)


def test_nothing_is_translated_at_import() -> None:
    root = Path(kammerdesk.__file__).parent
    frozen = [
        f"{file.relative_to(root)}:{node.lineno}"
        for file in root.rglob("*.py")
        for node in evaluated(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "trn")
    ]
    assert frozen == []
