"""A season of two chambers with three workstations each, a hub and an exam-day laptop, and all that goes wrong in it.

Every fault is told with seed and day. Keys of records and replicas are drawn anew in each run, so that a run with the
same seed plays the same days, but not to the letter.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from kammerdesk.sync.folder import take_settled, tidy
from kammerdesk.sync.service import ExportOrder, export_bundle
from kammerdesk.sync.station_folder import serve_house
from tools.soak.season_acts import act, decide
from tools.soak.season_checks import Allowed, apart, lost, standing, unheard, unlike
from tools.soak.season_faults import Post, export_from_newer_program, full_drive, missing
from tools.soak.season_station import PARTNER, Station
from tools.soak.season_world import World, world

LAPTOP = "BS-laptop"
_SETTLING = 14


@dataclass
class Report:
    """What happened, and the faults that were found."""

    days: int
    seed: int
    hub: str = ""
    acts: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    written: int = 0
    refused: int = 0
    conflicts: int = 0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report in Markdown."""
        acts = sum(self.acts.values())
        events = ", ".join(f"{number} × {name}" for name, number in sorted(self.events.items()))
        return [
            f"A season of {self.days} days, seed {self.seed}; the hub is {self.hub}.",
            "",
            f"{acts} acts of clerks wrote {self.written} groups of fields; {self.refused} acts and steps of the "
            f"exchange ended in a sentence; {self.conflicts} versions lost against others are kept in inboxes. "
            f"{len(self.faults)} faults.",
            "",
            f"What went wrong on purpose: {events}.",
            "",
        ]


def server_at_hand() -> bool:
    """Whether a server of PostgreSQL is installed here, for the hub."""
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def run(place: Path, days: int, seed: int, *, each: int = 3, with_server: bool = False) -> Report:
    """Plays a season in a folder and checks it; `each` chamber has so many workstations."""
    report = Report(days, seed)
    with world(place, each, with_server=with_server) as made:
        _Season(made, report, Random(seed)).play()
    return report


