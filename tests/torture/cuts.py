"""An act of several files, cut off at every call that changes the disk. Run as a module of one thread.

``python -m tests.torture.cuts ACT FOLDER STEP`` does an act in FOLDER, is killed at each ``STEP``-th call
that changes the disk, and writes what came of it as JSON. The vault is put back before each cut.
"""

import json
import os
import sys
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover
from casetui.data.errors import CannotOpen, CutOff
from casetui.data.records import Case
from casetui.desk.acts.case_keys import newest_keys
from tests.torture.acts import NAME, ONE, PEOPLE, Scene
from tests.torture.calls import changes_disk, counted, dying, watched

OTHERS = {"restrict": "sean", "lend": "ada", "give": "sean", "lift": "sean"}
"""Somebody who may not open the case at one of its two states, or may not write in it."""


class Cuts:
    """The cuts of one act, and what came of them."""

    def __init__(self, folder: Path, act: str) -> None:
        self.name = act
        self.scene = Scene(folder, act)
        self.counts = {"cuts": 0, "old": 0, "new": 0, "finished": 0, "refused": 0}

    def calls(self) -> list[str]:
        """Return the calls of the act that change the disk."""
        names = counted(self.scene.work(), changes_disk)
        self.scene.put_back()
        return names

    def at(self, number: int, when: str) -> bool:
        """Cut the act off at the call with this number, and see what the next people make of it.

        Return whether the act makes so many calls.
        """
        scene = self.scene
        scene.put_back()
        if not (child := os.fork()):
            work = scene.work()
            with watched(dying(number, when), changes_disk):
                work()
            os._exit(1)
        end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert end in (1, 9), f"it ended with {end}"
        half = self._half()
        self._check_others(number)
        scene.check_half()
        new = scene.check_finished(scene.act.next[number % len(scene.act.next)])
        assert end == 9 or new, "acknowledged and not there"
        assert not self._intents(), "an intent is left"
        self._check_keys()
        self.counts["cuts"] += end == 9
        self.counts["new" if new else "old"] += 1
        self.counts["finished"] += half and new
        return end == 9

    def _intents(self) -> list[Path]:
        return list((self.scene.office.folder / "locks").glob("*.intent"))

    def _half(self) -> bool:
        """Return whether a save of several files was begun and not ended."""
        return bool(self._intents())

    def _check_others(self, number: int) -> None:
        """Who has no right finishes nothing, and nobody is told of a case that vanished."""
        office = self.scene.office
        if self.name in OTHERS:
            self._check_cover()
            before = len(self._intents())
            try:
                CaseFile.load(office.seen_by(OTHERS[self.name]), NAME)
            except CutOff as error:
                assert before and f"A save of C-{ONE} by " in str(error) and "was cut off." in str(error)
                assert len(self._intents()) == before
                self.counts["refused"] += 1
            except CannotOpen:
                pass
        if self.scene.act.again:
            return
        here = [who for who in PEOPLE if who != "sean" or self.name != "retire"]
        for who in here[number % 5 :] + here[: number % 5]:
            row = office.desk(who).register.rows.get(ONE)
            assert row is None or not row.problem or "was cut off" in row.problem, (who, row.problem)

    def _check_cover(self) -> None:
        """The cover sheet says at no instant that the case is open to more than it is."""
        office = self.scene.office
        cover = read_cover(office.seen_by("sean"), ONE)
        try:
            case = CaseFile.from_stored(NAME, office.seen_by("sean").read(NAME)).case
        except CannotOpen:
            assert cover.restricted or cover.team == "south" or self._half()
        else:
            assert not case.restricted_to and case.team == "north"

    def _check_keys(self) -> None:
        """The case names the newest of its own keys, and its cover sheet says what the case says."""
        desk = self.scene.office.desk("tom")
        file = CaseFile.load(desk.vault, NAME)
        own, keys = file.one(Case).own_key, newest_keys(desk, NAME)
        assert not own or own == keys[-1].public
        assert read_cover(desk.vault, ONE) == Cover.of(file.case)


def run(act: str, folder: Path, step: int) -> dict:
    """Cut the act at each ``step``-th call: before the first, half-way through it, and after it."""
    cuts = Cuts(folder, act)
    calls, number = cuts.calls(), 1
    cuts.at(1, "before")
    while number <= len(calls):
        if calls[number - 1] == "write":
            cuts.at(number, "half-way")
        cuts.at(number, "after")
        number += step
    assert not cuts.at(len(calls) + 1, "before"), "the act makes more calls than were counted"
    return {"calls": calls, **cuts.counts}


if __name__ == "__main__":
    act_, where, step_ = sys.argv[1:]
    print(json.dumps(run(act_, Path(where), int(step_))))
