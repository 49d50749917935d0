"""Where a block is set: its column on the paper and its place in the structure tree."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kammerdesk.printing.structure import Element, Tree
from kammerdesk.printing.style import HEADING, Style


@dataclass(frozen=True, slots=True)
class Setting:
    """A column from `x`, `width` wide, in points; `parent` is the element that what is set there belongs to.

    `heading` is the style of second-level headings.
    """

    tree: Tree
    parent: Element
    x: float
    width: float
    accent: str
    heading: Style = HEADING

    def element(self, kind: str, attributes: str = "") -> Element:
        """A new element below the parent."""
        return self.tree.element(kind, self.parent, attributes)

    def below(self, kind: str, attributes: str = "") -> Setting:
        """The same column, inside a new element."""
        return replace(self, parent=self.element(kind, attributes))

    def inset(self, left: float, right: float = 0.0) -> Setting:
        """A narrower column."""
        return replace(self, x=self.x + left, width=self.width - left - right)
