"""Drafts on disk: sealed to one person, and never shown in another form."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from casetui.data.drafts import Drafts, Where
from casetui.data.keys.person_keys import Keys
from casetui.data.store.files import Files

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
CONTACT = Where("contact", "AB2345", "r1")
HOSTILE = "[bold]x[/bold] \x1b[31mred\x07 مرحبا e\u0301 日本 \u202egnp.exe {client} \ud800"


@pytest.fixture(scope="module")
def keys():
    return Keys.make()


@pytest.fixture
def session(tmp_path, keys):
    """Return a function that begins a new session of a person with these keys."""

    def begin(worker="mary", own=keys):
        return Drafts(Files(tmp_path / "own" / "drafts", own=True), own, worker)

    return begin


def kept(drafts, where=CONTACT, at=NOW, **typed):
    name = drafts.new_name(where)
    drafts.keep(name, where, "Contact", "intake", at, typed)
    return name


def files(tmp_path):
    return list((tmp_path / "own" / "drafts").iterdir())


def test_the_next_session_finds_what_was_typed_as_it_was(session):
    kept(session(), summary=HOSTILE, topics=["housing", "health"])
    (draft,) = session().not_open_here()
    assert draft.typed == {"summary": HOSTILE, "topics": ["housing", "health"]}
    assert (draft.where, draft.title, draft.area, draft.at) == (CONTACT, "Contact", "intake", NOW)


def test_the_session_that_types_is_not_offered_its_own(session):
    drafts = session()
    kept(drafts, summary="met")
    assert drafts.not_open_here() == drafts.not_open_here(CONTACT) == []


def test_nothing_of_it_lies_on_the_disk_in_clear_and_only_the_person_may_read_the_files(session, tmp_path):
    kept(session(), summary="met at the hostel")
    (path,) = files(tmp_path)
    for clear in (b"hostel", b"summary", b"AB2345", b"contact", b"mary"):
        assert clear not in path.read_bytes()
        assert clear.decode() not in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_name_cannot_be_guessed_without_the_persons_keys(session):
    begins = {session("mary", Keys.make()).new_name(CONTACT).split("-")[1] for _ in range(2)}
    assert len(begins) == 2


@pytest.mark.parametrize(
    "other",
    [
        Where("contact", "CD2345", "r1"),
        Where("contact", "AB2345", "r2"),
        Where("contact", "AB2345"),
        Where("contact", "AB2345", "r1", "housing"),
        Where("goal", "AB2345", "r1"),
    ],
)
def test_a_draft_is_found_in_its_own_form_of_its_own_case_only(session, other):
    kept(session(), summary="met")
    assert session().not_open_here(other) == []
    assert len(session().not_open_here(CONTACT)) == 1


def test_a_draft_is_nobody_elses_not_even_with_the_same_keys(session):
    kept(session(), summary="met")
    assert session("sean").not_open_here() == []
    assert session("sean", Keys.make()).not_open_here() == []


def test_somebody_elses_draft_is_left_where_it_is(session, tmp_path):
    kept(session(), summary="met")
    session("sean", Keys.make()).not_open_here()
    assert len(files(tmp_path)) == 1


def test_a_draft_under_another_forms_name_is_not_taken(session, tmp_path):
    drafts = session()
    name = kept(drafts, summary="met")
    elsewhere = drafts.new_name(Where("contact", "CD2345", "r1"))
    (tmp_path / "own" / "drafts" / name).rename(tmp_path / "own" / "drafts" / elsewhere)
    assert session().not_open_here() == session().not_open_here(Where("contact", "CD2345", "r1")) == []


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "where": 3, "typed": {}}', b"\xff"]
)
def test_what_cannot_be_understood_is_passed_over(session, keys, tmp_path, content):
    drafts = session()
    kept(drafts, summary="met")
    (path,) = files(tmp_path)
    (path.parent / drafts.new_name(CONTACT)).write_bytes(keys.seal(content))
    (path.parent / drafts.new_name(CONTACT)).write_bytes(content)
    assert [draft.typed for draft in session().not_open_here()] == [{"summary": "met"}]


def test_two_sessions_on_one_form_keep_one_draft_each(session):
    kept(session(), summary="first")
    kept(session(), at=NOW + timedelta(minutes=1), summary="second")
    assert [draft.typed["summary"] for draft in session().not_open_here(CONTACT)] == ["second", "first"]


def test_what_is_typed_later_takes_the_place_of_what_was_typed_before(session):
    drafts = session()
    name = kept(drafts, summary="half a")
    drafts.keep(name, CONTACT, "Contact", "", NOW, {"summary": "half a sentence"})
    assert [draft.typed["summary"] for draft in session().not_open_here()] == ["half a sentence"]


def test_a_dropped_draft_is_gone_and_dropping_it_twice_does_no_harm(session, tmp_path):
    kept(session(), summary="met")
    drafts = session()
    (draft,) = drafts.not_open_here()
    drafts.drop(draft.name)
    drafts.drop(draft.name)
    assert files(tmp_path) == []


def test_a_crash_while_it_is_written_leaves_the_one_before(session, tmp_path, monkeypatch):
    drafts = session()
    name = kept(drafts, summary="before")

    def cut(handle, data, write=os.write):
        write(handle, data[:10])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "write", cut)
        drafts.keep(name, CONTACT, "Contact", "", NOW, {"summary": "after"})
    assert len(list((tmp_path / "own" / "drafts").glob(".*.new"))) == 1
    assert [draft.typed["summary"] for draft in session().not_open_here()] == ["before"]


def test_the_content_says_whose_and_where_it_is(session, keys, tmp_path):
    kept(session(), summary="met")
    content = json.loads(keys.unseal(files(tmp_path)[0].read_bytes()))
    assert (content["person"], content["where"]["case"]) == ("mary", "AB2345")


def test_without_a_folder_there_are_none(session):
    assert session().not_open_here() == []


def test_what_a_killed_writer_left_half_written_goes_and_nothing_else_does(session, tmp_path):
    drafts = session()
    name = kept(drafts, summary="met")
    old, new, others = (tmp_path / "own" / "drafts" / f".{n}.new" for n in (name, f"{name}1", "else-1"))
    for spare, seconds in ((old, 100), (new, 300), (others, 100)):
        spare.write_bytes(b"half")
        os.utime(spare, (seconds, seconds))
    session().tidy(before=200)
    assert (old.exists(), new.exists(), others.exists()) == (False, True, True)
    assert len(session().not_open_here()) == 1
