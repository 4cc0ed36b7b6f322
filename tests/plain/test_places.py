"""Going about: lists by number and by name, a colleague's case, signing off, and what is late in words."""

import re
import threading
from datetime import date, timedelta
from io import StringIO

import pytest

from casetui.data.records import (
    Action,
    Alert,
    AnotherPerson,
    Assignment,
    Closure,
    Contact,
    Goal,
    NewClient,
    Override,
    Plan,
    Reference,
)
from casetui.desk.people.retiring import retire
from casetui.plain import start
from casetui.plain.start import talk_at
from casetui.plain.talk import Talk
from casetui.plain.upkeep import Resealer
from tests import disk
from tests.cases import OPENED
from tests.plain.lines import Lines, after, form, said


@pytest.fixture
def aoife(office):
    return office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake())


def test_a_case_opens_by_number_and_by_the_start_of_a_name(office, aoife):
    for answer in ("1", "aoi", "nol"):
        assert "Case number C-AB2345." in said(office, answer)


def test_what_could_be_two_things_is_asked_about(office, aoife):
    office.case("CD2345", "Aoife Murphy", lambda b: b.assigned())
    text = said(office, "aoife", "aoife m")
    assert "That could be: 1 Aoife " in text
    assert "Case number C-CD2345." in after(text, "That could be:")


def test_what_is_not_understood_says_where_to_look(office):
    text = said(office, "xyzzy", "?")
    assert 'Nothing here is called "xyzzy".' in text
    assert "agenda: what is late and due" in text


def test_alerts_come_first_and_lateness_is_said_in_words(office):
    office.case(
        "AB2345", build=lambda b: b.assigned().intake().put(Alert(kind="violence", text="Two by two"))
    )
    office.now += timedelta(days=60)
    text = said(office, "1", "warnings", "back", "agenda")
    assert text.index("Two by two") < text.index("Case number")
    assert "late, " in after(text, "Agenda")
    assert "!" not in text


def test_what_is_only_to_mind_is_not_counted_as_late_and_the_count_is_that_of_the_caseload(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().put(Plan()))
    office.now += timedelta(days=60)
    text = said(office, "1", "warnings")
    dated = int(after(text, "Today and late: ").split(".")[0])
    head, _, listed = after(text, "Case number").partition("or to mind\n")
    counted = re.search(r"(\d+) things? \w+ late or due today\. (\d+) things? \w+ to mind\. Say", head)
    assert counted and int(counted[1]) == dated
    assert listed.count(" To mind: ") == int(counted[2]) > 0
    assert len(re.findall(r"^\d+ (?:Late|Today)", listed, re.MULTILINE)) == dated


def test_a_line_of_what_is_late_leads_to_its_own_record(office):
    build = lambda b: b.assigned().intake().planned().put(  # noqa: E731
        Action(id="one", goal="goal", what="Ring the landlord", who="Mary", due_on=OPENED),
        Action(id="two", goal="goal", what="Ring the bank", who="Mary", due_on=OPENED),
    )  # fmt: skip
    office.case("AB2345", "Aoife Nolan", build)
    for what in ("Ring the landlord", "Ring the bank"):
        for way in (["agenda", what, "back"], ["1", "warnings", what, "back"]):
            text = after(said(office, *way), "Action\n")
            assert text.startswith("For the goal: ") and f"What: {what}" in text.split("what next")[0]
            assert "Support plan, what next" in text


def test_an_answer_leads_to_its_case(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().closing())
    said(office, "sign-offs", "1", "return", "Say who rings her", "back", who="tom")
    text = said(office, "sign-offs", "1", "back", "back")
    assert "Case number C-AB2345." in text and "Closure, what next" in text


