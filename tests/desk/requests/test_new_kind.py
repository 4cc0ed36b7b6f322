"""A new kind of request costs its record, its class and a line for each; all the rest knows it by these."""

from datetime import date
from typing import Annotated, Literal

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.fields import HIDDEN, Ask
from casetui.data.records import CASE_RECORDS, Signable
from casetui.desk import lists
from casetui.desk.acts.asking import ask
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.locked_reason import why_fixed
from casetui.desk.acts.records import build, save_record
from casetui.desk.audit.auditing import audit
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.keys.signatures import answer_statement
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.base import RequestAnswer
from casetui.desk.requests.to_sign import ToSign
from casetui.desk.telling.answers import unseen
from casetui.desk.telling.timeline import happened
from tests.answers import answer
from tests.plain.lines import said
from tests.screens.office import TODAY

NUMBER = "AB2345"


class Purchase(Signable):
    """Something that is bought for the client, once a line manager approves it."""

    table = "purchase"
    title = "Purchase"
    columns = ("what", "answer")
    noun = "purchase"
    area = "coordination"

    what: Annotated[str, Ask("What is bought")]
    answer: Annotated[Literal["", "approved", "declined"], HIDDEN] = ""
    answered_by: Annotated[str, HIDDEN] = ""
    answered_on: Annotated[date | None, HIDDEN] = None
    answer_reason: Annotated[str, HIDDEN] = ""

    def day(self):
        return self.asked_on

    def stage(self):
        return "answered" if self.answer else "asked"

    def answered(self):
        return (self.answered_by, self.answered_on) if self.answer else ("", None)

    def asked_values(self):
        return ["purchase", self.what, self.asked_by, self.asked_on]

    def answer_values(self):
        return [*self.asked_values(), self.answer, self.answer_reason, self.answered_by, self.answered_on]

    def doer_field(self, was):
        return "answered_by" if self.answer and self.answer != getattr(was, "answer", "") else ""

    def locked_reason(self):
        return "This was decided as it stands." if self.answer else ""

    def act_words(self, was, name):
        if self.answer and not (was and was.answer):
            yield f"{self.answer} by {name(self.answered_by)}"


def sets(decision):
    return lambda given: {
        "answer": decision, "answered_by": given.by, "answered_on": given.on, "answer_reason": given.reason,
    }  # fmt: skip


class PurchaseRequest(ToSign[Purchase]):
    """Any line manager approves it, or declines it with a reason."""

    key = "purchase"
    record = Purchase
    line_managers_first = True
    answered = "This was decided already."
    only = "Only a line manager decides this. Ask {who}."
    answers = (
        RequestAnswer(
            name="approve", key="a", label="Approve", word="approve", what="let it be bought",
            act="approve the purchase", done="Approved.", sets=sets("approved"),
            news_for_asker="Purchase approved", signed=True, relies=True,
        ),
        RequestAnswer(
            name="decline", key="d", label="Decline", word="decline", what="decline it, with a reason",
            act="decline the purchase", done="Declined.", sets=sets("declined"), why="Why is it declined?",
            no_reason="Say why.", news_for_asker="Purchase declined", signed=True,
        ),
    )  # fmt: skip

    def listed(self, record):
        return "To be bought"

    def answer_reason(self, record):
        return record.answer_reason


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The program knows purchases."""
    monkeypatch.setitem(CASE_RECORDS, Purchase.table, Purchase)
    monkeypatch.setitem(REQUESTS, PurchaseRequest.key, PurchaseRequest())


def sit(office, who):
    desk = office.desk(who)
    return desk, open_case(desk, NUMBER, "to help")


def asked(office, who="mary"):
    """Ask for a bicycle in a case of Mary's."""
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned())
    purchase = Purchase(id="p", what="A bicycle", asked_by=who, asked_on=TODAY)
    ask(*sit(office, who), "ask to buy", purchase)
    return office


def purchase(office):
    return office.read(NUMBER).one(Purchase)


def test_it_is_listed_for_those_who_answer_it_and_for_the_person_who_asked(office):
    asked(office)
    for who, kinds in (("tom", ["purchase"]), ("una", ["purchase"]), ("mary", ["purchase"]), ("sean", [])):
        assert [one.request.kind for one in lists.listed_requests(office.desk(who))] == kinds, who
    assert lists.to_sign_and_see(office.desk("tom")) == (1, 0)
    assert open_case(office.desk("una"), NUMBER).access == "sign", "another team's opens to be answered"


