"""The partner in words: how the exchange with it stands, and what is to be known of its house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.sync.model import PeerState
from kammerdesk.sync.queries import PartnerRow
from kammerdesk.sync.standing import PeerStanding
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import words_of
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import box, column, label


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner and how it stands with it."""

    row: PartnerRow
    standing: PeerStanding


def partner_line(partner: Partner) -> QWidget:
    """One line at the top of the page."""
    row, never = partner.row, tr("not yet")
    moments = tr("Last sent {sent} · last received {received}").format(
        sent=words_of(row.last_out) or never, received=words_of(row.last_in) or never
    )
    chips = [_state_chip(partner.standing)]
    if partner.standing.refusal is not None:
        chips.append(ChipLabel(tr("bundle refused"), Tone.ERR))
    if row.open_conflicts:
        words = trn("{n} decision open", "{n} decisions open", row.open_conflicts)
        chips.append(ChipLabel(words.format(n=row.open_conflicts), Tone.WARN))
    if row.parked:
        words = trn("{n} row waits for a later bundle", "{n} rows wait for a later bundle", row.parked)
        chips.append(ChipLabel(words.format(n=row.parked), Tone.NEUTRAL))
    return flow(label(row.name, Role.SUBTITLE), *chips, label(moments))


def _state_chip(standing: PeerStanding) -> ChipLabel:
    if standing.state is PeerState.PAUSED:
        return ChipLabel(tr("rests"), Tone.WARN)
    if standing.state is PeerState.ENDED:
        return ChipLabel(tr("ended"), Tone.NEUTRAL)
    return ChipLabel(tr("Partner"), Tone.PARTNER)


def partner_sheet(partner: Partner) -> QWidget:
    """Everything, in sentences first."""
    row, never = partner.row, tr("not yet")
    pairs = Pairs(
        (tr("Chamber"), row.name),
        (tr("Partner since"), words_of(row.since)),
        (tr("Last sent"), words_of(row.last_out) or never),
        (tr("Last received"), words_of(row.last_in) or never),
        (tr("Digits of its key"), row.fingerprint),
    )
    body = column(gap=theme.px(12), margin=theme.px(16))
    for sentence in sentences(partner):
        body.addWidget(label(sentence, wrap=True))
    body.addWidget(pairs)
    body.addStretch(1)
    return box(body)


def sentences(partner: Partner) -> Iterator[str]:
    """What is to be known of the house of a partner."""
    found, name = partner.standing, partner.row.name
    yield from _agreement(found, name)
    if found.refusal is not None:
        sentence = tr(
            "{chamber} refused our bundle of {moment}: “{reason}”. What it held goes again with the next one."
        )
        refusal = found.refusal
        yield sentence.format(chamber=name, moment=words_of(refusal.made_at), reason=refusal.reason)
    if not found.has_key:
        sentence = tr("No key of {chamber} is trusted: nothing goes there until its card is taken in.")
        yield sentence.format(chamber=name)
    yield from _same_state(found, name)
    if found.set_back:
        sentence = tr(
            "{chamber} was set back to an older backup. What it wrote since and lost goes back to it with our bundles."
        )
        yield sentence.format(chamber=name)
    if found.lost_ours:
        sentence = tr("{chamber} has lost everything we sent. The next bundle carries all of it once more.")
        yield sentence.format(chamber=name)
    if found.claims:
        sentence = tr(
            "{chamber} says that it has more from us than is here. If an older state of our data was put in place by"
            " hand, that is so: “Take back what was lost …” in the menu takes it back. Otherwise please ask there;"
            " until then it can give nothing back."
        )
        yield sentence.format(chamber=name)
    if found.unconfirmed and found.unconfirmed_since is not None:
        yield trn(
            "{n} bundle since {moment} has no receipt yet; what is missing there goes again with the next one.",
            "{n} bundles since {moment} have no receipt yet; what is missing there goes again with the next one.",
            found.unconfirmed,
        ).format(n=found.unconfirmed, moment=words_of(found.unconfirmed_since))
    yield from _program(found, name)


def _agreement(found: PeerStanding, name: str) -> Iterator[str]:
    since = words_of(found.state_at)
    if found.state is PeerState.PAUSED:
        sentence = tr("The exchange with {chamber} rests since {moment}: no bundle is written or taken in.")
        yield sentence.format(chamber=name, moment=since)
    if found.state is PeerState.ENDED:
        sentence = tr(
            "The agreement with {chamber} ended here on {moment}: nothing is shared with it any more. One more bundle"
            " tells it to erase its copies; ours are due when it ends the agreement too."
        )
        yield sentence.format(chamber=name, moment=since)


def _same_state(found: PeerStanding, name: str) -> Iterator[str]:
    if found.read_at is None or not found.partner_code:
        return
    if found.code == found.partner_code:
        sentence = tr("Both houses stand at the same state since {moment}: {code}.")
        yield sentence.format(moment=words_of(found.read_at), code=found.code)
    else:
        sentence = tr(
            "After the bundle of {moment} both houses stood at different states: here {ours}, there {theirs}. So it is"
            " as long as something is on its way or to be decided; bundles to and fro make them alike."
        )
        yield sentence.format(moment=words_of(found.read_at), ours=found.code, theirs=found.partner_code)


def _program(found: PeerStanding, name: str) -> Iterator[str]:
    if found.program:
        yield tr("{chamber} works with version {version} of KammerDesk.").format(chamber=name, version=found.program)
    if found.older:
        yield tr("Its bundles are of an older kind, which is still read here. What is new here waits there.")
    if found.unknown:
        yield trn(
            "{n} group of fields from a newer program is not known here; it is kept and passed on as it came.",
            "{n} groups of fields from a newer program are not known here; they are kept and passed on as they came.",
            found.unknown,
        ).format(n=found.unknown)
