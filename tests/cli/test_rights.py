"""Rights hold on the command line too: whoever may only read changes nothing, whatever the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from kammerdesk.base.user import user_name
from kammerdesk.cli.main import run
from kammerdesk.store.actions import Role
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration house in which we may only read."""
    folder = tmp_path_factory.mktemp("rights") / "house"
    assert run(["demo", "--data", str(folder), "--chamber", "bs"]) == 0
    store = Store.open(folder, user="leitung")
    store.do(give_role, RoleOrder(user_name(), Role.READER))
    store.close()
    return folder


def entries(folder: Path) -> int | None:
    """How many actions were carried out."""
    store = Store.open(folder, user="leitung")
    try:
        return store.ask(lambda session: session.scalar(select(func.count()).select_from(JournalEntry)))
    finally:
        store.close()


@pytest.mark.parametrize(
    "command",
    [
        ["import", "candidates", "{data}/Import-Beispiel_Prueflinge.csv"],
        ["sync", "export", "--out", "{out}"],
        ["undo", "3"],
        ["key", "change"],
        ["key", "sheet", "--out", "{out}/sheet.pdf"],
        ["person", "export", "Becker", "--out", "{out}"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_reader_is_refused_and_nothing_is_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    before = entries(data)
    arguments = [part.format(data=data, out=tmp_path) for part in command]
    assert run([*arguments, "--data", str(data)]) == 2
    assert "Nur lesen" in capsys.readouterr().err
    assert entries(data) == before
    assert list(tmp_path.iterdir()) == []
