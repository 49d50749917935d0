"""Reads a committee from a JSON file, as `calculate committee` takes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from kammerdesk.base.dates import format_date, shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.cli import inputs
from kammerdesk.committees.rules.case import Bench, CommitteeCase, Kind, Role, Seat

Choice = TypeVar("Choice", bound=StrEnum)


def read_committee(file: Path) -> CommitteeCase:
    """The committee in a file; raises KammerError with a sentence that names the field and what is allowed."""
    committee = _Fields.of(_load(file), tr("file {name}").format(name=file.name))
    members = committee.items("members")
    if not members:
        raise KammerError(tr("The committee has no members: “members” is missing or empty."))
    return CommitteeCase(
        on=committee.day("on"),
        seats=tuple(_seat(member, number) for number, member in enumerate(members, 1)),
        target_size=committee.whole_number("target_size"),
        kind=committee.choice("kind", Kind) if committee.given("kind") else Kind.COMMITTEE,
        joint=committee.flag("joint") or False,
        host=committee.text("host"),
        deviation_reason=committee.text("deviation_reason"),
        occupation=committee.text("occupation"),
    )


def _load(file: Path) -> object:
    try:
        return json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise KammerError(tr("The file {file} cannot be read.").format(file=file)) from error
    except json.JSONDecodeError as error:
        sentence = tr("The file {file} is not valid JSON (line {line}).")
        raise KammerError(sentence.format(file=file.name, line=error.lineno)) from error
    except (ValueError, RecursionError) as error:
        raise KammerError(tr("The file {file} is not a JSON text in UTF-8.").format(file=file.name)) from error


def _seat(content: object, number: int) -> Seat:
    member = _Fields.of(content, tr("member {number}").format(number=number))
    name = member.needed_text("name")
    first, last = member.day("from"), member.day("until")
    if last < first:
        sentence = tr("{name}: the appointment ends on {until}, before it begins on {first}.")
        raise KammerError(sentence.format(name=name, until=format_date(last), first=format_date(first)))
    return Seat(
        person=name.casefold(),
        name=name,
        bench=member.choice("bench", Bench),
        role=member.choice("role", Role),
        valid_from=first,
        valid_until=last,
        fields=tuple(map(str, member.items("fields"))),
        replaces=member.text("replaces").casefold() or None,
        present=member.flag("present"),
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one object in the file; null counts as left out, `where` names the object in complaints."""

    data: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, content: object, where: str) -> _Fields:
        if not isinstance(content, dict):
            raise KammerError(tr("{where}: an object with named fields is needed.").format(where=where))
        return cls(content, where)

    def given(self, field: str) -> bool:
        return self.data.get(field) is not None

    def text(self, field: str) -> str:
        value = self.data.get(field, "")
        if value is not None and not isinstance(value, str):
            raise self._wrong(field, tr("a text"))
        return " ".join((value or "").split())

    def needed_text(self, field: str) -> str:
        value = self.text(field)
        if not value:
            raise KammerError(tr("{where}: “{field}” is missing.").format(where=self.where, field=field))
        return value

    def day(self, field: str) -> date:
        return inputs.day(self.needed_text(field))

    def flag(self, field: str) -> bool | None:
        value = self.data.get(field)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(field, tr("true or false"))
        return value

    def whole_number(self, field: str) -> int | None:
        value = self.data.get(field)
        if value is not None and (type(value) is not int or value < 1):
            raise self._wrong(field, tr("a whole number above 0"))
        return value

    def items(self, field: str) -> list[Any]:
        value = self.data.get(field)
        if value is not None and not isinstance(value, list):
            raise self._wrong(field, tr("a list"))
        return value or []

    def choice(self, field: str, choices: type[Choice]) -> Choice:
        text = self.needed_text(field)
        if text not in list(choices):
            raise self._wrong(field, tr("one of: {allowed}").format(allowed=", ".join(choices)))
        return choices(text)

    def _wrong(self, field: str, needed: str) -> KammerError:
        value = shorten(json.dumps(self.data.get(field), ensure_ascii=False))
        sentence = tr("{where}: “{field}” must be {needed}; given is {value}.")
        return KammerError(sentence.format(where=self.where, field=field, needed=needed, value=value))
