"""Short ways to ask what rules found."""

from __future__ import annotations

from casetui.checklists.base import Context, Finding
from casetui.checklists.gates import holding_findings
from casetui.checklists.pack import Method
from casetui.checklists.standing import run_rules
from casetui.data.casefile import CaseFile
from tests.cases import CaseBuilder, context


def found(
    build: CaseBuilder, method: Method, number: int, weight: str = "", ctx: Context | None = None
) -> list[Finding]:
    """Return what one rule finds, of one weight or of any."""
    return [
        finding for finding in run_rules(build.case, method, ctx or context())
        if finding.rule == number and weight in ("", finding.weight)
    ]  # fmt: skip


def holding(build: CaseBuilder, method: Method, ctx: Context | None = None) -> set[int]:
    """Return the numbers of the rules that hold a case back as it stands."""
    return {f.rule for f in run_rules(build.case, method, ctx or context()) if f.weight == "hold"}


def held_change(
    before: CaseFile | None, after: CaseBuilder, method: Method, ctx: Context | None = None
) -> set[int]:
    """Return the numbers of the rules that hold the change back."""
    return {finding.rule for finding in holding_findings(before, after.case, method, ctx or context())}
