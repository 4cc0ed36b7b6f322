"""Letting a case rest, taking it up again, and the next episode after a closed one."""

from datetime import date, timedelta

import pytest

from casetui.data.records import (
    Alert,
    Client,
    Consent,
    Entry,
    Intake,
    LegalAuthority,
    NetworkPerson,
    Reference,
)
from casetui.desk.acts.cases import ReasonNeeded, open_case, pause, resume
from casetui.desk.acts.episodes import reopen
from casetui.desk.areas.consent import AREA
from casetui.desk.errors import NotAllowed
from tests.screens.office import NOW, TODAY


def test_a_case_rests_with_a_reason_and_a_day_and_is_taken_up_again(office):
    office.case("AB2345")
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    pause(desk, opened, "hospital", TODAY + timedelta(days=10))
    assert (opened.case.state, opened.case.paused_reason) == ("paused", "hospital")
    with pytest.raises(NotAllowed, match="does not rest"):
        resume(desk, open_case(desk, office.case("CD2345")))
    resume(desk, opened)
    kept = office.read("AB2345")
    assert (kept.case.state, kept.case.paused_reason, kept.case.look_again_on) == ("open", "", None)
    assert kept.case.resumed_on == TODAY
    assert [(one.act, one.reason) for one in kept.all(Entry)] == [("pause", "hospital"), ("resume", "")]


def test_a_closed_case_neither_rests_nor_is_taken_up(office):
    office.case("AB2345", state="closed", closed_on=TODAY)
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    for act in (lambda: pause(desk, opened, "x", TODAY), lambda: resume(desk, opened)):
        with pytest.raises(NotAllowed):
            act()
    assert office.read("AB2345").case.state == "closed"


def test_the_day_to_look_again_is_none_that_is_past(office):
    office.case("AB2345")
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    with pytest.raises(NotAllowed, match="This day is past"):
        pause(desk, opened, "hospital", TODAY - timedelta(days=1))
    assert office.read("AB2345").case.state == "open"
    pause(desk, opened, "hospital", TODAY)
    assert office.read("AB2345").case.look_again_on == TODAY


def closed(office, manager="mary", **head):
    def build(b):
        b.assigned(manager).agreed().put(
            Alert(kind="worker", text="dog"), Reference(label="card", number="77")
        )

    return office.case("AB2345", "Aoife Nolan", build, state="closed", closed_on=TODAY, **head)


def test_a_new_episode_names_the_old_one_and_keeps_who_the_client_is(office):
    closed(office)
    desk = office.desk()
    number = reopen(desk, "AB2345", "mary")
    new, old = office.read(number), office.read("AB2345")
    assert (new.case.former_case, new.case.client_id) == ("AB2345", old.case.client_id)
    assert new.one(Client).name == "Aoife Nolan"
    assert (new.one(Alert).text, new.one(Reference).number) == ("dog", "77")
    assert old.case.state == "closed"


def test_the_next_episode_begins_on_the_day_of_the_new_intake_and_takes_all_that_stays_true(office):
    network = NetworkPerson(name="Her mother", relation="mother")
    authority = LegalAuthority(kind="guardian", who="Her mother")
    office.case("AB2345", "Aoife Nolan", lambda b: b.put(network, authority), state="closed",
                closed_on=TODAY - timedelta(days=9))  # fmt: skip
    day = TODAY - timedelta(days=2)
    number = reopen(office.desk(), "AB2345", "mary", opened_on=day, typed=Client(name="Aoife Byrne"),
                    more=[Reference(label="card", number="78")])  # fmt: skip
    new = office.read(number)
    assert (new.case.opened_on, new.one(Intake).first_contact_on) == (day, day)
    assert (new.case.number, new.case.state, new.case.method) == (number, "open", "guidebook")
    assert new.one(Client).name == "Aoife Byrne" and new.one(Reference).number == "78"
    assert (new.one(NetworkPerson).name, new.one(LegalAuthority).who) == ("Her mother", "Her mother")


