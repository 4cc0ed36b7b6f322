"""What an item asks for has a kind: a number with its check, a day, one place, an amount, up to three."""

from datetime import date, timedelta

import pytest

from casetui.checklists.loader import load_kept
from casetui.checklists.values import KINDS, answered, kept
from casetui.data.days import Reading
from casetui.data.records import Tick
from casetui.words import CaseTUIError
from tests.cases import TODAY, CaseBuilder
from tests.checklists.finding import found as found_by
from tests.checklists.test_loader import named_by_its_version
from tests.checklists.test_standing import checklist

NEW_SINCE = ("kind =", "settled_by =", "when =", "names =")
"""How the lines begin that the first lists did not have."""
READING = Reading(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("kind", "value", "as_kept"),
    [
        ("", "anything, at all; 1", "anything, at all; 1"),
        ("number", " H-12 ", "H-12"),
        ("pps", "1234567FA, Ann 6433435F", "1234567FA, Ann 6433435F"),
        ("pps", "all seen", "all seen"),
        ("day", "12/11/2026", "2026-11-12"),
        ("day", "2026-11-12", "2026-11-12"),
        ("place", "Cork City and County Council", "Cork City and County Council"),
        ("place", "Limerick City & County Council", "Limerick City & County Council"),
        ("place", "Cork, City Council", "Cork, City Council"),
        ("amount", "€ 1,208.50", "€ 1,208.50"),
        ("up to 3", "Cabra, Finglas; Phibsborough", "Cabra, Finglas; Phibsborough"),
        ("answers", "refused 3 March, Accepted 9 March", "refused 3 March, Accepted 9 March"),
        *((kind, " ", "") for kind in KINDS),
    ],
)
def test_a_right_value_is_kept(kind, value, as_kept):
    assert kept(kind, value, READING) == as_kept


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("number", "soon", "Write the number"),
        ("pps", "1234567TA", "is not a PPS number"),
        ("pps", "1234567FA, Ann 1234567TA", "Ann 1234567TA is not a PPS number"),
        ("day", "soon", "soon"),
        ("place", "Dublin City Council, Fingal County Council", "one only"),
        ("place", "Dublin City Council and Fingal County Council", "one only"),
        ("place", "Cork / Kerry", "one only"),
        ("amount", "a lot", "Write an amount"),
        (
            "up to 3",
            "Cabra, Finglas, Phibsborough, Tallaght",
            "Write 3 at most, with commas between; these are 4.",
        ),
        ("answers", "they thought about it", "Write refused or accepted"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(kind, value, why):
    with pytest.raises(CaseTUIError) as refused:
        kept(kind, value, READING)
    assert why in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("refused 3/3, refused 5/3", (2, False)), ("refused, accepted by Dr Roe", (1, True)),
        ("not accepted", (1, False)), ("assigned", (0, True)), ("see the letter", (0, None)), ("", (0, None)),
    ],
)  # fmt: skip
def test_refusals_are_counted_also_in_what_earlier_versions_let_pass(value, found):
    assert answered(value) == found


@pytest.mark.parametrize(
    "value",
    ["Fingal", "Dún Laoghaire-Rathdown", "dun laoghaire / rathdown", "South Dublin County Council",
     "Limerick City and County Council", "Westmeath", "Cork City Council", "the council of the next county"],
)  # fmt: skip
def test_one_local_authority_is_one_however_it_is_written_and_any_text_is_taken(guidebook, value):
    asked = guidebook.item_of("housing-list", "application")
    assert len(set(asked.names)) == 31
    assert kept(asked.kind, value, READING, asked.names) == value


@pytest.mark.parametrize(
    "value", ["Fingal South Dublin", "Cork City Cork County", "Dublin City Council South Dublin",
              "Meath Westmeath", "Dun Laoghaire Rathdown Fingal"]
)  # fmt: skip
def test_two_local_authorities_are_two_without_a_sign_between_them(guidebook, value):
    asked = guidebook.item_of("housing-list", "application")
    with pytest.raises(CaseTUIError, match="one only"):
        kept(asked.kind, value, READING, asked.names)


def items(build, method, list_key):
    return {item.key: item for item in checklist(build, method, list_key).items}


