"""What a bundle would bring, before anything of it is taken in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6

from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.words import kind_word
from kammerdesk.sync.declining import DeclineBundleOrder, DeclinedBundle, decline_bundle
from kammerdesk.sync.queries import BundlePreview, KindCount
from kammerdesk.sync.scope import PURPOSES
from kammerdesk.sync.service import ImportedBundle, ImportOrder, import_bundle
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Column, words_of
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState, InfoBar, Remedy
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.loans import Lent
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.weighing import weigh
from kammerdesk.ui.kit.widgets import column, label
from kammerdesk.ui.sync.decisions import OPEN

RECEIVED = frozenset({"sync_in"})
"""What the record of received bundles is called; it is no record kind, so nobody else says that it has changed."""

EXCHANGE = "sync"
"""The key of the page this one lies over."""

COLUMNS: tuple[Column[KindCount], ...] = (
    Column(key="kind", title=N_("Kind"), value=lambda row: kind_word(row.kind), stretch=True),
    Column(key="read", title=N_("In the bundle"), value=lambda row: row.read, right=True, total=True),
    Column(key="added", title=N_("New"), value=lambda row: row.added, right=True, total=True),
    Column(key="changed", title=N_("Changed"), value=lambda row: row.changed, right=True, total=True),
    Column(key="conflicts", title=N_("Conflicts"), value=lambda row: row.conflicts, right=True),
    Column(key="proposals", title=N_("Proposals"), value=lambda row: row.proposals, right=True, spare=True),
    Column(key="parked", title=N_("Waiting"), value=lambda row: row.parked, right=True, spare=True),
)


class BundlePage(Page[KindCount]):
    """Lies over the exchange; Esc leaves without taking anything in."""

    def __init__(self, file: Path, preview: BundlePreview, refusal: str, desk: Desk, shell: Shell) -> None:
        super().__init__(SPEC, desk, shell)
        self._file = file
        self._preview = preview
        self._waiting = False
        self.list: DataTable[KindCount] = DataTable(
            COLUMNS, tr(SPEC.title), EmptyState("inbox", tr("The bundle is empty.")), with_filter=False
        )
        self.list.set_rows(preview.counts)
        new, changed = self._sum("added"), self._sum("changed")
        self.commands["import_bundle"].setText(
            tr("Take in: {new} new, {changed} changed").format(new=new, changed=changed)
        )
        body = column(Heading(self, _title(preview)), gap=12, margin=16)
        body.addWidget(flow(*self._chips()))
        for sentence in _facts(file, preview):
            body.addWidget(label(sentence, wrap=True))
        if preview.read_at is not None:
            sentence = tr("This bundle was taken in on {moment}. Reading it again changes nothing.")
            body.addWidget(InfoBar(sentence.format(moment=words_of(preview.read_at)), Tone.INFO))
        elif preview.newer_at is not None:
            sentence = tr(
                "It is older than one of {moment} that was taken in before: whatever is newer here stays as it is."
            )
            body.addWidget(InfoBar(sentence.format(moment=words_of(preview.newer_at)), Tone.INFO))
        if refusal:
            body.addWidget(InfoBar(refusal, Tone.WARN))
        self.commands["import_bundle"].setEnabled(not refusal)
        self.commands["decline_bundle"].setEnabled(not refusal and preview.read_at is None)
        body.addWidget(self.list, 1)
        self.setLayout(body)
        self.setFocusProxy(self.list)

    def _sum(self, name: str) -> int:
        return sum(getattr(count, name) for count in self._preview.counts)

    def _chips(self) -> list[ChipLabel]:
        state = tr("not taken in yet") if self._preview.read_at is None else tr("taken in already")
        chips = [ChipLabel(tr("signature proven"), Tone.OK), ChipLabel(state, Tone.NEUTRAL)]
        conflicts = self._sum("conflicts") + self._sum("proposals")
        if conflicts:
            words = trn("{n} decision for you", "{n} decisions for you", conflicts)
            chips.append(ChipLabel(words.format(n=conflicts), Tone.WARN))
        return chips

    def take_in(self) -> None:
        """Takes everything in, all of it or nothing."""
        if not self._waiting:
            self._waiting = True
            self.shell.run_job(
                LongWork(
                    title=tr("Take in bundle: {file}").format(file=self._file.name),
                    work=partial(_brought, self._file),
                    data=Data.SHARED,
                    told=partial(_taken_in, self._preview.sender_name),
                    then=self._leave,
                    finished=self._answered,
                )
            )

    def decline(self) -> None:
        """Asks for the reason, which the sender reads."""
        sender = self._preview.sender_name
        consequence = tr(
            "Nothing of this bundle is taken in. {chamber} reads the reason with our next bundle; what it held comes"
            " again with later ones."
        ).format(chamber=sender)
        verb = tr("Refuse bundle")
        weigh(self, tr("Refuse the bundle of {chamber}").format(chamber=sender), consequence, verb, 1, self._decline)

    def _decline(self, reason: str) -> None:
        order = DeclineBundleOrder(self._file, reason)
        self.shell.run_job(
            LongWork(
                title=tr("Refuse bundle: {file}").format(file=self._file.name),
                work=lambda lent: lent.do(decline_bundle, order, reason=reason),
                data=Data.SHARED,
                then=self._say_declined,
            )
        )

    def _say_declined(self, done: DeclinedBundle) -> None:
        words = tr("Bundle of {chamber} refused. The next bundle tells the reason.").format(
            chamber=chamber_name(done.sender)
        )
        self.shell.toast(words, Tone.OK, Remedy(tr("Undo it"), partial(self.shell.take_back, done.entry, words)))
        self.desk.changed.emit(RECEIVED)
        if shiboken6.isValid(self) and self.isVisible():
            self.shell.back()

    def refresh_actions(self) -> None:
        """What can be done hangs on the bundle, not on a selection."""

    def _answered(self) -> None:
        self._waiting = False

    def _leave(self, bundle: ImportedBundle) -> None:
        """Back to the exchange: there is nothing to do here any more, but there where it brought decisions."""
        self.desk.changed.emit(RECEIVED)
        if not shiboken6.isValid(self) or not self.isVisible():
            return
        if any(count.conflicts or count.proposals for count in bundle.counts):
            self.shell.go(EXCHANGE, view=OPEN)
        else:
            self.shell.back()


def _brought(file: Path, lent: Lent) -> ImportedBundle:
    return lent.do(import_bundle, ImportOrder(file))


def _taken_in(sender: str, bundle: ImportedBundle) -> Ending:
    if not bundle.written:
        return Ending(tr("The bundle of {sender} brought nothing new.").format(sender=sender))
    added = sum(count.added for count in bundle.counts)
    changed = sum(count.changed for count in bundle.counts)
    sentence = tr("Bundle of {sender} taken in: {new} new, {changed} changed.")
    return Ending(sentence.format(sender=sender, new=added, changed=changed))


def _title(preview: BundlePreview) -> str:
    return tr("Bundle of {sender}, {moment}").format(sender=preview.sender_name, moment=words_of(preview.created_at))


def _facts(file: Path, preview: BundlePreview) -> tuple[str, str]:
    persons = trn("{n} person", "{n} persons", preview.persons).format(n=preview.persons)
    origin = tr("“{file}” · written by {user} · {persons}")
    purposes = [tr(PURPOSES[reason].words) for reason in preview.reasons]
    bases = dict.fromkeys(PURPOSES[reason].basis for reason in preview.reasons)
    return (
        origin.format(file=file.name, user=preview.created_by, persons=persons),
        "; ".join([*purposes, *bases]),
    )


def _take_in(page: Page[KindCount]) -> None:
    assert isinstance(page, BundlePage)
    page.take_in()


def _decline(page: Page[KindCount]) -> None:
    assert isinstance(page, BundlePage)
    page.decline()


SPEC: PageSpec[KindCount] = PageSpec(
    key="bundle",
    title=N_("Bundle"),
    icon="inbox",
    commands=(
        Command(key="cancel", title=N_("Cancel"), run=lambda page: page.shell.back()),
        Command(key="decline_bundle", title=N_("Refuse bundle …"), run=_decline, shortcut="Ctrl+Del", icon="x"),
        Command(
            key="import_bundle",
            title=N_("Take in"),
            run=_take_in,
            shortcut="Ctrl+Return",
            icon="check",
            primary=True,
        ),
    ),
)
