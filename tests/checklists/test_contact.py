"""Contact, the first weeks, referrals and the case's own days: rules 0, 19, 33 and 36."""

from datetime import date, timedelta

from casetui.checklists.base import ITEM_RULES
from casetui.checklists.pack import Deadline
from casetui.data.days import Calendar, Length
from casetui.data.records import Assignment, Intake, Referral, Review, Tick, UrgentHelp
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import found

DAY = timedelta(days=1)


def test_no_contact_for_fourteen_days_warns_on_day_fifteen(guidebook):
    [finding] = found(CaseBuilder().met(), guidebook, 33)
    assert finding.due == OPENED + 14 * DAY
    assert finding.state(OPENED + 14 * DAY) != "late" and finding.state(OPENED + 15 * DAY) == "late"


def test_a_missed_appointment_is_no_contact(guidebook):
    [finding] = found(CaseBuilder().met(TODAY, kind="missed"), guidebook, 33)
    assert finding.due == OPENED + 14 * DAY


def test_a_contact_with_a_service_alone_is_no_contact_with_the_client(guidebook):
    rang = {"kind": "phone", "with_whom": ["service"]}
    build = CaseBuilder().assigned().met(TODAY, **rang)
    [finding] = found(build, guidebook, 33)
    assert finding.due == OPENED + 14 * DAY and "none since" in finding.what
    assert found(build, guidebook, 36), "client and case manager did not meet"
    [item] = [item for item in guidebook.step_of("review").item if item.rule == "contact_kept"]
    assert ITEM_RULES[item.rule](build.case, guidebook, context()).state == "open"
    together = (
        CaseBuilder().assigned().met(TODAY, kind="visit", with_whom=["client", "key worker"], by="mary")
    )
    assert found(together, guidebook, 33)[0].due == TODAY + 14 * DAY
    assert not found(together, guidebook, 36)


def test_a_call_to_a_service_does_not_settle_a_contact_that_was_arranged_with_the_client(guidebook):
    build = CaseBuilder().met(OPENED, next_on=TODAY).met(TODAY, with_whom=["service"])
    assert [one.due for one in found(build, guidebook, 0)] == [TODAY]
    assert found(build.met(TODAY), guidebook, 0) == []
    service = (
        CaseBuilder().met(OPENED, next_on=TODAY, with_whom=["service"]).met(TODAY, with_whom=["service"])
    )
    assert found(service, guidebook, 0) == []


def test_a_paused_case_is_looked_at_again_instead(guidebook):
    build = CaseBuilder(state="paused", paused_reason="hospital", look_again_on=TODAY)
    build.put(Review(on=OPENED, next_on=TODAY))
    assert found(build, guidebook, 33) == []
    [finding] = found(build, guidebook, 0)
    assert finding.due == TODAY and "hospital" in finding.what


def test_a_paused_case_without_a_day_warns(guidebook):
    [finding] = found(CaseBuilder(state="paused"), guidebook, 0)
    assert finding.weight == "warn" and finding.due is None


def test_after_a_pause_contact_and_reviews_count_from_the_day_of_taking_up_again(guidebook):
    build = CaseBuilder(resumed_on=TODAY).met()
    build.put(Review(on=OPENED, next_on=OPENED + DAY))
    [finding] = found(build, guidebook, 33)
    assert finding.due == TODAY + 14 * DAY
    assert [f.due for f in found(build, guidebook, 0)] == [TODAY]
    [item] = [item for item in guidebook.step_of("review").item if item.rule == "contact_kept"]
    later = context(TODAY + 10 * DAY)
    assert ITEM_RULES[item.rule](build.case, guidebook, later).state == "done"
    assert found(build.met(TODAY + DAY), guidebook, 33)[0].due == TODAY + 15 * DAY


def test_client_and_case_manager_meet_within_a_week(guidebook):
    build = CaseBuilder().assigned()
    [finding] = found(build, guidebook, 36)
    assert finding.state(OPENED + 7 * DAY) != "late" and finding.state(OPENED + 8 * DAY) == "late"
    assert found(build.met(kind="missed"), guidebook, 36)
    assert found(build.met(by="sean"), guidebook, 36)
    assert found(build.met(made_by="sean"), guidebook, 36)
    assert not found(build.met(by="mary", made_by="sean"), guidebook, 36)
    assert not found(CaseBuilder().assigned().met(made_by="mary"), guidebook, 36)


