"""More situations of the demo: at intake and in the assessment."""

from __future__ import annotations

from casetui.data.records import Assessment, Closure, Consent, Domain, Intake, ServiceAsked
from casetui.demo.endings import signed
from casetui.demo.first_words import PICTURE
from casetui.demo.steps import agree, assessment, contacts, first_contact, plan, taken_in, whole_course
from casetui.demo.story import Story, situation


@situation("open")
def services_asked(story: Story) -> None:
    """Two services were asked about the client: one knows nobody, the other has not answered yet."""
    taken_in(story, 7)
    (intake,) = story.every(Intake)
    story.change(intake, story.after(3), no_services=None)
    consent = agree(story, story.after(3), "sharing", ("Day Centre", "Street Health Team"))
    for service, answer in (("Day Centre", "none"), ("Street Health Team", "unreachable")):
        story.add(ServiceAsked(service=service, on=story.after(3), answer=answer, consent=consent.id))
    contacts(story, 3, until=1, every=3)


@situation("open")
def agreed_in_part(story: Story) -> None:
    """Refused at first, then agreed in part; one domain was therefore not explored."""
    taken_in(story, 19)
    refused = Consent(
        kind="assessment", answer="refused", own_words="Not today, I am worn out.",
        given_on=story.after(2), how="verbal",
    )  # fmt: skip
    story.add(refused, story.after(2))
    needs = assessment(story, 4, completed=7)
    (given,) = [one for one in story.every(Consent) if one.kind == "assessment" and not one.refused]
    story.change(
        given, story.after(4), answer="partly", left_out="the family", own_words="Leave my family out of it."
    )
    for domain in story.every(Domain):
        if domain.domain == "family":
            why = "Did not want to speak of it"
            story.change(domain, story.after(7), need="not explored", why_not_explored=why, situation="")
    plan(story, [need for need in needs if need.word != "family"], 9, agreed=12, due=6)
    contacts(story, 5, every=4)


@situation("open")
def assessed_again(story: Story) -> None:
    """A re-assessment that began from the former one: the need at home is less than it was."""
    whole_course(story, 160, due=20)
    before = {one.domain: one for one in story.every(Domain)}
    on = story.ago(3)
    again = Assessment(kind="again", started_on=on, **{**PICTURE, "risk_level": "low"})
    story.add(again, on)
    for key, former in list(before.items())[:8]:
        less = {"urgent": "some"}.get(former.need, former.need)
        domain = Domain(
            assessment=again.id, domain=key, need=less, need_before=former.need, situation=former.situation
        )
        story.add(domain, on)


@situation("closed")
def not_taken_in(story: Story) -> None:
    """Not taken in: belongs elsewhere, and was pointed there."""
    first_contact(story, 45)
    on = story.ago(44)
    record = Closure(
        reason="not taken in", not_taken_why="Has a case manager in Cork and goes back there.",
        pointed_to="Cork Simon Community", told_client_on=on,
    )  # fmt: skip
    story.add(record, on)
    signed(story, record, 42)
