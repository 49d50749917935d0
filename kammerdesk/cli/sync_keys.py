"""`sync card|trust|keys|revoke|annex`: our keys and those of the partners."""

from __future__ import annotations

import argparse
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kammerdesk.base.clock import OFFICE_ZONE, office_text
from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import tr
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.people.chambers import chamber_name
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.house import house_of
from kammerdesk.store.store import Store
from kammerdesk.sync.cards import Card, load_card, save_card
from kammerdesk.sync.files import written_whole
from kammerdesk.sync.key_annex import AnnexOrder, print_key_annex
from kammerdesk.sync.key_changes import RevokeOrder, revoke_key, rotate_keys, trust_successor
from kammerdesk.sync.key_list import KeyRow, keys
from kammerdesk.sync.service import TrustOrder, create_keys, trust_partner
from kammerdesk.sync.spoken import fingerprint_words

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(verbs: Commands) -> None:
    """Adds the subcommands to those of `sync`."""
    card = verbs.add_parser("card", help=tr("writes our key card for the partner"))
    card.add_argument("--out", type=Path, required=True, metavar="FILE")
    card.add_argument("--rotate", action="store_true", help=tr("after changing our keys"))
    trust = verbs.add_parser("trust", help=tr("takes in the key card of a partner"))
    trust.add_argument("card", type=Path)
    trust.add_argument(
        "--fingerprint", default="", help=tr("as the partner read it out on the telephone, in words or digits")
    )
    listed = verbs.add_parser("keys", help=tr("lists our keys and those of the partners"))
    revoke = verbs.add_parser("revoke", help=tr("revokes a key, a partner's or our own"))
    revoke.add_argument("key", help=tr("the number of the key, or its beginning"))
    revoke.add_argument(
        "--since", type=datetime.fromisoformat, default=None, metavar="2026-11-23T08:00", help=tr("not from now on")
    )
    annex = verbs.add_parser("annex", help=tr("writes the annex to the agreement, with both fingerprints"))
    annex.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("the PDF file"))
    annex.add_argument("--with", dest="partner", type=str.upper, default="", metavar="CHAMBER")
    handlers = {card: run_card, trust: run_trust, listed: run_keys, revoke: run_revoke, annex: run_annex}
    for parser, handler in handlers.items():
        add_data_option(parser)
        parser.set_defaults(handler=handler)


def run_card(options: argparse.Namespace) -> Answer:
    """Writes our key card, after making the keys if there are none, or changing them."""
    with opened(options) as store:
        card = store.do(rotate_keys if options.rotate else create_keys, None).value
    save_card(options.out, card)
    written = tr("Key card of {chamber} written: “{file}”.").format(
        chamber=chamber_name(card.chamber), file=options.out
    )
    lines = [written, *_spoken_lines(card)]
    if options.rotate:
        lines.append(tr("The partner takes it in within 90 days without a telephone: “sync trust FILE”."))
    return Answer({"file": str(options.out), **_facts(card)}, lines)


def run_trust(options: argparse.Namespace) -> Answer:
    """Takes in a card if the fingerprint is given and fits, or a trusted key signed it; else shows what to compare."""
    card = load_card(options.card)
    with opened(options) as store:
        if options.fingerprint:
            store.do(trust_partner, TrustOrder(card, options.fingerprint))
        elif why := _refusal(store, card):
            return Answer(_facts(card) | {"trusted": False}, [*_untrusted_lines(card, why)], ok=False)
    done = tr("The card of {chamber} is trusted from now on.").format(chamber=chamber_name(card.chamber))
    return Answer(_facts(card) | {"trusted": True}, [done])


def run_keys(options: argparse.Namespace) -> Answer:
    """Every key card of the house with its fingerprint."""
    with opened(options) as store:
        found = store.ask(keys)
    lines = [line for row in found for line in _key_lines(row)]
    none = tr("This house has no keys yet. Please make the key card first.")
    return Answer({"keys": [_key_facts(row) for row in found]}, lines or [none])


