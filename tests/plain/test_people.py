"""People by questions and answers: adding, admitting and retiring them, the agency's settings."""

import re

import pytest

from casetui.data.join_requests import keep_request, requests_in
from casetui.data.keys.person_keys import Keys, WrongPassphrase
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Worker
from casetui.desk.people.agency import save_person
from casetui.desk.telling.wording import spelled
from casetui.plain.start import talk_at
from casetui.plain.talk import Talk
from tests.desk.people.test_own_methods import house, taken
from tests.plain.lines import Lines, after, form, said
from tests.screens.office import KEYS


@pytest.fixture
def asks(office):
    """Somebody who was added and asks to be admitted: the id and their keys."""
    nora, keys = save_person(office.desk("tom"), {"name": "Nora Quill", "team": "north"}), Keys.make()
    keep_request(office.locked, nora, keys)
    return nora, keys


def agency(office):
    return AgencyFile.load(office.locked, AGENCY)


def test_who_asks_is_said_at_the_start_stands_first_and_is_admitted_once_compared(office, asks):
    nora, keys = asks
    text = said(office, "people", "1", "admit", "same", who="tom")
    assert "1 person asks to be admitted: say people." in text
    assert "1 Nora Quill, asks to be admitted" in text
    assert f"asks with the fingerprint {spelled(keys.public.fingerprint)}" in text
    assert "Nora Quill is admitted." in text
    assert agency(office).key_of(nora).sign == keys.public.sign


def test_a_request_with_another_fingerprint_is_removed(office, asks):
    nora, _ = asks
    said(office, "people", "nora", "admit", "another", who="tom")
    assert agency(office).key_of(nora) is None
    assert requests_in(office.locked) == ([], [])


def test_of_several_keys_the_one_that_is_read_out_is_compared(office, asks):
    nora, keys = asks
    other = Keys.make()
    keep_request(office.locked, nora, other)
    wanted = spelled(keys.public.fingerprint)
    text = said(office, "people", "nora", "admit", wanted, "same", who="tom")
    assert "Which one does Nora Quill read out?" in text
    assert f"asks with the fingerprint {wanted}" in text
    assert f"asks with the fingerprint {spelled(other.public.fingerprint)}" not in text
    assert agency(office).key_of(nora).sign == keys.public.sign


def test_to_go_back_admits_nobody(office, asks):
    nora, _ = asks
    said(office, "people", "nora", "admit", "back", who="tom")
    assert agency(office).key_of(nora) is None
    assert len(requests_in(office.locked)[0]) == 1


def test_what_is_no_request_is_removed_after_asking(office):
    (office.folder / "requests" / "junk.json").write_text("{}")
    text = said(office, "people", "requests/junk.json", "no", "requests/junk.json", "yes", who="tom")
    assert text.count("Remove it? yes or no") == 2
    assert not (office.folder / "requests" / "junk.json").exists()


def test_somebody_is_retired_after_asking(office):
    text = said(office, "people", "Seán", "retire", "no", "retire", "yes", who="tom")
    assert text.count("Retire Seán Keane? yes or no") == 2
    assert "Seán Keane is retired." in text
    assert agency(office).people["sean"].left_on == office.now.date()


@pytest.mark.parametrize("act", [["Seán", "retire"], ["Seán", "change"], ["add"], ["settings"]])
def test_who_may_not_change_people_is_told_before_anything_is_asked(office, act):
    text = said(office, "people", *act)
    assert "Only a line manager or an administrator" in text
    assert "Fields:" not in text


def test_a_person_and_the_settings_are_changed(office):
    said(office, "people", "Seán", "change", "Sean Keane", ":stop", "no", "yes", who="tom")
    said(office, "people", "settings", *form(Agency, name="Southside Outreach"), who="tom")
    assert agency(office).people["sean"].name == "Sean Keane"
    assert agency(office).agency.name == "Southside Outreach"


def test_whoever_moves_somebody_to_another_team_hears_which_cases_are_still_theirs(office):
    office.case("AB2345", manager="sean")
    text = said(office, "people", "Seán", "change", *form(Worker, team="south"), who="tom")
    assert "Saved.\n1 client is still theirs: C-AB2345. Give the case to a case manager anew." in text


def change_passphrase(office, *typed):
    """Change Mary's passphrase, and return what was said."""
    from io import StringIO

    out, lines = StringIO(), Lines(["passphrase", *typed])
    talk_at(lambda _: office.desk(), Talk(lines, out, read_hidden=lines.getpass_to(out)))
    return out.getvalue()


def test_the_passphrase_is_changed(office, home):
    key_file = PersonFolder.of(office.locked, "mary", office.cache).key_file
    key_file.keep(KEYS["mary"], "correct horse")
    assert "does not open" in change_passphrase(office, "wrong horse", "a new horse", "a new horse")
    change_passphrase(office, "correct horse", ":stop")
    assert key_file.unlock("correct horse")
    text = change_passphrase(office, "correct horse", "a new horse", "a new horse")
    assert "a new horse" not in after(text, "Your passphrase is changed.")
    assert key_file.unlock("a new horse")
    with pytest.raises(WrongPassphrase):
        key_file.unlock("correct horse")


@pytest.mark.parametrize(("answer", "admitted"), [("yes", True), ("no", False)])
def test_whether_fingerprints_are_the_same_is_answered_by_yes_or_no(office, asks, answer, admitted):
    nora, _ = asks
    said(office, "people", "nora", "admit", answer, who="tom")
    assert (agency(office).key_of(nora) is not None) == admitted
    assert requests_in(office.locked) == ([], [])


def test_a_fingerprint_is_spelled_one_way(office, asks):
    _, keys = asks
    text = said(office, "people", "nora", who="tom")
    assert f"Asks to be admitted: {spelled(keys.public.fingerprint)}\n" in text
    assert keys.public.fingerprint not in text


def test_a_number_stays_with_its_person_until_the_list_is_said_anew(office):
    nora = save_person(office.desk("tom"), {"name": "Nora Quill", "team": "north"})

    def ask():
        keep_request(office.locked, nora, Keys.make())
        return "1"

    text = said(office, "people", ask, "back", "nora", "back", "list", who="tom")
    number = re.search(r"^(\d+) Nora Quill", text, re.MULTILINE)[1]
    assert number != "1"
    changed = after(text, f"\n{number} Nora Quill, asks to be admitted,")
    assert "\n1 Nora Quill, asks to be admitted," in changed


def test_a_method_of_the_agencys_own_is_taken_into_use(office):
    house(office)
    text = said(office, "people", "methods", "1", "yes", who="tom")
    assert "methods/house.toml: It is not used, as nobody took it into use." in text
    assert "house.toml, new: not used" in " ".join(text.split()) and "It leaves out" in text
    assert "methods/house.toml is in use. Every line manager sees that." in text
    assert "house.toml" in agency(office).taken_packs


def test_what_was_changed_about_the_agency_is_heard_and_kept_as_seen(office):
    house(office)
    taken(office, "ada")
    text = said(office, "sign-offs", "1", "yes", "back", "sign-offs", who="una")
    assert "1 for you to see. Say sign-offs to hear it." in text
    assert "Ada Quinn took methods/house.toml into use." in text
    assert "Kept as seen." in text and "Nothing waits for you." in text
