"""The protection of data: what is due to be erased and on what law, erasing it, and what must not be erased yet."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.office.retention import (
    HoldOrder,
    Proof,
    Proposal,
    RetentionOrder,
    hold_erasure,
    holds_of,
    release_erasure,
    retention_proposals,
    run_retention,
)
from kammerdesk.store.house import house_of
from kammerdesk.store.record import record_tables
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.content import Content
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.dialogs import fill_in
from kammerdesk.ui.kit.fields import TextEdit
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.form import FieldSpec, FormSpec
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Detail, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.weighing import weigh
from kammerdesk.ui.kit.widgets import box, column, label, link
from kammerdesk.ui.settings.dossier import ask_for_dossier
from kammerdesk.ui.settings.protection_lists import DISCLOSURES, HOLDS, PROOFS, lay_over


def _proposals(session: Any) -> list[Proposal]:
    return retention_proposals(session, house_of(session).today)


def _chip(row: Proposal) -> Chip:
    return Chip(tr("held"), Tone.INFO) if row.holds else Chip(tr("due"), Tone.WARN)


class ProtectionPage(ListPage[Proposal]):
    """The proposals; above them the ways to what was done before."""

    def __init__(self, spec: PageSpec[Proposal], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        ways = [self.commands[each] for each in ("show_proofs", "show_disclosures", "show_holds")]
        body = self.layout()
        assert body is not None
        body.insertWidget(1, flow(*(link(way.text(), way.trigger) for way in ways), gap=16))  # type: ignore[attr-defined]


class ProposalDetail(Detail[Proposal]):
    """Why a record is due, what goes with it, and what holds it."""

    def __init__(self, page: Page[Proposal]) -> None:
        super().__init__()
        self.content: Content[Proposal] = Content(_sheet)
        body = column(self.content)
        body.addStretch(1)
        self.setLayout(body)

    def show_row(self, row: Proposal | None) -> None:
        self.content.show_value(row)


def _sheet(row: Proposal) -> QWidget:
    chip = _chip(row)
    body = column(gap=theme.px(10), margin=theme.px(16))
    body.addWidget(label(row.title, Role.SUBTITLE, wrap=True))
    body.addWidget(flow(ChipLabel(chip.word, chip.tone), label(row.words, Role.SECONDARY)))
    body.addWidget(
        Pairs(
            (tr("Category"), row.rule.category),
            (tr("Law"), row.rule.law),
            (tr("Period"), row.rule.period.words),
            (tr("Due since"), format_date(row.due_since)),
            (tr("Goes with it"), _with_it(row.dependents)),
        )
    )
    if not row.rule.confirmed:
        said = tr("The period is a default of the program. Please have it confirmed by your data protection officer.")
        body.addWidget(label(said, Role.SECONDARY, wrap=True))
    for sentence in row.holds:
        body.addWidget(label(sentence, wrap=True))
    return box(body)


def _with_it(count: int) -> str:
    return trn("{n} more record", "{n} more records", count).format(n=count) if count else ""


def _erase(page: Page[Proposal]) -> None:
    rows = page.selected()
    count, more = len(rows), sum(row.dependents for row in rows)
    consequence = " ".join(
        (
            trn("{n} record is erased for good.", "{n} records are erased for good.", count).format(n=count),
            trn("With it goes {n} more.", "With them go {n} more.", more).format(n=more) if more else "",
            tr(
                "Nobody can bring them back: not by undo, not from the trash. Backups made before still hold them"
                " until their time is over. A proof with numbers and no names is kept."
            ),
        )
    ).replace("  ", " ")
    verb = trn("Erase {n} record", "Erase {n} records", count).format(n=count)
    weigh(page, tr("Erase records"), consequence, verb, count, partial(_run, page, tuple(row.id for row in rows)))


def _run(page: Page[Proposal], chosen: tuple[tuple[str, Any], ...], reason: str) -> None:
    order = RetentionOrder(chosen)
    page.shell.run_job(
        LongWork(
            title=tr("Erase records"),
            work=lambda lent: lent.do(run_retention, order, reason=reason),
            data=Data.SHARED,
            told=_erased,
        )
    )


def _erased(proof: Proof) -> Ending:
    said = trn("{n} record erased, proof {number}.", "{n} records erased, proof {number}.", proof.records)
    return Ending(said.format(n=proof.records, number=proof.number))


def _hold(page: Page[Proposal]) -> None:
    row = page.selected()[0]
    form: FormSpec[HoldOrder] = FormSpec(
        key="hold_erasure",
        title=N_("Hold against erasing"),
        verb=N_("Hold"),
        explanation=tr("“{title}” and all that belongs to it stays until you release it.").format(title=row.title),
        fields=(
            FieldSpec(
                key="reason", title=N_("Reason"), make=TextEdit, required=True, hint=N_("For example a pending remedy.")
            ),
        ),
        order=HoldOrder,
        draft=False,
    )
    done = tr("“{title}” is held.").format(title=row.title)
    fixed = {"kind": row.kind, "uid": row.uid}
    fill_in(page, form, hold_erasure, fixed=fixed, then=lambda _: page.shell.toast(done))


def _release(page: Page[Proposal]) -> None:
    row = page.selected()[0]
    done = tr("“{title}” is released.").format(title=row.title)

    def end(found: list[Any]) -> None:
        for uid in found:
            page.desk.do(release_erasure, uid, then=lambda _: page.shell.toast(done), owner=page)

    page.desk.ask(holds_of, row.kind, row.uid, then=end, owner=page)


PAGE: PageSpec[Proposal] = PageSpec(
    key="protection",
    title=N_("Data protection"),
    icon="shield-check",
    query=_proposals,
    columns=(
        Column(key="title", title=N_("Name"), value=lambda row: row.title, sample="0" * 16, stretch=True),
        Column(key="kind", title=N_("Kind"), value=lambda row: row.words),
        Column(key="since", title=N_("Due since"), value=lambda row: row.due_since, sample="00.00.0000"),
        Column(key="state", title=N_("Status"), value=lambda row: bool(row.holds), chip=_chip),
        Column(
            key="law",
            title=N_("Law"),
            value=lambda row: row.rule.law,
            sample="Art. 17 Abs. 1 Buchst. a DSGVO",
            spare=True,
        ),
        Column(key="more", title=N_("With it"), value=lambda row: row.dependents, right=True, spare=True),
    ),
    shows=frozenset(table.name for table in record_tables(schema())),
    commands=(
        Command(key="show_proofs", title=N_("Proofs of erasing"), run=partial(lay_over, spec=PROOFS), header=False),
        Command(key="show_disclosures", title=N_("Passed on"), run=partial(lay_over, spec=DISCLOSURES), header=False),
        Command(key="show_holds", title=N_("Held against erasing"), run=partial(lay_over, spec=HOLDS), header=False),
        Command(key="export_dossier", title=N_("Everything about a person …"), run=ask_for_dossier, icon="id"),
        Command(
            key="hold_erasure",
            title=N_("Hold …"),
            run=_hold,
            shortcut="F9",
            icon="lock",
            needs=Needs.ONE,
            when=lambda row: not row.holds,
        ),
        Command(
            key="release_erasure",
            title=N_("Release"),
            run=_release,
            icon="lock-open",
            needs=Needs.ONE,
            when=lambda row: bool(row.holds),
        ),
        Command(
            key="run_retention",
            title=N_("Erase …"),
            run=_erase,
            icon="trash",
            needs=Needs.SOME,
            when=lambda row: not row.holds,
            primary=True,
        ),
    ),
    empty=Empty(N_("Nothing is due to be erased.")),
    detail=ProposalDetail,
    view=ProtectionPage,
)
