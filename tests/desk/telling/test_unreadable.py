"""What of a case cannot be read is said in its head as long as it is so."""

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.records import Alert, Consent, Contact
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.telling.texts import alert_sentences, unreadable_sentence
from tests.plain.lines import said
from tests.screens.office import TODAY

CONSENT = Consent(id="gone", kind="sharing", how="signed", given_on=TODAY, recipients=["GP"])


@pytest.mark.parametrize("number", [0, 1])
def test_the_head_says_so_as_long_as_it_is_so(office, number):
    office.case("AB2345", build=lambda b: b.assigned().put(CONSENT))
    vault = office.seen_by("mary")
    file = CaseFile.load(vault, "cases/AB2345").copy()
    file.tables["consent"]["gone"]["withdrawn_on"] = "last week"
    file.save(vault, "mary", office.now)
    desk = office.desk("mary")
    opened = open_case(desk, "AB2345")
    for n in range(number):
        save_record(desk, opened, Contact(kind="phone", on=TODAY, summary=f"Rang {n}"))
    assert "Consent gone" in unreadable_sentence(opened)
    assert "Consent gone" in unreadable_sentence(open_case(desk, "AB2345"))


def test_the_alert_of_which_a_field_cannot_be_read_is_shown_before_a_call(office):
    office.case("AB2345", build=lambda b: b.assigned().put(Alert(id="al", kind="medical", text="Epilepsy")))
    vault = office.seen_by("mary")
    file = CaseFile.load(vault, "cases/AB2345").copy()
    file.tables["alert"]["al"]["since"] = "last spring"
    file.save(vault, "mary", office.now)
    desk = office.desk("mary")
    assert alert_sentences(desk, open_case(desk, "AB2345")) == ["medical: Epilepsy"]
    assert desk.register.rows["AB2345"].alerts == ("medical: Epilepsy",)


async def test_a_screen_and_plain_say_it_too(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(CONSENT))
    vault = office.seen_by("mary")
    file = CaseFile.load(vault, "cases/AB2345").copy()
    file.tables["consent"]["gone"]["withdrawn_on"] = "last week"
    file.save(vault, "mary", office.now)
    async with office.seat("mary") as seat:
        await seat.press("enter")
        await seat.press("w", "escape")
        assert "Left out, as it cannot be read: Consent gone" in seat.words
    assert "Left out, as it cannot be read: Consent gone." in said(office, "1")
