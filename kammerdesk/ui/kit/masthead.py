"""The line above everything: whose house this is, how it stands with the partner, who works here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QToolButton

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.palette_button import PaletteButton
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import label, row

HEIGHT = 48
MARGIN = 16
PALETTE = 180
"""Pixels at 100 % in which one can read what the palette is for; the chamber may take some of them."""
STRETCHES = 2
"""How many empty places the layout has, each with a gap beside it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the line at the top shows; `exchange` stands in the bottom line."""

    chamber: str = ""
    user: str = ""
    partner: str = ""
    partner_waits: bool = False
    demonstration: bool = False
    exchange: str = ""


class Masthead(QFrame):
    """Shows `Facts`; holds the buttons that fold the navigation and open the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("masthead")
        self.facts = Facts()
        self.fold = QToolButton()
        self._can_fold = False
        self._chamber = label("", Role.SUBTITLE)
        self._demonstration = ChipLabel()
        self._partner = ChipLabel()
        self._user = label("", Role.SECONDARY)
        self.palette_button = PaletteButton()
        body = row(self.fold, self._chamber, self._demonstration, None, gap=12)
        body.addWidget(self.palette_button, 3)
        body.addStretch(1)
        for part in (self._partner, self._user):
            body.addWidget(part)
        body.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._body = body
        self.setLayout(body)
        self.show_fold(folded=False, possible=True)
        self._measure()

    def show_facts(self, facts: Facts) -> None:
        """Shows other facts."""
        self.facts = facts
        self._chamber.setText(facts.chamber)
        self._user.setText(facts.user)
        tone = Tone.PARTNER if facts.partner_waits else Tone.NEUTRAL
        self._partner.show_chip(Chip(facts.partner, tone) if facts.partner else None)
        words = tr("Demonstration data")
        self._demonstration.show_chip(Chip(words, Tone.WARN) if facts.demonstration else None)
        self._share_room()

    def show_fold(self, folded: bool, possible: bool) -> None:
        """Offers to fold or unfold the navigation; nothing where the width leaves no choice."""
        words = tr("Unfold navigation") if folded else tr("Fold navigation")
        self.fold.setIcon(icons.icon(f"layout-sidebar-left-{'expand' if folded else 'collapse'}"))
        self.fold.setAccessibleName(words)
        self.fold.setToolTip(words)
        self.fold.setVisible(possible)
        self._can_fold = possible
        self._share_room()

    def _share_room(self) -> None:
        """Never cuts the chamber; leaves out first what stands in the bottom line too, then who works here."""
        facts, gap = self.facts, self._body.spacing()
        fixed = [self._chamber.sizeHint().width(), theme.px(PALETTE)]
        fixed += [self.fold.width()] if self._can_fold else []
        room = self.width() - sum(fixed) - gap * (len(fixed) + STRETCHES) - 2 * MARGIN
        said = (bool(facts.demonstration), bool(facts.user), bool(facts.partner))
        for part, wanted in zip((self._demonstration, self._user, self._partner), said, strict=True):
            need = part.sizeHint().width() + gap
            part.setVisible(wanted and need <= room)
            room -= need if wanted else 0

    def _measure(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
        self.fold.setIconSize(QSize(theme.px(20), theme.px(20)))
        self.fold.setFixedSize(theme.px(36), theme.px(36))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._share_room()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """No more than the chamber and what opens the palette: the rest may go."""
        return QSize(0, self.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._measure()
