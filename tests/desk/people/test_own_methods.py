"""The agency's own methods are used as a person with the right took them, and line managers see that."""

import pytest

from casetui.checklists.loader import BUILT_IN
from casetui.data.records import Client
from casetui.desk.acts.cases import new_case
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import save_agency, save_person
from casetui.desk.people.notices import keep_as_seen, unseen_notices, whole_words
from casetui.desk.people.own_methods import drop_pack, own_packs, rules_left_out, take_pack
from casetui.keeping.checking import check_vault
from casetui.keeping.keeper import Keeper
from casetui.words import CaseTUIError
from tests.screens.office import KEYS, TODAY


def house(office, **more):
    """Put a method of the agency's own into the vault, without any rule: ``house.toml``."""
    text = (BUILT_IN / "guidebook.toml").read_text(encoding="utf-8")
    text = text.replace('key = "guidebook"', 'key = "house"', 1)
    start = text.index("rules = [")
    text = text[:start] + "rules = []" + text[text.index("]", start) + 1 :]
    for old, new in more.items():
        text = text.replace(old, new, 1)
    (office.folder / "methods").mkdir(exist_ok=True)
    (office.folder / "methods" / "house.toml").write_text(text, encoding="utf-8")
    return office.folder / "methods" / "house.toml"


def taken(office, by="tom"):
    """Take ``house.toml`` into use, and let the agency work by it."""
    desk = office.desk(by)
    (pack,) = own_packs(desk)
    take_pack(desk, pack)
    save_agency(desk, {"methods": ["house"]}, desk.agency)


def said(desk):
    return " ".join(map(str, desk.methods.problems))


def checked(office):
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"], office.clock)
    return check_vault(keeper).problems


def test_a_pack_that_nobody_took_is_named_and_not_used(office):
    house(office)
    desk = office.desk("mary")
    assert "house" not in desk.methods.methods
    assert "house.toml: It is not used, as nobody took it into use" in said(desk)
    assert any("methods/house.toml: It is not used" in problem for problem in checked(office))


@pytest.mark.parametrize("who", ["tom", "ada"])
def test_a_line_manager_or_an_administrator_takes_a_pack_into_use(office, who):
    house(office)
    taken(office, who)
    desk = office.desk("mary")
    assert desk.default_method.key == "house" and not said(desk)
    assert not [problem for problem in checked(office) if "house" in problem]


@pytest.mark.parametrize("who", ["mary", "liam"])
def test_nobody_else_takes_one(office, who):
    house(office)
    desk = office.desk(who)
    (pack,) = own_packs(desk)
    with pytest.raises(NotAllowed, match="Only a line manager or an administrator"):
        take_pack(desk, pack)


def test_a_session_uses_a_pack_as_soon_as_it_is_taken(office):
    house(office)
    mary = office.desk("mary")
    taken(office)
    mary.catch_up_agency()
    assert mary.default_method.key == "house"


def test_a_changed_pack_is_named_and_not_used(office):
    path = house(office)
    taken(office)
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    desk = office.desk("mary")
    assert "house" not in desk.methods.methods
    assert "house.toml: It is not used, as it was changed since it was taken into use" in said(desk)
    assert any("methods/house.toml: It is not used, as it was changed" in one for one in checked(office))
    taken(office)
    assert office.desk("mary").default_method.key == "house"


def test_a_pack_that_is_missing_is_named(office):
    path = house(office)
    taken(office)
    path.unlink()
    assert "house.toml: It was taken into use and is missing" in said(office.desk("mary"))
    assert "methods/house.toml: It was taken into use and is missing" in " ".join(checked(office))


def test_no_case_is_made_by_another_method_than_the_agencys(office):
    path = house(office)
    taken(office)
    path.unlink()
    with pytest.raises(NotAllowed, match=r"works by house, which cannot be used now.*is missing"):
        new_case(office.desk("mary"), Client(name="Nora Quill"), opened_on=TODAY)


def test_a_case_goes_on_by_the_version_with_which_it_was_made(office):
    path = house(office)
    taken(office)
    number = new_case(office.desk("mary"), Client(name="Nora Quill"), opened_on=TODAY)
    path.write_text(path.read_text(encoding="utf-8").replace("rules = []", "rules = [1]"), encoding="utf-8")
    desk = office.desk("mary")
    assert desk.method_of(office.read(number).case).rules == []


def test_a_kept_version_that_was_changed_is_named_and_not_used(office):
    path = house(office)
    taken(office)
    number = new_case(office.desk("mary"), Client(name="Nora Quill"), opened_on=TODAY)
    (kept,) = (office.folder / "packs" / office.read(number).case.method_version).glob("method-*.toml")
    kept.write_text(kept.read_text(encoding="utf-8").replace("rules = []", "rules = [1]"), encoding="utf-8")
    path.unlink()
    with pytest.raises(CaseTUIError, match="somebody changed a kept pack"):
        office.desk("mary").method_of(office.read(number).case)


def test_a_pack_with_a_mistake_is_not_taken(office):
    house(office, **{'kind = "method"': 'kind = "methods"'})
    desk = office.desk("tom")
    (pack,) = own_packs(desk)
    with pytest.raises(CaseTUIError, match=r"house\.toml:\d+: Expected kind"):
        take_pack(desk, pack)


def test_a_pack_that_was_changed_after_it_was_read_is_not_taken(office):
    path = house(office)
    desk = office.desk("tom")
    (pack,) = own_packs(desk)
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(NotAllowed, match="changed just now"):
        take_pack(desk, pack)


def test_a_pack_is_taken_out_of_use(office):
    house(office)
    taken(office)
    desk = office.desk("una")
    drop_pack(desk, "house.toml")
    assert "house" not in desk.methods.methods and own_packs(desk)[0].state == "new"
    with pytest.raises(NotAllowed, match="is not in use"):
        drop_pack(desk, "house.toml")


def test_who_takes_a_pack_is_told_which_rules_it_leaves_out(office):
    house(office)
    (pack,) = own_packs(office.desk("tom"))
    assert "8 (Child protection, 4)" in rules_left_out(pack.method)


# -- what every line manager is to see -----------------------------------------------------------


def test_every_other_line_manager_sees_a_pack_that_was_taken(office):
    house(office)
    taken(office, "ada")
    assert not unseen_notices(office.desk("mary")) and not unseen_notices(office.desk("ada"))
    for who in ("tom", "una"):
        desk = office.desk(who)
        (notice,) = unseen_notices(desk)
        assert "Ada Quinn took methods/house.toml into use" in whole_words(desk, notice)
        keep_as_seen(desk, notice.id)
        assert not unseen_notices(desk)
    with pytest.raises(NotAllowed, match="nothing to see"):
        keep_as_seen(office.desk("tom"), notice.id)


def test_every_line_manager_sees_a_new_name(office):
    desk = office.desk("tom")
    save_person(desk, {"name": "Mary Nolan"}, desk.people["mary"])
    assert not unseen_notices(desk)
    una = office.desk("una")
    (notice,) = unseen_notices(una)
    assert "Tom Walsh changed the name of a person: Mary Byrne is Mary Nolan" in whole_words(una, notice)


def test_a_new_person_is_nothing_to_see(office):
    save_person(office.desk("tom"), {"name": "Nora", "team": "north"})
    assert not unseen_notices(office.desk("una"))
