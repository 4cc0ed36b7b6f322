"""Which agency file is trusted: each revision is checked, from the first or from the pinned one on."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casetui.data.errors import Forged, VaultError
from casetui.data.groups import SIGNATORIES
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import RevisionHead, signed
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Worker
from casetui.data.store.former import digest_of
from casetui.data.trust import keep_pin, read_pin
from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.desk.people.agency import admitted_key, save_person
from casetui.desk.people.joining import admit, ask_to_join, share_due_keys
from casetui.desk.people.retiring import retire
from tests.screens.office import KEYS, NOW, Office

CHANGED_BY = "The agency file was changed by {}, who may not do that"
NO_WAY = "does not follow from what you have seen or compared"


@pytest.fixture
def office(tmp_path):
    """A small agency on disk with two teams."""
    return Office(tmp_path / "vault", tmp_path / "cache")


def on_disk(office):
    return AgencyFile.load(office.locked, AGENCY)


def past_the_program(office, who, *records, keys=None, at=NOW):
    """Save the agency file with these records as a person with an editor and their own keys does."""
    file = on_disk(office)
    new = file.copy()
    for record in records:
        new.put(record)
    revision = file.stored.revision
    number = revision.about.revision + 1
    slip_in(office, new, who, keys or KEYS[who], number, revision.digest, keeps=True, at=at)


def slip_in(office, file, who, keys, number, former, keeps=False, at=NOW):
    """Replace the agency file by a signed one; ``keeps`` the replaced file as a former revision."""
    content = file.bytes(who, at)
    about = RevisionHead(AGENCY, number, former, who, at.isoformat(), digest_of(content))
    place = office.folder / "agency.signed"
    if keeps:
        as_former(office, place.read_bytes(), number - 1)
    place.write_bytes(signed(about, content, keys)[1])


def as_former(office, data, place):
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = office.folder / "former" / AGENCY
    folder.mkdir(exist_ok=True)
    (folder / f"{place:08d}-{at}-{at}-{digest_of(data)}.signed").write_bytes(data)


def lose(office, number):
    """Remove both files of a former revision; return their bytes by path."""
    folder = office.folder / "former" / AGENCY
    gone = {path: path.read_bytes() for path in folder.iterdir()}
    gone = {path: data for path, data in gone.items() if f'"revision": {number}'.encode() in data[:400]}
    for path in gone:
        path.unlink()
    return gone


def joins(office, who, tmp_path):
    """Pin the present agency file as a person does who compared the fingerprint at another computer."""
    own = PersonFolder.of(office.locked, who, tmp_path / "elsewhere")
    own.pin(office.locked, on_disk(office))
    return own


def new_person(office, name, by="tom", **more):
    """Let a new worker be added, join and be admitted; return their id and keys."""
    who = save_person(office.desk(by), {"name": name, "team": "north", **more})
    keys = Keys.make()
    ask_to_join(office.locked, PersonFolder.of(office.locked, who, office.cache), keys)
    admit(office.desk(by), who, keys.public.fingerprint)
    return who, keys


def changed(office, who, **values):
    return on_disk(office).people[who].model_copy(update=values)


# -- from the first revision ---------------------------------------------------------------------


def test_who_joins_later_follows_every_revision_from_the_first(office, tmp_path):
    who, _ = new_person(office, "Nora", roles=["line manager"])
    retire(office.desk("una"), "tom")
    assert joins(office, "mary", tmp_path).pinned().managers.keys() == {"una", who}


def test_a_file_under_the_agencys_fingerprint_that_its_founder_never_signed_is_not_pinned(office, tmp_path):
    """A forger keeps the root key, which is compared, and adds a manager and a recovery key of their own."""
    evil, file = Keys.make(), on_disk(office).copy()
    file.put(file.agency.model_copy(update={"recovery": evil.public.read}))
    file.put(Worker(id="mallory", name="Mallory", team="north", roles=["line manager"]))
    file.put(admitted_key("mallory", evil.public, "tom", NOW))
    slip_in(office, file, "mallory", evil, 2, file.stored.revision.digest, keeps=True)
    with pytest.raises(Forged, match=CHANGED_BY.format("mallory")):
        joins(office, "mary", tmp_path)
    slip_in(office, file, "mallory", evil, 1, "")
    with pytest.raises(Forged, match=NO_WAY):
        joins(office, "mary", tmp_path)
    assert PersonFolder.of(office.locked, "mary", tmp_path / "elsewhere").pinned() is None


def test_who_joins_is_refused_where_a_revision_between_is_missing(office, tmp_path):
    for login in ("a", "b"):
        save_person(office.desk("tom"), {"login": login}, office.desk("tom").people["sean"])
    gone = lose(office, 2)
    with pytest.raises(Forged, match=f"Revision 3 of the agency file, by tom, {NO_WAY}"):
        joins(office, "mary", tmp_path)
    for path, data in gone.items():
        path.write_bytes(data)
    assert joins(office, "mary", tmp_path).pinned().revision == 3


# -- what only a line manager gives --------------------------------------------------------------


def taken_over(office, part):
    agency, evil = on_disk(office).agency, Keys.make().public
    return agency.model_copy(update={part: getattr(evil, {"root": "sign", "recovery": "read"}[part])})


def slipped(office, worker, **more):
    return admitted_key(worker, Keys.make().public, "ada", NOW).model_copy(update=more)


def opened_by(office, key_id):
    """Return north's key with a box removed."""
    north = key_of(office, "north")
    return north.model_copy(
        update={"sealed": {one: box for one, box in north.sealed.items() if one == key_id}}
    )


