"""What is done with a partner as a whole: the exchange rests, its agreement ends, or it is taken up again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kammerdesk.base.i18n import tr
from kammerdesk.store.incarnation import take_back
from kammerdesk.store.work import Work
from kammerdesk.sync.agreement import PeerOrder, end_agreement, pause_partner, resume_partner
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.weighing import weigh
from kammerdesk.ui.sync.partner_sheet import Partner

PEERS_CHANGED = frozenset({"sync_peer"})
"""What the list of partners is called; it is no record kind, so nobody else says that it has changed."""


def pause(page: Page[Any], partner: Partner | None) -> None:
    """Asks for the reason first."""
    assert partner is not None
    consequence = tr(
        "No bundle is written for {chamber} or taken in from it until the exchange is taken up again. Nothing is lost:"
        " what was missed follows then."
    ).format(chamber=partner.row.name)
    said = tr("The exchange with {chamber} rests.").format(chamber=partner.row.name)
    run = partial(_turn, page, partner, pause_partner, said)
    weigh(page, tr("Let the exchange rest"), consequence, tr("Let the exchange rest"), 1, run)


def end_with(page: Page[Any], partner: Partner | None) -> None:
    """Asks for the reason first."""
    assert partner is not None
    consequence = tr(
        "Nothing is shared with {chamber} any more. Please write one more bundle afterwards: it says there that"
        " all copies are only to be read and when they are to be erased. The keys stay trusted until they are revoked."
    ).format(chamber=partner.row.name)
    said = tr("The agreement with {chamber} is ended here. Please write one more bundle.")
    run = partial(_turn, page, partner, end_agreement, said.format(chamber=partner.row.name))
    weigh(page, tr("End the agreement"), consequence, tr("End the agreement"), 1, run)


def resume(page: Page[Any], partner: Partner | None) -> None:
    """At once: it can be let rest again."""
    assert partner is not None
    said = tr("The exchange with {chamber} goes on.").format(chamber=partner.row.name)
    _turn(page, partner, resume_partner, said, "")


def believe(page: Page[Any], partner: Partner | None) -> None:
    """Asks for the reason first: what the partner then gives back counts as our own words."""
    assert partner is not None
    name = partner.row.name
    consequence = tr(
        "Only if an older state of our data was put in place by hand: what {chamber} gives back from then on counts as"
        " if it was written here."
    ).format(chamber=name)
    said = tr(
        "What {chamber} gives back counts as ours from now on. Its next bundle brings it; if one came since, please"
        " read that once more."
    )

    def run(reason: str) -> None:
        def tell(_: int) -> None:
            page.shell.toast(said.format(chamber=name))
            page.desk.changed.emit(PEERS_CHANGED)

        page.desk.do(take_back, partner.row.chamber, reason=reason, then=tell, owner=page)

    weigh(page, tr("Take back what was lost"), consequence, tr("Take back what was lost"), 1, run)


def _turn(page: Page[Any], partner: Partner, action: Callable[[Work, PeerOrder], str], said: str, reason: str) -> None:
    def tell(_: str) -> None:
        page.shell.toast(said)
        page.desk.changed.emit(PEERS_CHANGED)

    page.desk.do(action, PeerOrder(partner.row.chamber), reason=reason, then=tell, owner=page)
