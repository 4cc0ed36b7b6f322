"""The way in by questions and answers: a passphrase typed unseen, a new key, and being admitted."""

from io import StringIO

import pytest

from casetui.data.join_requests import keep_request, requests_in
from casetui.data.keys.person_keys import Keys
from casetui.desk.errors import HasLeft
from casetui.desk.people.agency import save_person
from casetui.desk.people.joining import admit
from casetui.desk.people.retiring import retire
from casetui.plain.start import talk_at
from casetui.plain.talk import Talk
from casetui.plain.way_in import sign_in, spelled
from casetui.words import CaseTUIError
from tests.plain.lines import Lines, after, said
from tests.screens.joining import agency, asked, own_of
from tests.screens.office import KEYS

PASSPHRASE = "correct horse"


@pytest.fixture
def nora(office, home):
    """Somebody who was added, at a computer of their own."""
    return save_person(office.desk("tom"), {"name": "Nora Quill", "team": "north"})


@pytest.fixture
def come(office, home):
    """Return what has somebody come in with these answers, and returns all that was said."""

    def come(who, *answers, login=""):
        out, lines = StringIO(), Lines(answers)
        talk = Talk(lines, out, read_hidden=lines.getpass_to(out))
        sit_down = lambda talk: sign_in(  # noqa: E731
            talk, office.locked, who, login, office.clock, home, office.cache
        )
        assert talk_at(sit_down, talk) == 0
        assert PASSPHRASE not in out.getvalue()
        return out.getvalue()

    return come


@pytest.fixture
def mary(office, home):
    """What Mary has at her computer: her key, locked, and the agency that she joined."""
    own = own_of(office, "mary", home)
    own.key_file.keep(KEYS["mary"], PASSPHRASE)
    own.pin(office.locked, agency(office))
    return own


def test_the_passphrase_opens_the_caseload(come, mary):
    text = come("mary", "wrong", PASSPHRASE, "quit")
    assert "This passphrase does not open your key." in text
    assert "Mary Byrne.\n" in after(text, "does not open")
    assert "Goodbye." in text


def test_a_new_person_makes_a_key_and_goes_on_once_admitted(come, office, nora, home):
    def admitted():
        admit(office.desk("tom"), nora, asked(office).public.fingerprint)
        return "yes"

    text = come(nora, PASSPHRASE, PASSPHRASE, "yes", admitted, "quit")
    assert "You have no key for this vault" in text
    assert "You are not admitted yet." in text
    assert "Northside Outreach" in after(text, "You are not admitted yet.")
    own = own_of(office, nora, home)
    assert own.pinned().root == agency(office).agency.root
    assert own.key_file.unlock(PASSPHRASE).public.sign == agency(office).key_of(nora).sign


def test_both_fingerprints_are_spelled_and_the_agencys_is_what_the_manager_hears(come, office, nora):
    text = come(nora, PASSPHRASE, PASSPHRASE, "no")
    heard = after(said(office, "people", who="tom"), "for who joins: ").split("\n")[0]
    assert heard in text
    assert spelled(asked(office).public.fingerprint) in text
    assert spelled("ab2c d3ef") == "a b 2 c, d 3 e f"


def test_nothing_is_trusted_before_one_says_that_both_are_the_same(come, office, nora, home):
    text = come(nora, PASSPHRASE, PASSPHRASE, "?", ":stop")
    assert text.count("Read them your fingerprint") == 2
    assert "Nothing was opened." in text
    assert own_of(office, nora, home).pinned() is None


def test_who_waits_goes_on_asking_at_the_next_start(come, office, nora):
    come(nora, PASSPHRASE, PASSPHRASE, "no")
    first = asked(office)
    assert "waiting to be admitted" in come(nora, PASSPHRASE, "no")
    assert asked(office) == first


def test_a_file_slipped_in_while_one_compared_is_not_trusted(come, office, nora):
    def slipped_in():
        agency(office).copy().save(office.seen_by("sean"), "sean", office.now)
        return "yes"

    text = come(nora, PASSPHRASE, PASSPHRASE, "yes", slipped_in, "no")
    assert "changed by sean, who may not do that" in text
    assert "Goodbye." in text


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [(["short"], "Write at least 8 characters"), ([PASSPHRASE, "other horse"], "The two are not the same.")],
)
def test_what_is_wrong_with_a_new_passphrase_is_said_at_once_and_both_are_asked_anew(
    come, office, nora, typed, wrong
):
    text = come(nora, *typed, PASSPHRASE, PASSPHRASE, "no")
    assert "8 characters or more" in after(text, wrong)
    assert "waiting to be admitted" in text


def test_making_a_key_can_be_left(come, office, nora, home):
    assert "Goodbye." in come(nora, ":stop")
    assert not own_of(office, nora, home).key_file.exists()
    assert requests_in(office.locked) == ([], [])


def test_who_has_forgotten_the_passphrase_makes_a_new_key_after_asking(come, office, mary):
    text = come("mary", "", "no", "", "yes", PASSPHRASE, PASSPHRASE, "no")
    assert text.count("Nobody can find a passphrase out.") == 2
    assert asked(office).worker == "mary"


def test_a_former_key_makes_a_new_one(come, office, mary):
    newer = Keys.make()
    keep_request(office.locked, "mary", newer)
    admit(office.desk("tom"), "mary", newer.public.fingerprint)
    text = come("mary", PASSPHRASE, PASSPHRASE, PASSPHRASE, "no")
    assert "Your key here is not good any more." in text
    assert asked(office).worker == "mary"


def test_who_has_left_is_offered_no_key(come, office, nora):
    retire(office.desk("tom"), nora)
    with pytest.raises(CaseTUIError, match="left"):
        come(nora, PASSPHRASE, PASSPHRASE)


def test_who_left_today_with_a_key_is_told_so(come, office, mary):
    retire(office.desk("tom"), "mary")
    with pytest.raises(HasLeft):
        come("mary", PASSPHRASE)


def test_who_has_no_login_here_is_asked_who_they_are(come, office, mary):
    text = come(None, "mary", PASSPHRASE, "quit", login="stranger")
    assert "Who are you?" in text
    assert "Mary Byrne, your passphrase." in text
    assert "Goodbye." in come(None, "back", login="stranger")


def test_without_a_terminal_no_passphrase_is_asked_for(office, mary, home):
    talk = Talk(Lines([PASSPHRASE]), StringIO())
    with pytest.raises(CaseTUIError, match="Run it at a terminal"):
        sign_in(talk, office.locked, "mary", "", office.clock, home, office.cache)
