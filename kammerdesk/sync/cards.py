"""The key card (Schlüsselkarte): a small signed JSON file by which a chamber makes its public keys known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.sync.files import opened, written_whole
from kammerdesk.sync.seal import (
    KEY_ID_SIZE,
    MLKEM_SIZE,
    POINT_SIZE,
    SUITE,
    PrivateKeys,
    PublicKeys,
    demonstration_secret,
)

CARD_SUFFIX = ".kdcard"
MAX_CARD = 65536

_NAME: Literal["KammerDesk Schlüsselkarte"] = "KammerDesk Schlüsselkarte"
_DEMONSTRATION_DAY = datetime(2026, 1, 1, tzinfo=UTC)

ChamberCode = Annotated[str, msgspec.Meta(pattern="^[A-Z][A-Z0-9-]{0,7}$")]
_Sealing = Annotated[bytes, msgspec.Meta(min_length=MLKEM_SIZE + POINT_SIZE, max_length=MLKEM_SIZE + POINT_SIZE)]
_KeyId = Annotated[bytes, msgspec.Meta(min_length=KEY_ID_SIZE, max_length=KEY_ID_SIZE)]
_Signing = Annotated[bytes, msgspec.Meta(min_length=POINT_SIZE, max_length=POINT_SIZE)]


_Signature = Annotated[bytes, msgspec.Meta(max_length=200)]
_ENDORSED = b"KammerDesk successor\x00"


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One chamber's public keys; bytes are base64 in the file. The signature covers all other fields.

    A card of keys that replace others is of format 2: it names the former key, which signs it too (`endorsement`).
    """

    document: Literal["KammerDesk Schlüsselkarte"] = _NAME
    format: int = 1
    suite: int = SUITE
    chamber: ChamberCode
    created: Annotated[datetime, msgspec.Meta(tz=True)]
    demonstration: bool
    encryption: _Sealing
    signing: _Signing
    predecessor: _KeyId | msgspec.UnsetType = msgspec.UNSET
    endorsement: _Signature | msgspec.UnsetType = msgspec.UNSET
    signature: _Signature = b""

    @property
    def keys(self) -> PublicKeys:
        """The public keys on the card."""
        return PublicKeys(self.encryption, self.signing)

    @property
    def signed_bytes(self) -> bytes:
        """What the signature covers: the card with an empty signature, in the order of the fields, without blanks."""
        return msgspec.json.encode(msgspec.structs.replace(self, signature=b""))

    @property
    def endorsed_bytes(self) -> bytes:
        """What the former key signs: a fixed beginning and the card with both signatures empty."""
        return _ENDORSED + msgspec.json.encode(msgspec.structs.replace(self, signature=b"", endorsement=b""))

    def succeeds(self, former: Card) -> bool:
        """Whether the owner of the former card made this one to replace it."""
        return (
            isinstance(self.endorsement, bytes)
            and (self.chamber, self.predecessor) == (former.chamber, former.keys.key_id)
            and self.demonstration == former.demonstration
            and former.keys.verifies(self.endorsed_bytes, self.endorsement)
        )


def make_card(
    keys: PrivateKeys, chamber: str, created: datetime, *, demonstration: bool, former: PrivateKeys | None = None
) -> Card:
    """A card for our own keys, signed with them, and with the former ones when they replace others."""
    card = Card(
        format=1 if former is None else 2,
        predecessor=msgspec.UNSET if former is None else former.public.key_id,
        chamber=chamber,
        created=created.astimezone(UTC).replace(microsecond=0),
        demonstration=demonstration,
        encryption=keys.public.encryption,
        signing=keys.public.signing,
    )
    if former is not None:
        card = msgspec.structs.replace(card, endorsement=former.sign(card.endorsed_bytes))
    return msgspec.structs.replace(card, signature=keys.sign(card.signed_bytes))


def demonstration_card(chamber: str) -> Card:
    """The card of a chamber of the demonstration, the same wherever it is made."""
    keys = PrivateKeys(demonstration_secret(chamber))
    return make_card(keys, chamber, _DEMONSTRATION_DAY, demonstration=True)


def write_card(card: Card) -> bytes:
    """The content of a card file."""
    return msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n"


def read_card(content: bytes) -> Card:
    """The card in a file; raises KammerError when it is none, when it was changed, or when it is of another suite."""
    try:
        card = msgspec.json.decode(content, type=Card)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise KammerError(tr("The file is not a key card of KammerDesk, or it is damaged.")) from None
    is_whole = (isinstance(card.predecessor, bytes), isinstance(card.endorsement, bytes)) == (card.format == 2,) * 2
    if card.format not in (1, 2) or card.suite != SUITE or not is_whole:
        raise KammerError(tr("The key card was made by another version of KammerDesk and cannot be used here."))
    try:
        card.keys.check()
    except ValueError:
        raise KammerError(tr("The key card is damaged: it does not hold valid keys.")) from None
    if not card.keys.verifies(card.signed_bytes, card.signature):
        raise KammerError(tr("The key card was changed after it was made. Please ask the chamber for a new one."))
    return card


def save_card(file: Path, card: Card) -> None:
    """Writes a card file; raises KammerError when it cannot be written there."""
    with written_whole(file) as raw:
        raw.write(write_card(card))


def load_card(file: Path) -> Card:
    """The card in a file; raises KammerError as `read_card` does, or when the file cannot be read."""
    with opened(file) as raw:
        return read_card(raw.read(MAX_CARD))
