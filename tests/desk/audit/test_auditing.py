"""The audit of a case: who changed what, who opened it, and whatever was done to its files is named."""

import json
import os
from datetime import date, timedelta
from typing import get_args

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.keep import Keep
from casetui.data.person_folder import PersonFolder
from casetui.data.records import (
    CASE_RECORDS,
    Closure,
    Contact,
    Disclosure,
    Entry,
    GapOrBlock,
    Goal,
    Intake,
    Override,
    Share,
)
from casetui.data.store import files as files_module
from casetui.data.store.former import digest_of
from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.desk.acts.cases import ReasonNeeded, open_case
from casetui.desk.acts.records import save_record, strike
from casetui.desk.acts.restricting import lift_restriction, restrict, share
from casetui.desk.audit import auditing
from casetui.desk.audit.auditing import audit
from casetui.desk.audit.authors import act_fields
from casetui.desk.audit.words import audit_texts
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.retiring import retire
from casetui.desk.session.resealing import reseal
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from casetui.words import CaseTUIError
from tests.screens.office import KEYS, NOW, TODAY

NUMBER = "AB2345"
NAME = f"cases/{NUMBER}"


@pytest.fixture
def worked(office):
    """A case of Mary's that she and her line manager saved: four revisions."""
    office.case(NUMBER, "Aoife Nolan", build=lambda b: b.assigned())
    for who, wording in (("mary", "A tenancy"), ("tom", "A job"), ("mary", "A friend")):
        wrote(office, who, wording)
    return office


def wrote(office, who, wording):
    office.now += timedelta(minutes=5)
    desk = office.desk(who)
    save_record(desk, open_case(desk, NUMBER, "to help"), Goal(wording=wording, domain="accommodation"))


def found(office, who="tom", reason=""):
    return audit(office.desk(who), NUMBER, reason)


def wrong(office):
    return "\n".join(found(office).wrong)


def files(office):
    """Return the files of the former revisions, oldest first, and that of the present one."""
    return [*sorted((office.folder / "former" / NUMBER).iterdir()), office.folder / f"{NAME}.age"]


def saved_by(office, who, change):
    """Save the case as somebody who writes past the program, with their own keys."""
    file = CaseFile.load(office.seen_by(who), NAME).copy()
    change(file)
    file.save(office.seen_by(who), who, office.now)


# -- a case that is whole ------------------------------------------------------------------------


def test_an_audit_says_who_changed_what_and_who_opened_the_case(worked):
    result = found(worked)
    assert result.wrong == []
    heads = [step.head for step in result.steps]
    assert [head.split()[1] for head in heads] == ["1", "2", "3", "4"]
    assert heads[2].endswith("Tom Walsh") and "21/11/2026 10:10" in heads[2]
    assert any("A job" in line for line in result.steps[2].changes)
    assert not any("A job" in line for line in result.steps[3].changes)
    assert [one.by for one in result.openings] == ["mary", "tom", "mary", "tom"]
    texts = [text.text for text in audit_texts(worked.desk("tom"), result)]
    assert any("Nothing: every revision" in text for text in texts)


def test_who_looks_into_a_colleagues_case_says_why_and_it_is_logged(worked):
    with pytest.raises(ReasonNeeded, match="Mary Byrne's case"):
        found(worked, "sean")
    assert found(worked, "sean", "a complaint").openings[-1].reason == "a complaint"


@pytest.mark.parametrize("who", ["priya", "ada", "una"])
def test_whoever_may_not_open_the_case_gets_no_audit_of_it(worked, who):
    with pytest.raises(NotAllowed):
        found(worked, who)


def test_an_audit_can_be_stopped(worked):
    with pytest.raises(CaseTUIError, match="Stopped"):
        audit(worked.desk("tom"), NUMBER, progress=lambda done, all_: done < 2)


def test_a_case_that_is_not_there_is_said(office):
    with pytest.raises(CaseTUIError, match="no case C-AB2345"):
        found(office)


