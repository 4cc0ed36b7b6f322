"""A colleague saved the case meanwhile: what a person is told, and between which values they choose."""

from datetime import date, timedelta

import pytest

from casetui.data.records import Assessment, Client, Contact, Entry, Goal, Intake, Plan, Tick
from casetui.desk.acts.cases import assign, open_case, pause
from casetui.desk.acts.closing import agree_plan
from casetui.desk.acts.records import build, save_record, strike, tick
from casetui.desk.errors import NotAllowed, SavedMeanwhile, chosen
from tests.cases import HANDED_OVER
from tests.screens.office import NOW, TODAY

NUMBER = "AB2345"


@pytest.fixture
def case(office):
    goal = Goal(id="g", wording="A tenancy", made_by="sean")
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned().put(goal))
    return office


def sit(office, who):
    desk = office.desk(who)
    return desk, open_case(desk, NUMBER, "to look")


def change(sitting, start=None, **fields):
    desk, opened = sitting
    start = start or opened.file.get(Goal, "g")
    save_record(desk, opened, build(Goal, start, fields), start)


def clash(sitting, **fields):
    """Have the person save the goal, and return what they are told of the colleague's save."""
    with pytest.raises(SavedMeanwhile) as raised:
        change(sitting, **fields)
    return raised.value


def choose(sitting, error, start, **fields):
    """Save again as a form does once the person chose a value for each field."""
    token = chosen.set(error.clashes)
    try:
        change(sitting, start, **fields)
    finally:
        chosen.reset(token)


