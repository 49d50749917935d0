"""Views of lists for all, as the house keeps them."""

from __future__ import annotations

from typing import Any

from kammerdesk.ui.kit.shared_views import Looks, SharedViews


def sharing() -> SharedViews:
    """How they are read and changed."""
    from kammerdesk.store import shared_views as store  # the window is made before the house is opened

    kind = store.SharedView.__tablename__
    return SharedViews(kind, shared_looks, store.share_view, store.SharedViewOrder, store.remove_shared_view)


def shared_looks(session: Any) -> Looks:
    """What every view for all says, by list and name."""
    from kammerdesk.store.shared_views import shared_views

    looks: dict[str, dict[str, str]] = {}
    for row in shared_views(session):
        looks.setdefault(row.page, {})[row.name] = row.look
    return looks
