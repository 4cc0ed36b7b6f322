"""The clients of the demo, and who and what is around them."""

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

ASKED_OF_CLIENT = [field.name for field in form_fields(Client)]


def client(story: Story, **values: object) -> Client:
    """The person as most are known: a name, a phone, somewhere to be found."""
    birth = story.today - timedelta(days=story.number(19 * 365, 66 * 365))
    street = story.one(STREETS)
    known: dict[str, object] = {
        "name": f"{story.one(FIRST_NAMES)} {story.one(LAST_NAMES)}",
        "known_as": [story.one(NICKNAMES)] if story.maybe(0.25) else [],
        "birth_date": birth if story.maybe(0.85) else None,
        "phone": f"020 91{story.number(0, 9)} {story.number(0, 9999):04}" if story.maybe(0.8) else "",
        "address": story.one(STAYING).format(n=story.number(1, 40), street=street),
        "safe_contact": story.one(SAFE_WAYS),
        "languages": ["English"],
    }
    record = Client.model_validate({**known, **values})
    if not record.birth_date:
        record.estimated_age = (story.today - birth).days // 365
    story.case.client_id = story.case.client_id or record.id
    return story.add(record, story.opened)


def client_in_another_script(story: Story) -> Client:
    """Somebody who writes their name in another script."""
    name, known_as, languages = story.one(OTHER_SCRIPTS)
    return client(story, name=name, known_as=known_as, languages=languages, interpreter=True)


def client_without_name(story: Story) -> Client:
    """Somebody who is known by a description alone."""
    return client(
        story,
        name="",
        known_as=[],
        phone="",
        birth_date=None,
        languages=[],
        description=story.one(DESCRIPTIONS),
    )


def known_before(story: Story) -> Client:
    """Somebody whose case was closed here before; anybody, where none was."""
    if not story.stage.closed:
        return client(story)
    former = story.stage.closed.pop(0)
    (known,) = former.every(Client)
    story.case.client_id, story.case.former_case = former.case.client_id, former.case.number
    return client(story, **known.model_dump(include=set(ASKED_OF_CLIENT)))


def around_the_client(story: Story) -> None:
    """A reference, a person of the network and, for some, an alert."""
    story.add(
        Reference(label="Housing application", number=f"DCC-{story.number(10000, 99999)}"), story.after(12)
    )
    relation, help_ = story.one(NETWORK)
    person = NetworkPerson(
        name=story.one(FIRST_NAMES),
        relation=relation,
        help=help_,
        often="weekly",
        reliability="yes",
        may_be_contacted=story.maybe(0.6),
        wanted_at_planning=story.maybe(0.4),
    )
    story.add(person, story.after(5))


def alert(story: Story) -> None:
    """Something to know before anyone visits."""
    kind, text = story.one(ALERTS)
    story.add(Alert(kind=kind, text=text, since=story.after(2)), story.after(2))


CLIENTS = {
    "named": client,
    "script": client_in_another_script, "nameless": client_without_name, "again": known_before,
}  # fmt: skip
