"""CSV files as offices make them, and files that only claim to be one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.csv_file import parse_csv, read_csv
from kammerdesk.base.errors import KammerError

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_umlauts_survive_every_encoding_an_office_uses(encoding: str) -> None:
    file = parse_csv("Name;Ort\r\nMüller;Königslutter\r\n".encode(encoding), "a.csv")
    assert file.headers == ("Name", "Ort")
    assert file.lines[0].fields == {"Name": "Müller", "Ort": "Königslutter"}


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_header_tells_the_delimiter(delimiter: str) -> None:
    file = parse_csv(f"A{delimiter}B\n1{delimiter}2\n".encode(), "a.csv")
    assert file.lines[0].fields == {"A": "1", "B": "2"}


def test_blank_lines_are_skipped_and_line_numbers_stay_those_of_the_file() -> None:
    file = parse_csv(b"A;B\n1;2\n;\n\n3;4\n", "a.csv")
    assert [line.number for line in file.lines] == [2, 5]


def test_short_lines_are_filled_and_long_ones_keep_their_surplus() -> None:
    file = parse_csv(b"A;B\n1\n1;2;3\n", "a.csv")
    assert file.lines[0].fields == {"A": "1", "B": ""}
    assert file.lines[1].surplus == ("3",)


def test_a_megabyte_in_one_field_is_read_whole() -> None:
    file = parse_csv(b"A;B\n" + b"x" * 1_000_000 + b";2\n", "a.csv")
    assert len(file.lines[0].fields["A"]) == 1_000_000


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", b"%PDF-1.7\n...", b"PK\x03\x04....", b"A;A\n1;2\n", b'A;B\n"1;2\n', b"A;B\n\0;1\n"],
)
def test_what_is_no_table_is_refused_with_its_name(content: bytes) -> None:
    with pytest.raises(KammerError, match=r"liste\.csv"):
        parse_csv(content, "liste.csv")


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(KammerError, match=r"fehlt\.csv"):
        read_csv(tmp_path / "fehlt.csv")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    try:
        file = parse_csv(content, "a.csv")
    except KammerError as error:
        assert "a.csv" in str(error)
    else:
        assert file.headers


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files is not here")
@pytest.mark.parametrize("file", sorted((CORPUS / "csv").rglob("*.csv")), ids=lambda file: file.name)
def test_real_files_are_a_table_or_a_sentence(file: Path) -> None:
    try:
        table = read_csv(file)
    except KammerError as error:
        assert file.name in str(error)
    else:
        assert all(set(line.fields) == set(table.headers) for line in table.lines)
