"""Who works in this house and in which role; the rights themselves stand at the actions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session

from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import ROLE_WORDS, Role, action
from kammerdesk.store.house import house_of
from kammerdesk.store.record import Record, field
from kammerdesk.store.work import Work


class UserAccount(Record):
    """A user by the name the platform knows, and the one role held here. Never leaves the house."""

    __tablename__ = "user_account"
    __words__ = N_("Users")
    __title__ = ("login",)

    login: Mapped[str] = field(words=N_("Login"), index=True)
    role: Mapped[str] = field(words=N_("Role"), values=ROLE_WORDS)


@dataclass(frozen=True, slots=True)
class RoleOrder:
    """Give a user a role; None takes the user from the list."""

    login: str
    role: Role | None


_ACCOUNTS = "SELECT login, role FROM user_account WHERE deleted_at IS NULL"
"""Asked in plain words, for every action begins with it."""


def role_of(session: Session, login: str) -> Role:
    """The role of a user.

    A house that has entered nobody is a single workplace: its user is the head. As soon as somebody is entered,
    whoever is not on the list may only read.
    """
    roles = {name: Role(role) for name, role in session.connection().exec_driver_sql(_ACCOUNTS)}
    return roles.get(login, Role.READER) if roles else Role.HEAD


@action(N_("Give role"), roles=(), lasting=True)
def give_role(work: Work, order: RoleOrder) -> None:
    """Enters a user, changes the role or takes the user off the list.

    Whoever enters the first user becomes head. Lasting, for an undo must not give rights.
    Raises Refused without a name, or when no head would be left.
    """
    login = order.login.strip()
    if not login:
        raise refuse("login", tr("Please enter the login name of the user."))
    accounts = {
        account.login: account
        for account in work.session.scalars(select(UserAccount).where(UserAccount.deleted_at.is_(None)))
    }
    wanted = {name: Role(account.role) for name, account in accounts.items()} or {work.user: Role.HEAD}
    if order.role is None:
        wanted.pop(login, None)
    else:
        wanted[login] = order.role
    if wanted and Role.HEAD not in wanted.values():
        raise refuse("role", tr("One user must remain head. Please enter another head first."))
    for name, account in accounts.items():
        if name in wanted:
            account.role = wanted[name]
        else:
            work.remove(account)
    for name, role in wanted.items():
        if name not in accounts:
            work.add(UserAccount(login=name, role=role))


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user and the role held here; `entered` is False for whoever works alone in a house that entered nobody."""

    id: str
    role: Role
    entered: bool
    is_me: bool


def users(session: Session) -> list[UserRow]:
    """Everybody who is on the list, by login; the one user where nobody was entered yet."""
    me = house_of(session).user
    accounts = session.execute(
        select(UserAccount.login, UserAccount.role)
        .where(UserAccount.deleted_at.is_(None))
        .order_by(func.lower(UserAccount.login))
    )
    rows = [UserRow(login, Role(role), True, login == me) for login, role in accounts]
    return rows or [UserRow(me, Role.HEAD, False, True)]
