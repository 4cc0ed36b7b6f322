"""A person writes in a case past the program: the revision before decides whether they had the right."""

import copy
from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import Forged
from casetui.data.keys.sealing import Readers, RevisionHead, seal, signed
from casetui.data.records import Assignment, Goal, Share
from casetui.data.store.former import digest_of
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import lift_restriction, restrict, share
from casetui.desk.audit.auditing import audit
from casetui.desk.errors import NotAllowed
from tests.cases import HANDED_OVER
from tests.desk.acts.test_closing import LONG_AGO
from tests.screens.office import KEYS, TODAY, Office

pytestmark = pytest.mark.torture

ONE = "AB2345"
NAME = f"cases/{ONE}"
NO_RIGHT = "has no right to write in this case"


@pytest.fixture
def office(tmp_path):
    """An agency with a case of Mary's, of the team north."""
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned(), opened_on=LONG_AGO)
    return office


def forgets(office, who):
    """Let a worker sign in at a computer that never opened the vault."""
    for place in office.cache.rglob(f"*{who}*"):
        if place.suffix in (".seen", ".rows"):
            place.unlink()


def opened(office, who="mary"):
    return open_case(office.desk(who), ONE, "to help")


def wrong(office):
    return "\n".join(audit(office.desk("tom"), ONE).wrong)


def forged(office, who, before, change, *, to="north", keep=True, **about):
    """Write a case as a person with an editor and their own keys does; return the case in the vault."""
    file = CaseFile(NAME, copy.deepcopy(before.tables))
    change(file)
    content = file.bytes(who, office.now)
    words = {
        "name": NAME, "revision": before.stored.revision.about.revision + 1,
        "former": before.stored.revision.digest, "by": who,
        "at": office.now.isoformat(), "digest": digest_of(content), **about,
    }  # fmt: skip
    _, data = signed(RevisionHead(**words), content, KEYS[who])
    recipients = office.new_desk(who).keyring.recipients(Readers(to) if isinstance(to, str) else to)
    if keep:
        office.locked.write_raw(NAME, seal(data, recipients), office.locked.read_raw(NAME).digest)
    else:
        (office.folder / f"{NAME}.age").write_bytes(seal(data, recipients))
    file.stored = office.vault.opened(NAME, office.locked.read_raw(NAME))
    return file


def to_south(file):
    file.put(file.case.model_copy(update={"team": "south"}))
    file.put(Goal(wording="Forged", domain="accommodation"))


def saves(office, who="mary", wording="A tenancy"):
    desk = office.desk(who)
    save_record(desk, open_case(desk, ONE, "to help"), Goal(wording=wording, domain="accommodation"))


@pytest.mark.parametrize("read_before", [True, False])
@pytest.mark.parametrize("reader", ["mary", "tom"])
def test_another_team_does_not_take_a_case_by_saying_it_is_theirs(office, reader, read_before):
    before = office.read(ONE)
    if read_before:
        office.desk(reader)
    forged(office, "priya", before, to_south)
    with pytest.raises(Forged):
        opened(office, reader)
    assert "Revision 2, Priya Das" in wrong(office) and "its author has no right" in wrong(office)


def test_two_forged_revisions_in_a_row_are_no_better_than_one(office):
    before = office.read(ONE)
    second = forged(office, "priya", before, to_south)
    forged(office, "priya", second, to_south)
    with pytest.raises(Forged, match=NO_RIGHT):
        opened(office, "tom")
    said = wrong(office)
    assert "Revision 2, Priya Das" in said and "Revision 3, Priya Das" in said


def test_a_revision_that_names_no_former_one_is_judged_by_the_newest_that_is_there(office):
    before = office.read(ONE)
    forged(office, "priya", before, to_south, former="0" * 32, revision=9)
    with pytest.raises(Forged, match=NO_RIGHT):
        opened(office, "tom")


def test_a_change_of_teams_behind_a_gap_is_told_of(office):
    """No kept revision says who gave the case to the other team: that revision may have been removed."""
    office.desk("una")
    between = forged(office, "priya", office.read(ONE), to_south, former="0" * 32, revision=8)
    forged(office, "priya", between, to_south, revision=9, former=between.stored.revision.digest)
    assert "open to others than when you last read it" in " ".join(opened(office, "una").unsaid)
    with pytest.raises(Forged, match="says that it is another team's, and was not sealed to it"):
        opened(office, "mary")


