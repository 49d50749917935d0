"""`sync status|conflicts|resolve|decline|refuse`: what waits between the houses, and deciding on it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kammerdesk.base.clock import office_text
from kammerdesk.base.differences import Side
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.words import kind_word
from kammerdesk.sync.declining import DeclineBundleOrder, decline_bundle
from kammerdesk.sync.dispute import Dispute, dispute
from kammerdesk.sync.inbox import open_decisions
from kammerdesk.sync.model import ConflictKind, PeerState
from kammerdesk.sync.queries import PartnerRow, partners, transfers
from kammerdesk.sync.resolving import DeclineOrder, ResolveOrder, accept_proposal, decline_proposal, resolve_conflict
from kammerdesk.sync.standing import PeerStanding, peer_standing

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

_SHORT = 12
"""So much of the number of a conflict is written; it is enough to name it."""

_STATES = {
    PeerState.PAUSED: N_("the exchange rests since {moment}"),
    PeerState.ENDED: N_("the agreement ended here on {moment}"),
}


def register(verbs: Commands) -> None:
    """Adds the subcommands to those of `sync`."""
    status = verbs.add_parser("status", help=tr("says how it stands with each partner"))
    conflicts = verbs.add_parser("conflicts", help=tr("lists what waits for a decision, both versions side by side"))
    resolve = verbs.add_parser("resolve", help=tr("decides on a conflict, or accepts a proposal"))
    resolve.add_argument("id", metavar="ID", help=tr("the number of the conflict, or its beginning"))
    resolve.add_argument("--take", action="append", required=True, metavar="ours|theirs|FIELD=ours|FIELD=theirs")
    decline = verbs.add_parser("decline", help=tr("declines a proposal; the partner reads the reason"))
    decline.add_argument("id", metavar="ID", help=tr("the number of the conflict, or its beginning"))
    decline.add_argument("--reason", required=True)
    refuse = verbs.add_parser("refuse", help=tr("refuses a whole bundle; its sender reads the reason"))
    refuse.add_argument("file", type=Path)
    refuse.add_argument("--reason", required=True)
    handlers = {status: run_status, conflicts: run_conflicts, resolve: run_resolve}
    for parser, handler in (handlers | {decline: run_decline, refuse: run_refuse}).items():
        add_data_option(parser)
        parser.set_defaults(handler=handler)


def run_status(options: argparse.Namespace) -> Answer:
    """How it stands with each partner; exit code 1 while something waits for a decision."""
    with opened(options) as store:
        found, moved = store.ask(partners), store.ask(transfers)
        standings = {row.chamber: store.ask(peer_standing, row.chamber) for row in found}
    codes = {row.chamber: next((one for one in moved if one.partner == row.chamber), None) for row in found}
    data = [
        {
            "chamber": row.chamber,
            "state": standings[row.chamber].state,
            "last_out": row.last_out.isoformat() if row.last_out else None,
            "last_in": row.last_in.isoformat() if row.last_in else None,
            "decisions": row.open_conflicts,
            "parked": row.parked,
            "code": last.code if (last := codes[row.chamber]) else "",
        }
        for row in found
    ]
    lines = [line for row in found for line in _partner_lines(row, standings[row.chamber])] or [
        tr("There is no partner yet.")
    ]
    return Answer({"partners": data}, lines, ok=not any(row.open_conflicts for row in found))


def _partner_lines(row: PartnerRow, standing: PeerStanding) -> list[str]:
    never = tr("not yet")
    moments = tr("{chamber}: last sent {sent}, last received {received}").format(
        chamber=row.name,
        sent=office_text(row.last_out) if row.last_out else never,
        received=office_text(row.last_in) if row.last_in else never,
    )
    waiting = []
    if standing.state_at is not None and standing.state in _STATES:
        waiting.append(f"  {tr(_STATES[standing.state]).format(moment=office_text(standing.state_at))}")
    if row.open_conflicts:
        words = trn("{n} decision open", "{n} decisions open", row.open_conflicts)
        waiting.append(f"  {words.format(n=row.open_conflicts)}")
    if row.parked:
        words = trn("{n} row waits for a later bundle", "{n} rows wait for a later bundle", row.parked)
        waiting.append(f"  {words.format(n=row.parked)}")
    return [moments, *waiting]


def run_conflicts(options: argparse.Namespace) -> Answer:
    """What waits for us, with both versions; exit code 1 while there is something."""
    with opened(options) as store:
        found = store.ask(lambda session: [dispute(session, row.id) for row in open_decisions(session)])
    lines = [line for one in found for line in _dispute_lines(one)] or [tr("No conflicts.")]
    return Answer({"conflicts": [_dispute_data(one) for one in found]}, lines, ok=not found)


def _dispute_lines(one: Dispute) -> list[str]:
    comparison = one.comparison
    kind = tr("conflict") if one.reason is ConflictKind.CONFLICT else tr("proposal")
    columns = f"  {comparison.ours} ({comparison.ours_by}) | {comparison.theirs} ({comparison.theirs_by})"
    fields = [
        f"  {row.title} [{row.field}]: {row.ours.words or '–'} | {row.theirs.words or '–'}"
        for row in comparison.rows
        if row.clash
    ]
    return [f"{one.id[:_SHORT]}  {kind}  {comparison.title}", columns, *fields, f"  {comparison.reason}"]


def _dispute_data(one: Dispute) -> dict[str, Any]:
    fields = {
        row.field: {"ours": row.ours.words, "theirs": row.theirs.words, "before": row.base.words}
        for row in one.comparison.rows
    }
    return {
        "id": one.id,
        "reason": one.reason,
        "kind": one.kind,
        "kind_words": kind_word(one.kind),
        "uid": str(one.uid),
        "title": one.comparison.title,
        "home": one.home,
        "partner": one.partner,
        "ours_by": one.comparison.ours_by,
        "theirs_by": one.comparison.theirs_by,
        "fields": fields,
    }


def run_resolve(options: argparse.Namespace) -> Answer:
    """Decides; of a proposal nothing but our version is declining, which needs a reason."""
    with opened(options) as store:
        found = store.ask(dispute, options.id)
        choice = _choice(found, options.take)
        order = ResolveOrder(found.id, choice, found.standing)
        if found.reason is ConflictKind.CONFLICT:
            done = store.do(resolve_conflict, order).value
        elif all(side is not found.loser for side in choice.values()):
            raise KammerError(tr("A proposal of which nothing is taken is declined. Please call “sync decline”."))
        else:
            done = store.do(accept_proposal, order).value
    line = tr("Decided: {record}. The next bundle tells the partner.").format(record=done.title)
    return Answer({"id": found.id, "entry": done.entry, "taken": choice}, [line])


def _choice(found: Dispute, texts: list[str]) -> dict[str, Side]:
    """The side for each field that differs: what is named for a field, else what is named for all."""
    fields = [row.field for row in found.comparison.rows if row.clash]
    whole, single = Side.OURS, dict[str, Side]()
    named = False
    for text in texts:
        name, equals, side = text.partition("=")
        word = side if equals else name
        if word not in set(Side) or (equals and name not in fields):
            raise KammerError(
                tr(
                    "“{text}” is no choice. Please write ours, theirs or FIELD=ours; these fields differ: {fields}."
                ).format(text=text, fields=", ".join(fields))
            )
        if equals:
            single[name] = Side(word)
        else:
            whole, named = Side(word), True
    missing = [name for name in fields if name not in single]
    if missing and not named:
        raise KammerError(
            tr("Please choose a version for these fields too: {fields}.").format(fields=", ".join(missing))
        )
    return {name: single.get(name, whole) for name in fields}


def run_decline(options: argparse.Namespace) -> Answer:
    """Declines a proposal with a reason."""
    with opened(options) as store:
        found = store.ask(dispute, options.id)
        done = store.do(decline_proposal, DeclineOrder(found.id, options.reason)).value
    line = tr("Declined: {record}. The next bundle tells the partner why.").format(record=done.title)
    return Answer({"id": found.id, "entry": done.entry, "reason": options.reason}, [line])


def run_refuse(options: argparse.Namespace) -> Answer:
    """Refuses a bundle that was not taken in yet."""
    with opened(options) as store:
        order = DeclineBundleOrder(options.file, options.reason)
        done = store.do(decline_bundle, order, reason=options.reason).value
    line = tr("Bundle of {chamber} refused. The next bundle tells the reason.")
    facts = {"from": done.sender, "entry": done.entry, "reason": options.reason}
    return Answer(facts, [line.format(chamber=chamber_name(done.sender))])
