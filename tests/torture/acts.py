"""The acts that write several files, each on a small agency that is put back before each attempt.

An act may be cut off at any call that changes the disk (``cuts``), and the disk may refuse any call
(``test_faults``). Afterwards each case says what it said before or what it says after the act, nobody opens
what they could open neither before nor after it, and the next person with the right finishes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover
from casetui.data.errors import VaultError
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Goal, Share
from casetui.data.vault import Vault
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import lift_restriction, restrict, share
from casetui.desk.people.retiring import retire
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.backup import back_up
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from casetui.keeping.restoring import restore
from tests.cases import HANDED_OVER
from tests.desk.acts.test_closing import LONG_AGO
from tests.screens.office import KEYS, TODAY, Office

ONE, TWO, SOUTH = "AB2345", "CD2345", "EF2345"
"""A case of Mary's; another, which only she, Seán and Tom open; and one of Priya's in the other team."""
NAME = f"cases/{ONE}"
PEOPLE = ("mary", "sean", "tom", "liam", "priya", "una")
MENDED_AFTER = "is to be had from its former revision: run casetui check --repair."
"""What a restore says of a file that its backup holds only as a former revision."""
LISTED = "They are sealed anew when somebody who may open it next starts casetui."
"""How check names what of a case is still to be sealed anew."""
Said = Sequence[str]
Work = Callable[[], Said]
"""The act itself; it returns what is said of what could not be done."""


def keeper(office: Office, who: str) -> Keeper:
    return Keeper.sit_down(office.locked, office.own(who), KEYS[who], office.clock)


def saves(office: Office, who: str, number: str, wording: str) -> None:
    desk = office.desk(who)
    save_record(desk, open_case(desk, number, "to help"), Goal(wording=wording, domain="accommodation"))


# -- the acts ------------------------------------------------------------------------------------


def _restricts(scene: Scene) -> Work:
    desk = scene.office.desk("mary")
    return lambda: restrict(desk, open_case(desk, ONE), ["tom"], "known to the team") or ()


def _lends(scene: Scene) -> Work:
    desk, until = scene.office.desk("mary"), TODAY + timedelta(days=9)
    return lambda: share(desk, open_case(desk, ONE), "priya", until, "a holiday") or ()


def _gives(scene: Scene) -> Work:
    desk = scene.office.desk("tom")
    return lambda: (
        assign(desk, open_case(desk, ONE, "moves"), "priya", "she moved", hand_over=HANDED_OVER) or ()
    )


def _lifts(scene: Scene) -> Work:
    desk = scene.office.desk("mary")
    return lambda: lift_restriction(desk, open_case(desk, ONE), "settled") or ()


def _restricted(scene: Scene) -> None:
    _restricts(scene)()
    run_upkeep(scene.office.desk("mary"))


def _retires(scene: Scene) -> Work:
    desk = scene.office.desk("tom")

    def work() -> Said:
        if not desk.people["sean"].left_on:
            retire(desk, "sean")
        return run_upkeep(desk).problems

    return work


def _backs_up(scene: Scene) -> Work:
    return lambda: back_up(scene.office.locked, scene.backup, scene.office.now).problems


def _saved_since(scene: Scene) -> None:
    """Make a backup; then cases are saved and restricted, and one has a new key."""
    assert _backs_up(scene)() == []
    saves(scene.office, "mary", ONE, "Later")
    _restricts(scene)()
    saves(scene.office, "priya", SOUTH, "Later")
    scene.office.now += timedelta(hours=1)


def _damaged(scene: Scene) -> None:
    """Damage a file of each kind that a repair mends."""
    folder = scene.office.folder
    flip(folder / "agency.signed")
    flip(folder / "cases" / f"{ONE}.age")
    flip(folder / "keys" / f"{TWO}.signed")
    (folder / "covers" / f"{SOUTH}.age").unlink()
    (folder / "covers" / "ZZ9999.age").write_bytes(b"stale")
    shutil.rmtree(folder / "requests")
    (folder / "cases" / f"{SOUTH}.age").chmod(0o644)


def _lost(scene: Scene) -> None:
    """Make a backup, and lose a file of each kind; the later save of a case stays."""
    folder = scene.office.folder
    _saved_since(scene)
    assert _backs_up(scene)() == []
    saves(scene.office, "mary", ONE, "Later still")
    for name in (f"cases/{SOUTH}.age", f"covers/{SOUTH}.age", f"keys/{TWO}.signed"):
        (folder / name).unlink()
    shutil.rmtree(folder / "former" / f"keys-{TWO}")
    shutil.rmtree(folder / "former" / SOUTH)
    shutil.rmtree(folder / "packs")
    flip(folder / "cases" / f"{TWO}.age")
    shutil.rmtree(folder / "former" / TWO)


def _restores(scene: Scene) -> Work:
    office = scene.office

    def sign_in(vault: Vault, spare: Sequence[bytes]) -> Keeper:
        return Keeper.sit_down(vault, office.own("tom"), KEYS["tom"], office.clock, spare=spare)

    return lambda: restore(office.folder, scene.backup, sign_in).problems


def _repairs(scene: Scene) -> Work:
    sat_down = keeper(scene.office, "tom")

    def work() -> Said:
        said, _ = repair(sat_down, check_vault(sat_down))
        return [sentence for sentence in said if " cannot be " in sentence or " could not be " in sentence]

    return work


@dataclass(frozen=True)
class Act:
    """An act, what the vault has before it, and who may finish it when it was cut off."""

    begin: Callable[[Scene], Work]
    """Return the work, once the person signed in: nobody's signing in is cut off."""
    next: tuple[str, ...]
    prepare: Callable[[Scene], None] = lambda scene: None
    again: bool = False
    """Whether the act can be done again where it was done: a repair, a restore, a backup."""


