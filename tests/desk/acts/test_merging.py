"""Merging what two people wrote in one record: whose value each field has, and when to choose between two."""

from datetime import UTC, datetime

import pytest

from casetui.data.records import Client, Contact, Goal, Intake, Tick
from casetui.desk.acts.merging import RecordChange, both_changed, cannot_merge, clashes, merged, rebased
from tests.cases import OPENED, TODAY, case_file

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
GOAL = Goal(id="g", wording="A tenancy", made_by="sean")


def with_goal(**fields):
    """Return the case as it is once the goal has these fields."""
    return case_file(GOAL.model_copy(update=fields))


def without_goal():
    return case_file()


def change(**fields):
    """Return the change that a person makes in the goal."""
    return RecordChange(GOAL.model_copy(update=fields), GOAL)


STRUCK = {"struck_by": "tom", "struck_at": AT, "struck_reason": "wrong client"}


# -- what a change is ----------------------------------------------------------------------------


def test_a_change_is_the_fields_that_differ_also_those_that_were_emptied():
    start = Goal(id="g", wording="A tenancy", measure="keys", horizon="long")
    after = start.model_copy(
        update={"measure": "", "wording": "A house", "changed_by": "mary", "made_at": AT}
    )
    assert RecordChange(after, start).fields() == {"measure": "", "wording": "A house"}


def test_of_a_new_record_the_change_is_what_was_filled_in():
    new = Client(id="c", name="Aoife", interpreter=False, made_by="mary", made_at=AT)
    assert RecordChange(new).fields() == {"name": "Aoife", "interpreter": False}


# -- merging -------------------------------------------------------------------------------------


def test_the_fields_of_both_are_kept():
    found = merged(with_goal(measure="keys", changed_by="tom"), change(horizon="long"))
    assert (found.measure, found.horizon, found.changed_by, found.made_by) == ("keys", "long", "tom", "sean")


def test_a_record_that_is_not_there_is_written_as_it_is():
    mine = change(measure="keys")
    assert merged(without_goal(), mine) is mine.record


def test_a_record_that_was_struck_out_meanwhile_is_written_as_a_new_one():
    found = merged(with_goal(**STRUCK, made_at=AT), change(measure="keys", made_at=AT))
    assert found.id not in ("", "g") and (found.measure, found.made_at, found.struck) == ("keys", None, False)


def test_striking_out_what_is_struck_out_already_makes_no_second_record():
    mine = change(**{**STRUCK, "struck_by": "mary"})
    assert merged(with_goal(**STRUCK, measure="keys"), mine).model_dump() == {
        **GOAL.model_dump(), **STRUCK, "struck_by": "mary", "measure": "keys",
    }  # fmt: skip


def test_a_second_beginning_of_an_only_record_changes_the_one_that_is_there():
    theirs = case_file(Intake(id="i1", concerns="rent"))
    found = merged(theirs, RecordChange(Intake(id="i2", first_contact_where="Street")))
    assert (found.id, found.concerns, found.first_contact_where) == ("i1", "rent", "Street")


def test_a_change_of_an_only_record_that_is_gone_changes_no_other():
    start = Intake(id="i1", concerns="rent")
    mine = RecordChange(start.model_copy(update={"concerns": "debts"}), start)
    assert merged(case_file(Intake(id="i2", concerns="a job")), mine) is mine.record


def test_a_new_record_of_a_kind_with_many_changes_no_other():
    mine = RecordChange(Goal(id="n", wording="A course"))
    assert merged(with_goal(), mine) is mine.record


# -- both changed one field ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "mine", "found"),
    [
        ({"measure": "keys"}, {"measure": "a lease"}, ["measure"]),
        ({"measure": "keys"}, {"measure": "keys"}, []),
        ({"measure": "keys"}, {"horizon": "long"}, []),
        ({}, {"measure": "keys"}, []),
        ({"measure": "keys", "horizon": "short"}, {"measure": "a lease", "horizon": "long"},
         ["measure", "horizon"]),
    ],
    ids=["two values", "the same value", "two fields", "one person", "two of two"],
)  # fmt: skip
def test_a_field_that_both_changed_is_one_to_choose_in(theirs, mine, found):
    assert sorted(both_changed(with_goal(), with_goal(**theirs), change(**mine))) == sorted(found)
    assert clashes(with_goal(), with_goal(**theirs), change(**mine)) == bool(found)


def test_a_field_that_the_colleague_left_empty_in_a_new_record_is_none_to_choose_in():
    mine = RecordChange(Tick(id="t", checklist="gp", item="asked", on=TODAY, value="Mon"))
    theirs = Tick(id="t", checklist="gp", item="asked", on=TODAY)
    assert both_changed(case_file(), case_file(theirs), mine) == []


