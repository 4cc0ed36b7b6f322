"""Intruders: another user of the computer, a person who left, a person of another team, and forgers.

Each is kept out, or a sentence names them. They write into the vault's folder without the program, with keys
of their own and with all the rights to files that the folder gives them.
"""

import os
import shutil
from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.errors import CannotOpen, Forged, VaultError
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.sealing import seal
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.record_file import RecordFile
from casetui.data.records import Closure, Goal, Override
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ASK_CLOSURE, ask_for_closure, ask_override
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict
from casetui.desk.audit.auditing import audit
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.keys.signatures import answer_statement, signed_answer
from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import retire
from casetui.desk.telling.case_lines import case_line
from casetui.desk.telling.sign_off_lines import sign_off_lines
from casetui.keeping.checking import check_vault
from casetui.keeping.keeper import Keeper
from tests.answers import answer_override, send_back, sign_off
from tests.desk.acts.test_closing import ANSWERED, LONG_AGO
from tests.screens.office import KEYS, NOW, TODAY, Office

pytestmark = pytest.mark.torture

ONE, TWO = "AB2345", "CD2345"


@pytest.fixture
def office(tmp_path):
    """An agency with two cases of Mary's that are ready to close."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    for number in (ONE, TWO):
        office.case(
            number,
            f"Client {number}",
            lambda b: (
                b.assigned()
                .met(TODAY)
                .assessed("none")
                .put(Closure(id=f"closure-{b.case.case.number}", **ANSWERED))
            ),
            opened_on=LONG_AGO,
        )
    return office


def path(office, number=ONE):
    return office.folder / "cases" / f"{number}.age"


def wrote(office, who, wording, number=ONE):
    """Save a goal through the program."""
    desk = office.desk(who)
    save_record(desk, open_case(desk, number, "to help"), Goal(wording=wording, domain="accommodation"))


def past_the_program(office, who, change, number=ONE, at=None):
    """Save a case as a person with an editor and their own keys does, well signed and sealed."""
    vault = office.seen_by(who)
    file = CaseFile.load(vault, f"cases/{number}").copy()
    change(file)
    return file.save(vault, who, at or office.now)


def warnings(office, who="tom", number=ONE):
    """Return the warnings that ``who`` gets on opening a case."""
    return " ".join(open_case(office.desk(who), number).unsaid)


def at(office, who, number=ONE):
    desk = office.desk(who)
    return desk, open_case(desk, number, "to sign")


def wrong(office, number=ONE):
    return "\n".join(audit(office.desk("tom"), number).wrong)


# -- another user of the computer ----------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_of_the_computer_reads_nothing(office):
    """Only its owner can read the folder, and a file that another user gets is sealed."""
    top = office.folder
    beside = top.parent / "beside"
    beside.write_text("for everybody")
    beside.chmod(0o644)
    for folder in top.parents:
        folder.chmod(0o755)
        if folder.name.startswith("pytest-of"):
            break
    places = (beside, top / "agency.signed", path(office), top / "vault.json", top / "changes")
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        os._exit(sum(1 << number for number, place in enumerate(places) if os.access(place, os.R_OK)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1, "only what lies beside the vault is read"
    assert all(not found.stat().st_mode & 0o007 for found in [top, *top.rglob("*")])


def test_whoever_copies_the_vault_away_reads_no_case(office):
    """No file in the folder has a word of a case in clear."""
    everything = b"".join(found.read_bytes() for found in office.folder.rglob("*") if found.is_file())
    assert b"Client AB2345" not in everything and b"needs met" not in everything
    with pytest.raises(CannotOpen, match="Sign in first"):
        office.locked.read(f"cases/{ONE}")


# -- somebody who left ---------------------------------------------------------------------------


def test_who_was_retired_reads_nothing_that_is_written_from_then_on(office):
    before = office.seen_by("sean")
    retire(office.desk("tom"), "sean")
    wrote(office, "mary", "After he left")
    with pytest.raises(CannotOpen, match=f"cases/{ONE} is sealed to others"):
        before.read(f"cases/{ONE}")
    with pytest.raises(CannotOpen):
        office.seen_by("sean").read(f"cases/{ONE}")


def test_who_was_retired_signs_nothing_from_then_on(office):
    old = office.seen_by("sean")
    file = CaseFile.load(old, f"cases/{ONE}").copy()
    office.now += timedelta(hours=1)
    retire(office.desk("tom"), "sean")
    office.now += timedelta(days=1)
    file.put(Goal(wording="Back again", domain="accommodation"))
    file.save(old, "sean", office.now)
    with pytest.raises(Forged, match="Seán Keane did not sign this, or was not to any more"):
        open_case(office.desk("mary"), ONE)
    assert "Revision 2, Seán Keane" in wrong(office)


def test_who_was_retired_and_sets_the_clock_back_is_named_by_who_had_read_the_case(office):
    old = office.seen_by("sean")
    file = CaseFile.load(old, f"cases/{ONE}").copy()
    office.now += timedelta(hours=1)
    retire(office.desk("tom"), "sean")
    office.now += timedelta(hours=1)
    wrote(office, "mary", "Since then", TWO)
    office.desk("mary").register.keep()
    file.put(Goal(wording="As if before", domain="accommodation"))
    desk = office.desk("mary")
    file.save(old, "sean", NOW)
    desk.refresh()
    said = " ".join(open_case(desk, ONE).unsaid)
    assert "revision 2: Seán Keane had no key here any more when it came, whatever it says" in said


def test_who_wrote_in_the_case_last_is_told_of_the_clock_set_back_at_the_next_start_too(office):
    """What Mary's program knows by her own save alone is kept when it next starts."""
    old = office.seen_by("sean")
    before = (office.folder / "cases" / f"{ONE}.age").read_bytes()
    file = CaseFile.load(old, f"cases/{ONE}").copy()
    office.now += timedelta(hours=1)
    retire(office.desk("tom"), "sean")
    office.now += timedelta(hours=1)
    wrote(office, "mary", "Since then")
    for _ in range(2):
        office.desk("mary").known_revisions.keep()
    (office.folder / "cases" / f"{ONE}.age").write_bytes(before)
    for turn in range(3):  # past the number of Mary's revision
        file.put(Goal(wording=f"As if before {turn}", domain="accommodation"))
        file = file.save(old, "sean", NOW).copy()
    said = " ".join(open_case(office.desk("mary"), ONE).unsaid)
    assert "Seán Keane had no key here any more when it came, whatever it says" in said


