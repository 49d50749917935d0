"""Who works here."""

from __future__ import annotations

import pytest

from kammerdesk.base.user import user_name


@pytest.mark.parametrize("variable", ["LOGNAME", "USER", "LNAME", "USERNAME"])
def test_nobody_takes_the_rights_of_another_by_a_variable(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    before = user_name()
    monkeypatch.setenv(variable, "head-of-the-house")
    assert user_name() == before
