"""Sign-offs: what a line manager signs, sends back, and sees, and what who asked for it is told."""

from datetime import date, timedelta

import pytest

from casetui.data.records import Action, Closure, Disclosure, GapOrBlock, Goal, Override
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ask_for_closure
from casetui.desk.telling.answers import unseen
from casetui.screens.forms.draft_keeping import KEEP_DELAY
from casetui.screens.home.watch import Watch
from tests import disk
from tests.answers import answer_override, send_back, sign_off
from tests.screens.office import TODAY
from tests.screens.one_case import damaged

LONG_AGO = date(2026, 1, 10)


def waits_to_pass(office):
    """Keep a case that Mary asks to be allowed to close early."""
    waiting = Override(
        id="o", rule=18, act="ask for closure", why="Moves home", asked_by="mary", asked_on=TODAY
    )
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(waiting))


def closing(asked_by="mary"):
    return Closure(
        id="closure", reason="needs met", needs_met=True, agreed_on=TODAY, aftercare="Ring us, or come by",
        aftercare_call="Mary", aftercare_agreed_on=TODAY, state="asked", asked_by=asked_by, asked_on=TODAY,
    )  # fmt: skip


@pytest.fixture
def asked(office):
    """A case of Mary's whose closure waits for a signature."""

    def build(b):
        b.assigned().assessed("none").put(closing(), Goal(id="g", wording="A tenancy", state="met"))
        b.put(Action(goal="g", what="Ring the council", who="Mary", due_on=TODAY))

    office.case("AB2345", "Aoife Nolan", build, opened_on=LONG_AGO)
    return office


def state(office):
    kept = office.read("AB2345")
    return kept.case.state, kept.one(Closure).state


async def test_a_line_manager_reads_what_is_asked_and_signs(asked):
    async with asked.seat("tom") as seat:
        await seat.press("s")
        assert "Closure" in seat.line("Aoife Nolan") and "Mary Byrne" in seat.line("Aoife Nolan")
        await seat.press("enter")
        assert "s Sign off" in seat.text and "b Send back" in seat.text
        for part in ("needs met", "Ring us, or come by", "A tenancy", "Ring the council; Mary"):
            assert part in seat.words
        await seat.press("s", "s")
        assert "Signed off. The case is closed." in seat.text
        assert "Nothing waits for you." in seat.text
        await seat.press("q")
        assert "Aoife Nolan" not in seat.text, "it is on no caseload any more"
    assert state(asked) == ("closed", "signed")
    assert asked.read("AB2345").one(Closure).signed_by == "tom"


async def test_one_key_alone_closes_no_case(asked):
    async with asked.seat("tom") as seat:
        await seat.press("s", "enter", "s")
        assert "Sign this closure off?" in seat.words and state(asked) == ("open", "asked")
        await seat.press("b")
        assert seat.screen == "SignOffScreen" and state(asked) == ("open", "asked")


async def test_sent_back_with_a_reason_the_case_stays_open_and_the_worker_reads_why(asked):
    async with asked.seat("tom") as seat:
        await seat.press("s", "enter", "b", "enter")
        assert "Please write something here." in seat.text
        await seat.type("Whom do they call at night?")
        await seat.press("enter")
        assert "Sent back. The case stays open." in seat.text
    assert state(asked) == ("open", "sent back")
    async with asked.seat("mary", open_case="AB2345") as seat:
        await seat.press("8")
        await seat.press("down", "home")
        assert "Sent back: Whom do they call at night?" in seat.words
        await seat.stand_on("Ask for closure")
        await seat.press("enter")
    assert state(asked) == ("open", "asked")


async def test_a_reason_that_was_refused_stays_until_the_answer_is_given(asked):
    why = "Whom do they call at night?"
    async with asked.seat("tom") as seat:
        await seat.press("s", "enter", "b")
        await seat.type(why)
        with disk.full(asked.folder):
            await seat.press("enter")
            assert "no space left on device" in seat.words
        await seat.press("b")
        assert why in seat.words
        await seat.press("ctrl+x", "b")
        assert why in seat.words, "the person went back from the question"
        await seat.press("enter")
        assert "Sent back. The case stays open." in seat.text