ACTS = {
    "restrict": Act(_restricts, ("mary", "tom")),
    "lend": Act(_lends, ("mary", "sean", "priya")),
    "give": Act(_gives, ("tom", "una")),
    "lift": Act(_lifts, ("mary", "tom"), _restricted),
    "retire": Act(_retires, ("tom", "mary")),
    "repair": Act(_repairs, ("tom",), _damaged, again=True),
    "restore": Act(_restores, ("tom",), _lost, again=True),
    "backup": Act(_backs_up, ("tom",), _saved_since, again=True),
}


# -- the scene -----------------------------------------------------------------------------------


class Scene:
    """A vault of three cases, and what it says before and after an act."""

    def __init__(self, folder: Path, act: str) -> None:
        self.act = ACTS[act]
        self.backup = folder / "backup"
        self.office = office = Office(folder / "vault", folder / "cache")
        self._elsewhere = folder / "elsewhere"
        for number in (ONE, TWO):
            office.case(number, "Aoife Nolan", lambda b: b.assigned(), opened_on=LONG_AGO)
        office.case(SOUTH, "Bríd Ryan", manager="priya", team="south", opened_on=LONG_AGO)
        saves(office, "mary", ONE, "First")
        saves(office, "sean", ONE, "Second")
        saves(office, "priya", SOUTH, "First")
        desk = office.desk("mary")
        restrict(desk, open_case(desk, TWO), ["sean", "tom"], "known to the team")
        run_upkeep(office.desk("mary"))
        for who in PEOPLE:
            office.own(who)
        self._rings = {who: office.keyring(who) for who in PEOPLE}
        self.act.prepare(self)
        for who in PEOPLE:
            with suppress(VaultError):
                office.desk(who).known_revisions.keep()
        self._places: dict[Path, Path] = {}
        self.keep_as_before()
        self.work()()
        self.finish(self.act.next[0])
        self.after, self.opened_after = self.told(), self.opened()
        self.put_back()

    def keep_as_before(self) -> None:
        """Take the present state of vault, backup and the people's own folders as that before the act."""
        for place in (self.office.folder, self.office.cache, self.backup):
            if place.exists():
                self._places[place] = before = place.with_name(f"{place.name}-before")
                shutil.rmtree(before, ignore_errors=True)
                shutil.copytree(place, before)
        self.before, self.opened_before = self.told(), self.opened()

    def put_back(self) -> None:
        """Put vault, backup and the people's own folders back as they were before the act."""
        for place, before in self._places.items():
            shutil.rmtree(place)
            shutil.copytree(before, place)

    def is_untouched(self) -> bool:
        """Return whether vault and backup have the same files as before the act, but for lock files."""
        places = [(place, before) for place, before in self._places.items() if place != self.office.cache]
        return all(_content(place) == _content(before) for place, before in places)

    def work(self) -> Work:
        """Return the act, begun by the person who does it."""
        return self.act.begin(self)

    def finish(self, who: str) -> None:
        """Start the program as the next person with the right, who works off what is left."""
        run_upkeep(self.office.desk(who))

    # -- what is there ---------------------------------------------------------------------------

    def told(self) -> dict[str, object]:
        """Return what each case says and who has left, as far as they can be read with every key."""
        said: dict[str, object] = {}
        for number in (ONE, TWO, SOUTH):
            said[number] = self._case(self._opener(), f"cases/{number}")
        with suppress(VaultError):
            people = AgencyFile.load(self.office.locked, AGENCY).people
            said[AGENCY] = {worker.id: worker.left_on for worker in people.values()}
        if self.act.begin is _backs_up and self.backup.exists():
            said |= {f"{number} in the backup": told for number, told in self._backed_up().items()}
        return said

    def _opener(self) -> Vault:
        try:
            return self.office.seen_by("tom", self.office.recovery)
        except VaultError:
            return self.office.vault

    def _case(self, vault: Vault, name: str) -> object:
        try:
            file = CaseFile.load(vault, name)
        except VaultError:
            return None
        case, lent = file.case, [one.worker for one in file.all(Share)]
        goals = [goal.wording for goal in file.all(Goal)]
        return goals, case.team, case.manager, tuple(case.restricted_to), bool(case.own_key), lent

    def _backed_up(self) -> dict[str, object]:
        """Return what each case says in a vault that is made from the backup.

        Where the copy of a case's keys failed, the backup named it, and holds them in a former revision.
        """
        shutil.rmtree(self._elsewhere, ignore_errors=True)
        done = restore(self._elsewhere, self.backup, lambda vault, spare: None)
        vault = Vault.at(self._elsewhere).signed_in(self._rings["tom"])
        if done.problems:
            assert all(problem.endswith(MENDED_AFTER) for problem in done.problems), done.problems
            tom = Keeper.sit_down(vault, self.office.own("tom"), KEYS["tom"], self.office.clock)
            repair(tom, check_vault(tom))
            assert not any("is to be had from" in said for said in check_vault(tom).problems)
        return {number: self._case(vault, f"cases/{number}") for number in (ONE, TWO, SOUTH)}

    def opened(self) -> set[tuple[str, str]]:
        """Return who opens which case or one of its former revisions, with their keys of now or of before."""
        found = set()
        for who in PEOPLE:
            rings = [self._rings[who]]
            with suppress(VaultError):
                rings.append(self.office.keyring(who))
            for ring, number in ((ring, number) for ring in rings for number in (ONE, TWO, SOUTH)):
                vault, name = self.office.locked.signed_in(ring), f"cases/{number}"
                for former in [None, *_formers(vault, name)]:
                    with suppress(VaultError):
                        vault.read_former(name, former) if former else vault.read(name)
                        found.add((who, number))
        return found

    # -- what has to hold ------------------------------------------------------------------------

    def check_half(self) -> None:
        """Each case says the old or the new; nobody opens what they open neither before nor after it."""
        for what, said in self.told().items():
            assert said in (self.before.get(what), self.after[what]), (what, said)
        assert self.opened() <= self.opened_before | self.opened_after

    def is_new(self) -> bool:
        """Return whether the act was done."""
        return self.told() == self.after

    def check_finished(self, who: str) -> bool:
        """The next person finishes the act, and all is well; return whether it was done already."""
        new = self.is_new()
        if self.act.again or not new:
            assert list(self.work()()) == []
        self.finish(who)
        left = check_vault(sat_down := keeper(self.office, who))
        if left.mends:  # such as a line of the journal that was not written
            repair(sat_down, left)
            left = check_vault(keeper(self.office, who))
        assert all(LISTED in problem for problem in left.problems), left.problems
        if left.problems:  # the borrower lacks the key of the team, whose people go on with it
            self.finish(self.act.next[0])
            assert check_vault(keeper(self.office, self.act.next[0])).problems == []
        for number in (ONE, TWO, SOUTH):
            assert read_cover(self.office.seen_by("tom"), number) == self._cover_of(number)
        assert self.told() == self.after
        assert self.opened() <= self.opened_after, self.opened() - self.opened_after
        return new

    def _cover_of(self, number: str) -> Cover:
        return Cover.of(CaseFile.load(self._opener(), f"cases/{number}").case)


def flip(path: Path) -> None:
    """Flip a bit in the midst of a file, without a new time, as a failing disk does."""
    data, about = path.read_bytes(), path.stat()
    place = len(data) // 2
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def _content(folder: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if not path.is_dir()}
    return {name: path.read_bytes() for name, path in files.items() if not name.endswith(".lock")}


def _formers(vault: Vault, name: str) -> list:
    try:
        return vault.formers(name)
    except VaultError:
        return []
