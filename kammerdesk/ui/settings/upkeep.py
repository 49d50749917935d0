"""What the house does for the window beside its pages: steps back, rights, drafts, and what unlocks it.

The window is made before the house is opened, so everything heavy is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kammerdesk.base.differences import Gone, LaterWork, Past, RecordCopy, Side
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.app_lock import MINUTES, MOST_MINUTES
from kammerdesk.ui.kit.draft_shelf import Draft
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.undo_menu import Step, Steps
from kammerdesk.ui.kit.upkeep import Forbidden

if TYPE_CHECKING:
    from kammerdesk.store.actions import Action, Role
    from kammerdesk.store.store import Store


def house_actions() -> list[Action]:
    """Every action of the house in the order of its words."""
    from kammerdesk.base.folding import sort_key
    from kammerdesk.office.actions import declare_actions
    from kammerdesk.store.actions import declared_actions

    declare_actions()
    return sorted(declared_actions(), key=lambda each: sort_key(tr(each.words)))


class HouseHistory:
    """The journal, as the menu wants it."""

    def steps(self, session: Any) -> Steps:
        """What this user can take back or do again now."""
        from kammerdesk.office.actions import declare_actions
        from kammerdesk.store.house import house_of
        from kammerdesk.store.undo import redoable, undoable

        declare_actions()  # the journal keeps their names only
        user = house_of(session).user
        last, undone = undoable(session, user), redoable(session, user)
        return Steps(
            None if last is None else Step(last.id, last.words),
            None if undone is None else Step(undone.reverts or undone.id, undone.words),
        )

    def undo(self) -> Callable[[Any, int], object]:
        """The action that takes back an entry."""
        from kammerdesk.store.undo import undo

        return undo

    def choosing(self, error: LaterWork, choice: Mapping[str, Side]) -> tuple[Callable[[Any, Any], object], Any]:
        """The action that takes back an entry but for the fields that shall stay, and its order."""
        from kammerdesk.store.undo import undo_chosen
        from kammerdesk.store.undo_choice import UndoChoice

        return undo_chosen, UndoChoice(error.entry, error.seen, choice)

    def redo(self) -> Callable[[Any, int], object]:
        """The action that does an undone entry again."""
        from kammerdesk.store.undo import redo

        return redo


def rights(session: Any, only_reading: str = "") -> Forbidden:
    """What this user may not do; `only_reading` is why nobody may change anything now."""
    from kammerdesk.store.house import house_of
    from kammerdesk.store.users import role_of

    return partial(_forbidden, role_of(session, house_of(session).user), only_reading)


def _forbidden(role: Role, only_reading: str, action: str) -> str:
    """Why a role may not carry out an action; what is no action at all is forbidden to nobody."""
    from kammerdesk.store.actions import declared_actions, refuse_without_right

    if action not in {declared.name for declared in declared_actions()}:
        return ""
    if only_reading:
        return only_reading
    try:
        refuse_without_right(action, role)
    except KammerError as error:
        return str(error)
    return ""


def exporting() -> Callable[[Any, Any], Path]:
    """The action that writes a list of persons and notes that it left."""
    from kammerdesk.office.lists import export_list

    return export_list


def titles(session: Any, uids: Sequence[UUID]) -> Mapping[UUID, str]:
    """What live records are called; what is gone is left out."""
    from kammerdesk.store.titles import live_titles
    from kammerdesk.sync.records import schema

    schema()  # else kinds of rooms nobody entered yet would be unknown
    return live_titles(session, uids)


class HouseDrafts:
    """The drafts in the database; a form is known there by its page and its key, which is the name of its action."""

    def found(self, store: Store) -> list[Draft]:
        """All drafts of this user, the newest first."""
        from kammerdesk.office.actions import declare_actions
        from kammerdesk.store.actions import action_named
        from kammerdesk.store.titles import live_titles

        declare_actions()
        found = []
        for kept in store.drafts.all():
            page, _, form = kept.form.partition("/")
            words = tr(action_named(form).words)
            if kept.subject is not None:
                named = store.ask(live_titles, [kept.subject]).get(kept.subject, tr("a removed record"))
                words = f"{words} – {named}"
            found.append(Draft(page, form, words, kept.typed, kept.saved_at, kept.subject))
        return found

    def keep(self, store: Store, draft: Draft) -> bool:
        """Keeps a draft instead of the former one; False where its record was erased."""
        return store.drafts.keep(f"{draft.page}/{draft.form}", draft.subject, draft.typed)

    def erased(self, store: Store, subjects: Collection[UUID]) -> Collection[UUID]:
        """Those of the records that were erased for good."""
        from kammerdesk.store.erasure import buried

        return store.ask(lambda session: buried(session.connection(), subjects))

    def drop(self, store: Store, draft: Draft) -> None:
        """Forgets a draft."""
        store.drafts.drop(f"{draft.page}/{draft.form}", draft.subject)


class HouseRecords:
    """Single records, as the editor in the detail of a page wants them."""

    def copy(self, session: Any, kind: str, uid: UUID, entry: int | None = None) -> RecordCopy | None:
        """A record to be edited."""
        from kammerdesk.store.editing import record_copy

        return record_copy(session, kind, uid, entry)

    def past(self, session: Any, kind: str, uid: UUID) -> Sequence[Past]:
        """What happened to a record, the newest first."""
        from kammerdesk.office.actions import declare_actions
        from kammerdesk.store.editing import record_past

        declare_actions()  # the journal keeps their names only
        return record_past(session, kind, uid)

    def gone(self, session: Any, kind: str, uid: UUID) -> Gone | None:
        """Who removed a record and when; None while it is there."""
        from kammerdesk.store.editing import gone

        return gone(session, kind, uid)

    def restoring(self, kind: str, uid: UUID) -> tuple[Callable[[Any, Any], int], Any]:
        """The action that brings a record back from the Papierkorb, and its order."""
        from kammerdesk.store.trash import RestoreOrder, restore_removed

        return restore_removed, RestoreOrder(kind, uid)


class WindowGuard:
    """Opens the hidden window with the passphrase of the data or, where the keyring has their key, a password for it.

    Of that password nothing is kept but a random value sealed under it, in what the window remembers.
    """

    def __init__(self, folder: Path, memory: Memory) -> None:
        self._folder = folder
        self._memory = memory

    @property
    def minutes(self) -> int:
        """After how many minutes the window is hidden; 0 for never."""
        text = self._memory.text("lock/minutes", str(MINUTES))
        return min(int(text), MOST_MINUTES) if text.isdecimal() else MINUTES

    def has_passphrase(self) -> bool:
        """Whether the data themselves have one, which opens the window too."""
        from kammerdesk.store.keys import Protection, protection

        return protection(self._folder) is Protection.PASSPHRASE

    def can_open(self) -> bool:
        """Whether there is anything to open it with."""
        return bool(self._memory.text("lock/sealed")) or self.has_passphrase()

    def opens(self, secret: str) -> bool:
        """Whether this is the secret; half a second, by design."""
        if self.has_passphrase():
            return _opens_data(self._folder, secret)
        from kammerdesk.store.keys.sealing import Damaged, WrongPassphrase, unseal

        try:
            unseal(self._memory.text("lock/sealed").encode(), secret)
        except WrongPassphrase:
            return False
        except Damaged:
            return True  # nobody could ever open it again; the data have their own key
        return True

    def keep(self, minutes: int, password: str | None) -> None:
        """Sets when the window is hidden and the password that opens it; "" takes it away, None leaves it."""
        import secrets

        from kammerdesk.store.keys.sealing import seal

        self._memory.keep("lock/minutes", str(minutes))
        if password is not None:
            sealed = seal((secrets.token_hex(32),), password).decode() if password else ""
            self._memory.keep("lock/sealed", sealed)
        self._memory.flush()


def _opens_data(folder: Path, secret: str) -> bool:
    from kammerdesk.store.keys import stored_key

    def once(again: bool) -> str:
        if again:
            raise KammerError("")
        return secret

    try:
        stored_key(folder, once)
    except KammerError:
        return False
    return True