def test_the_last_contact_is_named_and_counts(guidebook):
    build = CaseBuilder().met(TODAY, id="b").met(OPENED, id="a")
    [finding] = found(build, guidebook, 33)
    assert finding.what == "Keep in contact: the last was on Sat 21 Nov 2026"
    assert (finding.since, finding.due) == (TODAY, TODAY + 14 * DAY)


def test_a_method_without_the_deadlines_of_contact_asks_for_none(guidebook):
    free = guidebook.model_copy(update={"deadlines": {}})
    assert found(CaseBuilder().assigned(), free, 33) == [] == found(CaseBuilder().assigned(), free, 36)


def test_of_two_case_managers_the_last_meets_the_client(guidebook):
    build = CaseBuilder().put(Assignment(to="mary", on=OPENED), Assignment(id="b", to="sean", on=TODAY))
    assert [finding.record for finding in found(build, guidebook, 36)] == ["b"]
    assert found(build.met(TODAY, by="sean"), guidebook, 36) == []


def test_a_new_case_manager_meets_the_client_anew(guidebook):
    build = CaseBuilder().assigned().met().assigned("sean", on=TODAY)
    [finding] = found(build, guidebook, 36)
    assert finding.due == TODAY + 7 * DAY


def test_the_first_weeks_checklists_are_named_while_open(guidebook):
    [finding] = found(CaseBuilder(), guidebook, 19)
    assert finding.due == OPENED + 14 * DAY and finding.weight == "warn"
    assert "Housing list 0/10" in finding.what and "Drug treatment" not in finding.what


def test_a_checklist_without_a_target_of_its_own_has_the_methods(guidebook):
    three = Deadline(length="3 days", source="Ours")
    quick = guidebook.model_copy(update={"deadlines": {**guidebook.deadlines, "checklists": three}})
    [finding] = found(CaseBuilder(), quick, 19)
    assert (finding.due, finding.source) == (OPENED + 3 * DAY, "Ours")
    gp = guidebook.lists["gp"].model_copy(update={"within": Length(5, "days"), "source": "Its own"})
    own = quick.model_copy(update={"lists": {**quick.lists, "gp": gp}})
    days = {f.due: f.source for f in found(CaseBuilder(), own, 19)}
    assert days == {OPENED + 3 * DAY: "Ours", OPENED + 5 * DAY: "Its own"}
    [finding] = found(CaseBuilder(), guidebook, 19)
    assert finding.source == "Guidebook, C (ours)"
    same_day = gp.model_copy(update={"within": Length(2, "weeks")})
    own = guidebook.model_copy(update={"lists": {**guidebook.lists, "gp": same_day}})
    [finding] = found(CaseBuilder(), own, 19)
    assert finding.source == "Guidebook, C (ours)" and "GP" in finding.what


def test_a_finished_checklist_is_named_no_more(guidebook):
    build = CaseBuilder()
    for item in guidebook.lists["gp"].item:
        build.put(Tick(checklist="gp", item=item.key, on=TODAY))
    [finding] = found(build, guidebook, 19)
    assert "GP" not in finding.what and "Medical card" in finding.what


def test_drug_treatment_counts_where_it_is_needed(guidebook):
    assert "Drug treatment" in found(CaseBuilder().assessed(domain="drugs"), guidebook, 19)[0].what
    assert "Drug treatment" not in found(CaseBuilder().assessed("none", "drugs"), guidebook, 19)[0].what


