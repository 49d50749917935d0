"""Keyrings as platforms have them: one that works, one that forgets, and none."""

from __future__ import annotations

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """A keyring as a platform has one, in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError


class ForgetfulKeyring(MemoryKeyring):
    """A keyring that takes everything and keeps nothing, such as keyring's own null backend."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class NoKeyring(MemoryKeyring):
    """A platform without a keyring."""

    priority = 0

    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError


def use(ring: MemoryKeyring) -> MemoryKeyring:
    """Makes a keyring the one of this platform."""
    keyring.set_keyring(ring)
    return ring