def test_striking_out_lending_and_sealing_anew_are_nothing_wrong(worked):
    desk = worked.desk("mary")
    opened = open_case(desk, NUMBER)
    strike(desk, opened, opened.file.all(Goal)[0], "twice")
    share(desk, opened, "priya", TODAY + timedelta(days=3), "holiday")
    restrict(desk, opened, ["sean"], "known to the team")
    lift_restriction(desk, opened, "over")
    reseal(worked.desk("tom"))
    assert found(worked, "mary").wrong == []


# -- what was done to the files ------------------------------------------------------------------


def test_a_former_revision_with_a_changed_byte_is_named(worked):
    path = files(worked)[2]
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert "was changed on the disk" in wrong(worked) and "saved by Tom Walsh as the journal says" in wrong(
        worked
    )


def test_a_present_file_edited_by_hand_is_named(worked):
    path = files(worked)[-1]
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    assert "The present revision: cases/AB2345 is damaged" in wrong(worked)


def test_a_revision_that_was_taken_away_is_named(worked):
    files(worked)[1].unlink()
    assert "Revisions 2 to 2 are missing, before that of Tom Walsh" in wrong(worked)


def test_the_first_revision_taken_away_is_named_too(worked):
    files(worked)[0].unlink()
    assert "Revisions 1 to 1 are missing, before that of Mary Byrne, 21/11/2026 10:05" in wrong(worked)


def test_revisions_in_another_order_are_named(worked):
    first, second = files(worked)[:2]
    one, two = first.name.split("-", 1), second.name.split("-", 1)
    spare = first.with_name("spare")
    first.rename(spare)
    second.rename(second.with_name(f"{one[0]}-{two[1]}"))
    spare.rename(first.with_name(f"{two[0]}-{one[1]}"))
    assert "Revision 1, Mary Byrne, 21/11/2026 10:00: it stands after revision 2" in wrong(worked)


def test_a_case_that_was_put_back_is_named_by_the_journal(worked):
    old, present = files(worked)[1], files(worked)[-1]
    present.write_bytes(old.read_bytes())
    assert "The journal says that Mary Byrne saved a later revision on" in wrong(worked)


def test_a_case_that_was_put_back_is_named_by_what_the_person_has_seen(worked):
    """Also where the journal and the former revisions were made to agree."""
    desk = worked.desk("tom")
    old, present = files(worked)[1], files(worked)[-1]
    present.write_bytes(old.read_bytes())
    for path in files(worked)[1:-1]:
        path.unlink()
    (worked.folder / "changes").unlink()
    assert "you have seen revision 4, this is revision 2" in "\n".join(audit(desk, NUMBER).wrong)
    assert "you have seen revision 4, this is revision 2" in " ".join(open_case(desk, NUMBER).unsaid)


def test_a_case_put_back_and_saved_again_is_named(worked):
    old, present = files(worked)[1], files(worked)[-1]
    present.write_bytes(old.read_bytes())
    wrote(worked, "mary", "A garden")
    text = wrong(worked)
    assert "The journal says that Mary Byrne saved on" in text and "is not kept any more" in text
    assert "it stands after revision 3" in text


def test_a_revision_that_does_not_follow_the_one_before_is_named(worked):
    """Somebody of the team writes the second one anew, with their own key, and puts it in its place."""
    second, third = files(worked)[1:3]
    ring = worked.keyring("sean")
    vault = worked.locked.signed_in(ring)
    first = CaseFile.from_stored(NAME, vault.read_former(NAME, vault.formers(NAME)[-1]))
    file = first.copy()
    file.put(Goal(wording="Another story", domain="accommodation", made_by="sean", made_at=worked.now))
    _, data = ring.close(
        NAME, file.bytes("sean", worked.now), worked.now, first.stored.revision, first.readers
    )
    second.rename(second.with_name(second.name.rsplit("-", 1)[0] + f"-{digest_of(data)}.age"))
    files(worked)[1].write_bytes(data)
    assert third.exists()
    assert "Revision 3, Tom Walsh, 21/11/2026 10:10: it was not made from revision 2" in wrong(worked)


