"""The texts of the demo's contacts. All are made up."""

from __future__ import annotations

from typing import Any

NOTES: tuple[tuple[str, str], ...] = (
    ("office", "Came in on time. Went through the letters together and threw out what was dealt with."),
    ("office", "Tired, but has kept the bed all week. Talked about what would make the weekends easier."),
    (
        "office",
        "Filled in the form together. Two papers are still missing; wrote down where to ask for them.",
    ),
    ("office", "Wanted to talk about the children, nothing else. Listened. Forms can wait until Thursday."),
    ("visit", "Room is tidy, window does not shut. Rang the landlord from there, he will send somebody."),
    ("visit", "At home with a friend. Short visit, agreed to meet alone next time."),
    ("visit", "Made tea and went through the budget. Eleven euro over by Friday, first time in months."),
    ("visit", "Good form. Showed me the letter from the council and read most of it aloud."),
    ("outreach", "Met at the usual corner. Took a sleeping bag and a hot drink, asked about the hostel."),
    ("outreach", "Found at the canal with two others. Did not want to talk today, said to come back."),
    ("outreach", "Walked a stretch together. Says the nights are the worst. Has my number on paper now."),
    ("phone", "Rang to remind about tomorrow. Remembered, and asked which bus to take."),
    ("phone", "Rang in a state after a row at the hostel. Calmer by the end, will stay put tonight."),
    ("phone", "Quick call. Appointment moved to Monday, they know."),
    ("phone", "Answered at the third try. All well, phone was in the pawn shop."),
    ("message", "Texted the time and place of the appointment. Thumbs up back."),
    ("message", 'Wrote "cant make it today sorry". Offered Thursday instead.'),
    ("letter", "Sent the appointment letter with a map, as agreed."),
    ("appointment", "Went together to the clinic. Waited an hour, was seen, next one in four weeks."),
    ("appointment", "Met at the housing office. They went to the desk alone and asked their own questions."),
    (
        "appointment",
        "At the bank to open an account. Refused for want of a proof of address; letter asked for.",
    ),
    (
        "appointment",
        "Sat in on the meeting with the key worker. Most of it was about the plan for the summer.",
    ),
    ("missed", "Did not come. No answer on the phone, left a message."),
    ("missed", "Waited half an hour at the café. Will look in at the day centre tomorrow."),
)
"""Kind and summary of contacts."""

WITH_A_SERVICE = "Rang the key worker about the next steps. They have what they need from us."
MORE_OF_NOTES: dict[str, dict[str, Any]] = {
    WITH_A_SERVICE: {"with_whom": ["key worker"], "planned": True, "given": ["information"]},
    "Rang in a state after a row at the hostel. Calmer by the end, will stay put tonight.": {
        "crisis": True, "planned": False, "given": ["advice"], "seen": "Shouting behind them at first.",
    },
    "Filled in the form together. Two papers are still missing; wrote down where to ask for them.": {
        "planned": True, "given": ["information", "help"],
    },
    "At home with a friend. Short visit, agreed to meet alone next time.": {
        "planned": True, "seen": "Washing done, food in the press.",
    },
    "Sat in on the meeting with the key worker. Most of it was about the plan for the summer.": {
        "with_whom": ["client", "key worker"], "planned": True,
    },
}  # fmt: skip
"""What else is written of some contacts, by their summary."""
