"""A clock that was wrong for a while shuts no case, drops no save, and thins no former revisions."""

from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import Forged
from casetui.data.keys.person_keys import Keys
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Goal
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.audit.auditing import audit
from casetui.desk.people.agency import save_person
from casetui.desk.people.joining import admit, ask_to_join
from casetui.desk.people.retiring import retire
from casetui.desk.session.resealing import reseal
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from tests.data.sealed import TO, keyring, make
from tests.data.store.test_former import NOW as SATURDAY
from tests.data.store.test_former import at
from tests.screens.office import KEYS, Office

pytestmark = pytest.mark.torture

ONE = "AB2345"
NAME = f"cases/{ONE}"
FAST = timedelta(minutes=2)


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned())
    for who in ("mary", "sean", "tom"):
        office.own(who)
    return office


def saves_fast(office, who="sean"):
    """Save with a clock that is two minutes fast, and correct it half a minute later."""
    office.now += FAST
    desk = office.desk(who)
    save_record(desk, open_case(desk, ONE, "to help"), Goal(wording="A tenancy", domain="accommodation"))
    office.now -= FAST - timedelta(seconds=30)


def gets_new_key(office):
    """Let Seán lose his key, and be admitted with a new one."""
    keys = Keys.make()
    ask_to_join(office.locked, PersonFolder.of(office.locked, "sean", office.cache), keys)
    admit(office.desk("tom"), "sean", keys.public.fingerprint)


ENDS = {
    "retired": lambda office: retire(office.desk("tom"), "sean"),
    "a new key": gets_new_key,
    "another team": lambda office: save_person(
        office.desk("tom"), {"team": "south"}, office.desk("tom").people["sean"]
    ),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("resealed", [False, True])
def test_a_save_by_a_fast_clock_before_its_author_left_stays_open_to_all(office, end, resealed):
    saves_fast(office)
    ENDS[end](office)
    if resealed:
        desk = office.desk("mary")
        save_record(desk, open_case(desk, ONE), Goal(wording="Since then", domain="accommodation"))
        assert reseal(office.desk("tom")).problems == []
    for who in ("mary", "tom", "liam"):
        opened = open_case(office.desk(who), ONE, "to help")
        assert "A tenancy" in [goal.wording for goal in opened.file.all(Goal)]
        assert opened.unsaid == []
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    run_upkeep(office.desk("tom"))
    checked = check_vault(keeper)
    assert checked.problems == []
    assert repair(keeper, checked)[0] == []
    assert not [one for one in audit(office.desk("tom"), ONE).wrong if "Seán" in one]


def test_what_a_program_trusted_once_it_trusts_without_the_journal_too(office):
    saves_fast(office)
    mary = office.desk("mary")
    mary.register.keep()
    mary.known_revisions.keep()
    retire(office.desk("tom"), "sean")
    (office.folder / "changes").unlink()
    assert open_case(office.desk("mary"), ONE).unsaid == []
    with pytest.raises(Forged):
        open_case(office.desk("liam"), ONE, "to help")


def test_a_save_that_the_journal_names_after_its_authors_end_counts_for_nothing(office):
    old = office.seen_by("sean")
    file = CaseFile.load(old, NAME).copy()
    retire(office.desk("tom"), "sean")
    file.put(Goal(wording="Back again", domain="accommodation"))
    file.save(old, "sean", office.now + FAST)
    with pytest.raises(Forged, match="did not sign this"):
        open_case(office.desk("mary"), ONE)


def test_a_retired_person_who_writes_past_the_program_is_no_fast_clock(office):
    """Their save before the end is in the journal, and this one is not."""
    saves_fast(office)
    old = office.seen_by("sean")
    file = CaseFile.load(old, NAME).copy()
    retire(office.desk("tom"), "sean")
    file.put(Goal(wording="Back again", domain="accommodation"))
    content = file.bytes("sean", office.now + FAST)
    _, data = old._seals.close(NAME, content, office.now + FAST, file.stored.revision, file.readers)
    (office.folder / f"{NAME}.age").write_bytes(data)
    with pytest.raises(Forged, match="did not sign this"):
        open_case(office.desk("mary"), ONE)


# -- thinning ------------------------------------------------------------------------------------


class Computer:
    """A computer whose clock can be set, with a vault on its disk."""

    def __init__(self, made, monkeypatch):
        self.made, self._set = made, monkeypatch
        self._as = {who: made.signed_in(keyring(who)) for who in ("mary", "sean")}

    def save(self, by, moment):
        """Save a case by this clock, which the disk has too."""
        files, moment_ns = self.made._store.files, int(moment.timestamp() * 10**9)
        write = type(files).write

        def then(name, data):
            stamp = write(files, name, data)
            files.set_time(name, moment_ns)
            return (moment_ns, stamp[1])

        at(moment, self._set)
        self._set.setattr(files, "write", then)
        content = str(moment).encode()
        if self.made.stamp(NAME) == (0, 0):
            self._as[by].create(NAME, content, moment, TO, by)
        else:
            self._as[by].write(NAME, content, self.made.read(NAME), moment, TO, by)

    def kept(self):
        return len(self.made.formers(NAME))


@pytest.fixture
def computer(tmp_path, monkeypatch):
    """A computer at which Mary and Seán saved one case every five minutes for a few hours."""
    computer = Computer(make(tmp_path / "vault"), monkeypatch)
    for turn in range(40):
        computer.save(("mary", "sean")[turn % 2], SATURDAY + turn * timedelta(minutes=5))
    return computer


LAST = SATURDAY + timedelta(hours=4)


@pytest.mark.parametrize("days", [1, 2, 6, 30])
def test_one_save_by_a_clock_that_is_days_ahead_thins_nothing(computer, days):
    for _ in range(3):
        computer.save("mary", LAST + timedelta(days=days))
    assert computer.kept() == 42
    for turn in range(5):
        computer.save(("mary", "sean")[turn % 2], LAST + turn * timedelta(minutes=5))
    assert computer.kept() == 47


@pytest.mark.parametrize("whose", ["nobody's", "Mary's", "Seán's last"])
@pytest.mark.parametrize("days", [1, 6])
def test_a_line_that_somebody_adds_to_the_journal_confirms_no_clock(computer, tmp_path, days, whose):
    """Only what another person signed does; the line tells no more than where to look."""
    ahead = LAST + timedelta(days=days)
    computer.save("mary", ahead)
    digests = {
        "nobody's": "0" * 32, "Mary's": computer.made.read(NAME).digest,
        "Seán's last": next(
            former.digest for former in computer.made.formers(NAME)
            if computer.made.read_former(NAME, former).revision.about.by == "sean"
        ),
    }  # fmt: skip
    with (tmp_path / "vault" / "changes").open("a") as journal:
        journal.write(f"{NAME} sean {digests[whose]} {(ahead + timedelta(hours=1)).isoformat()}\n")
    computer.save("mary", ahead + timedelta(hours=2))
    assert computer.kept() == 41


def test_days_that_really_passed_are_believed_when_another_person_saves(computer):
    computer.save("mary", LAST + timedelta(days=3))
    assert computer.kept() == 40
    computer.save("sean", LAST + timedelta(days=3, hours=2))
    assert computer.kept() == 3, "the last of Saturday, and what was replaced today"


def test_who_works_alone_is_believed_after_a_week(computer):
    for day in range(2, 30):
        for hour in (0, 4):
            computer.save("mary", LAST + timedelta(days=day, hours=hour))
    assert 29 < computer.kept() < 29 + 24
