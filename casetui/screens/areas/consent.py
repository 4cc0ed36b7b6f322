"""Consent: what was agreed to, with whom things may be shared, emergency disclosures."""

from casetui.data.records import Consent, Disclosure
from casetui.screens.areas.base import Area, Section
from casetui.words import N_

AREA = Area("consent", N_("Consent"), (Section(Consent), Section(Disclosure)))
