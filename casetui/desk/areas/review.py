"""Review: reviews of the plan, and every contact."""

from casetui.data.records import Contact, Review
from casetui.desk.areas.base import Area
from casetui.desk.telling.sections import Section
from casetui.words import N_

AREA = Area("review", N_("Review and contacts"), (Section(Review), Section(Contact, newest_first=True)))
