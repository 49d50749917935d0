"""A PostgreSQL of our own for tests, bench and soak: thrown away afterwards; no server of the machine is touched."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import URL

_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB"}
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "20",
    "autovacuum": "off",
    "timezone": "UTC",
}
_USER = "kammerdesk"
_ROOM = 2 << 30


class Server:
    """A running server; it listens to a socket in its own folder only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = count(1)

    def url(self, database: str = "postgres", user: str = _USER) -> URL:
        """The address of one of its databases."""
        return URL.create("postgresql+psycopg", user, database=database, query={"host": str(self._folder)})

    def new_database(self, options: str = "ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0") -> URL:
        """An empty database."""
        name = f"hub{next(self._number)}"
        self.run(f"CREATE DATABASE {name} {options}")
        return self.url(name)

    def run(self, statement: str) -> None:
        """A statement outside any of those databases."""
        with psycopg.connect(f"host={self._folder} user={_USER} dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


def programs() -> Path | None:
    """Where the newest server on this machine has its programs; None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).parent if on_path else None


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server as long as the block lasts; `programs` must have found one. Only a durable one waits for the disk.

    Sockets need a short path, and it must not run as root.
    """
    bin_, as_user = programs(), _other_user()
    assert bin_ is not None
    settings = _SETTINGS if durable else _SETTINGS | _QUICK
    with tempfile.TemporaryDirectory(prefix="kdpg-", dir=None if durable else _memory()) as name:
        folder = Path(name)
        if as_user is not None:
            os.chown(folder, as_user, -1)
        data = folder / "data"

        def run(*command: str | Path) -> None:
            quiet = {"LC_ALL": "C", "PATH": os.defpath}
            done = subprocess.run(command, user=as_user, cwd=folder, env=quiet, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr + done.stdout

        run(bin_ / "initdb", "-D", data, "-U", _USER, "--auth=trust", "--locale=C", "--encoding=UTF8", "--no-sync")
        lines = "".join(f"{key} = '{value}'\n" for key, value in settings.items())
        (data / "pg_hba.conf").write_text("local all locked scram-sha-256\nlocal all all trust\n", encoding="ascii")
        with (data / "postgresql.auto.conf").open("a") as file:
            file.write(f"{lines}unix_socket_directories = '{folder}'\n")
        run(bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "start")
        try:
            with _stopped_after_us(bin_, folder, as_user):
                yield Server(folder)
        finally:
            run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextmanager
def _stopped_after_us(bin_: Path, folder: Path, as_user: int | None) -> Iterator[None]:
    """Whoever is killed inside the block leaves no server behind: a shell waits for the end of our pipe to it."""
    script = 'cat > /dev/null; "$0/pg_ctl" -D "$1/data" -m immediate stop; rm -rf "$1"'
    guard = subprocess.Popen(
        ["sh", "-c", script, bin_, folder],
        user=as_user,
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        guard.kill()
        guard.communicate()


def _memory() -> str | None:
    """A folder in memory, where there is one with room: containers have 64 MB of it."""
    place = "/dev/shm"
    has_room = os.access(place, os.W_OK) and shutil.disk_usage(place).free > _ROOM
    return place if has_room else None


def _other_user() -> int | None:
    """Root gives the server to the user that Debian's package made for it, or to nobody; others keep it."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return known.get("postgres", known.get("nobody"))
