"""One committee: its seats beside what every rule says of it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame

from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.verdicts import State
from kammerdesk.committees.queries import JudgedCommittee
from kammerdesk.committees.rules.case import Role
from kammerdesk.people.chambers import chamber_name
from kammerdesk.ui.committees.judgement import judgement_sentence, members_words
from kammerdesk.ui.committees.seats import SEAT_COLUMNS, SeatLine, seat_lines
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.page import Detail, Page
from kammerdesk.ui.kit.short_table import ShortTable
from kammerdesk.ui.kit.theme import Role as TextRole
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.verdicts import VerdictList
from kammerdesk.ui.kit.widgets import Icon, box, column, label, row

SIDE_BY_SIDE = 760
"""Pixels at 100 % from which seats and rules stand beside each other."""

_SEVERITY = (State.BROKEN, State.WARNING, State.OPEN, State.MET)


class Summary(QFrame):
    """The one sentence a clerk needs, in the colour of what it means."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon("", 20)
        self.words = label("", TextRole.STRONG, wrap=True)
        body = row(self._icon, gap=10)
        body.addWidget(self.words, 1)
        body.setContentsMargins(12, 8, 12, 8)
        self.setLayout(body)

    def show_judgement(self, judged: JudgedCommittee) -> None:
        """Says whether one can plan with the committee."""
        sentence, tone = judgement_sentence(judged)
        self.words.setText(sentence)
        self._icon.show_icon(tone.icon, tone.value)
        theme.mark(self, bar=tone.value)


class CommitteeDetail(Detail[JudgedCommittee]):
    """Title with host and partner, the summary, the seats by office, the rule panel."""

    def __init__(self, page: Page[JudgedCommittee]) -> None:
        super().__init__()
        self._page = page
        self.name = label("", TextRole.SUBTITLE, wrap=True)
        self.joint = ChipLabel()
        self.standing = label("", TextRole.SECONDARY, wrap=True)
        self.summary = Summary()
        self.members_title = label("", TextRole.STRONG)
        self.deputies_title = label("", TextRole.STRONG)
        self.members = self._seats(tr("Ordinary members"))
        self.deputies = self._seats(tr("Deputies"))
        self.verdicts = VerdictList()
        seats = column(self.members_title, self.members, 8, self.deputies_title, self.deputies, None)
        rules = column(label(tr("RULE CHECK"), TextRole.STRONG), self.verdicts, None)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(24)
        self._halves.addWidget(box(seats), 11)
        self._halves.addWidget(box(rules), 9)
        self._chips = flow(self.joint)
        body = column(self.name, self._chips, self.standing, self.summary, 4, gap=8, margin=16)
        body.addLayout(self._halves)
        body.addStretch(1)
        self.setLayout(body)
        self.setFocusProxy(self.members)
        self.hide()

    def _seats(self, name: str) -> ShortTable[SeatLine]:
        table = ShortTable(SEAT_COLUMNS, name)
        table.opened.connect(lambda: self._go_to_person(table.current()))
        return table

    def _go_to_person(self, line: SeatLine | None) -> None:
        if line is not None:
            self._page.shell.go("people", line.seat.person_uid)

    def show_row(self, row: JudgedCommittee | None) -> None:
        self.setVisible(row is not None)
        if row is None:
            return
        committee = row.committee
        self.name.setText(tr("{number} · {name}").format(number=committee.number, name=committee.name))
        self.joint.show_chip(Chip(tr("joint"), Tone.PARTNER) if committee.joint else None)
        self._chips.setVisible(committee.joint)
        self.standing.setText(_where(row))
        self.summary.show_judgement(row)
        lines = seat_lines(committee.seats, row.on)
        members = [line for line in lines if line.seat.role not in (Role.DEPUTY, Role.FURTHER)]
        deputies = [line for line in lines if line not in members]
        self.members_title.setText(tr("ORDINARY MEMBERS ({filled})").format(filled=members_words(row)))
        self.deputies_title.setText(trn("DEPUTIES ({n})", "DEPUTIES ({n})", len(deputies)).format(n=len(deputies)))
        self.members.set_rows(members)
        self.deputies.set_rows(deputies)
        self.deputies.setVisible(bool(deputies))
        self.verdicts.show_verdicts(sorted(row.verdicts, key=lambda verdict: _SEVERITY.index(verdict.state)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(SIDE_BY_SIDE)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(beside if wide else below)


def _where(row: JudgedCommittee) -> str:
    """Occupation, and at which chamber the committee is set up; for a joint one with whom."""
    committee = row.committee
    parts = [committee.occupation]
    if committee.host:
        parts.append(tr("set up at {chamber}").format(chamber=chamber_name(committee.host)))
    if committee.partner:
        parts.append(tr("partner {chamber}").format(chamber=chamber_name(committee.partner)))
    return " · ".join(parts)
