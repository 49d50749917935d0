"""How this user likes to type, asked by every form: whether Enter goes to the next field."""

from __future__ import annotations

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.menus import Menus

_ENTER = "habits/enter_goes_on"
_enter_goes_on = [True]


def enter_goes_on() -> bool:
    """Whether Enter leaves a field for the next one, as clerks who type all day expect; else it does nothing."""
    return _enter_goes_on[0]


def let_enter_go_on(wanted: bool) -> None:
    """Says how it shall be from now on."""
    _enter_goes_on[0] = wanted


def offer_habits(menus: Menus, memory: Memory) -> None:
    """Takes over what is remembered and puts the choice into the menu."""
    let_enter_go_on(memory.flag(_ENTER, default=True))
    action = menus.add(menus.tools, tr("&Enter goes to the next field"), lambda: _choose(memory, action.isChecked()))
    action.setCheckable(True)
    action.setChecked(enter_goes_on())


def _choose(memory: Memory, wanted: bool) -> None:
    let_enter_go_on(wanted)
    memory.keep(_ENTER, wanted)
