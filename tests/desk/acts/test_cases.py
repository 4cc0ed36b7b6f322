"""Opening, making and giving out cases: who may, what is asked, what is kept."""

from contextvars import copy_context
from datetime import date, timedelta

import pytest

from casetui.data.records import (
    Alert,
    Assignment,
    Client,
    Consent,
    Contact,
    Entry,
    Intake,
    Override,
    Reference,
)
from casetui.desk.acts.cases import (
    LETTERS,
    ReasonNeeded,
    assign,
    limit_warning,
    new_case,
    number_source,
    open_case,
    pause,
    reopen,
    resume,
)
from casetui.desk.acts.records import strike, write_down
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.flows.case import case_acts
from casetui.desk.keys.signatures import signed_answer, signed_request
from casetui.desk.lists import access_note, listed_requests, unassigned
from casetui.desk.people.agency import save_person
from tests.screens.office import TODAY

LONG_AGO = date(2026, 1, 10)


def full(office, worker="mary", number=8):
    for n in range(number):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned(worker))


# -- opening -------------------------------------------------------------------------------------


def test_ones_own_case_opens_at_once_and_is_not_logged(office):
    office.case("AB2345")
    assert open_case(office.desk(), "AB2345").access == "own"
    assert office.openings() == ""


def test_a_colleagues_case_asks_for_a_reason_and_the_opening_is_logged(office):
    office.case("AB2345", manager="sean")
    with pytest.raises(ReasonNeeded, match="This is Seán Keane's case"):
        open_case(office.desk(), "AB2345", "  ")
    assert open_case(office.desk(), "AB2345", "He is\till\n").access == "ask"
    at, who, number, reason = office.openings().rstrip("\n").split("\t")
    assert (at, who, number, reason) == ("2026-11-21T10:00:00+00:00", "mary", "AB2345", "He is ill")


@pytest.mark.parametrize("reason", ["8", "x", " a1 b ", "...", "12345678"])
def test_a_stray_key_is_no_reason(office, reason):
    office.case("AB2345", manager="sean")
    with pytest.raises(ReasonNeeded, match=r"This is Seán Keane's case.*A reason has at least three letters"):
        open_case(office.desk(), "AB2345", reason)
    with pytest.raises(NotAllowed, match=r"Say why it is struck out\. A reason has"):
        strike(office.desk("sean"), open_case(office.desk("sean"), "AB2345"), Intake(), reason)
    assert office.openings() == ""


def test_a_restricted_case_is_open_to_those_it_names_only(office):
    office.case("AB2345", manager="sean", restricted_to=["sean", "liam"])
    assert open_case(office.desk("liam"), "AB2345").access == "own"
    for who in ("mary", "tom", "una"):
        with pytest.raises(NotAllowed, match="C-AB2345 is not open to you"):
            open_case(office.desk(who), "AB2345", "because")


def test_another_teams_case_is_not_open(office):
    office.case("AB2345", manager="priya", team="south")
    with pytest.raises(NotAllowed, match="Ask Priya Das"):
        open_case(office.desk("mary"), "AB2345", "because")


@pytest.mark.parametrize("reason", ["ill", "生病", "مرض"])
def test_a_short_word_in_any_writing_is_a_reason(office, reason):
    office.case("AB2345", build=lambda b: b.assigned("sean"), manager="sean")
    assert open_case(office.desk(), "AB2345", reason).case.number == "AB2345"


def test_writing_in_a_colleagues_case_asks_for_a_reason_too(office):
    office.case("AB2345", manager="sean")
    values = {"kind": "phone", "summary": "Rang", "on": TODAY}
    with pytest.raises(ReasonNeeded):
        write_down(office.desk(), "AB2345", values)
    write_down(office.desk(), "AB2345", values, "He is ill")
    assert office.read("AB2345").one(Contact).by == "mary"
    assert "He is ill" in office.openings()


# -- new cases -----------------------------------------------------------------------------------


