"""Answering requests: what is signed, and what a line manager only sees, such as an emergency disclosure."""

import pytest

from casetui.data.records import Closure, Disclosure, Entry, Override
from casetui.desk.acts.answering import OpenRequest, check_may_answer
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ASK_CLOSURE, ask_override
from casetui.desk.acts.records import build, save_record, strike
from casetui.desk.errors import NotAllowed
from casetui.desk.lists import listed_requests
from casetui.desk.people.agency import save_person
from tests.answers import answer_override, mark_seen, send_back, sign_off
from tests.screens.office import NOW, TODAY


def disclosed(office, by):
    shared = Disclosure(id="d", on=TODAY, recipient="Garda", reason="x", information="x", told_client="no",
                      made_by=by)  # fmt: skip
    office.case("AB2345", build=lambda b: b.assigned().put(shared))


def sees(office, who):
    desk = office.desk(who)
    mark_seen(desk, open_case(desk, "AB2345", "to review"), "disclosure", "d")
    return office.read("AB2345").one(Disclosure).reviewed_by


def listed(office, who):
    return [one.request.kind for one in listed_requests(office.desk(who))]


def test_a_line_manager_reviews_a_disclosure_and_the_second_signatory_does_not(office):
    disclosed(office, "mary")
    assert listed(office, "liam") == [] and listed(office, "tom") == ["disclosure"]
    with pytest.raises(NotAllowed, match="for a line manager"):
        sees(office, "liam")
    assert sees(office, "tom") == "tom"


def test_the_second_signatory_reviews_what_the_only_line_manager_disclosed(office):
    disclosed(office, "tom")
    with pytest.raises(NotAllowed, match="for a line manager"):
        sees(office, "liam")
    with pytest.raises(NotAllowed, match="Another line manager"):
        sees(office, "tom")
    desk = office.desk("tom")
    save_person(desk, {"roles": ["worker"]}, desk.people["una"])
    assert listed(office, "liam") == ["disclosure"]
    assert sees(office, "liam") == "liam"


def test_what_the_only_line_manager_of_a_team_disclosed_another_teams_reviews_and_the_case_closes(office):
    shared = Disclosure(id="d", on=TODAY, recipient="Garda", reason="x", information="x", told_client="no",
                      made_by="tom")  # fmt: skip
    office.case(
        "AB2345", build=lambda b: b.assigned().intake().assessed().planned().met().put(shared).closing(
            reason="death", needs_met=None, why_no_aftercare="died", handed_on="nobody"
        ),
    )  # fmt: skip
    una = office.desk("una")
    assert [one.request.kind for one in listed_requests(una)] == ["closure", "disclosure"]
    opened = open_case(una, "AB2345")
    mark_seen(una, opened, "disclosure", "d")
    sign_off(una, opened, opened.file.revision)
    assert office.read("AB2345").case.state == "closed"


def test_a_disclosure_is_another_teams_to_review_only_while_its_own_has_nobody(office):
    disclosed(office, "tom")
    una = office.desk("una")
    assert listed(office, "una") == ["disclosure"]
    tom = office.desk("tom")
    save_person(tom, {"roles": ["line manager"]}, tom.people["sean"])
    una.catch_up_agency()
    una.catch_up()
    assert listed_requests(una) == [] and listed(office, "sean") == ["disclosure"]
    with pytest.raises(NotAllowed, match="nothing to sign"):
        open_case(una, "AB2345")


def test_of_another_team_the_second_signatory_reviews_only_for_the_agencys_one_line_manager(office):
    disclosed(office, "tom")
    tom = office.desk("tom")
    save_person(tom, {"team": "south"}, tom.people["liam"])
    assert listed(office, "liam") == []
    save_person(tom, {"roles": ["worker"]}, tom.people["una"])
    assert listed(office, "liam") == ["disclosure"]
    assert sees(office, "liam") == "liam"


