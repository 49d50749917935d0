"""A small subject made of invented people, to try the kit on without the rooms below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from kammerdesk.base.errors import refuse
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.masthead import Facts
from kammerdesk.ui.kit.page import Command, Detail, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, label
from kammerdesk.ui.pages import PageEntry

P = ParamSpec("P")
T = TypeVar("T")
O = TypeVar("O")  # noqa: E741


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str
    group: str
    committee: str
    until: date | None
    days: int
    state: Tone


STATES = {
    Tone.OK: "berufen",
    Tone.WARN: "läuft aus",
    Tone.ERR: "abgelaufen",
    Tone.NEUTRAL: "Vorschlag",
    Tone.PARTNER: "Partner",
    Tone.INFO: "geladen",
}

PEOPLE = (
    PersonRow(1, "Altmann, Sabine", "AN", "AEVO 2", date(2026, 12, 31), 11, Tone.WARN),
    PersonRow(2, "Zeller, Ute", "AG", "AEVO 1", date(2027, 3, 31), 8, Tone.OK),
    PersonRow(3, "Çelik, Deniz", "AN", "KBM 4", date(2027, 3, 31), 6, Tone.OK),
    PersonRow(4, "Drews, Katja", "AN", "AEVO 2", date(2026, 11, 22), 14, Tone.ERR),
    PersonRow(5, "Öztürk, Ayşe", "LK", "FISI 3", None, 9, Tone.NEUTRAL),
    PersonRow(6, "Grothe, Martin", "AN", "Gem. AEVO", date(2027, 3, 31), 7, Tone.PARTNER),
    PersonRow(7, "Ärmel, Fritz", "AG", "AEVO 1", date(2027, 6, 30), 3, Tone.INFO),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    value: Any
    changes: frozenset[str]


class ListStore:
    """People in a list, answered through the same door as the real store."""

    def __init__(self, people: Sequence[PersonRow] = PEOPLE) -> None:
        self.people = list(people)
        self.closed = False

    def ask(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return query(self, *args, **kwargs)

    def ask_as_of(
        self, moment: datetime, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return query(ListStore(self.people[:1]), *args, **kwargs)

    def do(self, action: Callable[[Any, O], T], order: O, *, reason: str = "") -> Any:
        return Outcome(action(self, order), frozenset({"person"}))

    def close(self) -> None:
        self.closed = True


def all_people(session: Any) -> Sequence[PersonRow]:
    return tuple(session.people)


def people_with(session: Any, group: str) -> Sequence[PersonRow]:
    return tuple(person for person in session.people if person.group == group)


def rename_person(work: Any, order: tuple[int, str]) -> str:
    number, name = order
    if not name:
        raise refuse("name", "Bitte den Namen eingeben.")
    work.people = [replace(person, name=name) if person.id == number else person for person in work.people]
    return name


def stumble(work: Any, order: str) -> str:
    raise ValueError(f"bug with {order}")


def knock(work: Any, order: str) -> str:
    """Refused unless somebody says please."""
    if order != "bitte":
        raise refuse("", f"So nicht: {order}")
    return order


def facts(session: Any) -> Facts:
    return Facts("IHK Musterstadt", "S. Kröger", "Partner: 2 neu", True, True)


BADGES: Mapping[str, Callable[[Any], int]] = {
    "people": lambda session: sum(person.state is Tone.ERR for person in session.people)
}


class PersonDetail(Detail[PersonRow]):
    def __init__(self, page: Page[PersonRow]) -> None:
        super().__init__()
        self.name = label("", Role.SUBTITLE)
        body = column(self.name, None, margin=16)
        self.setLayout(body)

    def show_row(self, row: PersonRow | None) -> None:
        self.name.setText(row.name if row else "")


def _create(page: Page[PersonRow]) -> None:
    page.shell.toast("Neue Person angelegt.")


def _rename(page: Page[PersonRow]) -> None:
    row = page.current()
    if row is not None:
        page.desk.do(
            rename_person, (row.id, "Neumann, Eva"), then=lambda name: page.shell.toast(f"{name} gespeichert.")
        )


COLUMNS: tuple[Column[PersonRow], ...] = (
    Column(key="name", title="Name", value=lambda row: row.name, stretch=True),
    Column(key="group", title="Gruppe", value=lambda row: row.group),
    Column(key="committee", title="Ausschuss", value=lambda row: row.committee),
    Column(key="until", title="Berufen bis", value=lambda row: row.until, sample="00.00.0000"),
    Column(key="days", title="Einsätze", value=lambda row: row.days, right=True, total=True),
    Column(
        key="state",
        title="Status",
        value=lambda row: STATES[row.state],
        chip=lambda row: Chip(STATES[row.state], row.state),
    ),
)
PAGE: PageSpec[PersonRow] = PageSpec(
    key="people",
    title="Prüferinnen und Prüfer",
    icon="users-group",
    query=all_people,
    columns=COLUMNS,
    shows=frozenset({"person"}),
    commands=(
        Command(
            key="create_person",
            title="Neue Person …",
            run=lambda page: None,
            shortcut="Ctrl+N",
            icon="plus",
            primary=True,
        ),
        Command(key="rename_person", title="Umbenennen", run=_rename, shortcut="F2", needs=Needs.ONE),
    ),
    empty=Empty("Noch keine Prüferinnen und Prüfer.", ("create_person",)),
    detail=PersonDetail,
)

ENTRIES = (
    PageEntry("people", "Prüferinnen & Prüfer", "users-group", "tests.ui.demo"),
    PageEntry("second", "Prüfungen", "school", "tests.ui.demo"),
)
