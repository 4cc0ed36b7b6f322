"""What cannot be struck out is said before a reason is asked for."""

import pytest

from casetui.data.records import Contact, Intake
from casetui.desk.acts.cases import open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.records import strike_out
from tests.screens.office import NOW, TODAY, Office

NUMBER = "AB2345"


@pytest.mark.parametrize(
    ("record", "head", "error"),
    [
        (Intake(first_contact_on=TODAY), {}, "This record cannot be struck out."),
        (Contact(on=TODAY, kind="phone", summary="x", struck_by="mary", struck_at=NOW, struck_reason="wrong"),
         {}, "This record cannot be struck out."),
        (Contact(on=TODAY, kind="phone", summary="x"), {"state": "closed", "closed_on": TODAY},
         "The case is closed."),
    ],
)  # fmt: skip
def test_what_cannot_be_struck_out_is_said_before_a_reason_is_asked_for(tmp_path, record, head, error):
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(NUMBER, build=lambda b: b.assigned().put(record), **head)
    desk = office.desk()
    opened = open_case(desk, NUMBER)
    with pytest.raises(NotAllowed, match=error):
        next(strike_out(desk, opened, opened.file.every(type(record))[0]))
