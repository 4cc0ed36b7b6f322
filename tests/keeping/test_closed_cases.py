"""Check, repair and restore of a restricted or moved case: nothing but the act lifts a restriction."""

import shutil

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.errors import CannotOpen, VaultError
from casetui.data.records import Goal
from casetui.desk.access_log import openings
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import lift_restriction, restrict
from casetui.desk.people.retiring import retire
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.backup import back_up
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from casetui.keeping.restoring import restore
from casetui.words import CaseTUIError
from tests.cases import HANDED_OVER
from tests.desk.acts.test_closing import LONG_AGO
from tests.screens.office import KEYS, Office

ONE = "AB2345"
NAME = f"cases/{ONE}"
KEY_FILE, COVER = f"keys/{ONE}.signed", f"covers/{ONE}.age"


@pytest.fixture
def office(tmp_path):
    """An agency with a case of Mary's that was saved twice, and that everybody's program has read."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned(), opened_on=LONG_AGO)
    for wording in ("A tenancy", "A school"):
        saves(office, "mary", wording)
    for who in ("mary", "sean", "tom", "priya", "una"):
        office.desk(who).known_revisions.keep()
    return office


def saves(office, who, wording):
    desk = office.desk(who)
    save_record(desk, open_case(desk, ONE), Goal(wording=wording, domain="accommodation"))


def restricts(office, to=("tom",)):
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), list(to), "known to the team")


def moves(office):
    desk = office.desk("tom")
    assign(desk, open_case(desk, ONE, "moves"), "priya", "she moved", hand_over=HANDED_OVER)


def keeper(office, who):
    return Keeper.sit_down(office.locked, office.own(who), KEYS[who], office.clock)


def snapshot(office, name="before"):
    place = office.folder.parent / name
    shutil.copytree(office.folder, place)
    return place


def put_back(office, before, *names):
    """Copy older files back, as anybody can who may write in the folder."""
    for name in names:
        (office.folder / name).unlink(missing_ok=True)
        if (before / name).exists():
            shutil.copy2(before / name, office.folder / name)


def cut(office, name=f"{NAME}.age"):
    path = office.folder / name
    path.write_bytes(path.read_bytes()[:100])


def goals(office, who):
    return [goal.wording for goal in CaseFile.load(office.seen_by(who), NAME).all(Goal)]


def opens(office, who):
    try:
        CaseFile.load(office.seen_by(who), NAME)
    except VaultError:
        return False
    return True


def said(checked):
    return " ".join(checked.problems)


EVERYBODY = ("mary", "sean", "tom", "liam", "una", "priya")


# -- a cover sheet decides nothing ---------------------------------------------------------------


@pytest.mark.parametrize("names", [[COVER], [COVER, KEY_FILE], [COVER, "changes"], [COVER, f"former/{ONE}"]])
@pytest.mark.parametrize("act", [restricts, moves])
def test_an_older_cover_sheet_makes_no_case_damaged_and_no_repair_undoes_what_was_done(office, act, names):
    before = snapshot(office)
    act(office)
    last = "mary" if act is restricts else "priya"
    saves(office, last, "A doctor")
    case = (office.folder / f"{NAME}.age").read_bytes()
    if names[-1].startswith("former"):
        shutil.rmtree(office.folder / names.pop())
    put_back(office, before, *names)
    for who in ("sean", "liam", "priya", "una", "mary", "tom"):
        if (who == "mary" and act is moves) or (who in ("priya", "una") and act is restricts):
            continue
        kept = keeper(office, who)
        checked = check_vault(kept)
        assert "damaged" not in said(checked)
        lines, lost = repair(kept, checked)
        assert not lost and f"C-{ONE}: revision" not in " ".join(lines), lines
        assert (office.folder / f"{NAME}.age").read_bytes() == case


def test_a_stale_cover_sheet_is_written_anew_by_who_opens_the_case(office):
    before = snapshot(office)
    restricts(office)
    put_back(office, before, COVER)
    kept = keeper(office, "mary")
    repair(kept, check_vault(kept))
    assert read_cover(office.seen_by("sean"), ONE).restricted


@pytest.mark.parametrize("act", [restricts, moves])
def test_who_opens_a_case_with_an_older_cover_sheet_is_not_told_that_it_is_damaged(office, act):
    before = snapshot(office)
    act(office)
    put_back(office, before, COVER)
    desk = office.desk("sean")
    with pytest.raises(CaseTUIError) as told:
        open_case(desk, ONE, "to help")
    assert "damaged" not in str(told.value) and "C-AB2345" in str(told.value)


# -- a damaged file of a restricted case ---------------------------------------------------------


def test_a_damaged_restricted_case_comes_back_restricted(office):
    restricts(office)
    cut(office)
    kept = keeper(office, "mary")
    checked = check_vault(kept)
    repair(kept, checked)
    assert goals(office, "mary") == ["A tenancy", "A school"]
    assert CaseFile.load(office.seen_by("mary"), NAME).case.restricted_to == ["mary", "tom"]
    assert [who for who in EVERYBODY if opens(office, who)] == ["mary", "tom"]
    for who in ("mary", "tom"):
        assert open_case(office.desk(who), ONE).unsaid == []


@pytest.mark.parametrize("sealed_anew", [True, False])
def test_who_may_not_open_a_restricted_case_brings_no_former_revision_of_it_back(office, sealed_anew):
    before = snapshot(office)
    restricts(office)
    saves(office, "mary", "A doctor")
    if not sealed_anew:  # as after a kill
        for path in (before / "former" / ONE).iterdir():
            shutil.copy2(path, office.folder / "former" / ONE / path.name)
    cut(office)
    for who in ("sean", "liam"):
        kept = keeper(office, who)
        checked = check_vault(kept)
        assert "C-AB2345" in said(checked)
        _, lost = repair(kept, checked)
        assert not lost
        assert len((office.folder / f"{NAME}.age").read_bytes()) == 100


@pytest.mark.parametrize("from_backup", [True, False])
def test_a_damaged_case_that_was_moved_does_not_come_back_to_the_former_team(office, from_backup):
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    moves(office)
    office.desk("una").known_revisions.keep()
    run_upkeep(office.desk("una"))
    cut(office)
    kept = keeper(office, "una")
    if from_backup:
        restore(office.folder, place, lambda vault, spare: kept)
    else:
        repair(kept, check_vault(kept))
    assert goals(office, "priya") == ["A tenancy", "A school"]
    assert not opens(office, "mary") and not opens(office, "sean")
    assert open_case(office.desk("una"), ONE, "to see").unsaid == []


def test_restoring_a_backup_from_before_the_restriction_keeps_it_restricted(office):
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    restricts(office)
    cut(office)
    shutil.rmtree(office.folder / "former" / ONE)
    done = restore(office.folder, place, lambda vault, spare: keeper(office, "mary"))
    assert done.problems == []
    assert goals(office, "mary") == ["A tenancy", "A school"]
    assert [who for who in EVERYBODY if opens(office, who)] == ["mary", "tom"]
    assert read_cover(office.seen_by("sean"), ONE).restricted
    run_upkeep(office.desk("mary"))
    for former in office.seen_by("liam").formers(NAME):
        with pytest.raises(CannotOpen):
            office.seen_by("liam").read_former(NAME, former)


def test_who_may_not_open_a_restricted_case_restores_no_copy_from_before(office):
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    restricts(office)
    cut(office)
    done = restore(office.folder, place, lambda vault, spare: keeper(office, "sean"))
    assert not opens(office, "sean")
    assert "C-AB2345" in " ".join(done.left_alone + done.problems)
    assert len((office.folder / f"{NAME}.age").read_bytes()) == 100


def test_after_the_restriction_was_lifted_a_damaged_case_comes_back_to_the_team(office):
    restricts(office)
    desk = office.desk("mary")
    lift_restriction(desk, open_case(desk, ONE), "settled")
    saves(office, "mary", "A doctor")
    run_upkeep(office.desk("mary"))
    cut(office)
    kept = keeper(office, "mary")
    repair(kept, check_vault(kept))
    assert opens(office, "sean") and goals(office, "sean") == ["A tenancy", "A school"]


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_restored_after_somebody_was_retired_is_sealed_to_them_no_more(office, whole):
    place, seans = office.folder.parent / "backup", office.seen_by("sean")
    back_up(office.locked, place, office.now)
    retire(office.desk("tom"), "sean")
    for who in ("mary", "tom"):
        run_upkeep(office.desk(who))
    shutil.rmtree(office.folder / "former" / ONE)
    if not whole:
        cut(office)
    restore(office.folder, place, lambda vault, spare: keeper(office, "mary"))
    run_upkeep(office.desk("mary"))
    for former in [None, *seans.formers(NAME)]:
        with pytest.raises(CannotOpen):
            seans.read_former(NAME, former) if former else seans.read(NAME)
    assert said(check_vault(keeper(office, "mary"))) == ""


# -- what restore and the list do where nobody was told ------------------------------------------


@pytest.mark.parametrize("who", ["una", "tom", "sean", "mary"])
@pytest.mark.parametrize("how", ["restore", "repair"])
def test_a_case_that_was_moved_goes_back_to_the_former_team_by_nobody(office, who, how):
    """Also not by a person whose program has not read the case since it was moved."""
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    moves(office)
    kept = keeper(office, who)
    cut(office)
    if how == "restore":
        restore(office.folder, place, lambda vault, spare: kept)
    else:
        repair(kept, check_vault(kept))
    assert not opens(office, "mary")
    assert read_cover(office.seen_by("una"), ONE).team == "south"


def test_a_restored_case_takes_no_newer_cover_sheets_place_and_no_seen_number(office):
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    saves(office, "mary", "Three")
    saves(office, "mary", "Four")
    for who in ("mary", "sean", "tom"):
        office.desk(who).known_revisions.keep()
    cut(office)
    shutil.rmtree(office.folder / "former" / ONE)
    restore(office.folder, place, lambda vault, spare: keeper(office, "mary"))
    saves(office, "mary", "Five")
    saves(office, "mary", "Six")
    assert check_vault(keeper(office, "sean")).problems == []


def test_a_damaged_former_revision_keeps_no_line_of_the_access_log_readable(office):
    open_case(office.desk("liam"), ONE, "to help")
    planted = f"99999999-20260101T000000Z-20260101T000000Z-{'0' * 32}.age"
    (office.folder / "former" / ONE / planted).write_bytes(b"x")
    restricts(office)
    for who in ("mary", "tom"):
        run_upkeep(office.desk(who))
    assert not openings(office.desk("liam"), ONE)


def test_a_case_whose_file_is_away_for_a_while_stays_on_the_list(office):
    moves(office)
    case = office.folder / f"{NAME}.age"
    data = case.read_bytes()
    case.unlink()
    run_upkeep(office.desk("una"))
    case.write_bytes(data)
    run_upkeep(office.desk("una"))
    assert not openings(office.desk("mary"), ONE)


def test_a_start_between_the_list_and_the_save_takes_nothing_off_it(office, monkeypatch):
    real = CaseFile.save

    def save(*given):
        monkeypatch.setattr(CaseFile, "save", real)
        run_upkeep(office.desk("una"))
        return real(*given)

    monkeypatch.setattr(CaseFile, "save", save)
    moves(office)
    for who in ("una", "priya", "tom"):
        run_upkeep(office.desk(who))
    assert not openings(office.desk("mary"), ONE)


@pytest.mark.parametrize("part", ["former", "case"])
@pytest.mark.parametrize("act", [moves, restricts])
def test_what_a_restore_brings_back_of_a_closed_case_is_sealed_to_its_present_readers(office, act, part):
    """Former revisions of the backup are sealed to the team as it was then."""
    who, other = ("una", "mary") if act is moves else ("mary", "liam")
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    act(office)
    run_upkeep(office.desk(who))
    office.desk(who).known_revisions.keep()
    shutil.rmtree(office.folder / "former" / ONE)
    if part == "case":
        cut(office)
    restore(office.folder, place, lambda vault, spare: keeper(office, who))
    assert readable(office, other) > 0 and office.locked.to_reseal.numbers() == [ONE]
    run_upkeep(office.desk(who))
    assert readable(office, other) == 0 and office.locked.to_reseal.numbers() == []


def test_lines_of_the_access_log_that_come_back_are_sealed_to_the_present_readers(office):
    open_case(office.desk("liam"), ONE, "to help")
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    restricts(office)
    run_upkeep(office.desk("mary"))
    (office.folder / "openings").unlink()
    restore(office.folder, place, lambda vault, spare: keeper(office, "mary"))
    assert openings(office.desk("liam"), ONE) and office.locked.to_reseal.numbers() == [ONE]
    run_upkeep(office.desk("mary"))
    assert not openings(office.desk("liam"), ONE) and office.locked.to_reseal.numbers() == []


def test_former_cover_sheets_that_come_back_are_sealed_to_who_is_still_here(office):
    restricts(office)
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    old = office.seen_by("liam")
    retire(office.desk("tom"), "liam")
    for who in ("mary", "tom"):
        run_upkeep(office.desk(who))
    shutil.rmtree(office.folder / "former" / f"covers-{ONE}")
    restore(office.folder, place, lambda vault, spare: keeper(office, "mary"))
    cover = f"covers/{ONE}"
    assert [old.read_former(cover, former) for former in old.formers(cover)]
    run_upkeep(office.desk("mary"))
    for former in old.formers(cover):
        with pytest.raises(CannotOpen):
            old.read_former(cover, former)


def test_a_restore_leaves_nothing_on_the_list_that_is_sealed_as_it_should_be(office):
    place = office.folder.parent / "backup"
    back_up(office.locked, place, office.now)
    shutil.rmtree(office.folder / "former" / ONE)
    restore(office.folder, place, lambda vault, spare: keeper(office, "mary"))
    assert office.locked.to_reseal.numbers() == []


def readable(office, who):
    """Return how many former revisions of the case ``who`` opens."""
    vault, opened = office.seen_by(who), 0
    for former in vault.formers(NAME):
        try:
            vault.read_former(NAME, former)
        except CannotOpen:
            continue
        opened += 1
    return opened
