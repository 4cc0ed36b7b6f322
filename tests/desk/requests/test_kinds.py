"""What holds for every kind of request."""

import pytest

from casetui.data.records import Assignment, Closure, Disclosure, GapOrBlock, Override, Signable
from casetui.desk.acts.answering import OpenRequest, check_may_answer
from casetui.desk.acts.cases import open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.to_sign import ToSign
from casetui.screens.forms.flow_runner import BACK
from tests.screens.office import TODAY


@pytest.mark.parametrize("kind", REQUESTS.values(), ids=REQUESTS)
def test_what_is_signed_is_a_record_that_carries_signatures(kind):
    signs = any(answer.signed for answer in kind.answers)
    assert signs == kind.to_sign == isinstance(kind, ToSign) == issubclass(kind.record, Signable)


@pytest.mark.parametrize("kind", REQUESTS.values(), ids=REQUESTS)
def test_each_answer_has_a_key_and_a_word_of_its_own(kind):
    for of in ("key", "label", "word", "name", "act"):
        values = [getattr(answer, of) for answer in kind.answers]
        assert len(set(values)) == len(values), of
    assert all(answer.no_reason for answer in kind.answers if answer.why)
    assert BACK not in [answer.key for answer in kind.answers if answer.sure], (
        "it goes back from the question"
    )
    assert not {answer.key for answer in kind.answers} & {"q", "escape", "question_mark"}


def waiting():
    """Return a record of each kind of request, which waits for its answer."""
    asked = {"id": "r", "asked_by": "mary", "asked_on": TODAY}
    by = {"id": "r", "made_by": "mary"}
    return {
        "closure": Closure(reason="needs met", state="asked", **asked),
        "override": Override(rule=18, act="ask for closure", why="He moves", **asked),
        "over limit": Assignment(to="mary", on=TODAY, over_limit=True, **by),
        "gap": GapOrBlock(kind="gap", need="A bed", on=TODAY, told_on=TODAY, **by),
        "disclosure": Disclosure(
            on=TODAY, recipient="Garda", reason="A threat", information="Where", told_client="no", **by
        ),
    }


@pytest.mark.parametrize("kind", REQUESTS)
@pytest.mark.parametrize("who", ["mary", "sean"])
def test_no_worker_answers_any_request(office, kind, who):
    office.case("AB2345", build=lambda b: b.assigned().put(waiting()[kind]))
    desk = office.desk(who)
    request = OpenRequest.of(desk, open_case(desk, "AB2345", "to help"), kind, "r")
    with pytest.raises(NotAllowed, match=r"line manager"):
        check_may_answer(request)


@pytest.mark.parametrize("kind", REQUESTS)
def test_what_does_not_wait_is_answered_by_nobody(office, kind):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk("tom")
    request = OpenRequest.of(desk, open_case(desk, "AB2345"), kind)
    with pytest.raises(NotAllowed, match=REQUESTS[kind].answered):
        check_may_answer(request)
