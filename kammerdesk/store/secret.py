"""A column whose bytes nobody may read who only has the database: sealed where the engine keeps a key for it.

The file of a workplace is encrypted as a whole and needs none. The database of a hub lies open to those who look
after the server, and to its backups; so its engine gets a key that lies elsewhere (see hub.py).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Engine, LargeBinary
from sqlalchemy.types import TypeDecorator

_KEY = "kammerdesk_secret_key"


class Secret(TypeDecorator[bytes]):
    """Bytes, sealed in the database where `seal_secrets` was called."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Sealed, unless the engine has no key."""
        key = getattr(dialect, _KEY, None)
        if value is None or key is None:
            return value
        from kammerdesk.store.keys import sealing

        return sealing.seal_value(value, key)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bytes | None:
        """Opened; raises Damaged when the key does not fit."""
        key = getattr(dialect, _KEY, None)
        if value is None or key is None:
            return value
        from kammerdesk.store.keys import sealing

        return sealing.open_value(bytes(value), key)


def seal_secrets(engine: Engine, key: str) -> None:
    """From now on this engine seals secrets with a key (64 hex digits)."""
    setattr(engine.dialect, _KEY, key)