def handed_to(office, group, who):
    """Return a group's key, sealed to one more person."""
    key, theirs = key_of(office, group), on_disk(office).key_of(who).id
    return key.model_copy(update={"sealed": {**key.sealed, theirs: "box"}})


def key_of(office, group):
    return next(key for key in on_disk(office).group_keys if key.group == group)


@pytest.mark.parametrize(
    "forge",
    [
        lambda office: [taken_over(office, "root")],
        lambda office: [taken_over(office, "recovery")],
        lambda office: [changed(office, "ada", roles=["administrator", "line manager"])],
        lambda office: [changed(office, "ada", team="south")],
        lambda office: [changed(office, "ada", second_signatory=True)],
        lambda office: [changed(office, "sean", roles=["line manager"])],
        lambda office: [changed(office, "sean", second_signatory=True)],
        lambda office: [Worker(id="zed", name="Zed", team="north", roles=["line manager"])],
        lambda office: [slipped(office, "tom")],
        lambda office: [slipped(office, "tom", ended_at=NOW)],
        lambda office: [slipped(office, "liam")],
        lambda office: [slipped(office, "ada")],
        lambda office: [slipped(office, "not.here.yet")],
        lambda office: [on_disk(office).key_of("tom").model_copy(update={"read": Keys.make().public.read})],
        lambda office: [on_disk(office).key_of("mary").model_copy(update={"sign": Keys.make().public.sign})],
        lambda office: [on_disk(office).key_of("mary").model_copy(update={"struck_at": NOW})],
        lambda office: [make_group_key("north", 2, on_disk(office).person_keys)],
        lambda office: [make_group_key("west", 1, on_disk(office).person_keys)],
        lambda office: [opened_by(office, "")],
        lambda office: [handed_to(office, SIGNATORIES, "sean")],
        lambda office: [key_of(office, SIGNATORIES).model_copy(update={"made_at": NOW})],
        lambda office: [key_of(office, "north").model_copy(update={"made_at": NOW})],
    ],
)
def test_what_an_administrator_may_not_change_is_refused_by_everybody(office, forge, tmp_path):
    own = office.own("mary")
    past_the_program(office, "ada", *forge(office))
    with pytest.raises(Forged, match=CHANGED_BY.format("ada")):
        own.agency(office.locked)
    with pytest.raises(Forged):
        joins(office, "sean", tmp_path)


def test_what_an_administrator_does_change_is_followed(office):
    own = office.own("mary")
    who, _ = new_person(office, "Nora", by="ada")
    retire(office.desk("ada"), "una")
    file = own.agency(office.locked)
    assert file.key_of(who) and file.key_of("una") is None and own.pinned().revision == 4


@pytest.mark.parametrize(
    "forge",
    [
        lambda office: [taken_over(office, "root")],
        lambda office: [taken_over(office, "recovery")],
        lambda office: [changed(office, "tom", roles=["line manager", "administrator"])],
        lambda office: [slipped(office, "tom")],
    ],
)
def test_what_a_line_manager_may_not_change_either_is_refused(office, forge):
    own = office.own("mary")
    past_the_program(office, "tom", *forge(office))
    with pytest.raises(Forged, match=CHANGED_BY.format("tom")):
        own.agency(office.locked)


