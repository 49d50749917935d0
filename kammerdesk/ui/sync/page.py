"""The exchange: what is to be decided, what leaves the house, what was sent, received and decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import N_, tr
from kammerdesk.sync import queries
from kammerdesk.sync.declining import refuse_declined
from kammerdesk.sync.inbox import AnswerRow, DecisionRow, answers, open_decisions, undecided
from kammerdesk.sync.model import PeerState
from kammerdesk.sync.queries import BundlePreview, Leaving, TransferRow
from kammerdesk.sync.scope import shared_kinds
from kammerdesk.sync.standing import peer_standing
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState, Remedy
from kammerdesk.ui.kit.fields import ChoiceBox
from kammerdesk.ui.kit.files import choose_file
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.jobs import Data, LongWork
from kammerdesk.ui.kit.loans import Lent
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import box, column, panel
from kammerdesk.ui.sync.bundle_page import EXCHANGE, RECEIVED, BundlePage
from kammerdesk.ui.sync.cards import KEYS_CHANGED, take_partner_card, write_our_card
from kammerdesk.ui.sync.decisions import COLUMNS, DECIDED, OPEN, VIEWS, answer_list, decision_list, nothing_to_decide
from kammerdesk.ui.sync.dispute_page import DisputePage
from kammerdesk.ui.sync.folder_tab import FolderTab, choose_exchange_folder, clear_exchange_folder
from kammerdesk.ui.sync.folder_watch import folder_watch
from kammerdesk.ui.sync.keys_page import show_keys
from kammerdesk.ui.sync.leaving import leaving_sheet, records_and_persons
from kammerdesk.ui.sync.partner_sheet import Partner, partner_line, partner_sheet
from kammerdesk.ui.sync.partners import PEERS_CHANGED, believe, end_with, pause, resume
from kammerdesk.ui.sync.sending import SENT, bundles, write_elsewhere, write_mail, write_to

BELOW_TABS = 0, 8, 0, 0
"""The air between the tabs and what stands below them."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Everything on the page; the partner is None until a key card was taken in, `names` are those of all."""

    partner: Partner | None
    names: tuple[tuple[str, str], ...]
    leaving: Leaving | None
    transfers: tuple[TransferRow, ...]
    decisions: tuple[DecisionRow, ...]
    answers: tuple[AnswerRow, ...]


def exchange(session: Any, wanted: str) -> Exchange:
    """How it stands with a partner; with the first where the one that is wanted is none."""
    rows = queries.partners(session)
    row = next((one for one in rows if one.chamber == wanted), rows[0] if rows else None)
    partner = Partner(row, peer_standing(session, row.chamber)) if row is not None else None
    leaving = queries.leaving(session, row.chamber) if row is not None else None
    moved, waiting = tuple(queries.transfers(session)), tuple(undecided(session))
    names = tuple((one.chamber, one.name) for one in rows)
    return Exchange(partner, names, leaving, moved, waiting, tuple(answers(session)))


_FIRST_STEPS = ("take_partner_card", "write_our_card")


def _direction(row: TransferRow) -> Chip:
    return Chip(tr("sent"), Tone.INFO) if row.outgoing else Chip(tr("received"), Tone.PARTNER)


TRANSFER_COLUMNS: tuple[Column[TransferRow], ...] = (
    Column(key="at", title=N_("Time"), value=lambda row: row.at, sample="00.00.0000 00:00"),
    Column(key="direction", title=N_("Direction"), value=lambda row: row.outgoing, chip=_direction),
    Column(key="partner", title=N_("Chamber"), value=lambda row: row.partner_name),
    Column(key="records", title=N_("Records"), value=lambda row: row.records, right=True),
    Column(key="persons", title=N_("Persons"), value=lambda row: row.persons, right=True),
    Column(key="by", title=N_("By"), value=lambda row: row.by),
    Column(key="file", title=N_("File"), value=lambda row: row.file, sample="0" * 14, stretch=True),
    Column(key="bases", title=N_("Legal basis"), value=lambda row: "; ".join(row.bases), spare=True),
)


