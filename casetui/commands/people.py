"""``casetui people``: list, add, admit and retire people."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable

from casetui.commands.out import line, note, progress
from casetui.commands.places import desk_of
from casetui.data.days import long_day
from casetui.data.records import Worker
from casetui.data.records.agency import ROLES
from casetui.desk.desk import Desk
from casetui.desk.people.agency import save_person
from casetui.desk.people.joining import Asking, admit, agency_fingerprint, key_line, requests
from casetui.desk.people.recovering import recover
from casetui.desk.people.retiring import retire
from casetui.desk.people.signing_in import worker_named
from casetui.desk.telling.list_words import everyone_sorted
from casetui.words import N_, CaseTUIError, say


def run(args: argparse.Namespace) -> int:
    """Do the act that ``args.act`` names."""
    acts: dict[str, Callable[[Desk, argparse.Namespace], None]] = {
        "list": _list, "add": _add, "retire": _retire, "admit": _admit, "readmit": _admit,
        "recover": _recover,
    }  # fmt: skip
    desk = desk_of(args)
    acts[args.act](desk, args)
    return 0


def _list(desk: Desk, _: argparse.Namespace) -> None:
    """Write a line a person: id, roles, team, name, key; then a line for each join request that is wrong."""
    asking = requests(desk)
    agency = agency_fingerprint(desk.agency_file)
    line(say(N_("{agency}, fingerprint {fingerprint}"), agency=desk.agency.name, fingerprint=agency))
    for worker in everyone_sorted(desk):
        line(_person(desk, worker, asking))
    for sentence in asking.wrong.values():
        line(f"! {sentence}")


def _person(desk: Desk, worker: Worker, asking: Asking) -> str:
    roles = "+".join(role.replace(" ", "-") for role in worker.roles)
    roles += "+second-signatory" if worker.second_signatory else ""
    left = say(N_("left {day}"), day=worker.left_on.isoformat()) if worker.left_on else ""
    return " | ".join([worker.id, left or roles, worker.team, worker.name, key_line(desk, worker, asking)])


def _add(desk: Desk, args: argparse.Namespace) -> None:
    """Add a person, and write their id."""
    wrong = [role for role in args.role if role not in ROLES]
    if wrong:
        known = ", ".join(role.replace(" ", "-") for role in ROLES)
        raise CaseTUIError(
            say(N_('There is no role "{role}"; there are {known}.'), role=wrong[0], known=known)
        )
    if not args.name.strip():
        raise CaseTUIError(say(N_("Name the person.")))
    values = {"name": args.name, "login": args.login, "team": args.team or desk.who.team}
    line(save_person(desk, {**values, "roles": args.role or ["worker"]}))


def _admit(desk: Desk, args: argparse.Namespace) -> None:
    """Admit the key of a person's join request, once its fingerprint was compared."""
    worker = _meant(desk, args.whom)
    admit(desk, worker.id, args.fingerprint or _compared(desk, worker))
    note(say(N_("{name} is admitted."), name=worker.name))


def _compared(desk: Desk, worker: Worker) -> str:
    """Show the fingerprint of the person's key; return it when the answer is that it is the same."""
    asked = requests(desk).of(worker.id)
    if len(asked) != 1:
        none = N_("{name} does not ask to be admitted.")
        many = N_("{name} asks with several keys; say with --fingerprint which one they read out.")
        raise CaseTUIError(say(many if asked else none, name=worker.name))
    shown = asked[0].public.fingerprint
    note(
        say(
            N_("{name} asks with the fingerprint {fingerprint}\nHave them read theirs to you, by telephone "
               "or in person."),
            name=worker.name, fingerprint=shown,
        )
    )  # fmt: skip
    confirm(say(N_("Type yes if it is the same: ")))
    return shown


def _retire(desk: Desk, args: argparse.Namespace) -> None:
    """Let today be a person's last day."""
    worker = _meant(desk, args.whom)
    day = long_day(desk.today())
    note(say(N_("{name}: today, {day}, is then their last day. Their key ends."), name=worker.name, day=day))
    confirm(say(N_("Type yes to go on: ")))
    desk.refresh(progress(N_("Reading {done} of {all} cases")))  # to say which clients they leave
    note(retire(desk, worker.id))


def _recover(desk: Desk, _: argparse.Namespace) -> None:
    """Make the signed-in person line manager with the recovery key, which is typed unseen."""
    if not sys.stdin.isatty():
        raise CaseTUIError(say(N_("This asks for the recovery key. Run it at a terminal.")))
    note(recover(desk, getpass.getpass(say(N_("Recovery key, as on the paper: ")))))


def _meant(desk: Desk, who: str) -> Worker:
    worker = worker_named(desk.agency_file, who)
    if worker is None:
        raise CaseTUIError(
            say(N_('Nobody here has the id or the login "{who}". See casetui people list.'), who=who)
        )
    return worker


def confirm(question: str) -> None:
    """Ask for a yes; raise ``CaseTUIError`` for any other answer, or without a terminal to ask on."""
    if not sys.stdin.isatty():
        raise CaseTUIError(say(N_("This asks you to type yes. Run it at a terminal.")))
    sys.stderr.write(question)
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() != say(N_("yes")):
        raise CaseTUIError(say(N_("Nothing was changed.")))
