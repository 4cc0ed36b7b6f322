"""Importing an HMIS export: each stay a case, once, whatever happens on the way."""

from __future__ import annotations

import itertools
import os
import signal
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casetui.commands.importing import report
from casetui.data.casefile import CaseFile
from casetui.data.keys.person_keys import Keys
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Assignment, Client, Closure, Contact, Entry, Intake, Reference
from casetui.data.records.agency import Agency, Worker
from casetui.data.store.files import Files
from casetui.data.vault import Vault, VaultError
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import lift_restriction, restrict
from casetui.desk.audit.auditing import audit
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import set_up
from casetui.exchange.hmis import SYSTEM as HMIS
from casetui.exchange.imported import imported_cases
from casetui.exchange.importing import import_cases
from casetui.words import CaseTUIError
from tests.hmis_exports import SAMPLE, client, left, state_of, stay, write_export

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
TODAY = NOW.date()
PEOPLE = [
    Worker(id="tom", name="Tom Walsh", roles=["line manager"], team="north"),
    Worker(id="una", name="Una Quinn", roles=["line manager"], team="south"),
    Worker(id="mary", name="Mary Byrne", team="north"),
    Worker(id="old", name="Old Hand", team="north", left_on=date(2025, 1, 1)),
    Worker(id="ada", name="Ada Min", roles=["administrator"], team="north"),
    Worker(id="lone", name="Lone Admin", roles=["administrator"], team="office"),
]


KEYS = {worker.id: Keys.make() for worker in PEOPLE}


