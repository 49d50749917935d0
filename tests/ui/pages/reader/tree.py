"""Prints, as JSON, what the accessibility bus tells of a program: run by the Python of the system, which has Atspi."""

from __future__ import annotations

import json
import sys
from typing import Any

import gi  # type: ignore[import-not-found]  # comes with the system, not with us

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402

MOST = 60
"""Children of one parent that are asked for; a table has more cells than a test needs."""

DEEPEST = 40


def tree(node: Any, depth: int = 0) -> dict[str, Any]:
    """A node with its role, words, states and children."""
    is_text = "Text" in node.get_interfaces()
    count = Atspi.Text.get_character_count(node) if is_text else 0
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "text": Atspi.Text.get_text(node, 0, count) if count else "",
        "labelled_by": _labels(node),
        "states": sorted(state.value_nick for state in node.get_state_set().get_states()),
        "children": [tree(child, depth + 1) for child in children(node)] if depth < DEEPEST else [],
    }


def _labels(node: Any) -> list[str]:
    """The words of the labels that stand for a control."""
    wanted = Atspi.RelationType.LABELLED_BY
    found = [relation for relation in node.get_relation_set() if relation.get_relation_type() is wanted]
    return [each.get_target(place).get_name() for each in found for place in range(each.get_n_targets())]


def children(node: Any) -> list[Any]:
    """The first children of a node that are seen."""
    found = (node.get_child_at_index(number) for number in range(min(node.get_child_count(), MOST)))
    return [child for child in found if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING)]


def main() -> None:
    """Waits for the program with this process number and prints its tree."""
    wanted = int(sys.argv[1])
    desktop = Atspi.get_desktop(0)
    programs = [desktop.get_child_at_index(number) for number in range(desktop.get_child_count())]
    found = [each for each in programs if each is not None and each.get_process_id() == wanted]
    json.dump([tree(each) for each in found], sys.stdout)


if __name__ == "__main__":
    main()
