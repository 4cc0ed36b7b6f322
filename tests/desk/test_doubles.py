"""Clients who may be here twice: how they are found, who says what they are, and what then holds (rule 4)."""

from datetime import date

import pytest

from casetui.data.records import Alert, AnotherPerson, Client, NewClient, Reference
from casetui.data.rows import Row
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.doubles import one_person, two_people
from casetui.desk.acts.new_client import Identity, make_case
from casetui.desk.acts.records import strike
from casetui.desk.doubles import MOST_ALIKE, Doubles
from casetui.desk.errors import NotAllowed
from tests.screens.office import TODAY

BORN = "1990-03-04"


def row(number, name="", **known):
    known = {"client_id": number, "opened_on": "2026-01-01", **known}
    return Row(number, name=name, **known)


def pairs(*rows):
    return [(double.case.number, double.other.number) for double in Doubles().look(rows)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Aoife Nolan"}, {"name": "nolan aoife"}),
        ({"name": "Aoife Nolan", "birth": BORN}, {"name": "Aoife Nolen", "birth": BORN}),
        ({"name": "Søren Ågård", "birth": BORN}, {"name": "Soeren Aagaard", "birth": BORN}),
        ({"name": "Aoife Nolan", "phones": ("087 123 4567",)},
         {"name": "Aoife Nolen", "phones": ("+353871234567",)}),
        ({"name": "Aoife Nolan", "references": ("PPS 1234567FA",)},
         {"name": "Eva Byrne", "references": ("1234567FA",)}),
        ({"name": "Blackie", "known_as": ("Aoife Nolan",)}, {"name": "", "known_as": ("Aoife Nolan",)}),
    ],
)  # fmt: skip
def test_clients_who_may_be_one_are_found(one, other):
    assert pairs(row("A", **one), row("B", **other)) == [("B", "A")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Aoife Nolan"}, {"name": "Aoife Nolen"}),
        ({"name": "Aoife Nolan", "birth": BORN}, {"name": "Aoife Nolan", "birth": "1971-03-04"}),
        ({"name": "Aoife Nolan", "birth": BORN}, {"name": "Tom Walsh", "birth": BORN}),
        ({"name": "Aoife Nolan", "phones": ("087 123 4567",)},
         {"name": "Tom Walsh", "phones": ("087 123 4567",)}),
        ({"name": "Aoife"}, {"name": "Aoife"}),
        ({"name": "Ann Lee", "known_as": ("the Swan",)}, {"name": "Tom Walsh", "known_as": ("the Swan",)}),
        ({"name": "Aoife Nolan"}, {"name": "Aoife Nolan", "client_id": "A"}),
        ({"name": "Aoife Nolan"}, {"name": "Aoife Nolan", "restricted": True}),
        ({"name": "Aoife Nolan"}, {"name": "Aoife Nolan", "not_same": ("A",)}),
        ({"name": "Aoife Nolan", "state": "closed"}, {"name": "Aoife Nolan", "state": "closed"}),
    ],
)  # fmt: skip
def test_others_are_not(one, other):
    assert pairs(row("A", **one), row("B", **other)) == []


def test_the_later_case_comes_first_and_two_clients_are_named_once():
    rows = [
        row("A", "Aoife Nolan", opened_on="2026-03-01"), row("B", "Aoife Nolan", opened_on="2026-02-01"),
        row("C", "Aoife Nolan", client_id="B", opened_on="2025-01-01", state="closed"),
    ]  # fmt: skip
    assert pairs(*rows) in ([("A", "B")], [("A", "C")])


def test_a_second_look_finds_what_changed_and_forgets_what_was_decided():
    looked = Doubles()
    first, second = row("A", "Aoife Nolan"), row("B", "Aoife Nolan")
    assert len(looked.look([first, second])) == 1
    third = row("C", "Aoife Nolan")
    assert len(looked.look([first, second, third])) == 3
    told = row("C", "Aoife Nolan", not_same=("A", "B"))
    assert [double.key for double in looked.look([first, second, told])] == ["B-A"]
    assert [other.number for other in looked.of("A")] == ["B"]
    assert looked.look([first]) == [] and looked.of("A") == []


def test_a_name_that_very_many_share_is_not_compared_pair_by_pair():
    rows = [row(f"{n:03}", "John Murphy") for n in range(MOST_ALIKE + 1)]
    assert pairs(*rows) == []