def test_a_new_case_begins_today_with_intake_client_and_case_manager(office):
    desk = office.desk()
    number = new_case(desk, Client(name="Nora"), opened_on=TODAY, manager="mary",
                      references=[Reference(label="card", number="1")])  # fmt: skip
    kept = office.read(number)
    assert (kept.case.number, kept.case.manager, kept.case.team) == (number, "mary", "north")
    assert kept.case.client_id == kept.one(Client).id
    assert kept.one(Intake).first_contact_on == TODAY
    assert (kept.one(Assignment).to, kept.one(Assignment).over_limit) == ("mary", False)
    assert kept.one(Reference).made_by == "mary"
    assert [entry.act for entry in kept.all(Entry)] == ["new case"]
    assert desk.register.rows[number].name == "Nora"
    assert kept.case.method_version in [path.name for path in (office.folder / "packs").iterdir()]


def test_a_case_of_nobodys_waits_in_the_teams_queue(office):
    desk = office.desk()
    number = new_case(desk, Client(name="Nora"), opened_on=TODAY)
    assert [row.number for row in unassigned(desk)] == [number]
    assert office.read(number).all(Assignment) == []


def test_case_numbers_have_six_characters_that_are_not_misread(office):
    desk = office.desk()
    numbers = {new_case(desk, Client(name="Nora"), opened_on=TODAY) for _ in range(20)}
    assert len(numbers) == 20
    assert all(len(number) == 6 and set(number) <= set(LETTERS) for number in numbers)
    assert not set("01OILU") & set(LETTERS)


def test_a_number_that_is_taken_is_never_given_again(office):
    office.case("AB2345", "Aoife Nolan")
    numbers = iter(["AB2345", "AB2345", "CD2345"])

    def make():
        number_source.set(lambda: next(numbers))
        return new_case(office.desk(), Client(name="Nora"), opened_on=TODAY)

    assert copy_context().run(make) == "CD2345"
    assert office.read("AB2345").one(Client).name == "Aoife Nolan"


@pytest.mark.parametrize(
    ("who", "manager"), [("mary", "sean"), ("ada", ""), ("tom", "nobody"), ("tom", "ada")]
)
def test_only_who_may_makes_a_case_for_whom_may_have_it(office, who, manager):
    with pytest.raises(NotAllowed):
        new_case(office.desk(who), Client(name="Nora"), opened_on=TODAY, manager=manager)
    assert office.cases() == []


def test_a_case_goes_to_nobody_who_has_left(office):
    desk = office.desk("tom")
    sean = desk.people["sean"]
    save_person(desk, {"left_on": TODAY - timedelta(days=1)}, sean)
    with pytest.raises(NotAllowed, match="Choose a worker who is here"):
        new_case(desk, Client(name="Nora"), opened_on=TODAY, manager="sean")


# -- the limit (rule 5) --------------------------------------------------------------------------


def test_the_ninth_client_needs_a_reason_which_is_kept(office):
    full(office)
    desk = office.desk()
    with pytest.raises(ReasonNeeded, match=r"Mary Byrne has 8 clients; at most 8 are recommended \(ICM"):
        new_case(desk, Client(name="Nina"), opened_on=TODAY, manager="mary")
    number = new_case(desk, Client(name="Nina"), opened_on=TODAY, manager="mary", reason="Sisters")
    kept = office.read(number).one(Assignment)
    assert (kept.over_limit, kept.reason, kept.clients_then) == (True, "Sisters", 8)
    assert [asked.request.kind for asked in listed_requests(office.desk("tom"))] == ["over limit"]
    assert listed_requests(office.desk("una")) == [], "another team's over-limit is not theirs to see"


def test_the_eighth_client_needs_none(office):
    full(office, number=7)
    assert new_case(office.desk(), Client(name="Nina"), opened_on=TODAY, manager="mary")


