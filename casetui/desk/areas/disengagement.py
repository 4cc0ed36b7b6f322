"""Disengagement: the signs, the five rungs in their order, and tracking."""

from casetui.data.records import Disengagement, Rung, Tracking
from casetui.desk.areas.base import Area
from casetui.desk.telling.sections import Section
from casetui.words import N_

AREA = Area(
    "disengagement",
    N_("Disengagement"),
    (
        Section(Disengagement),
        Section(Rung, slots="rung", belongs_to=Disengagement, owner="disengagement"),
        Section(Tracking, newest_first=True),
    ),
)