def test_an_ended_key_is_not_made_good_again(office):
    own = office.own("mary")
    retire(office.desk("tom"), "sean")
    (ended,) = [key for key in on_disk(office).person_keys if key.worker == "sean"]
    past_the_program(office, "una", ended.model_copy(update={"ended_at": None}))
    with pytest.raises(Forged, match=CHANGED_BY.format("una")):
        own.agency(office.locked)


# -- from what was pinned ------------------------------------------------------------------------


def test_a_change_by_a_person_who_became_line_manager_meanwhile_is_taken(office):
    own = office.own("mary")
    who, keys = new_person(office, "Nora", roles=["line manager"])
    past_the_program(office, who, changed(office, "sean", login="sk"), keys=keys)
    assert own.agency(office.locked).people["sean"].login == "sk"


def test_a_change_by_a_line_manager_who_was_retired_meanwhile_is_refused(office):
    own = office.own("mary")
    retire(office.desk("una"), "tom")
    past_the_program(office, "tom", changed(office, "sean", login="sk"))
    with pytest.raises(Forged, match=CHANGED_BY.format("tom")):
        own.agency(office.locked)


def test_a_revision_that_leaves_out_the_ones_between_is_refused(office):
    own = office.own("mary")
    retire(office.desk("una"), "tom")
    slip_in(office, on_disk(office).copy(), "tom", KEYS["tom"], 9, "x")
    with pytest.raises(Forged, match=f"Revision 9 of the agency file, by tom, {NO_WAY}"):
        own.agency(office.locked)


def test_a_revision_that_follows_an_older_one_than_the_pinned_one_is_refused(office):
    """A retired line manager's program goes on from the revision in which they were still line manager."""
    first = on_disk(office)
    retire(office.desk("una"), "tom")
    save_person(office.desk("una"), {"login": "sk"}, office.desk("una").people["sean"])
    own = office.own("mary")
    slip_in(office, first.copy(), "tom", KEYS["tom"], 4, first.stored.revision.digest, keeps=True)
    with pytest.raises(Forged, match=NO_WAY):
        own.agency(office.locked)


def test_where_the_pinned_revision_is_lost_only_a_line_manager_goes_on_from_an_older_one(office):
    first = on_disk(office)
    save_person(office.desk("tom"), {"login": "sk"}, office.desk("tom").people["sean"])
    own = office.own("mary")
    lose(office, 2)
    slip_in(office, first.copy(), "ada", KEYS["ada"], 3, first.stored.revision.digest)
    with pytest.raises(Forged):
        own.agency(office.locked)
    slip_in(office, first.copy(), "una", KEYS["una"], 3, first.stored.revision.digest)
    assert own.agency(office.locked).saved_by == "una"


@pytest.mark.parametrize("lost", [[2], [3], [2, 3], [1, 2, 3]])
def test_who_has_a_pin_goes_on_where_a_revision_after_it_is_lost(office, lost):
    own = office.own("mary")
    for login in ("a", "b", "c"):
        save_person(office.desk("tom"), {"login": login}, office.desk("tom").people["sean"])
    for number in lost:
        lose(office, number)
    if 1 in lost:
        with pytest.raises(Forged, match=NO_WAY):
            own.agency(office.locked)
        return
    assert own.agency(office.locked).people["sean"].login == "c"


def test_who_has_a_pin_goes_on_where_the_pinned_revision_is_lost_and_its_successor_names_it(office):
    save_person(office.desk("tom"), {"login": "a"}, office.desk("tom").people["sean"])
    own = office.own("mary")
    save_person(office.desk("una"), {"login": "b"}, office.desk("una").people["sean"])
    lose(office, 2)
    assert own.agency(office.locked).people["sean"].login == "b"


def test_who_was_retired_by_the_pinned_revision_gains_nothing_where_it_is_lost(office):
    retire(office.desk("una"), "tom")
    own = office.own("mary")
    second = on_disk(office)
    first = AgencyFile.from_stored(
        AGENCY, office.locked.read_former(AGENCY, office.locked.formers(AGENCY)[-1])
    )
    lose(office, 2)
    for former in (first, second):
        slip_in(office, first.copy(), "tom", KEYS["tom"], 3, former.stored.revision.digest)
        lose(office, 2)
        with pytest.raises(Forged):
            own.agency(office.locked)


