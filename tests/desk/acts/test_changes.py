"""Changing a case: what two people write at once comes together, and nothing typed is thrown away."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from casetui.data import waits
from casetui.data.casefile import CaseFile
from casetui.data.records import (
    Assessment,
    Assignment,
    Case,
    Client,
    Closure,
    Consent,
    Contact,
    Domain,
    Entry,
    Goal,
    Intake,
    NewClient,
    Plan,
    Reference,
    Share,
    Tick,
)
from casetui.data.vault import OutOfDate, VaultError
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ask_for_closure
from casetui.desk.acts.records import build, save_record, strike, tick
from casetui.desk.errors import HeldBack, NotAllowed, SavedMeanwhile
from casetui.desk.people.agency import save_person
from casetui.words import CaseTUIError
from tests.screens.office import NOW, TODAY


@pytest.fixture
def case(office):
    office.case(
        "AB2345", "Aoife Nolan",
        lambda b: b.assigned().put(
            Goal(id="g", wording="A tenancy", made_by="sean"), Goal(id="h", wording="A course")
        ),
    )  # fmt: skip
    return office


@pytest.fixture
def two(case):
    """Mary and her line manager with the same revision of one case open."""
    return [(desk, open_case(desk, "AB2345")) for desk in (case.desk("mary"), case.desk("tom"))]


def goal(office, record="g"):
    return office.read("AB2345").get(Goal, record)


def change(sitting, record="g", start=None, **fields):
    desk, opened = sitting
    start = start or opened.file.get(Goal, record)
    save_record(desk, opened, build(Goal, start, fields), start)


def test_a_new_record_says_who_made_it_and_when(case):
    desk = case.desk()
    opened = open_case(desk, "AB2345")
    save_record(desk, opened, Goal(id="n", wording="New"))
    made = goal(case, "n")
    assert (made.made_by, made.made_at, made.changed_by) == ("mary", NOW, "")
    assert opened.file.revision == 2


def test_a_changed_record_says_who_changed_it_and_keeps_who_made_it(case, two):
    change(two[1], measure="keys")
    changed = goal(case)
    assert (changed.made_by, changed.changed_by, changed.changed_at) == ("sean", "tom", NOW)


def test_whoever_changes_a_record_that_says_of_nobody_that_they_made_it_has_not_made_it(case):
    file = case.read("AB2345")
    file.put(Goal(id="old", wording="Brought in from elsewhere"))
    file.save(case.vault, "tom", NOW)
    desk = case.desk()
    change((desk, open_case(desk, "AB2345")), "old", measure="keys")
    changed = goal(case, "old")
    assert (changed.made_by, changed.made_at) == ("", None)
    assert (changed.changed_by, changed.changed_at) == ("mary", NOW)


def test_every_act_leaves_an_entry_with_the_fields_that_changed(case, two):
    change(two[0], measure="keys", horizon="short")
    entry = case.read("AB2345").all(Entry)[-1]
    assert (entry.act, entry.by, entry.at, entry.about, entry.record) == ("save", "mary", NOW, "goal", "g")
    assert entry.fields == ["horizon", "measure"]


def test_a_save_that_changes_nothing_leaves_an_entry_too(case, two):
    change(two[0])
    [entry] = case.read("AB2345").all(Entry)
    assert (entry.act, entry.by, entry.fields) == ("save", "mary", [])
    assert goal(case).changed_by == "mary"


def test_different_records_changed_at_once_are_both_kept(case, two):
    change(two[0], "g", measure="keys")
    change(two[1], "h", measure="a certificate")
    assert (goal(case, "g").measure, goal(case, "h").measure) == ("keys", "a certificate")


def test_different_fields_of_one_record_changed_at_once_are_both_kept(case, two):
    change(two[0], measure="keys")
    change(two[1], horizon="long")
    assert (goal(case).measure, goal(case).horizon) == ("keys", "long")


def test_who_saved_second_is_told_what_the_other_wrote(case, two):
    change(two[0], measure="keys")
    change(two[1], horizon="long")
    assert two[1][1].unsaid == ["Mary Byrne saved too: Goal, Measure of success: keys"]
    assert two[0][1].unsaid == []


def test_the_same_field_changed_twice_is_a_clash_and_nothing_is_written(case, two):
    change(two[0], measure="keys")
    with pytest.raises(SavedMeanwhile) as raised:
        change(two[1], measure="a lease")
    assert (raised.value.by, raised.value.at) == ("Mary Byrne", NOW)
    assert raised.value.lines == ("Goal, Measure of success: keys",)
    assert goal(case).measure == "keys" and case.read("AB2345").revision == 2


def test_saving_again_after_a_clash_puts_ones_own_on_top(case, two):
    start = two[1][1].file.get(Goal, "g")
    change(two[0], measure="keys", horizon="short")
    for _ in range(2):
        try:
            change(two[1], start=start, measure="a lease")
        except SavedMeanwhile:
            continue
    assert (goal(case).measure, goal(case).horizon) == ("a lease", "short")


def test_the_same_value_written_by_both_is_no_clash(case, two):
    change(two[0], measure="keys")
    change(two[1], measure="keys")
    assert goal(case).measure == "keys"


def test_a_single_record_begun_by_both_is_a_clash_and_then_one_record(case, two):
    def write(sitting, where, record):
        save_record(*sitting, Intake(id=record, first_contact_where=where))

    write(two[0], "Street", "i1")
    with pytest.raises(SavedMeanwhile):
        write(two[1], "Hostel", "i2")
    write(two[1], "Hostel", "i2")
    assert [one.first_contact_where for one in case.read("AB2345").all(Intake)] == ["Hostel"]


def test_what_was_struck_out_meanwhile_is_a_clash_and_then_written_anew(case, two):
    strike(*two[0], two[0][1].file.get(Goal, "g"), "wrong client")
    start = two[1][1].file.get(Goal, "g")
    with pytest.raises(SavedMeanwhile) as raised:
        change(two[1], start=start, measure="a lease")
    assert "struck out, wrong client" in raised.value.lines[0]
    change(two[1], start=start, measure="a lease")
    kept = case.read("AB2345")
    assert kept.get(Goal, "g").struck and kept.get(Goal, "g").measure == ""
    assert [one.measure for one in kept.all(Goal)] == ["", "a lease"]


def test_two_that_do_not_go_together_are_a_clash(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed(started_on=date(2026, 11, 12)))
    mary, tom = ((desk, open_case(desk, "AB2345")) for desk in (office.desk("mary"), office.desk("tom")))
    start = mary[1].file.one(Assessment)
    save_record(*mary, build(Assessment, start, {"started_on": date(2026, 11, 19),
                                                 "completed_on": date(2026, 11, 20)}), start)  # fmt: skip
    with pytest.raises(SavedMeanwhile):
        save_record(*tom, build(Assessment, start, {"completed_on": date(2026, 11, 18)}), start)
    assert office.read("AB2345").one(Assessment).completed_on == date(2026, 11, 20)


def test_gates_run_again_after_a_merge(office):
    """A consent withdrawn meanwhile holds back what rests on it."""
    office.case("AB2345", build=lambda b: b.assigned().intake().agreed(id="c"))
    mary, tom = ((desk, open_case(desk, "AB2345")) for desk in (office.desk("mary"), office.desk("tom")))
    strike(*tom, tom[1].file.get(Consent, "c"), "never given")
    with pytest.raises(HeldBack) as raised:
        save_record(*mary, Assessment(kind="initial", started_on=TODAY))
    assert raised.value.findings[0].rule == 1
    assert office.read("AB2345").all(Assessment) == []


def test_what_a_gate_holds_back_leaves_no_trace(case):
    desk = case.desk()
    opened = open_case(desk, "AB2345")
    with pytest.raises(HeldBack):
        save_record(desk, opened, Assessment(kind="initial", started_on=TODAY))
    assert opened.file.revision == case.read("AB2345").revision == 1
    save_record(desk, opened, Assessment(kind="emergency", started_on=TODAY))


def test_a_save_that_never_gets_its_turn_says_so(case, two, monkeypatch):
    def late(*args):
        raise OutOfDate("somebody else")

    monkeypatch.setattr(CaseFile, "save", late)
    monkeypatch.setattr(waits, "PATIENCE", 0.2)
    with pytest.raises(Exception, match="Others keep saving this case") as error:
        change(two[0], measure="keys")
    assert not isinstance(error.value, VaultError)


def test_who_reads_a_colleagues_case_with_a_reason_writes_in_it(office):
    office.case("AB2345", manager="sean", build=lambda b: b.assigned("sean"))
    mary = office.desk("mary")
    opened = open_case(mary, "AB2345", "He is ill")
    save_record(mary, opened, Goal(id="n", wording="New"))
    assert goal(office, "n").made_by == "mary"


def test_a_case_given_to_a_colleague_of_the_team_meanwhile_is_written_in_to_the_end(case, two):
    """Mary types a note while the line manager gives the case to Seán: the note is not lost."""
    file = CaseFile.load(case.vault, "cases/AB2345").copy()
    file.put(file.case.model_copy(update={"manager": "sean"}))
    file.save(case.vault, "tom", NOW)
    change(two[0], measure="keys")
    assert goal(case).measure == "keys"


def test_who_only_signs_writes_nothing(office):
    office.case("AB2345", build=lambda b: b.assigned().closing())
    una = office.desk("una")
    opened = open_case(una, "AB2345")
    with pytest.raises(NotAllowed, match="You may not change this case"):
        save_record(una, opened, Goal(wording="New"))


def test_whom_a_case_was_lent_to_writes_no_more_once_it_asks_for_a_reason(office):
    share = Share(id="s", worker="sean", until=TODAY, reason="x", given_by="mary")
    office.case("AB2345", build=lambda b: b.assigned().put(share))
    sean = office.desk("sean")
    opened = open_case(sean, "AB2345")
    assert opened.access == "lent"
    office.now += timedelta(days=1)
    with pytest.raises(NotAllowed, match="You may not change this case"):
        save_record(sean, opened, Goal(wording="New"))


def test_a_right_that_was_given_meanwhile_counts(office):
    """Una reads another team's case in order to sign; then the team becomes hers."""
    office.case("AB2345", build=lambda b: b.assigned().closing())
    una = office.desk("una")
    opened = open_case(una, "AB2345")
    tom = office.desk("tom")
    save_person(tom, {"team": "north"}, tom.people["una"])
    save_record(una, opened, Goal(id="n", wording="New"))
    assert goal(office, "n").made_by == "una"


