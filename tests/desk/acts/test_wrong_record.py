"""One record that its model refuses leaves the case readable: it opens without it, and says which."""

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.records import Contact, Goal, Tick
from casetui.desk.acts.cases import open_case, with_standing
from casetui.desk.acts.records import save_record, tick
from tests.screens.office import TODAY

TICK = Tick(
    id="tick-intake-steps-explained", checklist="intake", item="steps-explained", on=TODAY, note="Said"
)


@pytest.fixture
def office(office):
    """A case of which a contact and a tick hold values that no form takes."""
    office.case("AB2345", build=lambda b: b.assigned().met(TODAY).put(Goal(id="g", wording="A home"), TICK))
    vault = office.seen_by("mary")
    file = CaseFile.load(vault, "cases/AB2345").copy()
    [contact] = file.tables["contact"]
    file.tables["contact"][contact]["on"] = "some day"
    file.tables["tick"][TICK.id]["state"] = "perhaps"
    file.save(vault, "mary", office.now)
    return office


def wrong(office):
    tables = office.read("AB2345").tables
    return next(iter(tables["contact"].values()))["on"], tables["tick"][TICK.id]["state"]


def test_it_opens_without_them_and_says_which(office):
    desk = office.desk()
    opened = with_standing(desk, open_case(desk, "AB2345"))
    said = " ".join(opened.unsaid)
    assert "One record cannot be read and is left out: Contact" in said
    assert "Checklist item" in said and "casetui audit" in said
    assert opened.file.all(Contact) == [] and opened.file.get(Goal, "g")
    assert desk.register.rows["AB2345"].problem == ""


def test_their_content_outlives_saves(office):
    before = wrong(office)
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Rang"))
    save_record(
        desk,
        opened,
        opened.file.get(Goal, "g").model_copy(update={"measure": "Keys"}),
        opened.file.get(Goal, "g"),
    )
    assert wrong(office) == before == ("some day", "perhaps")
    assert [one.summary for one in office.read("AB2345").all(Contact)] == ["Rang"]


def test_a_record_that_would_take_the_place_of_one_is_refused(office):
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    with pytest.raises(VaultError, match="its content is kept: Checklist item"):
        tick(desk, opened, "intake", "steps-explained", {"state": "done"})
    assert wrong(office) == ("some day", "perhaps")


def test_a_head_or_a_loan_that_is_wrong_still_keeps_the_case_shut(office):
    vault = office.seen_by("mary")
    file = CaseFile.load(vault, "cases/AB2345").copy()
    next(iter(file.tables["case"].values()))["opened_on"] = "some day"
    bad = CaseFile(file.name, file.tables, file.stored)
    with pytest.raises(VaultError, match="is damaged"):
        _ = bad.case