async def test_no_draft_stays_of_a_reason_that_was_refused_at_first(asked):
    drafts = asked.desk("tom").person_folder.drafts

    def kept():
        return list(drafts.path().glob("*"))

    async with asked.seat("tom") as seat:
        await seat.press("s", "enter", "b")
        await seat.type("Whom do they call at night?")
        await _until(seat, lambda: len(kept()) == 1)
        with disk.full(asked.folder):
            await seat.press("enter")
        await seat.press("b", "ctrl+x")
        await seat.pilot.pause(2 * KEEP_DELAY)
        assert len(kept()) == 1, "leaving the line as it was changes nothing"
        await seat.press("b", "!")
        await seat.pilot.pause(2 * KEEP_DELAY)
        assert len(kept()) == 2, "the former one stays until the reason is used"
        await seat.press("enter")
        assert "Sent back. The case stays open." in seat.text
        await _until(seat, lambda: not kept())


async def _until(seat, holds):
    """Wait until ``holds`` returns that it is so."""
    for _ in range(100):
        if holds():
            return
        await seat.pilot.pause(0.1)
    raise AssertionError("it did not come to that")


async def test_ones_own_request_is_listed_and_refused_with_who_else_can_sign(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned("tom").put(closing("tom")), opened_on=LONG_AGO)
    async with office.seat("tom") as seat:
        await seat.press("s")
        assert seat.place("Asked for by you; waits for") < seat.place("Aoife Nolan")
        assert "To sign" not in seat.text
        await seat.press("enter")
        assert "You asked for this yourself. It waits for Liam Roche" in seat.words
        assert "s Sign off" not in seat.text and "b Send back" not in seat.text
        await seat.press("s")
        assert seat.screen == "SignOffScreen" and "You asked for this yourself." in seat.lines[-2]
    assert state(office) == ("open", "asked")


async def test_the_second_signatory_signs(asked):
    async with asked.seat("liam") as seat:
        await seat.press("s", "enter")
        if "Why do you open it" in seat.words:
            await seat.type("To sign it")
            await seat.press("enter")
        await seat.press("s", "s")
        assert "Signed off. The case is closed." in seat.text
    assert asked.read("AB2345").one(Closure).signed_by == "liam"


async def test_a_worker_sees_what_they_asked_for_and_signs_nothing(asked):
    async with asked.seat("sean") as seat:
        await seat.press("s")
        assert "Aoife Nolan" not in seat.text and "Nothing that you asked for waits" in seat.words
    async with asked.seat("mary") as seat:
        await seat.press("s")
        assert "Closure" in seat.line("Aoife Nolan")
        for key in ("enter", "s"), ("b",):
            await seat.press(*key)
            assert "Only a line manager or the second signatory signs off." in seat.words
            assert "Ask Liam Roche, Tom Walsh, Una Daly." in seat.words
            assert seat.screen == "SignOffScreen", "nothing is asked that would be refused"
            await seat.press("down")
    assert state(asked) == ("open", "asked")


async def test_who_asks_reads_that_nobody_signs_who_can_open_the_restricted_case(office):
    closure = closing().model_copy(update={"state": "draft", "asked_by": "", "asked_on": None})
    office.case("AB2345", build=lambda b: b.assigned().assessed("none").put(closure), opened_on=LONG_AGO,
                restricted_to=["mary", "priya"])  # fmt: skip
    async with office.seat("mary", open_case="AB2345") as seat:
        await seat.press("8")
        await seat.stand_on("Ask for closure")
        await seat.press("enter")
        assert "What is asked for waits: nobody who could sign it can open this case." in seat.words
        assert "Name a line manager to it: Change who may open it (m)." in seat.words
    assert state(office) == ("open", "asked")


async def test_another_teams_line_manager_sees_nothing_but_what_is_to_be_signed(asked):
    async with asked.seat("una") as seat:
        assert "Aoife" not in seat.text
        await seat.press("s")
        assert "C-AB2345" in seat.line("Closure") and "Aoife" not in seat.text
        await seat.press("enter")
        assert seat.screen == "SignOffScreen" and "Ring us, or come by" in seat.words
        assert "Aoife" not in seat.text
        await seat.press("q", "q", "slash")
        await seat.type("ab2345")
        await seat.press("enter")
        assert seat.screen == "SignOffScreen", "found by its number it opens no further"