def test_a_disclosure_is_not_struck_out_before_its_review_nor_after(office):
    disclosed(office, "mary")
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    disclosure = opened.file.one(Disclosure)
    with pytest.raises(NotAllowed, match="a line manager reviews it first"):
        strike(desk, opened, disclosure, "a mistake")
    save_record(desk, opened, build(Disclosure, disclosure, {"information": "less"}), disclosure)
    assert listed(office, "tom") == ["disclosure"] and sees(office, "tom") == "tom"
    opened = open_case(office.desk(), "AB2345")
    with pytest.raises(NotAllowed, match="reviewed as it stands"):
        strike(desk, opened, opened.file.one(Disclosure), "a mistake")


# -- which request -------------------------------------------------------------------------------


def test_without_a_kind_the_first_request_that_waits_is_meant(office):
    shared = Disclosure(id="d", on=TODAY, recipient="Garda", reason="x", information="x", told_client="no",
                        made_by="mary")  # fmt: skip
    office.case("AB2345", build=lambda b: b.assigned().put(shared).closing())
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    first = OpenRequest.of(desk, opened)
    assert (first.kind.key, first.record_id, first.title) == ("closure", "closure", "Closure")
    assert check_may_answer(first) == opened.file.one(Closure)
    assert OpenRequest.of(desk, opened, "disclosure", "d").record == opened.file.one(Disclosure)


def test_where_no_request_waits_there_is_nothing_to_answer(office):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk("tom")
    none = OpenRequest.of(desk, open_case(desk, "AB2345"))
    assert (none.record, none.record_id) == (None, "")
    with pytest.raises(NotAllowed, match="not asked for"):
        check_may_answer(none)


# -- who asked -----------------------------------------------------------------------------------


def in_the_name_of(office, who, record):
    """Write a request that names ``who`` as asking, without their signature, as another program might."""
    office.case("AB2345", build=lambda b: b.assigned().met(), opened_on=NOW.date().replace(month=1))
    file = office.read("AB2345").copy()
    file.put(record.model_copy(update={"asked_by": who, "asked_on": TODAY}))
    file.save(office.vault, "tom", NOW)


def test_nobody_signs_a_closure_that_was_asked_for_in_anothers_name_but_it_can_be_sent_back(office):
    in_the_name_of(office, "mary", Closure(id="c", state="asked", reason="moved", why_no_aftercare="x"))
    desk = office.desk("una")
    opened = open_case(desk, "AB2345")
    with pytest.raises(NotAllowed, match="names Mary Byrne as who asked for it, but that is not their sig"):
        sign_off(desk, opened, opened.file.revision)
    send_back(desk, opened, "Who asked for it?")
    assert office.read("AB2345").one(Closure).state == "sent back"


def test_nobody_lets_pass_what_was_asked_for_in_anothers_name_but_it_can_be_refused(office):
    in_the_name_of(office, "mary", Override(id="o", rule=18, act=ASK_CLOSURE, why="x", asked_on=TODAY))
    desk = office.desk("una")
    opened = open_case(desk, "AB2345")
    with pytest.raises(NotAllowed, match="names Mary Byrne as who asked for it"):
        answer_override(desk, opened, "o", True, "Agreed")
    answer_override(desk, opened, "o", False, "Mary did not ask")
    assert office.read("AB2345").one(Override).answer == "refused"


def test_an_answer_is_signed_and_its_reason_is_kept_in_the_entry(office):
    office.case("AB2345", build=lambda b: b.assigned())
    mary = office.desk("mary")
    ask_override(mary, open_case(mary, "AB2345"), ASK_CLOSURE, "He moves")
    tom = office.desk("tom")
    opened = open_case(tom, "AB2345")
    answer_override(tom, opened, opened.file.one(Override).id, False, " Not yet ")
    answered = office.read("AB2345").one(Override)
    assert answered.signature and (answered.answered_by, answered.answer_reason) == ("tom", "Not yet")
    assert office.read("AB2345").all(Entry)[-1].reason == "Not yet"


def test_what_is_only_seen_is_not_signed(office):
    disclosed(office, "mary")
    sees(office, "tom")
    assert "signature" not in office.read("AB2345").one(Disclosure).model_dump()