def test_where_a_record_was_struck_out_each_change_leaves_an_entry_of_its_own(case, two):
    strike(*two[0], two[0][1].file.get(Goal, "g"), "wrong client")
    strike(*two[0], two[0][1].file.get(Goal, "h"), "wrong client too")
    found = case.read("AB2345").all(Entry)
    assert [(one.act, one.record, one.reason) for one in found] == [
        ("strike out", "g", "wrong client"), ("strike out", "h", "wrong client too"),
    ]  # fmt: skip
    assert all((one.made_by, one.made_at, one.named) == ("mary", NOW, []) for one in found)


def test_what_a_gate_holds_back_passes_with_what_a_colleague_saved_meanwhile(office):
    """Mary starts an assessment without the client's agreement, which Tom has just written down."""
    office.case("AB2345", build=lambda b: b.assigned().intake())
    mary, tom = ((desk, open_case(desk, "AB2345")) for desk in (office.desk("mary"), office.desk("tom")))
    save_record(*tom, Consent(id="c", kind="assessment", given_on=TODAY, how="signed"))
    save_record(*mary, Assessment(kind="initial", started_on=TODAY))
    assert office.read("AB2345").one(Assessment).made_by == "mary"
    assert [told.split(":")[0] for told in mary[1].unsaid][:1] == ["Tom Walsh saved too"]


