"""The rules, a file for each part of the work. A rule is a pure function; its decorator names its source."""

from casetui.checklists.rules import (  # noqa: F401 - importing them enters them in RULES
    answers,
    assessment,
    authority,
    caseload,
    closing,
    consent,
    contact,
    coordination,
    days,
    difficulties,
    disengagement,
    hand_over,
    intake,
    involvement,
    minimum_stay,
    plan,
    plan_quality,
    review,
    signing,
)
