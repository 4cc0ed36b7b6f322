"""Visible text: an invisible name is refused, and a client that was saved with one stays readable."""

import pytest
from pydantic import ValidationError

from casetui.data.foreign_text import can_be_seen
from casetui.data.records import Client, NewClient

UNSEEN = ["\u200b", "\u3164", "\u0301", "\u00ad \u2800", "\u200d\ufe0f", "\u115f\u1160"]


@pytest.mark.parametrize("text", ["", " ", *UNSEEN])
def test_a_new_client_is_not_known_by_what_nobody_can_see(text):
    assert not can_be_seen(text)
    with pytest.raises(ValidationError, match="Write a name, or a description"):
        NewClient(name=text, description=text)


@pytest.mark.parametrize("text", ["Ng", "Zoe\u0301", "نورا", "नेहा", "山", "7", "?", "👩‍👧", "\u3164김"])
def test_every_writing_can_be_seen(text):
    assert can_be_seen(text)
    assert NewClient(name=text).shown_name == Client(name=text).name


@pytest.mark.parametrize("text", UNSEEN)
def test_what_was_saved_with_such_a_name_stays_readable_and_shows_its_description(text):
    assert Client(name=text).name
    assert Client(name=text, description="Red coat, at the canal").shown_name == "Red coat, at the canal"
    assert NewClient(name=text, description="Red coat").split()[0].shown_name == "Red coat"
