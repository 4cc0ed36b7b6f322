"""What is due is said without typed words too, for mail that names nobody."""

from datetime import timedelta

from hypothesis import given

from casetui.checklists.standing import dues, run_rules, standing
from casetui.data.casefile import CaseFile
from casetui.data.records import CASE_RECORDS, Case, Disclosure, Goal, Intake, LegalAuthority, Referral
from casetui.data.rows import Row
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.generated import DAYS, cases
from tests.checklists.test_properties import ANY, GUIDEBOOK

TYPED = "Zebedee"


def typed_everywhere() -> CaseBuilder:
    """Return a case into whose every free text the same word was typed."""
    build = CaseBuilder(state="paused", paused_reason=TYPED, look_again_on=TODAY)
    build.intake(existing_manager=TYPED, existing_assessment=TYPED, services_phoned=TYPED)
    build.put(Referral(to=TYPED, sent_on=TODAY), Goal(wording=TYPED), LegalAuthority(kind="none", who=TYPED))
    build.put(Disclosure(on=TODAY, recipient=TYPED, reason=TYPED, information=TYPED, told_client=TYPED))
    build.planned(acted_for=TYPED, agreed_how="representative")
    return build.closing(reason="client", request_not_asked=TYPED)


def test_no_kind_holds_what_somebody_typed():
    build = typed_everywhere()
    build.put(build.case.all(Goal)[0].model_copy(update={"wording": TYPED}))
    other = Row("OTHER0", "client-1", manager="sean", team="north")
    people = {id_: one.model_copy(update={"name": TYPED}) for id_, one in context().people.items()}
    many = {f"R{n}": Row(f"R{n}", f"c{n}", manager="mary", team="north") for n in range(9)}
    ctx = context(people=people, rows={"OTHER0": other, **many})
    found = run_rules(build.case, GUIDEBOOK, ctx)
    told = [one for one in found if TYPED in one.what]
    assert len({one.rule for one in told}) >= 8
    assert not [one for one in found if TYPED in (one.kind or one.what)]


def _retyped(case: CaseFile) -> CaseFile:
    """Return a case whose names and texts are all the same typed word."""
    after = case.copy()
    for kind in CASE_RECORDS.values():
        for record in after.every(kind) if kind is not Case else []:
            texts = {
                name: TYPED
                for name in ("to", "agency", "what", "who", "wording", "recipient", "tracking_service",
                             "receiver", "existing_manager", "existing_assessment", "services_phoned",
                             "acted_for", "request_not_asked")
                if isinstance(getattr(record, name, None), str)
            }  # fmt: skip
            after.put(record.model_copy(update=texts))
    return after


@ANY
@given(cases(), DAYS)
def test_no_case_shows_a_typed_word_in_what_is_due(case, day):
    now = standing(_retyped(case), GUIDEBOOK, context(day))
    assert not [due for due in dues(now) if TYPED in due.kind or not due.kind]


def test_what_is_due_says_its_kind():
    build = CaseBuilder().planned().put(Intake(urgency="7 days", first_contact_on=OPENED))
    kinds = {due.kind for due in dues(standing(build.case, GUIDEBOOK, context(TODAY + timedelta(1))))}
    assert "Action of the plan" in kinds and "First answer to the service user" in kinds