def test_a_warning_of_a_work_area_leads_to_its_record_and_other_areas_to_mind_are_reached(office):
    action = Action(
        id="one", goal="goal", what="Ring the landlord", who="case manager", due_on=OPENED + timedelta(days=3)
    )
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().planned().put(action))
    assert "What: Ring the landlord" in after(said(office, "1", "3", "2"), "Action\n")
    text = after(said(office, "1", "1", "Late, 6 days"), "Action\n")
    assert "What: Ring the landlord" in text and "Support plan, what next" in said(
        office, "1", "1", "Late, 6 days", "back"
    )


def test_a_checklist_says_how_much_is_done_and_how_late_it_is(office, aoife):
    office.now += timedelta(days=30)
    text = said(office, "1", "4", "more", "more")
    assert "Checklist Housing list: 0 of 10 done, late, 25 days" in text, text


def test_the_agenda_says_the_client_what_it_is_and_when_in_a_line(office, aoife):
    text = after(said(office, "agenda", "month"), "28 days\n")
    assert re.search(r"^1 Aoife Nolan: [^\n]*, late, 2 days$", text, re.MULTILINE), text
    assert re.search(r"^\d+ Aoife Nolan: [^\n]*, in \d+ days, \w{3} \d+ \w{3}$", text, re.MULTILINE), text


def test_no_dots_are_read_out_between_texts(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().planned())
    text = said(office, "1", "3", "read")
    assert "For the goal: " in text
    assert "·" not in text


def test_of_a_long_note_a_list_says_how_it_begins_and_the_record_says_it_whole(office):
    note = "He said that " + "it rained and " * 2000 + "it stopped.\nThen he left."
    contact = Contact(kind="phone", summary=note, on=OPENED)
    office.case("AB2345", build=lambda b: b.assigned().intake().put(contact))
    ways = (
        (["1", "6", "2"], "phone, Mary: He said"),
        (["1", "timeline", "only contact", "1"], "phone, He said"),
    )
    for way, begins in ways:
        text = after(said(office, *way), begins)
        first, _, rest = text.partition("\n")
        assert first.endswith(" ...") or " ..., " in first
        assert len(first) < 200
        assert "it stopped.\nThen he left.\n" in rest


def test_long_lists_come_in_pages(office):
    for n in range(2, 9):
        for letter in "AB":
            office.case(f"{letter}B234{n}", f"Client {letter}{n}", lambda b: b.assigned())
    text = said(office, "more", "more")
    assert "4 lines are left. Say more." in text
    assert "Client B8" in after(text, "lines are left")
    assert "That was all." in text


def test_a_colleagues_case_opens_with_a_reason_that_is_logged(office, aoife):
    text = said(office, "find aoife nolan", "1", "She is ill", "back", who="sean")
    assert "Why do you open it? It is logged." in text
    assert "Case number C-AB2345." in text
    assert "She is ill" in str(office.openings())


def test_a_case_that_was_put_back_is_said_to_be_as_it_opens(office, aoife):
    path = office.folder / "cases" / "AB2345.age"
    older = path.read_bytes()
    office.read("AB2345").copy().save(office.seen_by("mary"), "mary", office.now)
    text = said(office, lambda: path.write_bytes(older) and "1")
    assert "C-AB2345 was put back" in text.split("Case number")[0]


def test_closure_is_signed_off_by_a_line_manager(office):
    office.case("AB2345", build=lambda b: b.assigned().closing(), opened_on=date(2026, 1, 10))
    text = said(office, "sign-offs", "1", "sign", "yes", "back", who="tom")
    assert "Still open: " in text
    assert "Signed off. The case is closed." in text
    assert office.read("AB2345").case.state == "closed"


def test_a_closure_is_not_signed_where_one_does_not_mean_it(office):
    office.case("AB2345", build=lambda b: b.assigned().closing(), opened_on=date(2026, 1, 10))
    assert "Sign this closure off? The case closes. yes or no" in said(
        office, "sign-offs", "1", "sign", "no", who="tom"
    )
    assert office.read("AB2345").case.state == "open"


