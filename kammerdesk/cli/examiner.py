"""`examiner substitutes`: who may stand in for an examiner who does not come, with telephone numbers."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import tr
from kammerdesk.cli import inputs
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.cli.verdict_lines import verdict_data
from kammerdesk.committees.rules.case import BENCH_WORDS, ROLE_WORDS
from kammerdesk.examday.queries import SubstituteRow, Substitutes, day_of_examiner, substitutes
from kammerdesk.office.export import find_person
from kammerdesk.people.chambers import chamber_name

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `examiner substitutes`."""
    examiner = commands.add_parser("examiner", help=tr("who may stand in for an examiner"))
    verbs = examiner.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(examiner))
    parser = verbs.add_parser("substitutes", help=tr("who may stand in on an exam day, the best first"))
    parser.add_argument("--day", required=True, metavar=tr("DATE"), help=tr("the exam day"))
    parser.add_argument("--absent", required=True, metavar="NAME|UID", help=tr("who does not come"))
    add_data_option(parser)
    parser.set_defaults(handler=run_substitutes)


def run_substitutes(options: argparse.Namespace) -> Answer:
    """Everybody who could stand in; the answer is no when nobody may for all candidates of the day."""
    day = inputs.day(options.day)
    with opened(options) as store:
        absent = store.ask(find_person, options.absent)
        exam_day = store.ask(day_of_examiner, day, absent)
        found = store.ask(substitutes, exam_day, absent)
    free = [row for row in found.rows if row.is_free]
    data = {
        "day": found.day.isoformat(),
        "exam_day": str(found.exam_day_uid),
        "committee": found.committee,
        "absent": found.absent,
        "bench": found.bench,
        "quorum": verdict_data(found.quorum),
        "substitutes": [_data(row) for row in found.rows],
    }
    return Answer(data, list(_lines(found)), ok=bool(free))


def _data(row: SubstituteRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "phone": row.phone,
        "chamber": row.home,
        "role": row.role,
        "free": row.is_free,
        "hindrance": row.hindrance,
        "biased": [
            {"at": f"{each.starts_at:%H:%M}", "candidate": each.candidate, **verdict_data(each.verdict)}
            for each in row.biased
        ],
        "days": row.days,
        "appointment": str(row.appointment_uid),
        "person": str(row.person_uid),
    }


def _lines(found: Substitutes) -> list[str]:
    head = tr("{name} ({bench}) does not come on {day}, {committee}.")
    bench = tr(BENCH_WORDS[found.bench])
    lines = [
        head.format(name=found.absent, bench=bench, day=format_date(found.day), committee=found.committee),
        f"{found.quorum.sentence} ({found.quorum.paragraph})",
    ]
    for row in found.rows:
        facts = [row.name, tr(ROLE_WORDS[row.role]), chamber_name(row.home), row.phone or tr("no telephone number")]
        facts.append(tr("exam days this season: {n}").format(n=row.days))
        lines.append(" · ".join(facts))
        lines += [f"  {row.hindrance}"] if row.hindrance else []
        lines += [f"  {each.starts_at:%H:%M} {each.candidate}: {each.verdict.sentence}" for each in row.biased]
    if not any(row.is_free for row in found.rows):
        lines.append(
            tr("Nobody of this group may stand in for all candidates. Please move the day, or ask the partner.")
        )
    return lines