# -- thinned -------------------------------------------------------------------------------------


@pytest.fixture
def old(worked, monkeypatch):
    """The same case sixty days later: replaced forty days before that, and twice on the tenth day before."""
    now = (worked.now + timedelta(days=60)).replace(hour=12, minute=0)
    for path, (saved, until) in zip(
        files(worked)[:-1], [((50, 0), (40, 0)), ((40, 0), (10, 3)), ((10, 3), (10, 1))], strict=True
    ):
        number, _, _, rest = path.name.split("-", 3)
        ats = [f"{now - timedelta(days=days, hours=hours):%Y%m%dT%H%M%SZ}" for days, hours in (saved, until)]
        path.rename(path.with_name("-".join((number, *ats, rest))))
    (worked.folder / "changes").unlink()
    monkeypatch.setattr(auditing, "utc_now", lambda: now)
    return worked


def test_what_thinning_took_is_explained_and_not_wrong(old):
    files(old)[1].unlink()
    result = found(old)
    assert result.wrong == []
    assert "Revisions 2 to 2 are no longer kept (thinned as the vault's setting says)." in [
        step.head for step in result.steps
    ]
    assert any("A tenancy" in line for step in result.steps for line in step.changes)


def test_the_newest_of_a_day_is_never_thinned(old):
    files(old)[2].unlink()
    assert "Revisions 3 to 3 are missing" in wrong(old)


def test_an_agency_that_keeps_for_longer_misses_what_was_taken(old):
    files(old)[0].unlink()
    assert wrong(old) == ""
    desk = old.desk("tom")
    desk.vault.keep = Keep(days=60)
    assert "Revisions 1 to 1 are missing" in "\n".join(audit(desk, NUMBER).wrong)


# -- in another's name ---------------------------------------------------------------------------


def test_an_act_in_anothers_name_is_named(worked):
    def forge(file):
        file.put(Entry(at=worked.now, by="tom", act="assign"))
        file.put(Contact(kind="phone", on=TODAY, summary="x", made_by="tom", made_at=worked.now))
        goal = file.all(Goal)[0]
        file.put(goal.model_copy(update={"wording": "Mine"}))

    saved_by(worked, "sean", forge)
    text = wrong(worked)
    assert "Revision 5, Seán Keane" in text
    for part in ("Entry", "Contact"):
        assert any(part in line and "says that Tom Walsh did this" in line for line in text.splitlines())
    assert any("Goal" in line and "does not say who did this" in line for line in text.splitlines())


def acts():
    """Return every field of a case's records that names who did something."""
    return [
        pytest.param(kind, name, id=f"{kind.table}-{name}")
        for kind in CASE_RECORDS.values()
        for name in act_fields(kind)
        if name.removesuffix("_by") not in ("made", "changed", "by")
    ]


def whole(kind):
    """Return a value for each field that a record of this kind has to have."""
    values = {date: TODAY, int: 1, str: "x"}
    needed = {name: field.annotation for name, field in kind.model_fields.items() if field.is_required()}
    return {name: values.get(type_) or get_args(type_)[0] for name, type_ in needed.items()}


def test_the_acts_of_a_record_are_found():
    assert {"reviewed_by", "struck_by"} <= set(act_fields(Disclosure))
    assert {"seen_by"} < set(act_fields(GapOrBlock))
    assert {"given_by", "taken_back_by"} < set(act_fields(Share))
    assert {"asked_by", "signed_by", "sent_back_by"} < set(act_fields(Closure))
    assert {"asked_by", "answered_by"} < set(act_fields(Override))
    assert "register_checked_by" not in act_fields(Intake)


