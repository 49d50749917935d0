"""The one function that writes paper: documents in, one tagged and archivable PDF out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from kammerdesk.base.i18n import Words, paper_words
from kammerdesk.printing.archive import Imprint, write_catalog, write_outlines
from kammerdesk.printing.documents import Document, Sheet
from kammerdesk.printing.flow import paginate
from kammerdesk.printing.fonts import Subset, Weight
from kammerdesk.printing.frames import frame
from kammerdesk.printing.page import Page
from kammerdesk.printing.pdf import PdfFile
from kammerdesk.printing.structure import Tree, titled


def write_pdf(
    target: Path | BinaryIO, documents: Iterable[Document], *, title: str, created: datetime, language: str = "de-DE"
) -> tuple[int, ...]:
    """Prints documents one after the other into one file and tells how many pages each has.

    The file is PDF/UA-1 and PDF/A-3A at once. The same documents, title and moment give the same bytes.
    Documents are taken one by one, so a generator keeps memory small. A file at a path appears only when
    it is complete. Raises ValueError if there is no document; a PDF without a page is none.
    """
    if isinstance(target, Path):
        with _whole_file(target) as stream:
            return _write(stream, documents, Imprint(title, language, created))
    return _write(target, documents, Imprint(title, language, created))


@contextmanager
def _whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when it was written to the end."""
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _write(stream: BinaryIO, documents: Iterable[Document], imprint: Imprint) -> tuple[int, ...]:
    press = _Press(PdfFile(stream), paper_words(imprint.language.partition("-")[0]))
    counts = tuple(press.print(document) for document in documents)
    if not counts:
        raise ValueError("no document to print")
    press.finish(imprint)
    return counts


class _Press:
    """What all documents of one file share: page tree, structure tree, fonts, bookmarks."""

    def __init__(self, pdf: PdfFile, words: Words) -> None:
        self._pdf = pdf
        self._words = words
        self._tree = Tree(pdf)
        self._subsets = {weight: Subset(pdf, weight) for weight in Weight}
        self._pages = pdf.reserve()
        self._resources = pdf.reserve()
        self._numbers: list[int] = []
        self._bookmarks: list[tuple[str, int]] = []

    def print(self, document: Document) -> int:
        """Writes the pages of a document; how many there are."""
        title = (document.bookmark if isinstance(document, Sheet) else "") or document.title
        branch = self._tree.element("Part", self._tree.document, titled(title))
        paper = frame(document, self._tree, branch, self._words)
        sheets = paginate(paper.pieces, paper.first_top, paper.next_top, paper.bottom)
        for number, placed in enumerate(sheets, 1):
            page = Page(self._pdf, self._tree, self._subsets, paper.width, paper.height)
            for y, piece in [*paper.opening, *placed] if number == 1 else placed:
                piece.draw(page, y)
            paper.furniture(page, number, len(sheets))
            page.finish(self._pages, self._resources)
            if number == 1:
                self._bookmarks.append((title, page.number))
            self._numbers.append(page.number)
        self._tree.finish_branch(branch)
        return len(sheets)

    def finish(self, imprint: Imprint) -> None:
        """Writes everything that only the end knows."""
        kids = " ".join(f"{number} 0 R" for number in self._numbers)
        self._pdf.write(self._pages, f"<</Type /Pages /Kids [{kids}] /Count {len(self._numbers)}>>")
        fonts = " ".join(f"{subset.key} {subset.number} 0 R" for subset in self._subsets.values())
        self._pdf.write(self._resources, f"<</Font <<{fonts}>>>>")
        for subset in self._subsets.values():
            subset.embed(self._pdf)
        self._tree.finish()
        outlines = write_outlines(self._pdf, self._bookmarks)
        self._pdf.close(*write_catalog(self._pdf, imprint, self._pages, self._tree.number, outlines))
