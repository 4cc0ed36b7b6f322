"""A line manager is never told to ask, or to tell, a line manager: every sentence of the program."""

import re
from pathlib import Path

import pytest

import casetui
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ask_for_closure
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.people.agency import save_person
from tests.plain.lines import said

ROOT = Path(casetui.__file__).parent
ASKS = re.compile(
    r"\b(ask|asked|tell|let|have|ring|speak with|to) (a|the) line manager\b|tell a line\s", re.IGNORECASE
)
FOR_OTHERS = {
    "exchange/importing.py": "where the importer's team has no line manager",
    "desk/people/joining.py": "before anybody has a role",
    "desk/keys/keyring_of.py": "before anybody has a role",
    "checklists/loader.py": "says who may use a method",
}
"""Files with a sentence that no line manager reads in that role, and why."""


def sentences():
    """Yield the file and the text of each message that is not one of the two of ``told_as``."""
    for path in sorted(ROOT.rglob("*.py")):
        text = re.sub(r'"\s*\n\s*"', "", path.read_text())
        text = re.sub(r"told_as\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "", text)
        for message in re.findall(r'N_\(\s*("(?:[^"\\]|\\.)*")', text):
            yield str(path.relative_to(ROOT)), message


def test_no_sentence_tells_everybody_to_ask_a_line_manager():
    found = [(file, message) for file, message in sentences() if ASKS.search(message)]
    assert [one for one in found if one[0] not in FOR_OTHERS] == []


def early(office, manager):
    """Keep a case of ``manager`` that is ready to close, and too young for it."""

    def build(b):
        b.assigned(manager).closing(state="draft", asked_by="", asked_on=None)

    office.case("AB2345", "Aoife Nolan", build, manager=manager)


def leads_too(office):
    """Make Mary, who asks, a line manager as well."""
    tom = office.desk("tom")
    save_person(tom, {"roles": ["worker", "line manager"]}, tom.people["mary"])


@pytest.mark.parametrize(
    ("leads", "whom"), [(False, "ask a line manager"), (True, "ask another line manager")]
)
def test_what_holds_a_closure_back_says_whom_to_ask(office, leads, whom):
    early(office, "mary")
    if leads:
        leads_too(office)
    desk = office.desk("mary")
    with pytest.raises(HeldBack) as raised:
        ask_for_closure(desk, open_case(desk, "AB2345"))
    assert any(whom in finding.do for finding in raised.value.findings)


def test_another_line_manager_is_asked_to_let_it_pass(office):
    early(office, "mary")
    leads_too(office)
    text = said(office, "1", "closure", "ask for closure", "yes", "She moves away", who="mary")
    assert "Ask another line manager to let it pass?" in text
    assert "Another line manager was asked to let it pass." in text
    assert "ask a line manager" not in text.lower()


def test_a_restricted_case_without_a_case_manager_names_another_line_manager(office):
    office.case("AB2345", "Aoife Nolan", manager="", restricted_to=["tom"])
    for who, whom in (("sean", "a line manager"), ("una", "another line manager")):
        with pytest.raises(NotAllowed, match=f"Ask {whom}"):
            open_case(office.desk(who), "AB2345")
