"""Every file of a vault is replaced by an older copy of itself, one by one and two by two.

A case was restricted, or moved, or somebody who worked in it was retired. The outsider writes in the
folder and has no key; the person who was retired also writes new things with their old keys (``leaver``).
Afterwards everybody runs check --repair and starts casetui.
"""

import itertools
import random
import shutil
from contextlib import suppress
from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover
from casetui.data.errors import VaultError
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.sealing import Readers, RevisionHead, seal, signed
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.record_file import RecordFile
from casetui.data.records import Goal
from casetui.data.store.base import digest_of
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict
from casetui.desk.people.retiring import retire
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from casetui.words import CaseTUIError
from tests.cases import HANDED_OVER
from tests.desk.acts.test_closing import LONG_AGO
from tests.desk.people.test_own_methods import house, taken
from tests.screens.office import KEYS, Office

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]

ONE = "AB2345"
NAME = f"cases/{ONE}"
FILES = (
    f"{NAME}.age", f"covers/{ONE}.age", f"keys/{ONE}.signed", "changes", "openings", f"reseal/{ONE}",
    f"former/{ONE}", f"former/keys-{ONE}", f"former/covers-{ONE}", "agency.signed", "former/agency",
    "vault.json", "packs", "methods",
)  # fmt: skip
PAIRS = [(one,) for one in FILES] + list(itertools.combinations(FILES, 2))
OPEN = {
    "restrict": {"mary", "sean"}, "move": {"priya", "una", "tom", "liam"},
    "retire": {"mary", "tom", "liam", "una"},
}  # fmt: skip
"""Who may open the case in the end; line managers and second signatories open every team's."""
FORGED = "Forged"
"""A goal that the retired person writes with their old keys."""
PEOPLE = ("liam", "sean", "tom", "mary", "priya", "una")


def saves(office, who, wording):
    desk = office.desk(who)
    save_record(desk, open_case(desk, ONE, "to help"), Goal(wording=wording, domain="accommodation"))


class Copies:
    """A vault with a copy of itself after each act, and the folders that are put back before each attack."""

    def __init__(self, top, act):
        self.office = Office(top / "vault", top / "cache")
        self.top, self.number = top, 0
        self.goals = []
        """The goals of the case in each copy."""
        self.office.case(ONE, "Aoife Nolan", lambda b: b.assigned(), opened_on=LONG_AGO)
        self.copy()
        saves(self.office, "mary", "One")
        open_case(self.office.desk("liam"), ONE, "to help")
        self.copy()
        self.acts(act)
        run_upkeep(self.office.desk("una" if act == "move" else "mary"))
        all_read(self.office)
        shutil.copytree(self.office.folder, top / "last")
        shutil.copytree(self.office.cache, top / "last-cache")

    def acts(self, act):
        if act == "retire":
            self._retires()
            return
        mary, tom = self.office.desk("mary"), self.office.desk("tom")
        if act == "restrict":
            restrict(mary, open_case(mary, ONE), ["tom"], "known to the team")
            self.copy()
            mary = self.office.desk("mary")
            restrict(mary, open_case(mary, ONE), ["sean"], "a relative of his")
        else:
            assign(tom, open_case(tom, ONE, "moves"), "priya", "she moved", hand_over=HANDED_OVER)
        self.copy()
        saves(self.office, "mary" if act == "restrict" else "priya", "Two")

    def _retires(self):
        office = self.office
        saves(office, "sean", "By him")
        path = house(office)
        taken(office)
        self.leaver = Leaver(office)
        self.copy()
        path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
        taken(office)
        office.now += timedelta(hours=1)
        retire(office.desk("tom"), "sean")
        office.now += timedelta(hours=1)
        for who in ("tom", "mary"):
            run_upkeep(office.desk(who))
        self.copy()
        saves(office, "mary", "Two")

    def copy(self):
        all_read(self.office)  # what each program knows comes from a reading after each act
        shutil.copytree(self.office.folder, self.top / f"copy-{self.number}")
        vault = self.office.seen_by("tom", self.office.recovery)
        self.goals.append([goal.wording for goal in CaseFile.load(vault, NAME).all(Goal)])
        self.number += 1

    def changes(self, names, number):
        """Return whether a copy has all of these files otherwise than the vault has them at the end."""
        there, older = self.top / "last", self.top / f"copy-{number}"
        return all(content(there / name) != content(older / name) for name in names)

    def is_old(self, name):
        """Return whether a file is not as it was at the end."""
        return content(self.office.folder / name) != content(self.top / "last" / name)

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


