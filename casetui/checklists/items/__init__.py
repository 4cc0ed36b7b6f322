"""The item rules: items of checklists computed from the case file, a file a work area.

Packs name these functions.
"""

from casetui.checklists.items import (  # noqa: F401 - importing them enters them in ITEM_RULES
    assessment,
    closure,
    coordination,
    difficulties,
    disengagement,
    intake,
    plan,
    review,
)
