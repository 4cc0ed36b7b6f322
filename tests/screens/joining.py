"""What tests of joining look up, whichever way somebody came in."""

from casetui.data.join_requests import requests_in
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder


def own_of(office, who, home):
    """Return what somebody has beside the vault in the data folder ``home``."""
    return PersonFolder.of(office.locked, who, home)


def asked(office):
    """Return the one request that lies there."""
    (request,), _ = requests_in(office.locked)
    return request


def agency(office):
    """Return the agency file as it lies there."""
    return AgencyFile.load(office.locked, AGENCY)