def test_who_does_not_sign_is_told_before_anything_is_asked(office):
    office.case("AB2345", build=lambda b: b.assigned().closing(), opened_on=date(2026, 1, 10))
    text = said(office, "sign-offs", "1", "sign", "return")
    assert text.count("Only a line manager or the second signatory signs off.") == 3, "first with the request"
    assert "yes or no" not in text


def test_of_a_tick_only_the_line_that_changed_is_said_again(office, aoife):
    text = after(said(office, "1", "4", "Tasks, targets", "1"), "Saved.\n")
    assert re.match(r"\d+ Tasks, targets [^\n]*: done, Sat 21 Nov\n[^\n]*what next", text), text


def test_alerts_are_said_before_a_work_area_that_the_agenda_leads_to(office):
    alert = Alert(kind="violence", text="Two by two")
    office.case("AB2345", build=lambda b: b.assigned().intake().put(alert))
    office.now += timedelta(days=60)
    text = after(said(office, "agenda", "1", "back", "back"), "Agenda, what next")
    assert text.count("Alert: violence: Two by two") == 1
    assert text.index("Two by two") < text.index("Checklist of this step:")


def test_who_may_open_a_case_is_said_once_it_is_restricted_lent_and_taken_back(office, aoife):
    text = said(
        office, "1", "restrict", "Tom", "Known to staff", "yes", "yes",
        "lend", "Priya", "+7", "Holiday", "yes",
        "take-back", "Back", "lift", "Not needed",
    )  # fmt: skip
    assert "Restricted: open to Mary Byrne, Tom Walsh only." in text
    assert "Lent to Priya Das until Sat 28 Nov 2026: Holiday" in after(text, "Restricted:")
    assert "Taken back from Priya Das." in text
    assert "The case is open to the team again." in text


def test_a_case_that_is_not_open_to_somebody_says_whom_to_ask(office, aoife):
    said(office, "1", "restrict", "Tom", "Known to staff", "yes", "yes")
    assert "is not open to you. Ask Mary Byrne." in said(office, "find AB2345", "1", who="sean")


def test_a_contact_for_a_colleagues_closed_case_is_refused_before_the_form(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned(), state="closed", closed_on=OPENED)
    text = said(office, "contact aoife nolan", "1", "She rang me", who="sean")
    assert "is closed. Open it to reopen it." in text
    assert "Fields:" not in text


def test_many_cases_are_said_to_be_read(office, aoife, monkeypatch):
    monkeypatch.setattr(start, "MANY_CASES", 1)
    out = StringIO()
    talk_at(lambda _: office.new_desk(), Talk(Lines(()), out))
    assert out.getvalue().count("Reading 1 cases. This takes a moment.") == 1


def test_what_a_changed_key_asks_for_is_done_beside(office, aoife):
    retire(office.desk("tom"), "sean")
    upkeep, before = Resealer(office.desk("tom")), set(threading.enumerate())
    upkeep.begin()
    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert "Sealed anew, for a key changed:" in upkeep.end()
    assert "Sealed anew" not in said(office, "quit", who="tom")


def test_a_closure_goes_back_with_a_reason(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().closing())
    text = said(office, "sign-offs", "1", "return", "Say who rings her", "back", who="tom")
    assert "Sent back." in text
    assert office.read("AB2345").one(Closure).sent_back_reason == "Say who rings her"


def test_who_asked_is_told_once_how_it_was_answered(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().closing())
    said(office, "sign-offs", "1", "return", "Say who rings her", "back", who="tom")
    told = "Closure sent back: Say who rings her"
    assert told in said(office, "sign-offs", "back")
    assert told not in said(office, "sign-offs", "back")


def test_what_could_not_be_written_is_tried_again_with_the_reason_that_was_given(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().closing())
    with disk.full(office.folder / "cases", times=1):
        text = said(office, "sign-offs", "1", "return", "Say who rings her", "yes", who="tom")
    assert "Sent back." in after(
        text, "no space left on device. What was there before is untouched.\nTry again? yes or no"
    )
    assert office.read("AB2345").one(Closure).sent_back_reason == "Say who rings her"


