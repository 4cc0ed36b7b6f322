"""Somebody makes a case vanish: who had read it is told by its number, and a line manager restores it."""

import json
import shutil
from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, cover_name, read_cover
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.sealing import Readers, RevisionHead, seal, signed
from casetui.data.record_file import RecordFile
from casetui.data.records import Goal
from casetui.data.store.base import digest_of
from casetui.desk.acts.cases import assign, open_case, pause
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import lift_restriction, restrict
from casetui.desk.people.retiring import retire
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.backup import back_up
from casetui.keeping.checking import check_vault
from casetui.keeping.keeper import Keeper
from casetui.keeping.restoring import restore
from casetui.words import CaseTUIError
from tests.cases import HANDED_OVER
from tests.desk.acts.test_closing import LONG_AGO
from tests.screens.office import KEYS, TODAY, Office

pytestmark = pytest.mark.torture

ONE, TWO = "AB2345", "CD2345"
NAME = f"cases/{ONE}"
TEAM = ("mary", "tom", "liam")
DAY = timedelta(days=1)
VANISHED = f"C-{ONE} was open to you, you have seen revision"


@pytest.fixture
def office(tmp_path):
    """An agency with two cases that everybody's program has read, and a backup."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    for number in (ONE, TWO):
        office.case(number, f"Client {number}", lambda b: b.assigned(), opened_on=LONG_AGO)
    saves(office, "mary", "A tenancy")
    all_read(office)
    back_up(office.locked, tmp_path / "backup", office.now)
    return office


def all_read(office, people=("mary", "sean", "tom", "liam", "una", "priya", "ada")):
    for who in people:
        office.desk(who).known_revisions.keep()


def saves(office, who, wording, number=ONE):
    desk = office.desk(who)
    save_record(desk, open_case(desk, number, "to help"), Goal(wording=wording, domain="accommodation"))


def sealed_by(office, who, name, content, at, *, number=2, former=""):
    """Return a file that ``who`` signed and dated, sealed to their own key, or a cover sheet to everybody."""
    about = RevisionHead(name, number, former, who, at.isoformat(), digest_of(content))
    _, data = signed(about, content, KEYS[who])
    if name.startswith("covers/"):
        return seal(data, office.vault._seals.recipients(Readers()))
    return seal(data, [KEYS[who].public.read])


def vanishes(office, who, at=None, **head):
    """Put a file in the place of the case, and a cover sheet that says that the case is restricted."""
    at = at or office.now
    present = office.locked.read_raw(NAME)
    cover = read_cover(office.vault, ONE)
    said = Cover(**{**vars(cover), "restricted": True, **head})
    former = office.vault.read(cover_name(ONE)).revision
    mine = sealed_by(office, who, NAME, b"{}", at)
    office.locked.write_raw(NAME, mine, present.digest, by=who)
    path = office.folder / f"{cover_name(ONE)}.age"
    path.write_bytes(
        sealed_by(
            office, who, cover_name(ONE), said.content(), at,
            number=former.about.revision + 1, former=former.digest,
        )
    )  # fmt: skip


def keeper(office, who):
    return Keeper.sit_down(office.locked, office.own(who), KEYS[who], office.clock)


def said_by_check(office, who):
    return " ".join(check_vault(keeper(office, who)).problems)


def told(office, who):
    """Return what the start, the opening of the case and check say of the case."""
    desk = office.desk(who)
    row = desk.register.rows.get(ONE)
    try:
        open_case(desk, ONE, "to help")
        opening = ""
    except CaseTUIError as error:
        opening = str(error)
    return (row.problem if row else ""), opening, said_by_check(office, who)


def assert_told(office, people=TEAM):
    for who in people:
        for sentence in told(office, who):
            assert VANISHED in sentence, (who, sentence)


def assert_not_told(office, people):
    for who in people:
        for sentence in told(office, who):
            assert VANISHED not in sentence and "no right" not in sentence, (who, sentence)


def restored(office, who="tom"):
    return restore(office.folder, office.folder.parent / "backup", lambda vault, spare: keeper(office, who))


@pytest.mark.parametrize("who", ["priya", "ada"])
def test_who_has_no_right_in_a_case_does_not_make_it_vanish(office, who):
    vanishes(office, who)
    assert_told(office)


@pytest.mark.parametrize("back_dated", [timedelta(0), DAY])
def test_who_was_retired_does_not_make_a_case_vanish(office, back_dated):
    office.now += 2 * DAY
    retire(office.desk("tom"), "sean")
    office.now += DAY
    saves(office, "mary", "A school", TWO)
    all_read(office, TEAM)
    vanishes(office, "sean", office.now - back_dated * 5)
    assert_told(office)


@pytest.mark.parametrize("head", [{}, {"manager": "sean"}, {"restricted": False, "team": "south"}])
def test_a_colleague_does_not_take_a_case_from_its_case_manager_unnoticed(office, head):
    vanishes(office, "sean", **head)
    assert_told(office, ["mary"])


def test_a_colleague_does_not_take_a_case_from_its_case_manager_by_a_key_of_their_own(office):
    vault = office.seen_by("sean")
    file = RecordFile(f"keys/{ONE}", {})
    key = make_group_key(f"C-{ONE}", 1, [office.desk("sean").agency_file.key_of("sean")])
    file.put(key.model_copy(update={"only": True}))
    file.save(vault, "sean", office.now)
    vanishes(office, "sean")
    assert_told(office, ["mary"])


def test_a_line_manager_brings_back_what_vanished(office):
    vanishes(office, "priya")
    assert "sealed to others, who restore it" in " ".join(restored(office, "mary").left_alone)
    done = restored(office)
    assert f"C-{ONE}: revision 2" in " ".join(done.brought_back), done
    saves(office, "mary", "A school")
    assert said_by_check(office, "mary") == "" and not read_cover(office.seen_by("mary"), ONE).restricted


def test_who_holds_the_key_of_a_restricted_case_brings_back_what_vanished(office):
    restricts(office, to=["sean"])
    all_read(office)
    back_up(office.locked, office.folder.parent / "backup", office.now)
    vanishes(office, "priya")
    assert_told(office, ["mary", "sean"])
    assert "sealed to others, who restore it" in " ".join(restored(office, "tom").left_alone)
    assert f"C-{ONE}: revision 3" in " ".join(restored(office, "mary").brought_back)
    saves(office, "sean", "A school")
    assert CaseFile.load(office.seen_by("sean"), NAME).case.restricted_to == ["mary", "sean"]


def test_a_case_file_that_was_deleted_is_told_of_at_the_start(office):
    (office.folder / f"{NAME}.age").unlink()
    for who in ("mary", "tom"):
        assert f"C-{ONE}" in office.desk(who).register.rows[ONE].problem
        assert f"C-{ONE}" in office.desk(who).register.rows[ONE].problem, "and at the next one"
    assert ONE not in office.desk("priya").register.rows


# -- the case's own keys -------------------------------------------------------------------------


@pytest.fixture
def rekeyed(office):
    """The case is restricted, and has its second key, as one of those named left; return the older keys."""
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom", "sean"], "known to the team")
    older = (office.folder / "keys" / f"{ONE}.signed").read_bytes()
    all_read(office)
    office.now += DAY
    retire(office.desk("tom"), "sean")
    run_upkeep(office.desk("mary"))
    all_read(office, ["mary", "tom", "liam"])
    back_up(office.locked, office.folder.parent / "backup", office.now)
    return older


@pytest.mark.parametrize("removed", [True, False])
def test_older_keys_make_no_restricted_case_vanish_unnoticed(office, rekeyed, removed):
    keys = office.folder / "keys" / f"{ONE}.signed"
    keys.unlink() if removed else keys.write_bytes(rekeyed)
    keys.exists() and keys.chmod(0o600)
    shutil.rmtree(office.folder / "former" / f"keys-{ONE}")
    assert_told(office, ["mary", "tom"])
    restored(office, "mary")
    saves(office, "mary", "A school")
    assert said_by_check(office, "mary") == ""


# -- what rightly closes a case ------------------------------------------------------------------


def restricts(office, who="mary", to=("tom",)):
    desk = office.desk(who)
    restrict(desk, open_case(desk, ONE, "to restrict"), list(to), "known to the team")


def moves(office):
    desk = office.desk("tom")
    assign(desk, open_case(desk, ONE, "moves"), "priya", "she moved", hand_over=HANDED_OVER)


def test_nobody_is_told_of_a_case_that_was_restricted(office):
    restricts(office)
    assert_not_told(office, ["sean", "liam", "priya", "una"])


def test_nobody_is_told_of_a_case_that_went_to_another_team_and_was_restricted_there(office):
    moves(office)
    restricts(office, "priya", ["una"])
    assert_not_told(office, ["mary", "sean", "liam", "tom"])
    desk = office.desk("una")
    pause(desk, open_case(desk, ONE, "to see"), "away", TODAY + DAY)
    assert_not_told(office, ["mary", "sean", "liam", "tom"])


@pytest.mark.parametrize("read_between", [True, False])
def test_nobody_is_told_after_who_restricted_it_was_retired(office, read_between):
    restricts(office)
    if read_between:
        all_read(office)
    office.now += DAY
    retire(office.desk("tom"), "mary")
    office.now += DAY
    saves(office, "liam", "A school", TWO)
    assert_not_told(office, ["sean", "liam"])


def test_a_person_who_went_to_another_team_is_not_told_of_the_former_teams_cases(office):
    desk = office.desk("tom")
    file = desk.agency_file.copy()
    file.put(file.people["sean"].model_copy(update={"team": "south"}))
    file.save(desk.vault, "tom", office.now)
    run_upkeep(office.desk("tom"))
    assert_not_told(office, ["sean"])


def test_an_older_cover_sheet_that_once_rightly_closed_the_case_does_not_do_so_again(office):
    restricts(office)
    all_read(office)
    older = (office.folder / "covers" / f"{ONE}.age").read_bytes()
    desk = office.desk("mary")
    lift_restriction(desk, open_case(desk, ONE), "settled")
    run_upkeep(office.desk("mary"))
    all_read(office)
    vanishes(office, "priya")
    (office.folder / "covers" / f"{ONE}.age").write_bytes(older)
    assert_told(office)


@pytest.mark.parametrize("act", [restricts, moves])
def test_what_an_earlier_program_remembered_and_wrote_tells_nobody_falsely(office, act):
    """It remembered no numbers of cover sheets, and every cover sheet was the first of its chain."""
    for path in office.cache.rglob("*.seen"):
        path.unlink()
    for who in ("sean", "liam"):
        desk = office.new_desk(who)
        known = CaseFile.load(desk.vault, NAME).known
        desk.known_revisions.note(ONE, known, "")
        desk.known_revisions.keep()
    act(office)
    cover = read_cover(office.vault, ONE)
    by = "mary" if act is restricts else "tom"
    data = sealed_by(office, by, cover_name(ONE), cover.content(), office.now, number=1)
    (office.folder / "covers" / f"{ONE}.age").write_bytes(data)
    shutil.rmtree(office.folder / "former" / f"covers-{ONE}")
    assert_not_told(office, ["sean"])
    assert json.loads(cover.content())["number"] == ONE


def test_nobody_is_told_whose_team_got_a_new_key_while_their_program_read(office):
    mary = office.desk("mary")
    retire(office.desk("tom"), "sean")
    run_upkeep(office.desk("tom"))
    mary.register.refresh()
    assert mary.register.rows[ONE].problem == "" and mary.register.rows[ONE].name == f"Client {ONE}"
