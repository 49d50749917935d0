"""Who may do what: roles hold at the one door, whatever window, command line or bundle the order comes from."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import kammerdesk
from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.store.actions import Action, Role, action, action_named, declared_actions
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role, role_of
from kammerdesk.store.work import Work
from tests.store.test_store import add_person, people

for module in pkgutil.walk_packages(kammerdesk.__path__, "kammerdesk."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)  # an action is known when its room was imported


def as_user(store: Store, folder: Path, clock: FixedClock, login: str, role: Role) -> Store:
    """The same data opened by somebody else, who has this role."""
    store.do(give_role, RoleOrder(login, role))
    return Store.open(folder, user=login, clock=clock)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("declared", declared_actions(), ids=lambda declared: declared.name)
def test_an_action_is_carried_out_for_its_roles_and_refused_to_all_others(
    store: Store, tmp_path: Path, clock: FixedClock, declared: Action, role: Role
) -> None:
    other = as_user(store, tmp_path / "bs", clock, "gast", role)
    reached: list[str] = []

    def stand_in(work: Work, _order: None) -> None:
        reached.append(work.user)

    stand_in.__name__ = declared.name  # the right hangs on the name; what the action would do is not asked here
    try:
        if role in declared.roles:
            other.do(stand_in, None)
        else:
            with pytest.raises(KammerError, match="Rechte"):
                other.do(stand_in, None)
    finally:
        other.close()
    assert reached == (["gast"] if role in declared.roles else [])


def test_what_nobody_declared_is_only_for_the_head(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    other = as_user(store, tmp_path / "bs", clock, "gast", Role.CLERK)
    with pytest.raises(KammerError):
        other.do(add_person, "Müller")
    other.close()
    assert store.ask(people) == []
    store.do(add_person, "Meier")
    assert store.ask(people) == ["Meier"]


def test_a_house_that_entered_nobody_is_a_single_workplace(store: Store) -> None:
    assert store.ask(role_of, "irgendwer") is Role.HEAD


def test_whoever_enters_the_first_user_becomes_head_and_strangers_may_only_read(store: Store) -> None:
    store.do(give_role, RoleOrder("aydin", Role.CLERK))
    assert store.ask(role_of, "kroeger") is Role.HEAD
    assert store.ask(role_of, "aydin") is Role.CLERK
    assert store.ask(role_of, "irgendwer") is Role.READER


def test_a_house_is_never_left_without_a_head(store: Store) -> None:
    store.do(give_role, RoleOrder("aydin", Role.CLERK))
    with pytest.raises(Refused):
        store.do(give_role, RoleOrder("kroeger", Role.CLERK))
    with pytest.raises(Refused):
        store.do(give_role, RoleOrder("kroeger", None))
    store.do(give_role, RoleOrder("aydin", Role.HEAD))
    store.do(give_role, RoleOrder("kroeger", None))
    assert store.ask(role_of, "kroeger") is Role.READER


def test_two_actions_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match="give_role"):
        action("Something else")(give_role)


def test_an_unknown_name_stands_for_itself() -> None:
    assert action_named("no_longer_there").words == "no_longer_there"
