"""A thief with the folder but without the key finds no name of the data in any file, whatever was done to them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.cli.main import run
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.backup import back_up
from kammerdesk.store.pages import wal_of
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work

SHORTEST = 6
"""Letters of the names looked for; shorter ones stand in any file by chance."""


def found_firm(work: Work, name: str) -> None:
    """One more record, so that the log holds something."""
    work.add(Organisation(name=name, kind="company"))


def fail_with(work: Work, name: str) -> None:
    """Fails in the middle, with a name in the hands of the engine."""
    work.add(Organisation(name=name, kind=None))
    work.session.flush()


def names(session: Session) -> set[str]:
    """Last names, firms and mail addresses."""
    columns = (Person.last_name, Person.mail, Organisation.name)
    found = {value for column in columns for value in session.scalars(select(column)) if value}
    return {name for name in found if len(name) >= SHORTEST}


def betrayed(places: list[Path], wanted: set[str]) -> list[str]:
    """Each file below the places in which a name can be read, in any of the usual encodings."""
    signs = {name.encode(code, "ignore") for name in wanted for code in ("utf-8", "utf-16-le", "cp1252")}
    found = []
    for file in (file for place in places for file in place.rglob("*") if file.is_file()):
        content = file.read_bytes()
        found += [f"{file.name}: {sign!r}" for sign in signs if sign in content]
    return found


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration house; all temporary files and what the platform keeps lie beside it."""
    for variable, name in (("KAMMERDESK_STATE", "state"), ("TMPDIR", "tmp"), ("XDG_DATA_HOME", "platform")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    assert run(["demo", "--data", str(tmp_path / "house"), "--chamber", "bs"]) == 0
    (tmp_path / "house" / "Import-Beispiel_Prueflinge.csv").unlink()  # made to be read, of invented people
    return tmp_path


def test_no_file_of_a_house_at_work_shows_a_name(house: Path) -> None:
    data = house / "house"
    store = Store.open(data, user="kroeger")
    store.do(found_firm, "Geheimwerk Unverwechselbar GmbH")
    store.drafts.keep("person", None, {"name": "Entwurfsname Verschwiegen"})
    back_up(store)
    with pytest.raises(Exception, match="NOT NULL"):
        store.do(fail_with, "Scheiterer Verborgen KG")
    wanted = store.ask(names) | {"Unverwechselbar", "Verschwiegen", "Verborgen"}
    assert len(wanted) > 100
    assert wal_of(data / DATABASE_NAME).stat().st_size > 0
    assert betrayed([house], wanted) == []
    store.close()
    assert run(["check", "--data", str(data)]) == 0
    assert run(["history", "--data", str(data)]) == 0
    assert run(["backup", "make", "--data", str(data)]) == 0
    assert run(["key", "change", "--data", str(data)]) == 0
    assert betrayed([house], wanted) == []


def test_the_search_for_names_would_find_one(house: Path) -> None:
    (house / "house" / "leak.txt").write_text("Frau Unverwechselbar", encoding="utf-16-le")
    (found,) = betrayed([house], {"Unverwechselbar"})
    assert found.startswith("leak.txt")


def test_a_killed_program_leaves_no_name_behind(house: Path) -> None:
    """The log and the shared memory of a store that was never closed are read too."""
    script = (
        "import os, sys; from pathlib import Path; from kammerdesk.store.store import Store; "
        "from tests.test_thief import found_firm; store = Store.open(Path(sys.argv[1]), user='kroeger'); "
        "store.do(found_firm, 'Abbruch Unverwechselbar AG'); os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", script, str(house / "house")], cwd=root, env=dict(os.environ), check=False)
    assert wal_of(house / "house" / DATABASE_NAME).stat().st_size > 0
    assert betrayed([house], {"Unverwechselbar"}) == []
    store = Store.open(house / "house", user="kroeger")
    assert "Abbruch Unverwechselbar AG" in store.ask(names)
    store.close()
