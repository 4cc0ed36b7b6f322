"""What others saved in an open case since it was read, in words: who, when, and what."""

from datetime import date, timedelta

import pytest

from casetui.data.records import Client, Closure, Contact, Goal, Tick
from casetui.desk.acts.cases import assign, open_case, pause
from casetui.desk.acts.closing import ask_for_closure
from casetui.desk.acts.news import news
from casetui.desk.acts.records import build, save_record, strike, tick
from casetui.desk.acts.restricting import restrict
from casetui.desk.people.agency import save_agency
from tests.answers import sign_off
from tests.cases import HANDED_OVER
from tests.screens.office import NOW, TODAY

NUMBER = "AB2345"
LONG_AGO = date(2026, 1, 10)


@pytest.fixture
def case(office):
    goal = Goal(id="g", wording="A tenancy", measure="keys")
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned().met().put(goal), opened_on=LONG_AGO)
    return office


def sit(office, who):
    desk = office.desk(who)
    return desk, open_case(desk, NUMBER, "to look")


@pytest.fixture
def mary(case):
    return sit(case, "mary")


def change(office, who, **fields):
    desk, opened = sit(office, who)
    goal = opened.file.get(Goal, "g")
    save_record(desk, opened, build(Goal, goal, fields), goal)


def test_where_nobody_saved_there_is_no_news(mary):
    assert news(*mary) is None


def test_news_say_who_saved_when_and_what_and_leave_the_open_case_as_it_is(case, mary):
    case.now = NOW + timedelta(hours=4, minutes=5)
    change(case, "tom", measure="a lease")
    found = news(*mary)
    assert found.headline == "Tom Walsh saved this case at 14:05"
    assert found.sentence == "Tom Walsh saved this case at 14:05: Goal, Measure of success: a lease"
    assert found.readable and found.file.revision == 2
    assert mary[1].file.revision == 1


def test_news_of_another_day_say_the_day(case, mary):
    change(case, "tom", measure="a lease")
    case.now = NOW + timedelta(days=1)
    assert news(*mary).headline == "Tom Walsh saved this case at 21/11/2026 10:00"


def test_the_time_is_that_of_the_agencys_clocks(case, mary):
    desk = case.desk("tom")
    save_agency(desk, {"zone": "Europe/Helsinki"}, desk.agency)
    change(case, "tom", measure="a lease")
    mary[0].catch_up_agency()
    assert news(*mary).headline == "Tom Walsh saved this case at 12:00"
    case.now = NOW + timedelta(days=1)
    assert news(*mary).headline == "Tom Walsh saved this case at 21/11/2026 12:00"


def test_several_people_are_named_in_the_order_of_their_saves_each_once(case, mary):
    for who, measure in (("tom", "a lease"), ("sean", "a key"), ("tom", "a door")):
        change(case, who, measure=measure)
    assert news(*mary).sentence == (
        "Tom Walsh, Seán Keane saved this case at 10:00: Goal, Measure of success: a door"
    )


def test_the_same_person_in_another_session_gets_news_without_a_sentence(case, mary):
    change(case, "mary", measure="a lease")
    found = news(*mary)
    assert (found.sentence, found.headline) == ("", "Mary Byrne saved this case at 10:00")
    change(case, "tom", horizon="long")
    assert news(*mary).sentence.startswith("Mary Byrne, Tom Walsh saved this case at 10:00: Goal")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"phone": "087", "gender": "woman"}, "Client, Gender: woman; Client, Phone: 087"),
        ({"phone": "087", "gender": "woman", "name": "Aoife Byrne"},
         "Client, Name: Aoife Byrne; Client, Gender: woman; Client, Phone: 087"),
        ({"phone": "087", "gender": "woman", "name": "Aoife Byrne", "email": "a@b.ie", "address": "Quay"},
         "Client, Name: Aoife Byrne; Client, Gender: woman; Client, Phone: 087; and 2 more"),
    ],
    ids=["two", "three", "five"],
)  # fmt: skip
def test_three_changes_are_named_and_the_others_counted(case, mary, fields, named):
    desk, opened = sit(case, "tom")
    client = opened.file.one(Client)
    save_record(desk, opened, build(Client, client, fields), client)
    assert news(*mary).sentence == f"Tom Walsh saved this case at 10:00: {named}"


