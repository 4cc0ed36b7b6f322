"""What is kept is shown: how a plan was agreed, who reported a sighting, the value that was not chosen."""

from casetui.data.records import Entry, Goal, Plan, Tracking
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.errors import Clash, chosen
from casetui.desk.telling.texts import RecordWords, texts_of
from casetui.desk.telling.timeline import happened
from tests.screens.office import TODAY

PLAN = Plan(
    id="p", vision="A home", state="agreed", agreed_on=TODAY, agreed_how="signed", acted_for="Anna Ward"
)


def opened(office, *records):
    office.case("AB2345", build=lambda b: b.put(*records))
    desk = office.desk()
    return desk, open_case(desk, "AB2345")


def test_how_a_plan_was_agreed_and_who_acted_are_shown(office):
    desk, case = opened(office, PLAN)
    texts = {text.label: text.text for text in texts_of(desk, case, PLAN)}
    assert texts["How it was agreed"] == "signed" and texts["Who acted for them"] == "Anna Ward"
    assert any("Anna Ward" in cell for cell in RecordWords(desk, case).cells(PLAN))
    assert any("Anna Ward" in one.text for one in happened(desk, case, "plan"))


def test_who_reported_a_sighting_is_asked_and_shown(office):
    note = Tracking(on=TODAY, where="Station", reported_by="Simon outreach")
    desk, case = opened(office, note)
    assert any("Simon outreach" in cell for cell in RecordWords(desk, case).cells(note))


def test_the_value_that_was_not_chosen_is_in_the_timeline(office):
    desk, case = opened(office, Goal(id="g", wording="A home"))
    clash = Clash("goal", "g", "wording", "Goal", "Her own flat", "A house", False, "Seán", "Mary")
    token = chosen.set((clash,))
    before = case.file.get(Goal, "g")
    try:
        commit(desk, case, "save", [RecordChange(before.model_copy(update={"wording": "A house"}), before)])
    finally:
        chosen.reset(token)
    assert any(one.act == "chose" for one in case.file.all(Entry))
    assert any("not Her own flat" in one.text for one in happened(desk, case, "acts"))
