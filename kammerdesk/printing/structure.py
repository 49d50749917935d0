"""The structure tree of a tagged PDF: what each piece of content means, for screen readers (ISO 14289-1)."""

from __future__ import annotations

from kammerdesk.printing.pdf import PdfFile, text_string


class Element:
    """One node of the tree; its children are elements or pieces of marked content on a page."""

    __slots__ = ("attributes", "kids", "kind", "number", "parent")

    def __init__(self, number: int, kind: str, parent: int, attributes: str) -> None:
        self.number = number
        self.kind = kind
        self.parent = parent
        self.attributes = attributes
        self.kids: list[Element | tuple[int, int]] = []


class Tree:
    """Grows the structure tree of one file and writes finished branches, so that only one stays in memory."""

    def __init__(self, pdf: PdfFile) -> None:
        self._pdf = pdf
        self.number = pdf.reserve()
        self._owners: list[int] = []
        self.document = Element(pdf.reserve(), "Document", self.number, "")

    def element(self, kind: str, parent: Element, attributes: str = "") -> Element:
        """A new last child of `parent`; `kind` is a standard type of ISO 32000-1, 14.8.4."""
        element = Element(self._pdf.reserve(), kind, parent.number, attributes)
        parent.kids.append(element)
        return element

    def claim_page(self) -> int:
        """The key of a new page in the parent tree (its /StructParents)."""
        self._owners.append(self._pdf.reserve())
        return len(self._owners) - 1

    def finish_page(self, key: int, owners: list[int]) -> None:
        """Writes which element owns each piece of marked content of a page."""
        references = " ".join(f"{number} 0 R" for number in owners)
        self._pdf.write(self._owners[key], f"[{references}]")

    def finish_branch(self, branch: Element) -> None:
        """Writes a branch whose content is complete and forgets what hangs below it."""
        for kid in branch.kids:
            if isinstance(kid, Element):
                self.finish_branch(kid)
        page = next((kid[0] for kid in branch.kids if isinstance(kid, tuple)), 0)
        kids = " ".join(
            f"{kid.number} 0 R"
            if isinstance(kid, Element)
            else str(kid[1])
            if kid[0] == page
            else f"<</Type /MCR /Pg {kid[0]} 0 R /MCID {kid[1]}>>"
            for kid in branch.kids
        )
        on_page = f" /Pg {page} 0 R" if page else ""
        self._pdf.write(
            branch.number, f"<</S /{branch.kind} /P {branch.parent} 0 R{on_page}{branch.attributes} /K [{kids}]>>"
        )
        branch.kids = []

    def finish(self) -> None:
        """Writes the root; every branch below the document was written before."""
        kids = " ".join(f"{kid.number} 0 R" for kid in self.document.kids if isinstance(kid, Element))
        self._pdf.write(self.document.number, f"<</S /Document /P {self.number} 0 R /K [{kids}]>>")
        pages = " ".join(f"{key} {number} 0 R" for key, number in enumerate(self._owners))
        parents = self._pdf.add(f"<</Nums [{pages}]>>")
        self._pdf.write(
            self.number,
            f"<</Type /StructTreeRoot /K [{self.document.number} 0 R] /ParentTree {parents} 0 R"
            f" /ParentTreeNextKey {len(self._owners)}>>",
        )


def scope(direction: str) -> str:
    """The attribute of a header cell: it heads its "Column" or its "Row"."""
    return f" /A <</O /Table /Scope /{direction}>>"


def alternative(text: str) -> str:
    """The attribute of a figure: what it shows, in words."""
    return f" /Alt {text_string(text)}"


def titled(text: str) -> str:
    """The attribute of a branch that has a title of its own."""
    return f" /T {text_string(text)}"
