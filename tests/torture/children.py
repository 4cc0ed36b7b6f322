"""Processes that are cut off, killed, or many at once. Run as a module of one thread, so that it can fork.

``python -m tests.torture.children cut|kill|crowd|colleagues FOLDER …`` makes a vault in FOLDER and writes the
result as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.records import Contact
from casetui.data.vault import Vault, VaultError
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.desk import Desk
from casetui.words import CaseTUIError
from tests.screens.office import KEYS, TODAY, Office
from tests.torture.calls import counted, dying, watched
from tests.torture.office import NOW, add, assert_whole, made, texts

CASE = "AB2345"


def cut(folder: Path, step: int) -> dict:
    """Cut a save off before, in and after each ``step``-th call that it makes."""
    vault = made(folder)
    name = vault.names()[0]
    add(vault, name, "first")
    add(vault, name, "second")
    calls = counted(lambda: add(vault, name, "counted"))
    cuts, finished, number = 0, 0, 1
    while all(_cut_at(vault, name, number, when) for when in ("before", "half-way", "after")):
        cuts, number = cuts + 3, number + step
    finished = sum(text.startswith("cut") for text in texts(vault, name))
    return {"calls": calls, "cuts": cuts, "finished": finished}


def _cut_at(vault: Vault, name: str, number: int, when: str) -> bool:
    """Cut a save off at the call with this number; return whether there was such a call."""
    before, new = texts(vault, name), f"cut {when} {number}"
    if not (child := os.fork()):
        with watched(dying(number, when)):
            add(vault, name, new)
        os._exit(1)
    end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert end in (1, 9), f"it ended with {end}"
    assert_whole(vault)
    now = texts(vault, name)
    assert now in (before, [*before, new]), "neither the old nor the new"
    assert end == 9 or now != before, "acknowledged and not there"
    add(vault, name, f"after {when} {number}")  # a lock that outlived its holder would refuse this
    return end == 9


def kill(folder: Path, number: int) -> dict:
    """Kill a process that saves again and again, ``number`` times at random moments."""
    vault = made(folder)
    name = vault.names()[0]
    acknowledged: list[str] = []
    chance = random.Random(7)
    unheard = total = 0
    for turn in range(number):
        read, write = os.pipe()
        if not (child := os.fork()):
            os.close(read)
            for count in range(100_000):
                add(vault, name, f"{turn}-{count}")
                os.write(write, f"{turn}-{count}\n".encode())
        os.close(write)
        first = os.read(read, 1) if turn % 10 else b""  # mostly in the midst of saving, at times at the start
        time.sleep(chance.uniform(0.0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read, "rb") as pipe:
            heard = (first + pipe.read()).decode().split()
        found = texts(vault, name)
        assert set(acknowledged[-20:] + heard) <= set(found), "an acknowledged save is lost"
        here = [text for text in found if text.startswith(f"{turn}-")]
        assert len(here) - len(heard) in (0, 1), "more than the save under way is there"
        unheard += len(here) - len(heard)
        acknowledged += heard
        total += len(heard)
        if turn % 25 == 24:
            assert_whole(vault)
            name = _begin_anew(vault, name, acknowledged)
    assert_whole(vault)
    assert set(acknowledged) <= set(texts(vault, name))
    return {"kills": number, "acknowledged": total, "unheard": unheard}


def _begin_anew(vault: Vault, name: str, acknowledged: list[str]) -> str:
    """Return the name of a new short case, whose saves are quick; check the long case first."""
    assert set(acknowledged) <= set(texts(vault, name))
    acknowledged.clear()
    number = f"KX{random.randrange(10**4):04d}"
    file = CaseFile(f"cases/{number}", CaseFile.load(vault, vault.names()[1]).tables)
    file.put(file.case.model_copy(update={"number": number}))
    file.save(vault, "grainne", NOW)
    return file.name


def crowd(folder: Path, cases: int, processes: int, edits: int) -> dict:
    """Let so many ``processes`` make ``edits`` each, on random cases."""
    vault = made(folder, cases)
    names = vault.names()[:cases]
    begun = time.perf_counter()
    children = []
    for one in range(processes):
        if not (child := os.fork()):
            os._exit(_edit(vault, names, one, edits))
        children.append(child)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ends == [0] * processes, f"ended with {ends}"
    found = [text for name in names for text in texts(vault, name) if text.startswith("crowd ")]
    due = {f"crowd {one} {number}" for one in range(processes) for number in range(edits)}
    assert len(found) == len(due) and set(found) == due, f"{len(found)} of {len(due)} edits are there"
    assert_whole(vault)
    lines = sum(line.name in names for line in vault.journal.lines())
    assert lines == len(due), "the journal tells of each"
    return {"edits": len(due), "seconds": round(time.perf_counter() - begun, 1)}


def _edit(vault: Vault, names: list[str], one: int, edits: int) -> int:
    chance = random.Random(one)
    for number in range(edits):
        while True:
            try:
                add(vault, chance.choice(names), f"crowd {one} {number}")
                break
            except VaultError as error:  # the lock was held too long: the person saves again
                if "Somebody is saving" not in str(error):
                    raise
    return 0


def colleagues(folder: Path, processes: int, edits: int) -> dict:
    """Let so many sessions of four people write ``edits`` contacts each in one case, all at the same time."""
    office = Office(folder / "vault", folder / "cache")
    office.case(CASE, build=lambda b: b.assigned().intake())
    begun = time.perf_counter()
    children = []
    for one in range(processes):
        if not (child := os.fork()):
            os._exit(_write_down(office, folder, one, edits))
        children.append(child)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    found = [contact.summary for contact in office.read(CASE).all(Contact)]
    due = {f"{one} {number}" for one in range(processes) for number in range(edits)}
    assert len(found) == len(set(found)) and set(found) <= due
    counts = {"edits": len(found), "refused": sum(ends)}
    return {**counts, "seconds": round(time.perf_counter() - begun, 1)}


def _write_down(office: Office, folder: Path, one: int, edits: int) -> int:
    """Write contacts down as a person of the team does; return how many were refused."""
    who, refused = ("mary", "sean", "tom", "liam")[one % 4], 0
    desk = Desk(office.locked, office.own(who), KEYS[who], folder / f"cache-{one}", office.clock)
    desk.refresh()
    opened = open_case(desk, CASE, "covering")
    for number in range(edits):
        try:
            save_record(desk, opened, Contact(kind="phone", on=TODAY, summary=f"{one} {number}"))
        except CaseTUIError as error:
            print(error, file=sys.stderr)
            refused += 1
    return refused


if __name__ == "__main__":
    mode, where, *numbers = sys.argv[1:]
    modes = {"cut": cut, "kill": kill, "crowd": crowd, "colleagues": colleagues}
    print(json.dumps(modes[mode](Path(where), *map(int, numbers))))
