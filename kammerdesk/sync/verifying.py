"""Whether a bundle is whole, without taking anything of it in: in its house, or as far as one can tell elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kammerdesk.people.chambers import chambers
from kammerdesk.store.house import house_of
from kammerdesk.sync import queries
from kammerdesk.sync.bundle import KeyRing
from kammerdesk.sync.cards import demonstration_card
from kammerdesk.sync.incoming import ProvenBundle, prove
from kammerdesk.sync.outside import look_at
from kammerdesk.sync.seal import PrivateKeys, demonstration_secret


@dataclass(frozen=True, slots=True)
class Verified:
    """What can be said of a bundle; `proven` is None where no key to open it is at hand, `keys` are whom it is for."""

    keys: tuple[bytes, ...]
    proven: ProvenBundle | None


def verify_here(session: Session, file: Path) -> Verified:
    """Proves a bundle in the house it was written for, as taking it in would; raises KammerError as that."""
    proven = prove(file, queries.key_ring(session), house_of(session).clock.now())
    queries.already_read(session, proven)
    return Verified(look_at(file).recipients, proven)


def verify_anywhere(file: Path, now: datetime) -> Verified:
    """What can be told without any data: everything of a bundle of the demonstration, of others the outer form.

    Raises KammerError with the sentence that taking it in would give.
    """
    keys = look_at(file).recipients
    for chamber in chambers():
        own = PrivateKeys(demonstration_secret(chamber))
        if own.public.key_id in keys:
            cards = (demonstration_card(other) for other in chambers() if other != chamber)
            ring = KeyRing(chamber, {own.public.key_id: own}, {card.keys.key_id: card for card in cards})
            return Verified(keys, prove(file, ring, now))
    return Verified(keys, None)