# -- another team --------------------------------------------------------------------------------


def test_who_is_of_another_team_opens_nothing_but_the_cover_sheet(office):
    with pytest.raises(NotAllowed, match="not open to you"):
        open_case(office.desk("priya"), ONE, "curious")
    with pytest.raises(CannotOpen, match="sealed to others"):
        office.seen_by("priya").read(f"cases/{ONE}")
    cover = read_cover(office.seen_by("priya"), ONE)
    assert (cover.manager, "Client" in cover.content().decode()) == ("mary", False)


def forged_by_another_team(office, who="priya"):
    """Replace another team's case by a case of the forger's, sealed to that team."""
    stolen = CaseFile.load(office.vault, f"cases/{ONE}")
    keyring = office.keyring(who)
    content = stolen.copy().bytes(who, office.now)
    _, data = keyring.close(stolen.name, content, office.now, stolen.stored.revision, stolen.readers)
    path(office).write_bytes(data)


def test_who_is_of_another_team_writes_nothing_unnoticed(office):
    forged_by_another_team(office)
    with pytest.raises(Forged, match="Priya Das has no right to write in this case"):
        open_case(office.desk("mary"), ONE)
    assert "Priya Das has no right" in office.desk("mary").register.rows[ONE].problem
    assert "Revision 2, Priya Das, 21/11/2026 10:00: its author has no right" in wrong(office)


def test_nobody_lets_themselves_in_with_a_key_file_of_their_own_making(office):
    key = office.desk("priya").agency_file.key_of("priya")
    keys = RecordFile(f"keys/{ONE}", {})
    keys.put(make_group_key(f"C-{ONE}", 1, [key]))
    keys.save(office.seen_by("priya"), "priya", office.now)
    forged_by_another_team(office)
    with pytest.raises(Forged, match="Priya Das has no right"):
        open_case(office.desk("mary"), ONE)


def test_of_a_restricted_case_a_colleague_of_the_team_writes_nothing_unnoticed(office):
    restrict(*at(office, "mary"), ["tom"], "known to the team")
    forged_by_another_team(office, "sean")
    with pytest.raises(Forged, match="Seán Keane has no right"):
        open_case(office.desk("mary"), ONE)


