"""The undo of an import of 10,000 records, beside the import."""

from __future__ import annotations

from sqlalchemy import func, select

from kammerdesk.cli.demo.batches import Batch
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.undo import undo
from kammerdesk.store.work import Work
from tools.bench.measure import Cost, middle, weighed
from tools.bench.report import Line
from tools.bench.store_world import empty_store, packs, record_count

PACK, PACKS = 6_500, 10
AIM = "at most 3 times"


def bring_in(work: Work, pack: list[Batch]) -> int:
    """An import that can be undone."""
    return sum(work.pour(batch.kind, batch.columns) for batch in pack)


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparison; every time in a store of its own that holds other records already."""
    *before, pack = packs(PACK, PACKS)
    costs = [_import_and_undo(before, pack) for _ in range(runs)]
    came, went = middle([cost[0] for cost in costs]), middle([cost[1] for cost in costs])
    line = Line(
        f"undo of an import of {record_count(pack):,} records",
        f"{went.wall:.2f} s ({went.cpu:.2f} CPU)",
        f"the import: {came.wall:.2f} s ({came.cpu:.2f} CPU)",
        f"{went.cpu / came.cpu:.2f} (wall {went.wall / came.wall:.2f})",
        AIM,
    )
    return [line], []


def _import_and_undo(before: list[list[Batch]], pack: list[Batch]) -> tuple[Cost, Cost]:
    with empty_store() as store:
        for earlier in before:
            store.do(bring_in, earlier)
        with weighed() as coming:
            store.do(bring_in, pack)
        entry = store.ask(lambda session: session.scalar(select(func.max(JournalEntry.id))))
        assert entry is not None
        with weighed() as going:
            store.do(undo, entry)
    return coming(), going()
