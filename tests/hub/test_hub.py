"""The hub by itself: what it refuses, in sentences; its key; writers who meet; a database that was set back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

import psycopg
import pytest
from sqlalchemy import URL, create_engine, select, text, update

from kammerdesk.base.errors import KammerError
from kammerdesk.store import hub as hub_room
from kammerdesk.store import postgres
from kammerdesk.store.hub import Hub
from kammerdesk.store.incarnation import Replica
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.postgres import server_url
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.hub import found_hub
from kammerdesk.sync.model import SyncKey
from kammerdesk.sync.records import schema
from tests.conftest import NOW
from tests.hub.conftest import house_with
from tests.hub.test_contract import assert_alike, insert_plainly
from tests.sync.conftest import Pair
from tests.sync.houses import WindableClock
from tests.sync.test_two_houses import rename
from tools.postgres import Server


def made(url: URL, folder: Path, passphrase: str = "") -> Hub:
    clock = WindableClock(NOW)
    return Hub.create(url, folder, "BS", schema(), user="edv", clock=clock, demonstration=True, passphrase=passphrase)


def opened(url: URL, folder: Path) -> Hub:
    return Hub.open(url, folder, user="edv", clock=WindableClock(NOW))


@pytest.fixture
def hub(url: URL, tmp_path: Path) -> Iterator[Hub]:
    """An empty hub."""
    found = made(url, tmp_path / "hub")
    yield found
    found.close()


def refusal(url: URL, folder: Path) -> str:
    with pytest.raises(KammerError) as told:
        opened(url, folder)
    return str(told.value)


@pytest.mark.parametrize("address", ["", "quatsch", "sqlite:///x.db", "postgresql://a/b", "postgresql+psycopg://a"])
def test_an_address_that_is_none_is_answered_with_an_example(address: str) -> None:
    with pytest.raises(KammerError, match=r"postgresql\+psycopg://kammerdesk@server/kammerdesk"):
        server_url(address)


def test_without_the_driver_a_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(KammerError, match="psycopg"):
        server_url("postgresql+psycopg://a/b")


def test_a_server_that_does_not_answer_is_named_without_the_password(tmp_path: Path) -> None:
    url = server_url(f"postgresql+psycopg://u:streng-geheim@/x?host={tmp_path}")
    told = refusal(url, tmp_path)
    assert "dort antwortet kein PostgreSQL" in told
    assert "streng-geheim" not in told


def test_a_wrong_password_and_a_missing_database_are_told_apart(server: Server, tmp_path: Path) -> None:
    server.run("CREATE ROLE locked LOGIN PASSWORD 'richtig'")
    wrong = server.url("postgres", "locked").set(password="falsch")
    assert "Benutzername oder das Kennwort" in refusal(wrong, tmp_path)
    assert "gibt es auf diesem Server nicht" in refusal(server.url("nirgends"), tmp_path)


def test_a_database_that_sorts_otherwise_is_not_taken(server: Server, tmp_path: Path) -> None:
    url = server.new_database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(KammerError, match="createdb --encoding=UTF8 --locale=C"):
        made(url, tmp_path / "hub")


def test_an_old_server_is_not_taken(url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "LEAST_VERSION", 99)
    with pytest.raises(KammerError, match="99"):
        made(url, tmp_path / "hub")


def test_a_filled_database_is_left_alone(url: URL, tmp_path: Path) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE lohnliste (id INTEGER)"))
    with pytest.raises(KammerError, match="lohnliste"):
        made(url, tmp_path / "hub")
    assert not (tmp_path / "hub").exists()
    engine.dispose()


def test_a_hub_is_not_made_twice_nor_beside_the_data_of_a_workplace(hub: Hub, url: URL, pair: Pair) -> None:
    with pytest.raises(KammerError, match="bereits ein Hub"):
        made(url, pair.folder / "zweiter")
    with pytest.raises(KammerError, match="Arbeitsplatz"):
        made(url, pair.folder / "bs")


def test_an_empty_database_is_no_hub(url: URL, tmp_path: Path) -> None:
    assert "hub init" in refusal(url, tmp_path)


def test_a_hub_of_another_version_is_made_anew_and_not_changed(
    hub: Hub, url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_room, "SCHEMA_VERSION", 99)
    told = refusal(url, hub.folder)
    assert "99" in told
    assert "hub init" in told


def test_the_secret_of_the_house_opens_with_the_key_of_the_hub_only(pair: Pair, url: URL, tmp_path: Path) -> None:
    hub = found_hub(pair.bs, url, tmp_path / "hub", clock=pair.clock)
    secret = pair.bs.ask(lambda session: session.scalars(select(SyncKey.secret).where(SyncKey.chamber == "BS")).one())
    assert secret is not None
    assert hub.ask(lambda session: session.scalars(select(SyncKey.secret)).one()) == secret
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(False)) as connection:
        (stored,) = connection.execute("SELECT secret FROM sync_key").fetchone() or (b"",)
    assert secret not in bytes(stored)
    hub.close()
    other = tmp_path / "anderer"
    shutil.copytree(tmp_path / "hub", other)
    (other / "kammerdesk.key").write_text("ab" * 32)
    assert "nicht der dieses Hubs" in refusal(url, other)
    assert (tmp_path / "hub" / "kammerdesk.key").stat().st_mode & 0o077 == 0


def test_its_key_may_be_sealed_under_a_passphrase(url: URL, tmp_path: Path) -> None:
    made(url, tmp_path / "hub", "vier lange Wörter hier").close()
    assert "Passphrase" in refusal(url, tmp_path / "hub")
    Hub.open(url, tmp_path / "hub", user="edv", passphrase=lambda _again: "vier lange Wörter hier").close()


def write_and_wait(work: Work, order: tuple[Event, Event]) -> int:
    begun, go_on = order
    insert_plainly(work, "Erster")
    begun.set()
    assert go_on.wait(60)
    return work.sequence


def test_who_writes_second_waits_so_that_numbers_follow_commits(hub: Hub, url: URL) -> None:
    """With numbers drawn in another order than commits, a reader could pass by rows that come later under less."""
    other, begun, go_on, numbers = opened(url, hub.folder), Event(), Event(), dict[str, int]()
    first = Thread(target=lambda: numbers.update(first=hub.do(write_and_wait, (begun, go_on)).value))
    second = Thread(target=lambda: numbers.update(second=other.do(sequence_of, None).value))
    before = hub.ask(last_number)
    first.start()
    assert begun.wait(60)
    second.start()
    while not hub.ask(is_somebody_waiting):
        assert second.is_alive()
    assert hub.ask(last_number) == before
    go_on.set()
    first.join()
    second.join()
    assert numbers == {"first": before + 1, "second": before + 2}
    assert hub.ask(last_number) == before + 2
    other.close()


def sequence_of(work: Work, _order: None) -> int:
    insert_plainly(work, "Zweiter")
    return work.sequence


def last_number(session: Any) -> int:
    return int(session.scalars(select(SyncClock.lseq)).one())


def is_somebody_waiting(session: Any) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    return bool(session.execute(text(waiting)).scalar_one())


def replica_of(session: Any) -> str:
    return str(session.scalars(select(SyncClock.replica)).one())


def test_a_database_set_back_goes_on_as_a_new_replica_and_gets_what_it_lost(
    pair: Pair, server: Server, url: URL
) -> None:
    with house_with(pair, pair.folder, url) as house:
        house.three[2].close()
        backup = server.new_database(f"TEMPLATE {url.database}")
        hub = opened_with(url, pair)
        before = hub.ask(replica_of)
        house.three[2] = cast("Store", hub)
        hub.do(rename, (pair.keys["examiner"], "Nur beim Hub geschrieben"))
        house.settle()
        hub.close()
        server.run(f"DROP DATABASE {url.database}")
        server.run(f"ALTER DATABASE {backup.database} RENAME TO {url.database}")
        reopened = opened_with(url, pair)
        house.three[2] = cast("Store", reopened)
        house.taken.clear()
        assert len(reopened.notices) == 1
        assert reopened.ask(replica_of) != before
        house.settle()
        assert_alike(house)


def opened_with(url: URL, pair: Pair) -> Hub:
    return Hub.open(url, pair.folder / "hub", user="edv", clock=pair.clock)


def test_a_database_carried_to_another_server_is_a_hub_of_its_own(hub: Hub, server: Server, url: URL) -> None:
    before = hub.ask(replica_of)
    hub.close()
    carried = server.new_database(f"TEMPLATE {url.database}")
    copy = opened(carried, hub.folder)
    assert len(copy.notices) == 1
    assert copy.ask(replica_of) != before
    assert copy.ask(lambda session: session.get_one(Replica, before).retired_at) is None
    copy.close()
    again = opened(carried, hub.folder)
    assert again.notices == []
    again.close()


def write_nul(work: Work, _order: None) -> None:
    insert_plainly(work, "a\x00b")


def write_too_much(work: Work, _order: None) -> None:
    work.session.execute(update(SyncClock).values(replica="f" * 99))


def write_nothing(work: Work, _order: None) -> None:
    work.session.execute(update(SyncClock).values(entry_id=SyncClock.entry_id))


def test_what_the_server_does_is_told_in_sentences(hub: Hub, server: Server, url: URL) -> None:
    with pytest.raises(KammerError, match="Zeichen"):
        hub.do(write_nul, None)
    with pytest.raises(KammerError, match="passt nicht"):
        hub.do(write_too_much, None)
    server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.database}'")
    with pytest.raises(KammerError, match=r"Hub.*noch einmal"):
        hub.ask(replica_of)
    hub.do(write_nothing, None)
    server.run(f"ALTER DATABASE {url.database} SET default_transaction_read_only = on")
    reading = opened_raw(url, hub)
    with pytest.raises(KammerError, match="nur eine Kopie"):
        reading.do(write_nothing, None)
    reading.close()


def opened_raw(url: URL, hub: Hub) -> Hub:
    """Past the looks at opening, as when a server becomes a standby meanwhile."""
    return Hub(postgres.open_server(url), hub._house, hub.folder)


def test_the_window_starts_without_any_of_it() -> None:
    script = "import sys, kammerdesk.app, kammerdesk.ui.pages; print([n for n in sys.modules if 'psycopg' in n])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