def test_what_a_line_manager_may_let_pass_can_be_asked_for(office, aoife):
    said(office, "1", "give", "Seán", "yes", "ordinary", "A viewing", "yes", "He knows her", who="tom")
    assert [override.why for override in office.read(aoife).all(Override)] == ["He knows her"]


def test_a_case_that_nobody_has_is_given_to_a_worker(office):
    office.case("AB2345", manager="")
    text = said(office, "team", "Aoife", "give", "Mary", "yes")
    assert "1 Mary Byrne 0 of 8 north" in text
    assert "Given to Mary Byrne." in text
    assert office.read("AB2345").all(Assignment)[0].to == "mary"


def test_a_record_is_struck_out_with_a_reason(office):
    alert = Alert(kind="medical", text="Epilepsy", since=OPENED)
    office.case("AB2345", build=lambda b: b.assigned().intake().put(alert))
    text = said(office, "1", "client", "epilepsy", "strike", "Not hers", "back")
    assert "Struck out: Not hers" in text
    assert office.read("AB2345").all(Alert) == []


def test_likely_duplicates_are_asked_about(office, aoife):
    text = said(office, "new", *form(NewClient, name="Aoife Nolan"), "none of these", "mine")
    assert "May be the same person: 1" in text
    assert len(office.cases()) == 2


def test_the_one_already_known_is_opened_instead(office, aoife):
    text = said(office, "new", *form(NewClient, name="Aoife Nolan"), "1", "open")
    assert "Case number C-AB2345." in text
    assert len(office.cases()) == 1


def test_numbers_of_a_new_client_are_warned_of_like_those_of_every_form(office):
    answers = [*form(NewClient, name="Nora Quirke 311299-1234"), "yes", "mine"]
    text = said(office, "new", *answers)
    assert text.count("This looks like a CPR number.") == 1


def test_a_number_in_a_line_of_text_is_warned_of(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    text = said(office, "find aoife nolan", "1", "311299-1234 rang", "no", "She rang", "back", who="sean")
    assert text.count("This looks like a CPR number.") == 1


def test_a_wrong_reference_is_asked_for_again(office):
    answers = [*form(NewClient, name="Nora Quirke", reference="PPS 123"), "PPS 1234567FA", "yes", "mine"]
    text = said(office, "new", *answers)
    assert "Reference: This is not a PPS number" in text
    assert office.cases()[0].one(Reference).number == "1234567FA"


def test_one_more_client_than_recommended_asks_for_a_reason(office):
    for n in range(2, 10):
        office.case(f"AB234{n}", f"Client {n}", lambda b: b.assigned(), client_id=f"client-{n}")
    text = said(office, "new", *form(NewClient, name="Nora Quirke"), "mine", "Nobody else speaks Irish")
    assert "at most 8 are recommended" in text
    assert len(office.cases()) == 9


def test_what_is_written_cannot_move_the_cursor(office):
    office.case("AB2345", "Eve \x1b[31m\u202eNolan", lambda b: b.assigned())
    text = said(office, "1", "client", "read")
    assert "Nolan" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_timeline_says_what_happened_newest_first_and_a_record_whole(office):
    office.case(
        "AB2345", "Aoife Nolan",
        lambda b: b.assigned().intake().put(
            Goal(wording="A tenancy", measure="keys in hand"),
            Contact(kind="visit", summary="At home.", on=OPENED),
            Contact(kind="phone", summary="Rang twice.", on=OPENED + timedelta(days=2)),
        ),
    )  # fmt: skip
    text = after(said(office, "1", "timeline", "only contact", "1"), "Timeline, all")
    contacts = after(text, "Timeline, Contact")
    assert contacts.index("1 Sat 14 Nov 2026: Contact, phone, Rang twice.") < contacts.index("2 Thu 12 Nov")
    assert "Goal" not in contacts
    assert "What happened: Rang twice." in after(contacts, "2 Thu 12 Nov")


def test_a_long_timeline_comes_in_pages(office):
    notes = [Contact(kind="visit", summary=f"Note {n}", on=OPENED + timedelta(days=n)) for n in range(9)]
    many = [Contact(kind="phone", summary=f"Call {n}", on=OPENED) for n in range(30)]
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(*notes, *many))
    first = after(said(office, "1", "timeline"), "Timeline, all")
    assert "Note 8" in first and "Call 0" not in first
    assert "Call 0" in after(said(office, "1", "timeline", *["more"] * 6), "Timeline, all")


