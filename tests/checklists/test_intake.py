"""Intake: services that are asked about the client, an earlier assessment, and who is not taken in."""

import pytest

from casetui.data.records import Assessment, Closure, Intake, ServiceAsked
from tests.cases import OPENED, TODAY, CaseBuilder
from tests.checklists.finding import found, held_change

ASKED = ServiceAsked(id="s", service="Simon", on=TODAY)


def test_a_service_is_asked_only_with_a_permission_that_names_it(guidebook):
    build = CaseBuilder()
    before = build.case.copy()
    assert held_change(before, build.put(ASKED), guidebook) == {2}
    build = CaseBuilder().shared_with("Simon")
    before = build.case.copy()
    assert held_change(before, build.put(ASKED), guidebook) == set()


@pytest.mark.parametrize(
    ("answer", "warns"),
    [("none", 0), ("unreachable", 0), ("", 0), ("manager", 1), ("assessment", 1), ("both", 1)],
)
def test_what_a_service_knows_is_warned_of(guidebook, answer, warns):
    build = CaseBuilder().intake().shared_with("Simon").put(ASKED.model_copy(update={"answer": answer}))
    assert len(found(build, guidebook, 3)) == warns


def test_an_earlier_assessment_is_warned_of_until_it_was_obtained(guidebook):
    build = CaseBuilder().intake(existing_assessment="Simon, 2024")
    assert [one.what for one in found(build, guidebook, 3)] == [
        "There is an earlier assessment: Simon, 2024."
    ]
    build = CaseBuilder().intake(existing_assessment="Simon, 2024", earlier_obtained_on=TODAY)
    assert found(build, guidebook, 3) == []


def turned_away(build, **fields):
    said = {"not_taken_why": "Lives in another city", "pointed_to": "Cork Simon", **fields}
    return build.put(
        Closure(id="c", reason="not taken in", state="asked", asked_by="mary", asked_on=TODAY, **said)
    )


def asking(build, guidebook, **fields):
    before = build.case.copy()
    return held_change(before, turned_away(build, **fields), guidebook)


def test_who_is_not_taken_in_is_pointed_to_somebody_and_is_told_why(guidebook):
    assert asking(CaseBuilder(), guidebook) == set()  # rule 18 binds the service to those it took in
    assert asking(CaseBuilder(), guidebook, not_taken_why="-") == {24}
    assert asking(CaseBuilder(), guidebook, pointed_to="") == {24}


@pytest.mark.parametrize(
    "build",
    [
        lambda: CaseBuilder().intake(),
        lambda: CaseBuilder().agreed("case management"),
        lambda: CaseBuilder().put(Assessment(kind="initial", started_on=OPENED)),
    ],
    ids=["agreed", "consented", "assessed"],
)
def test_who_was_taken_in_is_not_turned_away(guidebook, build):
    assert asking(build(), guidebook) == {24}


def test_an_intake_of_an_earlier_version_keeps_the_services_it_named(guidebook):
    old = Intake.model_validate({"id": "i", "services_phoned": "Simon", "services_phoned_on": "2026-11-12"})
    assert old.services_phoned == "Simon" and not old.no_services and not old.agreed_aims
    assert [one.rule for one in found(CaseBuilder().put(old), guidebook, 2)] == [2]