async def test_an_override_is_granted_with_a_reason(office):
    waits_to_pass(office)
    async with office.seat("tom") as seat:
        await seat.press("s")
        assert "Let pass: closing early" in seat.line("Aoife Nolan")
        await seat.press("enter")
        assert "Moves home" in seat.text
        await seat.press("s")
        await seat.type("Her mother takes over")
        await seat.press("enter")
        assert "Let pass." in seat.text
    kept = office.read("AB2345").one(Override)
    assert (kept.answer, kept.answered_by, kept.answer_reason) == ("granted", "tom", "Her mother takes over")


async def test_the_reason_is_asked_for_in_a_box_over_what_it_is_about(office):
    waits_to_pass(office)
    async with office.seat("tom") as seat:
        await seat.press("s", "enter", "s")
        assert "│ Why may it pass?" in seat.line("Why may it pass?")
        assert "Aoife Nolan" in seat.text, "the request is still seen around the box"
        assert seat.place("Why may it pass?") > seat.place("Aoife Nolan")


async def test_an_override_is_refused_with_a_reason(office):
    waits_to_pass(office)
    async with office.seat("tom") as seat:
        await seat.press("s", "enter", "b")
        await seat.type("Stay with her")
        await seat.press("enter")
        assert "Refused." in seat.text
    assert office.read("AB2345").one(Override).answer == "refused"


TO_SEE = {
    "Gap or block": GapOrBlock(
        id="r", kind="gap", on=TODAY, need="A detox bed", told_on=TODAY, made_by="mary"
    ),
    "Emergency disclosure": Disclosure(
        id="r", on=TODAY, recipient="Garda", reason="Overdose", information="Name", told_client="Not awake",
        made_by="mary",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TO_SEE)
async def test_what_a_line_manager_is_to_see_is_kept_as_seen(office, what):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(TO_SEE[what]))
    async with office.seat("tom") as seat:
        await seat.press("s")
        assert seat.place("To see") < seat.place(what)
        await seat.press("enter")
        assert "s Seen" in seat.text and "Send back" not in seat.text
        await seat.press("b")
        assert seat.screen == "SignOffScreen", "there is nothing to send back"
        await seat.press("s")
        assert "Keep that you saw this?" in seat.text, "a stray key keeps nothing"
        await seat.press("s")
        assert "Kept as seen." in seat.text and "Nothing waits for you." in seat.text
    kept = office.read("AB2345").get(type(TO_SEE[what]), "r")
    assert "tom" in (getattr(kept, "seen_by", ""), getattr(kept, "reviewed_by", ""))


async def test_an_over_limit_assignment_is_seen(office):
    office.case("AB2345", "Aoife Nolan",
                lambda b: b.assigned(over_limit=True, reason="Sisters", clients_then=8))  # fmt: skip
    async with office.seat("tom") as seat:
        await seat.press("s", "enter")
        assert "Sisters" in seat.text
        await seat.press("s", "s")
        assert "Kept as seen." in seat.text


async def test_what_was_changed_since_it_was_read_is_not_signed(asked):
    async with asked.seat("tom") as seat:
        await seat.press("s", "enter")
        file = asked.read("AB2345").copy()
        file.put(file.one(Closure).model_copy(update={"aftercare": "None"}))
        file.save(asked.vault, "mary", asked.now)
        await seat.press("s", "s")
        assert "The case was changed since you read it. Read it again before you sign." in seat.words
        assert state(asked) == ("open", "asked")


async def test_what_is_to_be_signed_stands_before_what_is_to_be_seen(asked):
    asked.case("CD2345", "Zed Gap", lambda b: b.assigned().put(TO_SEE["Gap or block"]))
    async with asked.seat("tom") as seat:
        await seat.press("s")
        assert seat.place("To sign") < seat.place("Aoife Nolan") < seat.place("To see")
        assert seat.place("To see") < seat.place("Zed Gap")


