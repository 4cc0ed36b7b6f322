"""The rules, a file a part of the work. Each is a pure function with its source in its docstring."""

from casetui.checklists.rules import (  # noqa: F401 - importing them enters them in RULES
    answers,
    assessment,
    caseload,
    closing,
    consent,
    contact,
    coordination,
    days,
    disengagement,
    intake,
    involvement,
    minimum_stay,
    plan,
    signing,
)
