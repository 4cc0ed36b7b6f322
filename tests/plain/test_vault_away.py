"""The vault cannot be read for a while: it is said, what was answered is kept, and the session goes on."""

import random

import pytest

from casetui.data.records import Action, Contact, Goal
from tests.away import PARTS, Away
from tests.plain.lines import after, form, said
from tests.screens.office import TODAY

ANSWERS = ("agenda", "list", "1", "back", "sign-offs", "back", "drafts", "back", "people", "1", "back",
           "find nolan", "1", "back", "contact 1", ":stop", "yes", "new", ":stop", "yes", "team", "caseload",
           "open 1", "timeline", "back", "warnings", "again", "3", "1", "back", "back", "back", "passphrase",
           "")  # fmt: skip


def cases(office):
    office.case(
        "AB2345",
        "Aoife Nolan",
        lambda b: (
            b.assigned()
            .intake()
            .met(TODAY)
            .put(
                Goal(id="g", wording="A tenancy"),
                Action(goal="g", what="Ring", who="Mary", due_on=TODAY),
            )
        ),
    )
    return office


def going(away, answer):
    """Return an answer that is given after the vault went away."""
    return lambda: away.go() or answer


def coming(away, answer):
    """Return an answer that is given after the vault came back."""
    return lambda: away.back() or answer


@pytest.mark.parametrize("who", ["mary", "tom", "ada"])
@pytest.mark.parametrize("names", PARTS.values(), ids=PARTS)
def test_no_answer_ends_the_session(office, names, who):
    away = Away(cases(office).folder, *names)
    heard = said(
        office,
        going(away, "list"),
        *ANSWERS,
        coming(away, ":stop"),
        "back",
        "agenda",
        "quit",
        "quit",
        who=who,
    )
    assert "made a mistake" not in heard and "Goodbye" in heard


@pytest.mark.parametrize("names", PARTS.values(), ids=PARTS)
def test_no_answer_in_a_case_ends_the_session(office, names):
    away = Away(cases(office).folder, *names)
    answers = ["again", "timeline", "back", "3", "1", "back", "back", "warnings"]
    heard = said(office, "1", going(away, "list"), *answers, coming(away, "again"), "back", "quit")
    assert "Goodbye" in heard


@pytest.mark.parametrize("who", ["mary", "tom", "ada"])
def test_no_answers_end_the_session_while_the_vault_comes_and_goes(office, who):
    cases(office)
    chance, known = random.Random(who), [None]

    def answer(n):
        def give():
            if n % 8 == 3:
                known[0] = Away(office.folder, *chance.choice(list(PARTS.values())))
                known[0].go()
            if n % 8 == 7 and known[0]:
                known[0].back()
            return chance.choice([*ANSWERS, "1", "2", "3", "yes", "no", "a", "x"])

        return give

    said(office, *(answer(n) for n in range(240)), lambda: known[0].back() or "", who=who)


def test_what_was_typed_is_kept_and_saved_once_the_vault_is_back(office):
    away = Away(cases(office).folder)
    *typed, yes = form(Contact, kind="phone", summary="She is well.")
    heard = said(office, "contact 1", *typed, going(away, yes), coming(away, yes), "quit")
    assert "cannot be read" in after(heard, "What will be saved")
    assert [contact.summary for contact in office.read("AB2345").all(Contact)][-1] == "She is well."


def test_what_cannot_be_read_is_asked_for_again(office):
    away = Away(cases(office).folder)
    heard = said(office, going(away, "1"), coming(away, "1"), "quit", "quit")
    assert "Try again in a moment." in heard
    assert "Case number C-AB2345" in after(heard, "Try again in a moment.")