def ticked(list_key, item, value, **more):
    return Tick(id=f"{list_key}-{item}", checklist=list_key, item=item, on=TODAY, value=value, **more)


@pytest.mark.parametrize(
    ("answers", "asked", "state"),
    [
        ("", "not applicable", "done"),
        ("refused 1/3", "not applicable", "open"),
        ("refused 1/3, refused 2/3", "not applicable", "open"),
        ("refused 1/3, refused 2/3, refused 3/3", "open", "open"),
        ("refused 1/3, refused 2/3, refused 3/3, accepted 4/3", "not applicable", "done"),
    ],
)
def test_the_national_unit_is_asked_after_three_refusals_not_before(guidebook, answers, asked, state):
    build = CaseBuilder().intake().put(ticked("gp", "answer", answers))
    found = items(build, guidebook, "gp")
    assert (found["national-unit"].state, found["answer"].state) == (asked, state)


def test_what_was_ticked_as_done_stays_done_where_nothing_asks_for_it_any_more(guidebook):
    """The national unit assigned a practice, after three refusals; or the need in a domain is none by now."""
    build = CaseBuilder().intake().put(ticked("gp", "national-unit", "2026-11-02"))
    build.put(ticked("gp", "answer", "refused 1/3, refused 2/3, refused 3/3, assigned 4/3"))
    assert items(build, guidebook, "gp")["national-unit"].state == "done"
    build.put(ticked("drug-treatment", "wanted", ""))
    found = checklist(build, guidebook, "drug-treatment")
    states = {item.key: item.state for item in found.items}
    assert (found.state, states.pop("wanted")) == ("not applicable", "done")
    assert set(states.values()) == {"not applicable"}


def test_a_case_of_before_is_judged_by_the_lists_that_it_was_begun_with(guidebook, tmp_path):
    """Earlier lists asked for no kind of value: a refusal was done as well, and no day was due."""
    for name, text in guidebook.texts.items():
        lines = text.splitlines(keepends=True)
        if name.endswith(("gp.toml", "medical-card.toml")):
            lines = [one for one in lines if one == lines[2] or not one.startswith(NEW_SINCE)]
        (tmp_path / name).write_text("".join(lines))
    folder = named_by_its_version(tmp_path)
    former = load_kept(folder.name, folder)
    build = CaseBuilder().intake().put(ticked("gp", "answer", "refused by Dr Roe"))
    build.put(ticked("gp", "national-unit", "in March"))
    build.put(ticked("medical-card", "answer-due", EXPECTED.isoformat()))
    assert {items(build, former, "gp")[key].state for key in ("answer", "national-unit")} == {"done"}
    assert expected(build, former) == []
    assert items(build, guidebook, "gp")["answer"].state == "open", "a new case has a refusal as open"


def test_a_kept_day_is_shown_in_words_and_an_old_text_as_it_is(guidebook):
    build = CaseBuilder().intake().put(ticked("medical-card", "sent", "2026-11-12"))
    build.put(ticked("medical-card", "answer-due", "three weeks"))
    found = items(build, guidebook, "medical-card")
    assert found["sent"].detail == "12 Nov" or found["sent"].detail.startswith("Thu 12 Nov")
    assert found["answer-due"].detail == "three weeks"


EXPECTED = TODAY + timedelta(days=9)


def expected(build, guidebook):
    return [one.due for one in found_by(build, guidebook, 0) if one.what.startswith("Answer expected")]


def test_the_expected_day_of_an_answer_is_due_until_the_answer_is_there(guidebook):
    build = CaseBuilder().intake().put(ticked("medical-card", "answer-due", EXPECTED.isoformat()))
    assert expected(build, guidebook) == [EXPECTED]
    build.put(ticked("medical-card", "number", "MC 12, 1/1/2028"))
    assert expected(build, guidebook) == []


@pytest.mark.parametrize(
    "more", [{"state": "not applicable", "note": "no"}, {"state": "open"}, {"value": "soon"}]
)
def test_no_day_is_due_where_none_is_expected(guidebook, more):
    tick = {"value": EXPECTED.isoformat(), **more}
    build = CaseBuilder().intake().put(ticked("medical-card", "answer-due", **tick))
    assert expected(build, guidebook) == []