async def test_it_is_shown_and_answered_on_the_screen(office):
    asked(office)
    async with office.seat("tom") as seat:
        await seat.press("s")
        assert seat.place("To sign") < seat.place("To be bought")
        await seat.press("enter")
        assert seat.screen == "SignOffScreen" and "Purchase: Aoife Nolan" in seat.text
        assert "A bicycle" in seat.line("What is bought") and "Mary Byrne" in seat.line("Asked or written by")
        assert "a Approve  d Decline" in seat.text
        await seat.press("a")
        assert "Approved." in seat.text and "Nothing waits for you." in seat.text
    found = purchase(office)
    assert (found.answer, found.answered_by, found.answered_on) == ("approved", "tom", TODAY)
    assert audit(office.desk("tom"), NUMBER).wrong == []


async def test_it_is_declined_on_the_screen_with_a_reason(office):
    asked(office)
    async with office.seat("tom") as seat:
        await seat.press("s", "enter", "d")
        assert "Why is it declined?" in seat.text
        await seat.type("Too dear")
        await seat.press("enter")
        assert "Declined." in seat.text
    assert (purchase(office).answer, purchase(office).answer_reason) == ("declined", "Too dear")


async def test_the_person_who_asked_reads_the_answer_and_opens_the_case_where_it_belongs(office):
    asked(office)
    answer(*sit(office, "tom"), "purchase", "p", "decline", "Too dear")
    assert [one.request.what for one in unseen(office.desk("mary"))] == ["Purchase declined: Too dear"]
    async with office.seat("mary") as seat:
        await seat.press("s", "enter")
        assert seat.screen == "CaseScreen" and seat.app.screen.area == "coordination"


def test_it_is_shown_and_answered_in_words(office):
    asked(office)
    text = said(office, "sign-offs", "1", "?", "decline", "Too dear", "back", who="tom")
    assert "1 To be bought, Aoife Nolan, Mary Byrne" in text
    assert "What is bought: A bicycle" in text
    assert "approve: let it be bought" in text and "decline: decline it, with a reason" in text
    assert "Declined." in text
    assert (purchase(office).answer, purchase(office).answer_reason) == ("declined", "Too dear")


def test_nobody_answers_it_who_may_not_nor_twice_nor_their_own(office):
    asked(office, "tom")
    with pytest.raises(NotAllowed, match=r"Only a line manager decides this. Ask Una Daly.$"):
        answer(*sit(office, "mary"), "purchase", "p", "approve")
    with pytest.raises(HeldBack) as raised:
        answer(*sit(office, "tom"), "purchase", "p", "approve")
    assert [finding.rule for finding in raised.value.findings] == [26]
    answer(*sit(office, "una"), "purchase", "p", "approve")
    with pytest.raises(NotAllowed, match="Answered by Una Daly on Sat 21 Nov 2026"):
        answer(*sit(office, "tom"), "purchase", "p", "approve")


def test_it_is_locked_once_it_is_answered(office):
    asked(office)
    answer(*sit(office, "tom"), "purchase", "p", "approve")
    desk, opened = sit(office, "mary")
    found = opened.file.one(Purchase)
    assert why_fixed(opened.case, found) == "This was decided as it stands."
    with pytest.raises(NotAllowed, match="decided as it stands"):
        save_record(desk, opened, build(Purchase, found, {"what": "A car"}), found)


def test_the_timeline_and_the_audit_tell_how_it_was_answered(office):
    asked(office)
    answer(*sit(office, "tom"), "purchase", "p", "approve")
    desk, opened = sit(office, "mary")
    entries = [(entry.title, entry.by) for entry in happened(desk, opened)]
    assert ("Purchase", "Mary Byrne") in entries and ("approve the purchase", "Tom Walsh") in entries
    assert audit(office.desk("tom"), NUMBER).steps[-1].changes == ["Purchase: approved by Tom Walsh"]


def past_the_program(office, who, **answer):
    """Write an answer into the case as ``who``, with an editor and their own keys."""
    vault = office.seen_by(who)
    file = CaseFile.load(vault, f"cases/{NUMBER}").copy()
    found = file.one(Purchase).model_copy(update={"answer": "approved", "answered_on": TODAY, **answer})
    signature = office.desk(who).keyring.signature(answer_statement(NUMBER, found))
    file.put(found.model_copy(update={"signature": signature, "changed_by": who, "changed_at": office.now}))
    file.save(vault, who, office.now)


def test_an_answer_in_another_persons_name_is_named(office):
    asked(office)
    past_the_program(office, "mary", answered_by="tom")
    forged = "purchase: it names Tom Walsh as who signed it, but that is not their signature"
    assert forged in " ".join(open_case(office.desk("tom"), NUMBER).unsaid)
    wrong = "\n".join(audit(office.desk("tom"), NUMBER).wrong)
    assert forged in wrong and "Revision 3, Mary Byrne" in wrong
    assert "says that Tom Walsh did this" in wrong


def test_an_answer_to_ones_own_request_is_named(office):
    asked(office)
    past_the_program(office, "mary", answered_by="mary")
    assert "Mary Byrne signed what they had asked for themselves" in "\n".join(
        audit(office.desk("tom"), NUMBER).wrong
    )