@pytest.mark.parametrize(("kind", "name"), acts())
def test_whatever_a_record_says_that_another_did_is_named(worked, kind, name):
    if name == "struck_by" and kind is not Closure:  # every kind has it: a contact shows it for all
        kind = Contact
    record = kind(id="given", made_by="mary", made_at=worked.now, **whole(kind))
    saved_by(worked, "mary", lambda file: file.put(record))
    assert "did this" not in wrong(worked)
    changed = {"changed_by": "sean", "changed_at": worked.now}
    saved_by(worked, "sean", lambda file: file.put(record.model_copy(update={name: "tom", **changed})))
    assert f"{kind.title} given says that Tom Walsh did this" in wrong(worked)
    assert "Revision 6, Seán Keane" in wrong(worked)


def test_a_review_taken_away_again_is_named(worked):
    record = Disclosure(id="given", made_by="mary", made_at=worked.now, **whole(Disclosure))
    saved_by(worked, "mary", lambda file: file.put(record))
    seen = {"reviewed_by": "tom", "reviewed_on": TODAY, "changed_by": "tom"}
    saved_by(worked, "tom", lambda file: file.put(record.model_copy(update=seen)))
    assert wrong(worked) == ""
    saved_by(worked, "mary", lambda file: file.put(record.model_copy(update={"changed_by": "mary"})))
    assert "Emergency disclosure given does not say who did this" in wrong(worked)


def test_a_first_revision_in_anothers_name_is_named(office):
    def build(b):
        b.put(Disclosure(id="given", reviewed_by="tom", reviewed_on=TODAY, **whole(Disclosure)))

    office.case(NUMBER, "Aoife Nolan", build)
    assert "Revision 1, Mary Byrne" in wrong(office) and "given says that Tom Walsh did this" in wrong(office)


def test_a_demo_has_nothing_wrong(tmp_path):
    vault = make_demo(tmp_path / "vault", NOW)
    own = PersonFolder.of(vault, "grainne", tmp_path)
    desk = Desk(vault, own, own.key_file.unlock(""), tmp_path, lambda: NOW)
    desk.register.refresh()
    mine = [row.number for row in desk.register.rows.values() if row.team == desk.who.team]
    assert len(mine) > 10
    for number in mine:
        assert audit(desk, number, "to see").wrong == []


def test_an_entry_changed_or_taken_away_is_named(worked):
    def forge(file):
        one, *others = file.every(Entry)
        del file.tables["entry"][others[0].id]
        file.put(one.model_copy(update={"reason": "another"}))

    saved_by(worked, "mary", forge)
    assert "was taken away" in wrong(worked) and "an entry never is" in wrong(worked)


def test_a_line_of_the_access_log_in_anothers_name_is_named(worked):
    desk = worked.desk("sean")
    words = ["2026-11-21T10:00:00+00:00", "mary", NUMBER, ""]
    content = json.dumps([*words, desk.keyring.signature(words)]).encode()
    desk.vault.access_log.add(desk.keyring.sealed_line(content, CaseFile.load(desk.vault, NAME).readers))
    assert "Mary Byrne is named as who opened the case on 21/11/2026 10:00, but did not" in wrong(worked)


def test_a_file_that_rots_without_a_new_time_is_named(worked):
    path = files(worked)[-1]
    about = path.stat()
    path.write_bytes(path.read_bytes()[:-1])
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert "The present revision" in wrong(worked)


# -- files that anybody can add to ---------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [5, [], ["x", "mary", NUMBER, "r", "s"], ["2026-11-21T10:00:00+00:00", [], NUMBER, "", "s", ["q"]],
     ["2026-11-21T10:00:00", "mary", NUMBER, "r", "s"], ["0001-01-01T00:00:00+00:00", "mary", NUMBER, "", ""],
     ["2026-11-21T10:00:00+00:00", "\ud800", NUMBER, "", "s"]],
)  # fmt: skip
def test_a_line_of_the_access_log_that_is_no_opening_is_passed_over(worked, words):
    desk = worked.desk("sean")
    readers = CaseFile.load(desk.vault, NAME).readers
    desk.vault.access_log.add(desk.keyring.sealed_line(json.dumps(words).encode(), readers))
    result = found(worked)
    assert result.wrong == []
    assert [one.by for one in result.openings] == ["mary", "tom", "mary", "tom"]


