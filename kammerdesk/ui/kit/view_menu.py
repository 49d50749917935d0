"""The button that says which view a list is in, with a dot once it was changed, and keeps views."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.list_tools import entry, tick
from kammerdesk.ui.kit.theme import Density
from kammerdesk.ui.kit.views import ListView, Scope, ViewShelf
from kammerdesk.ui.kit.widgets import Button, escaped

NAME_LENGTH = 40


class Viewed(Protocol):
    """A list, as the menu sees it."""

    def look(self) -> ListView:
        """How it is looked at now, without a name."""
        ...

    def look_like(self, view: ListView) -> None:
        """Looks as a view says."""
        ...


class Sharing(Protocol):
    """How views for all are changed; each is an action of its own."""

    @property
    def reason(self) -> str:
        """Why the user may not; "" when there is nothing against it."""
        ...

    def share(self, view: ListView) -> None:
        """Keeps a view for all under its name."""
        ...

    def remove(self, name: str) -> None:
        """Takes a view away from all."""
        ...


class ViewMenu(QObject):
    """Belongs to one list; without a shelf nothing is kept and there is no button to see."""

    told = Signal(str, object)
    """A sentence, and a Remedy or None."""

    def __init__(self, viewed: Viewed, shelf: ViewShelf | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewed = viewed
        self._shelf = shelf
        self._parent = parent
        self.standard = ListView()
        self.current = self.standard
        self.sharing: Sharing | None = None
        """Where views for all are kept, if they are anywhere."""
        self._wish: str | None = None
        """A view that shall be opened as soon as it is known."""
        self.button = Button("")
        self._menu = QMenu(self.button)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        if shelf is None:
            self.button.hide()

    def begin(self) -> None:
        """Opens the view the list shall begin with."""
        first = self._shelf.first if self._shelf is not None else ""
        if first:
            self.open(first)
        else:
            self._wish = ""
            self.follow()

    def take_shared(self, looks: Mapping[str, str]) -> None:
        """Takes the views for all as they are now; one that was waited for is opened."""
        if self._shelf is None:
            return
        self._shelf.share(looks)
        wish, self._wish = self._wish, None
        if wish == "" and not self.current.name and not self.is_changed:
            wish = self._shelf.first
        if wish:
            self.open(wish)
        else:
            self.follow()

    @property
    def is_changed(self) -> bool:
        """Whether the list looks different from what its view says."""
        return replace(self._viewed.look(), name=self.current.name) != self.current

    def follow(self) -> None:
        """Says which view it is, and whether it was changed."""
        name = self.current.name or tr("Standard")
        mark = " •" if self.is_changed else ""
        self.button.setText(escaped(tr("View: {name}").format(name=shorten(name, 24)) + mark))
        said = tr("View: {name}, changed") if mark else tr("View: {name}")
        self.button.setAccessibleName(said.format(name=name))

    def open(self, name: str) -> None:
        """Shows a saved view; "" is how the list comes."""
        view = self.standard if not name or self._shelf is None else self._shelf.view(name)
        if view is None and self._shelf is not None and self._shelf.scope(name) is None:
            self._wish = name
            return
        if view is None:
            sentence = tr(
                "The view “{name}” was saved by a newer version of the program. It is kept and can be used there."
            )
            self.told.emit(sentence.format(name=name), None)
            self.follow()
            return
        self._viewed.look_like(view)
        # what the list makes of it is what it is compared with: a view may name columns that are no more
        self.current = replace(self._viewed.look(), name=view.name)
        self.follow()

    @property
    def stable_name(self) -> str:
        """The name of the view the list is in, the same in every language; "" for how it comes."""
        return self._shelf.stable(self.current.name) if self._shelf is not None else ""

    def given_filters(self, key: str) -> Sequence[str]:
        """What the views the list comes with say of a column: msgids."""
        return self._shelf.given_filters(key) if self._shelf is not None else ()

    def resume(self, stable: str, saved: ListView, look: ListView) -> None:
        """Goes on in a view of this stable name, which says what is `saved`; the list looks like `look`."""
        if self._shelf is None:
            return
        self._wish = None
        self._viewed.look_like(look)
        name = self._shelf.shown(stable) if stable else ""
        self.current = replace(saved, name=name or stable)  # those for all are still to come
        self.follow()

    # --- the menu ---

    def _fill(self) -> None:
        menu, shelf = self._menu, self._shelf
        menu.clear()
        if shelf is None:
            return
        tick(menu, tr("Standard"), not self.current.name, lambda _: self.open(""))
        for name in shelf.names():
            words = tr("{name} (from a newer version)").format(name=name) if shelf.is_newer(name) else name
            mark = tr("for all") if shelf.scope(name) is Scope.ALL else ""
            tick(menu, f"{escaped(words)}\t{mark}".rstrip(), name == self.current.name, self._opener(name))
        menu.addSeparator()
        named, changed, scope = bool(self.current.name), self.is_changed, shelf.scope(self.current.name)
        may_change = scope is not Scope.GIVEN and not self._reason(scope)
        entry(menu, tr("&Save view"), self.save, enabled=named and changed and may_change)
        entry(menu, tr("Save view &as …"), self.ask_name)
        entry(menu, tr("&Reset"), lambda: self.open(self.current.name), enabled=changed)
        entry(menu, tr("&Delete view"), self.remove, enabled=named and may_change)
        menu.addSeparator()
        first = tick(menu, tr("Use when &opening"), shelf.first == self.current.name, self._set_first)
        first.setEnabled(named or bool(shelf.first))
        today = tick(menu, tr("Show on &Today"), self.current.name in shelf.on_today, self._set_today)
        today.setEnabled(named)
        if self.sharing is not None:
            self._add_sharing(menu, scope)
        self._add_densities(menu.addMenu(tr("D&ensity of this list")))

    def _reason(self, scope: Scope | None) -> str:
        """Why a view cannot be changed here."""
        return self.sharing.reason if scope is Scope.ALL and self.sharing is not None else ""

    def _add_sharing(self, menu: QMenu, scope: Scope | None) -> None:
        assert self.sharing is not None
        shared = tick(menu, tr("For &all"), scope is Scope.ALL, self._set_shared)
        shared.setEnabled(scope in (Scope.OWN, Scope.ALL) and not self.sharing.reason)
        shared.setToolTip(self.sharing.reason or tr("Everybody in the house has this view in the menu of the list."))

    def _opener(self, name: str) -> Callable[[bool], None]:
        return lambda _: self.open(name)

    def _add_densities(self, menu: QMenu) -> None:
        words = {
            "": tr("As the window"),
            Density.COMPACT.name: tr("Compact"),
            Density.STANDARD.name: tr("Standard"),
            Density.COMFORTABLE.name: tr("Comfortable"),
        }
        here = self._viewed.look()
        for name, said in words.items():
            tick(menu, said, here.density == name, self._density_setter(name))

    def _density_setter(self, name: str) -> Callable[[bool], None]:
        return lambda _: self._set_density(name)

    def _set_density(self, name: str) -> None:
        self._viewed.look_like(replace(self._viewed.look(), density=name))
        self.follow()

    def _set_first(self, on: bool) -> None:
        if self._shelf is not None:
            self._shelf.first = self.current.name if on else ""

    def _set_today(self, on: bool) -> None:
        if self._shelf is not None:
            self._shelf.show_on_today(self.current.name, on)

    def _set_shared(self, on: bool) -> None:
        """One's own copy stays when a view is shared, so that taking that back loses nothing."""
        if self._shelf is None or self.sharing is None:
            return
        name = self._shelf.shared_name(self.current.name)
        if on:
            self.sharing.share(self.current)
        else:
            if self._shelf.scope(name) is not Scope.OWN:
                self._shelf.keep(replace(self.current, name=name))
            self.current = replace(self.current, name=name)
            self.sharing.remove(name)

    def show_saved(self, view: ListView) -> None:
        """A view was saved as it looks now."""
        self.current = view
        self.follow()

    def save(self) -> None:
        """Keeps the view as the list looks now."""
        if self._shelf is not None and self._shelf.scope(self.current.name) is Scope.ALL:
            if self.sharing is not None:
                self.sharing.share(replace(self._viewed.look(), name=self._shelf.shared_name(self.current.name)))
        else:
            self._keep(self.current.name)

    def _keep(self, name: str) -> None:
        if self._shelf is not None:
            self.current = replace(self._viewed.look(), name=name)
            self._shelf.keep(self.current)
            self.told.emit(tr("View “{name}” saved.").format(name=name), None)
            self.follow()

    def ask_name(self) -> None:
        """Asks how a new view is to be called."""
        from kammerdesk.ui.kit.dialogs import FormDialog  # not needed before the first paint
        from kammerdesk.ui.kit.fields import TextEdit
        from kammerdesk.ui.kit.form import FieldSpec, FormSpec

        field = FieldSpec(key="name", title=N_("Name"), make=lambda: TextEdit(limit=NAME_LENGTH), required=True)
        spec = FormSpec(
            key="save_view",
            title=N_("Save view"),
            verb=N_("Save"),
            fields=[field],
            order=lambda name: str(name),
            draft=False,
        )

        def submit(name: str) -> None:
            dialog.answered()
            if self._shelf is not None and name in self._shelf.names():
                sentence = tr("There already is a view “{name}”. Please choose another name.")
                dialog.show_refusal(refuse("name", sentence.format(name=name)))
            else:
                dialog.accept()
                self._keep(name)

        dialog = FormDialog(spec, submit, parent=self._parent.window())
        dialog.open()

    def remove(self) -> None:
        """Forgets the view; it can be had back as long as the sentence stands there."""
        if self._shelf is None or not self.current.name:
            return
        gone, shelf = self.current, self._shelf
        if shelf.scope(gone.name) is Scope.ALL and self.sharing is not None:
            self.sharing.remove(shelf.shared_name(gone.name))
            self.open("")
            return
        shelf.remove(gone.name)
        self.open("")

        def restore() -> None:
            shelf.keep(gone)
            self.open(gone.name)

        self.told.emit(tr("View “{name}” deleted.").format(name=gone.name), Remedy(tr("Undo"), restore))
