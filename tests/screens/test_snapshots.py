"""A few main screens as they look at 80×24. Look at the picture before you accept a new one."""

from datetime import date, timedelta

from casetui.app import CaseApp
from casetui.data.records import Alert, Closure, Domain, Goal, Override, Referral, ServiceInvolved, Tick
from tests.screens.office import TODAY, Seat


def agency(office):
    """Five clients of Mary's, one of Seán's, one of nobody's; the same each time."""

    def assessed(b):
        b.assigned().intake().agreed().shared_with("Simon").met(TODAY - timedelta(days=2))
        b.put(Tick(checklist="intake", item="services-asked", on=b.opened))
        b.assessed("urgent", completed_on=None)
        b.put(Domain(assessment="assessment", domain="drugs", need="some", priority=2))
        b.put(Domain(assessment="assessment", domain="legal", need="none"))
        b.put(Alert(kind="contact", text="Phone is her brother's; ring before noon"))

    def coordinated(b):
        b.assigned().intake().assessed().planned().shared_with("Focus", "Simon").met(TODAY)
        b.put(ServiceInvolved(agency="Focus", key_worker="Ann", asked_on=TODAY - timedelta(days=3)))
        b.put(Referral(to="Simon", goal="goal", sent_on=TODAY - timedelta(days=20)))
        b.put(Tick(checklist="housing-list", item="income", on=TODAY, note="Two payslips"))

    office.case("AB2345", "Aoife Nolan", assessed)
    office.case("CD2345", "Declan Power", coordinated, opened_on=date(2026, 11, 2))
    office.case("EF2345", "Fatima Zed", lambda b: b.assigned().intake().met(TODAY).put(
        Goal(wording="A course", state="met")))  # fmt: skip
    office.case("GH2345", "Joe Hand", lambda b: b.assigned(), state="paused", paused_reason="Hospital",
                look_again_on=TODAY + timedelta(days=5))  # fmt: skip
    office.case("JK2345", "日本 太郎", lambda b: b.assigned().intake(), opened_on=date(2026, 10, 1))
    office.case("MN2345", "Una Tall", lambda b: b.assigned("sean", over_limit=True, reason="Sisters"))
    office.case("PQ2345", "Ivy Free", manager="")
    office.case("RS2345", "Bert Done", lambda b: b.assigned("sean").put(
        Closure(reason="needs met", state="asked", asked_by="sean", asked_on=TODAY),
        Override(rule=18, act="ask for closure", why="Moves", asked_by="sean", asked_on=TODAY)),
        opened_on=date(2026, 1, 5))  # fmt: skip
    return office


def looks_the_same(compare, office, who, *keys, open_case=""):
    app = CaseApp(office.folder, office.desk(who), office.clock)

    async def go(pilot):
        seat = Seat(pilot)
        await seat.settle()
        if open_case:
            app.screen.open_case(open_case)
            await seat.settle()
        await seat.press(*keys)

    return compare(app, terminal_size=(80, 24), run_before=go)


def test_the_caseload(snap_compare, office):
    assert looks_the_same(snap_compare, agency(office), "mary")


def test_a_case_at_assessment(snap_compare, office):
    assert looks_the_same(snap_compare, agency(office), "mary", open_case="AB2345")


def test_a_case_at_coordination(snap_compare, office):
    assert looks_the_same(snap_compare, agency(office), "mary", "4", open_case="CD2345")


def test_the_contact_form(snap_compare, office):
    keys = ("h", "tab", *"Met at the hostel")
    assert looks_the_same(snap_compare, agency(office), "mary", "w", *keys, open_case="CD2345")


def test_the_sign_offs(snap_compare, office):
    assert looks_the_same(snap_compare, agency(office), "tom", "s")
