"""The work areas of a case, a file each. A new area costs one file and one line here."""

from casetui.desk.areas import (
    assessment,
    client,
    closure,
    consent,
    coordination,
    difficulties,
    disengagement,
    intake,
    plan,
    review,
)
from casetui.desk.areas.base import Area

AREAS: dict[str, Area] = {
    module.AREA.key: module.AREA
    for module in (
        intake, assessment, plan, coordination, difficulties, review, disengagement, closure,
        client, consent,
    )
}  # fmt: skip

__all__ = ["AREAS", "Area"]
