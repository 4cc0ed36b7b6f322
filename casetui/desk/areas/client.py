"""The client: identity, alerts, references, network, legal authority."""

from casetui.data.records import Alert, AnotherPerson, Client, LegalAuthority, NetworkPerson, Reference
from casetui.desk.areas.base import Area
from casetui.desk.telling.sections import Section
from casetui.words import N_

AREA = Area(
    "client",
    N_("Client"),
    (
        Section(Alert),
        Section(Client),
        Section(Reference),
        Section(NetworkPerson),
        Section(LegalAuthority),
        Section(AnotherPerson, only_written=True),
    ),
)