def test_a_line_manager_hears_who_changed_and_who_opened_a_case_and_what_is_wrong(office, aoife):
    said(office, "1", "write", *form(Contact, kind="phone", summary="Talked"))
    text = after(
        said(office, "find aoife", "1", "audit", "more", who="tom"), "Who changed and who opened C-AB2345"
    )
    heads = ["What is wrong:", "Who changed what:", "Who opened it:"]
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    assert "Contact" in after(text, "Who changed what:") and "Mary Byrne" in after(text, "Who opened it:")
    assert "Audit, what next" in text
    assert "Wrong:" not in text


def test_who_is_no_line_manager_is_not_offered_the_audit_as_on_the_screen(office, aoife):
    assert "audit:" not in said(office, "1", "?")
    assert "audit:" in said(office, "1", "?", who="tom")


def test_a_likely_duplicate_that_is_somebody_else_is_asked_about_no_more(office, aoife):
    text = said(office, "new", *form(NewClient, name="Aoife Nolan"), "1", "somebody else", "mine")
    assert text.count("May be the same person: 1") == 1
    assert len(office.cases()) == 2


def test_the_clients_of_a_colleague_and_those_without_a_case_manager_are_listed(office, aoife):
    office.case("CD2345", "Nora Quirke", manager="")
    text = said(office, "clients Mary", "clients", "unassigned", who="sean")
    assert "Aoife Nolan" not in text.split("Mary Byrne: 1 of 8")[0]
    assert "C-AB2345" in after(text, "Mary Byrne: 1 of 8").split("what next")[0]
    assert "C-CD2345" in after(text, "Unassigned, oldest first")


def test_the_agenda_does_what_its_screen_does(office, aoife):
    text = said(
        office, "agenda", "by week", "longer", "digest", "yes", "digest", "team", "contact 1", ":stop"
    )
    assert "Late:\n1 Aoife Nolan: " in after(text, "7 days")
    assert "28 days" in text and "Agenda: Team" in after(text, "28 days")
    assert "casetui agenda now prints" in text
    assert "No digest is left any more." in after(text, "casetui agenda now prints")
    assert "Write down" in after(text, "Agenda: Team") and "Aoife Nolan" in after(text, "Write down")


def test_a_closed_case_offers_nothing_that_would_change_it_and_says_why(office):
    office.case("AB2345", build=lambda b: b.assigned().intake(), state="closed", closed_on=OPENED)
    text = said(office, "find aoife", "1", "help", "done", "8", "help", "add")
    assert "\ncontact: " not in text and "\ndone: " not in text and "\nadd: " not in text
    assert text.count("The case is closed.") == 2


def test_a_line_manager_says_of_two_clients_who_are_much_alike_that_they_are_two(office, aoife):
    office.case("CD2345", "Aoife Nolan", lambda b: b.assigned("sean"), manager="sean")
    text = said(office, "sign-offs", "1", "two", "back", who="tom")
    assert "May be one client, and nobody has said" in text and "same name" in text
    assert "Kept: they are two people." in text
    assert sum(len(case.all(AnotherPerson)) for case in office.cases()) == 1
    assert "Nothing waits for you." in said(office, "sign-offs", who="tom")
