"""Releases an examiner to a partner and ends that, at once, with the way back in the message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu

from kammerdesk.base.i18n import N_, tr
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.people.chambers import chamber_name
from kammerdesk.people.service import LendingOrder, Lent, end_lending, lend_person
from kammerdesk.store.work import Work
from kammerdesk.sync.model import PeerState
from kammerdesk.sync.queries import PartnerRow, partners
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.page import Command, Needs, Page
from kammerdesk.ui.kit.tokens import Tone

Act = Callable[[Work, LendingOrder], Lent]


def _lend(page: Page[ExaminerRow]) -> None:
    person = page.selected()[0]

    def release(chamber: str) -> None:
        said = tr("{person} is released to {chamber}; the next bundle carries name, telephone, mail and employer.")
        _act(page, lend_person, LendingOrder(person.id, chamber), tr("Release to the partner"), said)

    def choose(found: list[PartnerRow]) -> None:
        in_force = [row.chamber for row in found if row.state is not PeerState.ENDED]
        free = [chamber for chamber in in_force if chamber not in person.released_to]
        if free:
            _choose(page, free, release)
        elif in_force:
            page.shell.toast(tr("This person is released to every partner already."), Tone.INFO)
        elif found:
            page.shell.toast(tr("The agreement has ended. Please take up the exchange again first."), Tone.WARN)
        else:
            sentence = tr("There is no partner yet. Please take in the key card of a chamber first.")
            page.shell.toast(sentence, Tone.WARN)

    page.desk.ask(partners, then=choose)


def _end(page: Page[ExaminerRow]) -> None:
    person = page.selected()[0]

    def end(chamber: str) -> None:
        said = tr("{person} is not released to {chamber} any more; the next bundle says so there.")
        _act(page, end_lending, LendingOrder(person.id, chamber), tr("End the release to the partner"), said)

    _choose(page, person.released_to, end)


def _choose(page: Page[ExaminerRow], chambers: Sequence[str], run: Callable[[str], None]) -> None:
    """Where there are several, a menu asks which."""
    if len(chambers) == 1:
        run(chambers[0])
        return
    menu = QMenu(page)
    menu.aboutToHide.connect(menu.deleteLater)
    for chamber in chambers:
        menu.addAction(chamber_name(chamber), partial(run, chamber))
    menu.popup(page.menu_place())


def _act(page: Page[ExaminerRow], act: Act, order: LendingOrder, title: str, said: str) -> None:
    def tell(lent: Lent) -> None:
        undo = Remedy(tr("Undo it"), lambda: page.shell.take_back(lent.entry, title))
        page.shell.toast(said.format(person=lent.title, chamber=chamber_name(order.partner)), Tone.OK, undo)

    page.desk.do(act, order, then=tell, owner=page)


LEND: Command[ExaminerRow] = Command(
    key=lend_person.__name__,
    title=N_("Release to the partner"),
    run=_lend,
    icon="users-group",
    needs=Needs.ONE,
    when=lambda row: row.is_ours,
    header=False,
    unfit=N_("belongs to the partner chamber"),
)

END_LENDING: Command[ExaminerRow] = Command(
    key=end_lending.__name__,
    title=N_("End the release to the partner"),
    run=_end,
    icon="x",
    needs=Needs.ONE,
    when=lambda row: row.is_ours and bool(row.released_to),
    header=False,
    unfit=N_("is released to no other chamber"),
)