@pytest.fixture
def twice(office):
    """Aoife, a client of Mary's, and Aoife again, a client of Seán's with an alert."""
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    alert = Alert(kind="worker", text="Never alone")
    office.case("CD2345", "Aoife Nolan", lambda b: b.assigned("sean").put(alert), manager="sean")
    return office


def looking(office, who):
    desk = office.desk(who)
    desk.refresh()
    desk.look_for_doubles()
    return desk


def warnings(desk, number):
    opened = open_case(desk, number, "to compare")
    return [finding.what for finding in desk.standing(opened.file).warnings() if finding.rule == 48]


def test_the_case_manager_is_warned_with_the_number_and_whose_it_is_and_no_name(twice):
    [told] = warnings(looking(twice, "mary"), "AB2345")
    assert told == "The service user may be the same person as in C-CD2345, with Seán Keane."


def test_two_people_stay_two_and_nobody_is_asked_again(twice):
    desk = looking(twice, "mary")
    opened = open_case(desk, "AB2345")
    two_people(desk, opened, desk.register.rows["CD2345"])
    assert warnings(desk, "AB2345") == [] == warnings(looking(twice, "sean"), "CD2345")
    [kept] = opened.file.all(AnotherPerson)
    assert (kept.case_number, kept.made_by, kept.said_on) == ("C-CD2345", "mary", TODAY)
    strike(desk, opened, kept, "It is her after all")
    assert len(warnings(looking(twice, "sean"), "CD2345")) == 1


def test_one_person_has_one_client_id_and_the_two_case_managers_are_told(twice):
    desk = looking(twice, "tom")
    rows = desk.register.rows
    assert one_person(desk, rows["CD2345"], rows["AB2345"]) == ["CD2345"]
    joined = twice.read("CD2345").case
    assert (joined.client_id, joined.former_client) == ("AB2345", "CD2345")
    again = looking(twice, "mary")
    assert again.doubles.found == []
    found = again.standing(open_case(again, "AB2345").file).warnings()
    assert any(finding.rule == 4 and "C-CD2345, with Seán Keane" in finding.what for finding in found)


def test_all_cases_of_the_client_move_closed_ones_too(twice):
    twice.case("EF2345", "Aoife Nolan", client_id="CD2345", state="closed", closed_on=date(2026, 1, 5))
    desk = looking(twice, "tom")
    rows = desk.register.rows
    assert one_person(desk, rows["CD2345"], rows["AB2345"]) == ["AB2345"], "the fewer of the two"
    assert {case.case.client_id for case in twice.cases()} == {"CD2345"}


def test_a_worker_joins_their_own_case_to_a_colleagues_client_and_never_the_colleagues_case(twice):
    desk = looking(twice, "mary")
    rows = desk.register.rows
    assert one_person(desk, rows["CD2345"], rows["AB2345"]) == ["AB2345"]
    twice.case("EF2345", "Brigid Murphy", manager="sean")
    twice.case("GH2345", "Brigid Murphy", manager="liam")
    desk.refresh()
    with pytest.raises(NotAllowed, match="Tom Walsh"):
        one_person(desk, rows["EF2345"], rows["GH2345"])


def test_a_new_client_who_is_somebody_else_is_kept_so(twice):
    desk = looking(twice, "mary")
    others = Identity(other_than=(desk.register.rows["AB2345"], desk.register.rows["CD2345"]))
    number = make_case(desk, NewClient(name="Aoife Nolan"), "mary", identity=others)
    assert len(twice.read(number).all(AnotherPerson)) == 2
    assert len(looking(twice, "tom").doubles.found) == 1, "the two that were there"


def test_a_second_case_is_one_of_the_same_client_and_begins_with_their_alerts(twice):
    desk = looking(twice, "mary")
    same = Identity(same_as=desk.register.rows["CD2345"])
    client = NewClient(name="Aoife Nolan", reference="medical card 77 88")
    made = twice.read(make_case(desk, client, "mary", identity=same))
    assert made.case.client_id == "CD2345" and made.case.former_case == ""
    assert [alert.text for alert in made.all(Alert)] == ["Never alone"]
    assert len(made.all(Reference)) == 1 and made.one(Client).name == "Aoife Nolan"
