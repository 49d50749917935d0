"""The key to the data: what protects it, its passphrase, a new key, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.office.house_keys import change_house_key, protect_house_key
from kammerdesk.office.recovery import SheetOrder, print_recovery_sheet
from kammerdesk.store.key_change import ChangedKey
from kammerdesk.store.keys import Protection, fingerprint, keyring_at_hand, protection, stored_key
from kammerdesk.store.store import Store
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.dialogs import FormDialog, decide
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.heading import Heading
from kammerdesk.ui.kit.jobs import Data, LongWork
from kammerdesk.ui.kit.page import Command, Page, PageSpec
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.paper import PrintOrder
from kammerdesk.ui.kit.secret_edit import SecretEdit
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import box, column, label
from kammerdesk.ui.settings.paper import order_of
from kammerdesk.ui.settings.sheet_dialog import refuse_unfit_passphrase

PROTECTION_WORDS = {
    Protection.KEYRING: N_("the keyring of this computer"),
    Protection.PASSPHRASE: N_("a passphrase"),
    Protection.FILE: N_("nothing: the key lies readable beside the data"),
}
_MEANING = {
    Protection.KEYRING: N_("Whoever is logged on here as you can open the data. The folder alone is worthless."),
    Protection.PASSPHRASE: N_(
        "Only the passphrase opens the data, or the recovery sheet. The folder alone is worthless."
    ),
    Protection.FILE: N_("Whoever has the folder can read the data. A passphrase changes that."),
}


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """Where the data lie, what protects their key and its fingerprint, and whether there is a keyring."""

    folder: Path
    protection: Protection
    fingerprint: str
    keyring: bool

    @property
    def is_sealed(self) -> bool:
        """Whether a passphrase opens the data."""
        return self.protection is Protection.PASSPHRASE


def key_standing(store: Store) -> KeyStanding:
    """How it stands with the key of the open data."""
    folder = store.file.parent
    return KeyStanding(folder, protection(folder) or Protection.FILE, fingerprint(store.key), keyring_at_hand())


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseOrder:
    """The passphrase the data have until now ("" without one), and the new one; "" takes it away."""

    present: str = ""
    passphrase: str = ""
    repeated: str = ""

    def ask(self, again: bool) -> str:
        """What the store is told when it asks for the present one."""
        if again:
            raise refuse("present", tr("This is not the passphrase. Nothing was changed."))
        return self.present


PRESENT = FieldSpec(key="present", title=N_("Present passphrase"), make=SecretEdit, required=True)
NEW = (
    FieldSpec(
        key="passphrase",
        title=N_("New passphrase"),
        make=SecretEdit,
        required=True,
        hint=N_("At least 10 characters, for example four words."),
    ),
    FieldSpec(key="repeated", title=N_("Once more"), make=SecretEdit, required=True),
)


class KeysPage(Page[Any]):
    """A sheet to read, and the commands of the head."""

    def __init__(self, spec: PageSpec[Any], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self.standing: Content[KeyStanding] = Content(_sheet)
        body = column(Heading(self), self.standing, gap=12, margin=16)
        body.addStretch(1)
        self.setLayout(body)

    def reload(self) -> None:
        self.desk.tend(key_standing, then=self._show, owner=self)

    def _show(self, found: KeyStanding) -> None:
        self.standing.show_value(found)
        self.refresh_actions()

    def refresh_actions(self) -> None:
        super().refresh_actions()
        found = self.standing.value if hasattr(self, "standing") else None
        for key in ("change_passphrase", "change_key"):
            self.commands[key].setEnabled(found is not None)
        self.commands["remove_passphrase"].setEnabled(found is not None and found.is_sealed)

    # --- the passphrase ---

    def change_passphrase(self) -> None:
        """Asks for a new passphrase."""
        said = tr(
            "From now on this passphrase opens the data. Nobody can tell it to you when you have forgotten it: then"
            " only the recovery sheet helps."
        )
        found = self._found
        form = FormSpec(
            key="change_passphrase",
            title=N_("Change passphrase") if found.is_sealed else N_("Set passphrase"),
            verb=N_("Change passphrase") if found.is_sealed else N_("Set passphrase"),
            explanation=said,
            fields=(PRESENT, *NEW) if found.is_sealed else NEW,
            order=PassphraseOrder,
            draft=False,
        )
        self._fill_in(form, partial(_seal, found.folder), tr("The passphrase is set. Please remember it well."))

    def remove_passphrase(self) -> None:
        """Asks for the present passphrase, which then is needed no more."""
        found = self._found
        said = (
            tr("The key then lies in the keyring of this computer: whoever is logged on as you can open the data.")
            if found.keyring
            else tr(
                "This computer has no keyring: the key then lies readable beside the data, and whoever has the folder"
                " can read them."
            )
        )
        form = FormSpec(
            key="remove_passphrase",
            title=N_("Remove passphrase"),
            verb=N_("Remove passphrase"),
            explanation=said,
            fields=(PRESENT,),
            order=PassphraseOrder,
            draft=False,
        )
        self._fill_in(form, partial(_unseal, found.folder), tr("The data have no passphrase any more."))

    def _fill_in(self, form: FormSpec[PassphraseOrder], work: Callable[[PassphraseOrder], object], done: str) -> None:
        def succeed(_: object) -> None:
            self.shell.toast(done)
            self.reload()

        self._ask_first(form, work, succeed)

    def _ask_first(
        self,
        form: FormSpec[PassphraseOrder],
        work: Callable[[PassphraseOrder], object],
        then: Callable[[PassphraseOrder], object],
    ) -> None:
        """Does `work` in the worker with what was typed; closes the dialog only when that went well."""

        def submit(order: PassphraseOrder) -> None:
            def succeed(_: object) -> None:
                dialog.accept()
                then(order)

            self.desk.tend(
                lambda _: work(order),
                then=succeed,
                refused=dialog.show_refusal,
                finished=dialog.answered,
                owner=dialog,
            )

        dialog = FormDialog(form, submit, parent=self.window())
        dialog.open()

    @property
    def _found(self) -> KeyStanding:
        """Known as soon as a command can be given."""
        assert self.standing.value is not None
        return self.standing.value

    # --- the key ---

    def change_key(self) -> None:
        """Says what a change of key means and, where the key is sealed, asks for the passphrase."""
        found, title = self._found, N_("Change key")
        said = tr(
            "A backup is made, then all data are encrypted anew with a fresh key; that takes a while, and nobody else"
            " may have them open. The recovery sheet you have opens earlier backups only: print the new one at once."
        )
        if not found.is_sealed:
            decide(self, tr(title), said, tr(title), partial(self._change_key, PassphraseOrder()))
            return
        form = FormSpec(
            key="change_key",
            title=title,
            verb=title,
            explanation=said,
            fields=(PRESENT,),
            order=PassphraseOrder,
            draft=False,
        )
        self._ask_first(form, lambda order: stored_key(found.folder, order.ask), self._change_key)

    def _change_key(self, order: PassphraseOrder) -> None:
        work = partial(change_house_key, self._found.folder, order.ask)
        title = tr("Change key")
        self.shell.run_job(LongWork(title=title, work=work, data=Data.ALONE, then=self._say_changed, owner=self))

    def _say_changed(self, changed: ChangedKey) -> None:
        sentence = tr(
            "The key is changed: {current} instead of {former}. Please print the new recovery sheet now; keep the old"
            " one as long as there are backups of before."
        )
        self.shell.inform(sentence.format(current=changed.current, former=changed.former), Tone.OK)
        self.reload()
        self.print_sheet()

    def print_sheet(self) -> None:
        """Shows the sheet with the key, to be printed and locked away."""
        self.desk.tend(_recovery_sheet, then=self.shell.preview, owner=self)


def _seal(folder: Path, order: PassphraseOrder) -> None:
    refuse_unfit_passphrase(order.passphrase, order.repeated, needed=True)
    protect_house_key(folder, order.passphrase, order.ask)


def _unseal(folder: Path, order: PassphraseOrder) -> None:
    protect_house_key(folder, None, order.ask)


def _recovery_sheet(store: Store) -> PrintOrder:
    document = store.do(print_recovery_sheet, SheetOrder(store.key)).value
    return order_of(document, store.clock.now(), tr("Recovery sheet.pdf"))


def _sheet(found: KeyStanding) -> QWidget:
    pairs = Pairs(
        (tr("Protected by"), tr(PROTECTION_WORDS[found.protection])),
        (tr("Fingerprint"), found.fingerprint),
    )
    sheet = tr(
        "The recovery sheet is the only way to the data when this computer is lost. Its fingerprint must be the one"
        " above."
    )
    meaning = label(tr(_MEANING[found.protection]), wrap=True)
    return box(column(pairs, meaning, label(sheet, wrap=True), gap=12))


def _page(page: Page[Any]) -> KeysPage:
    assert isinstance(page, KeysPage)
    return page


PAGE: PageSpec[Any] = PageSpec(
    key="keys",
    title=N_("Key"),
    icon="lock",
    commands=(
        Command(
            key="change_passphrase",
            title=N_("Set or change passphrase …"),
            run=lambda page: _page(page).change_passphrase(),
            shortcut="F2",
            icon="pencil",
            action="note_key_protection",
        ),
        Command(
            key="remove_passphrase",
            title=N_("Remove passphrase …"),
            run=lambda page: _page(page).remove_passphrase(),
            icon="lock-open",
            action="note_key_protection",
        ),
        Command(
            key="change_key",
            title=N_("Change key …"),
            run=lambda page: _page(page).change_key(),
            icon="refresh",
            action="note_key_change",
        ),
        Command(
            key="show_exchange_keys",
            title=N_("Keys of the exchange"),
            run=lambda page: page.shell.go("sync", command="show_keys"),
            shortcut="Ctrl+Shift+K",
            icon="id",
        ),
        Command(
            key="print_recovery_sheet",
            title=N_("Recovery sheet …"),
            run=lambda page: _page(page).print_sheet(),
            shortcut="F7",
            icon="printer",
            primary=True,
        ),
    ),
    view=KeysPage,
)