def test_a_closed_case_takes_no_change(office):
    office.case("AB2345", build=lambda b: b.assigned().met(), state="closed", closed_on=TODAY)
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    for act in (
        lambda: save_record(desk, opened, Goal(wording="More")),
        lambda: strike(desk, opened, opened.file.one(Contact), "wrong"),
        lambda: tick(desk, opened, "gp", "asked", {"state": "done"}),
        lambda: ask_for_closure(desk, opened),
    ):
        with pytest.raises(NotAllowed, match="The case is closed"):
            act()
    assert office.read("AB2345").revision == 1


def test_a_case_closed_meanwhile_takes_no_change(case, two):
    file = CaseFile.load(case.vault, "cases/AB2345").copy()
    file.put(file.case.model_copy(update={"state": "closed", "closed_on": TODAY}))
    file.save(case.vault, "una", NOW)
    with pytest.raises(NotAllowed, match="The case is closed"):
        change(two[0], measure="keys")


def test_a_case_given_away_meanwhile_is_no_longer_written_in(case, two):
    file = CaseFile.load(case.vault, "cases/AB2345").copy()
    file.put(file.case.model_copy(update={"manager": "priya", "team": "south"}))
    file.save(case.vault, "una", NOW)
    with pytest.raises(NotAllowed, match=r"This case was given to Priya Das\. You may not change it"):
        change(two[0], measure="keys")


