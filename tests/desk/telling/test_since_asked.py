"""What is signed is what is shown: changes since it was asked come first, and who sent it back before."""

from datetime import date

import pytest

from casetui.data.records import Assessment, Closure, Contact, Domain
from casetui.desk.acts.answering import OpenRequest
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ask_for_closure
from casetui.desk.acts.records import save_record
from casetui.desk.areas import AREAS
from casetui.desk.areas.lines import area_lines
from casetui.desk.forms.form_spec import change_form
from casetui.desk.telling.texts import request_texts
from casetui.plain.sign_offs import RequestRoom
from tests.answers import send_back
from tests.screens.office import TODAY

ANSWERED = Closure(
    id="closure",
    reason="needs met",
    needs_met=True,
    agreed_on=TODAY,
    aftercare="Call us",
    aftercare_call="Mary",
    aftercare_agreed_on=TODAY,
)
ASSESSED = Assessment(id="a", kind="initial", started_on=date(2026, 1, 11), completed_on=date(2026, 1, 12))
NEED = Domain(id="d", assessment="a", domain="family", need="none")


@pytest.fixture(name="office")
def asked(office, tmp_path):
    """A case whose closure Mary asked for."""
    office.case(
        "AB2345", "Aoife Nolan",
        lambda b: b.assigned().met(TODAY).put(
            ANSWERED, ASSESSED, NEED
        ),
        opened_on=date(2026, 1, 10),
    )  # fmt: skip
    ask_for_closure(*sit(office, "mary"))
    return office


def sit(office, who):
    desk = office.desk(who)
    return desk, open_case(desk, "AB2345", "to help")


def page(office, who="tom"):
    return request_texts(OpenRequest.of(*sit(office, who), "closure", "closure"))


def test_a_page_without_changes_begins_with_the_case_manager(office):
    assert page(office)[0].label == "Case manager"


def test_a_need_that_became_urgent_since_the_request_is_shown_first(office):
    desk, opened = sit(office, "sean")
    urgent = NEED.model_copy(update={"need": "urgent", "situation": "Nowhere to go"})
    save_record(desk, opened, urgent, opened.file.get(Domain, "d"))
    save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Rang in tears"))
    heading, need, contact, *rest = page(office)
    assert heading.heading and heading.label == "Changed since it was asked for: 2"
    assert need.label == "Domain" and "urgent" in need.text and "changed: Need, Situation" in need.text
    assert "Seán Keane, Sat 21 Nov" in need.text
    assert contact.label == "Contact" and "new" in contact.text
    told = "Family and children: Nowhere to go; nothing answered it"
    assert any((one.label, one.text) == ("urgent", told) for one in rest)


def test_a_need_that_moved_to_another_domain_is_shown_as_it_is_now(office):
    desk, opened = sit(office, "sean")
    form = change_form(desk, opened, opened.file.get(Domain, "d"))
    form.save({"domain": "social_network", "need": "urgent", "situation": "Children in danger"})
    heading, left, moved, *_ = page(office)
    assert heading.label == "Changed since it was asked for: 2"
    assert "struck out: moved to Social network" in left.text
    assert moved.text == "Social network · urgent; new; Seán Keane, Sat 21 Nov"


def test_plain_says_the_changes_first_too(office, capsys):
    desk, opened = sit(office, "sean")
    save_record(desk, opened, NEED.model_copy(update={"need": "urgent"}), opened.file.get(Domain, "d"))
    lines = RequestRoom(None, *sit(office, "tom"), "closure", "closure").lines()
    assert "Changed since it was asked for: 1" in lines[0].text


def test_a_closure_that_was_sent_back_says_so_when_it_is_asked_again_unchanged(office):
    send_back(*sit(office, "tom"), "Ring the landlord first")
    ask_for_closure(*sit(office, "mary"))
    said = "Ring the landlord first (Tom Walsh, Sat 21 Nov)"
    first = page(office, "una")[0]
    assert (first.label, first.text) == ("Sent back", said)
    desk, opened = sit(office, "mary")
    notes = [line.said for line in area_lines(desk, opened, AREAS["closure"], desk.standing(opened.file))]
    assert f"Sent back: {said}" in notes