# -- the agency file -----------------------------------------------------------------------------


def makes_themselves_manager(office):
    """Sign an agency file in which Seán is a line manager, with Seán's own valid key."""
    vault = office.seen_by("sean")
    file = AgencyFile.load(vault, AGENCY).copy()
    file.put(file.people["sean"].model_copy(update={"roles": ["line manager"]}))
    file.save(vault, "sean", office.now)


def test_a_worker_who_makes_themselves_line_manager_is_refused_by_everybody(office):
    office.desk("mary")
    makes_themselves_manager(office)
    with pytest.raises(Forged, match="The agency file was changed by sean, who may not do that"):
        office.desk("mary")


def test_an_agency_file_edited_by_hand_is_refused(office):
    office.desk("mary")
    place = office.folder / "agency.signed"
    place.write_bytes(place.read_bytes().replace(b'"name":"Tom Walsh"', b'"name":"Tom Wolsh"'))
    with pytest.raises(VaultError, match="agency is damaged"):
        office.desk("mary")


def test_an_agency_file_without_a_signature_is_refused(office):
    office.desk("mary")
    place = office.folder / "agency.signed"
    line, _, content = place.read_bytes().split(b"\n", 2)
    about = line.replace(b'"revision": 1', b'"revision": 2')
    place.write_bytes(b"\n".join((about, b"", content)))
    with pytest.raises(VaultError, match="Revision 2 of the agency file, by tom, does not follow from what"):
        office.desk("mary")


def test_an_older_agency_file_put_back_is_refused(office):
    place = office.folder / "agency.signed"
    older = place.read_bytes()
    retire(office.desk("tom"), "sean")
    office.desk("mary")
    place.write_bytes(older)
    with pytest.raises(Forged, match="put back to revision 1; you have seen revision 2"):
        office.desk("mary")


# -- case files ----------------------------------------------------------------------------------


def test_an_older_case_file_put_back_is_named(office):
    older = path(office).read_bytes()
    wrote(office, "mary", "A tenancy")
    desk = office.desk("mary")
    path(office).write_bytes(older)
    assert "was put back: you have seen revision 2, this is revision 1" in " ".join(
        open_case(desk, ONE).unsaid
    )
    assert "The journal says that Mary Byrne saved a later revision" in wrong(office)


def test_a_case_file_under_another_ones_name_is_named(office):
    shutil.copy(path(office, TWO), path(office, ONE))
    with pytest.raises(VaultError, match=f"cases/{ONE} is a file of cases/{TWO}, put in its place"):
        open_case(office.desk("mary"), ONE)


def test_a_former_revision_of_another_case_is_named(office):
    for number in (ONE, TWO):
        wrote(office, "mary", "A tenancy", number)
    (one,), (two,) = (list((office.folder / "former" / number).iterdir()) for number in (ONE, TWO))
    one.unlink()
    shutil.copy(two, one.parent / two.name)
    assert f"cases/{ONE} is a file of cases/{TWO}, put in its place" in wrong(office)


@pytest.mark.parametrize("place", [0, 60, 200, -40, -1])
def test_a_byte_edited_by_hand_is_named(office, place):
    data = bytearray(path(office).read_bytes())
    data[place] ^= 0x20
    path(office).write_bytes(data)
    with pytest.raises(VaultError, match=f"{ONE} (is damaged|does not open, .*: the file may be damaged)"):
        open_case(office.desk("mary"), ONE)


def test_content_under_a_genuine_signature_is_named(office):
    """A worker opens the seal, changes the text, keeps Mary's line and signature, and seals it again."""
    keyring = office.keyring("sean")
    file = CaseFile.load(office.locked.signed_in(keyring), f"cases/{ONE}")
    data = keyring.unsealed(file.name, path(office).read_bytes()).replace(b"needs met", b"needs not")
    path(office).write_bytes(seal(data, keyring.recipients(file.readers)))
    with pytest.raises(VaultError, match=f"cases/{ONE} is damaged"):
        open_case(office.desk("mary"), ONE)


# -- sign-offs -----------------------------------------------------------------------------------


