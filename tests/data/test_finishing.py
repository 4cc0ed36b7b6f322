"""A save of case, own keys and cover sheet that was cut off: who finishes it, and who is refused."""

import errno
import json
import os
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from casetui.data import casefile
from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.errors import CannotOpen, CutOff, VaultError
from casetui.data.records import Goal
from casetui.data.rights import may_write_next
from casetui.data.store import files
from casetui.data.store.base import Change, digest_of
from casetui.data.store.intent import MOST_BYTES, intent_for
from casetui.data.store.plain import ABANDONED_SECONDS
from casetui.data.vault import Vault
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.acts.news import news
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict
from casetui.desk.audit.auditing import audit
from casetui.desk.errors import NotAllowed
from casetui.desk.people.retiring import retire
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from tests.screens.office import KEYS, Office

ONE = "AB2345"
NAME, KEY_FILE, COVER = f"cases/{ONE}", f"keys/{ONE}", f"covers/{ONE}"
TOLD = "A save of C-AB2345 by Mary Byrne was cut off. Nothing is lost: it is finished when Mary Byrne, or"


@pytest.fixture
def office(tmp_path):
    """An agency with a case of Mary's that her whole team can open."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned())
    return office


def left(office):
    return list((office.folder / "locks").glob("*.intent"))


def restricts(office, monkeypatch, at, error=KeyboardInterrupt):
    """Mary restricts the case, and is stopped before the file with this number: intent, keys, cover, case.

    The list of what is still to be sealed anew is written before them.
    """
    desk = office.desk("mary")
    opened = open_case(desk, ONE)
    real, written = files.write_whole, []

    def stopped(folder, name, data, mode):
        if name == ONE:  # the list of what is to be sealed anew
            return real(folder, name, data, mode)
        if len(written) == at:
            raise error
        written.append(name)
        return real(folder, name, data, mode)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", stopped)
        with pytest.raises((KeyboardInterrupt, VaultError)):
            restrict(desk, opened, ["tom"], "known to the team")


def state(office, who="mary"):
    """Return to whom case and cover sheet say that it is restricted, and whether it has a key of its own."""
    vault = office.seen_by(who)
    file = CaseFile.load(vault, NAME)
    return file.case.restricted_to, read_cover(vault, ONE).restricted, vault.stamp(KEY_FILE) != (0, 0)


OLD, NEW = ([], False, False), (["mary", "tom"], True, True)


@pytest.mark.parametrize(("at", "due"), [(0, OLD), (1, OLD), (2, NEW), (3, NEW), (4, NEW)])
@pytest.mark.parametrize("who", ["mary", "tom"])
def test_whoever_may_write_in_the_case_has_the_old_one_or_the_new_one_whole(
    office, monkeypatch, at, due, who
):
    if at == 4:
        desk = office.desk("mary")
        restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
    else:
        restricts(office, monkeypatch, at)
    assert len(left(office)) == (0 < at < 4)
    assert state(office, who) == due
    assert left(office) == []


@pytest.mark.parametrize("at", [2, 3])
def test_a_save_that_was_finished_is_told_audited_and_checked_like_any_other(office, monkeypatch, at):
    restricts(office, monkeypatch, at)
    desk = office.desk("tom")
    open_case(desk, ONE)
    told = [(one.name, one.by) for one in office.locked.journal.lines()]
    assert told[-2:] == [(KEY_FILE, "mary"), (NAME, "mary")]
    assert audit(desk, ONE).wrong == []
    assert run_upkeep(desk).files > 0, "the former revision is sealed anew"
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    assert check_vault(keeper).problems == []
    save_record(desk, open_case(desk, ONE), Goal(wording="A tenancy", domain="accommodation"))
    assert [former.digest for former in desk.vault.formers(NAME)]


@pytest.mark.parametrize("at", [2, 3])
def test_what_an_earlier_program_left_half_way_is_finished_too(office, monkeypatch, at):
    """It wrote the cover sheet after the case, and kept no former cover sheet and no list."""
    with monkeypatch.context() as patch:
        patch.setattr(casefile, "closes_more", lambda before, after: False)
        patch.setattr(Vault, "_keeps", lambda self, name: None if name.startswith("covers/") else self.keep)
        restricts(office, patch, at)
    for path in (office.folder / "reseal").iterdir():
        path.unlink()
    with pytest.raises(CutOff, match=TOLD):
        CaseFile.load(office.seen_by("sean"), NAME)
    assert state(office) == NEW and left(office) == []
    desk = office.desk("mary")
    keeper = Keeper.sit_down(office.locked, office.own("mary"), KEYS["mary"], office.clock)
    repair(keeper, check_vault(keeper))
    run_upkeep(desk)
    assert check_vault(keeper).problems == []
    for former in office.locked.formers(NAME):
        with pytest.raises(CannotOpen):
            office.seen_by("sean").read_former(NAME, former)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_kill_about_the_lines_of_the_journal_leaves_each_line_once(office, monkeypatch, at):
    """All files are in place; the kill comes before the first line, before the second, or after both."""
    real, told = files.Files.append, []

    def stopped(self, name, line):
        if len(told) == at - 1:
            raise KeyboardInterrupt
        told.append(line)
        return real(self, name, line)

    def not_removed(self, name):
        raise KeyboardInterrupt

    desk = office.desk("mary")
    opened = open_case(desk, ONE)
    with monkeypatch.context() as patch:
        patch.setattr(files.Files, "append", stopped)
        patch.setattr(files.Files, "remove", not_removed)
        with pytest.raises(KeyboardInterrupt):
            restrict(desk, opened, ["tom"], "known to the team")
    assert state(office) == NEW and left(office) == []
    lines = [one for one in office.locked.journal.lines() if one.revision]
    assert [(one.name, one.by) for one in lines[-2:]] == [(KEY_FILE, "mary"), (NAME, "mary")]
    assert len({(one.name, one.revision) for one in lines}) == len(lines)
    assert lines[-1].revision == office.locked.read_raw(NAME).digest


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_no_cover_sheet_says_that_a_case_is_more_open_than_it_is(office, monkeypatch, at):
    restricts(office, monkeypatch, at)
    closed = (office.folder / f"{NAME}.age").read_bytes()
    with suppress(VaultError):
        office.seen_by("sean").read(NAME)
        closed = b""
    restricted = read_cover(office.seen_by("sean"), ONE).restricted
    assert restricted or not closed
    assert restricted == (at > 2)


@pytest.mark.parametrize("at", [2, 3])
def test_others_are_told_in_a_sentence_and_leave_it_to_who_may(office, monkeypatch, at):
    sean = office.desk("sean")
    opened = open_case(sean, ONE, "to help")
    restricts(office, monkeypatch, at)
    with pytest.raises(CutOff, match=TOLD):
        CaseFile.load(office.seen_by("sean"), NAME)
    with pytest.raises(CutOff, match=TOLD):
        save_record(sean, opened, Goal(wording="A tenancy", domain="accommodation"))
    with pytest.raises(CutOff, match=TOLD):
        news(sean, opened)
    with pytest.raises(CutOff, match=TOLD):
        open_case(office.desk("sean"), ONE, "to help")
    assert office.desk("sean").register.rows[ONE].problem == ""
    keeper = Keeper.sit_down(office.locked, office.own("sean"), KEYS["sean"], office.clock)
    checked = check_vault(keeper)
    assert TOLD in " ".join(checked.problems) and checked.mends == []
    assert len(left(office)) == 1
    assert state(office) == NEW


@pytest.mark.parametrize("at", [2, 3])
async def test_the_screen_says_who_finishes_a_save_that_was_cut_off(office, monkeypatch, at):
    restricts(office, monkeypatch, at)
    async with office.seat("sean") as seat:
        seat.app.screen.open_case(ONE)
        await seat.settle()
        said = " ".join(seat.text.split())
        assert "A save of C-AB2345 by Mary Byrne was cut off. Nothing is lost" in said
        assert "damaged" not in said and "no longer open to you" not in said


def test_a_colleague_who_had_the_case_open_saves_on_the_new_one(office, monkeypatch):
    tom = office.desk("tom")
    opened = open_case(tom, ONE)
    restricts(office, monkeypatch, 2)
    save_record(tom, opened, Goal(wording="A tenancy", domain="accommodation"))
    assert state(office) == NEW
    assert [goal.wording for goal in office.read(ONE).all(Goal)] == ["A tenancy"]


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_disk_that_is_full_leaves_everything_as_it_was(office, monkeypatch, at, stays):
    before = state(office), office.locked.read_raw(NAME), office.locked.read_raw(COVER)
    real, full = files.write_whole, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    desk = office.desk("mary")
    opened, written = open_case(desk, ONE), []

    def stopped(folder, name, data, mode):
        if name == ONE:  # the list of what is to be sealed anew
            return real(folder, name, data, mode)
        written.append(name)
        if len(written) == at + 1 or (stays and len(written) > at):
            raise full
        return real(folder, name, data, mode)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", stopped)
        with pytest.raises(VaultError, match="no space left on device"):
            restrict(desk, opened, ["tom"], "known to the team")
    assert left(office) == []
    assert (state(office), office.locked.read_raw(NAME), office.locked.read_raw(COVER)) == before
    restrict(desk, opened, ["tom"], "known to the team")
    assert state(office) == NEW


@pytest.mark.parametrize(("at", "due"), [(2, NEW), (3, NEW)])
def test_a_save_that_cannot_be_taken_back_says_that_it_may_still_be_saved(office, monkeypatch, at, due):
    """The disk fails in the middle of the save, and can then be written no more."""
    real, broken = files.write_whole, OSError(errno.EIO, os.strerror(errno.EIO))
    desk = office.desk("mary")
    opened, written = open_case(desk, ONE), []

    def stopped(folder, name, data, mode):
        if name == ONE:  # the list of what is to be sealed anew
            return real(folder, name, data, mode)
        written.append(name)
        if len(written) > at:
            raise broken
        return real(folder, name, data, mode)

    def fails(*args):
        raise broken

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", stopped)
        patch.setattr(files.Files, "put_back", fails)
        patch.setattr(files.Files, "remove", fails)
        with pytest.raises(VaultError) as said:
            restrict(desk, opened, ["tom"], "known to the team")
    assert "It may still be saved when the case is next opened." in str(said.value)
    assert "untouched" not in str(said.value) and "Nothing was changed" not in str(said.value)
    assert state(office) == due


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_new_case_is_there_with_its_cover_sheet_or_not_at_all(office, monkeypatch, at):
    real, written = files.write_whole, []

    def stopped(folder, name, data, mode):
        if len(written) == at:
            raise KeyboardInterrupt
        written.append(name)
        return real(folder, name, data, mode)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", stopped)
        with pytest.raises(KeyboardInterrupt):
            office.case("CD2345", "Bríd Ryan")
    rows = office.desk("tom").register.rows
    assert ("CD2345" in rows) == (at == 2)
    vault = office.seen_by("priya")  # of another team: she reads the cover sheet alone
    assert (vault.stamp("covers/CD2345") != (0, 0)) == (at == 2)
    if at == 1:
        with pytest.raises(FileExistsError):
            office.case("CD2345", "Another")  # the program then takes another number
    elif at == 2:
        assert read_cover(vault, "CD2345").manager == office.read("CD2345").case.manager


# -- what somebody put there ---------------------------------------------------------------------


def plant(office, who, *changes, by=""):
    """Write an intent that ``who`` signed, and the first of its files; ``by`` is the author it names."""
    signer = office.keyring(who)
    data = intent_for(changes, signer)
    if by:
        data = data.replace(f'"by": "{who}"'.encode(), f'"by": "{by}"'.encode())
    (office.folder / "locks" / f"{ONE}.intent").write_bytes(data)
    (office.folder / changes[0].name).write_bytes(changes[0].data)


def garbage_over(office):
    """Return changes that overwrite the case with garbage; the first change is harmless."""
    seen = office.locked.read_raw(NAME).digest
    return Change(f"{COVER}.age", b"x", None), Change(f"{NAME}.age", b"garbage", seen)


@pytest.mark.parametrize("data", [b"", b"{}\n", b"[" * 10_000, b'{"by": 5, "words": []}\nx', b"\xff\xfe"])
def test_garbage_in_the_place_of_an_intent_is_dropped(office, data):
    (office.folder / "locks" / f"{ONE}.intent").write_bytes(data)
    assert state(office) == OLD
    assert left(office) == []


@pytest.mark.parametrize("planted", [True, False])
def test_an_act_on_the_revision_that_was_read_is_not_held_back_by_an_intent_that_waits_to_be_dropped(
    office, monkeypatch, planted
):
    tom = office.desk("tom")
    opened = open_case(tom, ONE)
    if planted:
        (office.folder / "locks" / f"{ONE}.intent").write_bytes(b"x")
    else:
        restricts(office, monkeypatch, 1)
    goal = Goal(wording="A tenancy", domain="accommodation")
    commit(tom, opened, "save", [RecordChange(goal)], merges=False)
    assert [goal.wording for goal in office.read(ONE).all(Goal)] == ["A tenancy"]
    assert left(office) == []


def test_an_act_on_the_revision_that_was_read_is_refused_after_a_save_was_finished(office, monkeypatch):
    tom = office.desk("tom")
    opened = open_case(tom, ONE)
    restricts(office, monkeypatch, 2)
    goal = Goal(wording="A tenancy", domain="accommodation")
    with pytest.raises(NotAllowed, match="The case was changed since you read it"):
        commit(tom, opened, "save", [RecordChange(goal)], merges=False)
    assert state(office) == NEW


def intent_of(*names, by="mary"):
    """Return an intent that nobody signed: a new file of one byte under each of these names."""
    words = [word for name in names for word in (name, "", digest_of(b"x"), "1", by, "none")]
    head = {"by": by, "signature": "x", "words": ["casetui intent", *words]}
    return json.dumps(head).encode() + b"\n" + b"x" * len(names)


@pytest.mark.parametrize(
    "names",
    [
        ("cases/\ud800.age",), ("a" * 300,), (f"cases/{'A' * 300}.age",), ("locks",), (".",), ("",),
        ("cases/CD2345.age",), (f"{NAME}.age", "cases/CD2345.age"), ("agency.signed",),
        (f"former/../{NAME}.age",), (f"{NAME}.age",) * 2, (f"{NAME}.age\n",),
        (f"{KEY_FILE}.signed", f"{NAME}.age", f"{COVER}.age", f"{NAME}.age"),
    ],
)  # fmt: skip
def test_an_intent_with_other_names_than_those_of_its_case_is_dropped_before_a_lock_is_taken(
    office, monkeypatch, names
):
    (office.folder / "locks" / f"{ONE}.intent").write_bytes(intent_of(*names))
    locked = []
    real = files.Files.lock
    monkeypatch.setattr(
        files.Files, "lock", lambda self, name, at: locked.append(name) or real(self, name, at)
    )
    assert state(office) == OLD
    assert left(office) == []
    assert {*locked} <= {f"locks/cases-{ONE}.lock"}


@pytest.mark.parametrize("by", ["\ud800", "mary cases/CD2345", "mary\n"])
def test_an_intent_whose_author_is_no_worker_id_is_dropped(office, by):
    (office.folder / "locks" / f"{ONE}.intent").write_bytes(intent_of(f"{NAME}.age", by=by))
    assert state(office) == OLD and left(office) == []


def test_an_intent_of_more_bytes_than_any_save_has_is_dropped_unread(office, monkeypatch):
    with (office.folder / "locks" / f"{ONE}.intent").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    read = []
    real = files.Files.read
    monkeypatch.setattr(files.Files, "read", lambda self, name: read.append(name) or real(self, name))
    assert state(office) == OLD and left(office) == []
    assert not any(name.endswith(".intent") for name in read)


@pytest.mark.parametrize("put", ["folder", "full folder"])
def test_a_folder_in_the_place_of_an_intent_is_moved_away(office, put):
    intent = office.folder / "locks" / f"{ONE}.intent"
    intent.mkdir()
    if "full" in put:
        (intent / "x").write_bytes(b"x")
    assert state(office) == OLD and left(office) == []
    moved = list((office.folder / "damaged").glob(f"{ONE}-*.intent"))
    assert len(moved) == 1
    assert [path.name for path in moved[0].iterdir()] == ["x"] if "full" in put else True
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
    assert state(office) == NEW


@pytest.mark.parametrize("put", ["pipe", "broken link", "link"])
def test_what_is_no_file_in_the_place_of_an_intent_is_named_and_the_case_still_opens(office, put):
    intent = office.folder / "locks" / f"{ONE}.intent"
    if put == "pipe":
        os.mkfifo(intent)
    else:
        intent.symlink_to(office.folder / ("nowhere" if "broken" in put else "vault.json"))
    assert state(office) == OLD
    desk = office.desk("mary")
    opened = open_case(desk, ONE)
    with pytest.raises(VaultError, match=rf"{ONE}.intent cannot be used: it is no file"):
        restrict(desk, opened, ["tom"], "known to the team")
    assert state(office) == OLD and left(office) == [intent]
    intent.unlink()
    restrict(desk, opened, ["tom"], "known to the team")
    assert state(office) == NEW


async def test_a_planted_intent_ends_nobodys_program(office):
    async with office.seat() as seat:
        (office.folder / "locks" / f"{ONE}.intent").write_bytes(intent_of("cases/\ud800.age"))
        await seat.press("enter")
        assert "Aoife Nolan" in seat.text
    assert left(office) == []


@pytest.mark.parametrize(("who", "by"), [("priya", ""), ("priya", "mary"), ("sean", "mary")])
def test_what_was_signed_by_nobody_who_may_write_in_the_case_is_not_finished(office, who, by):
    before = office.locked.read_raw(NAME)
    plant(office, who, *garbage_over(office), by=by)
    assert office.read(ONE).case.restricted_to == []
    assert office.locked.read_raw(NAME) == before and left(office) == []


def test_a_signature_of_anybody_finishes_nothing_that_is_not_of_that_case(office):
    office.case("CD2345", "Bríd Ryan")
    before = office.locked.read_raw("agency")
    case = office.locked.read_raw(NAME)
    other = office.locked.read_raw("cases/CD2345").data
    plant(
        office, "mary", Change(f"{KEY_FILE}.signed", b"x"), Change(f"{NAME}.age", other, case.digest),
        Change("agency.signed", b"x", before.digest),
    )  # fmt: skip
    CaseFile.load(office.seen_by("tom"), NAME)
    assert office.locked.read_raw("agency") == before and office.locked.read_raw(NAME) == case
    assert left(office) == []


def three_revisions(office):
    """Mary saves the case three times; return the bytes of each revision, and the digests."""
    found = []
    for wording in ("A tenancy", "A school", "A doctor"):
        desk = office.desk("mary")
        save_record(desk, open_case(desk, ONE), Goal(wording=wording, domain="accommodation"))
        found.append(office.locked.read_raw(NAME))
    return found


@pytest.mark.parametrize("who", ["mary", "tom"])
def test_an_earlier_genuine_revision_in_an_intent_is_not_rolled_in(office, who):
    first, _, last = three_revisions(office)
    cover = Change(f"{COVER}.age", office.locked.read_raw(COVER).data, None)
    plant(office, "mary", cover, Change(f"{NAME}.age", first.data, last.digest))
    found = CaseFile.load(office.seen_by(who), NAME)
    assert found.digest == last.digest == office.locked.read_raw(NAME).digest
    assert left(office) == []


def test_no_revision_is_rolled_in_that_is_older_than_the_one_the_person_knows(office):
    first, second, _ = three_revisions(office)
    tom = office.desk("tom")  # his program knows the third revision
    (office.folder / f"{NAME}.age").write_bytes(first.data)
    cover = Change(f"{COVER}.age", office.locked.read_raw(COVER).data, None)
    plant(office, "mary", cover, Change(f"{NAME}.age", second.data, first.digest))
    with suppress(VaultError):
        CaseFile.load(tom.vault, NAME)
    assert office.locked.read_raw(NAME).digest == first.digest


def test_the_instant_that_is_given_decides_who_may_write_next(office):
    tom = office.desk("tom")
    assert tom.vault.now() == office.now == tom.now()
    retire(tom, "sean")
    file = CaseFile.load(tom.vault, NAME)
    day = timedelta(days=1)
    assert may_write_next(tom.vault, file, file, "sean", office.now - day)
    assert not may_write_next(tom.vault, file, file, "sean", office.now + day)


def test_what_was_saved_since_by_a_program_that_knows_of_no_intent_stands(office, monkeypatch):
    restricts(office, monkeypatch, 2)
    file = CaseFile.from_stored(NAME, office.seen_by("sean").read(NAME)).copy()
    file.put(Goal(wording="A tenancy", domain="accommodation"))
    keyring = office.new_desk("sean").keyring
    content = file.bytes("sean", office.now)
    data = keyring.close(NAME, content, office.now, file.stored.revision, file.readers)[1]
    (office.folder / f"{NAME}.age").write_bytes(data)
    found = CaseFile.load(office.seen_by("mary"), NAME)
    assert [goal.wording for goal in found.all(Goal)] == ["A tenancy"] and found.case.restricted_to == []
    assert left(office) == []


def test_what_a_new_case_that_never_came_to_be_left_is_removed_by_check(office):
    intent = office.folder / "locks" / "ZZ2345.intent"
    intent.write_bytes(b"x")
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    assert check_vault(keeper).problems == [], "it may be in progress"
    old = time.time() - ABANDONED_SECONDS - 1
    os.utime(intent, (old, old))
    checked = check_vault(keeper)
    assert "a save left when it was cut off: 1" in checked.problems[0]
    repair(keeper, checked)
    assert not intent.exists() and check_vault(keeper).problems == []


@pytest.mark.parametrize("number", [ONE, "SV2345", "ZZ2345"])
def test_check_moves_a_folder_in_the_place_of_an_intent_to_damaged(office, number):
    if number == "SV2345":  # a case that the keeper cannot open
        office.case(number, "Bríd Ryan", team="south", manager="priya")
    intent = office.folder / "locks" / f"{number}.intent"
    intent.mkdir()
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    checked = check_vault(keeper)
    assert f"locks/{number}.intent is a folder" in " ".join(checked.problems)
    repair(keeper, checked)
    assert not intent.exists() and "locks/" not in " ".join(check_vault(keeper).problems)
    assert list((office.folder / "damaged").glob(f"{number}-*.intent"))