def test_the_limit_counts_clients_and_not_cases(office):
    full(office, number=7)
    office.case("XX2345", "Client 0", client_id="FU2210")
    assert limit_warning(office.desk(), office.desk().default_method, "mary") == ""


def test_a_client_that_one_has_already_is_no_further_one(office):
    full(office)
    desk = office.desk()
    assert limit_warning(desk, desk.default_method, "mary", "FU2210") == ""
    assert limit_warning(desk, desk.default_method, "mary", "somebody new")


def test_a_case_by_a_method_with_a_lower_limit_is_warned_of_also_for_a_client_of_theirs(office):
    full(office, number=9)
    desk = office.desk()
    for row in desk.register:
        row.limit = 25
    eight = desk.default_method
    assert limit_warning(desk, eight, "mary", "FU2210").startswith("Mary Byrne has 9 clients; at most 8")
    wide = eight.model_copy(
        update={"limits": {"caseload": eight.limits["caseload"].model_copy(update={"most": 25})}}
    )
    assert limit_warning(desk, wide, "mary", "FU2210") == limit_warning(desk, wide, "mary") == ""
    for row in desk.register:
        row.limit = 8
    assert limit_warning(desk, eight, "mary", "FU2210") == "", "they are over already, and stay as they are"


def test_closed_cases_do_not_count_and_paused_ones_do(office):
    full(office, number=6)
    office.case("CL2345", state="closed", closed_on=TODAY)
    office.case("PA2345", state="paused", paused_reason="prison")
    desk = office.desk()
    assert limit_warning(desk, desk.default_method, "mary") == ""
    office.case("PA3345", state="paused", paused_reason="prison")
    desk = office.desk()
    assert limit_warning(desk, desk.default_method, "mary")


def test_a_workers_own_limit_takes_the_place_of_the_methods(office):
    full(office, number=3)
    desk = office.desk("tom")
    save_person(desk, {"limit": 3}, desk.people["mary"])
    assert limit_warning(desk, desk.default_method, "mary").startswith("Mary Byrne has 3 clients; at most 3")


def test_cases_that_a_worker_may_not_read_count_against_a_limit_too(office):
    full(office, number=7, worker="sean")
    office.case("RE2345", manager="sean", restricted_to=["sean"], build=lambda b: b.assigned("sean"))
    desk = office.desk("tom")
    assert limit_warning(desk, desk.default_method, "sean").startswith("Seán Keane has 8 clients")


# -- giving a case -------------------------------------------------------------------------------


def test_a_worker_takes_a_case_that_nobody_has(office):
    office.case("AB2345", manager="")
    desk = office.desk()
    assign(desk, open_case(desk, "AB2345"), "mary")
    kept = office.read("AB2345")
    assert kept.case.manager == "mary" and kept.one(Assignment).on == TODAY


def left(office, who="sean"):
    """Have yesterday be the last day of somebody with two cases, one of them restricted to them."""
    office.case("AB2345", build=lambda b: b.assigned(who), manager=who, opened_on=TODAY - timedelta(days=2))
    office.case("CD2345", manager="")
    office.case("RE2345", manager=who, restricted_to=[who], opened_on=TODAY)
    desk = office.desk("tom")
    save_person(desk, {"left_on": TODAY - timedelta(days=1)}, desk.people[who])


def test_the_clients_of_somebody_who_has_left_wait_in_the_queue_with_those_of_nobody(office):
    left(office)
    for who in ("mary", "tom"):
        desk = office.desk(who)
        assert [row.number for row in unassigned(desk)] == ["CD2345", "AB2345", "RE2345"]
        assert (
            access_note(desk, "AB2345") == "It was Seán Keane's, who has left. It waits for a case manager."
        )
        assert access_note(desk, "CD2345") == ""
        assert access_note(desk, "RE2345") == "C-RE2345 is restricted. Ask a line manager."
    assert unassigned(office.desk("una")) == [], "another team's wait there"


def test_on_the_last_day_of_somebody_their_clients_are_theirs(office):
    left(office)
    office.now -= timedelta(days=1)
    assert [row.number for row in unassigned(office.desk())] == ["CD2345"]