def test_a_field_that_the_colleague_emptied_is_one_to_choose_in():
    assert both_changed(with_goal(measure="keys"), with_goal(), change(measure="a lease")) == ["measure"]


def test_who_ticked_an_item_last_has_done_it_and_nobody_is_asked():
    tick = Tick(id="t", checklist="gp", item="asked", on=OPENED, by="sean")
    theirs = tick.model_copy(update={"by": "tom", "value": "Mon"})
    mine = RecordChange(tick.model_copy(update={"by": "mary", "value": "Mon"}), tick)
    assert both_changed(case_file(tick), case_file(theirs), mine) == []


def test_who_had_a_contact_is_asked_where_both_changed_it():
    contact = Contact(id="k", kind="visit", summary="Talked", on=TODAY, by="sean")
    theirs = contact.model_copy(update={"by": "tom"})
    mine = RecordChange(contact.model_copy(update={"by": "mary"}), contact)
    assert both_changed(case_file(contact), case_file(theirs), mine) == ["by"]


def test_a_record_that_was_never_read_here_has_no_field_to_choose_in():
    """It came after the case was read; the same form saved it a moment before, and its own start says so."""
    assert both_changed(without_goal(), with_goal(measure="keys"), change(measure="a lease")) == []
    assert both_changed(with_goal(), without_goal(), change(measure="a lease")) == []


def test_a_new_record_with_the_id_of_one_that_came_meanwhile_is_one_to_choose_in():
    mine = RecordChange(Tick(id="tick-gp-asked", checklist="gp", item="asked", on=TODAY, value="Mon"))
    theirs = Tick(id="tick-gp-asked", checklist="gp", item="asked", on=TODAY, value="Tue")
    assert both_changed(case_file(), case_file(theirs), mine) == ["value"]


# -- what cannot be merged field by field --------------------------------------------------------


def test_an_only_record_that_both_began_cannot_be_merged():
    mine, theirs = RecordChange(Intake(id="i2")), case_file(Intake(id="i1"))
    assert cannot_merge(case_file(), theirs, mine) and clashes(case_file(), theirs, mine)
    assert not cannot_merge(case_file(), case_file(), mine)
    assert not cannot_merge(theirs, theirs, mine), "it was there when the person began"


def test_a_change_of_an_only_record_that_is_gone_is_merged():
    start = Intake(id="i1")
    assert not cannot_merge(case_file(), case_file(Intake(id="i2")), RecordChange(start, start))


def test_new_records_of_a_kind_with_many_are_merged():
    assert not cannot_merge(without_goal(), with_goal(), RecordChange(Goal(id="n", wording="A course")))


def test_what_either_struck_out_cannot_be_merged():
    assert cannot_merge(with_goal(), with_goal(**STRUCK), change(measure="keys"))
    assert cannot_merge(with_goal(**STRUCK), with_goal(), change(measure="keys"))
    assert cannot_merge(without_goal(), with_goal(**STRUCK), change(measure="keys"))
    assert not cannot_merge(with_goal(**STRUCK), with_goal(**STRUCK, measure="keys"), change(measure="keys"))
    assert not cannot_merge(with_goal(), with_goal(measure="keys"), change(horizon="long"))


# -- values that the person only repeats ---------------------------------------------------------


def test_a_value_taken_from_a_colleague_gives_way_to_their_newer_one():
    taken, newer = with_goal(measure="keys"), with_goal(measure="a lease")
    mine = rebased(taken, newer, change(measure="keys", horizon="long"))
    assert mine.fields() == {"horizon": "long"} and mine.start == GOAL
    assert both_changed(taken, newer, change(measure="keys")) == []


@pytest.mark.parametrize(
    ("read", "newest"),
    [
        (with_goal(measure="keys"), with_goal(measure="keys", horizon="long")),
        (with_goal(), with_goal(measure="a lease")),
        (with_goal(measure="keys"), with_goal(measure="keys")),
        (with_goal(measure="keys"), without_goal()),
        (without_goal(), with_goal(measure="a lease")),
    ],
    ids=["not renewed", "my own value", "nobody saved", "gone", "not read here"],
)
def test_any_other_change_stays_as_it_is(read, newest):
    mine = change(measure="keys")
    assert rebased(read, newest, mine) is mine


def test_a_new_record_stays_as_it_is():
    mine = RecordChange(GOAL.model_copy(update={"measure": "keys"}))
    assert rebased(with_goal(measure="keys"), with_goal(measure="a lease"), mine) is mine
