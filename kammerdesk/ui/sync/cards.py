"""Key cards: ours for the partner, and the partner's, trusted after its fingerprint was compared by telephone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.sync.cards import CARD_SUFFIX, Card, load_card, save_card
from kammerdesk.sync.key_changes import trust_successor
from kammerdesk.sync.service import TrustOrder, create_keys, trust_partner
from kammerdesk.sync.spoken import fingerprint_words
from kammerdesk.ui.kit.dialogs import fill_in
from kammerdesk.ui.kit.fields import TextEdit
from kammerdesk.ui.kit.files import choose_file, save_file
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.tokens import Tone

KEYS_CHANGED = frozenset({"sync_key"})


def write_our_card(page: Page[Any]) -> None:
    """Makes the keys where there are none, then asks where to write the card."""
    page.desk.do(create_keys, None, then=partial(_made, page), owner=page)


def _made(page: Page[Any], card: Card) -> None:
    page.desk.changed.emit(KEYS_CHANGED)
    ask_where(page, card)


def ask_where(page: Page[Any], card: Card) -> None:
    """Asks where to write a card of ours, and tells the words by which the partner knows it."""
    save_file(
        page, tr("Write our key card"), f"{card.chamber}{CARD_SUFFIX}", _kinds(), lambda file: _write(page, card, file)
    )


def _write(page: Page[Any], card: Card, file: Path) -> None:
    sentence = tr("Key card “{file}” written. The partner will ask for these words by telephone: {fingerprint}")
    words = sentence.format(file=file.name, fingerprint=" ".join(fingerprint_words(card.keys)))
    page.desk.prepare(lambda: save_card(file, card), then=lambda _: page.shell.inform(words, Tone.INFO), owner=page)


def take_partner_card(page: Page[Any]) -> None:
    """Asks for the card, then for the fingerprint, unless a trusted key has signed the card."""
    choose_file(
        page,
        tr("Take in the key card of a partner"),
        _kinds(),
        lambda file: page.desk.prepare(lambda: load_card(file), then=partial(_take_in, page), owner=page),
    )


def _take_in(page: Page[Any], card: Card) -> None:
    if card.format == 1:
        _compare(page, card)
        return
    done = tr("The new card of {chamber} is trusted from now on: the former key has signed it.")
    sentence = done.format(chamber=chamber_name(card.chamber))
    page.desk.do(
        trust_successor,
        card,
        then=lambda _: _say_done(page, sentence),
        refused=lambda _: _compare(page, card),
        owner=page,
    )


def _compare(page: Page[Any], card: Card) -> None:
    chamber = chamber_name(card.chamber)
    form: FormSpec[TrustOrder] = FormSpec(
        key="trust_partner",
        title=N_("Trust this key card?"),
        verb=N_("Trust the card"),
        fields=(
            FieldSpec(
                key="fingerprint",
                title=N_("Fingerprint"),
                make=TextEdit,
                required=True,
                hint=N_("Eleven words or 60 digits, as they are read to you on the telephone; blanks do not matter."),
            ),
        ),
        order=TrustOrder,
        explanation=tr(
            "The card names {chamber}. Call there, by a number you know, and have the words read to you."
        ).format(chamber=chamber),
        draft=False,
    )
    done = tr("The card of {chamber} is trusted from now on.").format(chamber=chamber)
    fill_in(page, form, trust_partner, fixed={"card": card}, then=lambda _: _say_done(page, done))


def _say_done(page: Page[Any], sentence: str) -> None:
    page.shell.toast(sentence)
    page.desk.changed.emit(KEYS_CHANGED)


def _kinds() -> str:
    return tr("Key cards (*.kdcard)")
