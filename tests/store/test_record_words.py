"""Kinds of records and their fields are called what their classes declare, and a class that forgets it is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import Table
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.base.i18n import N_
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.record import Base, Record, field, field_groups, record_tables
from kammerdesk.store.settings import OfficeSetting
from kammerdesk.store.words import field_word, kind_word
from kammerdesk.sync.scope import shared_kinds
from tools.words import catalogue, translations

ALL_KINDS = shared_kinds().keys() | {OfficeSetting.__tablename__, PrintedDocument.__tablename__}
GERMAN = {message.id: translations(message) for message in catalogue("kammerdesk", "de")}


def record_kinds() -> list[Table]:
    return sorted(record_tables(Record.metadata), key=lambda table: table.name)


def name_of(table: Table) -> str:
    return table.name


def test_every_kind_stands_in_this_test() -> None:
    assert {table.name for table in record_kinds()} >= ALL_KINDS


@pytest.mark.parametrize("table", record_kinds(), ids=name_of)
def test_every_kind_and_every_field_has_a_german_word(table: Table) -> None:
    fields = [column for columns in field_groups(table).values() for column in columns]
    assert {"deleted_at", "deleted_by"} < {column.name for column in fields}
    assert GERMAN[table.info["words"]] == (kind_word(table.name),)
    for column in fields:
        assert GERMAN[column.info["words"]] == (field_word(table.name, column.name),)


@pytest.mark.parametrize("table", record_kinds(), ids=name_of)
def test_no_two_fields_of_a_kind_are_called_the_same(table: Table) -> None:
    said = [field_word(table.name, column.name) for columns in field_groups(table).values() for column in columns]
    assert len(set(said)) == len(said)


def test_the_same_name_means_what_its_kind_says() -> None:
    assert field_word("appointment", "valid_from") == "Berufen ab"
    assert field_word("office_setting", "valid_from") == "Gültig ab"


def test_what_is_no_record_kind_or_field_stands_for_itself() -> None:
    assert kind_word("dragon") == "dragon"
    assert kind_word("sync_clock") == "sync_clock"
    assert field_word("dragon", "wings") == "wings"
    assert field_word("person", "wings") == "wings"


def test_a_record_class_without_words_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Nameless: say what its records are called, as __words__ = N_"):

        class Nameless(Record):
            __tablename__ = "nameless"

            name: Mapped[str] = field(words=N_("Name"))

    assert "nameless" not in Base.metadata.tables


@pytest.mark.parametrize("forgetful", [None, mapped_column(index=True)], ids=["bare", "plain column"])
def test_a_field_without_words_is_refused(forgetful: object) -> None:
    body: dict[str, object] = {"__tablename__": "forgetful", "__words__": "Names"}
    body |= {"__annotations__": {"name": Mapped[str]}} | ({"name": forgetful} if forgetful else {})
    with pytest.raises(TypeError, match=r"Forgetful\.name: say what the field is called, as field\(words=N_"):
        type("Forgetful", (Record,), body)
    assert "forgetful" not in Base.metadata.tables