def test_a_reason_in_the_access_log_does_nothing_to_the_terminal(worked):
    desk = worked.desk("sean")
    words = ["2026-11-21T10:00:00+00:00", "sean", NUMBER, "to \x1b[2Jhelp"]
    content = json.dumps([*words, desk.keyring.signature(words)]).encode()
    desk.vault.access_log.add(desk.keyring.sealed_line(content, CaseFile.load(desk.vault, NAME).readers))
    result = found(worked)
    assert result.wrong == []
    assert "to [2Jhelp" in [one.reason for one in result.openings]


@pytest.mark.parametrize("at", ["2026-11-21T10:00:00", "0001-01-01T00:00:00+23:59", "yesterday", ""])
def test_a_line_of_the_journal_without_an_instant_accuses_nobody(worked, at):
    with (worked.folder / "changes").open("a") as journal:
        journal.write(f"{NAME} mary {'0' * 32} {at}\n" * 2)
    assert wrong(worked) == ""


def test_what_only_a_line_of_the_journal_says_is_told_as_such(worked):
    with (worked.folder / "changes").open("a") as journal:
        journal.write(f"{NAME} mary {'0' * 32} 2026-11-21T10:20:00+00:00\n")
    assert "The journal says that Mary Byrne saved a later revision on 21/11/2026 10:20" in wrong(worked)
    assert "or somebody wrote that into the journal" in wrong(worked)


# -- others at work meanwhile --------------------------------------------------------------------


@pytest.mark.parametrize("cut", ["write_whole", "utime"])
def test_sealing_anew_that_was_cut_off_accuses_nobody(worked, monkeypatch, cut):
    retire(worked.new_desk("tom"), "sean")

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(files_module if cut == "write_whole" else files_module.os, cut, killed)
        with pytest.raises(KeyboardInterrupt):
            reseal(worked.desk("tom"))
    assert wrong(worked) == ""
    reseal(worked.desk("tom"))
    assert wrong(worked) == ""
    keeper = Keeper.sit_down(worked.locked, worked.own("tom"), KEYS["tom"], worked.clock)
    assert check_vault(keeper).problems == []


def test_an_audit_while_others_save_and_seal_anew_accuses_nobody(worked, monkeypatch):
    retire(worked.new_desk("tom"), "sean")
    desk, others, listed = worked.desk("tom"), worked.new_desk("una"), Vault.formers

    def meanwhile(vault, name):
        formers = listed(vault, name)
        if vault is desk.vault and name == NAME and not done:
            done.append(reseal(others))
            wrote(worked, "mary", "Meanwhile")
        return formers

    done = []
    monkeypatch.setattr(Vault, "formers", meanwhile)
    result = audit(desk, NUMBER)
    assert done[0].files > 4
    assert result.wrong == []
    assert [step.head.split()[1] for step in result.steps] == ["1", "2", "3", "4", "5"]


# -- repaired ------------------------------------------------------------------------------------


def test_a_repair_says_what_was_lost_and_by_whom_it_was_brought_back(worked):
    path = files(worked)[-1]
    path.write_bytes(path.read_bytes()[:-9])
    keeper = Keeper.sit_down(worked.locked, worked.own("tom"), KEYS["tom"], worked.clock)
    repair(keeper, check_vault(keeper))
    text = wrong(worked)
    assert "are lost: on 21/11/2026 10:15 Tom Walsh brought back the one before (repair)" in text
    assert "did this" not in text
    wrote(worked, "mary", "Once more")
    assert "did this" not in wrong(worked)
