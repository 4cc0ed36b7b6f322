"""Joining: who asks, who admits, and what is refused by name."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, keep_cover
from casetui.data.errors import CannotOpen, Forged
from casetui.data.groups import EVERYONE, SIGNATORIES
from casetui.data.join_requests import JoinRequest, keep_request
from casetui.data.keys import person_keys as locks
from casetui.data.keys.person_keys import KeyFile, Keys, WrongPassphrase
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Goal, Worker
from casetui.data.store.files import Files
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.desk import Desk
from casetui.desk.errors import HasLeft, NotAdmitted, NotAllowed
from casetui.desk.keys.team_keys import openers
from casetui.desk.people.agency import admitted_key, save_person, set_up
from casetui.desk.people.founding import SetUp
from casetui.desk.people.joining import admit, key_state, new_keys, refuse, requests, share_due_keys
from casetui.desk.people.retiring import retire
from casetui.desk.people.signing_in import Entrance
from casetui.words import CaseTUIError
from tests.screens.office import KEYS, NOW, PEOPLE, TODAY


@pytest.fixture
def cheap(monkeypatch):
    """A passphrase lock that costs nothing; what it costs in truth is tested once."""
    monkeypatch.setattr(locks, "ARGON2", locks.UNLOCKED)


@pytest.fixture
def nora(office):
    """Somebody who was added and has no key yet."""
    return save_person(office.desk("tom"), {"name": "Nora Quill", "team": "north"})


def on_disk(office):
    return AgencyFile.load(office.locked, AGENCY)


def held_by(office, who):
    """Return the groups of which somebody's keys open the key, with its generation."""
    file = on_disk(office)
    own = {key.id for key in file.person_keys if key.worker == who}
    keys = [key for key in file.group_keys if key.group != SIGNATORIES and own & openers(file, key)]
    return {(key.group, key.generation) for key in keys}


def asks(office, who, keys=None):
    """Ask for somebody; return their keys."""
    keys = keys or Keys.make()
    keep_request(office.locked, who, keys)
    return keys


def sits_down(office, who, keys):
    return Desk(office.locked, office.own(who), keys, office.cache, office.clock)


def stranger(tmp_path):
    """Return the vault of another agency with people of the same names, in its second revision."""
    keys = {worker.id: Keys.make() for worker in PEOPLE}
    vault = set_up(tmp_path / "other", Agency(name="Elsewhere"), PEOPLE, NOW, keys).vault
    file = AgencyFile.load(vault, AGENCY).copy()
    file.save(vault.signed_in(file.keyring("tom", keys["tom"])), "tom", NOW)
    return vault


def lying_requests(office):
    return sorted(path.name for path in (office.folder / "requests").iterdir())


# -- asking and admitting ------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["tom", "ada"])
def test_a_manager_or_an_administrator_admits_the_key_that_was_compared(office, nora, who):
    keys = asks(office, nora)
    with pytest.raises(NotAdmitted):
        sits_down(office, nora, keys)
    desk = office.desk(who)
    (asked,) = requests(desk).of(nora)
    admit(desk, nora, asked.public.fingerprint.upper())
    assert sits_down(office, nora, keys).who.name == "Nora Quill"
    kept = on_disk(office).key_of(nora)
    assert (kept.admitted_by, kept.admitted_at, kept.sign) == (who, NOW, keys.public.sign)
    assert lying_requests(office) == []
    assert requests(desk).requests == []


def test_who_is_admitted_reads_what_was_written_before(office, nora):
    office.case("AB2345")
    keys = asks(office, nora)
    admit(office.desk("tom"), nora, keys.public.fingerprint)
    desk = sits_down(office, nora, keys)
    desk.register.refresh()
    assert desk.register.rows["AB2345"].manager == "mary"
    assert desk.vault.read("cases/AB2345").data


def test_what_the_administrator_cannot_share_the_next_line_manager_does(office, nora):
    office.case("AB2345")
    save_person(office.desk("tom"), {"team": "south"}, office.desk("tom").people["ada"])
    keys = asks(office, nora)
    admit(office.desk("ada"), nora, keys.public.fingerprint)
    with pytest.raises(CannotOpen):
        sits_down(office, nora, keys).vault.read("cases/AB2345")
    assert not share_due_keys(office.desk("mary")), "a worker shares none"
    assert share_due_keys(office.desk("una")), "a line manager of any team holds the key"
    assert sits_down(office, nora, keys).vault.read("cases/AB2345").data
    assert not share_due_keys(office.desk("una")), "nothing is left to share"


