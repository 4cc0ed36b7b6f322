"""What a form offers: known names, such as who does an action, and needs before other domains."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.data.names import sort_key
from casetui.data.records import Client, NetworkPerson, Referral, ServiceInvolved
from casetui.data.records.assessment import NEEDS
from casetui.desk.desk import Desk, OpenCase
from casetui.words import N_, say


def known_names(desk: Desk, opened: OpenCase) -> list[str]:
    """Return who may do something in a case: the client, the network, the services, and those who work here.

    The case's own names stand first, each of the two parts by the alphabet. No name stands twice.
    """
    file, today = opened.file, desk.today()
    services = [one.agency for one in file.all(ServiceInvolved)] + [one.to for one in file.all(Referral)]
    people = [one.shown_name for one in file.all(Client)] + [one.name for one in file.all(NetworkPerson)]
    workers = [worker.name for worker in desk.people.values() if worker.here_on(today)]
    case_names, others = ({name.strip() for name in names} for names in (people + services, workers))
    found = [*sorted(case_names, key=sort_key), *sorted(others - case_names, key=sort_key)]
    return [name for name in found if name]


LAST = 99
"""The priority of a need that has none: after those that have one."""


def needs_first(opened: OpenCase) -> dict[str, str]:
    """Return the domains as choices: those with a need first, each with how great it is, then the others."""
    labels = {key: opened.method.say(label) for key, label in opened.method.labels("domains").items()}
    needs = {key: need for key, need in facts.needs(opened.file).items() if key in labels}
    in_order = sorted(needs, key=lambda key: (needs[key].need != "urgent", needs[key].priority or LAST))
    found = {}
    for key in in_order:
        need = opened.method.say(NEEDS.get(needs[key].need, needs[key].need))
        found[key] = say(N_("{domain}: {need} need"), domain=labels[key], need=need)
    return {**found, **{key: label for key, label in labels.items() if key not in needs}}