def test_an_agreed_plan_is_not_changed_under_the_client(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned())
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    plan = opened.file.one(Plan)
    with pytest.raises(NotAllowed, match="agreed as it stands"):
        save_record(desk, opened, build(Plan, plan, {"vision": "mine"}), plan)


def test_striking_out_needs_a_reason(case, two):
    desk, opened = two[0]
    with pytest.raises(NotAllowed, match="Say why"):
        strike(desk, opened, opened.file.get(Goal, "g"), "  ")
    strike(desk, opened, opened.file.get(Goal, "g"), " wrong client ")
    struck = goal(case)
    assert (struck.struck_by, struck.struck_at, struck.struck_reason) == ("mary", NOW, "wrong client")
    assert case.read("AB2345").all(Entry)[-1].reason == "wrong client"


def test_an_item_that_does_not_apply_needs_a_reason(case, two):
    desk, opened = two[0]
    with pytest.raises(NotAllowed, match="why this does not apply"):
        tick(desk, opened, "gp", "national-unit", {"state": "not applicable"})
    with pytest.raises(NotAllowed, match="at least three letters"):
        tick(desk, opened, "gp", "national-unit", {"state": "not applicable", "note": "-"})
    tick(desk, opened, "gp", "national-unit", {"state": "not applicable", "note": "accepted"})
    assert opened.file.revision == 2


@pytest.mark.parametrize(
    ("item", "value", "why"),
    [
        ("pps", "1234567TA", "is not a PPS number"),
        ("areas", "Cabra, Finglas, Tallaght, Howth", "Write 3 at most"),
        ("application", "Dublin City Council, Fingal County Council", "one only"),
        ("registered", "some day", "some day"),
    ],
)
def test_a_value_of_another_kind_than_an_item_asks_for_is_refused(case, two, item, value, why):
    with pytest.raises(CaseTUIError, match=why):
        tick(*two[0], "housing-list", item, {"state": "done", "value": value})
    assert case.read("AB2345").all(Tick) == []


def test_a_value_that_an_earlier_version_let_pass_stays_readable_and_may_stay(office):
    old = Tick(checklist="housing-list", item="areas", on=TODAY, value="a, b, c, d")
    office.case("AB2345", build=lambda b: b.assigned().put(old))
    desk = office.desk("mary")
    opened = open_case(desk, "AB2345")
    tick(desk, opened, "housing-list", "areas", {"state": "done", "value": "a, b, c, d", "note": "as told"})
    assert [(one.value, one.note) for one in office.read("AB2345").all(Tick)] == [("a, b, c, d", "as told")]
    with pytest.raises(CaseTUIError, match="these are 5"):
        tick(desk, opened, "housing-list", "areas", {"state": "done", "value": "a, b, c, d, e"})


