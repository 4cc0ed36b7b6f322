"""The way in is one flow for both faces: what is asked, in which order, and where each answer leads."""

import pytest

from casetui.data.join_requests import keep_request
from casetui.data.keys.person_keys import Keys, WrongPassphrase
from casetui.desk.desk import Desk
from casetui.desk.errors import HasLeft, NotAdmitted
from casetui.desk.flows.way_in import FORGOTTEN, AwaitAdmission, MakeKey, TypePassphrase, coming_in
from casetui.desk.people.agency import save_person
from casetui.desk.people.joining import admit
from casetui.desk.people.retiring import retire
from casetui.desk.people.signing_in import Entrance
from tests.screens.conftest import home
from tests.screens.joining import agency, asked, own_of
from tests.screens.office import KEYS

__all__ = ["home"]

PASSPHRASE = "correct horse"


@pytest.fixture
def flow(office, home):
    """Return what begins the way in of a person."""

    def begun(who):
        return coming_in(Entrance.of(office.locked, who, home, office.cache, office.clock))

    return begun


@pytest.fixture
def nora(office, home):
    return save_person(office.desk("tom"), {"name": "Nora Quill", "team": "north"})


@pytest.fixture
def mary(office, home):
    own = own_of(office, "mary", home)
    own.key_file.keep(KEYS["mary"], PASSPHRASE)
    own.pin(office.locked, agency(office))
    return "mary"


def ended(flow, answer):
    """Return what the flow comes to after the answer."""
    with pytest.raises(StopIteration) as end:
        flow.send(answer)
    return end.value.value


def test_who_has_a_key_types_the_passphrase_and_is_in(flow, mary):
    begun = flow(mary)
    step = next(begun)
    assert isinstance(step, TypePassphrase) and step.name == "Mary Byrne"
    with pytest.raises(WrongPassphrase):
        step.unlock("another horse")
    assert isinstance(ended(begun, step.unlock(PASSPHRASE)), Desk)


def test_who_has_none_makes_one_asks_and_waits(flow, office, nora):
    begun = flow(nora)
    step = next(begun)
    assert isinstance(step, MakeKey) and step.title == "Nora Quill: a new key"
    waiting = begun.send(step.make(PASSPHRASE))
    assert isinstance(waiting, AwaitAdmission)
    with pytest.raises(NotAdmitted):
        waiting.go_in()
    admit(office.desk("tom"), nora, asked(office).public.fingerprint)
    assert ended(begun, waiting.go_in()).who.id == nora


@pytest.mark.parametrize("left_at", ["passphrase", "new key", "waiting"])
def test_who_leaves_at_any_step_comes_to_nothing(flow, mary, left_at):
    begun = flow(mary)
    next(begun)
    if left_at != "passphrase":
        step = begun.send(FORGOTTEN)
        if left_at == "waiting":
            begun.send(step.make(PASSPHRASE))
    assert ended(begun, None) is None


def test_a_key_that_has_ended_makes_way_for_a_new_one(flow, office, mary):
    newer = Keys.make()
    keep_request(office.locked, mary, newer)
    admit(office.desk("tom"), mary, newer.public.fingerprint)
    begun = flow(mary)
    step = begun.send(next(begun).unlock(PASSPHRASE))
    assert isinstance(step, MakeKey) and "not good any more" in step.why


def test_who_has_left_is_told_so_before_a_key_is_made(flow, office, nora):
    retire(office.desk("tom"), nora)
    with pytest.raises(HasLeft):
        next(flow(nora))
