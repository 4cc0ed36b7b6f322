"""Registering a new client: the form, the likely duplicates, and the case manager."""

from __future__ import annotations

from typing import Any

from casetui.data.drafts import Where
from casetui.data.records import NewClient
from casetui.data.register import Row
from casetui.desk.acts.new_client import wrong_reference
from casetui.desk.acts.records import build
from casetui.desk.desk import Desk
from casetui.desk.find import Likeness, duplicates
from casetui.desk.flows.new_client import register
from casetui.desk.forms.drafts import NEW_CLIENT
from casetui.desk.forms.form_spec import entries_of, spec_of
from casetui.desk.telling.wording import joined
from casetui.plain.driver import Driver
from casetui.plain.form import Form
from casetui.plain.talk import Option, Talk
from casetui.words import N_, CaseTUIError, say

OTHER = "other"


class NewClientTalk:
    """Asks for a new client and makes the case."""

    def __init__(self, talk: Talk, desk: Desk) -> None:
        self._talk = talk
        self._desk = desk
        self._number = ""

    def ask(self) -> str:
        """Return the number of the new case, or of the client's case found; empty where there is none."""
        spec = spec_of(
            self._desk, Where(NEW_CLIENT), NewClient, say(N_("New client")),
            entries_of(NewClient, self._desk.reading()), self._save,
        )  # fmt: skip
        Form(self._talk, spec).fill()
        return self._number

    def _save(self, values: dict[str, Any]) -> None:
        client = build(NewClient, None, values)
        assert isinstance(client, NewClient)
        if wrong := wrong_reference(client):
            raise CaseTUIError(wrong)
        former: Row | None = None
        if (like := self._same_as(client)) is not None:
            if not self._new_episode(like):
                self._number = like.row.number
                return
            former = like.row
        made = Driver(self._talk).run(register(self._desk, client, former, lambda number, _: number))
        if made is None:
            raise CaseTUIError(say(N_("Nothing is saved yet.")))
        self._number = made
        self._talk.tell(say(N_("Saved as C-{number}."), number=made))

    # -- the same person? -------------------------------------------------------------------------

    def _same_as(self, client: NewClient) -> Likeness | None:
        """Ask which of the likely duplicates the client is; ``None`` for a new person."""
        likely = duplicates(self._desk, client.name, client.birth_date, [client.reference], client.phone)
        if not likely:
            return None
        options = [Option(str(n), self._words(like)) for n, like in enumerate(likely)]
        options.append(Option(OTHER, say(N_("none of these: it is somebody else"))))
        key = self._talk.choose(say(N_("May be the same person: {n}"), n=len(likely)), options)
        if key is None:
            raise CaseTUIError(say(N_("Nothing is saved yet.")))
        return None if key == OTHER else likely[int(key)]

    def _words(self, like: Likeness) -> str:
        row = like.row
        whom = self._desk.name(row.manager) if row.manager else say(N_("unassigned"))
        ask = whom if like.mine else say(N_("ask {name}"), name=whom)
        who = row.name if like.mine else ""
        return joined(who, f"C-{row.number}", *like.reasons, ask if row.open else say(N_("closed")))

    def _new_episode(self, like: Likeness) -> bool:
        """Return whether the client of a closed case begins a new episode; an open case is opened instead."""
        if like.row.open:
            return False
        question = say(N_("Begin a new episode with what you typed? no opens the closed case."))
        answer = self._talk.yes_or_back(question)
        if answer is None:
            raise CaseTUIError(say(N_("Nothing is saved yet.")))
        return answer
