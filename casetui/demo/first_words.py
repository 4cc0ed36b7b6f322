"""What the demo writes at intake and in the assessment, by field."""

from __future__ import annotations

from typing import Any

ANSWERS = (
    "Grand, as long as I am asked each time.",
    "Yes, if it helps with the flat.",
    "Fine by me.",
)
"""What clients say when they are asked whether they agree."""
AGREEMENT: dict[str, Any] = {
    "explained_language": "English",
    "understood": True,
    "agreed_aims": "A home, and the services that keep it.",
    "agreed_length": "Six months, then looked at together",
    "agreed_end": "When the goals are met, or you say so",
}
"""The agreement to case management, as the intake keeps it."""
PICTURE = {
    "client_part": "Chose what to begin with; two talks.",
    "vulnerabilities": "Alone much of the time; debts.",
    "risks": "Overdose risk when staying with old friends.",
    "risk_level": "medium",
    "protective": "Keeps in touch with family.",
    "strengths": "Knows what worked before.",
    "family_strengths": "A sister who rings every Sunday.",
    "best_interests": "A place of their own, near the clinic.",
    "barriers": "Was turned away before, and expects it again.",
    "others_said": "Known at the day centre as quiet and on time.",
    "others_from": "Day centre, by phone, with consent",
}
"""What endangers the client and what protects them, in the assessment."""
