"""A save of case, own keys and cover sheet, cut at every system call. Run as a module of one thread.

``python -m tests.torture.cut_together restrict|lend FOLDER STEP`` restricts or lends a case in FOLDER, is
killed at each ``STEP``-th call, and writes what came of it as JSON.
"""

import json
import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover
from casetui.data.errors import CannotOpen, CutOff
from casetui.data.records import Goal
from casetui.desk.acts.case_keys import newest_keys
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import live_shares, restrict, share
from tests.screens.office import TODAY, Office
from tests.torture.calls import counted, dying, watched

ONE = "AB2345"
NAME = f"cases/{ONE}"
ACTS = {
    "restrict": lambda desk: restrict(desk, open_case(desk, ONE), ["tom"], "known to the team"),
    "lend": lambda desk: share(desk, open_case(desk, ONE), "priya", TODAY + timedelta(days=9), "a holiday"),
}
"""Restricting changes case, keys and cover sheet; lending case and keys."""
NEXT = {"restrict": ("mary", "tom"), "lend": ("mary", "sean", "priya")}
"""The people who may write in the case afterwards."""
OTHERS = {"restrict": "sean", "lend": "ada"}


class Cuts:
    """A vault that is restored before each cut."""

    def __init__(self, folder: Path, act: str) -> None:
        self.act = act
        self.office = Office(folder / "vault", folder / "cache")
        self.office.case(ONE, "Aoife Nolan", lambda b: b.assigned())
        for who in (*NEXT[act], OTHERS[act]):
            self.office.desk(who)
        self.counts = {"old": 0, "new": 0, "finished": 0, "refused": 0, "dropped": 0}
        self._places = {self.office.folder: folder / "before", self.office.cache: folder / "cache-before"}
        for place, before in self._places.items():
            shutil.copytree(place, before)

    def put_back(self) -> None:
        for place, before in self._places.items():
            shutil.rmtree(place)
            shutil.copytree(before, place)

    def calls(self) -> list[str]:
        """Return the calls that the save makes."""
        desk = self.office.desk("mary")
        names = counted(lambda: ACTS[self.act](desk))
        self.put_back()
        return names

    def at(self, number: int, when: str) -> bool:
        """Cut the save off at the call with this number, and check the files; return whether it has one."""
        self.put_back()
        if not (child := os.fork()):
            desk = self.office.desk("mary")
            with watched(dying(number, when)):
                ACTS[self.act](desk)
            os._exit(1)
        end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert end in (1, 9), f"it ended with {end}"
        half = self._half()
        self._check_refused(half)
        new = self._whole(NEXT[self.act][number % len(NEXT[self.act])])
        assert end == 9 or new, "acknowledged and not there"
        self.counts["new" if new else "old"] += 1
        return end == 9

    def _intents(self) -> list[Path]:
        return list((self.office.folder / "locks").glob("*.intent"))

    def _half(self) -> bool:
        """Return whether only some of the files are in place."""
        names = (f"keys/{ONE}.signed", f"cases/{ONE}.age", f"covers/{ONE}.age")
        before = self._places[self.office.folder]
        changed = [_bytes(self.office.folder / name) != _bytes(before / name) for name in names]
        due = changed if self.act == "restrict" else changed[:2]
        return any(due) and not all(due)

    def _check_refused(self, half: bool) -> None:
        """A person who may not open the new case is refused with a sentence, and changes nothing."""
        before = len(self._intents())
        vault = self.office.seen_by(OTHERS[self.act])
        try:
            file = CaseFile.load(vault, NAME)
        except CutOff as error:
            assert half, "nothing is half-way"
            assert "A save of C-AB2345 by Mary Byrne was cut off." in str(error)
            assert len(self._intents()) == before
            self.counts["refused"] += 1
        except CannotOpen:
            pass
        else:
            assert not half and not file.case.own_key, "somebody else reads what is half-way"

    def _whole(self, who: str) -> bool:
        """The next person reads the old case or the new one, with keys and cover sheet of the same save."""
        intents, half = len(self._intents()), self._half()
        desk = self.office.desk(who) if who != "priya" or self._is_lent() else self.office.desk("mary")
        file = CaseFile.load(desk.vault, NAME)
        self.counts["finished" if intents and half else "dropped"] += bool(intents)
        assert not self._intents(), "the intent is left"
        assert not self._half(), "a mix"
        own = bool(file.case.own_key)
        assert own == (self.act == "restrict" and file.case.restricted_to == ["mary", "tom"]) or (
            own == bool(live_shares(desk, file))
        )
        assert read_cover(desk.vault, ONE) == Cover.of(file.case)
        keys = newest_keys(desk, NAME)
        assert ([key.public for key in keys] == [file.case.own_key]) if own else not keys
        opened = open_case(desk, ONE, "to help")  # a lock that outlived its holder would refuse this
        save_record(
            desk, opened, Goal(wording="A tenancy", domain="accommodation")
        )  # no lock outlives a kill
        return own

    def _is_lent(self) -> bool:
        return bool(CaseFile.load(self.office.seen_by("mary"), NAME).case.own_key)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def run(act: str, folder: Path, step: int) -> dict:
    """Cut the save at each ``step``-th call, before, half-way and after it."""
    cuts = Cuts(folder, act)
    calls, number, made = cuts.calls(), 1, 0
    while all(cuts.at(number, when) for when in ("before", "half-way", "after")):
        number, made = number + step, made + 3
    return {"calls": calls, "cuts": made, **cuts.counts}


if __name__ == "__main__":
    act_, where, step_ = sys.argv[1:]
    print(json.dumps(run(act_, Path(where), int(step_))))