class ExchangePage(Page[TransferRow]):
    """The partner above, below in tabs what leaves, what has gone, what lies in the folder and what is to decide."""

    def __init__(self, spec: PageSpec[TransferRow], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self.partner: Content[Partner] = Content(partner_line)
        self.choice: ChoiceBox[str] = ChoiceBox(())
        self.choice.setAccessibleName(tr("Partner"))
        self.choice.edited.connect(self.reload)
        self.nobody = EmptyState(
            "building-bridge-2",
            tr("There is no partner yet. The chambers exchange their key cards first."),
            *(Remedy(self.commands[key].text(), self.commands[key].trigger) for key in _FIRST_STEPS),
        )
        self.leaving: Content[Leaving] = Content(leaving_sheet)
        self.transfers: DataTable[TransferRow] = DataTable(
            TRANSFER_COLUMNS, tr("Record of transfers"), EmptyState("inbox", tr("Nothing was sent or received yet."))
        )
        self.transfers.selected_changed.connect(self.marked)
        self.no_conflict = EmptyState("circle-check", "")
        self.decisions = decision_list(self._decide, self.no_conflict)
        self.answers = answer_list()
        self.tabs = QTabWidget()
        self.keys: Content[Partner] = Content(partner_sheet)
        self.watch = folder_watch(desk)
        self.folder = FolderTab(self, self.watch, self.read)
        self.watch.looked.connect(self._show_command)
        self.tabs.addTab(_scrolled(self.leaving, tr("What leaves my house?")), tr("What leaves my house?"))
        self.tabs.addTab(self.transfers, tr("Record of transfers"))
        self.tabs.addTab(self.folder, tr("Exchange folder"))
        self.tabs.addTab(_scrolled(self.keys, tr("Partner")), tr("Partner"))
        self.tabs.addTab(self.decisions, tr(OPEN))
        self.tabs.addTab(self.answers, tr(DECIDED))
        for listed in (self.transfers, self.folder, self.decisions, self.answers):
            listed.setContentsMargins(*BELOW_TABS)
        self.tabs.currentChanged.connect(self._turn)
        body = column(Heading(self), self.partner, self.nobody, gap=12, margin=16)
        body.insertWidget(1, self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.tabs, 1)
        self.setLayout(body)
        self.nobody.hide()
        self.choice.hide()
        self.setFocusProxy(self.tabs.tabBar())
        self._show_command()

    def _turn(self) -> None:
        self.marked.emit()

    def reload(self) -> None:
        self.desk.ask(exchange, self.chosen, then=self._show)
        self.watch.look()

    @property
    def chosen(self) -> str:
        """The code of the partner one looks at; "" as long as nobody chose."""
        return self.choice.value() or ""

    def _show(self, found: Exchange) -> None:
        self._show_choice(found)
        self.partner.show_value(found.partner)
        self.nobody.setVisible(found.partner is None)
        self.tabs.setVisible(found.partner is not None)
        self.leaving.show_value(found.leaving)
        self.keys.show_value(found.partner)
        self.transfers.set_rows(found.transfers)
        count = len(found.transfers)
        title = tr("Record of transfers ({n})").format(n=count) if count else tr("Record of transfers")
        self.tabs.setTabText(1, title)
        self._show_decisions(found)
        self._show_command()

    def _show_choice(self, found: Exchange) -> None:
        """With one partner there is nothing to choose."""
        chosen = found.partner.row.chamber if found.partner is not None else None
        self.choice.set_choices(found.names)
        self.choice.set_value(chosen)
        self.choice.setVisible(len(found.names) > 1)

    def _show_decisions(self, found: Exchange) -> None:
        last = max((transfer.at for transfer in found.transfers), default=None)
        read = self.commands["import_bundle"]
        self.no_conflict.say(nothing_to_decide(last), Remedy(read.text(), read.trigger))
        self.decisions.set_rows(found.decisions)
        self.answers.set_rows(found.answers)
        count = sum(row.is_ours for row in found.decisions)
        title = tr("To decide ({n})").format(n=count) if count else tr(OPEN)
        self.tabs.setTabText(self.tabs.indexOf(self.decisions), title)

    def _decide(self, row: DecisionRow) -> None:
        self.shell.open(DisputePage(row, self.desk, self.shell))

    def open_view(self, name: str) -> None:
        self.tabs.setCurrentWidget(self.decisions)
        self.decisions.view.setFocus()

    def _show_command(self) -> None:
        """The button says what would leave and where to; without anything to send it cannot be pressed."""
        leaving, partner = self.leaving.value, self.partner.value
        export, state = self.commands["export_bundle"], partner.standing.state if partner is not None else None
        has_rows = leaving is not None and bool(leaving.rows)
        can_send = state is PeerState.ENDED or (has_rows and state is PeerState.ACTIVE)
        for key in ("export_bundle", "export_elsewhere", "mail_bundle"):
            self.commands[key].setEnabled(can_send)
        if leaving is not None and can_send:
            words = tr("Export bundle: {counts}") if self.folder.folder is not None else tr("Export bundle: {counts} …")
            export.setText(words.format(counts=records_and_persons(leaving)))
        self.commands["pause_partner"].setEnabled(state is PeerState.ACTIVE)
        self.commands["end_agreement"].setEnabled(state in (PeerState.ACTIVE, PeerState.PAUSED))
        self.commands["resume_partner"].setEnabled(state in (PeerState.PAUSED, PeerState.ENDED))
        self.commands["take_back"].setEnabled(partner is not None and partner.standing.claims)
        self.commands["clear_exchange_folder"].setEnabled(self.folder.folder is not None)

    def refresh_actions(self) -> None:
        """What can be done does not hang on the selection."""

    def selected(self) -> list[TransferRow]:
        return self.transfers.table.selected() if hasattr(self, "transfers") else []

    def current(self) -> TransferRow | None:
        return self.transfers.table.current() if hasattr(self, "transfers") else None

    def panes(self) -> tuple[QWidget, ...]:
        return (self.tabs,)

    # --- sending and receiving ---

    def send(self) -> None:
        """Into the exchange folder where there is one, else into a file that is asked for."""
        folder = self.folder.folder
        if folder is not None:
            write_to(self, self.chosen, folder)
        else:
            write_elsewhere(self, self.chosen)

    def read(self, file: Path) -> None:
        """Looks into a bundle and shows what it would bring; one that cannot be read is named in a bar."""
        self.shell.run_job(
            LongWork(
                title=tr("Read bundle: {file}").format(file=file.name),
                work=partial(_previewed, file),
                data=Data.SHARED,
                then=partial(self._show_bundle, file),
                owner=self,
            )
        )

    def _show_bundle(self, file: Path, found: tuple[BundlePreview, str]) -> None:
        self.shell.open(BundlePage(file, *found, self.desk, self.shell))


def _previewed(file: Path, lent: Lent) -> tuple[BundlePreview, str]:
    """What a bundle would bring, and that it was refused here, when it was."""
    preview = lent.ask(queries.preview_bundle, file)
    try:
        lent.ask(refuse_declined, preview.sha256)
    except Refused as refused:
        return preview, str(refused)
    return preview, ""


def _scrolled(content: QWidget, name: str) -> QWidget:
    sheet = panel()
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setAccessibleName(name)
    scroll.setProperty("reads", True)
    content.setProperty("scrolled", True)
    scroll.setWidget(content)
    sheet.setLayout(column(scroll, margin=1))
    apart = column(sheet)
    apart.setContentsMargins(*BELOW_TABS)
    return box(apart)


def _page(page: Page[TransferRow]) -> ExchangePage:
    assert isinstance(page, ExchangePage)
    return page


def _import(page: Page[TransferRow]) -> None:
    choose_file(page, tr("Read bundle"), bundles(), _page(page).read)


PAGE: PageSpec[Any] = PageSpec(
    key=EXCHANGE,
    title=N_("Exchange"),
    icon="refresh",
    query=open_decisions,
    columns=COLUMNS,
    views=VIEWS,
    waiting=OPEN,
    shows=SENT | RECEIVED | KEYS_CHANGED | PEERS_CHANGED | frozenset(shared_kinds()),
    commands=(
        Command(key="import_bundle", title=N_("Read bundle …"), run=_import, shortcut="Ctrl+I", icon="file-import"),
        Command(
            key="export_bundle",
            title=N_("Export bundle …"),
            run=lambda page: _page(page).send(),
            shortcut="Ctrl+Shift+E",
            icon="file-export",
            primary=True,
        ),
        Command(
            key="export_elsewhere",
            title=N_("Export bundle into a file …"),
            run=lambda page: write_elsewhere(page, _page(page).chosen),
            icon="file-export",
            header=False,
            action="export_bundle",
        ),
        Command(
            key="mail_bundle",
            title=N_("Mail with the bundle attached …"),
            run=lambda page: write_mail(page, _page(page).chosen),
            shortcut="Ctrl+Shift+M",
            icon="mail-forward",
            header=False,
            action="export_bundle",
        ),
        Command(
            key="choose_exchange_folder",
            title=N_("Choose exchange folder …"),
            run=choose_exchange_folder,
            icon="settings",
            header=False,
        ),
        Command(
            key="clear_exchange_folder",
            title=N_("Use no exchange folder any more"),
            run=clear_exchange_folder,
            icon="x",
            header=False,
        ),
        Command(
            key="pause_partner",
            title=N_("Let the exchange rest …"),
            run=lambda page: pause(page, _page(page).partner.value),
            icon="clock",
            header=False,
        ),
        Command(
            key="end_agreement",
            title=N_("End the agreement …"),
            run=lambda page: end_with(page, _page(page).partner.value),
            icon="x",
            header=False,
        ),
        Command(
            key="resume_partner",
            title=N_("Take up the exchange again"),
            run=lambda page: resume(page, _page(page).partner.value),
            icon="refresh",
            header=False,
        ),
        Command(
            key="take_back",
            title=N_("Take back what was lost …"),
            run=lambda page: believe(page, _page(page).partner.value),
            icon="refresh",
            header=False,
        ),
        Command(
            key="take_partner_card",
            title=N_("Take in the key card of a partner …"),
            run=take_partner_card,
            icon="id",
            header=False,
            action="trust_partner",
        ),
        Command(
            key="write_our_card",
            title=N_("Write our key card …"),
            run=write_our_card,
            icon="id",
            header=False,
            action="create_keys",
        ),
        Command(
            key="show_keys",
            title=N_("Keys of the exchange"),
            run=show_keys,
            shortcut="Ctrl+Shift+K",
            icon="id",
            header=False,
        ),
    ),
    view=ExchangePage,
)