def test_the_next_episode_begins_no_day_before_the_last_one_was_closed(office):
    closed(office)
    with pytest.raises(NotAllowed, match=r"closed on Sat 21 Nov 2026\. The new intake is on that day"):
        reopen(office.desk(), "AB2345", "mary", opened_on=TODAY - timedelta(days=1))
    assert reopen(office.desk(), "AB2345", "mary", opened_on=TODAY)


def test_a_case_that_was_closed_on_no_known_day_has_a_next_episode(office):
    office.case("AB2345", "Aoife Nolan", state="closed")
    assert reopen(office.desk(), "AB2345", "mary", opened_on=date(2020, 1, 1))


def test_a_client_with_closed_cases_only_has_a_next_episode_while_others_have_open_cases(office):
    office.case("CD2345", client_id="one", state="closed", closed_on=TODAY)
    office.case("EF2345", client_id="two")
    closed(office, client_id="one")
    assert reopen(office.desk(), "AB2345", "mary")


def test_a_case_that_was_opened_for_the_client_a_moment_ago_is_found(office):
    closed(office, client_id="one")
    desk = office.desk()
    office.case("CD2345", client_id="one")
    with pytest.raises(NotAllowed, match="has an open case already: C-CD2345"):
        reopen(desk, "AB2345", "mary")


def test_a_case_without_a_client_has_no_next_episode(office):
    struck = {"struck_at": NOW, "struck_by": "mary", "struck_reason": "x"}
    office.case("AB2345", build=lambda b: b.put(b.case.one(Client).model_copy(update=struck)),
                state="closed", closed_on=TODAY)  # fmt: skip
    with pytest.raises(NotAllowed, match="C-AB2345 has no client"):
        reopen(office.desk(), "AB2345", "mary")


def test_what_was_agreed_before_is_not_taken_over(office):
    closed(office)
    assert office.read(reopen(office.desk(), "AB2345", "mary")).all(Consent) == []


def test_a_restricted_case_stays_restricted_in_its_next_episode(office):
    closed(office, restricted_to=["mary", "tom"])
    assert office.read(reopen(office.desk(), "AB2345", "mary")).case.restricted_to == ["mary", "tom"]


def test_an_open_case_is_not_reopened_nor_a_client_who_has_an_open_one(office):
    office.case("CD2345", client_id="one")
    with pytest.raises(NotAllowed, match="C-CD2345 is still open"):
        reopen(office.desk(), "CD2345", "mary")
    closed(office, client_id="one")
    with pytest.raises(NotAllowed, match="has an open case already: C-CD2345"):
        reopen(office.desk(), "AB2345", "mary")


def test_reopening_a_colleagues_case_asks_why_and_logs_it(office):
    closed(office, manager="sean")
    with pytest.raises(ReasonNeeded):
        reopen(office.desk(), "AB2345", "mary")
    reopen(office.desk(), "AB2345", "mary", why_open="She is at the door")
    assert "She is at the door" in office.openings()


def test_a_new_episode_offers_the_old_consents_and_takes_none_as_given(office):
    old = Consent(kind="sharing", given_on=TODAY, how="signed", recipients=["Harbour"])
    office.case("AB2345", build=lambda b: b.put(old), state="closed", closed_on=TODAY)
    desk = office.desk("mary")
    new = office.read(reopen(desk, "AB2345", "mary"))
    assert new.all(Consent) == []
    assert any("Harbour" in note for note in AREA.notes(desk, new))


def test_a_consent_that_was_withdrawn_in_part_is_offered_without_that_part(office):
    def build(b):
        b.shared_with("GP", "Focus", withdrawn_on=TODAY, withdrawn_for=["GP"]).shared_with("Council", "GP")
        b.shared_with("Harbour", withdrawn_on=TODAY).agreed("assessment")

    office.case("AB2345", build=build, state="closed", closed_on=TODAY)
    new = office.read(reopen(office.desk("mary"), "AB2345", "mary"))
    day = "Thu 12 Nov 2026"
    assert new.case.former_consents == [
        f"sharing · Focus · {day}", f"sharing · Council · {day}", f"assessment · {day}"
    ]  # fmt: skip
