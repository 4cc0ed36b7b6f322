"""Look-ups for tests of joining, on screens and by questions and answers."""

from casetui.data.join_requests import requests_in
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder


def own_of(office, who, home):
    """Return the folder that ``who`` has beside the vault in the data folder ``home``."""
    return PersonFolder.of(office.locked, who, home)


def asked(office):
    """Return the only join request in the vault."""
    (request,), _ = requests_in(office.locked)
    return request


def agency(office):
    """Return the agency file in the vault."""
    return AgencyFile.load(office.locked, AGENCY)
