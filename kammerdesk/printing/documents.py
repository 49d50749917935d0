"""The two kinds of paper, letter and sheet, and how a subject declares a printed form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from kammerdesk.base.i18n import Words
from kammerdesk.printing.blocks import Block, Code


class DinForm(Enum):
    """The two forms of a business letter in DIN 5008: A with a low letterhead, B with a high one."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes. The wordmark is drawn from `mark` ("IHK") and `place` ("Braunschweig")."""

    name: str
    mark: str
    place: str
    street: str
    town: str
    phone: str
    mail: str
    web: str
    colour: str = "#0B5CAD"
    form: DinForm = DinForm.B
    footer: tuple[str, ...] = ()
    """Up to three further columns of the letter's foot, lines parted by line ends."""

    @property
    def short_name(self) -> str:
        """The name as it is spoken: IHK Braunschweig."""
        return f"{self.mark} {self.place}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A business letter after DIN 5008. `title` is what the bookmark and a file's title say.

    `remarks` stand above the address ("Persönlich"), `reference` are the lines of the information block.
    """

    letterhead: Letterhead
    title: str
    recipient: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    subject: str
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list, a sign or a sheet to fill in by hand.

    `bookmark` is the longer title in the file's list of documents (default: the title), `reference` stands at
    the head of every page, `note` at its foot, `corner` is a code at the right of the title.
    """

    letterhead: Letterhead
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    bookmark: str = ""
    reference: str = ""
    note: str = ""
    landscape: bool = False
    corner: Code | None = None


Document = Letter | Sheet

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class FormSpec(Generic[Row]):
    """A printed form: a stable key, its title in menus as a msgid of the screen's words, and row in, paper out.

    `row` is the class of the rows it is made from; whoever fills such rows prints every form made from them.
    """

    key: str
    title: str
    row: type[Row]
    build: Callable[[Row, Letterhead, Words], Document]
