"""Asking for closure, signing it off, and letting rule 18 pass: every path."""

from datetime import date

import pytest

from casetui.data.records import (
    Assignment,
    Closure,
    Contact,
    Domain,
    Entry,
    NeedNoLonger,
    Override,
    Plan,
)
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import (
    ASK_CLOSURE,
    ask_for_closure,
    ask_override,
)
from casetui.desk.acts.records import build, save_record, write_down
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.lists import listed_requests
from casetui.desk.people.agency import save_person
from tests.answers import answer_override, send_back, sign_off
from tests.screens.office import TODAY

LONG_AGO = date(2026, 1, 10)
ANSWERED = {
    "reason": "needs met", "needs_met": True, "agreed_on": TODAY, "aftercare": "Call us",
    "aftercare_call": "Mary", "aftercare_agreed_on": TODAY,
}  # fmt: skip


@pytest.fixture
def case(office):
    """A case of Mary's, old enough to close, whose closure is written and not yet asked for."""
    return ready(office)


def ready(office, opened_on=LONG_AGO, **head):
    def build(b):
        b.assigned().met(TODAY).assessed("none").put(Closure(id="closure", **ANSWERED))

    office.case("AB2345", "Aoife Nolan", build, opened_on=opened_on, **head)
    return office


def sit(office, who="mary"):
    desk = office.desk(who)
    return desk, open_case(desk, "AB2345", "to sign")


def asked(office, who="mary"):
    ask_for_closure(*sit(office, who))
    return office


def closure(office):
    return office.read("AB2345").one(Closure)


def rules(raised):
    return sorted({finding.rule for finding in raised.value.findings})


# -- asking --------------------------------------------------------------------------------------


def test_closure_is_asked_for_and_waits_for_a_line_manager(case):
    asked(case)
    found = closure(case)
    assert (found.state, found.asked_by, found.asked_on) == ("asked", "mary", TODAY)
    assert case.read("AB2345").case.state == "open"
    for who in ("tom", "una", "liam"):
        assert [one.request.kind for one in listed_requests(case.desk(who))] == ["closure"], who
    assert listed_requests(case.desk("sean")) == []


@pytest.mark.parametrize("missing", sorted(ANSWERED.keys() - {"aftercare_call"}))
def test_what_a_closure_lacks_holds_the_asking_back(office, missing):
    empty = None if missing in ("needs_met", "agreed_on", "aftercare_agreed_on") else ""
    answers = {**ANSWERED, missing: empty}
    office.case(
        "AB2345", build=lambda b: b.assigned().assessed("none").put(Closure(**answers)), opened_on=LONG_AGO
    )
    with pytest.raises(HeldBack) as raised:
        ask_for_closure(*sit(office))
    assert rules(raised) == [46 if missing == "aftercare_agreed_on" else 24]
    assert closure(office).state == "draft"


def test_closing_for_needs_met_with_an_urgent_need_that_nothing_answered_is_held_back(office):
    office.case(
        "AB2345", build=lambda b: b.assigned().assessed("urgent").put(Closure(**ANSWERED)), opened_on=LONG_AGO
    )
    with pytest.raises(HeldBack, match=r"Nothing answered the need: Accommodation \(urgent\)"):
        ask_for_closure(*sit(office))
    desk, opened = sit(office)
    gone = {"domain": "accommodation", "why": "Her sister took her in", "by": "both", "on": TODAY}
    save_record(desk, opened, NeedNoLonger(**gone))
    ask_for_closure(desk, opened)
    assert closure(office).state == "asked"


def test_a_need_that_became_urgent_after_asking_holds_the_signing_back(office):
    office.case(
        "AB2345", build=lambda b: b.assigned().assessed("none").put(Closure(**ANSWERED)), opened_on=LONG_AGO
    )
    ask_for_closure(*sit(office))
    desk, opened = sit(office, "tom")
    need = opened.file.all(Domain)[0]
    save_record(desk, opened, need.model_copy(update={"need": "urgent"}), need)
    with pytest.raises(HeldBack, match="Nothing answered the need"):
        sign_off(desk, opened, opened.file.revision)


def test_closing_without_an_assessment_does_not_say_that_needs_are_met(office):
    office.case("AB2345", build=lambda b: b.assigned().put(Closure(**ANSWERED)), opened_on=LONG_AGO)
    with pytest.raises(HeldBack, match="nobody knows whether needs are met"):
        ask_for_closure(*sit(office))


