"""A person overwrites a case's own key: nobody is shut out by that, and nobody is let in."""

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import Forged
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import RevisionHead, signed
from casetui.data.record_file import RecordFile
from casetui.data.records import Goal
from casetui.data.records.keys import GroupKey
from casetui.data.store.former import digest_of
from casetui.desk.acts.case_keys import newest_keys
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import lift_restriction, restrict, share
from casetui.desk.session.resealing import reseal
from casetui.keeping.checking import check_vault
from casetui.keeping.keeper import Keeper
from tests.screens.office import KEYS, TODAY, Office

pytestmark = pytest.mark.torture

ONE = "AB2345"
NAME, KEY_FILE = f"cases/{ONE}", f"keys/{ONE}"
NO_RIGHT = "Seán Keane had no right to write it. The one before it counts."


@pytest.fixture
def office(tmp_path):
    """An agency with a case of Mary's that is restricted to her and Tom."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned())
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
    return office


def key_on_disk(office):
    return RecordFile.load(office.locked, KEY_FILE).all(GroupKey)[-1]


def writes_key(office, who, **changes):
    """Change a case's own key past the program, signed by ``who``."""
    vault = office.seen_by(who)
    file = RecordFile.load(vault, KEY_FILE).copy()
    file.put(file.all(GroupKey)[-1].model_copy(update=changes))
    file.save(vault, who, office.now)


def garbage(office):
    return {"sealed": dict.fromkeys(key_on_disk(office).sealed, "AAAA")}


def reads(office, who):
    opened = open_case(office.desk(who), ONE, "to help")
    return opened.file.case.number, " ".join(opened.unsaid)


def test_boxes_of_garbage_shut_nobody_out_and_are_named(office):
    writes_key(office, "sean", **garbage(office))
    for who in ("mary", "tom"):
        number, told = reads(office, who)
        assert number == ONE and NO_RIGHT in told


def test_the_next_save_puts_the_right_key_back(office):
    before = set(key_on_disk(office).sealed)
    writes_key(office, "sean", **garbage(office))
    desk = office.desk("mary")
    save_record(desk, open_case(desk, ONE), Goal(wording="A tenancy", domain="accommodation"))
    assert set(key_on_disk(office).sealed) == before
    assert reads(office, "tom") == (ONE, "")


def test_sealing_anew_puts_the_right_key_back(office):
    writes_key(office, "sean", **garbage(office))
    assert reseal(office.desk("tom")).problems == []
    assert reads(office, "mary") == (ONE, "")


def test_a_signature_that_nobody_here_made_counts_for_nothing(office):
    key = key_on_disk(office).model_copy(update=garbage(office))
    file = RecordFile(KEY_FILE, {})
    file.put(key)
    content, stranger = file.bytes("mary", office.now), Keys.make()
    about = RevisionHead(KEY_FILE, 9, "", "mary", office.now.isoformat(), digest_of(content))
    data = signed(about, content, stranger)[1]
    office.locked.write_raw(KEY_FILE, data, office.locked.read_raw(KEY_FILE).digest)
    assert reads(office, "mary")[0] == ONE


def test_who_writes_themselves_into_a_key_may_write_nothing(office):
    """Seán knows the case from before it was restricted; no revision by him is accepted."""
    mine = office.desk("sean").agency_file.key_of("sean").id
    writes_key(office, "sean", sealed={**key_on_disk(office).sealed, mine: "AAAA"})
    file = CaseFile.load(office.vault, NAME).copy()
    file.put(Goal(wording="Forged", domain="accommodation"))
    content = file.bytes("sean", office.now)
    keyring = office.new_desk("sean").keyring
    _, data = keyring.close(NAME, content, office.now, file.stored.revision, file.readers)
    office.locked.write_raw(NAME, data, office.locked.read_raw(NAME).digest)
    with pytest.raises(Forged, match="Seán Keane has no right to write in this case"):
        open_case(office.desk("mary"), ONE)


def test_casetui_check_names_a_key_file_that_is_not_to_be_trusted(office):
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    assert not any(KEY_FILE in one for one in check_vault(keeper).problems)
    writes_key(office, "sean", **garbage(office))
    keeper = keeper.again()
    assert any(KEY_FILE in one for one in check_vault(keeper).problems)


def test_another_team_makes_no_key_for_a_case(office):
    """A person to whom the case is not lent does not get in by a new key file either."""
    office.case("CD2345", "Bríd Ryan")
    own = office.desk("priya").agency_file.key_of("priya")
    file = RecordFile("keys/CD2345", {})
    file.put(make_group_key("C-CD2345", 1, [own]))
    file.save(office.seen_by("priya"), "priya", office.now)
    desk = office.desk("mary")
    assert newest_keys(desk, "cases/CD2345") == []
    share(desk, open_case(desk, "CD2345"), "priya", TODAY, "She knows the family")
    (key,) = newest_keys(desk, "cases/CD2345")
    assert key.public == office.read("CD2345").case.own_key != file.all(GroupKey)[0].public


# -- what goes on as it should -------------------------------------------------------------------


def test_after_a_restriction_is_lifted_any_colleague_of_the_team_lends_the_case(office):
    desk = office.desk("mary")
    lift_restriction(desk, open_case(desk, ONE), "settled")
    desk = office.desk("mary")
    share(desk, open_case(desk, ONE), "priya", TODAY, "She knows the family")
    sean = office.desk("sean")
    save_record(sean, open_case(sean, ONE, "to help"), Goal(wording="A tenancy", domain="accommodation"))
    for who in ("mary", "sean", "priya"):
        assert reads(office, who) == (ONE, "")
