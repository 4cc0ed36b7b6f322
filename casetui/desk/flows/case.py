"""The acts on a case as a whole. Each is a flow and a row of ``CASE_ACTS``.

The menu, the finder, the help and the words of ``--plain`` are made of the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casetui.data.records.case import CHANGE_MANAGER
from casetui.desk.acts.cases import HandOver, assign, resume, takes_from
from casetui.desk.acts.newer_method import newer_method
from casetui.desk.acts.restricting import decides_who_opens, lift_restriction, live_shares, open_to, take_back
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.doubles import of_case
from casetui.desk.flows.newer_method import move_case
from casetui.desk.flows.steps import AskLine, Choose, Do, Fill, Flow, FlowOf, GoToCase, doing, saved
from casetui.desk.flows.sure import case_named, is_sure
from casetui.desk.forms.case_forms import (
    given_words,
    lend_form,
    may_be_given,
    may_give,
    reopened,
    rest_form,
    restrict_form,
)
from casetui.words import N_, say


def give(desk: Desk, opened: OpenCase) -> Flow:
    """Choose a case manager and give the case to them."""
    to = yield Choose(say(N_("Give the case to")), may_be_given(desk))
    if not to:
        return
    name = desk.name(to)
    question = say(N_("Give the case of {client} to {name}?"), client=case_named(opened), name=name)
    if not (yield from is_sure(question, say(N_("Give it to {name}"), name=name))):
        return
    note = f"hand-over {to}"
    told = yield from _hand_over(desk, opened, name, note)
    if told is None:
        return
    yield from doing(
        desk, opened, lambda why: assign(desk, opened, to, why, told), "",
        passes=CHANGE_MANAGER, about=f"give {to}",
    )  # fmt: skip
    if opened.case.manager == to:
        # the typed note is kept in the case now: its draft goes with this step
        yield Do(lambda: None, given_words(desk, to), about=note)


def _hand_over(desk: Desk, opened: OpenCase, name: str, about: str) -> FlowOf[HandOver | None]:
    """Ask why the case changes hands, and for the note to the next case manager; ``None`` to go back.

    Nothing is asked where nobody has the case, or who had it is here no more.
    """
    former = takes_from(desk, opened.case)
    if not former:
        return HandOver("leaving")
    whose = desk.name(former)
    ask = say(N_("What does {name} have to know of the case?"), name=name)
    change = yield Choose(
        say(N_("Why does it change hands?")),
        [
            ("ordinary", say(N_("an ordinary change: with a hand-over note"))),
            ("leaving", say(N_("{former} leaves: with a hand-over note"), former=whose)),
            ("sudden", say(N_("{former} is away suddenly: nobody can write a note"), former=whose)),
        ],
    )
    if not change or change == "sudden":
        return HandOver("sudden") if change else None
    note = yield AskLine(ask, about)
    return HandOver(change, note) if note else None


def rest(desk: Desk, opened: OpenCase) -> Flow:
    """Let the case rest, with a reason and a day to look again."""
    yield Fill(rest_form(desk, opened))


def take_up(desk: Desk, opened: OpenCase) -> Flow:
    """Take a resting case up again."""
    yield from doing(desk, opened, lambda _: resume(desk, opened), say(N_("The case is taken up again.")))


def reopen(desk: Desk, opened: OpenCase) -> Flow:
    """Open a new episode of this closed case, and go there."""
    number = yield from doing(
        desk, opened, lambda why: reopened(desk, opened, why), say(N_("A new episode was opened.")),
        about="reopen",
    )  # fmt: skip
    if number:
        yield GoToCase(number)


def restrict(desk: Desk, opened: OpenCase) -> Flow:
    """Ask to whom the case stays open, and why, and restrict it."""
    yield Fill(restrict_form(desk, opened), lambda: [*saved(), *open_to(desk, opened.file)])


def lift(desk: Desk, opened: OpenCase) -> Flow:
    """Ask why the restriction is lifted, and lift it."""
    if why := (yield AskLine(say(N_("Why is the restriction lifted?")), "lift")):
        sentence = say(N_("The case is open to the team again."))
        yield Do(lambda: lift_restriction(desk, opened, why), sentence, why, "lift")


def lend(desk: Desk, opened: OpenCase) -> Flow:
    """Ask to whom the case is lent, until when, and why, and lend it."""
    yield Fill(lend_form(desk, opened), lambda: [*saved(), *open_to(desk, opened.file)])


def take_it_back(desk: Desk, opened: OpenCase) -> Flow:
    """Ask why the case is taken back, and from whom where it is lent to several people; take it back."""
    lent = {share.id: desk.name(share.worker) for share in live_shares(desk, opened.file)}
    chosen = yield Choose(say(N_("Take back from")), list(lent.items()), takes_only=True)
    if not chosen:
        return
    name = lent[chosen]
    if why := (yield AskLine(say(N_("Why is it taken back from {name}?"), name=name), chosen)):
        sentence = say(N_("Taken back from {name}."), name=name)
        yield Do(lambda: take_back(desk, opened, chosen, why), sentence, why, chosen)


@dataclass(frozen=True)
class CaseAct:
    """An act on a case as a whole."""

    letter: str
    """Its key in the menu. Rows of which only one is offered at a time may share a key."""
    word: str
    """The word for it in ``--plain``."""
    label: str
    """Its name in the menu, the finder and the help."""
    flow: Callable[[Desk, OpenCase], Flow]
    offered: Callable[[Desk, OpenCase], bool]
    """Whether the person can do it with the case as it is."""


def _restricted(opened: OpenCase) -> bool:
    return bool(opened.case.restricted_to)


CASE_ACTS = [
    CaseAct("g", N_("give"), N_("Give to a case manager"), give,
            lambda desk, at: at.case.state != "closed" and may_give(desk, at)),
    CaseAct("r", N_("rest"), N_("Let the case rest"), rest,
            lambda _, at: at.case.state == "open"),
    CaseAct("r", N_("rest"), N_("Set another day to look again"), rest,
            lambda _, at: at.case.state == "paused"),
    CaseAct("u", N_("take-up"), N_("Take the case up again"), take_up,
            lambda _, at: at.case.state == "paused"),
    CaseAct("o", N_("reopen"), N_("Reopen as a new episode"), reopen,
            lambda _, at: at.case.state == "closed"),
    CaseAct("v", N_("newer"), N_("Judge it by the newer version of its method"), move_case,
            lambda desk, at: at.case.state != "closed" and newer_method(desk, at) is not None),
    CaseAct("s", N_("same"), N_("Say whether they are another client too"), of_case,
            lambda desk, at: bool(desk.doubles.of(at.case.number))),
    CaseAct("n", N_("restrict"), N_("Restrict to named people"), restrict,
            lambda desk, at: not _restricted(at) and decides_who_opens(desk, at.file)),
    CaseAct("n", N_("restrict"), N_("Change who may open it"), restrict,
            lambda desk, at: _restricted(at) and decides_who_opens(desk, at.file)),
    CaseAct("f", N_("lift"), N_("Lift the restriction"), lift,
            lambda desk, at: _restricted(at) and decides_who_opens(desk, at.file)),
    CaseAct("e", N_("lend"), N_("Lend to a colleague"), lend,
            lambda desk, at: decides_who_opens(desk, at.file)),
    CaseAct("k", N_("take-back"), N_("Take back from a colleague"), take_it_back,
            lambda desk, at: bool(live_shares(desk, at.file)) and decides_who_opens(desk, at.file)),
]  # fmt: skip
"""Every act on a case as a whole, in the order of the menu."""


def case_acts(desk: Desk, opened: OpenCase) -> list[CaseAct]:
    """Return the acts that the person can do with the case as it is."""
    return [act for act in CASE_ACTS if act.offered(desk, opened)]
