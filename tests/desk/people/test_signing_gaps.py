"""What a change of people leaves to nobody is refused, or said at once and again before the day."""

from datetime import timedelta

import pytest

from casetui.desk.acts.cases import open_case
from casetui.desk.acts.restricting import restrict
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.people import write_person
from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import retire
from casetui.desk.people.signing_gaps import signing_gaps
from tests.screens.office import TODAY

AHEAD = TODAY + timedelta(days=10)


def change(office, who, by="tom", **values):
    """Save the form of a person, and return what is said then."""
    desk = office.desk(by)
    fill = next(write_person(desk, desk.people[who]))
    worker = desk.people[who]
    fill.spec.save({**worker.model_dump(include={"name", "roles", "team", "second_signatory"}), **values})
    return " ".join(fill.said())


def test_nothing_is_said_while_others_can_sign(office):
    assert change(office, "sean", team="south") == "Saved."
    assert signing_gaps(office.desk("tom")) == [] == signing_gaps(office.desk("mary"))


@pytest.mark.parametrize("day", [TODAY, AHEAD])
def test_the_last_who_could_sign_for_a_line_manager_does_not_leave_unseen_today_or_ahead(office, day):
    change(office, "una", by="ada", roles=["worker"])
    with pytest.raises(NotAllowed, match="name a second signatory"):
        change(office, "liam", left_on=day)


def test_who_alone_has_a_key_beside_the_line_manager_is_missed_at_once_and_before_the_day(office):
    save_person(office.desk("tom"), {"name": "Nora Ward", "team": "north", "second_signatory": True})
    change(office, "una", by="ada", roles=["worker"], team="north")
    assert change(office, "priya", team="north") == "Saved."
    said = change(office, "liam", left_on=AHEAD)
    sentence = "From Wed 2 Dec 2026 on nobody can sign what Tom Walsh asks for."
    assert sentence in said and "Name a second signatory, or make somebody line manager: People." in said
    office.now += timedelta(days=5)
    assert sentence in " ".join(signing_gaps(office.desk("tom")))
    office.now += timedelta(days=6)
    assert signing_gaps(office.desk("ada"))[0].startswith("Nobody can sign what Tom Walsh asks for.")


def test_a_team_that_loses_its_line_manager_is_named_when_they_move_retire_or_change_their_role(office):
    sentence = "o line manager is in the team south to see its gaps and blocks."
    assert "N" + sentence in change(office, "una", team="north")
    change(office, "una", team="south")
    assert "From Wed 2 Dec 2026 on n" + sentence in change(office, "una", left_on=AHEAD)
    assert "N" + sentence in retire(office.desk("tom"), "una")


def test_a_line_manager_without_a_key_sees_nothing_of_a_team(office):
    save_person(office.desk("tom"), {"name": "Nora Ward", "team": "south", "roles": ["line manager"]})
    change(office, "una", team="north")
    assert any(
        "no line manager is in the team south" in gap.lower() for gap in signing_gaps(office.desk("tom"))
    )


def test_a_restricted_case_is_named_by_its_number_where_the_last_who_could_sign_in_it_leaves(office):
    """Mary manages it, Tom alone could sign in it. Una, of another team, sees its number only."""
    number = office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk("mary")
    restrict(desk, open_case(desk, number), ["tom"], "known to the team")
    assert signing_gaps(office.desk("ada")) == []
    sentence = "From Wed 2 Dec 2026 on nobody to whom the restricted case C-AB2345 is open can sign"
    assert sentence in change(office, "tom", by="una", left_on=AHEAD)
    [said] = [gap for gap in signing_gaps(office.desk("ada")) if number in gap]
    assert said.endswith("Ask Mary Byrne to name a line manager to it: Change who may open it (m).")
    desk = office.desk("mary")
    restrict(desk, open_case(desk, number), ["liam"], "he signs from now on")
    assert number not in " ".join(signing_gaps(office.desk("ada")))


def test_nothing_is_said_of_a_restricted_case_in_which_nobody_ever_signed(office):
    number = office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk("mary")
    restrict(desk, open_case(desk, number), ["sean"], "known to the team")
    assert "C-AB2345" not in change(office, "sean", left_on=AHEAD)
