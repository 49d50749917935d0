"""`retention propose|run`: what is due to be erased, and erasing it with proof."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kammerdesk.base.clock import office_date
from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import paper_words, tr, trn
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.office.forms import erasure
from kammerdesk.office.retention import Proof, Proposal, RetentionOrder, retention_proposals, run_retention
from kammerdesk.people.chambers import chambers, letterhead
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.store import Store
from kammerdesk.store.words import kind_word

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `retention` with its two subcommands."""
    retention = commands.add_parser("retention", help=tr("erases what may no longer be kept"))
    verbs = retention.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(retention))
    propose = verbs.add_parser("propose", help=tr("lists what is due to be erased, and why"))
    run = verbs.add_parser("run", help=tr("erases for good what is due, and prints the proof"))
    run.add_argument("--yes", action="store_true", help=tr("does not ask before"))
    run.add_argument("--out", type=Path, default=None, metavar="DIR", help=tr("folder for the proof as PDF"))
    for parser, handler in ((propose, run_propose), (run, run_run)):
        parser.add_argument("--kind", default="", help=tr("only records of this kind, such as slot"))
        add_data_option(parser)
        parser.set_defaults(handler=handler)


def run_propose(options: argparse.Namespace) -> Answer:
    """One line for each record that is due, with the rule, and with what holds it."""
    with opened(options) as store:
        found = _proposals(store, options.kind)
    free = [one for one in found if not one.holds]
    summary = trn("{n} record can be erased.", "{n} records can be erased.", len(free)).format(n=len(free))
    return Answer(
        {"due": len(found), "free": len(free), "proposals": [_as_data(one) for one in found]},
        [*(line for one in found for line in _lines(one)), summary],
    )


def run_run(options: argparse.Namespace) -> Answer:
    """Erases everything that is due and not held, after asking."""
    with opened(options) as store:
        free = [one for one in _proposals(store, options.kind) if not one.holds]
        if not free:
            return Answer({"erased": 0, "proof": None}, [tr("Nothing is due to be erased.")])
        if not options.yes and not _confirmed(free):
            return Answer({"erased": 0, "proof": None}, [tr("Nothing was erased.")], ok=False)
        proof = store.do(run_retention, RetentionOrder(tuple(one.id for one in free))).value
        file = _print(store, proof, options.out) if options.out else None
    done = trn("{n} record was erased for good.", "{n} records were erased for good.", proof.records)
    lines = [
        *(f"  {kind_word(kind)}: {number}" for kind, number in proof.rows.items()),
        done.format(n=proof.records),
        tr("Backups made before still hold the data until they are replaced by newer ones."),
        tr("Number of the proof: {number}").format(number=proof.number),
    ]
    facts = {
        "erased": proof.records,
        "proof": proof.number,
        "digest": proof.digest,
        "kinds": dict(proof.rows),
        "file": str(file) if file else None,
    }
    return Answer(facts, lines)


def _proposals(store: Store, kind: str) -> list[Proposal]:
    found = store.ask(retention_proposals, office_date(store.clock))
    return [one for one in found if kind in ("", one.kind)]


def _confirmed(free: Sequence[Proposal]) -> bool:
    """Asks on the terminal; raises KammerError where nobody can answer."""
    if not sys.stdin.isatty():
        raise KammerError(tr("Erasing cannot be undone, and nobody can be asked here. Please add --yes."))
    for words, number in Counter(one.words for one in free).items():
        sys.stderr.write(f"  {words}: {number}\n")
    sys.stderr.write(tr("This cannot be undone. Type “{word}” to erase: ").format(word=tr("erase")))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() == tr("erase")


def _print(store: Store, proof: Proof, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{proof.number}.pdf"
    sheet = erasure.FORM.build(proof, letterhead(chambers()[store.chamber]), paper_words())
    write_pdf(file, [sheet], title=file.stem, created=proof.erased_at)
    return file


def _lines(one: Proposal) -> Iterator[str]:
    unconfirmed = "" if one.rule.confirmed else f", {tr('not confirmed yet')}"
    rule = f"{one.rule.category}, {one.rule.period.words} ({one.rule.law}{unconfirmed})"
    since = tr("due since {date}").format(date=format_date(one.due_since))
    yield f"{one.words}: {one.title} – {since} – {rule}"
    yield from (f"  {reason}" for reason in one.holds)


def _as_data(one: Proposal) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "uid": str(one.uid),
        "title": one.title,
        "category": one.rule.category,
        "law": one.rule.law,
        "confirmed": one.rule.confirmed,
        "due_since": one.due_since.isoformat(),
        "dependents": one.dependents,
        "holds": list(one.holds),
    }
