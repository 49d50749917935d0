"""The exchange: what is to be decided, what leaves the house, what was sent, received and decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.sync import queries
from kammerdesk.sync.inbox import AnswerRow, DecisionRow, answers, open_decisions, undecided
from kammerdesk.sync.queries import BundlePreview, Leaving, PartnerRow, TransferRow
from kammerdesk.sync.scope import shared_kinds
from kammerdesk.sync.service import ExportedBundle, ExportOrder, export_bundle
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import EmptyState, Remedy
from kammerdesk.ui.kit.files import choose_file, openings, save_file
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import box, column, label, panel
from kammerdesk.ui.sync.bundle_page import EXCHANGE, RECEIVED, BundlePage
from kammerdesk.ui.sync.cards import KEYS_CHANGED, take_partner_card, write_our_card
from kammerdesk.ui.sync.decisions import COLUMNS, DECIDED, OPEN, VIEWS, answer_list, decision_list, nothing_to_decide
from kammerdesk.ui.sync.dispute_page import DisputePage
from kammerdesk.ui.sync.keys_page import show_keys
from kammerdesk.ui.sync.leaving import leaving_sheet, records_and_persons

SENT = frozenset({"sync_out"})
"""What the record of transfers is called; it is no record kind, so nobody else says that it has changed."""

BELOW_TABS = 0, 8, 0, 0
"""The air between the tabs and what stands below them."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Everything on the page; the partner is None until a key card was taken in."""

    partner: PartnerRow | None
    leaving: Leaving | None
    transfers: tuple[TransferRow, ...]
    decisions: tuple[DecisionRow, ...]
    answers: tuple[AnswerRow, ...]


