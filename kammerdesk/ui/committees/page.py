"""Committees: who sits in them, and whether the law lets them examine."""

from __future__ import annotations

from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.verdicts import State
from kammerdesk.committees import queries
from kammerdesk.committees.queries import JudgedCommittee
from kammerdesk.committees.rules.naming import spoken_name
from kammerdesk.people.chambers import chambers
from kammerdesk.ui.committees.detail import CommitteeDetail
from kammerdesk.ui.committees.judgement import judgement_chip, members_words
from kammerdesk.ui.kit.columns import Chip, Column
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Empty, PageSpec
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.views import ListView


class CommitteesPage(ListPage[JudgedCommittee]):
    """Enter gives the committee the whole page, so that seats and rules stand side by side; Esc brings the list."""

    def open_detail(self) -> None:
        super().open_detail()
        self.list.hide()


def _joint(row: JudgedCommittee) -> Chip | None:
    return Chip(tr("joint"), Tone.PARTNER) if row.committee.joint else None


def _keeper(row: JudgedCommittee) -> Chip | None:
    return None if row.committee.is_ours else Chip(tr("Partner"), Tone.PARTNER)


def _chamber(row: JudgedCommittee) -> str:
    known = chambers().get(row.committee.home)
    return tr("joint") if row.committee.joint else known.code if known else row.committee.home


VIOLATIONS = N_("With violations")

PAGE: PageSpec[JudgedCommittee] = PageSpec(
    key="committees",
    title=N_("Committees"),
    icon="scale",
    query=queries.judged_committees,
    columns=(
        Column(key="number", title=N_("No."), value=lambda row: row.committee.number),
        Column(
            key="name",
            title=N_("Committee"),
            value=lambda row: spoken_name(row.committee.name),
            sample="0" * 28,
            stretch=True,
        ),
        Column(
            key="judgement",
            title=N_("Rules"),
            value=lambda row: -1000 * row.number_of(State.BROKEN) - row.number_of(State.WARNING),
            chip=judgement_chip,
        ),
        Column(
            key="members",
            title=N_("Seats filled"),
            value=lambda row: row.members - row.committee.target_size,
            text=members_words,
            spare=True,
        ),
        Column(key="chamber", title=N_("Chamber"), value=_chamber, text=_chamber, chip=_joint, spare=True),
        Column(key="occupation", title=N_("Occupation"), value=lambda row: row.committee.occupation, spare=True),
        Column(
            key="keeper",
            title=N_("Kept by"),
            value=lambda row: int(not row.committee.is_ours),
            chip=_keeper,
            spare=True,
        ),
    ),
    views=(
        ListView(VIOLATIONS, filters={"judgement": N_("violation"), "keeper": "empty"}),
        ListView(N_("With notes"), filters={"judgement": N_("note"), "keeper": "empty"}),
    ),
    waiting=VIOLATIONS,
    shows=frozenset({"committee", "appointment", "person"}),
    empty=Empty(N_("No committee set up yet.")),
    detail=CommitteeDetail,
    view=CommitteesPage,
    number=lambda row: row.committee.number,
)
