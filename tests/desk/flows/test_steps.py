"""A flow asks for what an act needs, one step at a time, whichever face drives it."""

import pytest

from casetui.desk.acts.cases import ReasonNeeded, open_case
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.flows.steps import AskLine, Do, Held, doing, reasoned, with_reason
from tests.screens.office import Office

NUMBER = "AB2345"


def needs_reason(why):
    if not why:
        raise ReasonNeeded("Why?")
    return f"done: {why}"


def done(flow, step):
    """Do the act of a step as a face does; return the next step, or the result of the flow."""
    try:
        answer = step.act()
    except (ReasonNeeded, HeldBack, NotAllowed) as error:
        return after(flow.throw, error)
    return after(flow.send, answer)


def after(go_on, given):
    try:
        return go_on(given)
    except StopIteration as end:
        return end.value


@pytest.fixture
def case(tmp_path):
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(NUMBER, build=lambda b: b.assigned().intake())
    desk = office.desk()
    return desk, open_case(desk, NUMBER)


def test_an_act_is_done_again_with_the_reason_that_it_asks_for():
    flow = with_reason(needs_reason, "Saved.", about="it")
    first = next(flow)
    assert isinstance(first, Do)
    question = done(flow, first)
    assert question == AskLine("Why?", "it")
    second = flow.send("He is ill")
    assert (second.given, second.about, second.sentence) == ("He is ill", "it", "Saved.")
    assert done(flow, second) == "done: He is ill"


def test_going_back_from_the_reason_ends_it():
    flow = with_reason(needs_reason)
    done(flow, next(flow))
    assert after(flow.send, "") is None


def test_what_a_person_cannot_answer_leaves_the_flow():
    def refuse(_):
        raise NotAllowed("This is not yours.")

    flow = with_reason(refuse)
    with pytest.raises(NotAllowed, match="not yours"):
        done(flow, next(flow))


def test_what_is_only_read_asks_for_its_reason_too_and_keeps_what_was_given():
    def read(why):
        if len(why) < 3:
            raise ReasonNeeded("Why, in three letters?")
        return why.upper()

    flow = reasoned(read, "it")
    assert next(flow) == AskLine("Why, in three letters?", "it")
    assert flow.send("no") == AskLine("Why, in three letters?", "it", "no")
    assert after(flow.send, "not now") == "NOT NOW"


@pytest.mark.parametrize(("passes", "offered"), [("", False), ("change case manager", True)])
def test_a_line_manager_can_be_asked_only_where_the_act_may_be_let_pass(case, passes, offered):
    def held_back(_):
        raise HeldBack([])

    flow = doing(*case, held_back, "", passes=passes)
    step = done(flow, next(flow))
    assert isinstance(step, Held)
    assert (step.may_ask, step.note) == (offered, "")
    assert after(flow.send, False) is None


def test_who_asks_a_line_manager_says_why(case):
    def held_back(_):
        raise HeldBack([])

    flow = doing(*case, held_back, "", passes="change case manager")
    done(flow, next(flow))
    assert flow.send(True) == AskLine("Why should it pass?", "change case manager")
    asking = flow.send("He moves to her area")
    assert asking.sentence == "A line manager was asked to let it pass."
    assert asking.given == "He moves to her area"
