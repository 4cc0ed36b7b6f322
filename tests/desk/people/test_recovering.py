"""The recovery key makes somebody line manager where none is left who can sign."""

import pytest

from casetui.data.errors import Forged
from casetui.data.keys.person_keys import Keys, NoKeys
from casetui.data.records import Notice
from casetui.data.succession import appointment
from casetui.desk.acts.cases import open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import save_person
from casetui.desk.people.notices import unseen_notices, whole_words
from casetui.desk.people.recovering import recover
from casetui.desk.people.retiring import retire
from tests.data.test_succession import changed, on_disk, past_the_program
from tests.data.test_trust import slip_in
from tests.screens.office import KEYS, NOW


def test_the_recovery_key_makes_a_worker_line_manager_whom_everybody_follows(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    own = office.own("sean")
    desk = office.desk("mary")
    assert "Mary Byrne is line manager" in recover(desk, office.recovery)
    assert desk.who.roles == ["worker", "line manager"]
    assert own.agency(office.locked).people["mary"].has("line manager")
    (notice,) = unseen_notices(office.desk("una"))
    assert "Mary Byrne made themselves line manager with the" in whole_words(desk, notice)
    retire(office.desk("mary"), "tom")
    save_person(office.desk("mary"), {"name": "Nora", "roles": ["line manager"], "team": "north"})
    assert own.agency(office.locked).saved_by == "mary"
    assert open_case(office.desk("mary"), "AB2345").case.number == "AB2345"


@pytest.mark.parametrize(("secret", "error"), [("AGE-SECRET-KEY-1", NoKeys), (None, NotAllowed)])
def test_another_key_makes_nobody_line_manager(office, secret, error):
    with pytest.raises(error):
        recover(office.desk("mary"), secret or Keys.make().reading_secret())
    assert not on_disk(office).people["mary"].has("line manager")


def forged(office, key, who="mary", about="mary"):
    """Write past the program that a person made themselves line manager, with a proof by ``key``."""
    proof = key.sign(appointment(on_disk(office), about))
    notice = Notice(kind="line manager", about=about, made_by=who, made_at=NOW, proof=proof)
    past_the_program(office, who, changed(office, who, roles=["worker", "line manager"]), notice)


def test_a_proof_by_another_key_or_for_another_person_is_refused(office):
    own = office.own("sean")
    forged(office, Keys.of_recovery(Keys.make().reading_secret()))
    with pytest.raises(Forged, match="changed by mary, who may not do that"):
        own.agency(office.locked)


def test_a_proof_is_not_another_persons(office):
    own = office.own("sean")
    forged(office, Keys.of_recovery(office.recovery), about="tom")
    with pytest.raises(Forged, match="changed by mary, who may not do that"):
        own.agency(office.locked)


def test_in_an_agency_from_before_a_line_manager_lets_the_recovery_key_do_so(office):
    file = on_disk(office).copy()
    file.put(file.agency.model_copy(update={"vault": "", "recovery_sign": ""}))
    slip_in(office, file, "tom", KEYS["tom"], 1, "")
    with pytest.raises(NotAllowed, match="A line manager types the recovery key here once"):
        recover(office.desk("mary"), office.recovery)
    assert "From now on" in recover(office.desk("tom"), office.recovery)
    assert "Mary Byrne is line manager" in recover(office.desk("mary"), office.recovery)
    with pytest.raises(NotAllowed, match="already"):
        recover(office.desk("mary"), office.recovery)


def test_an_administrator_puts_no_recovery_key_of_their_own_there(office):
    file = on_disk(office).copy()
    file.put(file.agency.model_copy(update={"vault": "", "recovery_sign": ""}))
    slip_in(office, file, "tom", KEYS["tom"], 1, "")
    own = office.own("sean")
    past_the_program(
        office, "ada", on_disk(office).agency.model_copy(update={"recovery_sign": Keys.make().public.sign})
    )
    with pytest.raises(Forged, match="changed by ada, who may not do that"):
        own.agency(office.locked)
