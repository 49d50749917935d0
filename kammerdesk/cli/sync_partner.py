"""`sync pause|end|resume|take-back`: what becomes of the exchange with a partner as a whole."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from kammerdesk.base.i18n import tr
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.incarnation import take_back
from kammerdesk.store.work import Work
from kammerdesk.sync.agreement import PeerOrder, end_agreement, pause_partner, resume_partner
from kammerdesk.sync.model import PeerState

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(verbs: Commands) -> None:
    """Adds the subcommands to those of `sync`; the journal keeps why an exchange rests or ended."""
    pause = verbs.add_parser("pause", help=tr("lets the exchange with a partner rest"))
    end = verbs.add_parser("end", help=tr("ends the agreement with a partner"))
    resume = verbs.add_parser("resume", help=tr("takes up the exchange with a partner again"))
    for parser, handler in ((pause, run_pause), (end, run_end), (resume, run_resume)):
        parser.add_argument("chamber", type=str.upper, metavar="CHAMBER")
        parser.add_argument("--reason", required=parser is not resume, default="", help=tr("kept in the journal"))
        add_data_option(parser)
        parser.set_defaults(handler=handler)
    back = verbs.add_parser("take-back", help=tr("believes a partner that it has more from us than is here"))
    back.add_argument("chamber", type=str.upper, metavar="CHAMBER")
    add_data_option(back)
    back.set_defaults(handler=run_take_back)


def run_pause(options: argparse.Namespace) -> Answer:
    """Nothing goes to and fro from now on."""
    return _turned(options, pause_partner, PeerState.PAUSED, tr("The exchange with {chamber} rests."))


def run_end(options: argparse.Namespace) -> Answer:
    """Nothing is shared any more; one more bundle says so to the partner."""
    said = tr("The agreement with {chamber} is ended here. Please write one more bundle.")
    return _turned(options, end_agreement, PeerState.ENDED, said)


def run_resume(options: argparse.Namespace) -> Answer:
    """Bundles go to and fro as before."""
    return _turned(options, resume_partner, PeerState.ACTIVE, tr("The exchange with {chamber} goes on."))


def run_take_back(options: argparse.Namespace) -> Answer:
    """Our data are an older state: what the partner gives back counts as ours from now on."""
    with opened(options) as store:
        replicas = store.do(take_back, options.chamber).value
    if not replicas:
        said = tr("{chamber} does not say that it has more from us than is here.")
    else:
        said = tr(
            "What {chamber} gives back counts as ours from now on. Its next bundle brings it; if one came since, please"
            " read that once more."
        )
    name = chamber_name(options.chamber)
    return Answer({"chamber": options.chamber, "replicas": replicas}, [said.format(chamber=name)])


def _turned(
    options: argparse.Namespace, action: Callable[[Work, PeerOrder], str], state: PeerState, said: str
) -> Answer:
    with opened(options) as store:
        chamber = store.do(action, PeerOrder(options.chamber), reason=options.reason).value
    return Answer({"chamber": chamber, "state": state}, [said.format(chamber=chamber_name(chamber))])
