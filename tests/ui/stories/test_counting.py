"""The keys of a story are counted as a person presses them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.keyboard import ALT, CTRL
from tests.ui.stories.story import Story


def test_a_key_counts_once_whoever_gets_it_and_a_modifier_or_what_is_entered_not_at_all(story: Story) -> None:
    for key, modifiers in (
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),  # nobody wants it, all widgets get it
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),  # a shortcut
        (Qt.Key.Key_2, CTRL),  # a shortcut with a modifier
        (Qt.Key.Key_A, CTRL),  # a key of the list with a modifier
        (Qt.Key.Key_E, ALT),  # a menu
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),  # taken by a menu
    ):
        before = story.keys
        story.press(key, modifiers)
        assert story.keys == before + 1, (key, modifiers)
    story.press(Qt.Key.Key_F, CTRL)
    before = story.keys
    story.enter("özt")
    assert story.keys == before
