"""The keys of the exchange: all cards with their words, a change of keys, revoking one, and the annex on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from kammerdesk.base.clock import OFFICE_ZONE, office_time
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.printing.documents import Document
from kammerdesk.store.house import house_of
from kammerdesk.store.store import Store
from kammerdesk.sync.cards import Card
from kammerdesk.sync.key_annex import AnnexOrder, print_key_annex
from kammerdesk.sync.key_changes import RevokeOrder, revoke_key, rotate_keys
from kammerdesk.sync.key_list import KeyRow, keys
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.date_edit import DateEdit
from kammerdesk.ui.kit.dialogs import decide, fill_in
from kammerdesk.ui.kit.fields import TimeEdit
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Detail, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.paper import Paper, PrintItem, PrintOrder
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.typed_dates import Lean
from kammerdesk.ui.kit.widgets import box, column, label
from kammerdesk.ui.sync.cards import KEYS_CHANGED, ask_where, take_partner_card, write_our_card


@dataclass(frozen=True, slots=True)
class ExchangeKey:
    """One key card; `is_over` says that it was replaced and what it signs is not read any more."""

    key: KeyRow
    is_over: bool

    @property
    def id(self) -> str:
        """The number of the key."""
        return self.key.key_id

    @property
    def chamber(self) -> str:
        """The name of its chamber."""
        return chamber_name(self.key.chamber)


def exchange_keys(session: Any) -> list[ExchangeKey]:
    """Every key card of the house and of its partners."""
    now = house_of(session).clock.now()
    return [ExchangeKey(row, row.ends_at is not None and row.ends_at <= now) for row in keys(session)]


def _state(row: ExchangeKey) -> Chip:
    if row.key.revoked:
        return Chip(tr("revoked"), Tone.ERR)
    if row.is_over:
        return Chip(tr("replaced"), Tone.NEUTRAL)
    if row.key.ends_at is not None:
        return Chip(tr("being replaced"), Tone.WARN)
    return Chip(tr("in use"), Tone.OK)


class KeyDetail(Detail[ExchangeKey]):
    """The words to be compared by telephone, and what is to be known of the key under the cursor."""

    def __init__(self, page: Page[ExchangeKey]) -> None:
        super().__init__()
        self.content: Content[ExchangeKey] = Content(_sheet)
        self.setLayout(column(self.content))

    def show_row(self, row: ExchangeKey | None) -> None:
        self.content.show_value(row)


def _sheet(row: ExchangeKey) -> Any:
    key, chip = row.key, _state(row)
    whose = tr("our key") if key.is_ours else tr("key of the partner")
    body = column(
        label(row.chamber, Role.SUBTITLE, wrap=True),
        flow(ChipLabel(chip.word, chip.tone), ChipLabel(whose, Tone.NEUTRAL if key.is_ours else Tone.PARTNER)),
        gap=theme.px(10),
        margin=theme.px(16),
    )
    for sentence in _sentences(row):
        body.addWidget(label(sentence, wrap=True))
    body.addWidget(label(tr("Fingerprint in words"), Role.STRONG))
    body.addWidget(label(" ".join(key.words), wrap=True))
    body.addWidget(label(tr("Fingerprint in digits"), Role.STRONG))
    body.addWidget(label(key.fingerprint, wrap=True))
    body.addWidget(Pairs((tr("Here since"), words_of(key.stored_at)), (tr("Number"), _in_fours(key.key_id))))
    body.addStretch(1)
    return box(body)


def _in_fours(number: str) -> str:
    """In groups that can be compared, and that a narrow place can break."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _sentences(row: ExchangeKey) -> list[str]:
    """What the state of a key means, and what to do."""
    key, until = row.key, words_of(row.key.ends_at)
    if key.revoked and key.is_ours:
        sentence = tr(
            "Revoked as of {moment}. Tell the partners by telephone, and write a new key card. What was sealed for this"
            " key can still be read."
        )
        return [sentence.format(moment=until)]
    if key.revoked:
        sentence = tr("Revoked as of {moment}. Nothing goes to {chamber} until a new card is taken in.")
        return [sentence.format(moment=until, chamber=row.chamber)]
    if key.ends_at is not None and key.is_ours and not row.is_over:
        return [tr("It signs our bundles until {moment}; until then the partner takes in the card of the new key.")
                .format(moment=until)]  # fmt: skip
    if key.ends_at is not None:
        return [tr("Replaced; what it signed after {moment} is not read.").format(moment=until)]
    if key.is_ours:
        return [tr("The partner compares these words by telephone before it trusts our card.")]
    if key.endorsed:
        return [tr("Taken in without a telephone: the former key had signed it.")]
    return [tr("Trusted after its fingerprint was compared by telephone.")]


# --- a change of keys ---


def _rotate(page: Page[ExchangeKey]) -> None:
    consequence = tr(
        "New keys are made; the former ones go on signing for 90 days. Send the new card to every partner in that time:"
        " each takes it in without a telephone. Whoever was not told by then needs one. Lost keys are revoked instead."
    )
    title = tr("Change our keys")
    decide(page, title, consequence, title, partial(page.desk.do, rotate_keys, None, then=partial(_rotated, page)))


def _rotated(page: Page[ExchangeKey], card: Card) -> None:
    page.shell.toast(tr("Our keys are changed. Please send the new card to every partner."))
    page.desk.changed.emit(KEYS_CHANGED)
    ask_where(page, card)


