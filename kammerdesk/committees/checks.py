"""Whether every committee and delegation is made up as the law wants it today."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from kammerdesk.base.i18n import N_
from kammerdesk.base.verdicts import State
from kammerdesk.committees.queries import judged_committees
from kammerdesk.store.checks import Check, Fault


def _broken_rules(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    """Every broken rule of §§ 39 to 42 BBiG; warnings stand on the page of committees."""
    for judged in judged_committees(session):
        for verdict in judged.verdicts:
            if verdict.state is State.BROKEN:
                name = judged.committee.name
                facts = {"committee": name, "rule": verdict.rule, "paragraph": verdict.paragraph}
                told = f"{name}: {verdict.sentence} ({verdict.paragraph})"
                yield Fault(told, "committee", judged.id, facts | {"sentence": verdict.sentence})


CHECKS = (Check("committees", N_("Committees and their seats"), _broken_rules, finding=True),)
"""People have to mend these: they appoint somebody."""
