"""What is true of every case, however odd."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casetui.checklists.base import RULES
from casetui.checklists.gates import holding_findings
from casetui.checklists.loader import load_methods
from casetui.checklists.standing import dues, findings, run_rules, standing
from casetui.data.days import Calendar, Length
from casetui.data.records import Alert, Closure, Disclosure, NetworkPerson, Reference, Tick, UrgentHelp
from casetui.data.records.closure import CLOSURE_REASONS
from tests.cases import AGENCY, TODAY, CaseBuilder, context
from tests.checklists.finding import found
from tests.checklists.generated import DAYS, cases

GUIDEBOOK = load_methods().methods["guidebook"]
ANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ORDINARY = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@ANY
@given(cases(), DAYS)
def test_no_case_makes_a_rule_raise(case, day):
    now = standing(case, GUIDEBOOK, context(day))
    assert len(now.steps) == len(GUIDEBOOK.step) and now.step in now.steps
    dues(now)


@ANY
@given(cases(), DAYS)
def test_a_rule_never_changes_the_case(case, day):
    before = case.copy().tables
    run_rules(case, GUIDEBOOK, context(day))
    standing(case, GUIDEBOOK, context(day))
    assert case.tables == before


@ANY
@given(cases(), DAYS)
def test_a_finding_says_what_is_wrong_what_to_do_and_who_asks_for_it(case, day):
    for finding in run_rules(case, GUIDEBOOK, context(day)):
        assert finding.what and finding.do and finding.source
        assert finding.rule in {0, *GUIDEBOOK.rules}
        assert finding.weight != "due" or finding.due
        assert not finding.can_override or finding.rule == 18


@ANY
@given(cases(), DAYS)
def test_a_record_that_no_rule_asks_for_adds_no_hold(case, day):
    after = case.copy()
    for record in (
        Alert(kind="other", text="x"), NetworkPerson(name="Nora"), Reference(label="card", number="1"),
        UrgentHelp(need="food", what="a meal", on=TODAY),
    ):  # fmt: skip
        after.put(record)
    assert holding_findings(case, after, GUIDEBOOK, context(day)) == []


@ANY
@given(cases(), DAYS)
def test_no_change_is_never_held_back(case, day):
    assert holding_findings(case, case.copy(), GUIDEBOOK, context(day)) == []


@ANY
@given(cases(), DAYS)
def test_the_same_case_on_the_same_day_stands_the_same(case, day):
    assert standing(case, GUIDEBOOK, context(day)) == standing(case.copy(), GUIDEBOOK, context(day))


@ANY
@given(cases())
def test_a_case_that_stands_still_only_gets_later(case):
    early = {f for f in findings(case, GUIDEBOOK, context(date(2026, 6, 1))) if f.due}
    late = {(f.rule, f.record, f.due) for f in findings(case, GUIDEBOOK, context(date(2026, 6, 2))) if f.due}
    for finding in early:
        if finding.rule in (19, 33, 36, 28):
            assert (finding.rule, finding.record, finding.due) in late


@given(ORDINARY)
def test_six_months_end_on_the_same_day_of_the_month_or_its_last(opened):
    end = opened + relativedelta(months=6)
    assert end.day == opened.day or (end + timedelta(days=1)).day == 1
    early = CaseBuilder(opened_on=opened).closing(asked_on=end - timedelta(days=1))
    on_time = CaseBuilder(opened_on=opened).closing(asked_on=end)
    assert found(early, GUIDEBOOK, 18) and not found(on_time, GUIDEBOOK, 18)


@pytest.mark.parametrize(
    ("opened", "end"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 8, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_six_months_at_the_ends_of_months(opened, end):
    assert Length(6, "months").after(opened, Calendar()) == end
    assert found(CaseBuilder(opened_on=opened).closing(asked_on=end - timedelta(days=1)), GUIDEBOOK, 18)
    assert not found(CaseBuilder(opened_on=opened).closing(asked_on=end), GUIDEBOOK, 18)


@given(ORDINARY, st.frozensets(ORDINARY, max_size=5))
def test_a_review_due_in_working_days_never_falls_on_a_day_off(day, holidays):
    calendar = Calendar(holidays=holidays)
    told = Disclosure(on=day, recipient="S", reason="d", information="x", told_client="yes")
    [due] = found(CaseBuilder(opened_on=day).put(told), GUIDEBOOK, 28, ctx=context(day, calendar=calendar))
    assert calendar.works(due.due) and due.due > day
    between = [day + timedelta(days=n) for n in range(1, (due.due - day).days)]
    assert sum(calendar.works(one) for one in between) == 1


@given(ORDINARY, st.integers(0, 40))
def test_no_contact_warns_from_day_fifteen_on(opened, later):
    [finding] = found(CaseBuilder(opened_on=opened), GUIDEBOOK, 33)
    assert (finding.state(opened + timedelta(days=later)) == "late") == (later >= 15)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_night_on_which_the_clocks_change_is_a_day_like_any_other(night):
    build = CaseBuilder(opened_on=night - timedelta(days=7)).assigned()
    [finding] = found(build, GUIDEBOOK, 36)
    last = datetime(night.year, night.month, night.day, 23, 59, tzinfo=ZoneInfo("Europe/Dublin"))
    calendar = Calendar()
    assert finding.state(calendar.day_of(last)) == "open" or finding.state(calendar.day_of(last)) == "due"
    assert finding.state(calendar.day_of(last + timedelta(minutes=1))) == "late"


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sampled_from(["1 day", "7 days", "2 weeks", "1 month"])
)
def test_an_agencys_own_target_ends_at_the_end_of_its_day(opened, target):
    own = AGENCY.model_copy(update={"targets": [f"assessment {target}"]})
    [finding] = found(CaseBuilder(opened_on=opened), GUIDEBOOK, 6, ctx=context(agency=own))
    assert finding.due == Length.parse(target).after(opened, Calendar())
    assert finding.state(finding.due) == "due"
    assert finding.state(finding.due + timedelta(days=1)) == "late"


def test_every_rule_of_the_guidebook_is_written_and_says_its_source():
    for number in GUIDEBOOK.rules:
        for rule in RULES[number]:
            assert rule.source and f"rule {number}" in (rule.check.__doc__ or ""), rule.check


AFTERCARE = ("aftercare", "copy-given")
AT = datetime(2026, 11, 21, tzinfo=ZoneInfo("UTC"))
NONE = st.sampled_from(["", "She died"])


@ANY
@given(
    cases(), DAYS, st.sampled_from([*CLOSURE_REASONS, ""]), st.sampled_from(["", "Rings on Mondays"]), NONE
)
def test_aftercare_does_not_apply_where_the_closure_says_why_there_is_none(case, day, reason, plan, why):
    for kind in (Closure, Tick):
        for record in case.all(kind):
            case.put(record.model_copy(update={"struck_at": AT}))
    case.put(Closure(id="end", reason=reason, state="draft", aftercare=plan, why_no_aftercare=why))
    items = {one.key: one for one in standing(case, GUIDEBOOK, context(day)).step_of("closure").items}
    none = reason == "not taken in" or (bool(why) and not plan and reason != "needs met")
    for key in AFTERCARE:
        assert (items[key].state == "not applicable") == none
