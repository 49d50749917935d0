"""What becomes of keys after they were made: changed with an overlap, taken in from a known partner, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.actions import action
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.cards import Card, make_card, read_card, write_card
from kammerdesk.sync.model import SyncKey
from kammerdesk.sync.seal import PrivateKeys, new_secret

OVERLAP = timedelta(days=90)
"""So long after a change of keys the former ones still sign, and the new card is taken in without a telephone."""


@dataclass(frozen=True, slots=True)
class RevokeOrder:
    """Nothing that this key (32 hex digits, or as many as are clear) signed after `since` is read any more."""

    key_id: str
    since: datetime


@action(N_("Change keys"), roles=(), lasting=True)
def rotate_keys(work: Work, _order: None = None) -> Card:
    """Makes new keys of our own; their card is signed with the former ones, which still count for the overlap.

    Raises KammerError when there are no keys, or when the former ones are just being replaced.
    """
    former = queries.own_card(work.session)
    if former is None:
        raise KammerError(tr("This house has no keys yet. Please make the key card first."))
    if queries.signing_card(work.session) != former:
        sentence = tr(
            "The keys were changed on {date}, and the overlap is not over yet. Lost keys are revoked instead."
        )
        raise KammerError(sentence.format(date=office_text(former.created)))
    key = _key(work, former)
    assert key.secret is not None
    secret = new_secret()
    keys, old = PrivateKeys(secret), PrivateKeys(key.secret)
    card = make_card(keys, work.chamber, work.now, demonstration=former.demonstration, former=old)
    keep_card(work, card, secret)
    key.ends_at = work.now + OVERLAP
    return card


@action(N_("Take in the partner’s new key"), roles=(), lasting=True)
def trust_successor(work: Work, card: Card) -> str:
    """Takes in a card that a trusted key of the same partner signed, without a telephone; returns the chamber.

    Raises Refused when no trusted key did, when that one was revoked, or when the overlap is over.
    """
    former = work.session.get(SyncKey, card.predecessor.hex()) if isinstance(card.predecessor, bytes) else None
    if former is None or former.secret is not None or not card.succeeds(read_card(former.card)):
        raise _by_telephone(tr("No trusted key has signed this card."))
    if former.revoked:
        raise _by_telephone(tr("The key that signed this card was revoked."))
    if work.now > card.created + OVERLAP:
        raise _by_telephone(tr("The overlap ended on {date}.").format(date=office_text(card.created + OVERLAP)))
    keep_card(work, card, None, endorsed=True)
    return card.chamber


@action(N_("Revoke key"), roles=(), lasting=True)
def revoke_key(work: Work, order: RevokeOrder) -> Card:
    """Revokes a key, a partner's or our own, as of a moment; returns its card.

    What was sealed for a revoked key of ours is still opened. Raises Refused when the key is not known, or when the
    moment is to come.
    """
    found = list(work.session.scalars(select(SyncKey).where(SyncKey.key_id.startswith(order.key_id.lower()))))
    if len(found) != 1 or not order.key_id:
        raise refuse("key_id", tr("There is no such key here, or more than one. “sync keys” lists them."))
    if order.since > work.now:
        raise refuse("since", tr("A key is revoked as of now, or as of an earlier moment."))
    (key,) = found
    key.revoked = True
    key.ends_at = order.since if key.ends_at is None else min(key.ends_at, order.since)
    return read_card(key.card)


def keep_card(work: Work, card: Card, secret: bytes | None, *, endorsed: bool = False) -> None:
    """Stores a card once; with the card of a partner that has others, their overlap begins.

    Raises Refused when its key was revoked here.
    """
    kept = work.session.get(SyncKey, card.keys.key_id.hex())
    if kept is not None:
        if kept.revoked:
            raise refuse(
                "card",
                tr("This key was revoked as of {moment}. Please ask {chamber} for a card of new keys.").format(
                    moment=office_text(kept.ends_at or kept.stored_at), chamber=chamber_name(card.chamber)
                ),
            )
        return
    if secret is None:
        for other in work.session.scalars(select(SyncKey).where(SyncKey.chamber == card.chamber)):
            other.ends_at = other.ends_at or max(card.created, other.stored_at) + OVERLAP
    work.session.add(
        SyncKey(
            key_id=card.keys.key_id.hex(),
            chamber=card.chamber,
            secret=secret,
            card=write_card(card),
            stored_at=work.now,
            stored_by=work.user,
            endorsed=endorsed,
        )
    )


def _key(work: Work, card: Card) -> SyncKey:
    key = work.session.get(SyncKey, card.keys.key_id.hex())
    assert key is not None
    return key


def _by_telephone(why: str) -> KammerError:
    sentence = tr("{why} It is taken in after its fingerprint was compared by telephone.")
    return refuse("fingerprint", sentence.format(why=why))
