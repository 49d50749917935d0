"""The exchange folder on the screen: when it was looked into, what lies there, what could not be read and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import N_, tr
from kammerdesk.sync.folder import set_exchange_folder
from kammerdesk.sync.lying import LyingFile, LyingState, set_taking_in
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState, Remedy
from kammerdesk.ui.kit.fields import TickBox
from kammerdesk.ui.kit.files import choose_folder
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import column, label
from kammerdesk.ui.sync.folder_watch import FolderWatch, Standing, folder_watch


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A bundle that lies there; `refusal` is why it could not be taken in."""

    lying: LyingFile
    refusal: str

    @property
    def id(self) -> str:
        """Its name."""
        return self.lying.id


def _state(row: FolderRow) -> Chip:
    if row.refusal:
        return Chip(tr("not readable"), Tone.ERR)
    match row.lying.state:
        case LyingState.WAITS:
            return Chip(tr("new"), Tone.INFO)
        case LyingState.TAKEN:
            return Chip(tr("taken in"), Tone.OK)
        case LyingState.DECLINED:
            return Chip(tr("refused"), Tone.WARN)
        case LyingState.FETCHED:
            return Chip(tr("has arrived"), Tone.OK)
        case _:
            return Chip(tr("not fetched yet"), Tone.NEUTRAL)


def _remark(row: FolderRow) -> str:
    if row.refusal or row.lying.at is None:
        return row.refusal
    return words_of(row.lying.at)


def _direction(row: FolderRow) -> str:
    name = row.lying.partner_name
    return tr("to {chamber}").format(chamber=name) if row.lying.is_ours else tr("from {chamber}").format(chamber=name)


COLUMNS: tuple[Column[FolderRow], ...] = (
    Column(key="made", title=N_("Written"), value=lambda row: row.lying.made_at, sample="00.00.0000 00:00"),
    Column(key="direction", title=N_("Bundle"), value=_direction, sample="0" * 25),
    Column(key="state", title=N_("State"), value=lambda row: _state(row).word, chip=_state),
    Column(key="remark", title=N_("When, or why not"), value=_remark, sample="0" * 14, stretch=True),
    Column(key="file", title=N_("File"), value=lambda row: row.id, spare=True),
)


class FolderTab(QWidget):
    """What the watch knows; Enter looks into a bundle of the partner."""

    def __init__(self, page: Page[Any], watch: FolderWatch, open_file: Callable[[Path], object]) -> None:
        super().__init__()
        self._page = page
        self._watch = watch
        self._open_file = open_file
        self.said = label("", wrap=True)
        self.refused = label("", Role.BODY, wrap=True)
        self.automatic = TickBox(tr("Take in bundles of partners by themselves"))
        self.automatic.edited.connect(self._set_automatic)
        self.empty = EmptyState("inbox", "")
        self.list: DataTable[FolderRow] = DataTable(COLUMNS, tr("Exchange folder"), self.empty, with_filter=False)
        self.list.opened.connect(self._open)
        self.list.current_changed.connect(self._show_refusal)
        body = column(self.said, self.automatic, gap=8)
        body.addWidget(self.list, 1)
        body.addWidget(self.refused)
        self.setLayout(body)
        self.setFocusProxy(self.list)
        watch.looked.connect(self.show_standing)
        self.show_standing()

    @property
    def folder(self) -> Path | None:
        """The folder, as far as it is known already."""
        return self._watch.standing.folder if self._watch.standing is not None else None

    def show_standing(self) -> None:
        """Shows how it stands."""
        found = self._watch.standing or Standing()
        refused = dict(found.refused)
        rows = [FolderRow(one, refused.get(one.id, "")) for one in found.files]
        self.said.setText(_said(found))
        self.automatic.setChecked(found.automatic)
        self.automatic.setVisible(found.folder is not None)
        choose = self._page.commands["choose_exchange_folder"]
        if found.folder is None:
            sentence = tr("There is no exchange folder: bundles are handed over as files or by mail.")
            self.empty.say(sentence, Remedy(choose.text(), choose.trigger))
        else:
            self.empty.say(tr("No bundle lies in the folder."))
        self.list.set_rows(rows)
        self._show_refusal()

    def _show_refusal(self) -> None:
        """Why the bundle under the cursor was not taken in, whole, for the column may be too narrow."""
        row = self.list.table.current()
        self.refused.setText(row.refusal if row is not None else "")
        self.refused.setVisible(row is not None and bool(row.refusal))

    def _set_automatic(self) -> None:
        by_itself = self.automatic.value()
        words = (
            tr("Bundles in the folder are taken in by themselves from now on.")
            if by_itself
            else tr("Bundles in the folder wait from now on until somebody takes them in.")
        )
        self._page.desk.tend(
            lambda store: set_taking_in(store.file.parent, by_itself), then=lambda _: self._told(words), owner=self
        )

    def _told(self, words: str) -> None:
        self._page.shell.toast(words)
        self._watch.look()

    def _open(self) -> None:
        row = self.list.table.current()
        if row is not None and not row.lying.is_ours:
            self._open_file(row.lying.file)


def _said(found: Standing) -> str:
    """Where bundles are exchanged, and when it was looked into last."""
    if found.folder is None and not found.fault:
        return ""
    place = tr("Bundles are exchanged in “{folder}”.").format(folder=found.folder) if found.folder else ""
    if found.fault:
        return " ".join(filter(None, (place, found.fault, tr("It is tried again by itself."))))
    last = tr("Last looked into {moment}.").format(moment=words_of(found.at))
    came = [one.at for one in found.files if one.state is LyingState.TAKEN and one.at is not None]
    return " ".join((place, last, _came(max(came, default=None))))


def _came(moment: datetime | None) -> str:
    if moment is None:
        return tr("Nothing that lies there was taken in yet.")
    return tr("The last bundle was taken in {moment}.").format(moment=words_of(moment))


def choose_exchange_folder(page: Page[Any]) -> None:
    """Asks for the folder of this computer: a share, a cloud folder or a stick."""
    choose_folder(page, tr("Choose exchange folder"), lambda folder: _set_folder(page, folder))


def clear_exchange_folder(page: Page[Any]) -> None:
    """From now on bundles are handed over as files again; what lies there stays."""
    _set_folder(page, None)


def _set_folder(page: Page[Any], folder: Path | None) -> None:
    said = (
        tr("Bundles are exchanged in “{folder}”.").format(folder=folder)
        if folder is not None
        else tr("There is no exchange folder any more; what lies there stays.")
    )

    def tell(_: None) -> None:
        page.shell.toast(said)
        folder_watch(page.desk).look()

    page.desk.tend(lambda store: set_exchange_folder(store.file.parent, folder), then=tell, owner=page)
