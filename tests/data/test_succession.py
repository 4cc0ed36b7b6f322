"""What no script of an administrator, and none of a line manager, changes of the agency for everybody.

The files are signed by hand, with the author's own valid key, past the program.
"""

from datetime import timedelta

import pytest

from casetui.data.errors import Forged, OtherVault
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Notice, Worker
from casetui.desk.people.agency import change_agency, save_person
from casetui.desk.people.retiring import retire
from tests.data.test_trust import CHANGED_BY, changed, joins, on_disk, past_the_program
from tests.screens.office import NOW, TODAY, Office


@pytest.fixture
def office(tmp_path):
    """A small agency on disk: Tom and Una are line managers, Liam the second signatory, Ada administrator."""
    return Office(tmp_path / "vault", tmp_path / "cache")


def ended(office, who):
    """Return the key of ``who``, ended."""
    return on_disk(office).key_of(who).model_copy(update={"ended_at": NOW})


def renamed(office, who, name, by="ada", **more):
    """Return a person under another name, and the notice that says so."""
    before = on_disk(office).people[who].name
    notice = Notice(kind="name", about=who, before=before, after=name, made_by=by, made_at=NOW)
    return [changed(office, who, name=name), notice.model_copy(update=more)]


def leaves(office, who):
    """Retire a person through the program."""
    retire(office.desk("tom" if who == "una" else "una"), who)


def refused(office, who, *records, **more):
    """Save these records past the program; everybody refuses the agency file and names the author."""
    own = office.own("mary")
    past_the_program(office, who, *records, **more)
    with pytest.raises(Forged, match=CHANGED_BY.format(who)):
        own.agency(office.locked)


def followed(office, who, *records, **more):
    """Save these records past the program; the agency file is trusted. Returns it."""
    own = office.own("mary")
    past_the_program(office, who, *records, **more)
    return own.agency(office.locked)


# -- the last line manager -----------------------------------------------------------------------


@pytest.mark.parametrize("by", ["ada", "liam"])
def test_nobody_ends_all_line_managers_at_once(office, by):
    refused(office, by, changed(office, "tom", roles=["worker"]), changed(office, "una", roles=["worker"]))


@pytest.mark.parametrize(
    "end",
    [
        lambda office: [changed(office, "tom", roles=["worker"])],
        lambda office: [changed(office, "tom", left_on=TODAY)],
        lambda office: [changed(office, "tom", left_on=TODAY + timedelta(days=3))],
        lambda office: [changed(office, "tom", struck_at=NOW)],
        lambda office: [ended(office, "tom")],
    ],
)
def test_the_last_line_manager_is_not_ended_in_any_way(office, end):
    leaves(office, "una")
    refused(office, "ada", *end(office))


def test_a_line_manager_without_a_key_is_no_successor(office):
    """Nobody could admit that key."""
    save_person(office.desk("tom"), {"name": "Nora", "team": "north", "roles": ["line manager"]})
    leaves(office, "una")
    refused(office, "ada", ended(office, "tom"))


def test_a_line_manager_leaves_where_another_stays(office):
    file = followed(office, "ada", changed(office, "una", left_on=TODAY), ended(office, "una"))
    assert file.people["una"].left_on == TODAY


@pytest.mark.parametrize("change", [{"second_signatory": None}, {"left_on": TODAY}])
def test_beside_the_only_line_manager_one_other_signatory_remains(office, change):
    leaves(office, "una")
    refused(office, "ada", changed(office, "liam", **change))


def test_a_second_signatory_goes_where_two_line_managers_stay(office):
    assert (
        not followed(office, "ada", changed(office, "liam", second_signatory=None))
        .people["liam"]
        .second_signatory
    )


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["ada", "tom"])
def test_nobody_swaps_the_names_of_two_people_unseen(office, by):
    refused(
        office, by, changed(office, "mary", name="Seán Keane"), changed(office, "sean", name="Mary Byrne")
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": "sean"}, {"before": "Mary Burn"}, {"after": "Mary Nolan-Byrne"}, {"made_by": "tom"},
        {"seen": ["tom", "una"]}, {"kind": "method"}, {"struck_at": NOW},
    ],
)  # fmt: skip
def test_a_new_name_comes_with_a_true_notice(office, wrong):
    refused(office, "ada", *renamed(office, "mary", "Mary Nolan", **wrong))


def test_a_new_name_with_its_notice_is_followed(office):
    assert followed(office, "ada", *renamed(office, "mary", "Mary Nolan")).people["mary"].name == "Mary Nolan"


def test_a_notice_is_not_used_twice(office):
    followed(office, "ada", *renamed(office, "mary", "Mary Nolan"))
    followed(office, "ada", *renamed(office, "mary", "Mary Byrne"))
    refused(office, "ada", changed(office, "mary", name="Mary Nolan"))