class _Season:
    """The days of one season."""

    def __init__(self, made: World, report: Report, chance: Random) -> None:
        self.world, self.report, self.chance = made, report, chance
        self.allowed = Allowed()
        self.day = 0
        folders = (made.between, made.inside("BS"), made.inside("LW"))
        self.posts = [Post(folder, chance) for folder in folders]
        if made.hub is not None:
            report.hub = made.hub.words

    def play(self) -> None:
        """All days, then the end."""
        self._settle()
        for day in range(1, self.report.days + 1):
            self.day = day
            self._morning()
            for _ in range(self.chance.randint(1, 2)):
                self._somebody_acts()
                self._somebody_exchanges()
                self.world.calendar.moment += timedelta(minutes=90)
            self._event()
            for post in self.posts:
                post.disturb(day)
            self._check(standing(self.world))
            if day % 15 == 0:
                self._inspect()
        self._end()

    def _morning(self) -> None:
        calendar = self.world.calendar
        calendar.moment = calendar.moment.replace(hour=7) + timedelta(days=1)
        for station in self.world.everybody:
            station.clock.error = timedelta(minutes=self.chance.uniform(-20, 20))
            if self.chance.random() < 0.05:
                station.keep(self.world.place / "backups")
        if self.day % 10 == 0:
            found = len(self.report.faults)
            print(f"season: day {self.day} of {self.report.days}, {found} faults …", file=sys.stderr)

    def _somebody_acts(self) -> None:
        station = self.chance.choice(self.world.everybody)
        for _ in range(self.chance.randint(1, 3)):
            self.report.acts[act(station, self.chance)] += 1

    def _somebody_exchanges(self) -> None:
        """The laptop is away on the exam days: it comes back every fourth day."""
        for station in self.chance.sample(self.world.everybody, k=2):
            if station.name != LAPTOP or self.day % 4 == 0:
                self._serve(station)
        if self.world.hub is not None and self.chance.random() < 0.3:
            self.world.hub.serve()
        if self.chance.random() < 0.35:
            self._send(self.chance.choice(self.world.everybody))
        if self.chance.random() < 0.5:
            self._take(self.chance.choice(self.world.everybody))

    def _serve(self, station: Station) -> bool:
        """Two looks, for a file must have settled; whether anything was taken in or written."""
        served = [station.exchanged(lambda: serve_house(station.store, station.house)) for _ in range(2)]
        return any(one is not None and (one.taken or one.written) for one in served)

    def _send(self, station: Station) -> str:
        """The name of the bundle that was written; "" for none."""
        if not station.outside.is_dir():  # the program says so and writes nothing
            return ""
        order = ExportOrder(station.outside, PARTNER[station.store.chamber])
        sent = station.exchanged(lambda: station.store.do(export_bundle, order))
        self.allowed.learn(self.world)
        return sent.value.file.name if sent is not None else ""

    def _take(self, station: Station) -> list[tuple[str, str]]:
        """Two looks, for a file must have settled; what was refused, and why."""
        looks = [station.exchanged(lambda: take_settled(station.store, station.partner)) for _ in range(2)]
        tidy(station.store, station.outside)
        return [(taken.file.name, taken.refusal) for look in looks for taken in look or () if taken.refusal]

    def _event(self) -> None:
        """Something special, about every third day."""
        events = {
            "clock a day ahead": self._clock_ahead,
            "clock set back by days": self._clock_back,
            "clock years ahead, backup restored": self._clock_far_ahead,
            "old backup restored": self._restore,
            "database copied, the copy lost": self._copied,
            "full drive": self._full,
            "folder missing": self._missing,
            "bundle of a newer program": self._newer,
        }
        if self.day == 2 and LAPTOP not in {station.name for station in self.world.everybody}:
            self.world.copy(LAPTOP, self.world.stations["BS"][1])
        if self.chance.random() < 0.4:
            name = self.chance.choice(tuple(events))
            self.report.events[name] += 1
            events[name]()

    def _clock_ahead(self) -> None:
        self._work_with_error(timedelta(hours=self.chance.uniform(2, 22)))

    def _clock_back(self) -> None:
        self._work_with_error(timedelta(days=-self.chance.uniform(1, 40)))

    def _work_with_error(self, error: timedelta) -> Station:
        station = self.chance.choice(self.world.everybody)
        station.clock.error = error
        for _ in range(2):
            self.report.acts[act(station, self.chance)] += 1
        self._serve(station)
        self._send(station)
        return station

    def _clock_far_ahead(self) -> None:
        """Nobody reads what was stamped years ahead; the clerk restores the backup of the morning."""
        station = self.chance.choice(self.world.everybody)
        station.keep(self.world.place / "backups")
        station.clock.error = timedelta(days=700)
        for _ in range(2):
            self.report.acts[act(station, self.chance)] += 1
        self._serve(station)
        self._send(station)
        station.clock.error = timedelta()
        station.fall_back()

    def _restore(self) -> None:
        kept = [station for station in self.world.everybody if station.kept is not None]
        if kept:
            self.chance.choice(kept).fall_back()

    def _copied(self) -> None:
        """A copy on another computer, which works for a day, is heard or not, and never comes back."""
        copy = self.world.copy(f"copy{self.day}", self.chance.choice(self.world.everybody))
        for _ in range(3):
            self.report.acts[act(copy, self.chance)] += 1
        if self.chance.random() < 0.7:
            self._serve(copy)
        self.world.stations[copy.store.chamber].remove(copy)
        self.world.gone.append(copy)
        copy.store.close()

    def _full(self) -> None:
        station = self.chance.choice(self.world.everybody)
        with full_drive():
            self._serve(station)
            self._send(station)

    def _missing(self) -> None:
        station = self.chance.choice(self.world.everybody)
        with missing(station.inside), missing(station.outside):
            self._serve(station)
            self._send(station)

    def _newer(self) -> None:
        station = self.chance.choice(self.world.stations["LW"])
        wish = f"Wunsch {self.day}"
        station.exchanged(lambda: export_from_newer_program(station.store, station.outside, "BS", wish))

    def _settle(self) -> None:
        """Everybody exchanges with everybody, and nothing is lost on the way."""
        for station in self.world.everybody:
            station.clock.error = timedelta()
        for _ in range(_SETTLING):
            self.world.calendar.moment += timedelta(minutes=5)
            busy = [self._serve(station) for station in self.world.everybody]
            if self.world.hub is not None:
                busy.append(self.world.hub.serve())
            if not any(busy):
                return
        self._check(["the workstations do not come to rest"])

    def _inspect(self) -> None:
        """Every fifteen days the houses come to rest; what is late in the post is still late."""
        self._settle()
        self.allowed.learn(self.world)
        self._check(unlike(self.world))
        self._check(self.allowed.trespasses(self.world))
        self._check_lost()

    def _check_lost(self) -> None:
        places = [(edit.place, edit.after, edit.values) for edit in lost(self.world)[:5]]
        self._check(f"lost: {place[0]}.{place[2]} {place[1]} {stamp} {values}" for place, stamp, values in places)

    def _check(self, found: Iterable[str]) -> None:
        for fault in [*found, *self.world.faults]:
            told = f"seed {self.report.seed}, day {self.day}: {fault}"
            self.report.faults.append(told)
            print(told, file=sys.stderr)
        self.world.faults.clear()

    def _exchange_all(self) -> None:
        for _ in range(2):
            self._settle()
            for chamber in ("BS", "LW"):
                sender, reader = (self.world.stations[each][0] for each in (chamber, PARTNER[chamber]))
                sent = self._send(sender)
                self._check([] if sent else [f"{chamber} could not write: {sender.told}"])
                refused = self._take(reader)
                self._check(f"{reader.name} refused {sent}: {why}" for name, why in refused if name == sent)
        self._settle()

    def _end(self) -> None:
        """Everything is delivered and decided; then both houses stand at the same state."""
        for post in self.posts:
            post.disturb(self.day + 100)
            post.clear()
        self._exchange_all()
        self._inspect()
        for _ in range(6):
            if not sum(decide(stations[0], self.chance, most=500) for stations in self.world.stations.values()):
                break
            self._exchange_all()
        self._inspect()
        self._check(unheard(self.world))
        self._check(apart(self.world))
        for post, name in zip(self.posts, ("between", "BS", "LW"), strict=True):
            for kind in ("lost", "late", "doubled", "halved"):
                self.report.events[f"file {kind} ({name})"] += getattr(post, kind)
        everybody = [*self.world.everybody, *self.world.gone]
        self.report.written = sum(len(station.edits) + len(station.undone) for station in everybody)
        self.report.refused = sum(station.refused for station in everybody)
        self.report.conflicts = len(set().union(*(station.losers() for station in self.world.everybody)))
