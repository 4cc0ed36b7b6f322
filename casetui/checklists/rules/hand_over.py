"""What the next case manager is told: rule 42."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.foreign_text import in_words
from casetui.words import N_


@rule(42, "Guidebook, E (ours); ICM, Tilknytning (ours)")
def hand_over_note(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An ordinary change of the case manager has a hand-over note (rule 42).

    After a sudden absence, or where the case manager leaves, it may lack one. An assignment from before notes
    were kept says no kind of change, and is not held.
    """
    return [
        Finding(
            weight="hold", area="intake", record=assignment.id, since=assignment.on,
            what=method.say(N_("There is no hand-over note for the next case manager.")),
            do=method.say(N_("Write what they have to know: what was agreed, what comes next.")),
        )
        for assignment in facts.in_force(case)
        if assignment.change == "ordinary" and not in_words(assignment.note)
    ]  # fmt: skip
