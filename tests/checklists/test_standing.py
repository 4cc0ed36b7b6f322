"""How a case stands: steps, items, lists, dues, and a second method in one file."""

from datetime import date, timedelta

import pytest

from casetui.checklists.loader import load_methods
from casetui.checklists.standing import dues, standing
from casetui.data.records import Assessment, Disengagement, GapOrBlock, Goal, Tick
from tests.cases import OPENED, TODAY, CaseBuilder, context


def stand(build, method, day=TODAY):
    return standing(build.case, method, context(day))


def item(build, method, area, key, day=TODAY):
    step = stand(build, method, day).step_of(area)
    return next(one for one in step.items if one.key == key)


def checklist(build, method, key, day=TODAY):
    return next(one for one in stand(build, method, day).step_of("coordination").lists if one.key == key)


def test_a_new_case_is_at_the_first_step(guidebook):
    now = stand(CaseBuilder(), guidebook)
    assert (now.step.area, now.step.letter, now.step.state) == ("intake", "A", "at")
    assert [step.state for step in now.steps] == [
        "at", "open", "open", "open", "when needed", "open", "when needed", "open",
    ]  # fmt: skip


def test_the_case_moves_on_when_every_item_is_done(guidebook):
    build = CaseBuilder().intake(no_services=True)
    now = stand(build, guidebook)
    assert now.steps[0].state == "done" and now.step.area == "assessment"


def test_what_is_not_applicable_with_a_reason_is_settled(guidebook):
    tick = Tick(id="t", checklist="intake", item="services-asked", on=TODAY, state="not applicable")
    build = CaseBuilder().intake().put(tick)
    assert item(build, guidebook, "intake", "services-asked").state == "open"
    build.put(tick.model_copy(update={"note": "none is engaged"}))
    assert item(build, guidebook, "intake", "services-asked").state == "not applicable"
    assert stand(build, guidebook).step.area == "assessment"


def test_a_computed_item_cannot_be_ticked_done_by_hand(guidebook):
    build = CaseBuilder().put(Tick(checklist="intake", item="agreed", on=TODAY))
    found = item(build, guidebook, "intake", "agreed")
    assert found.state == "open" and found.computed


def test_an_item_shows_the_number_it_asked_for(guidebook):
    build = CaseBuilder().put(Tick(checklist="housing-list", item="reference", on=TODAY, value="H-12"))
    found = next(one for one in checklist(build, guidebook, "housing-list").items if one.key == "reference")
    assert (found.state, found.detail, found.asks) == ("done", "H-12", "Reference")


def test_a_tick_taken_back_is_open_again(guidebook):
    build = CaseBuilder().put(Tick(id="t", checklist="gp", item="asked", on=TODAY))
    build.put(Tick(id="t", checklist="gp", item="asked", on=TODAY, state="open"))
    assert checklist(build, guidebook, "gp").detail == "1/5"  # the national unit is not asked for yet


def test_domains_are_counted(guidebook):
    assert (
        item(CaseBuilder().assessed(completed_on=None), guidebook, "assessment", "domains").detail == "1/12"
    )


def test_a_checklist_is_due_fourteen_days_after_intake(guidebook):
    due = OPENED + timedelta(days=14)
    assert checklist(CaseBuilder(), guidebook, "gp").due == due
    states = [checklist(CaseBuilder(), guidebook, "gp", due + timedelta(days=n)).state for n in (-1, 0, 1)]
    assert states == ["open", "due", "late"]


def test_drug_treatment_applies_only_where_it_is_needed(guidebook):
    unneeded = checklist(CaseBuilder(), guidebook, "drug-treatment", date(2027, 1, 1))
    assert {unneeded.state, *(one.state for one in unneeded.items)} == {"not applicable"}
    assert checklist(CaseBuilder().assessed("urgent", "drugs"), guidebook, "drug-treatment").state == "open"


def test_steps_entered_when_needed_say_so_while_in_use(guidebook):
    build = CaseBuilder().put(GapOrBlock(kind="gap", on=TODAY, need="a bed"))
    build.put(Disengagement(id="d", opened_on=TODAY, signs="stays away"))
    assert stand(build, guidebook).step_of("difficulties").state == "in use"
    assert stand(build, guidebook).step_of("disengagement").state == "in use"
    build.put(Disengagement(id="d", opened_on=TODAY, signs="stays away", ended_on=TODAY))
    assert stand(build, guidebook).step_of("disengagement").state == "when needed"


def test_a_case_whose_goals_are_all_met_is_ready_to_close(guidebook):
    assert not stand(CaseBuilder(), guidebook).ready_to_close
    build = CaseBuilder().put(Goal(id="a", wording="x", state="met"), Goal(id="b", wording="y"))
    assert not stand(build, guidebook).ready_to_close
    assert stand(build.put(Goal(id="b", wording="y", state="dropped")), guidebook).ready_to_close


def test_a_closed_case_has_no_findings(guidebook):
    now = stand(CaseBuilder(state="closed"), guidebook, date(2030, 1, 1))
    assert now.findings == () and dues(now) == []