@pytest.mark.parametrize("who", ["mary", "liam"])
def test_workers_admit_refuse_and_retire_nobody(office, nora, who):
    keys, desk = asks(office, nora), office.desk(who)
    (asked,) = requests(desk).of(nora)
    for act in (
        lambda: admit(desk, nora, keys.public.fingerprint),
        lambda: refuse(desk, asked.file),
        lambda: retire(desk, "sean"),
    ):
        with pytest.raises(NotAllowed, match="Only a line manager or an administrator"):
            act()
    assert on_disk(office).key_of(nora) is None and lying_requests(office) == [asked.file]


def test_another_fingerprint_admits_nobody(office, nora):
    asked, slipped_in = asks(office, nora), Keys.make()
    with pytest.raises(
        NotAllowed, match=r"Nora Quill does not ask with the fingerprint .* Nothing was admitted"
    ):
        admit(office.desk("tom"), nora, slipped_in.public.fingerprint)
    with pytest.raises(NotAllowed, match="Seán Keane does not ask to be admitted"):
        admit(office.desk("tom"), "sean", asked.public.fingerprint)
    assert on_disk(office).key_of(nora) is None


def test_of_two_requests_in_one_name_only_the_one_compared_is_admitted(office, nora):
    hers, slipped_in = asks(office, nora), asks(office, nora)
    desk = office.desk("tom")
    assert len(requests(desk).of(nora)) == 2
    admit(desk, nora, hers.public.fingerprint)
    (left,) = requests(desk).of(nora)
    assert left.public == slipped_in.public
    refuse(desk, left.file)
    assert lying_requests(office) == []


def test_nobody_admits_a_key_of_their_own(office):
    keys = asks(office, "tom")
    with pytest.raises(NotAllowed, match="Somebody else admits a new key of yours"):
        admit(office.desk("tom"), "tom", keys.public.fingerprint)
    admit(office.desk("una"), "tom", keys.public.fingerprint)
    assert sits_down(office, "tom", keys).signs


# -- a new key in place of a former one ----------------------------------------------------------


def test_a_new_key_ends_the_former_one_and_what_that_signed_stays_good(office):
    office.case("AB2345")
    keys = asks(office, "mary")
    desk = office.desk("tom")
    assert key_state(desk, desk.people["mary"], requests(desk)) == "asks"
    office.now = NOW + timedelta(minutes=1)
    admit(office.desk("tom"), "mary", keys.public.fingerprint)
    with pytest.raises(NotAdmitted):
        office.new_desk("mary")
    new = sits_down(office, "mary", keys)
    assert new.vault.read("cases/AB2345").revision.about.by == "mary"
    keys_of_mary = [key for key in on_disk(office).person_keys if key.worker == "mary"]
    assert [key.ended_at for key in keys_of_mary] == [office.now, None]


def test_a_former_key_is_not_admitted_again(office):
    admit(office.desk("tom"), "mary", asks(office, "mary").public.fingerprint)
    asks(office, "mary", KEYS["mary"])
    asking = requests(office.desk("tom"))
    assert asking.requests == []
    assert "this key was Mary Byrne's before" in " ".join(asking.wrong.values())


def test_a_new_key_leaves_the_old_file_beside_it(tmp_path, cheap):
    own = PersonFolder(Files(tmp_path, own=True), "mary")
    old, new = new_keys(own, "correct horse"), new_keys(own, "battery staple")
    assert own.key_file.unlock("battery staple").public == new.public
    (aside,) = tmp_path.glob("mary.key.*")
    assert Keys.unlock(aside.read_bytes(), "correct horse").public == old.public


def test_what_a_passphrase_costs_who_tries_is_written_into_the_key_file(tmp_path):
    file = KeyFile(Files(tmp_path, own=True), "mary")
    file.make("correct horse")
    about = json.loads(file.path.read_bytes())
    assert {name: about[name] for name in locks.ARGON2} == {
        "memory_cost": 131_072,
        "iterations": 3,
    }
    assert file.unlock(" correct horse ").public
    with pytest.raises(WrongPassphrase):
        file.unlock("correct house")
    for short in ("", "        ", "1234567 "):
        with pytest.raises(CaseTUIError, match="Write at least 8 characters"):
            file.change("correct horse", short)
    assert file.unlock("correct horse").public
    assert b"AGE-SECRET" not in file.path.read_bytes() and file.path.stat().st_mode & 0o777 == 0o600