def closed(file, signature="", by="tom", **more):
    """Write the closed state into a case, as if ``by`` had signed it off."""
    closure = file.one(Closure)
    file.put(
        closure.model_copy(
            update={
                "state": "signed", "asked_by": "mary", "asked_on": TODAY, "signed_by": by,
                "signed_on": TODAY, "signed_revision": 1, "signature": signature, **more,
            }
        )
    )  # fmt: skip
    file.put(file.case.model_copy(update={"state": "closed", "closed_on": TODAY}))


def signature_of(office, who, file):
    """Return the signature of ``who`` over the closure as it stands in a file."""
    return office.desk(who).keyring.signature(answer_statement(ONE, file.one(Closure)))


def answered(office, who, file, **more):
    """Sign a closure off past the program as ``who``, over the present revision."""
    words = {"signed_by": who, "signed_on": TODAY, "changed_by": who, "changed_at": office.now, **more}
    record = file.one(Closure).model_copy(
        update={"state": "signed", "signed_revision": file.revision, **words}
    )
    file.put(signed_answer(office.new_desk(who).keyring, file, record))
    case = {"state": "closed", "closed_on": TODAY, "changed_by": who, "changed_at": office.now}
    file.put(file.case.model_copy(update=case))


NOT_THEIRS = "closure: it names Tom Walsh as who signed it, but that is not their signature"


def test_a_sign_off_written_in_a_line_managers_name_is_named(office):
    past_the_program(office, "mary", closed)
    assert NOT_THEIRS in warnings(office)
    assert NOT_THEIRS in wrong(office) and "Revision 2, Mary Byrne" in wrong(office)


def test_a_sign_off_signed_with_the_workers_own_key_is_named(office):
    def forge(file):
        closed(file)
        words = answer_statement(ONE, file.one(Closure))
        closed(file, office.desk("mary").keyring.signature(words))

    past_the_program(office, "mary", forge)
    assert NOT_THEIRS in warnings(office)


def test_a_genuine_signature_copied_from_another_case_is_named(office):
    desk, opened = at(office, "mary", TWO)
    ask_for_closure(desk, opened)
    desk, opened = at(office, "tom", TWO)
    sign_off(desk, opened, opened.file.revision)
    genuine = office.read(TWO).one(Closure)
    assert warnings(office, number=TWO) == "" and wrong(office, TWO) == ""
    past_the_program(office, "mary", lambda file: closed(file, genuine.signature, seen=genuine.seen))
    assert NOT_THEIRS in warnings(office)


def test_a_sign_off_of_ones_own_request_is_named(office):
    def forge(file):
        closed(file, by="tom", asked_by="tom")
        closed(file, signature_of(office, "tom", file), by="tom", asked_by="tom")

    past_the_program(office, "tom", forge)
    assert "closure: Tom Walsh signed what they had asked for themselves" in warnings(office)


def asked_for(office, by="tom", asked_by="mary", signature=""):
    """Ask for closure past the program, in another's name."""
    asked = {"state": "asked", "asked_by": asked_by, "asked_on": TODAY, "asked_signature": signature}
    changed = {"changed_by": by, "changed_at": office.now}
    past_the_program(
        office, by, lambda file: file.put(file.one(Closure).model_copy(update={**asked, **changed}))
    )


NOT_ASKED = "closure: it names Mary Byrne as who asked for it, but that is not their signature"


def test_who_asks_in_anothers_name_cannot_sign_that_off(office):
    asked_for(office)
    assert NOT_ASKED in warnings(office)
    with pytest.raises(NotAllowed, match="it names Mary Byrne as who asked for it"):
        sign_off(*at(office, "tom"), 2)
    assert "Tom Walsh" in wrong(office) and "says that Mary Byrne did this" in wrong(office)


def test_who_asks_in_anothers_name_and_signs_that_past_the_program_is_named(office):
    asked_for(office)
    past_the_program(office, "tom", lambda file: answered(office, "tom", file))
    assert office.read(ONE).case.state == "closed"
    assert NOT_ASKED in warnings(office) and NOT_ASKED in wrong(office)


def test_a_request_that_was_sent_back_is_not_used_again_unnoticed(office):
    ask_for_closure(*at(office, "mary"))
    genuine = office.read(ONE).one(Closure).asked_signature
    send_back(*at(office, "tom"), "Call them first")
    assert wrong(office) == "" and warnings(office) == ""
    asked_for(office, signature=genuine)
    assert warnings(office) == ""
    assert "Revision 4, Tom Walsh" in wrong(office) and "says that Mary Byrne did this" in wrong(office)