@pytest.mark.parametrize("label", ["PPS", "PPS no", "PPS No.", "ppsn", "Personal public service"])
def test_a_pps_number_is_checked_with_its_letter_whatever_it_is_called(label):
    with pytest.raises(ValidationError, match="not a PPS number"):
        build(Reference, None, {"label": label, "number": "1234567TA"})
    with pytest.raises(ValidationError, match="not a PPS number"):
        NewClient(name="Nora Quirke", reference=f"{label} 1234567TA")
    assert build(Reference, None, {"label": label, "number": "1234567fa"}).number == "1234567FA"


def test_a_wrong_pps_number_that_an_earlier_version_let_pass_stays_readable(office):
    office.case("AB2345", build=lambda b: b.assigned().put(Reference(label="PPS no", number="1234567TA")))
    assert [one.number for one in office.read("AB2345").all(Reference)] == ["1234567TA"]


def test_one_item_ticked_by_both_is_one_tick(case, two):
    tick(*two[0], "gp", "asked", {"state": "done", "value": "16/11/2026"})
    tick(*two[1], "gp", "asked", {"state": "done", "value": "16/11/2026"})
    assert len(case.read("AB2345").all(Tick)) == 1


def test_domains_of_two_people_are_both_kept(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed(completed_on=None))
    mary, tom = ((desk, open_case(desk, "AB2345")) for desk in (office.desk("mary"), office.desk("tom")))
    save_record(*mary, Domain(assessment="assessment", domain="legal", need="none"))
    save_record(*tom, Domain(assessment="assessment", domain="alcohol", need="some"))
    assert {one.domain for one in office.read("AB2345").all(Domain)} == {"accommodation", "legal", "alcohol"}


def test_the_register_knows_what_was_saved_here(case, two):
    desk, opened = two[0]
    client = opened.file.one(Client)
    save_record(desk, opened, build(Client, client, {"name": "Aoife Byrne"}), client)
    assert desk.register.rows["AB2345"].name == "Aoife Byrne"
    assert len(case.read("AB2345").all(Assignment)) == len(case.read("AB2345").all(Case)) == 1


def test_a_case_whose_row_cannot_be_made_is_saved_all_the_same(case, two, monkeypatch):
    def refuses(file, now=None):
        raise VaultError("The method is missing.")

    desk, opened = two[0]
    monkeypatch.setattr(desk, "row", refuses)
    save_record(desk, opened, Goal(id="n", wording="New"))
    assert opened.file.get(Goal, "n") == goal(case, "n")


def test_what_was_agreed_meanwhile_takes_no_change_begun_before(office):
    office.case("AB2345", build=lambda b: b.assigned().put(Plan(id="plan", vision="A door of my own")))
    mary, tom = office.desk("mary"), office.desk("tom")
    hers, his = open_case(mary, "AB2345"), open_case(tom, "AB2345")
    start = hers.file.get(Plan, "plan")
    agreed = his.file.copy()
    agreed.put(start.model_copy(update={"state": "agreed"}))
    agreed.save(tom.vault, "tom", tom.now())
    with pytest.raises(NotAllowed, match="agreed as it stands"):
        save_record(mary, hers, build(Plan, start, {"vision": "Something else"}), start)


def test_a_closure_that_was_begun_and_asked_for_meanwhile_takes_no_second_beginning(office):
    office.case("AB2345", build=lambda b: b.assigned().met(), opened_on=date(2026, 1, 10))
    mary, tom = ((desk, open_case(desk, "AB2345")) for desk in (office.desk("mary"), office.desk("tom")))
    save_record(*tom, Closure(id="his", reason="moved", why_no_aftercare="She plans it there"))
    ask_for_closure(*tom)
    for refusal in (SavedMeanwhile, NotAllowed):
        with pytest.raises(refusal):
            save_record(*mary, Closure(id="hers", reason="other"))
    assert [one.reason for one in office.read("AB2345").all(Closure)] == ["moved"]