# -- what somebody else put into the folder ------------------------------------------------------


def change(document, **fields):
    return json.dumps({**document, **fields}).encode()


def test_a_request_that_was_changed_is_named_and_not_offered(office, nora):
    asks(office, nora)
    (file,) = (office.folder / "requests").iterdir()
    document, other = json.loads(file.read_bytes()), Keys.make().public
    for wrong in (
        change(document, read=other.read),
        change(document, sign=other.sign),
        change(document, worker="mary"),
        change(document, vault="another"),
        change(document, signature=""),
        change(document, read=7),
        change(document, read="age1nonsense"),
        b"[]", b"{}", b"\xff", b"[" * 100_000, b"",
    ):  # fmt: skip
        file.write_bytes(wrong)
        asking = requests(office.desk("tom"))
        assert asking.requests == [] and file.name in " ".join(asking.wrong.values())


def test_a_whole_request_under_another_name_is_named(office, nora):
    asks(office, nora)
    (file,) = (office.folder / "requests").iterdir()
    file.rename(file.with_name("mary-abcd.json"))
    asking = requests(office.desk("tom"))
    assert asking.requests == [] and "mary-abcd.json is no request" in " ".join(asking.wrong.values())


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("nobody", 'nobody here has the id "nobody"'),
        ("sean", "Seán Keane has left, and still asks to be admitted."),
    ],
)
def test_a_request_for_nobody_who_is_here_is_named(office, who, said):
    retire(office.desk("tom"), "sean")
    asks(office, who)
    asking = requests(office.desk("tom"))
    assert asking.requests == [] and said in " ".join(asking.wrong.values())


def test_a_colleagues_key_is_no_key_of_ones_own(office, nora):
    asks(office, nora, KEYS["mary"])
    assert "this key was Mary Byrne's before" in " ".join(requests(office.desk("tom")).wrong.values())


def test_a_request_says_nothing_but_public_keys(office, nora):
    keys = asks(office, nora)
    (file,) = (office.folder / "requests").iterdir()
    text = file.read_text()
    assert "Nora" not in text and "Quill" not in text and keys.reading_secret() not in text
    assert file.stat().st_mode & 0o777 == office.locked.upkeep.files.mode


def test_a_request_names_no_other_folder(office):
    outside = JoinRequest("../../x", Keys.make().public)
    file = office.folder / "requests" / "x.json"
    file.write_bytes(json.dumps({"worker": outside.worker}).encode())
    assert requests(office.desk("tom")).requests == []


def test_a_key_that_a_worker_slips_into_the_agency_file_is_refused_by_name(office, nora):
    tom = office.own("tom")
    slipped_in = Keys.make()
    file = on_disk(office).copy()
    file.put(admitted_key(nora, slipped_in.public, "tom", NOW))
    file.save(office.seen_by("mary"), "mary", NOW)
    with pytest.raises(Forged, match="changed by mary, who may not do that"):
        tom.agency(office.locked)


def test_another_agency_put_in_its_place_is_refused_by_who_joined(office, tmp_path):
    own = office.own("mary")
    other = stranger(tmp_path)
    (office.folder / "agency.signed").write_bytes(other.read_raw("agency").data)
    with pytest.raises(Forged):
        own.agency(office.locked)


# -- coming in -----------------------------------------------------------------------------------


def test_without_the_agency_compared_here_nobody_sits_down(office, tmp_path):
    entrance = Entrance.of(office.locked, "mary", tmp_path / "data", tmp_path / "cache", office.clock)
    with pytest.raises(NotAdmitted, match="The agency's fingerprint was not compared here yet"):
        entrance.sit_down(KEYS["mary"])
    entrance.pin()
    assert entrance.sit_down(KEYS["mary"]).who.id == "mary"
    assert entrance.agency_fingerprint == entrance.person_folder.pinned().fingerprint


def test_what_was_compared_once_is_not_replaced(office, tmp_path):
    entrance = Entrance.of(office.locked, "mary", tmp_path / "data", tmp_path / "cache", office.clock)
    entrance.pin()
    before = entrance.person_folder.pinned()
    replace(entrance, agency_file=AgencyFile.load(stranger(tmp_path), AGENCY)).pin()
    assert entrance.person_folder.pinned() == before


# -- what needs a line manager -------------------------------------------------------------------


