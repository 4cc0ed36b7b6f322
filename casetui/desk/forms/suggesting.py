"""The names that a form offers while one is typed, such as who does an action. Any text is taken."""

from __future__ import annotations

from casetui.data.names import sort_key
from casetui.data.records import Client, NetworkPerson, Referral, ServiceInvolved
from casetui.desk.desk import Desk, OpenCase


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
