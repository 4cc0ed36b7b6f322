"""A case that is given to another team, or opened to its team again, cut at every system call.

``python -m tests.torture.cut_moving give|lift FOLDER STEP`` writes what came of it as JSON. A module of one
thread, so that it can fork.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover
from casetui.data.errors import CannotOpen, CutOff
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.restricting import lift_restriction, restrict
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.checking import check_vault
from casetui.keeping.keeper import Keeper
from tests.desk.acts.test_closing import LONG_AGO
from tests.screens.office import KEYS, Office
from tests.torture.calls import counted, dying, watched

ONE = "AB2345"
NAME = f"cases/{ONE}"
ACTS = {
    "give": ("tom", lambda desk: assign(desk, open_case(desk, ONE, "moves"), "priya", "she moved")),
    "lift": ("mary", lambda desk: lift_restriction(desk, open_case(desk, ONE), "settled")),
}
EVERYBODY = ("mary", "sean", "tom", "liam", "priya", "una")
NEXT = {"give": ("tom", "una"), "lift": ("mary", "tom")}


class Cuts:
    """A vault that is put back before each cut."""

    def __init__(self, folder: Path, act: str) -> None:
        self.act = act
        self.office = Office(folder / "vault", folder / "cache")
        self.office.case(ONE, "Aoife Nolan", lambda b: b.assigned(), opened_on=LONG_AGO)
        if act == "lift":
            desk = self.office.desk("mary")
            restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
            run_upkeep(self.office.desk("mary"))
        for who in EVERYBODY:
            self.office.desk(who).known_revisions.keep()
        self.counts = {"old": 0, "new": 0, "refused": 0, "listed": 0}
        self._places = {self.office.folder: folder / "before", self.office.cache: folder / "cache-before"}
        for place, before in self._places.items():
            shutil.copytree(place, before)

    def put_back(self) -> None:
        for place, before in self._places.items():
            shutil.rmtree(place)
            shutil.copytree(before, place)

    def calls(self) -> list[str]:
        who, act = ACTS[self.act]
        desk = self.office.desk(who)
        names = counted(lambda: act(desk))
        self.put_back()
        return names

    def at(self, number: int, when: str) -> bool:
        """Cut the act off at the call with this number; return whether it has one."""
        self.put_back()
        who, act = ACTS[self.act]
        if not (child := os.fork()):
            desk = self.office.desk(who)
            with watched(dying(number, when)):
                act(desk)
            os._exit(1)
        end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert end in (1, 9), f"it ended with {end}"
        self._check_cover()
        for other in EVERYBODY:  # nobody is told that the case vanished, and nobody's program breaks
            row = self.office.desk(other).register.rows.get(ONE)
            assert row is None or not row.problem, (other, row.problem)
        new = self._finished(NEXT[self.act][number % 2])
        assert end == 9 or new, "acknowledged and not there"
        self.counts["new" if new else "old"] += 1
        return end == 9

    def _check_cover(self) -> None:
        """The cover sheet says at no instant that the case is open to more than it is."""
        cover = read_cover(self.office.seen_by("sean"), ONE)
        try:
            case = CaseFile.from_stored(NAME, self.office.seen_by("sean").read(NAME)).case
        except CannotOpen:
            assert cover.restricted or cover.team == "south"
        else:
            assert case.team == "north" and not case.restricted_to
        try:
            CaseFile.load(self.office.seen_by("sean"), NAME)
        except CutOff:
            self.counts["refused"] += 1
        except CannotOpen:
            pass

    def _finished(self, who: str) -> bool:
        desk = self.office.desk(who)
        case = CaseFile.load(desk.vault, NAME).case
        assert read_cover(desk.vault, ONE) == Cover.of(case)
        self.counts["listed"] += bool(desk.vault.to_reseal.numbers())
        assert not run_upkeep(desk).problems
        keeper = Keeper.sit_down(self.office.locked, self.office.own(who), KEYS[who], self.office.clock)
        assert check_vault(keeper).problems == []
        return case.team == "south" if self.act == "give" else not case.restricted_to


def run(act: str, folder: Path, step: int) -> dict:
    """Cut the act at each ``step``-th call, before, half-way and after it."""
    cuts = Cuts(folder, act)
    calls, number, made = cuts.calls(), 1, 0
    while all(cuts.at(number, when) for when in ("before", "half-way", "after")):
        number, made = number + step, made + 3
    return {"calls": calls, "cuts": made, **cuts.counts}


if __name__ == "__main__":
    act_, where, step_ = sys.argv[1:]
    print(json.dumps(run(act_, Path(where), int(step_))))
