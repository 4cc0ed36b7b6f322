"""Who signs or answers what is asked for: only who can open the case, the second signatory in few cases."""

from datetime import date

import pytest

from casetui.data.records import Closure, GapOrBlock, Override
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ASK_CLOSURE, ask_for_closure, ask_override
from casetui.desk.acts.restricting import restrict
from casetui.desk.errors import NotAllowed
from casetui.desk.lists import listed_requests
from casetui.desk.people.agency import save_person
from tests.answers import answer_override, sign_off
from tests.screens.office import TODAY

LONG_AGO = date(2026, 1, 10)
NAME_ONE = "nobody who could sign it can open this case. Name a line manager to it: Change who may open it"


def ready(office, opened_on=TODAY, **head):
    """Keep a case whose closure is written and not yet asked for."""
    closure = Closure(id="closure", reason="moved", why_no_aftercare="She plans it there")
    office.case("AB2345", build=lambda b: b.assigned().put(closure), opened_on=opened_on, **head)


def sit(office, who="mary"):
    desk = office.desk(who)
    return desk, open_case(desk, "AB2345", "to sign")


def one_line_manager(office):
    """Leave the agency with Tom as its only line manager; Liam is the second signatory."""
    desk = office.desk("tom")
    save_person(desk, {"roles": ["worker"]}, desk.people["una"])


def listed(office, who):
    return [one.request.kind for one in listed_requests(office.desk(who))]


def test_who_asks_in_a_restricted_case_is_told_where_nobody_signs_who_can_open_it(office):
    ready(office, LONG_AGO, restricted_to=["mary", "priya"])
    desk, opened = sit(office)
    ask_for_closure(desk, opened)
    assert office.read("AB2345").one(Closure).state == "asked"
    assert [NAME_ONE in told for told in opened.unsaid] == [True]
    with pytest.raises(NotAllowed, match=r"can open this case. Name a line manager"):
        sign_off(desk, opened, opened.file.revision)
    desk, opened = sit(office, "priya")
    with pytest.raises(NotAllowed, match="Ask Mary Byrne to name a line manager to it"):
        sign_off(desk, opened, opened.file.revision)


def test_who_asks_to_close_early_is_told_so_too_until_somebody_is_named_who_answers(office):
    ready(office, LONG_AGO, restricted_to=["mary", "liam"])
    desk, opened = sit(office)
    ask_override(desk, opened, ASK_CLOSURE, "He moves")
    assert [NAME_ONE in told for told in opened.unsaid] == [True]
    opened.unsaid.clear()
    restrict(desk, opened, ["mary", "tom"], "Tom signs")
    assert opened.unsaid == [] and listed(office, "tom") == ["override"]
    restrict(desk, opened, ["mary", "priya"], "Tom is a neighbour")
    assert [NAME_ONE in told for told in opened.unsaid] == [True]


def test_what_is_only_seen_needs_nobody_who_signs(office):
    gap = GapOrBlock(kind="gap", need="A bed", on=TODAY, told_on=TODAY)
    closure = Closure(id="closure", reason="moved", why_no_aftercare="She plans it there")
    office.case("AB2345", build=lambda b: b.assigned().put(closure, gap), opened_on=LONG_AGO,
                restricted_to=["mary", "una"])  # fmt: skip
    desk, opened = sit(office)
    ask_for_closure(desk, opened)
    assert opened.unsaid == []


def test_once_a_request_is_answered_nobody_is_missed_who_could_sign_it(office):
    ready(office, LONG_AGO, restricted_to=["mary", "tom"])
    desk, opened = sit(office)
    ask_override(desk, opened, ASK_CLOSURE, "He moves")
    tom, his = sit(office, "tom")
    answer_override(tom, his, his.file.one(Override).id, True, "fine by me")
    desk, opened = sit(office)
    restrict(desk, opened, ["mary", "priya"], "Tom is a neighbour")
    assert opened.unsaid == []


def test_only_who_can_open_a_restricted_case_is_said_to_sign_it(office):
    ready(office, LONG_AGO, restricted_to=["mary", "una", "priya"])
    desk, opened = sit(office)
    ask_for_closure(desk, opened)
    assert opened.unsaid == []
    with pytest.raises(NotAllowed, match=r"second signatory signs off. Ask Una Daly.$"):
        sign_off(desk, opened, opened.file.revision)


def test_the_second_signatory_answers_no_override_while_another_line_manager_can(office):
    ready(office)
    ask_override(*sit(office), ASK_CLOSURE, "She moves to Cork")
    for _ in range(2):
        assert listed(office, "liam") == [] and listed(office, "tom") == ["override"]
        desk, opened = sit(office, "liam")
        with pytest.raises(NotAllowed, match=r"Only a line manager answers this. Ask Tom Walsh"):
            answer_override(desk, opened, opened.file.one(Override).id, True, "fine by me")
        one_line_manager(office)


def test_the_second_signatory_answers_what_the_only_line_manager_asks(office):
    ready(office, manager="tom")
    ask_override(*sit(office, "tom"), ASK_CLOSURE, "moved")
    desk, opened = sit(office, "liam")
    with pytest.raises(NotAllowed, match=r"Only a line manager answers this. Ask Una Daly.$"):
        answer_override(desk, opened, opened.file.one(Override).id, True, "yes")
    one_line_manager(office)
    assert listed(office, "liam") == ["override"]
    answer_override(*sit(office, "liam"), opened.file.one(Override).id, True, "yes")
    assert office.read("AB2345").one(Override).answered_by == "liam"