@pytest.mark.parametrize("given", [{"roles": ["line manager"]}, {"second_signatory": True}])
def test_an_administrator_makes_nobody_a_line_manager_or_second_signatory(office, given):
    ada = office.desk("ada")
    with pytest.raises(NotAllowed, match="Only a line manager makes somebody a line manager or second"):
        save_person(ada, {"name": "Zed", "team": "north", **given})
    with pytest.raises(NotAllowed, match="Only a line manager makes somebody a line manager or second"):
        save_person(ada, given, ada.people["sean"])
    save_person(office.desk("tom"), given, office.desk("tom").people["sean"])
    assert save_person(office.desk("ada"), {"login": "sk"}, office.desk("ada").people["sean"]) == "sean"


def test_an_administrator_admits_no_line_managers_key(office):
    keys = asks(office, "una")
    with pytest.raises(NotAllowed, match="Una Daly is a line manager or second signatory: a line manager"):
        admit(office.desk("ada"), "una", keys.public.fingerprint)
    admit(office.desk("tom"), "una", keys.public.fingerprint)
    assert on_disk(office).key_of("una").sign == keys.public.sign


def test_an_administrator_makes_no_team_key(office):
    """A person who makes a key could keep it, and an administrator is to read no case."""
    save_person(office.desk("ada"), {"name": "Wes", "team": "west"})
    assert "west" not in {key.group for key in on_disk(office).group_keys}
    share_due_keys(office.desk("ada"))
    assert "west" not in {key.group for key in on_disk(office).group_keys}
    assert share_due_keys(office.desk("tom"))
    assert "west" in {key.group for key in on_disk(office).group_keys}


def test_whom_an_administrator_retired_has_the_team_key_until_a_line_manager_starts(office):
    said = retire(office.desk("ada"), "sean")
    assert said.endswith("The team keys are replaced when a line manager next starts casetui.")
    assert held_by(office, "sean") == {(EVERYONE, 1), ("north", 1)}
    assert share_due_keys(office.desk("una"))
    assert held_by(office, "mary") == {(EVERYONE, 1), ("north", 1), (EVERYONE, 2), ("north", 2)}
    assert held_by(office, "sean") == {(EVERYONE, 1), ("north", 1)}
    assert not share_due_keys(office.desk("tom"))


# -- retiring ------------------------------------------------------------------------------------


def test_who_retires_has_no_key_and_reads_nothing_new(office):
    assert held_by(office, "sean") == {(EVERYONE, 1), ("north", 1)}
    before = office.seen_by("sean")
    retire(office.desk("tom"), "sean")
    file = on_disk(office)
    assert (file.people["sean"].left_on, file.key_of("sean")) == (TODAY, None)
    with pytest.raises(HasLeft):
        office.new_desk("sean")
    office.case("CD2345")
    with pytest.raises(CannotOpen):
        before.read("cases/CD2345")
    assert office.new_desk("mary").vault.read("cases/CD2345").data


def changed(office, who, by="tom", **fields):
    """Change a person by the form."""
    desk = office.desk(by)
    worker = desk.people[who]
    save_person(desk, {**worker.model_dump(), **fields}, worker)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=3)])
def test_a_last_day_that_is_written_down_ends_the_key_like_retiring(office, day):
    before = office.seen_by("sean")
    changed(office, "sean", left_on=day)
    assert on_disk(office).key_of("sean") is None
    assert held_by(office, "sean") == {(EVERYONE, 1), ("north", 1)}
    office.case("CD2345")
    with pytest.raises(CannotOpen):
        before.read("cases/CD2345")
    with pytest.raises(NotAllowed, match="has left already"):
        retire(office.desk("tom"), "sean")


def test_a_last_day_to_come_ends_the_key_once_it_is_past(office):
    changed(office, "sean", by="ada", left_on=TODAY)
    assert on_disk(office).key_of("sean") is None
    changed(office, "mary", left_on=TODAY + timedelta(days=1))
    office.now += timedelta(days=1)
    share_due_keys(office.desk("tom"))
    assert on_disk(office).key_of("mary"), "it is her last day, and she is here"
    office.now += timedelta(days=1)
    assert share_due_keys(office.desk("tom"))
    assert on_disk(office).key_of("mary") is None
    assert not share_due_keys(office.desk("tom"))


