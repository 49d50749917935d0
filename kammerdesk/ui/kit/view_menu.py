"""The button that says which view a list is in, with a dot once it was changed, and keeps views."""

from __future__ import annotations

from collections.abc import Callable
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
from kammerdesk.ui.kit.views import ListView, ViewShelf
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
        self._newer = ""
        self.button = Button("")
        self._menu = QMenu(self.button)
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

    # --- the menu ---

    def _fill(self) -> None:
        menu, shelf = self._menu, self._shelf
        menu.clear()
        if shelf is None:
            return
        tick(menu, tr("Standard"), not self.current.name, lambda _: self.open(""))
        for name in shelf.names():
            words = tr("{name} (from a newer version)").format(name=name) if shelf.is_newer(name) else name
            tick(menu, escaped(words), name == self.current.name, self._opener(name))
        menu.addSeparator()
        named, changed = bool(self.current.name), self.is_changed
        entry(menu, tr("&Save view"), self.save, enabled=named and changed)
        entry(menu, tr("Save view &as …"), self.ask_name)
        entry(menu, tr("&Reset"), lambda: self.open(self.current.name), enabled=changed)
        entry(menu, tr("&Delete view"), self.remove, enabled=named)
        menu.addSeparator()
        first = tick(menu, tr("Use when &opening"), shelf.first == self.current.name, self._set_first)
        first.setEnabled(named or bool(shelf.first))
        self._add_densities(menu.addMenu(tr("D&ensity of this list")))

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

    def save(self) -> None:
        """Keeps the view as the list looks now."""
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
        shelf.remove(gone.name)
        self.open("")

        def restore() -> None:
            shelf.keep(gone)
            self.open(gone.name)

        self.told.emit(tr("View “{name}” deleted.").format(name=gone.name), Remedy(tr("Undo"), restore))