def test_findings_come_late_first_then_by_day(guidebook):
    build = CaseBuilder().intake(urgency="24 hours").assigned().planned().met(OPENED, by="sean")
    now = stand(build, guidebook, date(2026, 11, 27))
    ranks = [{"late": 0, "due": 1}.get(finding.state(now.day), 2) for finding in now.findings]
    assert ranks == sorted(ranks) and ranks[0] == 0 and ranks[-1] == 2


def test_dues_are_days_and_do_not_change_at_midnight(guidebook):
    build = CaseBuilder().assigned().planned().met()
    days = [(due.day, due.what) for due in dues(stand(build, guidebook))]
    assert "2026-12-12" in dict(days) and all(len(day) == 10 for day, _ in days)
    assert sorted(days) == sorted(
        (d.day, d.what) for d in dues(stand(build, guidebook, TODAY + timedelta(1)))
    )


def test_warnings_leave_out_what_is_still_to_come(guidebook):
    now = stand(CaseBuilder().assigned(), guidebook, OPENED)
    assert now.warnings() == () and now.findings
    assert stand(CaseBuilder().assigned(), guidebook).warnings("intake")


def test_agreement_to_case_management_is_open_again_once_it_was_taken_back(guidebook):
    def stands(build):
        return item(build, guidebook, "intake", "agreed").state

    build = CaseBuilder().intake().agreed("case management")
    assert stands(build) == "done"
    build = CaseBuilder().intake().agreed("case management", withdrawn_on=OPENED + timedelta(days=2))
    assert stands(build) == "open"
    assert stands(build.intake(agreed_on=TODAY)) == "done"
    assert stands(build.intake(agreed_on=None).agreed("case management", TODAY)) == "done"


SMALL = """
kind = "method"
key = "walk-in"
title = "Walk-in advice"
source = "House rules"
client = "visitor"
clients = "visitors"
rules = [1, 33]

[deadlines]
no_contact = { length = "3 working days", source = "House rules, 2" }

[[step]]
area = "intake"
letter = "1"
title = "Hello"
  [[step.item]]
  key = "agreed"
  text = "The visitor agreed"
  rule = "agreement_recorded"

[[step]]
area = "difficulties"
letter = "!"
title = "Trouble"
when_needed = true

[[step]]
area = "closure"
letter = "2"
title = "Goodbye"
  [[step.item]]
  key = "sheet"
  text = "The sheet was handed over"
  source = "House rules, 1"
"""


def load_small(folder, text=SMALL):
    (folder / "small.toml").write_text(text)
    loaded = load_methods(folder)
    assert loaded.problems == []
    return loaded.methods["walk-in"]


@pytest.fixture
def small(tmp_path):
    return load_small(tmp_path)


def test_a_new_method_is_one_file(small, guidebook):
    build = CaseBuilder(method="walk-in")
    assert stand(build, small).step.title == "Hello"
    assert stand(build.intake(), small).step.title == "Goodbye"
    build.put(Tick(checklist="closure", item="sheet", on=TODAY))
    assert [step.state for step in stand(build, small).steps] == ["done", "when needed", "done"]
    assert stand(build, small).step.area == "closure"


def test_a_method_speaks_of_the_client_in_its_own_word(small):
    [finding] = stand(CaseBuilder(method="walk-in"), small).findings
    assert "visitor" in finding.do and finding.source == "House rules, 2"
    assert finding.due == date(2026, 11, 17)


def test_a_finding_cites_the_source_that_its_method_gives_for_the_rule(tmp_path, guidebook):
    own = '[sources]\n0 = "House rules, 3"\n1 = "House rules, 4"\n33 = "House rules, 5"\n\n[deadlines]'
    method = load_small(tmp_path, SMALL.replace("[deadlines]", own))
    build = CaseBuilder(method="walk-in").put(Assessment(kind="initial", started_on=OPENED)).planned()

    def sources(method):
        return {finding.rule: finding.source for finding in stand(build, method).findings}

    assert sources(method) == {0: "House rules, 3", 1: "House rules, 4", 33: "House rules, 2"}
    assert sources(guidebook)[1] == "Guidebook, B" and sources(guidebook)[0] == "Child protection, 4"


def test_a_finding_cites_the_source_that_the_step_of_its_area_gives_for_the_rule(tmp_path):
    """Rule 13 asks in each step how the client took part, and each step may say where that is asked for."""
    own = SMALL.replace("rules = [1, 33]", 'rules = [13]\nsources = { 13 = "House rules, 4" }').replace(
        'letter = "2"', 'letter = "2"\nsources = { 13 = "House rules, 9" }'
    )
    method = load_small(tmp_path, own)
    build = CaseBuilder(method="walk-in").planned(vision="", agreed_on=None)
    build.closing(client_part="", agreed_on=None)
    cited = {finding.area: finding.source for finding in stand(build, method).findings if finding.rule == 13}
    assert cited == {"plan": "House rules, 4", "closure": "House rules, 9"}


def test_a_rule_that_a_method_does_not_name_is_not_asked(small):
    assert {finding.rule for finding in stand(CaseBuilder().planned(), small).findings} == {0, 33}
