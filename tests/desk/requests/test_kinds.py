"""What holds for every kind of request."""

import pytest

from casetui.data.records import Signable
from casetui.desk.acts.answering import OpenRequest, check_may_answer
from casetui.desk.acts.cases import open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.to_sign import ToSign


@pytest.mark.parametrize("kind", REQUESTS.values(), ids=REQUESTS)
def test_what_is_signed_is_a_record_that_carries_signatures(kind):
    signs = any(answer.signed for answer in kind.answers)
    assert signs == kind.to_sign == isinstance(kind, ToSign) == issubclass(kind.record, Signable)


@pytest.mark.parametrize("kind", REQUESTS.values(), ids=REQUESTS)
def test_each_answer_has_a_key_and_a_word_of_its_own(kind):
    for of in ("key", "word", "name", "act"):
        values = [getattr(answer, of) for answer in kind.answers]
        assert len(set(values)) == len(values), of
    assert all(answer.no_reason for answer in kind.answers if answer.why)


@pytest.mark.parametrize("kind", REQUESTS)
@pytest.mark.parametrize("who", ["mary", "sean"])
def test_no_worker_answers_any_request(office, kind, who):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk(who)
    request = OpenRequest.of(desk, open_case(desk, "AB2345", "to help"), kind)
    with pytest.raises(NotAllowed, match=r"line manager"):
        check_may_answer(request)