async def test_a_case_that_was_put_back_is_said_to_be_before_it_is_signed(asked):
    """What the signatory saw once is there no more: an older file took its place."""
    path = asked.folder / "cases" / "AB2345.age"
    older = path.read_bytes()
    file = asked.read("AB2345").copy()
    file.save(asked.seen_by("mary"), "mary", asked.now)
    async with asked.seat("tom") as seat:
        path.write_bytes(older)
        await seat.press("r", "s", "enter")
        assert "C-AB2345 was put back" in seat.words


# -- what is told to who asked ---------------------------------------------------------------------


def answer(office, act, *more, who="tom"):
    """Have a line manager answer what waits in the case."""
    office.now += timedelta(minutes=5)
    desk = office.desk(who)
    act(desk, open_case(desk, "AB2345", "to sign"), *more)


async def test_who_asked_is_told_of_the_answer_until_they_saw_it_once(asked):
    async with asked.seat("mary") as seat:
        watch = Watch(seat.app, seat.app.screen.desk)
        assert "answer" not in seat.text
        answer(asked, send_back, "Whom do they call?")
        watch.look()
        await seat.settle()
        assert "1 answer to you: s" in seat.line("Today and late")
        await seat.press("s")
        assert seat.place("Answered to you") < seat.place("Closure sent back")
        assert "Aoife Nolan" in seat.line("Closure sent back") and "Tom Walsh" in seat.line(
            "Closure sent back"
        )
        assert "Closure sent back: Whom do they call?" in seat.words
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and "Closure" in seat.line("This step")
        assert "Sent back: Whom" in seat.words
        await seat.press("q")
        assert "Closure sent back" in seat.text, "it stays as long as the screen does"
        await seat.press("q")
        assert seat.screen == "CaseloadScreen" and "answer to you" not in seat.text
        await seat.press("s")
        assert "Closure sent back" not in seat.text
    async with asked.seat("mary") as seat:
        assert "answer to you" not in seat.text, "nor after another start"


async def test_only_who_asked_is_told_and_of_a_case_that_is_closed_by_it_too(asked):
    answer(asked, sign_off, asked.read("AB2345").revision)
    for who in ("sean", "tom", "liam"):
        async with asked.seat(who) as seat:
            assert "answer to you" not in seat.text
    async with asked.seat("mary") as seat:
        assert "1 answer to you: s" in seat.text
        await seat.press("s")
        await seat.stand_on("Closure signed off")
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and "closed" in seat.text


@pytest.mark.parametrize(("grant", "said"), [(True, "It may pass"), (False, "It may not pass")])
async def test_how_an_override_was_answered_is_told_with_why(office, grant, said):
    waits_to_pass(office)
    answer(office, answer_override, "o", grant, "Her mother takes over")
    async with office.seat("mary") as seat:
        await seat.press("s")
        await seat.stand_on(said)
        assert f"{said}: Her mother takes over" in seat.words


async def test_what_was_asked_for_again_or_answered_long_ago_is_no_news(asked):
    answer(asked, send_back, "Whom do they call?")
    asked.now += timedelta(days=31)
    async with asked.seat("mary") as seat:
        assert "answer to you" not in seat.text
    asked.now -= timedelta(days=31)
    desk = asked.desk("mary")
    ask_for_closure(desk, open_case(desk, "AB2345"))
    async with asked.seat("mary") as seat:
        assert "answer to you" not in seat.text
        answer(asked, send_back, "And at night?")
        await seat.press("r")
        assert "1 answer to you: s" in seat.text


async def test_what_was_seen_is_kept_in_a_file_that_may_be_damaged(asked):
    answer(asked, send_back, "Whom do they call?")
    async with asked.seat("mary") as seat:
        await seat.press("s", "q")
    (kept,) = asked.own("mary").folder.glob("*.answers")
    for damage in (b"{", b"7", b"[" * 100_000):
        kept.write_bytes(damage)
        assert len(unseen(asked.desk("mary"))) == 1


async def test_a_request_in_a_case_with_a_wrong_record_opens_and_says_so(office):
    office.case(
        "AB2345",
        "Aoife Nolan",
        lambda b: b.assigned().assessed("none").met().put(closing()),
        opened_on=LONG_AGO,
    )
    async with office.seat("tom") as seat:
        await seat.press("s")
        damaged(office)
        await seat.press("enter")
        assert "One record cannot be read and is left out: Contact" in seat.words
        assert seat.screen == "SignOffScreen"
