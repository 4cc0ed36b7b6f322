"""The forms of acts on a case as a whole and on one item, and the choices and sentences of these acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from casetui.checklists.standing import ItemStanding
from casetui.data.records import Case, Restriction, Share, Tick
from casetui.desk.acts.cases import open_case, pause
from casetui.desk.acts.episodes import reopen
from casetui.desk.acts.locked_reason import check_open
from casetui.desk.acts.records import tick, tick_of
from casetui.desk.acts.restricting import (
    may_be_lent_to,
    may_be_named,
    restrict,
    restriction_begun,
    share,
)
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.forms.form_spec import FormSpec, case_form, client_name, entries_of, offering
from casetui.desk.lists import Load, case_manager, loads
from casetui.words import N_, CaseTUIError, say


def load_words(load: Load) -> str:
    """Return a person in words, such as ``Mary Byrne  7/8 full  North``: clients, limit and team."""
    worker = load.worker
    return f"{worker.name}  {load.clients}/{load.limit} {say(load.word)}  {worker.team}"


def may_give(desk: Desk, opened: OpenCase) -> bool:
    """Return whether the person may give the case to a worker, or take a case that waits for one."""
    free = not case_manager(desk, opened.case)
    return desk.access(opened.file) != "lent" and (desk.who.has("line manager") or free)


def may_be_given(desk: Desk) -> list[tuple[str, str]]:
    """Return the workers to whom the person may give a case: the id, and the worker in words.

    A worker whose last day is today is not among them.
    """
    tomorrow = desk.today() + timedelta(days=1)
    stay = [load for load in loads(desk, everyone=True) if desk.people[load.worker.id].here_on(tomorrow)]
    if not desk.who.has("line manager"):
        stay = [load for load in stay if load.worker.id == desk.who.id]
    return [(load.worker.id, load_words(load)) for load in stay]


def given_words(desk: Desk, to: str) -> str:
    """Return the sentence that a case was given to a worker, with a second one where they have no key yet."""
    sentence = say(N_("Given to {name}."), name=desk.name(to))
    if desk.agency_file.key_of(to) is None:
        sentence += " " + say(N_("{name} has no key yet and cannot open it."), name=desk.name(to))
    return sentence


def rest_form(desk: Desk, opened: OpenCase) -> FormSpec:
    """Return the form for letting a case rest, or rest on: why, and the day to look again."""

    def save(values: dict[str, Any]) -> None:
        reason, day = values.get("paused_reason", ""), values.get("look_again_on")
        if not reason or day is None:
            raise CaseTUIError(say(N_("Write why the case rests, and the day to look again.")))
        pause(desk, opened, reason, day)

    rests = opened.case.state == "paused"
    title = say(N_("Set another day to look again") if rests else N_("Let the case rest"))
    entries = entries_of(Case, desk.reading(), opened.case) if rests else {}
    return case_form(desk, opened, Case, entries, save, title, record=opened.case.id)


def restrict_form(desk: Desk, opened: OpenCase) -> FormSpec:
    """Return the form for restricting a case: the people to whom it stays open, and why."""

    def save(values: dict[str, Any]) -> None:
        restrict(desk, opened, values["to"], values["reason"])

    def sure(values: Mapping[str, Any]) -> dict[str, str]:
        names = ", ".join(desk.name(who) for who in values.get("to", ()))
        sentence = N_("The case of {client} is then open to nobody but {names}.")
        return {"to": say(sentence, client=client_name(opened), names=names)}

    spec = case_form(desk, opened, Restriction, restriction_begun(desk, opened.case), save)
    return replace(offering(spec, "to", may_be_named(desk)), sure=sure)


def lend_form(desk: Desk, opened: OpenCase) -> FormSpec:
    """Return the form for lending a case: to whom, until when, and why."""

    def save(values: dict[str, Any]) -> None:
        share(desk, opened, values["worker"], values["until"], values["reason"])

    spec = case_form(desk, opened, Share, {}, save, say(N_("Lend to a colleague")))
    return offering(spec, "worker", may_be_lent_to(desk, opened))


def reopened(desk: Desk, opened: OpenCase, reason: str = "") -> str:
    """Begin a new episode of a closed case's client; a worker who does it becomes its case manager.

    Returns the new case's number. Raises what ``reopen`` raises.
    """
    manager = desk.who.id if desk.who.has("worker") else ""
    return reopen(desk, opened.case.number, manager, why_open=say(N_("a new episode")), reason=reason)


def read_again(desk: Desk, opened: OpenCase) -> None:
    """Read an open case again, with the changes of others; raises what ``open_case`` raises."""
    anew = open_case(desk, opened.case.number, say(N_("read again")))
    opened.file = anew.file
    opened.unsaid += anew.unsaid


def tick_form_spec(
    desk: Desk, opened: OpenCase, checklist: str, item: str, text: str, area: str = ""
) -> FormSpec:
    """Return the form of the item with this ``text``: it begins as ticked before, or as done today.

    Raises ``CaseClosed``.
    """
    check_open(opened.case)
    start = tick_of(opened, checklist, item) or Tick(checklist=checklist, item=item, on=desk.today())
    entries = entries_of(Tick, desk.reading(), start)

    def save(values: dict[str, Any]) -> None:
        tick(desk, opened, checklist, item, values)

    spec = case_form(desk, opened, Tick, entries, save, text, slot=f"{checklist}/{item}", area=area)
    asked = opened.method.item_of(checklist, item)
    return offering(spec, "value", asked.names) if asked and asked.names else spec


def ticked_at_once(opened: OpenCase, item: ItemStanding, today: date) -> str:
    """Return the state that one key gives an item, ``done`` or ``open``; empty where its form is needed.

    The form is needed where the item asks for more than a tick. It is also needed where a tick has a note or
    another day, which one key would lose.
    """
    made = tick_of(opened, item.list_key, item.key)
    before = made is not None and made.state != "open" and (made.on != today or bool(made.note))
    if (item.asks and not item.settled) or before:
        return ""
    return "open" if item.settled else "done"
