"""What is signed when something is asked for and answered, value by value: it is fixed for good."""

from datetime import date, timedelta

from casetui.data.records import Closure, Override
from casetui.desk.keys.evidence import could_sign
from casetui.desk.keys.signatures import answer_statement, request_statement
from tests.data.test_trust import on_disk, past_the_program, slip_in
from tests.screens.office import KEYS, NOW, TODAY, Office

ASKED = date(2026, 11, 20)
ANSWERED = date(2026, 11, 21)


def test_the_statement_of_a_closure_is_what_it_always_was():
    closure = Closure(
        id="c", reason="needs met", state="signed", asked_by="mary", asked_on=ASKED, signed_by="tom",
        signed_on=ANSWERED, signed_revision=7, seen="abc",
    )  # fmt: skip
    assert request_statement("AB2345", closure) == ["AB2345", "c", "closure", "mary", "2026-11-20"]
    assert answer_statement("AB2345", closure) == [
        "AB2345", "c", "closure", "needs met", "mary", "2026-11-20", "signed", "tom",
        "2026-11-21", "7", "abc",
    ]  # fmt: skip


def test_the_statement_of_an_override_is_what_it_always_was():
    override = Override(
        id="o", rule=18, act="ask for closure", why="He moves", asked_by="mary", asked_on=ASKED,
        answer="granted", answer_reason="Agreed", answered_by="tom", answered_on=ANSWERED, seen="abc",
    )  # fmt: skip
    asked = ["AB2345", "o", "override", "18", "ask for closure", "He moves", "mary", "2026-11-20"]
    assert request_statement("AB2345", override) == asked
    assert answer_statement("AB2345", override) == [*asked, "granted", "Agreed", "tom", "2026-11-21", "abc"]


def test_what_was_not_said_is_signed_as_an_empty_text():
    closure = Closure(id="c", asked_by="mary")
    assert answer_statement("AB2345", closure) == [
        "AB2345",
        "c",
        "closure",
        "",
        "mary",
        "",
        "draft",
        "",
        "",
        "",
        "",
    ]


# -- who was line manager on a day ---------------------------------------------------------------


def test_a_revision_of_the_agency_that_is_dated_back_makes_nobody_line_manager_of_days_before(tmp_path):
    """Also among revisions of an earlier version of the program, which ``may_follow`` takes as they are."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    file = on_disk(office).copy()
    file.put(file.agency.model_copy(update={"vault": ""}))
    slip_in(office, file, "tom", KEYS["tom"], 1, "")
    promoted = on_disk(office).people["sean"].model_copy(update={"roles": ["line manager"]})
    past_the_program(office, "una", promoted, at=NOW + timedelta(days=10))
    past_the_program(office, "ada", at=NOW + timedelta(days=1))
    office.now = NOW + timedelta(days=11)
    signed, days = Closure(state="signed", signed_by="sean"), [TODAY + timedelta(days=n) for n in (2, 9, 11)]
    on = [could_sign(office.new_desk("mary").evidence, signed, day) for day in days]
    assert on == [False, False, True]
