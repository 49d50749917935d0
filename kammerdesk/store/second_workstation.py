"""Another workstation of the house: a copy of its data, made while they stand still, with a replica of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from kammerdesk.store import keys
from kammerdesk.store.copying import copy_whole
from kammerdesk.store.incarnation import AnewOrder, go_on_as_copy
from kammerdesk.store.making import making
from kammerdesk.store.merging import merge_log
from kammerdesk.store.places import refuse_unsafe_place
from kammerdesk.store.store import Store


def make_workstation(store: Store, folder: Path) -> str:
    """Copies everything into an empty folder, which may be carried to another computer; returns the new replica.

    A key in a file (sealed under the passphrase) goes with it; one in the keyring is kept for this computer, and typed
    in from the recovery sheet on another. Raises KammerError when there are data already, or no space.
    """
    refuse_unsafe_place(folder)
    with making(folder) as part:
        with store.standing_still() as source:
            copy_whole(source, part)
        kept = store.file.parent / keys.KEY_FILE
        if kept.exists():
            shutil.copyfile(kept, folder / keys.KEY_FILE)
        else:
            keys.keep_key(folder, store.key)
        copy = Store.of_file(part, store.key, user=store.user, clock=store.clock)
        try:
            replica = copy.do(go_on_as_copy, AnewOrder()).value
        finally:
            copy.close()
        merge_log(part, store.key)
    return replica