def test_an_override_asked_for_in_anothers_name_is_not_granted(office):
    office.case(
        "EF2345", "Young", lambda b: b.assigned().met(TODAY).assessed("none").put(Closure(**ANSWERED))
    )
    asked = {"rule": 18, "act": ASK_CLOSURE, "why": "x", "asked_by": "mary", "asked_on": TODAY}
    past_the_program(office, "tom", lambda file: file.put(Override(id="mine", **asked)), "EF2345")
    assert "override: it names Mary Byrne as who asked for it" in warnings(office, number="EF2345")
    with pytest.raises(NotAllowed, match="it names Mary Byrne as who asked for it"):
        answer_override(*at(office, "tom", "EF2345"), "mine", True, "yes")


def demoted(office, who="tom"):
    """Make a line manager a worker, by another one."""
    desk = office.new_desk("una")
    worker = desk.people[who]
    save_person(desk, {**worker.model_dump(), "roles": ["worker"]}, worker)


def test_a_sign_off_dated_back_by_who_is_line_manager_no_more_is_named(office):
    ask_for_closure(*at(office, "mary"))
    office.now += timedelta(days=1)
    demoted(office)
    office.now += timedelta(days=5)
    past_the_program(office, "tom", lambda file: answered(office, "tom", file))
    sentence = "Tom Walsh signed it, and was no line manager or second signatory"
    assert f"C-{ONE}, closure: {sentence}" in warnings(office, "mary")
    assert sentence in "\n".join(audit(office.desk("mary"), ONE).wrong)
    wrote_on_the_closed(office)
    assert f"C-{ONE}, closure: {sentence}" in warnings(office, "mary"), "though another revision came since"
    assert sentence in "\n".join(audit(office.desk("mary"), ONE).wrong)


def wrote_on_the_closed(office):
    """Save the case once more, so that the newest revision is not the one that brought the sign-off."""
    past_the_program(
        office, "mary", lambda file: file.put(file.case.model_copy(update={"changed_by": "mary"}))
    )


def test_a_sign_off_under_another_day_is_named(office):
    ask_for_closure(*at(office, "mary"))
    office.now += timedelta(days=6)
    past_the_program(office, "tom", lambda file: answered(office, "tom", file))
    assert f"C-{ONE}, closure: Tom Walsh signed it on another day than it says" in warnings(office)
    wrote_on_the_closed(office)
    sentence = f"C-{ONE}, closure: Tom Walsh signed it on another day than it says"
    assert sentence in warnings(office) and sentence in checked(office)
    assert "Tom Walsh signed it on another day than it says" in wrong(office)
    for who in ("mary", "tom", "una"):
        assert sentence in listed(office, who)


def checked(office):
    """Return the problems that ``casetui check`` names."""
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    return "\n".join(check_vault(keeper).problems)


def listed(office, who):
    """Return the lines of the sign-offs of ``who``."""
    return "\n".join(line.said for line in sign_off_lines(office.desk(who), []))


def test_a_forged_sign_off_is_named_on_the_lists_and_by_check(office):
    past_the_program(office, "mary", closed)
    assert NOT_THEIRS in listed(office, "tom") and NOT_THEIRS in checked(office)
    assert NOT_THEIRS not in listed(office, "priya"), "who may not read the case"
    office.case(
        "EF2345", "Young", lambda b: b.assigned().met(TODAY).assessed("none").put(Closure(**ANSWERED))
    )
    ask_override(*at(office, "mary", "EF2345"), ASK_CLOSURE, "He moves")
    granted = {"answer": "granted", "answered_by": "tom", "answered_on": TODAY, "answer_reason": "yes"}
    past_the_program(
        office, "mary", lambda file: file.put(file.one(Override).model_copy(update=granted)), "EF2345"
    )
    line = case_line(office.desk("mary").register.rows["EF2345"], TODAY)
    assert (line.cells[0], line.cells[2], line.tone) == (" !", "not genuine", "late")
    assert "override: it names Tom Walsh as who signed it" in line.said
    assert NOT_THEIRS not in listed(office, "priya")


