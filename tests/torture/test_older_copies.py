"""Every file of a restricted or moved case is replaced by an older copy of itself, one by one and two by two.

The outsider writes in the folder and has no key. Afterwards everybody runs check --repair and starts casetui.
"""

import itertools
import random
import shutil
from contextlib import suppress

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.records import Goal
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from casetui.words import CaseTUIError
from tests.desk.acts.test_closing import LONG_AGO
from tests.screens.office import KEYS, Office

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]

ONE = "AB2345"
NAME = f"cases/{ONE}"
FILES = (
    f"{NAME}.age", f"covers/{ONE}.age", f"keys/{ONE}.signed", "changes", "openings", f"reseal/{ONE}",
    f"former/{ONE}", f"former/keys-{ONE}", f"former/covers-{ONE}",
)  # fmt: skip
PAIRS = [(one,) for one in FILES] + list(itertools.combinations(FILES, 2))
OPEN = {"restrict": {"mary", "sean"}, "move": {"priya", "una", "tom", "liam"}}
"""Who may open the case in the end; line managers and second signatories open every team's."""
PEOPLE = ("liam", "sean", "tom", "mary", "priya", "una")


def saves(office, who, wording):
    desk = office.desk(who)
    save_record(desk, open_case(desk, ONE, "to help"), Goal(wording=wording, domain="accommodation"))


class Copies:
    """A vault with a copy of itself after each act, and the folders that are put back before each attack."""

    def __init__(self, top, act):
        self.office = Office(top / "vault", top / "cache")
        self.top, self.number = top, 0
        self.office.case(ONE, "Aoife Nolan", lambda b: b.assigned(), opened_on=LONG_AGO)
        self.copy()
        saves(self.office, "mary", "One")
        open_case(self.office.desk("liam"), ONE, "to help")
        self.copy()
        self.acts(act)
        run_upkeep(self.office.desk("mary" if act == "restrict" else "una"))
        for who in PEOPLE:
            self.office.desk(who).known_revisions.keep()
        shutil.copytree(self.office.folder, top / "last")
        shutil.copytree(self.office.cache, top / "last-cache")

    def acts(self, act):
        mary, tom = self.office.desk("mary"), self.office.desk("tom")
        if act == "restrict":
            restrict(mary, open_case(mary, ONE), ["tom"], "known to the team")
            self.copy()
            mary = self.office.desk("mary")
            restrict(mary, open_case(mary, ONE), ["sean"], "a relative of his")
        else:
            assign(tom, open_case(tom, ONE, "moves"), "priya", "she moved")
        self.copy()
        saves(self.office, "mary" if act == "restrict" else "priya", "Two")

    def copy(self):
        for who in PEOPLE:  # what each program knows comes from a reading after each act
            self.office.desk(who).known_revisions.keep()
        shutil.copytree(self.office.folder, self.top / f"copy-{self.number}")
        self.number += 1

    def attack(self, names, number):
        for place, last in ((self.office.folder, "last"), (self.office.cache, "last-cache")):
            shutil.rmtree(place)
            shutil.copytree(self.top / last, place)
        for name in names:
            path, older = self.office.folder / name, self.top / f"copy-{number}" / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            if older.is_dir():
                shutil.copytree(older, path)
            elif older.exists():
                shutil.copy2(older, path)


def helps(office, who):
    """One person runs check --repair, starts casetui and opens the case; return all that is said."""
    said = []
    try:
        keeper = Keeper.sit_down(office.locked, office.own(who), KEYS[who], office.clock)
        checked = check_vault(keeper)
        lines, _ = repair(keeper, checked)
        said += [*checked.problems, *lines]
        desk = office.desk(who)
        run_upkeep(desk)
        said += open_case(desk, ONE, "to help").unsaid
    except CaseTUIError as error:
        said.append(str(error))
    return " ".join(said)


def goals(office, who):
    """Return the goals of the case as ``who`` reads it; ``None`` where they cannot."""
    try:
        return [goal.wording for goal in CaseFile.load(office.new_desk(who).vault, NAME).all(Goal)]
    except VaultError:
        return None


def opened_by(office):
    """Return who opens the case or one of its former revisions."""
    found = set()
    for who in PEOPLE:
        vault = office.seen_by(who)
        for former in [None, *vault.formers(NAME)]:
            with suppress(VaultError):
                vault.read_former(NAME, former) if former else vault.read(NAME)
                found.add(who)
    return found


@pytest.mark.parametrize("act", ["restrict", "move"])
def test_older_copies_drop_no_save_and_open_nothing_by_what_is_done_to_help(tmp_path, act, full):
    copies = Copies(tmp_path, act)
    office = copies.office
    attacks = list(itertools.product(PAIRS, range(copies.number)))
    if not full:
        attacks = random.Random(3).sample(attacks, 12)
    counts = {"attacks": 0, "told": 0}
    for names, number in attacks:
        copies.attack(names, number)
        case = (office.folder / f"{NAME}.age").read_bytes()
        before, readers = {who: goals(office, who) for who in PEOPLE}, opened_by(office)
        said = {who: helps(office, who) for who in PEOPLE}
        assert (office.folder / f"{NAME}.age").read_bytes() == case, (names, number, said)
        assert {who: goals(office, who) for who in PEOPLE} == before, (names, number)
        assert opened_by(office) <= readers | OPEN[act], (names, number)
        newer = f"{NAME}.age" in names and number < copies.number - 1
        for who in sorted(OPEN[act]) if newer else ():
            assert f"C-{ONE}" in said[who], (names, number, who, said[who])
        for who in PEOPLE:
            if before[who] is None and who in OPEN[act]:
                assert f"C-{ONE}" in said[who], (names, number, who, said[who])
        counts["attacks"] += 1
        counts["told"] += any(said.values())
    print(counts)
