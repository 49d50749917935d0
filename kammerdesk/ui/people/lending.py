"""Releases an examiner to a partner and ends that, at once, with the way back in the message."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.people.service import LendingOrder, Lent, end_lending, lend_person
from kammerdesk.store.work import Work
from kammerdesk.sync.queries import PartnerRow, partners
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.page import Command, Needs, Page
from kammerdesk.ui.kit.tokens import Tone

Act = Callable[[Work, LendingOrder], Lent]


def _lend(page: Page[ExaminerRow]) -> None:
    said = tr("{person} is released to {chamber}; the next bundle carries name, telephone, mail and employer.")
    _ask_for_partner(page, lend_person, tr("Release to the partner"), said)


def _end(page: Page[ExaminerRow]) -> None:
    said = tr("{person} is not released to {chamber} any more; the next bundle says so there.")
    _ask_for_partner(page, end_lending, tr("End the release to the partner"), said)


def _ask_for_partner(page: Page[ExaminerRow], act: Act, title: str, said: str) -> None:
    """Where there are several partners, a menu asks which; where there is none, a sentence says what to do."""
    person = page.selected()[0]

    def run(partner: PartnerRow) -> None:
        def tell(lent: Lent) -> None:
            undo = Remedy(tr("Undo it"), lambda: page.shell.take_back(lent.entry, title))
            page.shell.toast(said.format(person=lent.title, chamber=partner.name), Tone.OK, undo)

        page.desk.do(act, LendingOrder(person.id, partner.chamber), then=tell, owner=page)

    def choose(found: list[PartnerRow]) -> None:
        if not found:
            page.shell.toast(tr("There is no partner yet. Please take in the key card of a chamber first."), Tone.WARN)
        elif len(found) == 1:
            run(found[0])
        else:
            menu = QMenu(page)
            menu.aboutToHide.connect(menu.deleteLater)
            for partner in found:
                menu.addAction(partner.name, partial(run, partner))
            menu.popup(QCursor.pos())

    page.desk.ask(partners, then=choose)


LEND: Command[ExaminerRow] = Command(
    key=lend_person.__name__,
    title=N_("Release to the partner"),
    run=_lend,
    icon="users-group",
    needs=Needs.ONE,
    when=lambda row: row.is_ours,
    header=False,
)

END_LENDING: Command[ExaminerRow] = Command(
    key=end_lending.__name__,
    title=N_("End the release to the partner"),
    run=_end,
    icon="x",
    needs=Needs.ONE,
    when=lambda row: row.is_ours,
    header=False,
)
