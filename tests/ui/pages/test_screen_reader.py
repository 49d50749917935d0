"""What a screen reader on Linux is told of the people page: list, form and error, asked over the accessibility bus.

Needs a screen in memory, a session bus and the bus of screen readers; where the system lacks one of them the test says
which and is left out. Nothing of it has to be installed to run the other tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kammerdesk.base.user import user_name
from tests.ui.office import TODAY
from tests.ui.pages.reader.session import LAUNCHER, SYSTEM_PYTHON
from tools.furnished import create_furnished

ROOT = Path(__file__).parents[3]
Node = dict[str, Any]


def missing() -> str:
    """What of the system is missing; "" where the bus can be asked."""
    for program in ("Xvfb", "dbus-run-session", LAUNCHER, SYSTEM_PYTHON):
        if shutil.which(program) is None:
            return f"there is no {Path(program).name}"
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if subprocess.run([SYSTEM_PYTHON, "-c", asked], check=False, capture_output=True).returncode:
        return "the Python of the system has no Atspi"
    return ""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Node]]:
    """The tree of the program when it shows the list, the form, and the error in it."""
    if reason := missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("reader")
    create_furnished(folder / "houses", TODAY, user_name())
    answer = folder / "tree.json"
    module = [sys.executable, "-m", "tests.ui.pages.reader.session", str(folder / "houses" / "BS"), str(answer)]
    done = subprocess.run(
        ["dbus-run-session", "--", *module], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    if "could not connect to display" in done.stderr or "no Qt platform plugin" in done.stderr:
        pytest.skip("Qt cannot draw on the screen in memory")
    assert done.returncode == 0, done.stderr
    found: dict[str, list[Node]] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def nodes(tree: list[Node]) -> Iterator[Node]:
    """Every node of a tree."""
    for node in tree:
        yield node
        yield from nodes(node["children"])


def the(tree: list[Node], role: str, start: str) -> Node:
    """The one node with this role whose name begins so."""
    (found,) = [node for node in nodes(tree) if node["role"] == role and node["name"].startswith(start)]
    return found


def test_the_list_says_what_it_lists_and_every_cell_its_column(told: dict[str, list[Node]]) -> None:
    table = the(told["list"], "table", "Prüferinnen und Prüfer, ")
    count = table["name"].removeprefix("Prüferinnen und Prüfer, ")
    assert [int(part) for part in count.split(" von ")] == [49, 49]
    heads = [node["name"] for node in table["children"] if node["role"] == "table column header"]
    assert heads[:5] == ["Name", "Gr.", "Ausschuss", "Berufen bis", "Status"]
    cells = [node for node in table["children"] if node["role"] == "table cell"]
    assert all(cell["name"].split(":")[0] in heads for cell in cells)
    assert {cell["name"] for cell in cells} & {"Status: berufen", "Status: läuft aus"}
    chosen = [cell["name"].split(":")[0] for cell in cells if "selected" in cell["states"]]
    assert chosen[0] == "Name"


def test_the_list_is_read_before_its_detail_and_navigation_before_both(told: dict[str, list[Node]]) -> None:
    names = [(node["role"], node["name"]) for node in nodes(told["list"])]
    navigation = names.index(("list item", "Heute"))
    table = next(place for place, (role, _) in enumerate(names) if role == "table")
    detail = next(place for place, (_, name) in enumerate(names) if name == "Stammdaten")
    assert navigation < table < detail


def test_every_control_of_list_and_form_has_a_name(told: dict[str, list[Node]]) -> None:
    roles = {"push button", "text", "table", "list", "list item", "menu item", "page tab", "check box", "radio button"}
    for stage in ("list", "form", "error"):
        nameless = [node for node in nodes(told[stage]) if node["role"] in roles and not node["name"].strip()]
        assert nameless == [], stage
        boxes = [node for node in nodes(told[stage]) if node["role"] == "combo box"]
        assert all(box["labelled_by"] for box in boxes), stage  # on this bus the name of a box is its value


def test_the_form_says_what_must_be_filled_in_and_where_the_cursor_is(told: dict[str, list[Node]]) -> None:
    dialog = the(told["form"], "dialog", "Neue Person")
    assert "active" in dialog["states"]
    fields = [node for node in nodes([dialog]) if node["role"] == "text"]
    assert [field["name"] for field in fields if "focused" in field["states"]] == ["Nachname, Pflichtfeld"]
    assert {"Nachname, Pflichtfeld", "Vorname, Pflichtfeld", "Geburtsdatum"} <= {field["name"] for field in fields}
    assert all("editable" in field["states"] for field in fields)
    assert the([dialog], "push button", "Anlegen")["description"] != ""


def test_the_error_is_told_with_the_field_it_belongs_to(told: dict[str, list[Node]]) -> None:
    dialog = the(told["error"], "dialog", "Neue Person")
    assert the([dialog], "text", "Nachname")["text"] == "Neumann"
    wrong = the([dialog], "text", "Vorname")
    assert wrong["description"] == "Fehler: Bitte ausfüllen: Vorname."
    assert "focused" in wrong["states"]
    assert the([dialog], "label", "1 Angabe")["name"] == "1 Angabe bitte prüfen:"
    assert the([dialog], "push button", "Vorname")