def a_notice(office):
    return on_disk(office).every(Notice)[0]


@pytest.mark.parametrize(
    "hide",
    [{"seen": ["tom", "una"]}, {"seen": ["ada"]}, {"after": "Mary Byrne"}, {"struck_at": NOW}],
)
def test_nobody_hides_a_notice_from_those_who_are_to_see_it(office, hide):
    followed(office, "ada", *renamed(office, "mary", "Mary Nolan"))
    refused(office, "ada", a_notice(office).model_copy(update=hide))


def test_a_line_manager_keeps_as_seen_for_themselves_only(office):
    followed(office, "ada", *renamed(office, "mary", "Mary Nolan"))
    file = followed(office, "tom", a_notice(office).model_copy(update={"seen": ["tom"]}))
    assert file.all(Notice)[0].seen == ["tom"]
    refused(office, "tom", a_notice(office).model_copy(update={"seen": ["tom", "una"]}))


def test_the_program_writes_the_notice_itself(office):
    own = office.own("mary")
    desk = office.desk("ada")
    save_person(desk, {"name": "Mary Nolan", "limit": 5}, desk.people["mary"])
    save_person(office.desk("tom"), {"limit": 6}, office.desk("tom").people["mary"])
    file = own.agency(office.locked)
    (notice,) = file.all(Notice)
    assert (notice.kind, notice.about, notice.before, notice.after) == (
        "name", "mary", "Mary Byrne", "Mary Nolan",
    )  # fmt: skip
    assert (notice.made_by, notice.seen) == ("ada", [])


def test_nobody_takes_a_person_out(office):
    refused(office, "ada", changed(office, "sean", struck_at=NOW))


# -- the agency itself ---------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["ada", "tom"])
@pytest.mark.parametrize(
    "change",
    [
        {"made_at": NOW - timedelta(days=400)}, {"made_at": None}, {"made_by": "ada"},
        {"vault": ""}, {"struck_at": NOW},
    ],
)  # fmt: skip
def test_when_and_by_whom_the_agency_was_made_stays(office, by, change):
    refused(office, by, on_disk(office).agency.model_copy(update=change))


def test_an_agency_file_of_another_vault_is_refused(office):
    own = office.own("mary")
    past_the_program(office, "tom", on_disk(office).agency.model_copy(update={"vault": "0" * 32}))
    with pytest.raises(OtherVault, match="has another id than the agency file"):
        own.agency(office.locked)


def test_no_second_agency_is_put_before_the_first(office):
    agency = on_disk(office).agency
    refused(office, "ada", Agency(**{**agency.model_dump(), "id": "another"}))


def test_a_revision_that_is_dated_back_is_refused(office):
    refused(office, "ada", changed(office, "sean", login="sk"), at=NOW - timedelta(days=40))


def test_a_program_whose_clock_is_slow_dates_nothing_back(office):
    own = office.own("mary")
    office.now = NOW - timedelta(days=40)
    change_agency(office.desk("tom"), lambda _: [Worker(id="zed", name="Zed", team="north")])
    retire(office.desk("tom"), "zed")
    assert own.agency(office.locked).saved_at == NOW


def test_nobodys_key_is_ended_long_before_that_is_written(office):
    """Every case that they saved since then would be refused, for good."""
    key = on_disk(office).key_of("sean")
    refused(office, "ada", key.model_copy(update={"ended_at": NOW - timedelta(days=400)}))


# -- agency files from before --------------------------------------------------------------------


@pytest.fixture
def old_office(office):
    """An agency whose file says nothing of its vault yet, as earlier versions of the program wrote it."""
    from tests.data.test_trust import slip_in
    from tests.screens.office import KEYS

    file = on_disk(office).copy()
    file.put(file.agency.model_copy(update={"vault": "", "recovery_sign": ""}))
    slip_in(office, file, "tom", KEYS["tom"], 1, "")
    return office


def test_an_agency_file_from_before_is_followed_by_its_own_rules(old_office, tmp_path):
    office = old_office
    own = office.own("mary")
    past_the_program(office, "ada", changed(office, "sean", name="Sean Keane"), at=NOW - timedelta(days=9))
    assert own.agency(office.locked).people["sean"].name == "Sean Keane"
    assert joins(office, "priya", tmp_path).pinned().revision == 2


def test_the_first_save_of_an_agency_file_from_before_binds_it(old_office):
    office = old_office
    own = office.own("mary")
    desk = office.desk("ada")
    save_person(desk, {"login": "sk"}, desk.people["sean"])
    file = own.agency(office.locked)
    assert file.agency.vault == office.locked.id
    refused(office, "ada", changed(office, "mary", name="Seán Keane"))


def test_files_with_a_vault_bound_open(office):
    assert AgencyFile.load(office.locked, AGENCY).agency.vault == office.locked.id
