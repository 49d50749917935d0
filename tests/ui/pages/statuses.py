"""Eyes for statuses and save bars: told by icon and word, and in sight (58, 04)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QTableView, QWidget

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.record_editor import RecordEditor
from kammerdesk.ui.kit.table_model import CHIP_ROLE
from kammerdesk.ui.kit.tokens import Tone

MOST_ZOOM_IN_SIGHT = 1.5

MOST_LINES = 50
"""So many lines of a list are looked through; further down stands the same."""


def statuses_without_words(root: QWidget) -> list[str]:
    """Statuses told by colour and icon alone, and words that mean one thing here and another there."""
    tones: dict[str, set[Tone]] = defaultdict(set)
    for chip in chips_in(root):
        tones[chip.word].add(chip.tone)
    wordless = [f"a status without a word, {tones[word]}" for word in tones if not any(map(str.isalnum, word))]
    return wordless + [f"“{word}” in several tones" for word, found in tones.items() if len(found) > 1]


def save_bars_out_of_sight(root: QWidget) -> list[str]:
    """Editors of a record without a save bar that says how many changes there are.

    It is in sight as a whole; at the highest zoom one may have to scroll to it (04, 05).
    """
    return [
        f"{editor.header.content.value} has no save bar in sight"
        for editor in root.findChildren(RecordEditor)
        if editor.isVisible() and editor._row is not None and not _says_changes(editor, root)
    ]


def _says_changes(editor: RecordEditor[object], root: QWidget) -> bool:  # type: ignore[type-var]  # of any row
    bar = editor.save_bar
    place = QRect(bar.mapTo(root, bar.rect().topLeft()), bar.size())
    reached = root.rect().contains(place) or theme.look().zoom > MOST_ZOOM_IN_SIGHT
    return bar.isVisible() and reached and bool(bar.said.text())


def chips_in(root: QWidget) -> Iterator[Chip]:
    """Every status one sees: beside headings, and in the cells of tables."""
    for label in root.findChildren(ChipLabel):
        if label.isVisible() and label._chip is not None:
            yield label._chip
    for table in root.findChildren(QTableView):
        model = table.model()
        for line in range(min(model.rowCount(), MOST_LINES) if table.isVisible() else 0):
            for column in range(model.columnCount()):
                if isinstance(found := model.index(line, column).data(CHIP_ROLE), Chip):
                    yield found
