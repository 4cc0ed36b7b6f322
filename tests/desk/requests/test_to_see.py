"""What a line manager is to see: it is counted when they come in, and answered with or without words."""

import pytest

from casetui.data.records import Assignment, Disclosure, GapOrBlock
from casetui.desk import lists
from casetui.desk.acts.cases import open_case
from casetui.desk.requests import REQUESTS
from casetui.desk.telling.answers import unseen
from casetui.desk.telling.texts import answer_of
from tests.answers import answer
from tests.plain.lines import said
from tests.screens.office import TODAY

GAP = GapOrBlock(
    id="g", kind="block", on=TODAY, told_on=TODAY, need="A detox bed", service="Cuan", made_by="mary"
)
DISCLOSED = Disclosure(
    id="d", on=TODAY, recipient="Gardaí", reason="Danger", information="Address", told_client="Told"
)


@pytest.fixture
def to_see(office):
    """A case of Mary's with a block, a disclosure and an assignment over the limit; none is to be signed."""
    office.case(
        "AB2345", "Aoife Nolan",
        lambda b: b.assigned(over_limit=True, reason="Sisters", clients_then=8).put(GAP).put(DISCLOSED),
    )  # fmt: skip
    return office


async def test_what_is_to_be_seen_counts_on_the_first_screen_and_in_the_first_sentences(to_see):
    assert lists.to_sign_and_see(to_see.desk("tom")) == (0, 3)
    async with to_see.seat("tom") as seat:
        assert "3 for you to see: s" in seat.text
    assert "3 for you to see. Say sign-offs to hear them." in said(to_see, who="tom")
    assert "for you to see" not in said(to_see, who="mary")


KINDS = {"gap": "g", "disclosure": "d", "over limit": ""}
"""The kinds of request that are only seen, with the id of the record in the case."""


def news(office, who):
    return [one.request.what for one in unseen(office.desk(who))]


def record_of(office, kind):
    records = office.read("AB2345").all(REQUESTS[kind].record)
    return records[0]


def answered(office, kind, name, words=""):
    """Have Tom answer, with the words if any."""
    desk = office.desk("tom")
    answer(desk, open_case(desk, "AB2345"), kind, record_of(office, kind).id, name, words)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "words"), [("seen", ""), ("words", "The council knows of it")])
def test_who_told_of_it_hears_that_it_was_seen_with_the_words(to_see, kind, name, words):
    before = to_see.read("AB2345")
    answered(to_see, kind, name, words)
    (told,) = news(to_see, "mary")
    assert told.startswith("Seen, ") and told.endswith(f": {words}" if words else told[-1])
    assert words in said(to_see, "sign-offs", who="mary")
    record, desk = record_of(to_see, kind), to_see.desk("mary")
    (was,) = [one for one in before.every(type(record)) if one.id == record.id]
    seen = "seen by Tom Walsh" + (f": {words}" if words else "")
    assert any(seen in said_of_it for said_of_it in record.act_words(was, desk.name))
    kept = [(one.label, one.text) for one in answer_of(desk, record)]
    assert kept == [("Seen by", "Tom Walsh, Sat 21 Nov"), *([("Answer", words)] if words else [])]


async def test_words_are_given_and_read_at_the_screens(to_see):
    async with to_see.seat("tom") as seat:
        await seat.press("s")
        await seat.stand_on("Gap or block")
        await seat.press("enter")
        assert "s Seen" in seat.text and "a Answer" in seat.text
        await seat.press("a")
        await seat.type("The council knows of it")
        await seat.press("enter")
        assert "Kept as seen, with your answer." in seat.text
    async with to_see.seat("mary") as seat:
        assert "1 answer to you: s" in seat.text
        await seat.press("s")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        assert seat.selected[1].startswith("seen · A detox bed · Cuan · The council knows of it")


def test_words_are_given_in_plain(to_see):
    text = said(to_see, "sign-offs", "1", "answer", "The council knows of it", who="tom")
    assert "Kept as seen, with your answer." in text


def test_a_file_from_before_answers_had_words_opens_and_is_seen_as_before(to_see):
    answered(to_see, "gap", "seen")
    document = record_of(to_see, "gap").document()
    assert "seen_words" not in document, "an old file has no such field, and a new one writes no empty one"
    assert GapOrBlock.model_validate(document).seen_words == ""
    assert Assignment.model_validate({"to": "mary", "on": TODAY, "seen_by": "tom"}).seen_words == ""
    old = {**DISCLOSED.document(), "review_note": "", "reviewed_by": "tom"}
    assert Disclosure.model_validate(old).reviewed_words == ""
