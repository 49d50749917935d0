"""The draft of a record on the shelf, where two editors of the same record may lay what was typed into each."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kammerdesk.base.differences import RecordCopy
from kammerdesk.ui.kit.draft_shelf import READ_AT, Draft, DraftShelf


class RecordDraft:
    """One editor's share of it: what another put there stays; in the same field, what was kept last counts."""

    def __init__(self, shelf: DraftShelf, page: str, form: str) -> None:
        self._shelf = shelf
        self._place = page, form
        self._mine: Collection[str] = ()
        """The fields that lie there from here."""

    def take_on(self, draft: Draft) -> None:
        """All of this draft stands in the fields of this editor now."""
        self._mine = tuple(draft.fields)

    def let_go(self) -> None:
        """Another record is edited here; what was typed into the former one stays."""
        self._mine = ()

    def keep(self, copy: RecordCopy, typed: Mapping[str, str]) -> None:
        """Lays there what is typed here now, instead of what this editor laid there before."""
        draft = self.draft(copy, typed)
        former = self._shelf.of(*self._place).get(copy.uid)
        self._mine = tuple(typed)
        if not draft.fields:
            self._shelf.take_away(*self._place, copy.uid)
        elif typed or former is None or former.typed != draft.typed:
            self._shelf.put(draft)

    def draft(self, copy: RecordCopy, typed: Mapping[str, str]) -> Draft:
        """What is typed here, and what others laid there; of several versions it is upon the oldest."""
        former = self._shelf.of(*self._place).get(copy.uid)
        others = {key: text for key, text in former.fields.items() if key not in self._mine} if former else {}
        entry = min(copy.entry, former.read_at) if former is not None and others else copy.entry
        texts = {**others, **typed, READ_AT: str(entry)}
        return Draft(*self._place, copy.title, texts, self._shelf.now(), copy.uid)

    def is_missing(self, copy: RecordCopy, typed: Mapping[str, str]) -> bool:
        """Whether something typed here does not lie there any more, because another editor was saved or emptied."""
        lying = self._shelf.of(*self._place).get(copy.uid)
        return lying is None or not typed.keys() <= lying.fields.keys()