def test_closing_for_another_reason_says_what_it_is(office):
    other = {"reason": "other", "why_no_aftercare": "She plans it there"}
    office.case("AB2345", build=lambda b: b.assigned().put(Closure(**other)), opened_on=LONG_AGO)
    with pytest.raises(HeldBack, match='The reason "other" does not say what it is'):
        ask_for_closure(*sit(office))
    desk, opened = sit(office)
    found = opened.file.one(Closure)
    save_record(desk, opened, build(Closure, found, {"other_reason": "Taken in by her family"}), found)
    ask_for_closure(desk, opened)
    assert closure(office).state == "asked"


def test_without_any_closure_written_the_reason_is_asked_for(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    with pytest.raises(HeldBack, match="reason for closing is not given"):
        ask_for_closure(*sit(office))
    assert closure(office) is None


def test_it_is_not_asked_for_twice_nor_changed_while_it_is_asked_for(case):
    asked(case)
    desk, opened = sit(case)
    with pytest.raises(NotAllowed, match="asked for already"):
        ask_for_closure(desk, opened)
    found = opened.file.one(Closure)
    with pytest.raises(NotAllowed, match="asked for as it stands"):
        save_record(desk, opened, build(Closure, found, {"aftercare": "None"}), found)


# -- signing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["tom", "una", "liam"])
def test_a_line_manager_of_any_team_or_the_second_signatory_signs_and_the_case_closes(case, who):
    asked(case)
    desk, opened = sit(case, who)
    sign_off(desk, opened, opened.file.revision)
    kept = case.read("AB2345")
    found = kept.one(Closure)
    assert (kept.case.state, kept.case.closed_on) == ("closed", TODAY)
    assert (found.state, found.signed_by, found.signed_on) == ("signed", who, TODAY)
    assert found.signed_revision == 2
    assert kept.one(Assignment).ended_on == TODAY
    assert kept.all(Entry)[-1].act == "sign off"
    assert listed_requests(case.desk("tom")) == []


def test_the_plan_ends_with_the_case_and_a_draft_stays_one(office):
    def build(b):
        b.assigned().assessed("none").met(TODAY).put(Closure(id="closure", **ANSWERED))
        b.put(Plan(id="then", state="superseded"), Plan(id="now", state="agreed"), Plan(id="next"))

    office.case("AB2345", "Aoife Nolan", build, opened_on=LONG_AGO)
    asked(office)
    desk, opened = sit(office, "tom")
    sign_off(desk, opened, opened.file.revision)
    kept = {plan.id: plan for plan in office.read("AB2345").all(Plan)}
    assert {key: plan.state for key, plan in kept.items()} == {
        "then": "superseded", "now": "ended", "next": "draft",
    }  # fmt: skip
    assert "ended with the case" in kept["now"].locked_reason()


def test_a_worker_does_not_sign(case):
    asked(case)
    for act in (lambda d, o: sign_off(d, o, o.file.revision), lambda d, o: send_back(d, o, "not yet")):
        with pytest.raises(NotAllowed, match="Only a line manager"):
            act(*sit(case, "sean"))
    assert case.read("AB2345").case.state == "open"


def test_an_administrator_does_not_even_read_it(case):
    asked(case)
    with pytest.raises(NotAllowed, match="not open to you"):
        sit(case, "ada")


@pytest.mark.parametrize("who", ["tom", "liam"])
def test_nobody_signs_what_they_asked_for_themselves(office, who):
    """Rule 26, for the line manager and for the second signatory; it is never let pass."""
    asked(ready(office, manager=who), who)
    desk, opened = sit(office, who)
    with pytest.raises(HeldBack) as raised:
        sign_off(desk, opened, opened.file.revision)
    assert rules(raised) == [26] and not raised.value.findings[0].can_override
    assert closure(office).state == "asked"


def test_with_one_line_manager_the_second_signatory_signs_what_they_ask_for(office):
    desk = office.desk("tom")
    save_person(desk, {"roles": ["worker"]}, desk.people["una"])
    asked(ready(office, manager="tom"), "tom")
    desk, opened = sit(office, "liam")
    sign_off(desk, opened, opened.file.revision)
    assert closure(office).signed_by == "liam"


def test_who_is_a_line_manager_no_more_does_not_sign(case):
    asked(case)
    desk, opened = sit(case, "una")
    other = case.desk("tom")
    save_person(other, {"roles": ["worker"]}, other.people["una"])
    with pytest.raises(NotAllowed, match="Only a line manager"):
        sign_off(desk, opened, opened.file.revision)
    assert closure(case).state == "asked"


def test_nothing_is_signed_that_was_not_asked_for(case):
    desk, opened = sit(case, "tom")
    with pytest.raises(NotAllowed, match="not asked for"):
        sign_off(desk, opened, opened.file.revision)


def test_a_signature_is_for_the_revision_that_was_read(case):
    asked(case)
    desk, opened = sit(case, "tom")
    seen = opened.file.revision
    write_down(case.desk("mary"), "AB2345", {"kind": "phone", "summary": "She is back", "on": TODAY})
    with pytest.raises(NotAllowed, match="Read it again before you sign"):
        sign_off(desk, opened, seen)
    assert closure(case).state == "asked"
    again = open_case(desk, "AB2345")
    with pytest.raises(NotAllowed, match="Read it again before you sign"):
        sign_off(desk, again, seen)
    sign_off(desk, again, again.file.revision)
    assert case.read("AB2345").all(Contact)[-1].summary == "She is back"


def test_a_restricted_case_is_signed_by_a_line_manager_among_those_it_names(office):
    ready(office, restricted_to=["mary", "una"], team="north")
    asked(office)
    assert [one.request.kind for one in listed_requests(office.desk("una"))] == ["closure"]
    assert listed_requests(office.desk("tom")) == []
    desk, opened = sit(office, "una")
    sign_off(desk, opened, opened.file.revision)
    assert office.read("AB2345").case.state == "closed"


# -- sent back -----------------------------------------------------------------------------------


def test_sent_back_with_a_reason_the_case_stays_open_and_can_be_asked_for_again(case):
    asked(case)
    desk, opened = sit(case, "tom")
    with pytest.raises(NotAllowed, match="Say why"):
        send_back(desk, opened, "  ")
    send_back(desk, opened, " Whom to call? ")
    found = closure(case)
    assert (found.state, found.sent_back_by, found.sent_back_reason) == ("sent back", "tom", "Whom to call?")
    assert case.read("AB2345").case.state == "open"
    asked(case)
    again = closure(case)
    assert (again.state, again.sent_back_by, again.sent_back_on, again.sent_back_reason) == (
        "asked", "", None, "",
    )  # fmt: skip
    assert [(one.act, one.reason) for one in case.read("AB2345").all(Entry) if one.about == "closure"] == [
        (ASK_CLOSURE, ""), ("send back", "Whom to call?"), (ASK_CLOSURE, ""),
    ]  # fmt: skip


def test_a_closure_that_was_signed_is_not_asked_for_again(case):
    asked(case)
    desk, opened = sit(case, "tom")
    sign_off(desk, opened, opened.file.revision)
    mary, closed = sit(case)
    closed.file = closed.file.copy()
    closed.file.put(closed.case.model_copy(update={"state": "open"}))  # as a program of another kind might
    with pytest.raises(NotAllowed, match="asked for already"):
        ask_for_closure(mary, closed)


# -- rule 18 and its override --------------------------------------------------------------------


@pytest.fixture
def early(office):
    """The same case, nine days old."""
    return ready(office, date(2026, 11, 12))


def override(office, asker="mary", grants="tom", answer=True):
    ask_override(*sit(office, asker), ASK_CLOSURE, "He moves to his mother")
    waiting = office.read("AB2345").one(Override)
    answer_override(*sit(office, grants), waiting.id, answer, "Agreed with the team")
    return office.read("AB2345").one(Override)


def test_before_six_months_closing_is_held_and_can_be_let_pass(early):
    with pytest.raises(HeldBack) as raised:
        ask_for_closure(*sit(early))
    assert rules(raised) == [18]
    assert all(finding.can_override for finding in raised.value.findings)
    assert "Wed 12 May 2027" in str(raised.value)


def test_on_the_last_day_of_six_months_closing_is_free(office):
    ready(office, date(2026, 5, 21))
    assert closure(asked(office)).state == "asked"


def test_a_line_manager_lets_it_pass_with_a_reason_and_it_is_kept(early):
    found = override(early)
    assert (found.why, found.answer, found.answered_by, found.answer_reason) == (
        "He moves to his mother", "granted", "tom", "Agreed with the team",
    )  # fmt: skip
    assert closure(asked(early)).state == "asked"
    desk, opened = sit(early, "tom")
    sign_off(desk, opened, opened.file.revision)
    assert early.read("AB2345").case.state == "closed"


def test_sent_back_the_closure_needs_another_permission(early):
    given = override(early)
    assert (given.rule, given.act, given.asked_by, given.asked_on) == (18, ASK_CLOSURE, "mary", TODAY)
    entry = next(one for one in early.read("AB2345").all(Entry) if one.record == given.id)
    assert (entry.act, entry.reason) == ("ask for an override", "He moves to his mother")
    send_back(*sit(asked(early), "tom"), "He did not move")
    desk, opened = sit(early)
    found = opened.file.one(Closure)
    other = {"reason": "other", "other_reason": "He went to prison"}
    save_record(desk, opened, build(Closure, found, other), found)
    with pytest.raises(HeldBack) as raised:
        ask_for_closure(desk, opened)
    assert rules(raised) == [18] and raised.value.findings[0].can_override
    ask_override(desk, opened, ASK_CLOSURE, "He goes to prison")
    answer_override(*sit(early, "tom"), opened.file.all(Override)[-1].id, True, "Agreed again")
    sign_off(*(two := sit(asked(early), "tom")), two[1].file.revision)
    assert early.read("AB2345").case.state == "closed"


def test_refused_it_is_held_as_before(early):
    assert override(early, answer=False).answer == "refused"
    with pytest.raises(HeldBack):
        asked(early)


def test_nobody_lets_pass_what_they_asked_for_themselves(office):
    ready(office, date(2026, 11, 12), manager="tom")
    ask_override(*sit(office, "tom"), ASK_CLOSURE, "moved")
    desk, opened = sit(office, "tom")
    with pytest.raises(HeldBack) as raised:
        answer_override(desk, opened, opened.file.one(Override).id, True, "mine")
    assert rules(raised) == [26]
    assert office.read("AB2345").one(Override).answer == ""


def test_an_override_needs_reasons_and_is_answered_once_by_who_signs(early):
    desk, opened = sit(early)
    with pytest.raises(NotAllowed):
        ask_override(desk, opened, ASK_CLOSURE, " ")
    ask_override(desk, opened, ASK_CLOSURE, "why")
    waiting = opened.file.one(Override).id
    with pytest.raises(NotAllowed, match="Only a line manager"):
        answer_override(*sit(early, "sean"), waiting, True, "yes")
    with pytest.raises(NotAllowed, match="Say why"):
        answer_override(*sit(early, "tom"), waiting, True, " ")
    answer_override(*sit(early, "una"), waiting, True, "yes")
    with pytest.raises(NotAllowed, match="Let pass by Una Daly on Sat 21 Nov 2026: yes"):
        answer_override(*sit(early, "tom"), waiting, False, "not yet")


def test_an_override_lets_nothing_else_pass(office):
    """Only rule 18 can be overridden: what rule 24 misses is still missing."""
    office.case("AB2345", build=lambda b: b.assigned().put(Closure(reason="needs met")))
    override(office)
    with pytest.raises(HeldBack) as raised:
        ask_for_closure(*sit(office))
    assert rules(raised) == [24, 46]


@pytest.mark.parametrize(
    "answers",
    [
        {"reason": "death", "why_no_aftercare": "he died"},
        {"reason": "client", "why_no_aftercare": "wants none", "request_who": "Aoife", "request_on": TODAY,
         "request_how": "by phone"},
        {"reason": "handed over", "why_no_aftercare": "they plan", "receiver": "Focus",
         "receiver_accepted_on": TODAY},
    ],
    ids=lambda answers: answers["reason"],
)  # fmt: skip
def test_death_the_clients_request_and_an_accepted_hand_over_are_never_held(office, answers):
    office.case("AB2345", build=lambda b: b.assigned().shared_with("Focus").put(Closure(**answers)))
    assert closure(asked(office)).state == "asked"
