"""`committee check`: what the rules say of committees on a day; `committee expiring`: which appointments run out."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kammerdesk.base.clock import office_date
from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.verdicts import State, any_broken
from kammerdesk.cli import inputs
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.cli.verdict_lines import verdict_data, verdict_lines
from kammerdesk.committees import queries
from kammerdesk.committees.rules.case import BENCH_WORDS
from kammerdesk.store.store import Store

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

FURTHEST = 3_660
"""Days that can be looked ahead: ten years, for no term lasts longer than five."""


def register(commands: Commands) -> None:
    """Adds `committee` with its verbs."""
    committee = commands.add_parser("committee", help=tr("committees: rule check and terms that run out"))
    verbs = committee.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(committee))
    check = verbs.add_parser("check", help=tr("what the rules say of all committees, or of one"))
    check.add_argument("number", nargs="?", metavar=tr("NUMBER"), help=tr("number of one committee; by default all"))
    check.add_argument("--on", metavar=tr("DATE"), help=tr("the day that is looked at; by default today"))
    add_data_option(check)
    check.set_defaults(handler=run_check)
    ending = verbs.add_parser("expiring", help=tr("appointments that run out and are not renewed"))
    ending.add_argument("--within", type=int, default=180, metavar="N", help=tr("days from today; by default 180"))
    add_data_option(ending)
    ending.set_defaults(handler=run_expiring)


def run_check(options: argparse.Namespace) -> Answer:
    """Every rule for every committee; the answer is no when a rule is broken."""
    with opened(options) as store:
        on = inputs.day(options.on) if options.on else office_date(store.clock)
        found = _judged(store, on, options.number)
    broken = [each for each in found if any_broken(each.verdicts)]
    lines = []
    for each in found:
        told = [verdict for verdict in each.verdicts if options.number or verdict.state is not State.MET]
        lines += [f"{each.committee.number} {each.committee.name}", *(f"  {line}" for line in verdict_lines(told))]
    counted = trn("{n} committee on {day}", "{n} committees on {day}", len(found))
    sentence = tr("{counted}: {broken} may not act like this.")
    counted = counted.format(n=len(found), day=format_date(on))
    lines.append(sentence.format(counted=counted, broken=len(broken)))
    data = {"on": on.isoformat(), "valid": not broken, "committees": [_data(each) for each in found]}
    return Answer(data, lines, ok=not broken)


def _judged(store: Store, on: date, number: str | None) -> list[queries.JudgedCommittee]:
    found = store.ask(queries.judged_committees, on)
    if number is None:
        return found
    chosen = [each for each in found if each.committee.number.casefold() == number.strip().casefold()]
    if not chosen:
        sentence = tr("There is no committee with the number “{number}”. `committee check` lists all of them.")
        raise KammerError(sentence.format(number=number))
    return chosen


def _data(each: queries.JudgedCommittee) -> dict[str, Any]:
    return {
        "number": each.committee.number,
        "name": each.committee.name,
        "uid": str(each.committee.id),
        "members": each.members,
        "valid": not any_broken(each.verdicts),
        "findings": [verdict_data(verdict) for verdict in each.verdicts],
    }


def run_expiring(options: argparse.Namespace) -> Answer:
    """The appointments that run out within so many days; the answer is no when there are any."""
    if not 0 <= options.within <= FURTHEST:
        sentence = tr("--within takes 0 to {most} days; given is {days}.")
        raise KammerError(sentence.format(most=FURTHEST, days=options.within))
    with opened(options) as store:
        today = office_date(store.clock)
        found = store.ask(queries.expiring, today, today + timedelta(days=options.within))
    counted = trn("{n} appointment runs out", "{n} appointments run out", len(found))
    summary = tr("{counted} by {day}.")
    last = format_date(today + timedelta(days=options.within))
    return Answer(
        {"on": today.isoformat(), "within": options.within, "appointments": [_expiring_data(row) for row in found]},
        [*map(_expiring_line, found), summary.format(counted=counted.format(n=len(found)), day=last)],
        ok=not found,
    )


def _expiring_data(row: queries.ExpiringRow) -> dict[str, str]:
    return {
        "until": row.valid_until.isoformat(),
        "name": row.name,
        "committee": row.committee,
        "bench": row.bench,
        "role": row.role,
        "proposed_by": row.body,
        "appointment": str(row.id),
        "person": str(row.person_uid),
    }


def _expiring_line(row: queries.ExpiringRow) -> str:
    words = f"{format_date(row.valid_until)}  {row.name} · {row.committee} · {tr(BENCH_WORDS[row.bench])}"
    return f"{words} · {row.body}" if row.body else words
