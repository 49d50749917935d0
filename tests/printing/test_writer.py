"""One file of paper: its pages, its promises about accessibility and archive, and that it never lies half written."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kammerdesk.printing.blocks import Column, Facts, Grid, Heading, Notice, Para, Points, Tick, Ticks
from kammerdesk.printing.documents import DinForm, Document
from kammerdesk.printing.writer import write_pdf
from tests.printing.reading import artifacts, structure
from tests.printing.samples import CREATED, EVERY_BLOCK, letter, long_table, printed, sheet
from tools import verapdf

FONT_FILE = "/FontFile2"


def test_printing_twice_gives_the_same_bytes() -> None:
    documents = (letter(), sheet(), letter(form=DinForm.A))
    assert printed(*documents) == printed(*documents)


def test_another_title_gives_another_identifier() -> None:
    with pikepdf.open(BytesIO(printed(letter()))) as one, pikepdf.open(BytesIO(printed(letter(), title="B"))) as other:
        assert one.trailer.ID != other.trailer.ID


def test_each_document_tells_how_many_pages_it_has() -> None:
    target = BytesIO()
    counts = write_pdf(target, (sheet((long_table(100),)), letter()), title="Probe", created=CREATED)
    with pikepdf.open(target) as pdf:
        assert sum(counts) == len(pdf.pages)
    assert counts[0] > 1


def test_pages_are_counted_for_each_document_by_itself() -> None:
    pages = artifacts(printed(sheet((long_table(60),)), sheet((Para("kurz"),))))
    assert [page.rpartition("Vertraulich")[2] for page in pages] == ["Seite 1 von 2", "Seite 2 von 2", "Seite 1 von 1"]


def test_every_document_has_a_bookmark_to_its_first_page() -> None:
    with pikepdf.open(BytesIO(printed(sheet((long_table(60),), title="Eins"), sheet(title="Zwei")))) as pdf:
        first = pdf.Root.Outlines.First
        assert str(first.Title) == "Eins"
        assert first.Dest[0].objgen == pdf.pages[0].obj.objgen
        assert str(first.Next.Title) == "Zwei"
        assert first.Next.Dest[0].objgen == pdf.pages[2].obj.objgen


def test_the_file_says_its_language_title_and_standards() -> None:
    with pikepdf.open(BytesIO(printed(letter(), title="Mappe <1> & „mehr“"))) as pdf:
        assert str(pdf.Root.Lang) == "de-DE"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "Mappe <1> & „mehr“"
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == "Mappe <1> & „mehr“"
        assert metadata.pdfa_status == "3A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"] == "2026-11-23T08:00:00Z"


def test_every_font_is_embedded() -> None:
    with pikepdf.open(BytesIO(printed(letter(), sheet()))) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all(FONT_FILE in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    def documents() -> Iterator[Document]:
        yield letter()
        raise KeyError("the data broke off")

    with pytest.raises(KeyError):
        write_pdf(tmp_path / "a.pdf", documents(), title="Probe", created=CREATED)
    assert list(tmp_path.iterdir()) == []
    write_pdf(tmp_path / "a.pdf", [letter()], title="Probe", created=CREATED)
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]


def test_no_document_is_no_paper() -> None:
    with pytest.raises(ValueError):
        printed()


def test_the_head_of_a_table_comes_back_on_every_page_but_is_read_once() -> None:
    data = printed(sheet((long_table(100),)))
    assert structure(data).count("TH [/Column] Nummer") == 1
    assert all("NummerName" in page for page in artifacts(data)[1:])


def test_a_row_higher_than_a_page_is_continued() -> None:
    words = " ".join(f"Wort{number}" for number in range(3000))
    read = structure(printed(sheet((Grid((Column("A", 20), Column("B", 80)), (("x", words),)),))))
    assert "Wort0 " in read
    assert "Wort2999" in read
    assert read.count("    TR") == 2


hostile = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(hostile, hostile, hostile)
@example("\ud800", "\x00\ufffe\u202e", "e\u0301\u0308\U0001f3f4\u200d")
def test_no_text_can_break_the_paper(one: str, two: str, three: str) -> None:
    blocks = (
        Para(one),
        Heading(two or "x"),
        Points((three,)),
        Facts(((one, two),)),
        Notice(two, three),
        Ticks((Tick(one),)),
        Grid((Column(one, 10), Column(two, 20, heads_row=True)), ((three, one), (two, Tick(three)))),
    )
    with pikepdf.open(BytesIO(printed(letter(blocks, name=one), sheet(blocks, title=two), title=three))) as pdf:
        assert pdf.Root.StructTreeRoot


def test_a_character_the_face_lacks_is_shown_as_a_box() -> None:
    assert "Lea □ Łukasiewicz İğşß ẞ" in structure(printed(letter((Para("Lea 😀\u200d Łukasiewicz İğşß ẞ"),))))


def test_a_million_characters_in_one_word_are_printed_in_lines() -> None:
    data = printed(sheet((Para("x" * 1_000_000),)))
    assert structure(data).count("x") >= 1_000_000


def test_every_block_is_accessible_and_archivable(tmp_path: Path) -> None:
    file = tmp_path / "blocks.pdf"
    documents = (
        letter(),
        letter(form=DinForm.A),
        sheet(),
        sheet(landscape=True),
        sheet((*EVERY_BLOCK, long_table(80))),
    )
    write_pdf(file, documents, title="Alles & <jedes>", created=CREATED)
    assert _validator().failures([file]) == []


def test_the_validator_sees_a_missing_alternative_text(tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    with pikepdf.open(BytesIO(printed(letter()))) as pdf:
        figure = pdf.Root.StructTreeRoot.K[0].K[0].K[0]
        del figure.Alt
        pdf.save(file)
    assert any("Alt" in failure or "alternat" in failure for failure in _validator().failures([file]))


def _validator() -> verapdf.VeraPdf:
    try:
        return verapdf.find()
    except verapdf.Missing as reason:
        pytest.skip(str(reason))
