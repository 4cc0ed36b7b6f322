"""Writes the clients of the demo, with their references, networks and alerts."""

from __future__ import annotations

from datetime import timedelta

from casetui.data.fields import form_fields
from casetui.data.records import Alert, Client, NetworkPerson, Reference
from casetui.demo.story import Story
from casetui.demo.words import (
    ALERTS,
    DESCRIPTIONS,
    FIRST_NAMES,
    LAST_NAMES,
    NETWORK,
    NICKNAMES,
    OTHER_SCRIPTS,
    SAFE_WAYS,
    STAYING,
    STREETS,
)

CLIENT_FIELDS = [field.name for field in form_fields(Client)]


def client(story: Story, **values: object) -> Client:
    """Write a client who is known by name, most with a phone, all with a place to be found."""
    birth = story.today - timedelta(days=story.number(19 * 365, 66 * 365))
    street = story.choice(STREETS)
    known: dict[str, object] = {
        "name": f"{story.choice(FIRST_NAMES)} {story.choice(LAST_NAMES)}",
        "known_as": [story.choice(NICKNAMES)] if story.maybe(0.25) else [],
        "birth_date": birth if story.maybe(0.85) else None,
        "phone": f"020 91{story.number(0, 9)} {story.number(0, 9999):04}" if story.maybe(0.8) else "",
        "address": story.choice(STAYING).format(n=story.number(1, 40), street=street),
        "safe_contact": story.choice(SAFE_WAYS),
        "languages": ["English"],
    }
    record = Client.model_validate({**known, **values})
    if not record.birth_date:
        record.estimated_age = (story.today - birth).days // 365
    story.case.client_id = story.case.client_id or record.id
    return story.add(record, story.opened)


def client_in_another_script(story: Story) -> Client:
    """Write a client whose name is in another script."""
    name, known_as, languages = story.choice(OTHER_SCRIPTS)
    return client(story, name=name, known_as=known_as, languages=languages, interpreter=True)


def client_without_name(story: Story) -> Client:
    """Write a client who is known by a description alone."""
    return client(
        story,
        name="",
        known_as=[],
        phone="",
        birth_date=None,
        languages=[],
        description=story.choice(DESCRIPTIONS),
    )


def known_before(story: Story) -> Client:
    """Write a client whose case was closed here before; a new client, where no such case is left."""
    if not story.stage.closed:
        return client(story)
    former = story.stage.closed.pop(0)
    (known,) = former.every(Client)
    story.case.client_id, story.case.former_case = former.case.client_id, former.case.number
    return client(story, **known.model_dump(include=set(CLIENT_FIELDS)))


def perhaps_known(story: Story) -> Client:
    """Write a client who is named and born like another one of the team: nobody has noticed it yet."""
    like = story.stage.first.get(story.seat.team)
    known = like.every(Client)[0] if like else None
    return client(story, name=known.name, birth_date=known.birth_date) if known else client(story)


def around_the_client(story: Story) -> None:
    """Write a reference and a person of the client's network."""
    story.add(
        Reference(label="Housing application", number=f"DCC-{story.number(10000, 99999)}"), story.after(12)
    )
    relation, help_ = story.choice(NETWORK)
    person = NetworkPerson(
        name=story.choice(FIRST_NAMES),
        relation=relation,
        help=help_,
        often="weekly",
        reliability="yes",
        may_be_contacted=story.maybe(0.6),
        wanted_at_planning=story.maybe(0.4),
    )
    story.add(person, story.after(5))


def alert(story: Story) -> None:
    """Write an alert."""
    kind, text = story.choice(ALERTS)
    story.add(Alert(kind=kind, text=text, since=story.after(2)), story.after(2))


CLIENTS = {
    "named": client,
    "script": client_in_another_script, "nameless": client_without_name, "again": known_before,
    "perhaps known": perhaps_known,
}  # fmt: skip
"""The functions that write a client, by the word with which situations ask for them."""
