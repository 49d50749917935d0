"""Views for all: read through the desk, changed by actions, so that each change is one step to take back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.shared_views import Looks, SharedViews
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.view_menu import ViewMenu
from kammerdesk.ui.kit.views import ListView


class ViewSharing(QObject):
    """Between the menu of views of one list (`key`) and the data."""

    def __init__(self, key: str, shared: SharedViews, menu: ViewMenu, desk: Desk, shell: Shell) -> None:
        super().__init__(menu)
        self._key = key
        self._shared = shared
        self._menu = menu
        self._desk = desk
        self._shell = shell
        menu.sharing = self
        desk.changed.connect(self._note_changes)
        desk.turned.connect(self.read)
        self.read()

    @property
    def reason(self) -> str:
        """Why the user may not change views for all; "" when there is nothing against it."""
        return self._shell.forbidden(self._shared.share.__name__) or self._shell.forbidden(self._shared.remove.__name__)

    def read(self) -> None:
        """Asks for the views for all."""
        self._desk.ask(self._shared.read, then=self._take, owner=self)

    def _take(self, looks: Looks) -> None:
        self._menu.take_shared(looks.get(self._key, {}))

    def _note_changes(self, kinds: frozenset[str]) -> None:
        if self._shared.kind in kinds:
            self.read()

    def share(self, view: ListView) -> None:
        """Keeps a view for all under its name."""

        def say(_: object) -> None:
            self._menu.show_saved(view)
            self._shell.toast(tr("View “{name}” saved for all.").format(name=view.name))

        order = self._shared.order(self._key, view.name, view.as_text())
        self._desk.do(self._shared.share, order, then=say, owner=self)

    def remove(self, name: str) -> None:
        """Takes a view away from all; it can be had back by undo."""

        def say(_: object) -> None:
            self._shell.toast(tr("View “{name}” is not for all any more.").format(name=name))

        self._desk.do(self._shared.remove, (self._key, name), then=say, owner=self)
