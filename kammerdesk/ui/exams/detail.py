"""What is known of one candidate: who, the marks by area, what the regulation says of them, and what could help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import comma_text
from kammerdesk.exams import queries
from kammerdesk.exams.queries import CandidateCard, CandidateRow, Examination
from kammerdesk.exams.rules.decision import AreaResult
from kammerdesk.exams.rules.regulation import Regulation
from kammerdesk.exams.rules.summary import offer_sentences, total_words
from kammerdesk.people.rules import full_name
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.page import Detail, Page
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.verdicts import VerdictList
from kammerdesk.ui.kit.widgets import column, label, line


def result_chip(passed: bool | None) -> Chip:
    """The announced result as a chip."""
    if passed is None:
        return Chip(tr("open"), Tone.NEUTRAL)
    return Chip(tr("passed"), Tone.OK) if passed else Chip(tr("not passed"), Tone.ERR)


class CandidateDetail(Detail[CandidateRow]):
    """Asks for the candidate under the cursor and shows the answer."""

    def __init__(self, page: Page[CandidateRow]) -> None:
        super().__init__()
        self._desk = page.desk
        self._wanted: CandidateRow | None = None
        self.name = label("", Role.SUBTITLE, wrap=True)
        self.result = ChipLabel()
        self.extra_time = ChipLabel()
        self.facts = label("", Role.SECONDARY, wrap=True)
        self.total = label("", Role.STRONG, wrap=True)
        self.areas = AreaList()
        self.verdicts = VerdictList()
        self.offers = label("", wrap=True)
        self.person = label("", wrap=True)
        self._offers_title = label(tr("Supplementary oral exam"), Role.STRONG)
        body = column(
            self.name,
            flow(self.result, self.extra_time),
            self.facts,
            line(),
            self.total,
            self.areas,
            line(),
            label(tr("Rules for passing"), Role.STRONG),
            self.verdicts,
            self._offers_title,
            self.offers,
            line(),
            label(tr("Personal data"), Role.STRONG),
            self.person,
            None,
            gap=10,
            margin=16,
        )
        self.setLayout(body)
        self._show(None)

    def show_row(self, row: CandidateRow | None) -> None:
        self._wanted = row
        if row is None:
            self._show(None)
        else:
            self._desk.ask(queries.examination, row.id, then=self._show)

    def _show(self, found: Examination | None) -> None:
        here = found is not None and self._wanted is not None and found.card.id == self._wanted.id
        self.setVisible(here)
        if found is None or not here:
            return
        card, judged = found.card, found.assessment
        self.name.setText(full_name(card.title, card.first_name, card.last_name))
        self.result.show_chip(result_chip(found.result.passed if found.result else None))
        extra = card.extra_time_percent
        self.extra_time.show_chip(Chip(f"+{extra} %", Tone.INFO) if extra else None)
        self.facts.setText(_facts(card, found.regulation))
        self.total.setText(total_words(judged))
        self.areas.show_areas(found.regulation, found.areas)
        self.verdicts.show_verdicts((*judged.verdicts, *judged.notes))
        offers = offer_sentences(found.regulation, judged)
        self._offers_title.setVisible(bool(offers))
        self.offers.setVisible(bool(offers))
        self.offers.setText("\n".join(offers))
        self.person.setText(_personal_data(card))


class AreaList(QWidget):
    """The examination areas with weight, points and grade."""

    HEADINGS = (N_("Examination area"), N_("Weight"), N_("Points"), N_("Grade"))

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._keep_apart()
        self.setLayout(self._grid)

    def _keep_apart(self) -> None:
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:  # the zoom is another
            self._keep_apart()

    def show_areas(self, regulation: Regulation, results: Sequence[AreaResult]) -> None:
        """Shows every area of the regulation; those without marks as open."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._add_row(0, [tr(heading) for heading in self.HEADINGS], Role.CAPTION)
        by_area = {result.area: result for result in results}
        for number, area in enumerate(regulation.areas, start=1):
            result = by_area.get(area.id)
            weight = f"{area.weighting // 10} %"
            if result is None:
                self._add_row(number, [area.name, weight, "–", tr("still open")])
            else:
                self._add_row(number, [area.name, weight, comma_text(result.points), f"{result.grade}"])

    def _add_row(self, number: int, texts: Sequence[str], role: Role = Role.BODY) -> None:
        for place, text in enumerate(texts):
            side = Qt.AlignmentFlag.AlignLeft if place in (0, 3) else Qt.AlignmentFlag.AlignRight
            cell = label(text, role, wrap=place == 0)
            self._grid.addWidget(
                cell, number, place, side | Qt.AlignmentFlag.AlignTop if place else Qt.AlignmentFlag(0)
            )


def _facts(card: CandidateCard, regulation: Regulation) -> str:
    attempt = tr("Attempt {n} of {all}").format(n=card.attempt, all=regulation.resits + 1)
    lines = (f"{card.number} · {card.season} · {attempt}", regulation.occupation.title, card.company)
    return "\n".join(line for line in lines if line)


def _personal_data(card: CandidateCard) -> str:
    born = " ".join(part for part in (format_date(card.birth_date), card.birth_place) if part)
    name_at_birth = tr("Name at birth: {name}").format(name=card.birth_name) if card.birth_name else ""
    lines = (
        tr("Born {date_and_place}").format(date_and_place=born) if born else "",
        name_at_birth,
        card.street,
        f"{card.postal_code} {card.town}".strip(),
    )
    return "\n".join(line for line in lines if line)