def test_a_worker_takes_a_case_of_somebody_who_has_left_also_before_six_months(office):
    left(office)
    desk = office.desk()
    opened = open_case(desk, "AB2345", "He has left")
    assert "give" in [act.word for act in case_acts(desk, opened)]
    assign(desk, opened, "mary")
    former, now = office.read("AB2345").all(Assignment)
    assert (former.to, former.ended_on, now.to, now.ended_on) == ("sean", TODAY, "mary", None)
    assert office.read("AB2345").case.manager == "mary"


def test_a_worker_takes_no_case_of_a_colleague_who_is_here(office):
    office.case("AB2345", build=lambda b: b.assigned("sean"), manager="sean")
    desk = office.desk()
    opened = open_case(desk, "AB2345", "He is ill")
    assert "give" not in [act.word for act in case_acts(desk, opened)]
    with pytest.raises(NotAllowed, match="Only a line manager"):
        assign(desk, opened, "mary")


def test_a_worker_gives_a_case_to_nobody_else(office):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk()
    with pytest.raises(NotAllowed, match="Only a line manager"):
        assign(desk, open_case(desk, "AB2345"), "sean")


def test_giving_a_case_after_six_months_ends_the_former_assignment(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    desk = office.desk("tom")
    assign(desk, open_case(desk, "AB2345"), "sean")
    former, now = office.read("AB2345").all(Assignment)
    assert (former.to, former.ended_on, now.to, now.ended_on) == ("mary", TODAY, "sean", None)


def test_giving_a_case_to_another_team_moves_it_there(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    desk = office.desk("tom")
    assign(desk, open_case(desk, "AB2345"), "priya")
    assert office.read("AB2345").case.team == "south"
    assert "AB2345" not in [row.number for row in desk.register]


def test_changing_the_manager_before_six_months_is_held_and_a_line_manager_may_let_it_pass(office):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    with pytest.raises(HeldBack) as raised:
        assign(desk, opened, "sean")
    assert [finding.rule for finding in raised.value.findings] == [18]
    assert raised.value.findings[0].can_override
    assert office.read("AB2345").case.manager == "mary"
    granted = Override(rule=18, act="change the case manager", why="x", asked_by="tom", asked_on=TODAY,
                       answer="granted", answered_by="una", answered_on=TODAY)  # fmt: skip
    granted = signed_request(desk.keyring, "AB2345", granted)
    file = office.read("AB2345").copy()
    file.put(granted)
    file.save(office.vault, "tom", office.now)
    with pytest.raises(HeldBack):  # Una did not sign it
        assign(desk, open_case(desk, "AB2345"), "sean")
    file = office.read("AB2345").copy()
    file.put(signed_answer(office.desk("una").keyring, file, granted))
    file.save(office.vault, "tom", office.now)
    assign(desk, open_case(desk, "AB2345"), "sean")
    assert office.read("AB2345").case.manager == "sean"


def test_assigning_the_ninth_asks_for_a_reason(office):
    full(office, "sean")
    office.case("AB2345", manager="")
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    with pytest.raises(ReasonNeeded):
        assign(desk, opened, "sean")
    assign(desk, opened, "sean", "Only he speaks Polish")
    assert office.read("AB2345").one(Assignment).over_limit


# -- resting and reopening -----------------------------------------------------------------------


def test_a_case_rests_with_a_reason_and_a_day_and_is_taken_up_again(office):
    office.case("AB2345")
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    pause(desk, opened, "hospital", TODAY + timedelta(days=10))
    assert (opened.case.state, opened.case.paused_reason) == ("paused", "hospital")
    resume(desk, opened)
    kept = office.read("AB2345").case
    assert (kept.state, kept.paused_reason, kept.look_again_on) == ("open", "", None)


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
    from casetui.data.records import Consent
    from casetui.desk.areas.consent import AREA

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
