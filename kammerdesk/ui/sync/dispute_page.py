"""One conflict or proposal after the other, both versions side by side: arrows choose, Enter decides and goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.sync.dispute import Dispute, dispute
from kammerdesk.sync.inbox import DecisionRow, undecided
from kammerdesk.sync.model import ConflictKind
from kammerdesk.sync.resolving import (
    DeclineOrder,
    ResolveOrder,
    Settled,
    accept_proposal,
    decline_proposal,
    note_conflict,
    resolve_conflict,
)
from kammerdesk.sync.versions import SharedVersion, shared_versions, version_words
from kammerdesk.ui.kit.compare_view import Choice, CompareView
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.dialogs import fill_in
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.fields import TextEdit
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, label


@dataclass(frozen=True, slots=True)
class Look:
    """One dispute as the page shows it, with everything that waits now."""

    waiting: Sequence[DecisionRow]
    dispute: Dispute
    versions: Sequence[SharedVersion]

    @property
    def row(self) -> DecisionRow | None:
        """Its row in the list; None when it was decided meanwhile."""
        return next((row for row in self.waiting if row.id == self.dispute.id), None)


def look(session: Any, key: str) -> Look:
    """What is needed to decide."""
    found = dispute(session, key)
    return Look(undecided(session), found, shared_versions(session, found.kind, found.uid))


class DisputePage(Page[DecisionRow]):
    """Lies over the exchange; Esc goes back and leaves everything as it is."""

    def __init__(self, row: DecisionRow, desk: Desk, shell: Shell) -> None:
        super().__init__(SPEC, desk, shell)
        self.view: CompareView | None = None
        self.found: Look | None = None
        self._put_off: set[str] = set()
        self._heading = Heading(self)
        self._state: QLabel = label("", Role.SECONDARY, wrap=True)
        self._place = column(self._heading, self._state, gap=12, margin=16)
        self.setLayout(self._place)
        self._look_at(row.id)

    def _look_at(self, key: str) -> None:
        self.desk.ask(look, key, then=self._show, owner=self)

    def _show(self, found: Look) -> None:
        self.found = found
        if found.row is None:  # decided meanwhile, here or by a bundle
            self._go_on(found.waiting)
            return
        is_proposal = found.dispute.reason is ConflictKind.PROPOSAL
        self._heading.title.setText(tr("Proposal of the partner") if is_proposal else tr("Conflict"))
        self._state.setText(" ".join((*_place_in(found), *map(version_words, found.versions))))
        self.commands["decline_proposal"].setEnabled(is_proposal)
        note = self.commands["keep_both"]
        note.setEnabled(found.dispute.is_ours)
        ways = [Remedy(note.text(), note.trigger)] if found.dispute.is_ours else []
        view = CompareView(found.dispute.comparison, ways)
        view.put_off.connect(self.put_off)
        view.decided.connect(self.take)
        if not found.dispute.is_ours:
            view.take.setText(tr("Noted"))
        self._replace(view)
        self.setFocusProxy(view)
        view.setFocus()

    def _replace(self, view: CompareView) -> None:
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        self.view = view
        self._place.addWidget(view, 1)

    def refresh_actions(self) -> None:
        """What can be done hangs on what is shown, not on a selection."""

    def panes(self) -> Sequence[QWidget]:
        return (self,)

    # --- deciding ---

    def take(self, choice: Choice, *, noted: bool = False) -> None:
        """Decides as chosen; a proposal of which nothing is taken is declined."""
        assert self.found is not None
        found = self.found.dispute
        order = ResolveOrder(found.id, choice, found.standing, noted)
        if not found.is_ours:
            self.desk.do(note_conflict, order, then=self._noted, refused=self._refused, owner=self)
        elif found.reason is ConflictKind.CONFLICT:
            self.desk.do(resolve_conflict, order, then=self._settled, refused=self._refused, owner=self)
        elif any(choice[row.field] is found.loser for row in found.comparison.rows if row.clash):
            self.desk.do(accept_proposal, order, then=self._settled, refused=self._refused, owner=self)
        else:
            self.decline()

    def keep_both(self) -> None:
        """Decides as chosen, and keeps the other version too, as a note with the decision."""
        if self.view is not None:
            self.take(self.view.choice(), noted=True)

    def decline(self) -> None:
        """Asks for the reason, which the partner reads."""
        assert self.found is not None
        partner = chamber_name(self.found.dispute.partner)
        form: FormSpec[DeclineOrder] = FormSpec(
            key="decline_proposal",
            title=N_("Decline this proposal?"),
            verb=N_("Decline"),
            fields=(
                FieldSpec(
                    key="reason",
                    title=N_("Reason"),
                    make=TextEdit,
                    required=True,
                    hint=N_("For example: as it stands in the identity card."),
                ),
            ),
            order=DeclineOrder,
            explanation=tr("{partner} reads the reason after the next bundle, and gets our version back.").format(
                partner=partner
            ),
            draft=False,
        )
        fill_in(self, form, decline_proposal, fixed={"id": self.found.dispute.id}, then=self._settled)

    def put_off(self) -> None:
        """Leaves this one as it is and goes on to the next."""
        assert self.found is not None
        self._put_off.add(self.found.dispute.id)
        self._go_on(self.found.waiting)

    def _noted(self, done: Settled) -> None:
        self._told(done, tr("Noted: {record}. Both versions stay in the history.").format(record=done.title))

    def _settled(self, done: Settled) -> None:
        self._told(done, tr("Decided: {record}. The next bundle tells the partner.").format(record=done.title))

    def _told(self, done: Settled, words: str) -> None:
        assert self.found is not None
        self.shell.toast(words, Tone.OK, Remedy(tr("Undo it"), partial(self.shell.take_back, done.entry, words)))
        self._put_off.add(self.found.dispute.id)
        self._go_on(self.found.waiting)

    def _refused(self, refused: Refused) -> None:
        """Says why, and shows both versions as they are now."""
        assert self.found is not None
        self.shell.toast(str(refused), Tone.WARN)
        self._look_at(self.found.dispute.id)

    def _go_on(self, waiting: Sequence[DecisionRow]) -> None:
        """To the next one for us; back to the list after the last."""
        left = [row for row in waiting if row.is_ours and row.id not in self._put_off]
        if left and self.isVisible():
            self._look_at(left[0].id)
        elif self.isVisible():
            self.shell.back()


def _place_in(found: Look) -> list[str]:
    """Conflict 2 of 5; that it is for the partner to decide."""
    ours = [row.id for row in found.waiting if row.is_ours]
    if found.dispute.id not in ours:
        home = chamber_name(found.dispute.home)
        return [tr("Only {chamber} decides on this; its decision comes with a bundle.").format(chamber=home)]
    number = ours.index(found.dispute.id) + 1
    return [tr("{number} of {all}.").format(number=number, all=len(ours))] if len(ours) > 1 else []


def _decline(page: Page[DecisionRow]) -> None:
    assert isinstance(page, DisputePage)
    page.decline()


def _keep_both(page: Page[DecisionRow]) -> None:
    assert isinstance(page, DisputePage)
    page.keep_both()


SPEC: PageSpec[DecisionRow] = PageSpec(
    key="dispute",
    title=N_("Decide"),
    icon="scale",
    commands=(
        Command(
            key="keep_both",
            title=N_("Both as a note"),
            run=_keep_both,
            shortcut="F9",
            icon="clipboard-text",
            header=False,
            action="resolve_conflict",
        ),
        Command(key="decline_proposal", title=N_("Decline …"), run=_decline, shortcut="Ctrl+Del", icon="x"),
    ),
)
