"""Assessment: each domain of life, and the whole."""

from casetui.data.records import Assessment, Domain
from casetui.screens.areas.base import Area, Section
from casetui.words import N_

AREA = Area(
    "assessment",
    N_("Assessment"),
    (Section(Assessment), Section(Domain, slots="domain", belongs_to=Assessment, owner="assessment")),
)
