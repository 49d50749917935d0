"""What is looked at when data are opened: whether they are older than they were, a copy, or ahead of the clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.door import Door
from kammerdesk.store.erasure import graves_to_reapply, reapply_graves
from kammerdesk.store.guard import Sighting, replicas_of, sightings
from kammerdesk.store.incarnation import (
    AnewOrder,
    CopyAnswer,
    CopyFound,
    Finding,
    clock_notice,
    go_on_after_move,
    go_on_as_copy,
    go_on_from_older_file,
    judge,
    seen_here,
)

Answer = Callable[[CopyFound], CopyAnswer]
"""Asks the user whether data found in two places were copied or moved; raises KammerError when the user gives up."""


def settle(store: Door, folder: Path, answer: Answer | None) -> list[str]:
    """Lets the data of a folder go on as what they are; returns the sentences that the user should read.

    Raises KammerError when they were copied or moved and nobody can be asked which.
    """
    notice = store.ask(clock_notice, store.clock.now())
    now, before = store.ask(seen_here, folder), sightings(folder)
    finding, earlier = judge(now, before)
    notices = [notice] if notice else []
    if finding is Finding.COPY and earlier:
        if _answered(folder, now, earlier, answer) is CopyAnswer.COPY:
            store.do(go_on_as_copy, AnewOrder())
            return [*notices, tr("These data are a workplace of their own from now on.")]
        store.do(go_on_after_move, None)
        finding, earlier = judge(now, before, moved=True)
    if finding is Finding.OLDER and earlier:
        store.do(go_on_from_older_file, _order([one for one in before if _is_about(one, now)]))
        sentence = tr(
            "These data are older than those that were in “{folder}” before: somebody put an older file in their "
            "place. You can go on; what the partner has of the newer ones comes back with its next bundle."
        )
        notices.append(sentence.format(folder=folder))
        notices += _erase_again(store)
    return notices


def _erase_again(store: Door) -> list[str]:
    """What had been erased since does not come back with the older file; returns what stands against it."""
    try:
        if store.ask(graves_to_reapply):
            store.do(reapply_graves, None)
    except KammerError as error:
        return [str(error)]
    return []


def _order(about: list[Sighting]) -> AnewOrder:
    return AnewOrder(max(one.stamp for one in about), replicas_of(about))


def _is_about(sighting: Sighting, now: Sighting) -> bool:
    return now.replica in (sighting.replica, *sighting.ended)


def _answered(folder: Path, now: Sighting, earlier: Sighting, answer: Answer | None) -> CopyAnswer:
    other_machine = bool(earlier.machine and now.machine and earlier.machine != now.machine)
    found = CopyFound(folder, Path(earlier.path), other_machine)
    if answer is None:
        way = tr("Please say which: on the command line with “--as copy” or “--as move”.")
        raise KammerError(f"{found.question} {way}")
    return answer(found)
