"""Difficulties: gaps and blocks, told to the line manager."""

from casetui.data.records import Exclusion, GapOrBlock
from casetui.desk.areas.base import Area
from casetui.desk.telling.sections import Section
from casetui.words import N_

AREA = Area("difficulties", N_("Difficulties"), (Section(GapOrBlock), Section(Exclusion)))
