"""Rule 26: where nobody else may sign, that is said, and not that another line manager be asked."""

from datetime import timedelta

from casetui.data.records import Disclosure
from tests.cases import PEOPLE, TODAY, TOM, CaseBuilder, context
from tests.checklists.finding import found

UNA = TOM.model_copy(update={"id": "una", "name": "Una Daly"})


def to_do(guidebook, *people):
    build = CaseBuilder().put(
        Disclosure(
            on=TODAY, recipient="Hospital", reason="In danger", information="Allergy", told_client="yes",
            made_by="tom", reviewed_by="tom", reviewed_on=TODAY,
        )
    )  # fmt: skip
    everybody = {**PEOPLE, **{one.id: one for one in people}}
    [finding] = [
        one for one in found(build, guidebook, 26, ctx=context(people=everybody)) if one.weight == "hold"
    ]
    return finding.do


def test_whom_to_ask_is_said_while_there_is_somebody(guidebook):
    assert "another line manager" in to_do(guidebook, UNA)


def test_who_has_left_is_nobody_to_ask(guidebook):
    left = UNA.model_copy(update={"left_on": TODAY - timedelta(days=1)})
    assert to_do(guidebook, left).startswith("Nobody else here may sign it.")
    assert to_do(guidebook).startswith("Nobody else here may sign it.")