def exchange(session: Any) -> Exchange:
    """How it stands with the partner."""
    partner = next(iter(queries.partners(session)), None)
    leaving = queries.leaving(session, partner.chamber) if partner is not None else None
    moved, waiting = tuple(queries.transfers(session)), tuple(undecided(session))
    return Exchange(partner, leaving, moved, waiting, tuple(answers(session)))


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
    """The partner above, below in two tabs what leaves and what has gone."""

    def __init__(self, spec: PageSpec[TransferRow], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self.partner: Content[PartnerRow] = Content(_partner)
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
        self.keys: Content[PartnerRow] = Content(_keys)
        self.tabs.addTab(_scrolled(self.leaving, tr("What leaves my house?")), tr("What leaves my house?"))
        self.tabs.addTab(self.transfers, tr("Record of transfers"))
        self.tabs.addTab(_scrolled(self.keys, tr("Partner and key")), tr("Partner and key"))
        self.tabs.addTab(self.decisions, tr(OPEN))
        self.tabs.addTab(self.answers, tr(DECIDED))
        for listed in (self.transfers, self.decisions, self.answers):
            listed.setContentsMargins(*BELOW_TABS)
        self.tabs.currentChanged.connect(self._turn)
        body = column(Heading(self), self.partner, self.nobody, gap=12, margin=16)
        body.addWidget(self.tabs, 1)
        self.setLayout(body)
        self.nobody.hide()
        self.setFocusProxy(self.tabs.tabBar())
        self._show_command(None)

    def _turn(self) -> None:
        self.marked.emit()

    def reload(self) -> None:
        self.desk.ask(exchange, then=self._show)

    def _show(self, found: Exchange) -> None:
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
        self._show_command(found.leaving)

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

    def _show_command(self, leaving: Leaving | None) -> None:
        """The button says what would leave; without anything to send it cannot be pressed."""
        action = self.commands["export_bundle"]
        can_send = leaving is not None and bool(leaving.rows)
        action.setEnabled(can_send)
        if leaving is not None and can_send:
            action.setText(tr("Export bundle: {counts} …").format(counts=records_and_persons(leaving)))

    def refresh_actions(self) -> None:
        """What can be done does not hang on the selection."""

    def selected(self) -> list[TransferRow]:
        return self.transfers.table.selected() if hasattr(self, "transfers") else []

    def current(self) -> TransferRow | None:
        return self.transfers.table.current() if hasattr(self, "transfers") else None

    def panes(self) -> tuple[QWidget, ...]:
        return (self.tabs,)

    # --- sending and receiving ---

    def send_to(self, file: Path) -> None:
        """Writes the bundle."""
        self.shell.run_job(
            LongWork(
                title=tr("Write bundle: {file}").format(file=file.name),
                work=lambda lent: lent.do(export_bundle, ExportOrder(file)),
                data=Data.SHARED,
                told=_sent,
                then=lambda _: self.desk.changed.emit(SENT),
            )
        )

    def read(self, file: Path) -> None:
        """Looks into a bundle and shows what it would bring; one that cannot be read is named in a bar."""
        self.shell.run_job(
            LongWork(
                title=tr("Read bundle: {file}").format(file=file.name),
                work=lambda lent: lent.ask(queries.preview_bundle, file),
                data=Data.SHARED,
                then=partial(self._show_bundle, file),
                owner=self,
            )
        )

    def _show_bundle(self, file: Path, preview: BundlePreview) -> None:
        self.shell.open(BundlePage(file, preview, self.desk, self.shell))


def _sent(bundle: ExportedBundle) -> Ending:
    records = sum(bundle.kinds.values())
    sentence = trn("“{file}” written: {n} record.", "“{file}” written: {n} records.", records)
    return Ending(sentence.format(file=bundle.file.name, n=records), remedies=openings(bundle.file)[1:])


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


def _partner(partner: PartnerRow) -> QWidget:
    never = tr("not yet")
    moments = tr("Last sent {sent} · last received {received}").format(
        sent=words_of(partner.last_out) or never, received=words_of(partner.last_in) or never
    )
    chips = [ChipLabel(tr("Partner"), Tone.PARTNER)]
    if partner.open_conflicts:
        words = trn("{n} decision open", "{n} decisions open", partner.open_conflicts)
        chips.append(ChipLabel(words.format(n=partner.open_conflicts), Tone.WARN))
    if partner.parked:
        words = trn("{n} row waits for a later bundle", "{n} rows wait for a later bundle", partner.parked)
        chips.append(ChipLabel(words.format(n=partner.parked), Tone.NEUTRAL))
    return flow(label(partner.name, Role.SUBTITLE), *chips, label(moments))


def _keys(partner: PartnerRow) -> QWidget:
    never = tr("not yet")
    pairs = Pairs(
        (tr("Chamber"), partner.name),
        (tr("Partner since"), words_of(partner.since)),
        (tr("Last sent"), words_of(partner.last_out) or never),
        (tr("Last received"), words_of(partner.last_in) or never),
        (tr("Digits of its key"), partner.fingerprint),
    )
    body = column(pairs, margin=theme.px(16))
    body.addStretch(1)
    return box(body)


def _bundles() -> str:
    return tr("Bundles of KammerDesk (*.kdb)")


def _export(page: Page[TransferRow]) -> None:
    assert isinstance(page, ExchangePage)
    save_file(page, tr("Export bundle"), tr("Bundle.kdb"), _bundles(), page.send_to)


def _import(page: Page[TransferRow]) -> None:
    assert isinstance(page, ExchangePage)
    choose_file(page, tr("Read bundle"), _bundles(), page.read)


PAGE: PageSpec[Any] = PageSpec(
    key=EXCHANGE,
    title=N_("Exchange"),
    icon="refresh",
    query=open_decisions,
    columns=COLUMNS,
    views=VIEWS,
    waiting=OPEN,
    shows=SENT | RECEIVED | KEYS_CHANGED | frozenset(shared_kinds()),
    commands=(
        Command(key="import_bundle", title=N_("Read bundle …"), run=_import, shortcut="Ctrl+I", icon="file-import"),
        Command(
            key="export_bundle",
            title=N_("Export bundle …"),
            run=_export,
            shortcut="Ctrl+Shift+E",
            icon="file-export",
            primary=True,
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
