"""Assessment and plan: rules 6, 8, 9, 10, 12, 13 and 14."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casetui.checklists.pack import Deadline
from casetui.checklists.spans import target_problems
from casetui.checklists.standing import standing
from casetui.data.records import (
    Action,
    Assessment,
    Assignment,
    Closure,
    Consent,
    Disengagement,
    Domain,
    Goal,
    LegalAuthority,
    Plan,
    Review,
)
from tests.cases import AGENCY, OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import found, held_change, holding


@pytest.fixture
def before(guidebook):
    """The method as it was when rules 10, 12 and 13 stood in it: cases that began then are judged by it."""
    rules = [number for number in guidebook.rules if number not in (49, 51)]
    return guidebook.model_copy(update={"rules": [*rules, 10, 12, 13]})


def test_the_guidebook_sets_no_target_for_the_assessment(guidebook):
    assert found(CaseBuilder(), guidebook, 6) == []


def test_an_agencys_own_target_is_named_as_its_own(guidebook):
    own = context(agency=AGENCY.model_copy(update={"targets": ["assessment 7 days"]}))
    [finding] = found(CaseBuilder(), guidebook, 6, ctx=own)
    assert finding.due == OPENED + timedelta(days=7) and finding.source == "the agency's own target"
    assert finding.state(date(2026, 11, 19)) == "due" and finding.state(date(2026, 11, 20)) == "late"
    assert found(CaseBuilder().assessed(), guidebook, 6, ctx=own) == []


def test_the_target_is_about_the_assessment_that_was_begun_last(guidebook):
    own = context(agency=AGENCY.model_copy(update={"targets": ["assessment 7 days"]}))
    begun = [Assessment(id=f"on {day}", kind="initial", started_on=day) for day in (OPENED, TODAY)]
    for number, record in ((0, ""), (1, f"on {OPENED}"), (2, f"on {TODAY}")):
        [finding] = found(CaseBuilder().put(*begun[:number]), guidebook, 6, ctx=own)
        assert finding.record == record


def test_an_emergency_form_does_not_meet_the_target(guidebook):
    own = context(agency=AGENCY.model_copy(update={"targets": ["assessment 7 days"]}))
    quick = Assessment(kind="emergency", started_on=OPENED, completed_on=OPENED)
    assert found(CaseBuilder().put(quick), guidebook, 6, ctx=own)


def test_a_target_that_cannot_be_read_is_no_target(guidebook):
    own = context(agency=AGENCY.model_copy(update={"targets": ["assessment soon"]}))
    assert found(CaseBuilder(), guidebook, 6, ctx=own) == []


def test_a_method_that_sets_the_assessment_a_target_keeps_it(guidebook):
    week = Deadline(length="7 days", source="Child protection, 3")
    child = guidebook.model_copy(update={"deadlines": {**guidebook.deadlines, "assessment": week}})
    own = context(agency=AGENCY.model_copy(update={"targets": ["assessment 30 days"]}))
    [finding] = found(CaseBuilder(), child, 6, ctx=own)
    assert finding.due == OPENED + timedelta(days=7) and finding.source == "Child protection, 3"


def test_own_targets_that_would_do_nothing_are_named():
    own = AGENCY.model_copy(
        update={"targets": ["assesment 7 days", "minimum_stay 0 days", "no_contact 7 days"]}
    )
    assert [sentence.split('"')[1] for sentence in target_problems(own)] == ["assesment", "minimum_stay"]
    assert "first_contact" in target_problems(own)[0] and "minimum_stay" not in target_problems(own)[0]
    assert target_problems(AGENCY.model_copy(update={"targets": ["assessment 7 days"]})) == []
    twice = AGENCY.model_copy(update={"targets": ["assessment 7 days", "assessment 9 days"]})
    assert len(target_problems(twice)) == 1


def test_after_an_import_the_target_counts_from_the_import(guidebook):
    own = context(agency=AGENCY.model_copy(update={"targets": ["assessment 7 days"]}))
    [finding] = found(CaseBuilder(opened_on=date(2020, 1, 1), imported_on=TODAY), guidebook, 6, ctx=own)
    assert finding.due == TODAY + timedelta(days=7)


def test_no_plan_is_agreed_before_the_assessment(guidebook):
    assert holding(CaseBuilder().planned(), guidebook) == {8}
    assert holding(CaseBuilder().assessed(completed_on=None).planned(), guidebook) == {8}
    assert holding(CaseBuilder().assessed(kind="emergency").planned(), guidebook) == {8}
    assert holding(CaseBuilder().assessed().planned(), guidebook) == set()


def test_a_draft_plan_waits_for_nothing(guidebook):
    assert holding(CaseBuilder().put(Plan(state="draft")), guidebook) == set()


@pytest.mark.parametrize("part", ["what", "who"])
def test_an_open_action_says_what_who_and_when(guidebook, part):
    action = Action(goal="g", what="Ring", who="Mary", due_on=TODAY)
    [finding] = found(CaseBuilder().put(action).blanked(action, part), guidebook, 9)
    assert part in finding.what and finding.weight == "hold"
    done = action.model_copy(update={"state": "done"})
    assert found(CaseBuilder().put(done).blanked(done, part), guidebook, 9) == []


def test_a_need_without_a_goal_warns(before):
    [finding] = found(CaseBuilder().assessed(), before, 10)
    assert "Accommodation" in finding.what and finding.weight == "warn"
    assert found(CaseBuilder().assessed(need="none"), before, 10) == []
    assert found(CaseBuilder().assessed().planned(), before, 10) == []


def test_a_dropped_goal_answers_no_need(before):
    goal = Goal(wording="x", domain="accommodation", measure="m", state="dropped")
    assert len(found(CaseBuilder().assessed().put(goal), before, 10)) == 1


SUMMER = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("met", "answers"),
    [
        ({"met_on": SUMMER - timedelta(days=1)}, False),
        ({"met_on": SUMMER}, True),
        ({"changed_at": datetime(2026, 3, 1, 9, tzinfo=UTC)}, False),
        ({"changed_at": datetime(2026, 7, 1, 9, tzinfo=UTC)}, True),
    ],
)  # fmt: skip
def test_a_goal_that_was_met_answers_no_need_that_was_found_since(before, met, answers):
    build = CaseBuilder(opened_on=date(2026, 1, 1)).assessed()
    build.put(Goal(id="g", wording="A tenancy", domain="accommodation", measure="m", state="met", **met))
    assert found(build, before, 10) == []
    assert standing(build.case, before, context()).ready_to_close
    build.put(Assessment(id="again", kind="again", started_on=SUMMER, completed_on=TODAY))
    build.put(Domain(assessment="again", domain="accommodation", need="urgent"))
    assert (found(build, before, 10) == []) == answers
    assert standing(build.case, before, context()).ready_to_close == answers
    build.put(Goal(wording="Another tenancy", domain="accommodation", measure="m"))
    assert found(build, before, 10) == []


def test_a_goal_without_a_need_warns(before):
    build = CaseBuilder().assessed(need="none").put(Goal(wording="Learn to {fly}", domain="", measure="m"))
    [finding] = found(build, before, 10)
    assert "Learn to {fly}" in finding.what


def test_a_goal_without_a_measure_warns(before):
    assert len(found(CaseBuilder().put(Goal(wording="A tenancy")), before, 12)) == 1


@pytest.mark.parametrize(("state", "measure"), [("met", ""), ("dropped", ""), ("open", "keys in hand")])
def test_a_goal_with_a_measure_or_that_is_no_longer_open_asks_for_none(before, state, measure):
    goal = Goal(wording="A tenancy", state=state, measure=measure)
    assert found(CaseBuilder().put(goal), before, 12) == []


def test_a_step_that_has_begun_says_how_the_client_took_part(before):
    build = CaseBuilder().agreed().put(
        Assessment(kind="initial", started_on=OPENED), Plan(), Review(on=TODAY), Closure(reason="moved")
    )  # fmt: skip
    assert {f.area for f in found(build, before, 13)} == {"assessment", "plan", "review", "closure"}
    assert found(CaseBuilder(), before, 13) == []
    assert found(CaseBuilder().assessed().planned(), before, 13) == []


def test_a_death_asks_for_no_part_of_the_client(before):
    assert found(CaseBuilder().put(Closure(reason="death")), before, 13) == []


INITIAL = Assessment(id="a", kind="initial", started_on=OPENED)
FORMER = INITIAL.model_copy(update={"id": "former", "started_on": OPENED - timedelta(days=9)})
HEARD = Domain(id="d", assessment="a", domain="legal", need="some", own_words="Help me")
AWAY = Disengagement(id="away", opened_on=TODAY, signs="stays away")
AGAIN = AWAY.model_copy(update={"id": "again"})


@pytest.mark.parametrize(
    ("records", "areas"),
    [
        ([INITIAL], {"assessment"}),
        ([INITIAL.model_copy(update={"client_part": "spoke"})], set()),
        ([INITIAL, HEARD], set()),
        ([INITIAL, HEARD.model_copy(update={"assessment": ""})], set()),
        ([INITIAL, HEARD.model_copy(update={"assessment": "another"})], {"assessment"}),
        ([INITIAL, HEARD.model_copy(update={"own_words": ""})], {"assessment"}),
        ([INITIAL.model_copy(update={"kind": "emergency"})], set()),
        ([FORMER, INITIAL, HEARD], set()),
        ([Plan()], {"plan"}),
        ([Plan(client_part="spoke")], set()),
        ([Plan(vision="A home")], set()),
        ([Plan(agreed_on=TODAY)], set()),
        ([Plan(agreed_on=TODAY, acted_for="Nora Nolan")], {"plan"}),
        ([Review(on=TODAY)], {"review"}),
        ([Review(on=TODAY, client_part="spoke")], set()),
        ([Review(on=TODAY, satisfaction="Good")], set()),
        ([Review(on=TODAY, client_part="spoke"), Review(on=OPENED)], set()),
        ([Review(on=TODAY), Review(on=OPENED, client_part="spoke")], {"review"}),
        ([AWAY], {"disengagement"}),
        ([AWAY.model_copy(update={"client_part": "tired"})], set()),
        ([AWAY.model_copy(update={"ended_on": TODAY})], set()),
        ([AWAY.model_copy(update={"ended_on": TODAY, "client_part": "tired"})], set()),
        ([AWAY, AGAIN.model_copy(update={"client_part": "tired"})], set()),
        ([AWAY.model_copy(update={"client_part": "tired"}), AGAIN], {"disengagement"}),
        ([Closure(reason="moved")], {"closure"}),
        ([Closure(reason="moved", client_part="spoke")], set()),
        ([Closure(reason="moved", agreed_on=TODAY)], set()),
        ([Closure(reason="client", request_on=TODAY)], set()),
        ([Closure(reason="client")], {"closure"}),
        ([Closure(reason="moved", request_on=TODAY)], {"closure"}),
    ],
)  # fmt: skip
def test_how_the_client_took_part_is_said_in_one_of_several_ways(before, records, areas):
    assert {finding.area for finding in found(CaseBuilder().put(*records), before, 13)} == areas


def test_the_step_without_the_clients_part_is_named_by_its_title_or_else_by_its_area(before):
    [finding] = found(CaseBuilder().put(Plan()), before, 13)
    assert finding.what == "It is not written down how the service user took part: Support plan."
    bare = before.model_copy(update={"step": [before.step_of("intake")]})
    [finding] = found(CaseBuilder().put(Plan()), bare, 13)
    assert finding.what.endswith("took part: plan.")


GUARDIAN = LegalAuthority(
    id="a",
    kind="guardian",
    who="Nora Nolan",
    scope="all",
    covers=["plan", "consent"],
    document_seen=OPENED,
    from_day=OPENED,
    until=TODAY,
)


def test_nobody_agrees_for_the_client_without_authority(guidebook):
    acted = CaseBuilder().assessed().planned(acted_for="Nora Nolan")
    assert holding(acted, guidebook) == {45}
    assert holding(acted.put(GUARDIAN), guidebook) == set()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "none"}, {"kind": "assistant"}, {"who": "Somebody else"}, {"covers": []},
        {"covers": ["money", "housing"]},
        {"from_day": TODAY}, {"until": OPENED - timedelta(days=1)},
    ],
)  # fmt: skip
def test_authority_is_of_the_right_kind_in_scope_and_valid_that_day(guidebook, change):
    build = CaseBuilder().assessed().planned(acted_for="Nora Nolan")
    assert holding(build.put(GUARDIAN.model_copy(update=change)), guidebook) == {45}


@pytest.mark.parametrize(
    "change", [{"until": OPENED}, {"from_day": None}, {"until": None}, {"from_day": None, "until": None}]
)
def test_authority_counts_from_its_first_day_to_its_last_and_without_end(guidebook, change):
    build = CaseBuilder().assessed().planned(acted_for="Nora Nolan")
    assert holding(build.put(GUARDIAN.model_copy(update=change)), guidebook) == set()


def test_agreed_by_a_representative_names_who_that_was(guidebook):
    build = CaseBuilder().assessed().planned(agreed_how="representative")
    assert holding(build, guidebook) == {45}
    [finding] = found(build, guidebook, 45)
    assert finding.what.startswith("somebody not named agreed the plan for the service user")
    [finding] = found(build.planned(acted_for="Nora Nolan"), guidebook, 45)
    assert finding.what.startswith("Nora Nolan agreed the plan for the service user")


BY_NORA = Consent(
    id="c", kind="sharing", given_on=OPENED, how="guardian", by_whom="Nora Nolan", recipients=["GP"]
)


def test_nobody_consents_for_the_client_without_authority(guidebook):
    before = CaseBuilder().case
    assert held_change(before, CaseBuilder().put(BY_NORA), guidebook) == {45}
    assert held_change(before, CaseBuilder().put(GUARDIAN, BY_NORA), guidebook) == set()
    [finding] = found(CaseBuilder().put(BY_NORA), guidebook, 45)
    assert "Nora Nolan consented to sharing" in finding.what and "Nora" not in finding.kind


@pytest.mark.parametrize("change", [{"by_whom": ""}, {"by_whom": "Somebody else"}, {"given_on": TODAY}])
def test_a_consent_is_of_who_had_the_authority_on_its_day(guidebook, change):
    former = GUARDIAN.model_copy(update={"until": OPENED})
    build = CaseBuilder().put(former, BY_NORA.model_copy(update=change))
    assert holding(build, guidebook) == {45}


def test_a_consent_that_a_guardian_gave_without_authority_can_still_be_withdrawn(guidebook):
    before = CaseBuilder().put(BY_NORA).case
    build = CaseBuilder().put(BY_NORA.model_copy(update={"withdrawn_on": TODAY}))
    assert held_change(before, build, guidebook) == set() == holding(build, guidebook)


def test_what_the_client_consents_to_needs_no_authority(guidebook):
    assert holding(CaseBuilder().put(BY_NORA.model_copy(update={"how": "signed"})), guidebook) == set()


def test_an_authority_for_buying_something_agrees_no_plan_and_says_so(guidebook):
    build = CaseBuilder().assessed().planned(acted_for="Nora Nolan")
    build.put(GUARDIAN.model_copy(update={"covers": ["money"]}))
    [finding] = found(build, guidebook, 45)
    assert finding.what == (
        "Nora Nolan agreed the plan for the service user; the authority does not cover it: the plan."
    )
    assert "Nora" not in finding.kind


def test_closing_that_somebody_agrees_to_for_the_client_rests_on_an_authority_for_closing(guidebook):
    build = CaseBuilder(opened_on=date(2026, 1, 10)).put(GUARDIAN).closing(acted_for="Nora Nolan")
    assert 45 in holding(build, guidebook)
    covering = GUARDIAN.model_copy(update={"id": "b", "covers": ["closure"], "until": None})
    assert 45 not in holding(build.put(covering), guidebook)


def test_a_document_that_nobody_saw_is_asked_for(guidebook):
    build = CaseBuilder().assessed().planned(acted_for="Nora Nolan")
    unseen = GUARDIAN.model_copy(update={"document_seen": None})
    [finding] = found(build.put(unseen), guidebook, 45)
    assert finding.weight == "warn" and "Nora Nolan" in finding.what and "Nora" not in finding.kind
    assert found(CaseBuilder().put(unseen), guidebook, 45) == [], "nothing rests on it"


def test_a_case_from_before_is_judged_by_the_words_of_the_authority(guidebook):
    before = guidebook.model_copy(update={"rules": [14]})
    build = CaseBuilder().assessed().planned(acted_for="Nora Nolan")
    assert holding(build, before) == {14}
    assert holding(build.put(GUARDIAN.model_copy(update={"covers": []})), before) == set()


def assigned(change, note=""):
    build = CaseBuilder().put(Assignment(id="former", to="mary", on=OPENED, ended_on=TODAY, change="first"))
    return build.put(Assignment(id="now", to="sean", on=TODAY, change=change, note=note))


@pytest.mark.parametrize(
    ("change", "note", "holds"),
    [
        ("ordinary", "", {42}), ("ordinary", "-", {42}), ("ordinary", "She has a viewing", set()),
        ("sudden", "", set()), ("leaving", "", set()), ("first", "", set()), ("", "", set()),
    ],
)  # fmt: skip
def test_an_ordinary_change_of_the_case_manager_has_a_hand_over_note(guidebook, change, note, holds):
    method = guidebook.model_copy(update={"rules": [42]})
    assert holding(assigned(change, note), method) == holds
