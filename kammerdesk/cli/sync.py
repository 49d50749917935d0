"""`sync export|import|preview`: the exchange with the partner chamber, without a window."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kammerdesk.base.clock import office_text, office_time
from kammerdesk.base.i18n import tr, trn
from kammerdesk.cli import sync_files, sync_folder, sync_inbox, sync_keys, sync_partner, sync_stations
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.words import kind_word
from kammerdesk.sync.queries import BundlePreview, KindCount, preview_bundle
from kammerdesk.sync.service import (
    ExportOrder,
    ImportedBundle,
    ImportOrder,
    export_bundle,
    import_bundle,
)

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `sync` with its subcommands; those of the inbox, for files and keys stand in files of their own."""
    sync = commands.add_parser("sync", help=tr("exchanges sealed bundles with the partner chamber"))
    verbs = sync.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(sync))
    export = verbs.add_parser("export", help=tr("writes a bundle for the partner"))
    export.add_argument("--out", type=Path, metavar="FILE_OR_DIR", help=tr("else the exchange folder"))
    export.add_argument("--to", type=str.upper, default="", metavar="CHAMBER")
    take_in = verbs.add_parser("import", help=tr("takes in a bundle of the partner"))
    take_in.add_argument("file", type=Path)
    take_in.add_argument("--dry-run", action="store_true", help=tr("only say what would change"))
    preview = verbs.add_parser("preview", help=tr("says what a bundle would change"))
    preview.add_argument("file", type=Path)
    handlers = {export: run_export, take_in: run_import, preview: run_preview}
    for parser, handler in handlers.items():
        add_data_option(parser)
        parser.set_defaults(handler=handler)
    sync_inbox.register(verbs)
    sync_partner.register(verbs)
    sync_files.register(verbs)
    sync_keys.register(verbs)
    sync_folder.register(verbs)
    sync_stations.register(verbs)


def run_export(options: argparse.Namespace) -> Answer:
    """Writes a bundle and says what is in it."""
    out = options.out or sync_folder.folder_of(options)
    with opened(options) as store:
        done = store.do(export_bundle, ExportOrder(out, options.to)).value
    records = sum(done.kinds.values())
    return Answer(
        {
            "bundle": str(done.bundle),
            "file": str(done.file),
            "to": done.partner,
            "size": done.size,
            "sha256": done.sha256,
            "records": records,
            "persons": done.persons,
            "kinds": done.kinds,
        },
        [
            tr("Bundle for {chamber} written: “{file}”.").format(chamber=chamber_name(done.partner), file=done.file),
            *(f"  {kind_word(kind)}: {number}" for kind, number in done.kinds.items()),
            trn("Data of {n} person leave the house.", "Data of {n} persons leave the house.", done.persons).format(
                n=done.persons
            ),
        ],
    )


def run_import(options: argparse.Namespace) -> Answer:
    """Takes in a bundle, or with --dry-run only says what it would change."""
    with opened(options) as store:
        if options.dry_run:
            return _previewed(store.ask(preview_bundle, options.file))
        return _imported(store.do(import_bundle, ImportOrder(options.file)).value)


def run_preview(options: argparse.Namespace) -> Answer:
    """Says what a bundle would change."""
    with opened(options) as store:
        return _previewed(store.ask(preview_bundle, options.file))


def _previewed(preview: BundlePreview) -> Answer:
    created = f"{office_time(preview.created_at):%d.%m.%Y %H:%M}"
    lines = [
        tr("Bundle of {chamber} of {created}, signature valid. Nothing was written.").format(
            chamber=preview.sender_name, created=created
        ),
        *_count_lines(preview.counts),
    ]
    facts = {
        "bundle": str(preview.bundle),
        "from": preview.sender,
        "created": preview.created_at.isoformat(),
        "persons": preview.persons,
        "read_before": preview.read_at is not None,
        "written": 0,
    }
    return Answer(
        facts | _facts(preview.counts), [*lines, *_read_before(preview.read_at is not None), *_newer(preview.newer_at)]
    )


def _imported(done: ImportedBundle) -> Answer:
    lines = [
        tr("Bundle of {chamber} taken in.").format(chamber=chamber_name(done.sender)),
        *_count_lines(done.counts),
        *_read_before(done.read_before is not None),
        *_newer(done.newer_at),
    ]
    if done.written == 0:
        lines.append(tr("It brought nothing new; nothing was changed."))
    facts = {
        "bundle": str(done.bundle),
        "from": done.sender,
        "read_before": done.read_before is not None,
        "written": done.written,
    }
    return Answer(facts | _facts(done.counts), lines)


def _facts(counts: tuple[KindCount, ...]) -> dict[str, Any]:
    numbers = ("added", "changed", "conflicts", "proposals", "parked", "buried")
    totals = {name: sum(getattr(count, name) for count in counts) for name in numbers}
    return totals | {"kinds": {count.kind: {k: v for k, v in asdict(count).items() if k != "kind"} for count in counts}}


def _count_lines(counts: tuple[KindCount, ...]) -> list[str]:
    line = tr("{kind}: {added} new, {changed} changed, {conflicts} conflicts, {parked} waiting")
    return [
        "  "
        + line.format(
            kind=kind_word(count.kind),
            added=count.added,
            changed=count.changed,
            conflicts=count.conflicts + count.proposals,
            parked=count.parked,
        )
        for count in counts
        if count.added or count.changed or count.conflicts or count.proposals or count.parked
    ] + _buried_lines(sum(count.buried for count in counts))


def _buried_lines(number: int) -> list[str]:
    sentence = trn(
        "{n} record was erased here and is left out.", "{n} records were erased here and are left out.", number
    )
    return [f"  {sentence.format(n=number)}"] if number else []


def _newer(made: datetime | None) -> list[str]:
    """What is said of a bundle from earlier times."""
    if made is None:
        return []
    sentence = tr("It is older than one of {moment} that was taken in before: whatever is newer here stays as it is.")
    return [sentence.format(moment=office_text(made))]


def _read_before(read: bool) -> list[str]:
    return [tr("This bundle was read before.")] if read else []
