"""What is still to be sealed anew after a case was restricted is listed, named by check, and worked off."""

import errno
import os
from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen, VaultError
from casetui.data.records import Goal
from casetui.data.store import files
from casetui.desk.access_log import openings
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict, share
from casetui.desk.people.retiring import retire
from casetui.desk.session import resealing
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from tests.cases import HANDED_OVER
from tests.desk.acts.test_closing import LONG_AGO
from tests.disk import coarse
from tests.screens.office import KEYS, Office

ONE = "AB2345"
NAME = f"cases/{ONE}"


@pytest.fixture
def office(tmp_path):
    """An agency with a case that was saved twice, and opened by a colleague."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned(), opened_on=LONG_AGO)
    for wording in ("A tenancy", "A school"):
        desk = office.desk("mary")
        save_record(desk, open_case(desk, ONE), Goal(wording=wording, domain="accommodation"))
    open_case(office.desk("liam"), ONE, "to help")
    return office


def restricts(office):
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")


def stopped_at(office, monkeypatch, act, at, error):
    """Let ``act`` stop with an error at the file with this number, and at all later ones."""
    real, written = files.write_whole, []

    def stopped(folder, name, data, mode):
        written.append(name)
        if len(written) >= at:
            raise error
        return real(folder, name, data, mode)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", stopped)
        try:
            act()
        except (KeyboardInterrupt, VaultError):
            return written
    return written


def read_by(office, who):
    """Return how many former revisions of the case and lines of the access log about it ``who`` opens."""
    vault = office.seen_by(who)
    opened = 0
    for former in vault.formers(NAME):
        try:
            vault.read_former(NAME, former)
            opened += 1
        except CannotOpen:
            continue
    return opened, len(openings(office.desk(who), ONE))


def keeper(office, who):
    return Keeper.sit_down(office.locked, office.own(who), KEYS[who], office.clock)


def said(office, who="mary"):
    return " ".join(check_vault(keeper(office, who)).problems)


LISTED = "C-AB2345: former revisions or lines of the access log may still be sealed to people"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))])
def test_what_a_restriction_left_readable_is_sealed_by_the_next_start_of_who_may_open_the_case(
    office, monkeypatch, error
):
    total = len(stopped_at(office, monkeypatch, lambda: None, 99, error)) or 99
    for at in range(1, total):
        if CaseFile.load(office.seen_by("mary"), NAME).case.restricted_to:
            break
        stopped_at(office, monkeypatch, lambda: restricts(office), at, error)
    assert read_by(office, "liam")[0] > 0, "the test stops before the former revisions are sealed anew"
    assert LISTED in said(office) and LISTED in said(office, "liam"), "also for who cannot open it"
    run_upkeep(office.desk("tom"))
    assert read_by(office, "liam") == (0, 0)
    assert read_by(office, "tom")[1] > 0
    checked = check_vault(keeper(office, "mary"))
    if isinstance(error, OSError):  # the full disk took no second file of the case's own keys
        (problem,) = checked.problems
        assert problem.startswith("keys/AB2345: revisions that are kept only once: 1.")
        repair(keeper(office, "mary"), checked)
    assert said(office) == ""


def test_older_lines_of_the_access_log_are_sealed_anew_without_any_kill(office):
    restricts(office)
    assert LISTED in said(office)
    run_upkeep(office.desk("mary"))
    assert read_by(office, "liam") == (0, 0) and read_by(office, "mary")[1] > 0
    assert said(office) == ""


def test_a_case_that_went_to_another_team_is_worked_off_by_who_opens_what_the_former_team_could(office):
    desk = office.desk("tom")
    assign(desk, open_case(desk, ONE, "moves"), "priya", "she moved", hand_over=HANDED_OVER)
    run_upkeep(office.desk("priya"))
    assert LISTED in said(office, "priya"), "she opens no line of the former team's"
    run_upkeep(office.desk("una"))
    assert read_by(office, "mary") == (0, 0) and read_by(office, "priya")[1] > 0
    assert said(office, "una") == ""


def test_nothing_is_listed_where_nothing_was_saved(office, monkeypatch):
    stopped_at(office, monkeypatch, lambda: restricts(office), 1, OSError(errno.ENOSPC, "no space left"))
    assert not office.read(ONE).case.restricted_to
    stopped_at(office, monkeypatch, lambda: restricts(office), 2, OSError(errno.ENOSPC, "no space left"))
    assert not office.read(ONE).case.restricted_to
    run_upkeep(office.desk("mary"))
    assert said(office) == ""


def test_a_restricted_case_of_an_earlier_program_is_found_by_check_and_put_on_the_list(office):
    """That program kept no list."""
    former = {path.name: path.read_bytes() for path in (office.folder / "former" / ONE).iterdir()}
    restricts(office)
    for path in [*(office.folder / "reseal").iterdir(), *(office.folder / "former" / ONE).iterdir()]:
        path.unlink()
    for name, data in former.items():
        path = office.folder / "former" / ONE / name
        path.write_bytes(data)
        path.chmod(0o600)
    checked = check_vault(keeper(office, "mary"))
    (problem,) = checked.problems
    assert problem.startswith("C-AB2345: files and lines of the access log that people can still open")
    repair(keeper(office, "mary"), checked)
    assert LISTED in said(office)
    run_upkeep(office.desk("mary"))
    assert read_by(office, "liam") == (0, 0) and said(office) == ""


def unlisted(office):
    """Take the list away, as anybody can who may write in the folder."""
    for path in (office.folder / "reseal").iterdir():
        path.unlink()


def moves(office):
    desk = office.desk("tom")
    assign(desk, open_case(desk, ONE, "moves"), "priya", "she moved", hand_over=HANDED_OVER)


def retires(office):
    retire(office.desk("tom"), "liam")


@pytest.mark.parametrize(
    ("act", "finder", "other"),
    [(moves, "una", "mary"), (retires, "tom", "liam"), (restricts, "mary", "liam")],
)
def test_check_finds_of_every_opened_case_what_more_people_can_open_than_may(office, act, finder, other):
    old = office.seen_by(other)
    act(office)
    if act is not retires:
        unlisted(office)
    checked = check_vault(keeper(office, finder))
    (problem,) = checked.problems
    assert problem.startswith("C-AB2345: files and lines of the access log that people can still open")
    repair(keeper(office, finder), checked)
    run_upkeep(office.desk(finder))
    assert said(office, finder) == ""
    for former in old.formers(NAME):
        with pytest.raises(CannotOpen):
            old.read_former(NAME, former)


def test_who_does_not_hold_every_key_of_a_case_is_told_of_nothing(office):
    """Priya, to whom it is lent, cannot tell to whom else it is sealed."""
    desk = office.desk("tom")
    share(desk, open_case(desk, ONE, "lends"), "priya", office.now.date() + timedelta(days=3), "to cover")
    run_upkeep(office.desk("tom"))
    assert said(office, "tom") == said(office, "priya") == ""


def test_of_many_cases_with_too_many_readers_check_names_the_first_in_one_sentence(office):
    for number in range(12):
        office.case(f"BC{2345 + number}", "Joe Hand", lambda b: b.assigned())
    retires(office)
    checked = check_vault(keeper(office, "tom"))
    (problem,) = checked.problems
    assert "may not open the case: 13. The first are C-AB2345, C-BC2345," in problem
    repair(keeper(office, "tom"), checked)
    assert len(office.locked.to_reseal.numbers()) == 13


def test_an_entry_that_is_put_on_the_list_anew_is_not_dropped_by_who_read_the_one_before(office, monkeypatch):
    """Also on a disk that keeps times coarsely, where both entries have one time and one length."""
    coarse(monkeypatch)
    restricts(office)
    real = resealing.reseal_openings

    def put_anew(desk):
        office.locked.to_reseal.add(ONE, ["north"])
        return real(desk)

    monkeypatch.setattr(resealing, "reseal_openings", put_anew)
    run_upkeep(office.desk("mary"))
    assert office.locked.to_reseal.numbers() == [ONE]
    monkeypatch.undo()
    run_upkeep(office.desk("mary"))
    assert office.locked.to_reseal.numbers() == []


def test_two_who_put_a_case_on_the_list_at_once_lose_no_team(office, monkeypatch):
    listed = office.locked.to_reseal
    real, asked = type(listed).entry, []

    def entry(self, number):
        seen = real(self, number)
        if not asked:
            asked.append(number)
            office.locked.to_reseal.add(ONE, ["south"])
        return seen

    monkeypatch.setattr(type(listed), "entry", entry)
    listed.add(ONE, ["north"])
    assert listed.entry(ONE).teams == {"north", "south"}


def test_an_entry_of_an_earlier_version_is_worked_off(office):
    restricts(office)
    (office.folder / "reseal" / ONE).write_text('["north"]')
    run_upkeep(office.desk("mary"))
    assert read_by(office, "liam") == (0, 0) and said(office) == ""


@pytest.mark.parametrize("put", ["ZZ2345", "x y", "\x1b[2J", "folder"])
def test_what_somebody_puts_on_the_list_harms_nobody(office, put):
    place = office.folder / "reseal"
    place.mkdir(exist_ok=True)
    (place / put).mkdir() if put == "folder" else (place / put).write_bytes(b"\xff{")
    assert not run_upkeep(office.desk("mary")).problems
    assert "\x1b" not in said(office)