class Office:
    """A vault with a few people, and a small export."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = folder / "vault"
        self.now = NOW
        set_up(self.vault, Agency(name="Northside"), PEOPLE, NOW, KEYS)
        self.export = write_export(folder / "export")

    def desk(self, who: str = "tom") -> Desk:
        vault = Vault.at(self.vault)
        own = PersonFolder.of(vault, who, self.folder)
        return Desk(vault, own, KEYS[who], self.folder / "cache", lambda: self.now)

    def files(self) -> list[CaseFile]:
        desk = self.desk()
        return [CaseFile.load(desk.vault, name) for name in sorted(desk.vault.names())]

    def stay(self, number: str) -> CaseFile:
        desk = self.desk()
        return CaseFile.load(desk.vault, imported_cases(desk, HMIS)[0][f"hmis:XX-501:{number}"].name)

    def run(self, *, worker_map: Path | None = None, dry_run: bool = False, who: str = "tom") -> list[str]:
        return list(report(import_cases(self.desk(who), HMIS, self.export, worker_map, dry_run), dry_run))

    def map(self, text: str) -> Path:
        path = self.folder / "map.csv"
        path.write_text(text)
        return path


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)


def shape(office: Office) -> set[tuple]:
    """Return what an import made, without the case numbers and instants that differ from run to run."""
    return {
        (f.case.source, f.case.client_id, f.case.state, f.case.manager, f.case.closed_on, f.one(Client).name)
        for f in office.files()
    }


def test_each_stay_becomes_a_case_open_or_closed(office):
    lines = office.run()
    assert lines[-1] == "clients: 2, cases: 3, open: 2, added now: 3, skipped: 0"
    over, goes_on = office.stay("1"), office.stay("2")
    assert over.case.state == "closed"
    assert (over.case.opened_on, over.case.closed_on) == (date(2024, 3, 1), date(2024, 6, 1))
    assert (goes_on.case.state, goes_on.case.imported_on, goes_on.case.closed_on) == ("open", TODAY, None)
    assert over.case.client_id == goes_on.case.client_id != office.stay("3").case.client_id
    assert goes_on.one(Client).birth_date == date(1980, 5, 1)
    assert goes_on.one(Reference).number == "A1"
    intake = goes_on.one(Intake)
    assert intake.first_contact_on == date(2025, 1, 10)
    assert intake.first_contact_where == "Night Shelter (emergency shelter), Harbour Trust"
    assert (
        intake.concerns
        == "Lived before: a place not meant for living in.\nHousehold: h1 (head of household)."
    )
    assert intake.agreed_on is None


def test_a_closure_says_what_the_export_says_and_no_more(office):
    stays = [stay(str(n), "A1") for n in range(1, 5)]
    exits = [
        left("1", destination="24"),
        left("2", destination="435"),
        left("3", destination="30"),
        left("4", destination=""),
    ]
    write_export(office.export, None, stays, exits)
    office.run()
    closures = [office.stay(str(n)).one(Closure) for n in range(1, 5)]
    assert [closure.reason for closure in closures] == ["death", "moved", "other", "other"]
    assert closures[1].evaluation == "HMIS, where to: rented home, with a subsidy."
    assert closures[3].evaluation == ""
    for closure in closures:
        assert closure.state == "signed"
        assert not (closure.asked_by or closure.signed_by or closure.signed_on or closure.agreed_on)


def test_every_case_is_worked_by_a_method_that_the_vault_keeps(office):
    office.run()
    desk = office.desk()
    assert {file.case.method_version for file in office.files()} == {desk.default_method.version}
    assert desk.vault.packs.kept(desk.default_method.version)


def test_nothing_before_the_import_is_late(office):
    office.run()
    desk = office.desk()
    desk.register.refresh()
    days = [due.day for row in desk.register if row.open for due in row.dues]
    assert days
    assert min(days) >= TODAY.isoformat()


def test_the_register_of_the_importing_person_has_every_case(office):
    desk = office.desk()
    import_cases(desk, HMIS, office.export)
    assert sorted(row.source[-1] for row in desk.register) == ["1", "2", "3"]


def test_where_the_name_is_a_hash_the_reference_is_shown(office):
    write_export(
        office.export, [client("9375", "2cb30d5ef678412db20875ccf25c63ff", "")], [stay("1", "9375")], []
    )
    office.run()
    found = office.stay("1").one(Client)
    assert (found.name, found.shown_name) == ("", "HMIS 9375")


def test_what_looks_like_markup_or_a_formula_stays_text(office):
    write_export(
        office.export, [client("=1+1", "\x1b[31m[b]=cmd|x", "Ó\u0301 \u202e李")], [stay("1", "=1+1")], []
    )
    office.run()
    file = office.stay("1")
    assert file.one(Client).name.startswith("[31m[b]=cmd|x Ó")
    assert "\x1b" not in file.one(Client).name
    assert file.one(Reference).number == "=1+1"


# -- people --------------------------------------------------------------------------------------


def test_users_become_workers_of_the_importing_persons_team(office):
    lines = office.run()
    people = office.desk().people
    made = {worker.source: worker for worker in people.values() if worker.source}
    assert made["hmis:XX-501:7"].name == "Mulberry Scratch"
    assert made["hmis:XX-501:9"].name == "HMIS user 9"
    assert all((w.team, w.roles, w.login) == ("north", ["worker"], "") for w in made.values())
    assert "person added: mulberry.scratch, Mulberry Scratch" in lines
    assert office.stay("3").case.manager == made["hmis:XX-501:9"].id


def test_only_an_open_case_has_an_assignment_in_force(office):
    office.run()
    over, goes_on = office.stay("1").one(Assignment), office.stay("2").one(Assignment)
    assert (over.on, over.ended_on) == (date(2024, 3, 1), date(2024, 6, 1))
    assert (goes_on.on, goes_on.ended_on) == (TODAY, None)


def test_a_stay_without_a_user_waits_for_a_case_manager(office):
    write_export(office.export, None, [stay("1", "A1")], [])
    office.run()
    file = office.stay("1")
    assert (file.case.manager, file.case.team, file.all(Assignment)) == ("", "north", [])


def test_an_open_case_of_somebody_who_left_waits_for_a_case_manager(office):
    office.run()
    desk = office.desk()
    worker = next(w for w in desk.people.values() if w.source == "hmis:XX-501:7")
    file = desk.agency_file.copy()
    file.put(worker.model_copy(update={"left_on": TODAY}))
    file.save(desk.vault, "tom", NOW)
    write_export(office.export, None, [stay("8", "A1", UserID="7"), stay("9", "A1", UserID="7")], [left("9")])
    office.run()
    assert office.stay("8").case.manager == ""
    assert office.stay("9").case.manager == worker.id


def test_the_map_names_people_who_are_there(office):
    lines = office.run(worker_map=office.map("User ID,Worker\n7,mary\n\n# the south\n9, una\n"))
    assert not any(line.startswith("person added") for line in lines)
    assert (office.stay("2").case.manager, office.stay("2").case.team) == ("mary", "north")
    assert (office.stay("3").case.manager, office.stay("3").case.team) == ("una", "south")
    assert len(office.desk().people) == len(PEOPLE)


def test_mistakes_in_the_map_are_all_named_and_nothing_is_written(office):
    before = state_of(office.vault)
    with pytest.raises(CaseTUIError) as error:
        office.run(worker_map=office.map("7,nobody\n8\n9,mary\n9,tom\n10,old\n"))
    assert str(error.value).splitlines() == [
        'map.csv line 1: nobody here has the id "nobody"',
        "map.csv line 2: write the HMIS user's id, a comma, and the id of a person here",
        'map.csv line 4: the user "9" was named before',
        "map.csv line 5: Old Hand has left",
    ]
    assert state_of(office.vault) == before


def test_a_map_that_cannot_be_read_is_one_plain_sentence(office):
    with pytest.raises(CaseTUIError, match="cannot be read"):
        office.run(worker_map=office.folder / "none.csv")
    path = office.folder / "bad.csv"
    path.write_bytes(b'7,"mary')
    with pytest.raises(CaseTUIError, match="is not a CSV file"):
        office.run(worker_map=path)


@pytest.mark.parametrize("who", ["tom", "ada"])
def test_line_managers_and_administrators_import(office, who):
    assert office.run(who=who)[-1].endswith("added now: 3, skipped: 0")


@pytest.mark.parametrize(("who", "why"), [("mary", "Only a line manager"), ("lone", "no line manager")])
def test_nobody_else_does(office, who, why):
    before = state_of(office.vault)
    with pytest.raises(NotAllowed, match=why):
        office.run(who=who)
    assert state_of(office.vault) == before


# -- again, interrupted, dry ---------------------------------------------------------------------


def test_the_same_export_twice_adds_nothing(office):
    office.run()
    before = state_of(office.vault)
    office.now += timedelta(days=3)
    lines = office.run()
    assert lines == ["clients: 2, cases: 3, open: 2, added now: 0, skipped: 3"]
    assert state_of(office.vault) == before


def test_another_teams_manager_adds_nothing_either(office):
    office.run()
    assert office.run(who="una")[-1].endswith("added now: 0, skipped: 3")
    assert len(office.files()) == 3


def test_a_case_that_cannot_be_read_stops_the_import_before_it_adds_it_twice(office):
    office.run()
    path = office.vault / f"{office.stay('2').name}.age"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(VaultError, match="damaged"):
        office.run()


def sealed_to_mary(office, stay) -> str:
    """Restrict the case of a stay so that the importing person cannot open it; return its number."""
    number = office.stay(stay).case.number
    desk = office.desk()
    restrict(desk, open_case(desk, number, "to help"), ["mary"], "a colleague's sister")
    return number


def test_a_case_that_is_sealed_to_others_keeps_nobody_from_importing_and_comes_once(office):
    office.run(worker_map=office.map("7,mary\n9,mary\n"))
    number = sealed_to_mary(office, "2")
    assert office.run() == ["clients: 2, cases: 3, open: 2, added now: 0, skipped: 3"]
    write_export(office.export, exits=[left("1"), left("2", "2026-11-01")])
    lines = office.run()
    assert lines[0].startswith(f"C-{number}: the stay has ended") and len(lines) == 2
    assert lines[-1] == "clients: 2, cases: 3, open: 2, added now: 0, skipped: 3"


@pytest.mark.parametrize("opened", ["another day", "no cover sheet"])
def test_a_stay_that_may_come_twice_is_said(office, opened):
    office.run(worker_map=office.map("7,mary\n9,mary\n"))
    number = sealed_to_mary(office, "2")
    if opened == "another day":
        write_export(office.export, None, [stay("1", "A1"), stay("2", "A1", "2025-01-11")], [left("1")])
    else:
        (office.vault / "covers" / f"{number}.age").unlink()
    lines = office.run()
    assert lines[-2].startswith("Cases that are not open to you, and may be stays of this export: 1.")
    assert "added now: 1, skipped: " in lines[-1]


def test_a_sealed_case_of_another_client_says_nothing(office):
    office.run(worker_map=office.map("7,mary\n9,mary\n"))
    sealed_to_mary(office, "2")
    write_export(office.export, [client("C3")], [stay("7", "C3")], [])
    assert office.run() == ["clients: 1, cases: 1, open: 1, added now: 1, skipped: 0"]


def test_a_case_that_was_closed_is_told_so_where_its_row_cannot_be_made(office, monkeypatch):
    office.run()
    write_export(office.export, exits=[left("1"), left("2", "2026-12-01", "422")])
    office.now += timedelta(days=30)
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "row", lambda *_: (_ for _ in ()).throw(VaultError("The method is missing.")))
        assert office.run()[0] == "closed now: 1"
    assert office.stay("2").case.state == "closed"


@pytest.mark.parametrize("fails_at", range(2))
def test_an_import_that_broke_off_is_simply_run_again(office, monkeypatch, fails_at):
    writes = 0
    real = Vault.save

    def breaks(self, writings, at):
        nonlocal writes
        saved, writes = real(self, writings, at), writes + 1
        if writes > fails_at:
            raise KeyboardInterrupt
        return saved

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "save", breaks)
        if fails_at < 1:
            with pytest.raises(KeyboardInterrupt):
                office.run()
        else:
            office.run()
    office.run()
    whole = Office(office.folder / "other")
    whole.run()
    assert shape(office) == shape(whole)
    assert len(office.files()) == 3
    assert set(office.desk().people) == set(whole.desk().people)


def test_stopping_is_clean_and_the_rest_comes_with_the_next_run(office):
    write_export(office.export, None, [stay(str(n), "A1") for n in range(250)], [])
    done = import_cases(office.desk(), HMIS, office.export, progress=lambda done, total: done < 100)
    assert (done.stopped, done.added, done.cases) == (True, 100, 100)
    stopped = import_cases(office.desk(), HMIS, office.export, reading=lambda done, total: False)
    assert (stopped.stopped, stopped.added) == (True, 0)
    told, read = [], []
    done = import_cases(
        office.desk(), HMIS, office.export,
        progress=lambda *at: told.append(at) or True, reading=lambda *at: read.append(at) or True,
    )  # fmt: skip
    assert (done.stopped, done.added, done.cases, done.skipped) == (False, 150, 250, 100)
    assert told == [(0, 250), (100, 250), (200, 250), (250, 250)]
    assert read == [(100, 100)]


STEPS = (*range(1, 12), 15, 18)


@pytest.mark.parametrize("call", ["rename", "unlink"])
def test_an_import_that_was_killed_is_simply_run_again(office, call):
    """The process is killed at a step of the writing, by which some files of some cases are in place."""
    stays = [stay(str(n), "A1") for n in range(4)]
    write_export(office.export, None, stays, [left("1")])
    office.run()
    numbers = iter(range(100, 10_000))
    for killed_at in STEPS if call == "rename" else STEPS[:5]:
        new = [stay(str(next(numbers)), "B2") for _ in range(4)]
        write_export(office.export, None, [*stays, *new], [left("1")])
        if not os.fork():
            _dying(call, killed_at)
            office.run()
            os._exit(0)
        os.wait()
        stays += new
        assert office.run()[-1].startswith(f"clients: 2, cases: {len(stays)}, ")
        assert sorted(f.case.source for f in office.files()) == sorted(
            f"hmis:XX-501:{one.split(',')[0].strip(chr(34))}" for one in stays
        )
        covers = {path.name for path in (office.vault / "covers").glob("*.age")}
        assert covers == {path.name for path in (office.vault / "cases").glob("*.age")}
    assert office.run()[-1].endswith(f"added now: 0, skipped: {len(stays)}")


def _dying(name: str, at: int) -> None:
    """Let this process be killed at a call of the system."""
    real, count = getattr(os, name), itertools.count(1)

    def call(*args, **kwargs):
        if next(count) >= at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    setattr(os, name, call)


def test_a_dry_run_writes_nothing_and_counts_what_would_come(office):
    before = state_of(office.folder)
    lines = office.run(dry_run=True)
    assert lines[-1] == "clients: 2, cases: 3, open: 2, added now: 3, skipped: 0"
    assert state_of(office.folder) == before
    office.run()
    write_export(office.export, exits=[left("1"), left("2", "2026-11-01")])
    before = state_of(office.vault)
    assert "closed now: 1" in office.run(dry_run=True)
    assert state_of(office.vault) == before


def test_two_imports_do_not_run_side_by_side(office):
    with Files(office.vault).lock("locks/import.lock", 0.0), pytest.raises(VaultError, match="just now"):
        office.run()
    assert not office.files()


# -- a newer export ------------------------------------------------------------------------------


def test_a_stay_that_has_ended_since_closes_the_case_nobody_worked_on(office):
    office.run()
    office.now += timedelta(days=30)
    write_export(office.export, exits=[left("1"), left("2", "2026-12-01", "422")])
    lines = office.run()
    assert lines == ["closed now: 1", "clients: 2, cases: 3, open: 1, added now: 0, skipped: 3"]
    file = office.stay("2")
    assert (file.case.state, file.case.closed_on) == ("closed", date(2026, 12, 1))
    assert file.one(Assignment).ended_on == date(2026, 12, 1)
    assert (file.one(Closure).reason, file.one(Closure).signed_by) == ("moved", "")
    assert [entry.act for entry in file.all(Entry)] == ["new case", "import"]
    assert office.run()[-1] == "clients: 2, cases: 3, open: 1, added now: 0, skipped: 3"


@pytest.mark.parametrize("who", ["tom", "ada"])
def test_nothing_is_wrong_with_what_an_import_closed_whoever_saves_it_later(office, who):
    office.run(who=who)
    write_export(office.export, exits=[left("1"), left("2", "2026-11-01", "422")])
    office.run()
    desk = office.desk()
    for source in ("1", "2"):
        number = office.stay(source).case.number
        opened = open_case(desk, number, "to help")
        restrict(desk, opened, ["mary", "tom"], "known to the team")
        lift_restriction(desk, opened, "over")
        assert open_case(desk, number, "to help").unsaid == []
        assert audit(desk, number, "to help").wrong == []
        for former in (Path(desk.vault.place) / "former" / number).iterdir():
            former.write_bytes(b"junk")
        assert open_case(office.desk(), number, "to help").unsaid == []


def test_a_case_that_was_worked_on_stays_open_and_is_named(office):
    office.run()
    desk = office.desk()
    number = office.stay("2").case.number
    save_record(desk, open_case(desk, number), Contact(on=TODAY, kind="office", summary="Came by."))
    write_export(office.export, exits=[left("1"), left("2", "2026-11-01")])
    lines = office.run()
    assert lines[0].startswith(f"C-{number}: the stay has ended")
    assert lines[-1] == "clients: 2, cases: 3, open: 2, added now: 0, skipped: 3"
    assert office.stay("2").case.state == "open"


def test_a_newer_export_adds_what_is_new(office):
    office.run()
    stays = [stay("2", "A1", "2025-01-10", UserID="7"), stay("4", "A1", "2026-10-10", UserID="7")]
    write_export(office.export, None, stays, [])
    assert office.run() == ["clients: 1, cases: 2, open: 2, added now: 1, skipped: 1"]
    assert office.stay("4").case.client_id == office.stay("2").case.client_id
    assert office.stay("4").case.manager == "mulberry.scratch"


# -- the same export, saved or told otherwise ------------------------------------------------------


def test_the_same_export_with_marks_around_its_cells_adds_nothing(office):
    office.run()
    for path in office.export.iterdir():
        lines = path.read_text().splitlines()
        cells = [[cell.strip('"') for cell in one.split(",")] for one in lines]
        path.write_text("".join(",".join(f'"""{cell}"""' for cell in row) + "\n" for row in cells))
    assert office.run()[-1] == "clients: 2, cases: 3, open: 2, added now: 0, skipped: 3"


def test_a_case_that_an_earlier_import_named_with_marks_is_found(office):
    office.run()
    desk, file = office.desk(), office.stay("2")
    after = file.copy()
    after.put(file.case.model_copy(update={"source": 'hmis:"XX-501":"2"'}))
    after.save(desk.vault, "tom", NOW)
    assert office.run()[-1].endswith("added now: 0, skipped: 3")


def test_an_export_that_does_not_say_where_it_is_from_adds_nothing_twice(office):
    office.run()
    before = state_of(office.vault)
    (office.export / "Export.csv").unlink()
    with pytest.raises(CaseTUIError, match=r"There is no Export\.csv"):
        office.run()
    write_export(office.export, Export=["ExportID,SourceID", "5,"])
    with pytest.raises(CaseTUIError, match=r"does not say which system.*cases here from XX-501"):
        office.run()
    assert state_of(office.vault) == before


def test_a_map_is_read_however_a_spreadsheet_saved_it(office):
    path = office.folder / "map.csv"
    path.write_bytes("User ID;Worker\r\n7;mary\r\n9;una\r\n".encode("utf-16"))
    office.run(worker_map=path)
    assert office.stay("2").case.manager == "mary"


@pytest.mark.parametrize("gone", [{"DateDeleted": "2025-01-01"}, None])
def test_an_exit_that_was_withdrawn_there_is_said_by_case(office, gone):
    office.run()
    number = office.stay("1").case.number
    write_export(office.export, exits=[left("1", **gone)] if gone else [])
    lines = office.run()
    assert lines[0].startswith(f"C-{number}: the case is closed, and in the export the stay is open again.")
    assert lines[1:] == ["clients: 2, cases: 3, open: 2, added now: 0, skipped: 3"]
    assert office.stay("1").case.state == "closed"


def test_a_case_that_people_closed_here_is_not_said_to_be_open_again(office):
    office.run()
    desk, file = office.desk(), office.stay("2")
    after = file.copy()
    after.put(file.case.model_copy(update={"state": "closed", "closed_on": TODAY}))
    after.put(Closure(reason="other", state="signed", asked_by="mary", signed_by="tom"))
    after.save(desk.vault, "tom", NOW)
    assert len(office.run()) == 1


@pytest.mark.parametrize("what", ["stay", "client", "client without stays"])
def test_what_was_deleted_there_is_said_by_case(office, what):
    office.run()
    over, goes_on = office.stay("1").case.number, office.stay("2").case.number
    gone = {"DateDeleted": "2026-07-01"}
    if what == "stay":
        stays = [stay("1", "A1", **gone), stay("2", "A1", "2025-01-10", **gone), stay("3", "B2", UserID="9")]
        write_export(office.export, None, stays)
    else:
        stays = None if what == "client" else [stay("3", "B2", UserID="9")]
        write_export(office.export, [client("A1", **gone), client("B2")], stays)
    lines = office.run()
    told = {line.split(":")[0]: line for line in lines if line.startswith("C-")}
    assert told.keys() == {f"C-{over}", f"C-{goes_on}"}
    assert "the case here stays closed" in told[f"C-{over}"]
    assert "the case is open here" in told[f"C-{goes_on}"]
    assert "added now: 0" in lines[-1]


@pytest.mark.parametrize(
    ("stays", "exits", "words"),
    [
        ([stay("1", "A1", "2024-03-02")], [left("1")], "began on"),
        ([stay("1", "A1")], [left("1", "2024-06-02")], "ended on"),
        ([stay("1", "B2")], [left("1")], "another client"),
    ],
)
def test_what_was_corrected_there_is_said_by_case(office, stays, exits, words):
    office.run()
    number = office.stay("1").case.number
    write_export(office.export, None, stays, exits)
    lines = office.run()
    assert lines[0].startswith(f"C-{number}: the export now") and words in lines[0]
    assert len(lines) == 2


# -- odd rows, and the real sample ---------------------------------------------------------------


def test_bad_rows_are_listed_by_line_and_the_rest_goes_on(office):
    clients = [client("A1"), client("B2", DOB="soon")]
    stays = [stay("1", "A1"), stay("2", "A1", "never"), stay("3", "Z9"), stay("4", "B2"), "5,B2"]
    stays.append(stay("6", "B2", DateDeleted="2024-01-01"))
    write_export(office.export, clients, stays, [left("1", "2020-01-01")])
    assert office.run() == [
        'Client.csv line 3, DOB: "soon" is not a date; the rest of the row is taken',
        'Enrollment.csv line 3, EntryDate: "never" is not a date',
        'Enrollment.csv line 4, PersonalID: "Z9" is not in Client.csv',
        "Enrollment.csv line 6: has 2 cells, and 13 columns are named",
        'Exit.csv line 2, ExitDate: "2020-01-01" is before the entry; the stay is taken as open',
        "clients: 2, cases: 2, open: 2, added now: 2, skipped: 4",
    ]


def test_a_missing_folder_is_one_plain_sentence(office):
    with pytest.raises(CaseTUIError, match="There is no folder"):
        import_cases(office.desk(), HMIS, office.folder / "nowhere")


def test_the_real_sample_comes_in_once(office):
    if not SAMPLE.is_dir():
        pytest.skip("the HMIS sample is not on this machine")
    office.export = SAMPLE
    first, second = office.run(), office.run()
    assert first[-1] == "clients: 189, cases: 287, open: 94, added now: 287, skipped: 0"
    assert second == ["clients: 189, cases: 287, open: 94, added now: 0, skipped: 287"]
    heads = [file.case for file in office.files()]
    assert len({head.source for head in heads}) == 287
    assert len({head.client_id for head in heads}) == 189
    assert all(head.manager in office.desk().people for head in heads)