def run_revoke(options: argparse.Namespace) -> Answer:
    """Revokes a key."""
    with opened(options) as store:
        since = options.since or store.clock.now()
        if since.tzinfo is None:
            since = since.replace(tzinfo=OFFICE_ZONE)
        card = store.do(revoke_key, RevokeOrder(options.key, since)).value
        is_ours = card.chamber == store.ask(house_of).chamber
    done = tr("The key {key} of {chamber} is revoked as of {moment}.").format(
        key=card.keys.key_id.hex(), chamber=chamber_name(card.chamber), moment=office_text(since)
    )
    ours = tr("Please tell the partners by telephone, and make new keys: “sync card --out FILE”.")
    theirs = tr("Nothing goes there until a new card is taken in: “sync trust FILE”.")
    return Answer({**_facts(card), "since": since.isoformat()}, [done, ours if is_ours else theirs])


def run_annex(options: argparse.Namespace) -> Answer:
    """Writes the annex as a PDF file."""
    with opened(options) as store:
        document = store.do(print_key_annex, AnnexOrder(options.partner)).value
        content = BytesIO()
        write_pdf(content, (document,), title=document.title, created=store.clock.now())
    with written_whole(options.out) as raw:
        raw.write(content.getvalue())
    done = tr("Annex with the keys of both chambers written: “{file}”. Please compare, sign and file it.")
    return Answer({"file": str(options.out)}, [done.format(file=options.out)])


def _refusal(store: Store, card: Card) -> str:
    """Takes in a card that a trusted key signed; else why that cannot be."""
    try:
        store.do(trust_successor, card)
    except Refused as refused:
        return str(refused)
    return ""


def _untrusted_lines(card: Card, why: str) -> list[str]:
    return [
        tr("This card names {chamber}. It is not trusted yet.").format(chamber=chamber_name(card.chamber)),
        why,
        *_spoken_lines(card),
        tr("If it is the same there, call again with --fingerprint and these words or digits."),
    ]


def _spoken_lines(card: Card) -> list[str]:
    words = tr("Fingerprint in words, to be read out on the telephone: {words}")
    digits = tr("Fingerprint in digits: {digits}")
    return [
        words.format(words=" ".join(fingerprint_words(card.keys))),
        digits.format(digits=card.keys.fingerprint),
    ]


def _facts(card: Card) -> dict[str, Any]:
    return {
        "chamber": card.chamber,
        "key": card.keys.key_id.hex(),
        "fingerprint": card.keys.fingerprint,
        "words": " ".join(fingerprint_words(card.keys)),
    }


def _key_lines(row: KeyRow) -> list[str]:
    line = tr("{chamber} ({whose}), since {moment}, key {key}").format(
        chamber=chamber_name(row.chamber),
        whose=tr("ours") if row.is_ours else tr("partner"),
        moment=office_text(row.stored_at),
        key=row.key_id,
    )
    return [line, f"  {' '.join(row.words)}", f"  {row.fingerprint}", *(f"  {state}" for state in _states(row))]


def _states(row: KeyRow) -> list[str]:
    """What is special about a key."""
    found = [tr("Taken in without a telephone: the former key had signed it.")] if row.endorsed else []
    if row.ends_at is not None:
        sentence = tr("Revoked as of {moment}.") if row.revoked else tr("Replaced; it counts until {moment}.")
        found.append(sentence.format(moment=office_text(row.ends_at)))
    return found


def _key_facts(row: KeyRow) -> dict[str, Any]:
    return {
        "key": row.key_id,
        "chamber": row.chamber,
        "ours": row.is_ours,
        "since": row.stored_at.isoformat(),
        "fingerprint": row.fingerprint,
        "words": " ".join(row.words),
        "endorsed": row.endorsed,
        "ends": row.ends_at.isoformat() if row.ends_at else None,
        "revoked": row.revoked,
    }
