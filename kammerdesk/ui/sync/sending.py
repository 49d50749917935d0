"""Ways for a bundle to leave: into the exchange folder, into a file, or attached to a mail."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from kammerdesk.base.i18n import tr, trn
from kammerdesk.sync.bundle import SUFFIX
from kammerdesk.sync.mail import DRAFT_SUFFIX, write_draft
from kammerdesk.sync.service import ExportedBundle, ExportOrder, export_bundle
from kammerdesk.ui.kit.files import openings, save_file
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.loans import Lent
from kammerdesk.ui.kit.page import Page

SENT = frozenset({"sync_out"})
"""What the record of transfers is called; it is no record kind, so nobody else says that it has changed."""


def bundles() -> str:
    """What file dialogs offer."""
    return tr("Bundles of KammerDesk (*.kdb)")


def write_to(page: Page[Any], partner: str, place: Path) -> None:
    """Writes a bundle to a file, or under a name of its own into a folder."""
    page.shell.run_job(
        LongWork(
            title=tr("Write bundle: {file}").format(file=place.name),
            work=lambda lent: lent.do(export_bundle, ExportOrder(place, partner)),
            data=Data.SHARED,
            told=_sent,
            then=lambda _: page.desk.changed.emit(SENT),
        )
    )


def write_elsewhere(page: Page[Any], partner: str) -> None:
    """Asks for the file first."""
    save_file(page, tr("Export bundle"), tr("Bundle.kdb"), bundles(), partial(write_to, page, partner))


def write_mail(page: Page[Any], partner: str) -> None:
    """Asks where the draft shall lie; the bundle lies beside it, for whoever attaches it himself."""
    kinds = tr("Mails (*.eml)")
    save_file(page, tr("Mail with the bundle"), tr("Bundle.eml"), kinds, partial(_write_mail, page, partner))


def _write_mail(page: Page[Any], partner: str, draft: Path) -> None:
    page.shell.run_job(
        LongWork(
            title=tr("Write mail: {file}").format(file=draft.name),
            work=partial(_drafted, draft.with_suffix(DRAFT_SUFFIX), partner),
            data=Data.SHARED,
            told=_drafted_ending,
            then=lambda _: page.desk.changed.emit(SENT),
        )
    )


def _drafted(draft: Path, partner: str, lent: Lent) -> ExportedBundle:
    bundle = lent.do(export_bundle, ExportOrder(draft.with_suffix(SUFFIX), partner))
    write_draft(draft, bundle.file, bundle.partner)
    return bundle


def _sent(bundle: ExportedBundle) -> Ending:
    records = sum(bundle.kinds.values())
    sentence = trn("“{file}” written: {n} record.", "“{file}” written: {n} records.", records)
    return Ending(sentence.format(file=bundle.file.name, n=records), remedies=openings(bundle.file)[1:])


def _drafted_ending(bundle: ExportedBundle) -> Ending:
    draft = bundle.file.with_suffix(DRAFT_SUFFIX)
    sentence = tr("The mail “{file}” with the bundle attached lies in “{folder}”. Please open it and send it.")
    open_mail, folder = openings(draft)
    remedies = (replace(open_mail, verb=tr("Open mail")), folder)
    return Ending(sentence.format(file=draft.name, folder=draft.parent), remedies=remedies)
