"""What the demo's goals answer, and what its reviews say of each goal, action and service."""

from __future__ import annotations

from datetime import date, timedelta

from casetui.checklists.said import HARMS, STRENGTHS, lines_of
from casetui.data.records import (
    Action,
    ActionReview,
    Assessment,
    Goal,
    GoalReview,
    Review,
    ServiceInvolved,
    ServiceReview,
)
from casetui.demo.story import Story


def answering(story: Story, of: Goal, on: date, vision: str, *, first: bool) -> Goal:
    """Write which wish, risks and strengths a goal answers; the first goal answers the risks."""
    newest = story.every(Assessment)[-1:]
    harms = [line for found in newest for name in HARMS for line in lines_of(getattr(found, name))]
    strong = [line for found in newest for name in STRENGTHS for line in lines_of(getattr(found, name))]
    wishes = lines_of(vision)
    return story.change(
        of, on, vision_part=wishes[0] if wishes else "", harms=harms if first else [], strengths=strong[:1]
    )


def review(
    story: Story, on: date, next_in: int | None, objectives: str = "partly", *, right: bool = True
) -> Review:
    """Write a review of the plan, goal by goal; the next review is ``next_in`` days after today.

    Without ``next_in`` it is due by the method's interval. ``right``: whether the plan still fits.
    """
    record = Review(
        on=on,
        who="Client, case manager, key worker",
        client_part="Spoke first.",
        objectives_met=objectives,
        still_right=right,
        changes="" if right else "Smaller steps for the money.",
        next_on=story.today + timedelta(days=next_in) if next_in is not None else None,
        support_level=2,
        staff="4",
        progress="3",
        communication="4",
        safety="4",
        choice="4",
        satisfaction="At least somebody rings back.",
    )
    story.add(record, on)
    looked_at(story, record, right=right)
    return record


def looked_at(story: Story, of: Review, *, right: bool) -> None:
    """Write what a review says of each goal, open action and service; the first goal changes unless right."""
    for number, goal in enumerate(story.every(Goal)):
        how = "reached" if goal.state == "met" else "right" if right or number else "change"
        words = "Too much at once; in two steps." if how == "change" else ""
        story.add(GoalReview(review=of.id, goal=goal.id, how=how, words=words), of.on)
    for action in story.every(Action):
        if action.state == "open":
            said = ActionReview(review=of.id, action=action.id, led_to="Begun; waiting.", verdict="keep")
            story.add(said, of.on)
    for service in story.every(ServiceInvolved):
        led_to = "Seen in time, each time." if service.confirmed_on else "Nothing was heard of them."
        verdict = "keep" if service.confirmed_on else "stop"
        said_of = ServiceReview(
            review=of.id, service=service.id, led_to=led_to, quality="Friendly", verdict=verdict
        )
        story.add(said_of, of.on)