# --- revoking ---


def _revoke(page: Page[ExchangeKey]) -> None:
    page.desk.ask(_now, then=partial(_ask_since, page, page.selected()[0]), owner=page)


def _now(session: Any) -> datetime:
    return office_time(house_of(session).clock.now())


def _ask_since(page: Page[ExchangeKey], row: ExchangeKey, now: datetime) -> None:
    start = {"day": now.date(), "at": time(now.hour, now.minute)}
    form: FormSpec[RevokeOrder] = FormSpec(
        key="revoke_key",
        title=N_("Revoke this key?"),
        verb=N_("Revoke key"),
        explanation=_before_revoking(row),
        fields=(
            FieldSpec(
                key="day",
                title=N_("As of"),
                make=partial(DateEdit, Lean.PAST),
                required=True,
                hint=N_("The last moment at which the computer was certainly in the right hands."),
            ),
            FieldSpec(key="at", title=N_("Clock time"), make=TimeEdit, required=True),
        ),
        order=partial(_as_of, row.id),
        draft=False,
    )
    fill_in(page, form, revoke_key, start=start, then=partial(_revoked, page, row))


def _before_revoking(row: ExchangeKey) -> str:
    if row.key.is_ours:
        return tr(
            "A lost or stolen computer: telephone every partner on the same day and name this moment, then make new "
            "keys here. Nothing that this key signs later is read any more; it cannot be taken back."
        )
    sentence = tr(
        "{chamber} has told you by telephone that this key is lost. Nothing that it signed after this moment is read "
        "any more, and nothing is written for it; it cannot be taken back."
    )
    return sentence.format(chamber=row.chamber)


def _as_of(key_id: str, day: date, at: time) -> RevokeOrder:
    return RevokeOrder(key_id, datetime.combine(day, at, OFFICE_ZONE))


def _revoked(page: Page[ExchangeKey], row: ExchangeKey, _: Card) -> None:
    sentence = (
        tr("Our key is revoked. Please tell the partners by telephone, and write a new key card.")
        if row.key.is_ours
        else tr("The key of {chamber} is revoked. Nothing goes there until a new card is taken in.")
    )
    page.shell.inform(sentence.format(chamber=row.chamber), Tone.WARN)
    page.desk.changed.emit(KEYS_CHANGED)


# --- the annex ---


def _print_annex(page: Page[ExchangeKey]) -> None:
    """For the partner whose key the cursor is on; else for the only one."""
    row = page.current()
    partner = row.key.chamber if row is not None and not row.key.is_ours else ""
    page.desk.tend(partial(_annex, partner), then=page.shell.preview, owner=page)


def _annex(partner: str, store: Store) -> PrintOrder:
    document, moment = store.do(print_key_annex, AnnexOrder(partner)).value, store.clock.now()
    title, make = tr("Annex with keys"), partial(_paper, document, moment)
    item = PrintItem(key="annex", title=title)
    return PrintOrder(title=title, items=(item,), make=make, file_name=tr("Annex with keys.pdf"))


def _paper(document: Document, moment: datetime, _: Sequence[str]) -> Paper:
    from kammerdesk.printing.writer import write_pdf  # reportlab is needed only here

    stream = io.BytesIO()
    (count,) = write_pdf(stream, [document], title=document.title, created=moment)
    return Paper(stream.getvalue(), (("annex", count),))


def show_keys(page: Page[Any]) -> None:
    """Lays the list of keys over a page."""
    page.shell.open(ListPage(SPEC, page.desk, page.shell))


SPEC: PageSpec[ExchangeKey] = PageSpec(
    key="exchange_keys",
    title=N_("Keys of the exchange"),
    icon="id",
    query=exchange_keys,
    columns=(
        Column(key="chamber", title=N_("Chamber"), value=lambda row: row.chamber, sample="0" * 16, stretch=True),
        Column(key="state", title=N_("State"), value=lambda row: _state(row).word, chip=_state),
        Column(key="words", title=N_("Begins with"), value=lambda row: " ".join(row.key.words[:2]), spare=True),
        Column(key="since", title=N_("Here since"), value=lambda row: row.key.stored_at, spare=True),
        Column(key="until", title=N_("Counts until"), value=lambda row: row.key.ends_at, spare=True),
    ),
    shows=KEYS_CHANGED,
    commands=(
        Command(
            key="take_partner_card",
            title=N_("Take in the key card of a partner …"),
            run=take_partner_card,
            shortcut="Ctrl+I",
            icon="file-import",
            action="trust_partner",
        ),
        Command(key="rotate_keys", title=N_("Change our keys …"), run=_rotate, icon="refresh"),
        Command(
            key="revoke_key",
            title=N_("Revoke key …"),
            run=_revoke,
            shortcut="Del",
            icon="x",
            needs=Needs.ONE,
            when=lambda row: not row.key.revoked,
            unfit=N_("is revoked already"),
        ),
        Command(
            key="print_key_annex",
            title=N_("Annex for the agreement …"),
            run=_print_annex,
            shortcut="F7",
            icon="printer",
        ),
        Command(
            key="write_our_card",
            title=N_("Write our key card …"),
            run=write_our_card,
            shortcut="Ctrl+Shift+E",
            icon="file-export",
            primary=True,
            action="create_keys",
        ),
    ),
    empty=Empty(N_("This house has no keys yet."), ("write_our_card", "take_partner_card")),
    detail=KeyDetail,
)