def test_an_administrator_does_not_begin_a_case_anew(office):
    before = office.read(ONE)
    office.desk("mary")
    forged(office, "ada", before, to_south, keep=False, revision=1, former="")
    with pytest.raises(Forged):
        opened(office)
    with pytest.raises(Forged, match=NO_RIGHT):
        office.desk("tom")
        forged(office, "ada", before, lambda file: None, revision=1, former="")
        opened(office, "tom")


def test_a_restricted_case_is_not_opened_to_its_team_by_a_colleague(office):
    before = office.read(ONE)
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
    office.desk("tom")
    forged(office, "sean", before, lambda file: None, revision=3)
    for reader in ("mary", "tom"):
        with pytest.raises(Forged, match=f"Seán Keane {NO_RIGHT}"):
            opened(office, reader)
        forgets(office, reader)
        with pytest.raises(Forged, match=f"Seán Keane {NO_RIGHT}"):
            opened(office, reader)
    assert "its author has no right" in wrong(office)


# -- whom a case is lent to ----------------------------------------------------------------------


@pytest.fixture
def lent(office):
    desk = office.desk("mary")
    share(desk, open_case(desk, ONE), "priya", TODAY, "She knows the family")
    return office


def by_borrower(office, change):
    desk = office.new_desk("priya")
    file = CaseFile.load(desk.vault, NAME).copy()
    change(file)
    return file.save(desk.vault, "priya", office.now)


def test_whom_a_case_is_lent_to_writes_in_it(lent):
    saves(lent, "priya", "By her")
    assert [goal.wording for goal in opened(lent).file.all(Goal)] == ["By her"]
    assert opened(lent).unsaid == [] and wrong(lent) == ""


@pytest.mark.parametrize(
    "change",
    [
        to_south,
        lambda file: file.put(file.case.model_copy(update={"manager": "priya"})),
        lambda file: file.put(
            file.one(Share).model_copy(update={"until": TODAY + timedelta(days=300)})
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("read_before", [True, False])
def test_whom_a_case_is_lent_to_changes_nothing_of_who_may_open_it(lent, change, read_before):
    if read_before:
        lent.desk("tom")
    by_borrower(lent, change)
    with pytest.raises(Forged, match=f"Priya Das {NO_RIGHT}"):
        opened(lent, "tom")
    assert "its author has no right" in wrong(lent)


def test_whom_a_case_without_a_manager_is_lent_to_does_not_take_it(office):
    office.case("CD2345", "Bríd Ryan", manager="")
    desk = office.desk("tom")
    share(desk, open_case(desk, "CD2345"), "priya", TODAY, "She knows the family")
    priya = office.desk("priya")
    with pytest.raises(NotAllowed, match="its own team decides"):
        assign(priya, open_case(priya, "CD2345"), "priya", hand_over=HANDED_OVER)
    assert office.read("CD2345").all(Assignment) == []


# -- what goes on as it should -------------------------------------------------------------------


def damage(read):
    """Return what is said of a case as it opens, without the hand-over note for its new case manager."""
    return [sentence for sentence in read.unsaid if not sentence.startswith("Handed over to you")]


def test_a_line_manager_gives_a_case_to_another_team(office):
    saves(office)
    desk = office.desk("tom")
    assign(desk, open_case(desk, ONE, "moves"), "priya", "she moved", hand_over=HANDED_OVER)
    saves(office, "priya", "In the south")
    for reader in ("priya", "una"):
        assert damage(opened(office, reader)) == []
        forgets(office, reader)
        assert damage(opened(office, reader)) == []
    assert audit(office.desk("una"), ONE, "to see").wrong == []


def test_a_restriction_that_was_lifted_lets_the_team_write_again(office):
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
    office.desk("tom")
    desk = office.desk("mary")
    lift_restriction(desk, open_case(desk, ONE), "settled")
    saves(office, "sean", "To help")
    for reader in ("mary", "tom"):
        assert opened(office, reader).unsaid == []
    assert wrong(office) == ""


def test_former_revisions_are_not_read_again_once_a_case_is_known(office, monkeypatch):
    saves(office)
    office.desk("mary")
    saves(office, "tom", "Again")

    def never(self, name, former):
        raise AssertionError(name)

    monkeypatch.setattr(type(office.locked), "read_former", never)
    assert [goal.wording for goal in opened(office).file.all(Goal)] == ["A tenancy", "Again"]
