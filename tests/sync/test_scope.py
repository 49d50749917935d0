"""The list of what may leave is complete, closed, readable, and private for everything that is not on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, Text

from kammerdesk.store.record import Record, field_groups, is_record, record_tables
from kammerdesk.sync.frames import UID, groups_of
from kammerdesk.sync.outgoing import leaving_frames
from kammerdesk.sync.scope import PURPOSES, SHARES, Reason, Share, Side, needed_fields, shared_fields, shared_kinds
from tests.sync.conftest import Pair

GOLDEN = Path(__file__).parent.parent / "goldens" / "sync_scope.json"

NEVER = {
    "person": {"birth_name", "birth_date", "birth_place", "street", "postal_code", "town", "iban", "job_title"},
    "candidate": {"accommodation", "extra_time_percent", "school_uid", "contract_from", "contract_until", "attempt"},
    "organisation": {"street", "postal_code", "phone", "mail"},
    "slot": {"attendance", "checked_in_at", "identity_document", "photo_matches", "instructed", "fit"},
}
PRIVATE_KINDS = {"area_mark", "exam_result", "individual_mark", "joint_mark", "printed_document", "office_setting"}


def share_id(share: Share) -> str:
    return share.key


@pytest.mark.parametrize("share", SHARES, ids=share_id)
def test_every_shared_field_is_a_field_of_its_kind(share: Share) -> None:
    fields = {column.name for columns in field_groups(share.table).values() for column in columns}
    assert set(share.fields) <= fields
    assert len(set(share.fields)) == len(share.fields)


@pytest.mark.parametrize("share", SHARES, ids=share_id)
def test_every_shared_foreign_key_names_the_share_in_which_its_target_travels(share: Share) -> None:
    by_key = {one.key: one for one in SHARES}
    targets = {name: key.column.table.name for name in share.fields for key in share.table.columns[name].foreign_keys}
    assert {name: by_key[key].table.name for name, key in share.parents.items()} == targets
    assert not share.below or share.below in share.parents


@pytest.mark.parametrize("share", SHARES, ids=share_id)
def test_a_shared_row_has_all_that_it_needs_to_be_stored_at_the_partner(share: Share) -> None:
    needed = {
        column.name
        for columns in field_groups(share.table).values()
        for column in columns
        if not column.nullable and column.default is None
    }
    assert needed <= share.columns
    assert needed_fields(share.table.name) == needed


def test_every_share_can_be_reached() -> None:
    pointed_at = {key for share in SHARES for key in share.parents.values()}
    assert [share.key for share in SHARES if not (share.root or share.below or share.key in pointed_at)] == []


def test_every_reason_has_a_purpose_and_a_legal_basis() -> None:
    assert set(PURPOSES) == set(Reason) == {share.reason for share in SHARES}
    assert all("IHKG" in purpose.basis for purpose in PURPOSES.values())


@pytest.mark.parametrize("kind", NEVER)
def test_what_must_never_leave_is_not_on_the_list(kind: str) -> None:
    assert NEVER[kind] <= {column.name for column in shared_kinds()[kind].columns} - shared_fields(kind)


def test_marks_results_and_papers_are_private_kinds() -> None:
    assert shared_kinds().keys().isdisjoint(PRIVATE_KINDS)
    assert all(shared_fields(kind) == frozenset() for kind in PRIVATE_KINDS)


def test_every_column_of_the_house_is_on_the_list_for_a_reason_or_private() -> None:
    """The golden file is what the data protection officer has seen: a wider scope must change it, visibly."""
    found = {
        table.name: {share.reason + "/" + share.key: sorted(share.columns) for share in SHARES if share.table is table}
        for table in record_tables(Record.metadata)
        if shared_fields(table.name)
    }
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_a_new_column_is_private_until_it_is_written_down() -> None:
    table = Record.metadata.tables["person"].to_metadata(MetaData())
    table.append_column(Column("religion", Text, nullable=True))
    assert is_record(table)
    assert "religion" not in shared_fields("person")
    fields = [name for share in SHARES if share.key == "examiner" for name in share.columns]
    assert "religion" not in {name for _, names in groups_of(table, fields) for name in names}


def test_a_row_in_several_shares_brings_the_fields_of_all_and_only_those(pair: Pair) -> None:
    frames = pair.bs.ask(lambda session: list(leaving_frames(session.connection(), Side("BS", "LW"))))
    by_row = {row[UID]: set(frame.fields) for frame in frames for row in frame.rows}
    columns = {share.key: share.columns for share in SHARES}
    assert by_row[pair.keys["examiner"]] == columns["examiner"]
    assert by_row[pair.keys["examinee"]] == columns["examinee"]
    assert len(by_row) == sum(len(frame.rows) for frame in frames)


def test_parents_travel_before_their_children(pair: Pair) -> None:
    frames = pair.bs.ask(lambda session: list(leaving_frames(session.connection(), Side("BS", "LW"))))
    known: set[object] = set()
    for frame in frames:
        table: Table = shared_kinds()[frame.kind]
        for row in frame.rows:
            for (_, names), part in zip(frame.groups, frame.parts(row), strict=True):
                for name, value in zip(names, part.values, strict=True):
                    assert not table.columns[name].foreign_keys or value is None or value in known
        known |= {row[UID] for row in frame.rows}


def test_nothing_leaves_for_a_chamber_that_is_not_the_partner(pair: Pair) -> None:
    assert pair.bs.ask(lambda session: list(leaving_frames(session.connection(), Side("BS", "HN")))) == []
