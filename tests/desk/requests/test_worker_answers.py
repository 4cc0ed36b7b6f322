"""A request that an ordinary worker answers: its record says who may, and everything else asks the record."""

from datetime import date
from typing import Annotated, Literal

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records import CASE_RECORDS, Signable
from casetui.desk import lists
from casetui.desk.acts.asking import ask
from casetui.desk.acts.cases import open_case
from casetui.desk.audit.auditing import audit
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.keys.signatures import answer_statement
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.base import RequestAnswer
from casetui.desk.requests.to_sign import ToSign
from casetui.desk.telling.answers import unseen
from casetui.desk.telling.sign_off_lines import sign_off_lines
from tests.answers import answer
from tests.screens.office import TODAY

NUMBER = "AB2345"


class TakingOver(Signable):
    """A colleague is asked to take the case over, and says whether they do."""

    table = "taking_over"
    title = "Taking over"
    columns = ("to", "answer")
    noun = "taking over"
    area = "intake"
    answers_only = "Only the colleague who was asked says whether they take over."
    ask_instead = "Let them answer it."
    might_not = "{name} signed it, and was not the colleague who was asked."

    to: Annotated[str, Ask("Asked to take over", choices=ChoicesFrom("people"))]
    answer: Annotated[Literal["", "taken", "declined"], HIDDEN] = ""
    answered_by: Annotated[str, HIDDEN] = ""
    answered_on: Annotated[date | None, HIDDEN] = None

    def stage(self):
        return "answered" if self.answer else "asked"

    def answered(self):
        return (self.answered_by, self.answered_on) if self.answer else ("", None)

    def may_be_answered_by(self, worker):
        return worker.id == self.to

    def asked_values(self):
        return ["taking over", self.to, self.asked_by, self.asked_on]

    def answer_values(self):
        return [*self.asked_values(), self.answer, self.answered_by, self.answered_on]

    def doer_field(self, was):
        return "answered_by" if self.answer and self.answer != getattr(was, "answer", "") else ""

    def locked_reason(self):
        return "This was answered as it stands." if self.answer else ""

    def act_words(self, was, name):
        if self.answer and not (was and was.answer):
            yield f"{self.answer} by {name(self.answered_by)}"


def decided(decision):
    return lambda given: {"answer": decision, "answered_by": given.by, "answered_on": given.on}


class TakingOverRequest(ToSign[TakingOver]):
    """The colleague who was asked takes over, or declines."""

    key = "taking over"
    record = TakingOver
    waits_for = "Asked for by you; waits for a colleague"
    answered = "This was answered already."
    only = "Only {who} answers this."
    answers = (
        RequestAnswer(
            name="take", key="t", label="Take over", word="take", what="take the case over",
            act="take over", done="Taken over.", sets=decided("taken"), news_for_asker="Taken over",
            signed=True, relies=True,
        ),
        RequestAnswer(
            name="decline", key="d", label="Decline", word="decline", what="decline it",
            act="decline to take over",
            done="Declined.", sets=decided("declined"), news_for_asker="Not taken over", signed=True,
        ),
    )  # fmt: skip

    def listed(self, record):
        return "To be taken over"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The program knows taking over."""
    monkeypatch.setitem(CASE_RECORDS, TakingOver.table, TakingOver)
    monkeypatch.setitem(REQUESTS, TakingOverRequest.key, TakingOverRequest())


def sit(office, who):
    desk = office.desk(who)
    return desk, open_case(desk, NUMBER, "to help")


def asked(office, to="sean", **head):
    """Mary asks a colleague to take her case over."""
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned(), **head)
    wanted = TakingOver(id="t", to=to, asked_by="mary", asked_on=TODAY)
    ask(*sit(office, "mary"), "ask to take over", wanted)
    return office


def taking_over(office):
    return office.read(NUMBER).one(TakingOver)


def headings(office, who):
    return [line.heading for line in sign_off_lines(office.desk(who), [])]


def test_it_is_listed_for_the_colleague_and_for_the_person_who_asked(office):
    asked(office)
    assert headings(office, "sean") == ["To sign"] and lists.to_sign_and_see(office.desk("sean")) == (1, 0)
    assert headings(office, "mary") == ["Asked for by you; waits for a colleague"]
    assert lists.to_sign_and_see(office.desk("mary")) == (0, 0)
    for other in ("tom", "una", "liam", "priya"):
        assert headings(office, other) == [] and lists.to_sign_and_see(office.desk(other)) == (0, 0), other


def test_the_colleague_answers_it_and_the_answer_is_genuine(office):
    asked(office)
    answer(*sit(office, "sean"), "taking over", "t", "take")
    found = taking_over(office)
    assert (found.answer, found.answered_by, found.answered_on) == ("taken", "sean", TODAY)
    assert (
        open_case(office.desk("tom"), NUMBER).unsaid == [] and audit(office.desk("tom"), NUMBER).wrong == []
    )
    assert [one.request.what for one in unseen(office.desk("mary"))] == ["Taken over"]


async def test_it_is_answered_on_the_screen(office):
    asked(office)
    async with office.seat("sean") as seat:
        assert "1 waits for your sign-off: s" in seat.text
        await seat.press("s", "enter")
        assert seat.screen == "SignOffScreen"
        await seat.press("t")
        assert "Taken over." in seat.text
    assert taking_over(office).answer == "taken"


@pytest.mark.parametrize("who", ["mary", "tom", "liam"])
def test_nobody_else_answers_it(office, who):
    asked(office)
    with pytest.raises(NotAllowed, match="Only Seán Keane answers this"):
        answer(*sit(office, who), "taking over", "t", "take")


def test_nobody_takes_over_from_themselves(office):
    asked(office, to="mary")
    with pytest.raises(HeldBack) as raised:
        answer(*sit(office, "mary"), "taking over", "t", "take")
    assert [(finding.rule, finding.area) for finding in raised.value.findings] == [(26, "intake")]


def past_the_program(office, who):
    """Answer in their own name as ``who``, with an editor and their own keys."""
    vault = office.seen_by(who)
    file = CaseFile.load(vault, f"cases/{NUMBER}").copy()
    given = {"answer": "taken", "answered_by": who, "answered_on": TODAY}
    found = file.one(TakingOver).model_copy(update=given)
    signature = office.desk(who).keyring.signature(answer_statement(NUMBER, found))
    file.put(found.model_copy(update={"signature": signature, "changed_by": who, "changed_at": office.now}))
    file.save(vault, who, office.now)


def test_the_answer_of_a_line_manager_who_was_not_asked_is_named(office):
    asked(office)
    past_the_program(office, "tom")
    wrong = "Tom Walsh signed it, and was not the colleague who was asked"
    desk, opened = sit(office, "sean")
    assert wrong in " ".join(opened.unsaid) and wrong in " ".join(audit(desk, NUMBER, "to help").wrong)
    what = [finding.what for finding in desk.standing(opened.file).findings if finding.rule == 26]
    assert what == ["Only the colleague who was asked says whether they take over."]