def test_the_person_chooses_field_by_field_between_two_values_with_their_authors(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    change(mary, measure="keys", wording="A house")
    case.now = NOW + timedelta(days=1, minutes=7)
    error = clash(tom, measure="a lease", wording="A flat")
    wording, measure = sorted(error.clashes, key=lambda one: one.field, reverse=True)
    assert (measure.table, measure.record, measure.field) == ("goal", "g", "measure")
    assert (measure.label, measure.theirs, measure.mine) == ("Measure of success", "keys", "a lease")
    assert measure.their_head == "Mary Byrne, 21/11/2026 10:00"
    assert measure.my_head == "Tom Walsh, 22/11/2026 10:07"
    assert (wording.theirs, wording.mine) == ("A house", "A flat")
    assert (error.by, error.at) == ("Mary Byrne", NOW)


def test_a_text_of_several_lines_can_be_kept_of_both(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    for sitting, told in ((mary, False), (tom, True)):
        client = sitting[1].file.one(Client)
        after = build(Client, client, {"address": f"{sitting[0].who.name}'s", "phone": sitting[0].who.id})
        if not told:
            save_record(*sitting, after, client)
            continue
        with pytest.raises(SavedMeanwhile) as raised:
            save_record(*sitting, after, client)
        assert {one.field: one.long for one in raised.value.clashes} == {"address": True, "phone": False}


def test_besides_the_field_to_choose_in_the_colleagues_other_changes_are_told_and_taken(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    change(mary, measure="keys", horizon="long")
    save_record(*mary, Contact(kind="phone", on=TODAY, summary="Rang"))
    error = clash(tom, measure="a lease")
    assert error.taken == {"horizon": "long"}
    assert "Goal, Measure of success: keys" in error.lines
    assert "Goal, Measure of success: keys" not in error.also
    assert set(error.also) < set(error.lines) and len(error.also) == len(error.lines) - 1


def test_where_the_colleague_changed_no_other_field_there_is_nothing_besides(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    change(mary, measure="keys")
    error = clash(tom, measure="a lease")
    assert (error.also, error.taken) == ((), {}) and error.lines == ("Goal, Measure of success: keys",)


def test_the_author_of_a_value_is_who_wrote_that_field_and_not_who_saved_last(case):
    tom = sit(case, "tom")
    change(sit(case, "mary"), measure="keys")
    case.now = NOW + timedelta(hours=1)
    change(sit(case, "sean"), horizon="long")
    [measure] = clash(tom, measure="a lease").clashes
    assert measure.their_head == "Mary Byrne, 21/11/2026 10:00"


def test_the_author_of_a_value_is_who_wrote_it_last(case):
    tom = sit(case, "tom")
    change(sit(case, "mary"), measure="keys")
    case.now = NOW + timedelta(hours=1)
    change(sit(case, "sean"), measure="two keys")
    [measure] = clash(tom, measure="a lease").clashes
    assert measure.their_head == "Seán Keane, 21/11/2026 11:00"


def test_the_author_of_a_value_that_somebody_chose_is_who_had_written_it(case):
    """Sean wrote it, Mary chose it over her own: it is Sean's."""
    tom, mary = sit(case, "tom"), sit(case, "mary")
    start = mary[1].file.get(Goal, "g")
    change(sit(case, "sean"), measure="keys")
    error = clash(mary, measure="a lease")
    case.now = NOW + timedelta(hours=1)
    choose(mary, error, start, measure="keys", horizon="long")
    assert [entry.act for entry in case.read(NUMBER).all(Entry)][-2:] == ["save", "chose"]
    [measure] = clash(tom, measure="a door").clashes
    assert measure.their_head == "Seán Keane, 21/11/2026 10:00"


def test_the_author_of_a_new_record_with_the_same_id_is_who_made_it(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    tick(*mary, "gp", "asked", {"state": "done", "value": "Mon"})
    case.now = NOW + timedelta(hours=1)
    with pytest.raises(SavedMeanwhile) as raised:
        tick(*tom, "gp", "asked", {"state": "done", "value": "Tue"})
    assert [(one.field, one.their_head) for one in raised.value.clashes] == [
        ("value", "Mary Byrne, 21/11/2026 10:00")
    ]
    token = chosen.set(raised.value.clashes)
    try:
        save_record(*tom, Tick(id="tick-gp-asked", checklist="gp", item="asked", on=TODAY, value="Tue"))
    finally:
        chosen.reset(token)
    last = case.read(NUMBER).all(Entry)[-1]
    assert (last.act, last.by, last.fields) == ("chose", "tom", ["value"])


@pytest.mark.parametrize(
    ("by", "head"),
    [
        ({"changed_by": "sean", "changed_at": NOW - timedelta(hours=1), "made_by": "mary"},
         "Seán Keane, 21/11/2026 09:00"),
        ({"made_by": "mary", "made_at": NOW - timedelta(hours=2)}, "Mary Byrne, 21/11/2026 08:00"),
        ({"made_by": "mary", "made_at": None}, "Mary Byrne"),
        ({"made_by": ""}, "Una Daly, 21/11/2026 10:00"),
    ],
    ids=["changed by", "made by", "without an instant", "who saved"],
)  # fmt: skip
def test_where_no_entry_tells_the_author_the_record_does(case, by, head):
    """A program of another version may have saved without entries."""
    tom = sit(case, "tom")
    file = case.read(NUMBER).copy()
    file.put(file.get(Goal, "g").model_copy(update={"measure": "keys", **by}))
    file.save(case.vault, "una", NOW)
    [measure] = clash(tom, measure="a lease").clashes
    assert measure.their_head == head


def test_an_entry_without_fields_is_of_the_whole_record(case):
    """An act such as agreeing the plan wrote the whole record; its entry names no field."""
    tom = sit(case, "tom")
    file = case.read(NUMBER).copy()
    file.put(file.get(Goal, "g").model_copy(update={"measure": "keys", "changed_by": "sean"}))
    file.put(Entry(at=NOW - timedelta(hours=1), by="liam", act="save", about="goal", record="g"))
    file.put(Entry(at=NOW, by="sean", act="save", about="goal", record="other", fields=["measure"]))
    file.save(case.vault, "una", NOW)
    [measure] = clash(tom, measure="a lease").clashes
    assert measure.their_head == "Liam Roche, 21/11/2026 09:00"


def test_where_a_record_was_struck_out_there_is_nothing_to_choose_and_nothing_taken(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    change(mary, measure="keys", horizon="long")
    strike(*mary, mary[1].file.get(Goal, "g"), "wrong client")
    error = clash(tom, measure="a lease")
    assert (error.clashes, error.taken) == ((), {}) and error.also == error.lines != ()


def test_two_dates_that_do_not_go_together_are_nothing_to_choose_in(office):
    office.case(NUMBER, build=lambda b: b.assigned().assessed(started_on=date(2026, 11, 12)))
    mary, tom = sit(office, "mary"), sit(office, "tom")
    start = mary[1].file.one(Assessment)
    later = {"started_on": date(2026, 11, 19), "completed_on": date(2026, 11, 20)}
    save_record(*mary, build(Assessment, start, later), start)
    with pytest.raises(SavedMeanwhile) as raised:
        save_record(*tom, build(Assessment, start, {"completed_on": date(2026, 11, 18)}), start)
    assert raised.value.clashes == ()


def test_an_only_record_that_both_began_is_nothing_to_choose_in(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    save_record(*mary, Intake(id="i1", first_contact_where="Street"))
    with pytest.raises(SavedMeanwhile) as raised:
        save_record(*tom, Intake(id="i2", first_contact_where="Hostel"))
    assert (raised.value.clashes, raised.value.taken) == ((), {})


def test_a_field_that_no_form_shows_is_nothing_to_choose_in(case):
    """Both struck the goal out, each with a reason of their own."""
    mary, tom = sit(case, "mary"), sit(case, "tom")
    goal = tom[1].file.get(Goal, "g")
    strike(*mary, goal, "wrong client")
    with pytest.raises(SavedMeanwhile) as raised:
        strike(*tom, goal, "written twice")
    assert raised.value.clashes == ()


def test_two_workers_who_take_a_case_at_once_have_nothing_to_choose_in(office):
    """The case manager is no field of a form, and taking a case changes more than one record."""
    office.case(NUMBER, manager="")
    mary, sean = sit(office, "mary"), sit(office, "sean")
    assign(*mary, "mary", hand_over=HANDED_OVER)
    pause(*mary, "hospital", TODAY)
    with pytest.raises(SavedMeanwhile) as raised:
        assign(*sean, "sean", hand_over=HANDED_OVER)
    assert (raised.value.clashes, raised.value.taken) == ((), {})
    assert office.read(NUMBER).case.manager == "mary"


def test_who_takes_the_colleagues_value_in_every_field_changes_nothing_but_leaves_an_entry(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    start = tom[1].file.get(Goal, "g")
    change(mary, measure="keys")
    error = clash(tom, measure="a lease")
    case.now = NOW + timedelta(hours=1)
    choose(tom, error, start, measure="keys")
    goal, entries = case.read(NUMBER).get(Goal, "g"), case.read(NUMBER).all(Entry)
    assert (goal.measure, goal.changed_by, goal.changed_at) == ("keys", "mary", NOW)
    assert [(one.act, one.by, one.fields) for one in entries][-2:] == [
        ("save", "mary", ["measure"]), ("chose", "tom", ["measure"]),
    ]  # fmt: skip


def test_who_puts_their_own_value_on_top_leaves_an_entry_of_the_save_and_one_of_the_choice(case):
    mary, tom = sit(case, "mary"), sit(case, "tom")
    start = tom[1].file.get(Goal, "g")
    change(mary, measure="keys")
    error = clash(tom, measure="a lease", horizon="long")
    choose(tom, error, start, measure="a lease", horizon="long")
    entries = case.read(NUMBER).all(Entry)[-2:]
    assert [(one.act, one.by, one.fields) for one in entries] == [
        ("save", "tom", ["horizon", "measure"]), ("chose", "tom", ["measure"]),
    ]  # fmt: skip


def test_a_plan_is_not_agreed_over_what_a_colleague_saved(office):
    office.case(NUMBER, build=lambda b: b.assigned().assessed().planned(state="draft"))
    mary = sit(office, "mary")
    tom = sit(office, "tom")
    save_record(*tom, Contact(kind="phone", on=TODAY, summary="Rang"))
    with pytest.raises(NotAllowed, match="Read it again"):
        agree_plan(*mary, {"agreed_on": TODAY, "agreed_how": "signed"})
    assert office.read(NUMBER).one(Plan).state == "draft"


def test_each_colleague_and_each_change_that_was_merged_is_named(case):
    tom = sit(case, "tom")
    change(sit(case, "mary"), measure="keys")
    change(sit(case, "sean"), horizon="long")
    tick(*tom, "gp", "asked", {"state": "done"})
    assert tom[1].unsaid == [
        "Mary Byrne, Seán Keane saved too: Goal, Measure of success: keys",
        "Mary Byrne, Seán Keane saved too: Goal, Horizon: long",
    ]
    assert case.read(NUMBER).one(Tick) is not None