class Leaver:
    """Seán with the keys that he had before he was retired, and the agency file of that day."""

    def __init__(self, office):
        self.office = office
        self.ring = office.keyring("sean")
        self.agency = AgencyFile.load(office.locked, AGENCY)
        self.case = CaseFile.load(office.seen_by("sean"), NAME)
        self.at = office.now

    def writes(self, turn):
        """Write one of four things past the program, above every number that anybody has seen."""
        (self._case, self._cover, self._agency, self._keys)[turn % 4]()

    def _put(self, path, name, content_, former, number=90, to=None):
        words = (name, number, former, "sean", self.at.isoformat(), digest_of(content_))
        _, data = signed(RevisionHead(*words), content_, KEYS["sean"])
        (self.office.folder / path).write_bytes(seal(data, self.ring.recipients(to)) if to else data)

    def _case(self):
        file = self.case.copy()
        file.put(Goal(wording=FORGED, domain="accommodation"))
        before = self.case.stored.revision
        self._put(f"{NAME}.age", NAME, file.bytes("sean", self.at), before.digest, to=Readers("north"))

    def _cover(self):
        cover = Cover.of(self.case.case.model_copy(update={"restricted_to": ["sean"]}))
        self._put(f"covers/{ONE}.age", f"covers/{ONE}", cover.content(), "", to=Readers())

    def _agency(self):
        file = self.agency.copy()
        file.put(file.people["sean"].model_copy(update={"roles": ["line manager", "administrator"]}))
        former = self.agency.stored.revision
        self._put("agency.signed", AGENCY, file.bytes("sean", self.at), former.digest)

    def _keys(self):
        name, file = f"keys/{ONE}", RecordFile(f"keys/{ONE}", {})
        key = make_group_key(f"C-{ONE}", 1, [self.agency.key_of("sean")])
        file.put(key.model_copy(update={"only": True}))
        self._put(f"{name}.signed", name, file.bytes("sean", self.at), "")

    def opens(self):
        """Return the digests of the case and its former revisions that these keys open."""
        found = set()
        for path in [
            self.office.folder / f"{NAME}.age",
            *(self.office.folder / "former" / ONE).glob("*.age"),
        ]:
            data = path.read_bytes() if path.is_file() else b""
            with suppress(VaultError):
                self.ring.unsealed(NAME, data)
                found.add(digest_of(data))
        return found


def all_read(office):
    for who in PEOPLE:
        with suppress(CaseTUIError):  # he was retired
            office.desk(who).known_revisions.keep()


def content(path):
    """Return what a file or a folder has, by the names in it; nothing where it is missing."""
    paths = (
        [one for one in path.rglob("*") if one.is_file()]
        if path.is_dir()
        else [path]
        if path.exists()
        else []
    )
    return {str(one.relative_to(path)): one.read_bytes() for one in paths}


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
    except CaseTUIError:
        return None


def opened_by(office):
    """Return who opens the case or one of its former revisions."""
    found = set()
    for who in PEOPLE:
        try:
            vault = office.seen_by(who)
        except CaseTUIError:
            continue
        for former in [None, *vault.formers(NAME)]:
            with suppress(VaultError):
                vault.read_former(NAME, former) if former else vault.read(NAME)
                found.add(who)
    return found


def all_help(copies, act, last):
    """Everybody helps, one after the other; return what is said to each, and which files were old to them.

    A file that somebody's repair brought back is old no more to the next person.
    """
    said, old = {}, {}
    for who in PEOPLE:
        if who != "sean" or act != "retire":
            old[who] = {name for name in ("agency.signed", "methods") if copies.is_old(name)}
            if goals(copies.office, who) != last:
                old[who].add(f"{NAME}.age")
            said[who] = helps(copies.office, who)
    return said, old


def check_told(act, said, old, about):
    """Each person whose known revisions are newer is told by name which file was put back."""
    for who in sorted(OPEN[act]):
        if "agency.signed" in old[who]:
            assert "agency" in said[who].lower(), (about, who, said[who])
        elif f"{NAME}.age" in old[who]:
            assert f"C-{ONE}" in said[who], (about, who, said[who])
        elif "methods" in old[who]:
            assert "house.toml" in said[who], (about, who, said[who])


@pytest.mark.parametrize(
    ("act", "by"),
    [("restrict", "outsider"), ("move", "outsider"), ("retire", "outsider"), ("retire", "leaver")],
)
def test_older_copies_drop_no_save_and_open_nothing_by_what_is_done_to_help(tmp_path, act, by, full):
    copies = Copies(tmp_path, act)
    office = copies.office
    last = goals(office, "priya" if act == "move" else "mary")
    attacks = [one for one in itertools.product(PAIRS, range(copies.number)) if copies.changes(*one)]
    counts = {"all": len(attacks), "attacks": 0, "told": 0}
    for turn, (names, number) in enumerate(attacks if full else random.Random(3).sample(attacks, 3)):
        copies.attack(names, number)
        if by == "leaver":
            copies.leaver.writes(turn)
        case = (office.folder / f"{NAME}.age").read_bytes()
        before, readers = {who: goals(office, who) for who in PEOPLE}, opened_by(office)
        leaver = copies.leaver.opens() if act == "retire" else set()
        said, old = all_help(copies, act, last)
        after = {who: goals(office, who) for who in PEOPLE}
        for who in PEOPLE:
            assert before[who] in (None, after[who]), (names, number, who)
            may_say = [before[who], last, *([copies.goals[number]] if f"{NAME}.age" in names else [])]
            if after[who] and after[who][-1] == FORGED:  # his own writing, of which they are told
                told = said[who] + helps(office, who)  # now that the agency file is back
                assert by == "leaver" and f"C-{ONE}" in told, (names, number, turn, who)
            else:
                assert after[who] in may_say, (names, number, who, after[who])
        if any(before.values()) and act != "retire":  # what he could open is sealed anew there
            assert (office.folder / f"{NAME}.age").read_bytes() == case, (names, number, said)
        assert opened_by(office) <= readers | OPEN[act], (names, number)
        check_told(act, said, old, (names, number, turn))
        for who in OPEN[act]:
            if before[who] is None and old[who]:
                told = f"C-{ONE}" in said[who] or "agency" in said[who].lower()
                assert told, (names, number, who, said[who])
        if act == "retire":
            with suppress(CaseTUIError):
                saves(office, "mary", "Three")
            assert copies.leaver.opens() <= leaver, (names, number, "he opens what was saved after him")
        counts["attacks"] += 1
        counts["told"] += any(said.values())
    print(act, by, counts)