def test_news_name_an_emptied_field_a_new_record_and_a_struck_one(case, mary):
    change(case, "tom", measure="")
    assert news(*mary).sentence.endswith(": Goal, Measure of success: emptied")
    desk, opened = mary[0], open_case(mary[0], NUMBER)
    tom = sit(case, "tom")
    save_record(*tom, Contact(id="c", kind="phone", on=TODAY, summary="Rang"))
    assert "Summary" not in news(desk, opened).sentence.split("Rang")[1]
    opened = open_case(desk, NUMBER)
    tom = sit(case, "tom")
    strike(*tom, tom[1].file.get(Contact, "c"), "another client")
    assert news(desk, opened).sentence.endswith(": Contact: struck out, another client")
    opened = open_case(desk, NUMBER)
    change(case, "tom", measure="a lease")
    assert "struck out" not in news(desk, opened).sentence, "that was news before"


def test_a_ticked_item_is_named_by_its_text(case, mary):
    tick(*sit(case, "tom"), "gp", "asked", {"state": "done"})
    assert news(*mary).sentence == (
        "Tom Walsh saved this case at 10:00: Practice asked, State: done; Practice asked, On: 21/11/2026"
    )
    opened = open_case(mary[0], NUMBER)
    item = next(item for item in opened.method.step_of("closure").item if not item.rule)
    tick(*sit(case, "tom"), "closure", item.key, {"state": "done"})
    assert f": {opened.method.say(item.text)}, State: done" in news(mary[0], opened).sentence
    opened = open_case(mary[0], NUMBER)
    for checklist, key in (("former", "gone"), ("gp", "gone")):
        save_record(*sit(case, "tom"), Tick(checklist=checklist, item=key, on=TODAY))
    assert ": former: gone, " in news(mary[0], opened).sentence
    assert "; gp: gone, " in news(mary[0], opened).sentence


def test_an_act_on_a_record_is_named_as_an_act(case, mary):
    pause(*sit(case, "tom"), "in prison", TODAY + timedelta(days=30))
    assert news(*mary).sentence.endswith("; Case: rests")


def test_news_say_that_the_case_was_given_to_a_colleague_and_can_be_read_no_more_without_a_reason(case, mary):
    assign(*sit(case, "tom"), "sean", hand_over=HANDED_OVER)
    found = news(*mary)
    assert found.headline == "Tom Walsh gave this case to Seán Keane at 10:00"
    assert found.sentence == f"{found.headline}. Open it again to read on."
    assert not found.readable and found.file.case.manager == "sean"


def test_who_reads_a_colleagues_case_with_a_reason_reads_on(case):
    sean = sit(case, "sean")
    change(case, "tom", measure="a lease")
    assert sean[1].access == "ask" and news(*sean).readable


def test_news_say_that_the_case_was_closed(office):
    closure = Closure(id="c", reason="needs met", needs_met=True, agreed_on=TODAY, aftercare="Call us",
                      aftercare_call="Mary", aftercare_agreed_on=TODAY)  # fmt: skip
    office.case(NUMBER, build=lambda b: b.assigned().assessed("none").met().put(closure), opened_on=LONG_AGO)
    ask_for_closure(*sit(office, "mary"))
    mary, tom = sit(office, "mary"), sit(office, "tom")
    sign_off(*tom, tom[1].file.revision)
    assert news(*mary).headline == "Tom Walsh closed this case at 10:00"
    closed = sit(office, "mary")
    restrict(*sit(office, "tom"), ["mary"], "a neighbour of Tom's")
    assert news(*closed).headline == "Tom Walsh saved this case at 10:00", "it was closed before"


def test_a_case_that_was_restricted_or_given_to_another_team_is_no_longer_open(case):
    tom = sit(case, "tom")
    restrict(*sit(case, "mary"), ["mary"], "a neighbour of Tom's")
    found = news(*tom)
    assert found.headline == "This case is no longer open to you"
    assert found.sentence == "This case is no longer open to you. Open it again to read on."
    assert not found.readable and found.file is tom[1].file


def test_a_case_that_went_to_another_team_says_to_whom(case, mary):
    assign(*sit(case, "tom"), "priya", hand_over=HANDED_OVER)
    assert news(*mary).headline == "This case was given to Priya Das"
