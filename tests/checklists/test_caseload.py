"""One case manager a case, and the limit: rules 3, 4 and 5."""

from dataclasses import replace

from casetui.checklists.caseloads import caseload_standing
from casetui.data.records import Assignment
from casetui.data.rows import Row
from tests.cases import MARY, OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import found, holding


def rows(number: int, manager: str = "mary", limit: int = 8) -> dict[str, Row]:
    return {
        f"R{n}": Row(f"R{n}", f"client {n}", manager=manager, team="north", limit=limit)
        for n in range(number)
    }


def test_a_case_has_one_case_manager_at_a_time(guidebook):
    build = CaseBuilder().put(Assignment(to="mary", on=OPENED), Assignment(to="sean", on=TODAY))
    assert 4 in holding(build, guidebook)


def test_a_client_with_open_cases_under_two_case_managers_warns(guidebook):
    other = Row("OTHER0", "client-1", manager="sean", team="north")
    build = CaseBuilder()
    [finding] = found(build, guidebook, 4, ctx=context(rows={"OTHER0": other}))
    assert finding.weight == "warn" and "Seán Keane" in finding.what
    for quiet in (
        replace(other, state="closed"),
        replace(other, manager="mary"),
        replace(other, client_id="x"),
        replace(other, name="", restricted=True),
    ):
        assert found(build, guidebook, 4, ctx=context(rows={"OTHER0": quiet})) == []


def test_the_ninth_client_is_over_the_limit_of_eight(guidebook):
    assert found(CaseBuilder(), guidebook, 5, ctx=context(rows=rows(7))) == []
    [finding] = found(CaseBuilder(), guidebook, 5, ctx=context(rows=rows(8)))
    assert "9" in finding.what and finding.source.startswith("ICM")


def test_the_caseload_counts_distinct_clients():
    two_episodes = {**rows(3), "X": Row("X", "client 1", manager="mary", team="north")}
    assert caseload_standing(two_episodes.values(), MARY, TODAY, 8) == (3, 8, "")


def test_a_closed_case_counts_no_more_and_a_paused_one_does():
    kept = rows(2)
    kept["R0"].state, kept["R1"].state = "closed", "paused"
    assert caseload_standing(kept.values(), MARY, TODAY, 8)[0] == 1


def test_the_lowest_limit_among_a_workers_methods_binds():
    mixed = {**rows(7, limit=25), "X": Row("X", "x", manager="mary", team="north", limit=8)}
    assert caseload_standing(mixed.values(), MARY, TODAY, 25) == (8, 8, "full")


def test_a_workers_own_limit_binds_before_any_method():
    worker = MARY.model_copy(update={"limit": 3})
    assert caseload_standing(rows(4).values(), worker, TODAY, 8) == (4, 3, "over")


def test_without_a_limit_nobody_is_full():
    assert caseload_standing(rows(50, limit=0).values(), MARY, TODAY, 0) == (50, 0, "")


def test_a_method_without_a_limit_warns_of_a_workers_own_limit_only(guidebook):
    free = guidebook.model_copy(update={"limits": {}})
    many = context(rows=rows(20, limit=0))
    assert found(CaseBuilder(), free, 5, ctx=many) == []
    few = {"mary": MARY.model_copy(update={"limit": 3})}
    [finding] = found(CaseBuilder(), free, 5, ctx=replace(many, people=few))
    assert finding.what == "Mary Byrne has 21 clients; the limit is 3."
    assert finding.source == "ICM, Antal borgere per case manager"


def test_a_case_of_nobody_who_is_known_has_no_caseload(guidebook):
    for manager in ("", "gone"):
        build = CaseBuilder(manager=manager)
        assert found(build, guidebook, 5, ctx=context(rows=rows(9, manager=manager))) == []


def test_an_assignment_over_the_limit_keeps_its_reason(guidebook):
    assert found(CaseBuilder().assigned(over_limit=True), guidebook, 5)
    assert not found(CaseBuilder().assigned(over_limit=True, reason="knows him"), guidebook, 5)


def test_what_a_reason_was_given_for_is_not_warned_of_again_in_that_case(guidebook):
    """The other clients of the same case manager are still above the limit."""
    full = context(rows=rows(8))
    assert found(CaseBuilder().assigned(), guidebook, 5, ctx=full)
    assert not found(CaseBuilder().assigned(over_limit=True, reason="knows him"), guidebook, 5, ctx=full)


def test_the_register_is_checked_once_the_client_agreed(guidebook):
    unchecked = {"register_checked_on": None, "register_result": ""}
    assert found(CaseBuilder().intake(**unchecked), guidebook, 3)
    assert not found(CaseBuilder().intake(**unchecked, agreed_on=None), guidebook, 3)
    assert not found(CaseBuilder().intake(), guidebook, 3)


def test_another_case_manager_or_assessment_warns(guidebook):
    [finding] = found(CaseBuilder().intake(existing_manager="Ann, Focus"), guidebook, 3)
    assert "Ann, Focus" in finding.what
    [finding] = found(CaseBuilder().intake(existing_assessment="Focus, 2024"), guidebook, 3)
    assert "Focus, 2024" in finding.what


def test_another_case_manager_is_known_since_the_register_was_checked_or_the_client_asked(guidebook):
    named = {"existing_manager": "Ann, Focus", "asked_client_on": OPENED}
    for checked, since in ((TODAY, TODAY), (None, OPENED)):
        [finding] = found(CaseBuilder().intake(**named, register_checked_on=checked), guidebook, 3)
        assert finding.since == since