def test_a_referral_is_chased_after_ten_working_days_and_a_block_after_twenty(guidebook):
    build = CaseBuilder().shared_with("GP").put(Referral(to="GP", sent_on=date(2026, 11, 13)))
    days = {f.weight: f.due for f in found(build, guidebook, 0)}
    assert days == {"due": date(2026, 11, 27), "warn": date(2026, 12, 11)}
    holiday = Calendar(holidays=frozenset({date(2026, 11, 27)}))
    days = {f.weight: f.due for f in found(build, guidebook, 0, ctx=context(calendar=holiday))}
    assert days["due"] == date(2026, 11, 30)
    last = found(build, guidebook, 0, ctx=context(date(2026, 12, 11)))
    assert [f.weight for f in last] == ["due", "warn"]
    late = found(build, guidebook, 0, ctx=context(date(2026, 12, 12)))
    assert [f.weight for f in late] == ["warn"]


def test_an_answer_or_a_withdrawal_stops_the_chase(guidebook):
    answered = CaseBuilder().put(Referral(to="GP", sent_on=OPENED, answer="waiting"))
    assert found(answered, guidebook, 0) == []
    withdrawn = CaseBuilder().shared_with("GP", withdrawn_on=TODAY).put(Referral(to="GP", sent_on=OPENED))
    assert found(withdrawn, guidebook, 0) == []


def test_an_open_action_is_due_on_its_day(guidebook):
    [finding] = found(CaseBuilder().planned(), guidebook, 0)
    assert finding.due == OPENED + 30 * DAY and "Ring the council" in finding.what


def test_the_arranged_contact_is_due_until_something_is_written_down(guidebook):
    build = CaseBuilder().met(next_on=TODAY)
    assert [f.due for f in found(build, guidebook, 0)] == [TODAY]
    assert found(build.met(TODAY - DAY, kind="phone"), guidebook, 0)
    assert not found(build.met(TODAY, kind="missed"), guidebook, 0)


def test_each_contact_that_was_arranged_stays_until_one_of_its_day_or_later_is_written_down(guidebook):
    build = CaseBuilder().met(next_on=TODAY).met(TODAY - 3 * DAY, kind="phone", next_on=TODAY - DAY)
    assert [f.due for f in found(build, guidebook, 0)] == [TODAY, TODAY - DAY]
    build.met(TODAY - DAY, next_on=TODAY)
    assert [f.due for f in found(build, guidebook, 0, ctx=context(TODAY + DAY))] == [TODAY]
    assert not found(build.met(TODAY + DAY), guidebook, 0, ctx=context(TODAY + DAY))


def test_an_arranged_contact_runs_on_while_the_case_is_paused_and_after(guidebook):
    resting = CaseBuilder(state="paused", look_again_on=TODAY + 9 * DAY).met(next_on=TODAY - DAY)
    assert [f.due for f in found(resting, guidebook, 0)] == [TODAY - DAY, TODAY + 9 * DAY]
    taken_up = CaseBuilder(resumed_on=TODAY).met(next_on=TODAY - DAY)
    assert [f.due for f in found(taken_up, guidebook, 0)] == [TODAY - DAY]


def test_the_next_review_is_due_on_its_day(guidebook):
    build = CaseBuilder().put(Review(on=OPENED, next_on=TODAY))
    assert [f.due for f in found(build, guidebook, 0)] == [TODAY]
    assert found(build.put(Review(on=TODAY)), guidebook, 0) == []


def test_the_first_answer_is_due_by_its_urgency(guidebook):
    for urgency, days in (("24 hours", 1), ("72 hours", 3), ("7 days", 7)):
        build = CaseBuilder().put(Intake(urgency=urgency, first_contact_on=OPENED))
        assert [f.due for f in found(build, guidebook, 0)] == [OPENED + days * DAY]
    help_given = UrgentHelp(need="food", what="a meal", on=OPENED)
    assert found(build.put(help_given), guidebook, 0) == []


def test_after_an_import_nothing_before_it_is_late(guidebook):
    build = CaseBuilder(opened_on=date(2024, 1, 1), imported_on=TODAY).assigned().planned()
    build.agreed().put(Review(on=date(2024, 2, 1), next_on=date(2024, 5, 1)))
    build.put(Referral(to="GP", sent_on=date(2024, 2, 1))).met(date(2024, 1, 1), next_on=date(2024, 1, 9))
    for number in (0, 19, 29, 33, 36):
        assert all(f.state(TODAY) != "late" for f in found(build, guidebook, number)), number
