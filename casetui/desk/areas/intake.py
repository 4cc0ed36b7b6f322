"""Intake: urgent help, first contact, agreement and checks."""

from casetui.data.records import Intake, UrgentHelp
from casetui.desk.areas.base import Area
from casetui.desk.telling.sections import Section
from casetui.words import N_

AREA = Area("intake", N_("Intake"), (Section(UrgentHelp), Section(Intake)))