def test_who_was_retired_by_a_kept_revision_passes_no_gap(office):
    own = office.own("mary")
    retire(office.desk("una"), "tom")
    slip_in(office, on_disk(office).copy(), "tom", KEYS["tom"], 9, "x", keeps=True)
    with pytest.raises(Forged, match=NO_WAY):
        own.agency(office.locked)


@pytest.mark.parametrize("junk", [b"junk", b"{}\nx\ny", b""])
def test_junk_among_the_former_revisions_keeps_nobody_out(office, junk, tmp_path):
    own = office.own("mary")
    who, keys = new_person(office, "Nora", roles=["line manager"])
    past_the_program(office, who, changed(office, "sean", login="sk"), keys=keys)
    as_former(office, junk, 99)
    assert own.agency(office.locked).people["sean"].login == "sk"
    assert joins(office, "sean", tmp_path).pinned().revision == 4


def test_nothing_is_followed_where_nothing_changed(office, monkeypatch):
    own = office.own("mary")
    save_person(office.desk("tom"), {"login": "sk"}, office.desk("tom").people["sean"])
    own.agency(office.locked)
    monkeypatch.setattr(type(office.locked), "formers", None)
    assert own.agency(office.locked).people["sean"].login == "sk"


# -- the pin -------------------------------------------------------------------------------------


def test_a_session_with_an_older_pin_does_not_put_it_back(office):
    own = office.own("mary")
    older = own.pinned()
    save_person(office.desk("tom"), {"login": "sk"}, office.desk("tom").people["sean"])
    own.agency(office.locked)
    keep_pin(own.pin_file, older)
    assert own.pinned().revision == 2
    keep_pin(own.pin_file, replace(older, root=KEYS["una"].public.sign))
    assert read_pin(own.pin_file).revision == 1, "the pin of another agency is another matter"


def test_a_team_key_that_a_line_manager_shares_later_is_followed(office):
    own = office.own("mary")
    new_person(office, "Nora", by="ada")
    share_due_keys(office.desk("una"))
    assert own.agency(office.locked).saved_by == "una"


# -- vault.json, which is not signed -------------------------------------------------------------


def says(office, **about):
    """Change values of ``vault.json``; return the vault."""
    place = office.folder / "vault.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), **about}))
    return Vault.at(office.folder)


@pytest.mark.parametrize("about", [{}, {"id": "0" * 32}])
@pytest.mark.parametrize("who", ["mary", "sean"])
def test_a_vault_that_somebody_joined_passes_for_no_demo(office, about, who):
    """As a demo, nothing would be pinned, and the keys in the vault would be used."""
    office.own("mary")
    with pytest.raises(
        Forged, match=r"vault\.json says that this is a demo, but it was an agency's own vault"
    ):
        PersonFolder.of(says(office, demo={"x": 1}, **about), who, office.cache)


def test_a_vault_whose_pin_is_not_there_yet_passes_for_no_demo_either(office):
    PersonFolder.of(office.locked, "mary", office.cache).key_file.keep(KEYS["mary"], "")
    with pytest.raises(Forged, match=r"remove .*mary\.key first"):
        PersonFolder.of(says(office, demo=True), "mary", office.cache)


def test_a_demo_is_one_where_nobody_joined_another_vault(office, tmp_path):
    office.own("mary")
    demo = make_demo(tmp_path / "demo", NOW, cases=1)
    assert PersonFolder.of(demo, "mary", office.cache).demo
    pin = PersonFolder.beside("0" * 32, "mary", office.cache).folder / "mary.pin"
    pin.parent.mkdir(parents=True)
    pin.write_bytes(b"[" * 100_000)
    assert PersonFolder.of(demo, "mary", office.cache).demo, (
        "a pin that cannot be read is none of this folder's"
    )


@pytest.mark.parametrize("strange", ["/tmp/evil", "../../../../x", "", "0" * 31, 5])
def test_a_vault_is_named_by_no_path(office, strange):
    with pytest.raises(VaultError, match=r"vault\.json is damaged"):
        says(office, id=strange)