def test_a_row_of_a_genuine_sign_off_says_nothing(office):
    ask_for_closure(*at(office, "mary"))
    desk, opened = at(office, "tom")
    sign_off(desk, opened, opened.file.revision)
    assert "not" not in listed(office, "tom") and not office.desk("mary").register.rows[ONE].not_genuine


def test_a_sign_off_that_is_only_said_to_be_from_elsewhere_is_named(office):
    def forge(file):
        closure = file.one(Closure).model_copy(update={"state": "signed", "changed_by": "mary"})
        file.put(closure)
        case = {"state": "closed", "closed_on": TODAY, "source": "old 1", "changed_by": "mary"}
        file.put(file.case.model_copy(update=case))

    past_the_program(office, "mary", forge)
    assert "closure: it names nobody as who signed it" in warnings(office)
    assert f"Revision 2, Mary Byrne, 21/11/2026 10:00: C-{ONE} says anew where it was imported" in wrong(
        office
    )
    assert "does not say who did this" in wrong(office)


def test_a_new_case_that_is_only_said_to_be_an_import_is_named(office):
    closed_there = Closure(state="signed")
    office.case(
        "EF2345", build=lambda b: b.put(closed_there), state="closed", source="old 1", imported_on=TODAY
    )
    assert "closure: it names nobody as who signed it" in warnings(office, number="EF2345")
    assert "C-EF2345 says that it was imported, by who could not do that" in wrong(office, "EF2345")


def test_a_closed_case_that_was_opened_again_is_named(office):
    ask_for_closure(*at(office, "mary"))
    desk, opened = at(office, "tom")
    sign_off(desk, opened, opened.file.revision)
    assert wrong(office) == "" and warnings(office) == ""

    def reopen(file):
        file.put(file.case.model_copy(update={"state": "open", "closed_on": None, "changed_by": "sean"}))

    past_the_program(office, "sean", reopen)
    assert f"C-{ONE} was closed, and was opened again" in wrong(office)


def test_a_sign_off_by_who_is_no_line_manager_is_named(office):
    def forge(file):
        closed(file, by="sean")
        closed(file, signature_of(office, "sean", file), by="sean")

    past_the_program(office, "sean", forge)
    assert "Seán Keane signed it, and was no line manager or second signatory" in warnings(office)


def test_a_case_that_is_only_written_closed_is_named(office):
    past_the_program(office, "mary", lambda file: file.put(file.case.model_copy(update={"state": "closed"})))
    assert f"C-{ONE} is closed, and nobody signed that off" in warnings(office)


def test_casetui_check_names_a_forged_sign_off_too(office):
    past_the_program(office, "mary", closed)
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    assert any(NOT_THEIRS in problem for problem in check_vault(keeper).problems)


def test_a_permission_that_a_worker_wrote_themselves_lets_nothing_pass(office):
    office.case(
        "EF2345", "Young", lambda b: b.assigned().met(TODAY).assessed("none").put(Closure(**ANSWERED))
    )
    ask_override(*at(office, "mary", "EF2345"), ASK_CLOSURE, "He moves")

    def forge(file):
        answer = {"answer": "granted", "answered_by": "tom", "answered_on": TODAY, "answer_reason": "yes"}
        file.put(file.one(Override).model_copy(update=answer))

    past_the_program(office, "mary", forge, "EF2345")
    with pytest.raises(HeldBack, match="may not close before"):
        ask_for_closure(*at(office, "mary", "EF2345"))
    assert "override: it names Tom Walsh as who signed it" in warnings(office, number="EF2345")


def test_a_refusal_turned_into_a_permission_lets_nothing_pass(office):
    office.case(
        "EF2345", "Young", lambda b: b.assigned().met(TODAY).assessed("none").put(Closure(**ANSWERED))
    )
    ask_override(*at(office, "mary", "EF2345"), ASK_CLOSURE, "He moves")
    desk, opened = at(office, "tom", "EF2345")
    answer_override(desk, opened, opened.file.one(Override).id, False, "not yet")
    past_the_program(
        office, "mary",
        lambda file: file.put(file.one(Override).model_copy(update={"answer": "granted"})), "EF2345",
    )  # fmt: skip
    with pytest.raises(HeldBack, match="may not close before"):
        ask_for_closure(*at(office, "mary", "EF2345"))
