"""`import candidates`: what is wrong with each line of a file, what will happen, and, agreed, its import."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base.clock import office_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.exams import queries
from kammerdesk.exams.candidate_file import FATE_WORDS, Fate, PlannedLine
from kammerdesk.exams.service import ImportOrder, import_candidates
from kammerdesk.store.store import Store

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `import candidates FILE`."""
    parser = commands.add_parser("import", help=tr("takes a file in"))
    kinds = parser.add_subparsers(required=True, metavar="KIND")
    candidates = kinds.add_parser("candidates", help=tr("candidates from a CSV file"))
    candidates.add_argument("file", type=Path)
    candidates.add_argument("--season", help=tr("name of the season; by default the one that is running"))
    candidates.add_argument("--dry-run", action="store_true", help=tr("says what would happen and stores nothing"))
    candidates.add_argument("--skip-faulty", action="store_true", help=tr("imports the good lines of a faulty file"))
    add_data_option(candidates)
    candidates.set_defaults(handler=run)


def run(options: argparse.Namespace) -> Answer:
    """Plans the import, and carries it out unless it is a dry run; a faulty file stores nothing."""
    with opened(options) as store:
        season = _season(store, options.season)
        found = store.ask(queries.import_plan, options.file, season.id)
        plan = found.lines
        counts = Counter(line.fate for line in plan)
        clean = options.skip_faulty or not counts[Fate.FAULTY]
        stored = 0
        if clean and not options.dry_run:
            entries = tuple(line.entry for line in plan if line.entry)
            stored = store.do(import_candidates, ImportOrder(season.id, entries)).value
    return Answer(
        {
            "season": season.name,
            "stored": stored,
            **{str(fate): counts[fate] for fate in Fate},
            "notes": found.notes,
            "lines": [
                {
                    "line": row.line,
                    "number": row.number,
                    "name": row.name,
                    "fate": row.fate,
                    "problems": row.problems,
                    "notes": row.notes,
                }
                for row in plan
            ],
        },
        [*found.notes, *_lines(plan), _summary(counts, stored, dry_run=options.dry_run)],
        ok=clean,
    )


def _season(store: Store, name: str | None) -> queries.SeasonRow:
    today: date = office_date(store.clock)
    if name is None:
        season = store.ask(queries.season_for, today)
        if season is None:
            raise KammerError(tr("There is no season yet. Please create one first."))
        return season
    known = store.ask(queries.seasons)
    for row in known:
        if row.name == name:
            return row
    raise KammerError(
        tr("There is no season “{name}”. Known are: {known}.").format(
            name=name, known=", ".join(row.name for row in known)
        )
    )


def _lines(plan: Sequence[PlannedLine]) -> list[str]:
    lines = []
    for row in plan:
        lines.append(
            tr("Line {line}: {number} {name}: {fate}").format(
                line=row.line, number=row.number, name=row.name, fate=tr(FATE_WORDS[row.fate])
            )
        )
        lines += [f"    {problem}" for problem in (*row.problems, *row.notes)]
    return lines


def _summary(counts: Counter[Fate], stored: int, *, dry_run: bool) -> str:
    facts = tr("{new} new, {known} known, {faulty} faulty.").format(
        new=counts[Fate.NEW], known=counts[Fate.KNOWN], faulty=counts[Fate.FAULTY]
    )
    if dry_run:
        outcome = tr("Nothing was stored: this was only a trial.")
    elif not stored and counts[Fate.FAULTY]:
        outcome = tr("Nothing was stored. Please mend the file, or call again with --skip-faulty.")
    else:
        outcome = tr("{stored} candidates stored.").format(stored=stored)
    return f"{facts} {outcome}"
