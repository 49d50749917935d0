"""The annex to the agreement of two chambers, printed from the cards that are here."""

from __future__ import annotations

from dataclasses import dataclass

from kammerdesk.base.clock import office_time
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, paper_words, tr
from kammerdesk.people.chambers import chamber_name, chambers, letterhead
from kammerdesk.printing.documents import Document
from kammerdesk.store.actions import action
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.cards import Card
from kammerdesk.sync.forms import key_annex
from kammerdesk.sync.key_changes import OVERLAP
from kammerdesk.sync.service import only_partner
from kammerdesk.sync.spoken import fingerprint_words


@dataclass(frozen=True, slots=True)
class AnnexOrder:
    """Print the annex for this partner ("" = the only one)."""

    partner: str = ""


@action(N_("Print annex with keys"), roles=(), lasting=True)
def print_key_annex(work: Work, order: AnnexOrder) -> Document:
    """The annex with our newest card and the partner's; raises KammerError when one of them is missing."""
    own = queries.own_card(work.session)
    if own is None:
        raise KammerError(tr("This house has no keys yet. Please make the key card first."))
    partner = queries.partner_card(work.session, order.partner or only_partner(work))
    row = key_annex.KeyAnnexRow(work.today, OVERLAP.days, (_key(own), _key(partner)))
    return key_annex.FORM.build(row, letterhead(chambers()[work.chamber]), paper_words())


def _key(card: Card) -> key_annex.AnnexKey:
    return key_annex.AnnexKey(
        chamber_name(card.chamber),
        office_time(card.created).date(),
        card.keys.key_id.hex(),
        fingerprint_words(card.keys),
        tuple(card.keys.fingerprint.split()),
    )
