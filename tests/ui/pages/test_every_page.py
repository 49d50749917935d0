"""Every declared page, with all that its commands open, keeps the checks of the specification.

A page added to `kammerdesk.ui.pages` is checked without anyone thinking of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from kammerdesk.ui.kit.theme import Density, Scheme
from tests.ui.keyboard import clipped_labels, unnamed_controls
from tests.ui.pages import looking, pressing, reading, statuses
from tools.every_page import Part, Scene, Walk, declared_parts

Eye = Callable[[QWidget], list[str]]

LOOKS_AND_WORDS: dict[str, Eye] = {
    "03 needs more room than there is": looking.too_big,
    "03 scrolls though there is room": looking.scrolling_for_nothing,
    "04 scrolls sideways": looking.scrolling_sideways,
    "04 does not show all columns": looking.lists_scrolling_sideways,
    "04 is cut off": looking.cut_off,
    "04 cannot be saved here": statuses.save_bars_out_of_sight,
    "05 lies over its neighbour": looking.overlapping,
    "05 is too small or too large": looking.wrong_in_size,
    "07 does not fit into its label": clipped_labels,
    "08 has a loose &": reading.loose_ampersands,
    "12 takes Tab": looking.tables_that_take_tab,
    "11 is read backwards": looking.against_reading_order,
    "29 has no name": unnamed_controls,
    "29 is a button without a name": looking.unnamed_buttons,
    "42 answers without saying what it does": looking.empty_answers,
    "58 is told by colour": statuses.statuses_without_words,
    "59 is not fit to be read": reading.unfit_texts,
    "letter given twice": looking.twice_the_same_letter,
}
HANDLING: dict[str, Eye] = {
    "11 Tab": looking.tab_traps,
    "17 F4": pressing.lists_that_stay_shut,
    "17 F8": pressing.calls_of_f8,
    "13 cursor not seen": looking.invisible_focus,
    "32 wheel": looking.changed_by_the_wheel,
}
IN_THE_DARK: dict[str, Eye] = {"13 cursor not seen": looking.invisible_focus}
ROOM: dict[str, Eye] = {key: eye for key, eye in LOOKS_AND_WORDS.items() if key[:2] in ("03", "04", "05", "07")}

NARROWEST = [(760, 480, 1.0, Density.STANDARD), (1366, 688, 2.0, Density.STANDARD)]
"""Width, height, zoom and density with the least room: what fits here, fits where there is more."""

LOOKS = [
    (1280, 640, 1.0, Density.STANDARD),
    (1366, 688, 1.5, Density.STANDARD),
    (1366, 688, 1.0, Density.COMPACT),
    (1366, 688, 1.0, Density.COMFORTABLE),
]
"""Others besides 1366 × 688, in which a page shares its room differently; what it opens does not."""

PARTS = declared_parts()


Found = dict[str, list[str]]
"""A fault, and where it was seen."""


def look_at(scene: Scene, eyes: dict[str, Eye], found: Found, look: str = "") -> None:
    """Notes what the eyes find in a scene."""
    for check, eye in eyes.items():
        for fault in eye(scene.root):
            found[f"{check} · {fault}"].append(f"{scene.name}{look}")


def listed(found: Found) -> str:
    """The faults one below the other, as the test tells them."""
    return "\n" + "\n".join(f"{fault} · {len(places)} × {', '.join(places[:2])}" for fault, places in found.items())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_page_and_all_it_opens_is_named_and_german_and_done_by_keys(walk: Walk, part: Part) -> None:
    walk.window.resize(1366, 688)
    found: Found = defaultdict(list)
    seen_in_the_dark: set[type[QWidget]] = set()
    for scene in walk.scenes(part):
        look_at(scene, {**LOOKS_AND_WORDS, **HANDLING}, found)
        kinds = {type(control) for control in looking.stops(scene.root)}
        if kinds - seen_in_the_dark:  # the sheet of the dark says the same of a kind of control everywhere
            seen_in_the_dark |= kinds
            walk.window.looks.dress(scheme=Scheme.DARK)
            look_at(scene, IN_THE_DARK, found, ", dark")
            walk.window.looks.dress(scheme=Scheme.LIGHT)
    for name, sentence in walk.stuck:
        found[f"15 Esc · {sentence}"].append(name)
    assert not found, listed(found)


def test_what_the_menus_open_keeps_the_checks_too(walk: Walk) -> None:
    walk.window.resize(1366, 688)
    part = next(part for part in PARTS if part.spec.columns)
    found: Found = defaultdict(list)
    for scene in walk.window_scenes(part):
        look_at(scene, {**LOOKS_AND_WORDS, **HANDLING}, found)
    for name, sentence in walk.stuck:
        found[f"15 Esc · {sentence}"].append(name)
    assert not found, listed(found)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_nothing_of_a_page_is_cut_in_any_window_at_any_size_and_density(walk: Walk, part: Part) -> None:
    found: Found = defaultdict(list)
    for look in (*NARROWEST, *LOOKS):
        width, height, zoom, density = look
        walk.window.resize(width, height)
        walk.window.looks.dress(zoom=zoom, density=density)
        words = f" · {width} × {height}, {zoom:.0%}, {density.name.lower()}"
        for scene in walk.scenes(part) if look in NARROWEST else walk.own_scenes(part):
            look_at(scene, ROOM, found, words)
    assert not found, listed(found)