def test_who_is_still_to_leave_can_be_retired_at_once(office):
    changed(office, "sean", left_on=TODAY + timedelta(days=30))
    assert on_disk(office).key_of("sean")
    retire(office.desk("tom"), "sean")
    file = on_disk(office)
    assert (file.people["sean"].left_on, file.key_of("sean")) == (TODAY, None)


def test_nobody_writes_down_their_own_last_day(office):
    with pytest.raises(NotAllowed, match="Somebody else retires you"):
        changed(office, "tom", left_on=TODAY)
    assert on_disk(office).key_of("tom")


def test_who_changes_teams_reads_and_writes_nothing_new_of_the_one_before(office):
    office.case("CD2345", build=lambda b: b.assigned())
    office.now += timedelta(hours=1)
    changed(office, "sean", team="south")
    assert held_by(office, "sean") >= {("north", 1), ("south", 1)}
    assert ("north", 2) not in held_by(office, "sean")
    sean = office.seen_by("sean")
    file = CaseFile.load(sean, "cases/CD2345").copy()
    office.now += timedelta(hours=1)
    file.put(Goal(wording="From the south", domain="accommodation"))
    file.save(sean, "sean", office.now)
    with pytest.raises(Forged, match="Seán Keane has no right to write in this case"):
        open_case(office.desk("mary"), "CD2345")


def test_what_was_written_before_changing_teams_stays_good(office):
    office.case("CD2345", build=lambda b: b.assigned())
    sean = office.desk("sean")
    goal = Goal(wording="From the north", domain="accommodation")
    save_record(sean, open_case(sean, "CD2345", "to help"), goal)
    office.now += timedelta(hours=1)
    changed(office, "sean", team="south")
    assert open_case(office.desk("mary"), "CD2345").unsaid == []


def test_a_key_that_another_took_the_place_of_opens_nothing_new(office):
    stolen = office.seen_by("sean")
    keys = asks(office, "sean")
    admit(office.desk("tom"), "sean", keys.public.fingerprint)
    office.case("CD2345")
    with pytest.raises(CannotOpen):
        stolen.read("cases/CD2345")


def test_what_somebody_wrote_before_they_retired_stays_good(office):
    cover = Cover("AB2345", "AB2345", "guidebook", "open", "north", "sean", "2026-11-21", False)
    keep_cover(office.seen_by("sean"), cover, NOW)
    office.now = NOW + timedelta(hours=1)
    retire(office.desk("tom"), "sean")
    assert office.new_desk("mary").vault.read("covers/AB2345").revision.about.by == "sean"


def test_nobody_retires_themselves_nor_twice_nor_the_last_line_manager(office):
    with pytest.raises(NotAllowed, match="Somebody else retires you"):
        retire(office.desk("tom"), "tom")
    retire(office.desk("ada"), "una")
    for who, said in (
        ("una", "has left already"),
        ("tom", "no line manager left"),
        ("no", "Nobody here has"),
    ):
        with pytest.raises(NotAllowed, match=said):
            retire(office.desk("ada"), who)


def test_workers_whom_an_import_made_keep_all_they_have_without_a_key(office):
    desk = office.desk("tom")
    identity = save_person(desk, {"name": "From Elsewhere", "team": "north"})
    office.case("AB2345", manager=identity)
    share_due_keys(desk)
    assert key_state(desk, desk.people[identity], requests(desk)) == "none"
    assert isinstance(desk.people[identity], Worker)
    assert office.read("AB2345").case.manager == identity


def test_a_new_key_and_a_changed_passphrase_are_no_names_of_the_agency_or_the_person(tmp_path, cheap):
    own, names = PersonFolder(Files(tmp_path, own=True), "mary"), ("Northside Outreach", "Mary Byrne")
    with pytest.raises(CaseTUIError, match="a name that others know"):
        new_keys(own, "Mary Byrne 7", names)
    new_keys(own, "correct horse", names)
    for known in ("northside-outreach", "password"):
        with pytest.raises(CaseTUIError, match=r"a name that others know|tried first"):
            own.key_file.change("correct horse", known, names)
    assert own.key_file.unlock("correct horse").public


def test_the_first_line_managers_passphrase_is_no_name_that_was_just_typed():
    typed = {
        "agency": "Northside Outreach",
        "method": "guidebook",
        "manager": "Mary Byrne",
        "signatory": "Una",
    }
    with pytest.raises(ValidationError, match="a name that others know"):
        SetUp(**typed, passphrase="mary.byrne.1", again="mary.byrne.1")
    assert SetUp(**typed, passphrase="correct horse", again="correct horse")
