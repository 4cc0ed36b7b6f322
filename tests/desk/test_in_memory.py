"""A desk at a vault that lies in memory: what is right does not hang on the store being a folder."""

import pytest

from casetui.data.covers import Cover, read_cover
from casetui.data.errors import VaultError
from casetui.data.records import Goal, Share
from casetui.data.store.base import Change
from casetui.data.store.files import Files
from casetui.data.store.memory import MemoryStore
from casetui.data.vault import Vault
from casetui.desk.access_log import openings
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict, share
from casetui.desk.audit.auditing import audit
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed, SavedMeanwhile
from casetui.desk.people.retiring import retire
from casetui.desk.session.resealing import reseal
from tests.screens.office import KEYS, TODAY, Office

ONE = "AB2345"


class Room(Office):
    """An agency whose vault is taken into memory."""

    def take(self):
        store, files = MemoryStore(), Files(self.folder)
        for name, about in files.everything():
            if not name.startswith(("locks", "former")) and not about.st_mode & 0o040000:
                store.write([Change(name, files.read(name)[0], None)])
        self.locked = Vault(store)
        return self


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path / "vault", tmp_path / "cache")
    room.case(ONE, "Aoife Nolan", lambda b: b.assigned().put(Goal(id="g", wording="A room", domain="legal")))
    return room.take()


def test_cases_are_opened_saved_lent_and_restricted(room):
    mary = room.desk("mary")
    opened = open_case(mary, ONE)
    save_record(mary, opened, Goal(wording="A tenancy", domain="accommodation"))
    share(mary, opened, "priya", TODAY, "She knows the family")
    assert open_case(room.desk("priya"), ONE).case.number == ONE
    restrict(mary, opened, ["tom"], "known to the team")
    assert read_cover(mary.vault, ONE) == Cover.of(opened.case) and opened.case.own_key
    with pytest.raises(NotAllowed):
        open_case(room.desk("sean"), ONE, "to help")
    assert room.desk("sean").register.rows[ONE].restricted
    found = open_case(room.desk("tom"), ONE)
    assert len(found.file.all(Goal)) == 2 and len(found.file.all(Share)) == 1
    assert audit(room.desk("tom"), ONE).wrong == []
    assert [one.by for one in openings(room.new_desk("tom"), ONE)][:2] == ["mary", "priya"]


def test_two_who_change_one_field_are_told_of_each_other(room):
    mary, tom = room.desk("mary"), room.desk("tom")
    first, second = open_case(mary, ONE), open_case(tom, ONE)
    goal = first.file.get(Goal, "g")
    save_record(mary, first, goal.model_copy(update={"wording": "A house"}), goal)
    with pytest.raises(SavedMeanwhile):
        save_record(tom, second, goal.model_copy(update={"wording": "A flat"}), goal)
    assert tom.catch_up() and len(tom.vault.formers(f"cases/{ONE}")) == 1


def test_whoever_is_retired_reads_nothing_more(room):
    desk = room.desk("mary")
    share(desk, open_case(desk, ONE), "priya", TODAY, "She knows the family")
    retire(room.desk("tom"), "sean")
    done = reseal(room.desk("tom"))
    assert done.files > 0 and done.problems == []
    ring = Desk(room.locked, room.own("mary"), KEYS["mary"], room.cache, room.clock).keyring
    assert ring.holds("north")
    with pytest.raises(VaultError):
        room.seen_by("sean").read(f"cases/{ONE}")


def test_what_only_a_folder_needs_is_refused_in_a_sentence(room):
    with pytest.raises(VaultError, match="does not lie in a folder"):
        _ = room.locked.upkeep
