"""The same bundle taken in by a hub on PostgreSQL, where the machine has one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kammerdesk.store.store import Store
from kammerdesk.sync.hub import found_hub
from kammerdesk.sync.service import ImportOrder, establish_demonstration_keys, import_bundle
from tools.bench.measure import Cost, weighed
from tools.bench.store_world import empty_folder
from tools.postgres import Server, programs, running


@contextmanager
def server() -> Iterator[Server | None]:
    """A server that waits for the disk, as our files do; None where none is installed."""
    if programs() is None:
        yield None
    else:
        with running(durable=True) as found:
            yield found


def taken_by_hub(server: Server, house: Store, bundle: Path) -> Cost:
    """What it costs an empty hub of a house to take in a bundle of the partner; the server's own processor apart."""
    with closing(found_hub(house, server.new_database(), empty_folder("hub"))) as hub:
        hub.do(establish_demonstration_keys, None)
        with weighed() as told:
            hub.do(import_bundle, ImportOrder(bundle))
    return told()
