"""The draft of one form: the newest stands, whichever thread writes last; and what was typed, in words."""

import errno
import fcntl
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from casetui.data.drafts import Drafts, Where
from casetui.desk.forms.drafts import (
    NotKept,
    draft_case,
    draft_of,
    draft_texts,
    drafts_of,
    throw_away,
    unsaved_drafts,
)
from casetui.words import CaseTUIError
from tests import disk

CONTACT = Where("contact", "AB2345", "r1")


@pytest.fixture
def desk(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    return office.desk()


def typed(office):
    return [draft.typed for draft in unsaved_drafts(office.desk())]


def test_an_older_state_never_takes_the_place_of_a_newer_one(desk, office):
    draft = draft_of(desk, CONTACT, "Contact")
    older, newer = draft.mark(), draft.mark()
    draft.keep(newer, {"summary": "newer"})
    draft.keep(older, {"summary": "older"})
    assert typed(office) == [{"summary": "newer"}]


def test_what_is_written_late_does_not_bring_back_what_was_given_up(desk, office):
    draft = draft_of(desk, CONTACT, "Contact")
    late = draft.mark()
    draft.keep(draft.mark(), {})
    draft.keep(late, {"summary": "met"})
    assert typed(office) == []


def test_what_did_not_change_is_not_written_again(desk, office):
    draft = draft_of(desk, CONTACT, "Contact")
    draft.keep(draft.mark(), {"summary": "met"})
    with disk.full(office.own().drafts.path()) as tried:
        draft.keep(draft.mark(), {"summary": "met"})
    assert not tried


def test_what_could_not_be_kept_is_tried_again(desk, office):
    draft = draft_of(desk, CONTACT, "Contact")
    with (
        disk.full(office.own().drafts.path()),
        pytest.raises(NotKept, match="is not being kept as a draft: no space left on device"),
    ):
        draft.keep(draft.mark(), {"summary": "met"})
    draft.keep(draft.mark(), {"summary": "met"})
    assert typed(office) == [{"summary": "met"}]


def test_a_second_form_of_the_same_record_has_a_draft_of_its_own(desk, office):
    first, second = (draft_of(desk, CONTACT, "Contact") for _ in range(2))
    first.keep(first.mark(), {"summary": "first"})
    second.keep(second.mark(), {"summary": "second"})
    first.keep(first.mark(), {})
    assert typed(office) == [{"summary": "second"}]


def test_what_was_typed_is_read_in_the_words_of_its_form(desk, office):
    draft = draft_of(desk, CONTACT, "Contact")
    draft.keep(draft.mark(), {"kind": "visit", "summary": "met", "gone": ["a", "b"]})
    (found,) = unsaved_drafts(office.desk())
    texts = {text.label: text.text for text in draft_texts(desk, found)}
    assert texts == {"Kind": "home visit", "What happened": "met", "gone": "a, b"}
    assert draft_case(desk, found) == "Aoife Nolan  C-AB2345"


def test_a_case_that_the_register_does_not_know_is_told_by_its_number(desk, office):
    for where in (Where("contact", "ZZ2345"), Where("new client")):
        draft = draft_of(desk, where, "Form")
        draft.keep(draft.mark(), {"summary": "met"})
    assert {draft_case(desk, draft) for draft in unsaved_drafts(office.desk())} == {"C-ZZ2345", ""}


def test_a_draft_that_cannot_be_removed_is_told(desk, office, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    draft = draft_of(desk, CONTACT, "Contact")
    draft.keep_last(draft.mark(), {"summary": "met"})
    other = office.desk()
    (found,) = unsaved_drafts(other)
    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(CaseTUIError, match="could not be removed: read-only file system"):
        throw_away(other, found)


# -- open in another session ---------------------------------------------------------------------


def test_what_another_session_removed_is_written_again_at_the_next_keeping(desk, office):
    draft = draft_of(desk, CONTACT, "Contact")
    draft.keep(draft.mark(), {"summary": "met"})
    (path,) = office.own().drafts.path().iterdir()
    path.unlink()
    draft.keep_last(draft.mark(), {"summary": "met"})
    assert typed(office) == [{"summary": "met"}]


def test_what_is_open_in_another_session_is_read_and_not_removed(desk, office):
    draft, other = draft_of(desk, CONTACT, "Contact"), office.desk()
    same = draft_of(other, CONTACT, "Contact")
    for summary in ("met", "met her"):
        draft.keep(draft.mark(), {"summary": summary})
        (found,) = same.not_open_here()
        assert found.is_open and found.typed == {"summary": summary}
    with pytest.raises(CaseTUIError, match="still open in another session"):
        throw_away(other, found)
    same.drop_all([found])
    assert typed(office) == [{"summary": "met her"}]


def test_once_the_form_is_open_no_longer_what_it_left_can_be_removed(desk, office):
    draft, other = draft_of(desk, CONTACT, "Contact"), office.desk()
    draft.keep(draft.mark(), {"summary": "met"})
    draft.keep_last(draft.mark(), {"summary": "met"})
    (found,) = unsaved_drafts(other)
    assert not found.is_open
    throw_away(other, found)
    assert typed(office) == []


def test_where_the_file_system_knows_no_locks_drafts_are_kept_and_removed(desk, office, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    draft, other = draft_of(desk, CONTACT, "Contact"), office.desk()
    draft.keep(draft.mark(), {"summary": "met"})
    (found,) = unsaved_drafts(other)
    assert not found.is_open
    throw_away(other, found)
    assert typed(office) == []


def test_a_desk_is_one_session_whichever_threads_ask_first(desk, monkeypatch):
    make = Drafts.__init__

    def make_slowly(drafts, *about):
        time.sleep(0.05)
        make(drafts, *about)

    monkeypatch.setattr(Drafts, "__init__", make_slowly)
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(drafts_of, [desk] * 4))) == 1
