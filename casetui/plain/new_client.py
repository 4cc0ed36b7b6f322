"""Registering a new client: the form, the likely duplicates, and the case manager."""

from __future__ import annotations

from typing import Any

from casetui.data.records import NewClient
from casetui.data.rows import Row
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.find import Likeness, duplicates
from casetui.desk.flows.new_client import new_client, new_client_form, register
from casetui.desk.lists import manager_name
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
        self._case: OpenCase | str = ""

    def ask(self) -> OpenCase | str:
        """Return the new case, or the number of the client's case found; empty where there is none."""
        Form(self._talk, new_client_form(self._desk, self._save)).fill()
        return self._case

    def _save(self, values: dict[str, Any]) -> None:
        client = new_client(values)
        former: Row | None = None
        if (like := self._same_as(client)) is not None:
            if not self._new_episode(like):
                self._case = like.row.number
                return
            former = like.row
        made = Driver(self._talk, self._desk).run(register(self._desk, client, former))
        if made is None:
            raise CaseTUIError(say(N_("Nothing is saved yet.")))
        self._case = made

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
        whom = manager_name(self._desk, row.manager)
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
