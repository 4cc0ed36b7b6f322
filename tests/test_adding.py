"""What it costs to add one of each kind: ARCHITECTURE.md says which files are touched, and here it is done.

Each test adds one thing in a copy of the program, uses it there as a person does, and compares the files that
it touched with the row of the page. What other tests add already is taken from them.
"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

import casetui
from tests.architecture import PAGE, added_by, rows, rules_of
from tests.checklists.test_standing import SMALL
from tests.desk.requests import test_new_kind, test_worker_answers

HOUSE = Path(casetui.__file__).parent
REPOSITORY = HOUSE.parent
SIT_DOWN = """
from pathlib import Path
from casetui.data.records import *
from tests.plain.lines import after, form, said
from tests.screens.office import TODAY, Office
assert Path(casetui.__file__).is_relative_to(Path.cwd())
office = Office(Path("vault"), Path("cache/casetui"))
def case(build=lambda b: b, **head):
    office.case("AB2345", "Aoife Nolan", lambda b: build(b.assigned()), **head)
"""


class Copy:
    """The program in a folder of its own, and the files of it that were touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.house = folder / "casetui"
        half_written = shutil.ignore_patterns("*.pyc.*")
        shutil.copytree(HOUSE, self.house, ignore=half_written)
        shutil.copy(PAGE, folder)
        self.touched: dict[str, str] = {}

    def new(self, path: str, text: str) -> None:
        """Write a new file; ``path`` is below ``casetui/``."""
        file = self.house / path
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"))
        self.touched[path] = f"new {path}"

    def put(self, path: str, *texts: str, after: str) -> None:
        """Put lines into a file there is, below the first line that begins with ``after``."""
        file = self.house / path
        lines = file.read_text().splitlines()
        at = next(n for n, line in enumerate(lines) if line.strip().startswith(after))
        file.write_text("\n".join([*lines[: at + 1], *texts, *lines[at + 1 :], ""]))
        self.touched.setdefault(path, path)

    def change(self, path: str, old: str, new: str) -> None:
        """Change one place of a file there is."""
        file = self.house / path
        text = file.read_text()
        assert text.count(old) == 1, (path, old, text.count(old))
        file.write_text(text.replace(old, new))
        self.touched.setdefault(path, path)

    def run(self, code: str, **environment: str) -> str:
        """Run Python code with this copy of the program, and return what it printed."""
        folders = {f"XDG_{name}_HOME": str(self.folder / name.lower()) for name in ("DATA", "CACHE")}
        path = os.pathsep.join((str(self.folder), str(REPOSITORY)))
        done = subprocess.run(
            [sys.executable, "-c", "import casetui\n" + dedent(code)],
            cwd=self.folder, env={**os.environ, **folders, "PYTHONPATH": path, **environment},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def work(self, code: str, **environment: str) -> str:
        """Run code in a small agency: ``case`` keeps a case, ``said`` answers and tells what was said."""
        return self.run(SIT_DOWN + dedent(code), **environment)


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


def check(copy: Copy, kind: str) -> None:
    """Compare what was touched with what the page says of this kind."""
    wanted = added_by(kind)
    found = sorted(copy.touched.values())
    assert len(found) == len(wanted), f"{kind}: the page says {wanted}, touched were {found}"
    for touched in found:
        fits = [pattern for pattern in wanted if re.fullmatch(pattern, touched)]
        assert len(fits) == 1, f"{kind}: {touched} is not what the page says: {wanted}"


def test_the_page_has_a_row_for_each_kind():
    assert list(rows()) == [
        "record kind", "item", "rule", "checklist", "method", "area", "act with a gate",
        "request that somebody signs or sees", "screen", "sheet", "report", "import", "store", "language",
    ]  # fmt: skip


# -- the case --------------------------------------------------------------------------------------


def test_a_record_kind(copy):
    copy.new(
        "data/records/animal.py",
        '''
        """Animals that live with the client."""

        from typing import Annotated, ClassVar

        from casetui.data.fields import Ask
        from casetui.data.records.base import Record
        from casetui.words import N_


        class Animal(Record):
            """An animal that lives with the client."""

            table = "animal"
            title = N_("Animal")
            columns: ClassVar = ("name", "needs")

            name: Annotated[str, Ask(N_("Its name"))]
            needs: Annotated[str, Ask(N_("What it needs"), N_("while {the_client} is away"))] = ""
        ''',
    )
    copy.put(
        "data/records/__init__.py",
        "from casetui.data.records.animal import Animal",
        after="from casetui.data.records.agency",
    )
    copy.change(
        "data/records/__init__.py",
        "Tracking, NeedNoLonger, Closure,",
        "Tracking, NeedNoLonger, Closure, Animal,",
    )
    copy.change("data/records/__init__.py", '"Alert", "AnotherPerson"', '"Alert", "Animal", "AnotherPerson"')
    copy.change("desk/areas/client.py", "import Alert", "import Alert, Animal")
    copy.change("desk/areas/client.py", "Section(Client)", "Section(Animal), Section(Client)")
    text = copy.work(
        """
        case()
        print(said(office, "1", "client", "add Animal", *form(Animal, name="Rex", needs="Walks")))
        print([(one.name, one.needs) for one in office.read("AB2345").all(Animal)])
        """
    )
    assert "Its name" in text and "while the service user is away" in text
    assert "Animal: Rex, Walks" in text, "in its area"
    assert "[('Rex', 'Walks')]" in text, "in the case file"
    check(copy, "record kind")


def test_an_item(copy):
    copy.put(
        "checklists/items/plan.py",
        "",
        "",
        "@item_rule(Goal)",
        "def two_goals(case: CaseFile, method: Method, context: Context) -> ItemAnswer:",
        '    """There are two goals."""',
        "    return yes(len(facts.goals(case)) >= 2)",
        after='return ItemAnswer("done", short_day(day) if day',
    )
    copy.put(
        "checklists/packs/guidebook.toml",
        "",
        "[[step.item]]",
        'key = "two-goals"',
        'text = "At least two goals"',
        'source = "House rules, 3"',
        'rule = "two_goals"',
        after='rule = "vision_recorded"',
    )
    text = copy.work(
        """
        goals = [Goal(wording="A room"), Goal(wording="A course")]
        case(lambda b: b.put(goals[0]))
        print(said(office, "1", "3"))
        office = Office(Path("other"), Path("cache/other"))
        case(lambda b: b.put(*goals))
        print("THEN", said(office, "1", "3"))
        """
    )
    one, two = text.split("THEN")
    assert "At least two goals: open" in one and "At least two goals: done" in two
    check(copy, "item")


def test_a_rule(copy):
    copy.new(
        "checklists/rules/letters.py",
        '''
        """Letters are read with the client: rule 99."""

        from casetui.checklists.base import Context, Finding, rule
        from casetui.checklists.pack import Method
        from casetui.data.casefile import CaseFile
        from casetui.data.records import Contact
        from casetui.words import N_


        @rule(99, "House rules, 9")
        def letters_are_read(case: CaseFile, method: Method, context: Context) -> list[Finding]:
            """A letter is read with the client (rule 99)."""
            return [
                Finding(
                    weight="warn", area="review", record=one.id, since=one.on,
                    what=method.say(N_("Nobody read the letter with {the_client}.")),
                    do=method.say(N_("Read it together.")),
                )
                for one in case.all(Contact) if one.kind == "letter" and not one.who
            ]
        ''',
    )
    copy.put("checklists/rules/__init__.py", "    letters,", after="involvement,")
    copy.change("checklists/packs/guidebook.toml", "\nrules = [", "\nrules = [99, ")
    row = "| 99 | A letter is read with the client. | warns | House rules, 9 |"
    copy.put("../ARCHITECTURE.md", row, after="| 36 |")
    text = copy.work(
        """
        case(lambda b: b.put(Contact(kind="letter", on=TODAY, summary="From the council")))
        print(said(office, "1", "warnings"))
        """
    )
    assert "Nobody read the letter with the service user" in text
    assert "Read it together. (House rules, 9)" in text
    assert rules_of(copy.folder / PAGE.name)[99] == {"House rules, 9"}
    check(copy, "rule")


def test_a_checklist(copy):
    copy.new(
        "checklists/packs/bus-pass.toml",
        """
        kind = "checklist"
        key = "bus-pass"
        title = "Bus pass"
        source = "House rules, 4"

        [[item]]
        key = "form"
        text = "The form is filled in"
        source = "House rules, 4"
        """,
    )
    copy.change("checklists/packs/guidebook.toml", '"gp", ', '"gp", "bus-pass", ')
    text = copy.work(
        """
        case()
        print(said(office, "1", "4", "more", "more", "The form is filled in", "tick"))
        print([(one.checklist, one.item, one.state) for one in office.read("AB2345").all(Tick)])
        """
    )
    assert "36 Checklist Bus pass: all is done" in text
    assert "('bus-pass', 'form', 'done')" in text
    check(copy, "checklist")


def test_a_method(copy):
    """That a case is worked by a second method is tested in ``tests/checklists/test_standing.py``."""
    copy.new("checklists/packs/walk-in.toml", SMALL)
    text = copy.work(
        """
        case(method="walk-in")
        print(said(office, "1"))
        """
    )
    assert "1 Hello: the case is here, 0 of 1 items done" in text
    check(copy, "method")


def test_an_area(copy):
    copy.new(
        "desk/areas/groups.py",
        '''
        """Groups: what the client does with others."""

        from casetui.data.records import Review
        from casetui.desk.areas.base import Area
        from casetui.desk.telling.sections import Section
        from casetui.words import N_

        AREA = Area("groups", N_("Groups"), (Section(Review),))
        ''',
    )
    copy.put("desk/areas/__init__.py", "    groups,", after="disengagement,")
    copy.change("desk/areas/__init__.py", "closure,\n        client,", "closure, groups,\n        client,")
    copy.change(
        "checklists/pack.py", '"disengagement", "closure"\n', '"disengagement", "closure", "groups"\n'
    )
    copy.put(
        "checklists/packs/guidebook.toml",
        "",
        "[[step]]",
        'area = "groups"',
        'letter = "H"',
        'title = "Groups"',
        'source = "House rules, 5"',
        after='rule = "closure_signed"',
    )
    text = copy.work(
        """
        case()
        print(said(office, "1", "Groups", "add Review", *form(Review, on="today", objectives_met="yes")))
        print(len(office.read("AB2345").all(Review)))

        import asyncio
        async def look():
            async with office.seat(open_case="AB2345") as seat:
                await seat.press("9")
                print("SCREEN", seat.text)
        asyncio.run(look())
        """
    )
    plain, screen = text.split("SCREEN")
    assert "9 Groups: " in plain and plain.rstrip().endswith("1")
    assert "9 Gr" in screen and "Review (1)" in screen
    check(copy, "area")


def test_an_act_with_a_gate(copy):
    """That the screen knows an act by its row is tested in ``tests/screens/case/test_new_act.py``."""
    copy.new(
        "desk/acts/warning.py",
        '''
        """Warning colleagues."""

        from casetui.data.records import Alert
        from casetui.desk.acts.changes import RecordChange, commit
        from casetui.desk.acts.records import build
        from casetui.desk.desk import Desk, OpenCase


        def warn_everybody(desk: Desk, opened: OpenCase, text: str) -> None:
            """Write an alert. Raises what ``commit`` raises."""
            alert = build(Alert, None, {"kind": "other", "text": text})
            commit(desk, opened, "warn everybody", [RecordChange(alert)])
        ''',
    )
    copy.put(
        "desk/flows/case.py",
        "from casetui.desk.acts.warning import warn_everybody",
        after="from casetui.desk.acts.restricting",
    )
    copy.change(
        "desk/flows/case.py",
        "\n\n@dataclass(frozen=True)\nclass CaseAct",
        dedent(
            '''


            def warn(desk: Desk, opened: OpenCase) -> Flow:
                """Ask what is to be known, and warn everybody of it."""
                if text := (yield AskLine(say(N_("What is to be known?")), "warn")):
                    act = lambda _: warn_everybody(desk, opened, text)
                    yield from doing(desk, opened, act, say(N_("Everybody is warned.")))


            @dataclass(frozen=True)
            class CaseAct'''
        ),
    )
    row = '    CaseAct("w", N_("warn"), N_("Warn everybody"), warn, lambda _, at: at.case.state == "open"),'
    copy.put("desk/flows/case.py", row, after="CASE_ACTS = [")
    copy.new(
        "checklists/rules/warning.py",
        '''
        """Colleagues are warned of a client who knows of it: rule 98."""

        from casetui.checklists import facts
        from casetui.checklists.base import Context, Finding, rule
        from casetui.checklists.pack import Method
        from casetui.data.casefile import CaseFile
        from casetui.data.records import Alert
        from casetui.words import N_


        @rule(98, "House rules, 8")
        def warned_of_after_agreement(case: CaseFile, method: Method, context: Context) -> list[Finding]:
            """Nobody is warned of a client who has not agreed to case management (rule 98)."""
            return [
                Finding(
                    weight="hold", area="intake", record=one.id,
                    what=method.say(N_("{The_client} has not agreed to be case managed.")),
                    do=method.say(N_("Ask first.")),
                )
                for one in case.all(Alert) if not facts.intake(case).agreed_on
            ]
        ''',
    )
    copy.put("checklists/rules/__init__.py", "    warning,", after="signing,")
    copy.change("checklists/packs/guidebook.toml", "\nrules = [", "\nrules = [98, ")
    row = "| 98 | Nobody is warned of a client who has not agreed. | holds | House rules, 8 |"
    copy.put("../ARCHITECTURE.md", row, after="| 36 |")
    text = copy.work(
        """
        case()
        print(said(office, "1", "?", "warn", "Bites", "", "back"))
        print(len(office.read("AB2345").all(Alert)), "BEFORE")
        office = Office(Path("other"), Path("cache/other"))
        case(lambda b: b.intake())
        print(said(office, "1", "warn", "Bites"))
        print(len(office.read("AB2345").all(Alert)))
        """
    )
    held, done = text.split("BEFORE")
    assert "warn: Warn everybody" in held
    assert "The service user has not agreed to be case managed." in held and held.rstrip().endswith("0")
    assert "Everybody is warned." in done and done.rstrip().endswith("1")
    assert rules_of(copy.folder / PAGE.name)[98] == {"House rules, 8"}
    check(copy, "act with a gate")


def test_a_request(copy):
    """The kind of request is the one of ``tests/desk/requests/test_new_kind.py``, here in files."""
    imports = "from datetime import date\nfrom typing import Annotated, Literal\n\n"
    imports += "from casetui.data.fields import HIDDEN, Ask\n"
    imports += "from casetui.data.records.signable import Signable\n\n\n"
    copy.new("data/records/purchase.py", imports + inspect.getsource(test_new_kind.Purchase))
    after = "from casetui.data.records.plan"
    copy.put("data/records/__init__.py", "from casetui.data.records.purchase import Purchase", after=after)
    copy.change(
        "data/records/__init__.py",
        "Tracking, NeedNoLonger, Closure,",
        "Tracking, NeedNoLonger, Closure, Purchase,",
    )
    copy.change("data/records/__init__.py", '"Record",', '"Purchase", "Record",')
    imports = (
        "from casetui.data.records import Purchase\nfrom casetui.desk.requests.base import RequestAnswer\n"
    )
    imports += "from casetui.desk.requests.to_sign import ToSign\n\n\n"
    parts = (inspect.getsource(one) for one in (test_new_kind.sets, test_new_kind.PurchaseRequest))
    copy.new("desk/requests/purchase.py", imports + "\n\n".join(parts) + "\n\nREQUEST = PurchaseRequest()\n")
    copy.change("desk/requests/__init__.py", '"disclosure"', '"disclosure", "purchase"')
    copy.change(
        "desk/areas/coordination.py",
        "AREA = Area(",
        dedent(
            '''
            from casetui.data.records import Purchase
            from casetui.desk.acts.asking import ask
            from casetui.desk.areas.base import AreaAct
            from casetui.desk.desk import Desk, OpenCase
            from casetui.desk.flows.steps import AskLine, Flow, doing
            from casetui.words import say


            def buy(desk: Desk, opened: OpenCase) -> Flow:
                """Ask a line manager whether something may be bought."""
                if what := (yield AskLine(say(N_("What is to be bought?")), "buy")):
                    wanted = Purchase(what=what, asked_by=desk.who.id, asked_on=desk.today())
                    asked = say(N_("A line manager was asked."))
                    yield from doing(desk, opened, lambda _: ask(desk, opened, "ask to buy", wanted), asked)


            AREA = Area('''
        ),
    )
    act = 'AreaAct(N_("Ask to buy something"), buy, lambda case: True)'
    copy.change("desk/areas/coordination.py", "Section(Referral))", f"Section(Referral)), ({act},)")
    text = copy.work(
        """
        case()
        print(said(office, "1", "4", "Ask to buy something", "A bicycle"))
        print(said(office, "sign-offs", "1", "approve", who="tom"))
        print(office.read("AB2345").one(Purchase).answer)
        """
    )
    assert "A line manager was asked." in text
    assert "1 To be bought, Aoife Nolan, Mary Byrne" in text and "What is bought: A bicycle" in text
    assert "Approved." in text and text.rstrip().endswith("approved")
    check(copy, "request that somebody signs or sees")


def test_a_request_that_a_worker_answers(copy):
    """The kind of request is the one of ``tests/desk/requests/test_worker_answers.py``, here in files."""
    kinds = test_worker_answers
    imports = "from datetime import date\nfrom typing import Annotated, Literal\n\n"
    imports += "from casetui.data.fields import HIDDEN, Ask, ChoicesFrom\n"
    imports += "from casetui.data.records.signable import Signable\n\n\n"
    copy.new("data/records/taking_over.py", imports + inspect.getsource(kinds.TakingOver))
    after = "from casetui.data.records.signable"
    copy.put(
        "data/records/__init__.py", "from casetui.data.records.taking_over import TakingOver", after=after
    )
    copy.change(
        "data/records/__init__.py",
        "Tracking, NeedNoLonger, Closure,",
        "Tracking, NeedNoLonger, Closure, TakingOver,",
    )
    copy.change("data/records/__init__.py", '"Record",', '"Record", "TakingOver",')
    imports = (
        "from casetui.data.records import TakingOver\nfrom casetui.desk.requests.base import RequestAnswer\n"
    )
    imports += "from casetui.desk.requests.to_sign import ToSign\n\n\n"
    parts = (inspect.getsource(one) for one in (kinds.decided, kinds.TakingOverRequest))
    text = imports + "\n\n".join(parts) + "\n\nREQUEST = TakingOverRequest()\n"
    copy.new("desk/requests/taking_over.py", text)
    copy.change("desk/requests/__init__.py", '"disclosure"', '"disclosure", "taking_over"')
    copy.change(
        "desk/areas/intake.py",
        "AREA = Area(",
        dedent(
            '''
            from casetui.data.records import TakingOver
            from casetui.desk.acts.asking import ask
            from casetui.desk.areas.base import AreaAct
            from casetui.desk.desk import Desk, OpenCase
            from casetui.desk.flows.steps import Choose, Flow, doing
            from casetui.words import say


            def hand_on(desk: Desk, opened: OpenCase) -> Flow:
                """Ask a colleague to take the case over."""
                team = [(one.id, one.name) for one in desk.people.values() if one.team == desk.who.team]
                if to := (yield Choose(say(N_("Who is to take over?")), team)):
                    wanted = TakingOver(to=to, asked_by=desk.who.id, asked_on=desk.today())
                    asked = say(N_("Your colleague was asked."))
                    yield from doing(
                        desk, opened, lambda _: ask(desk, opened, "ask to take over", wanted), asked
                    )


            AREA = Area('''
        ),
    )
    act = 'AreaAct(N_("Ask a colleague to take over"), hand_on, lambda case: True)'
    copy.change("desk/areas/intake.py", "may_turn_away),)", f"may_turn_away), {act})")
    text = copy.work(
        """
        case()
        print(said(office, "1", "1", "Ask a colleague to take over", "Seán Keane"))
        print(said(office, "sign-offs", "1", "take", who="sean"))
        print(office.read("AB2345").one(TakingOver).answer)
        """
    )
    assert "Your colleague was asked." in text and "1 To be taken over, C-AB2345, Mary Byrne" in text
    assert "Taken over." in text and text.rstrip().endswith("taken")
    check(copy, "request that somebody signs or sees")


# -- round the case --------------------------------------------------------------------------------


def test_a_screen(copy):
    copy.new(
        "screens/home/board.py",
        '''
        """What the team is to know today."""

        from textual.app import ComposeResult
        from textual.widgets import Static

        from casetui.screens.base.desk_screen import BACK, DeskScreen
        from casetui.words import N_, say


        class BoardScreen(DeskScreen[None]):
            """A sentence for everybody."""

            BINDINGS = [BACK]

            def compose_body(self) -> ComposeResult:
                """Lay out the sentence."""
                yield Static(say(N_("The office is closed on Friday.")))

            def begin(self) -> None:
                """Show the title."""
                self.set_title(say(N_("Board")))
        ''',
    )
    message = ["@dataclass", "class ShowBoard(Go):", '    """Show what the team is to know."""', "", ""]
    copy.change(
        "screens/base/messages.py",
        "@dataclass\nclass ShowAgenda",
        "\n".join(message) + "\n@dataclass\nclass ShowAgenda",
    )
    copy.put("ways.py", "    ShowBoard,", after="ShowAgenda,")
    copy.put("ways.py", "            ShowBoard: self._show_board,", after="ShowAgenda: ")
    copy.change(
        "ways.py",
        "    def _show_sign_offs(",
        dedent(
            """
            def _show_board(self, message: ShowBoard) -> None:
                from casetui.screens.home.board import BoardScreen

                self._app.push_screen(BoardScreen(message.screen.desk))

            def _show_sign_offs("""
        )
        .replace("\n", "\n    ")
        .strip("\n"),
    )
    copy.put(
        "screens/home/caseload.py",
        '        Binding("b", "board", N_("Board"), show=False),',
        after="*bindings_of(HOME_COMMANDS)",
    )
    copy.change(
        "screens/home/caseload.py",
        "    def compose_body(",
        dedent(
            '''
            def action_board(self) -> None:
                """Show what the team is to know."""
                from casetui.screens.base.messages import ShowBoard

                self.app.post_message(ShowBoard(self))

            def compose_body('''
        )
        .replace("\n", "\n    ")
        .strip("\n"),
    )
    text = copy.work(
        """
        import asyncio
        async def look():
            async with office.seat() as seat:
                await seat.press("b")
                print("SCREEN", seat.text)
                await seat.press("q", "?")
                print("HELP", seat.text)
                await seat.press("q", "ctrl+p")
                await seat.type("boar")
                print("FINDER", seat.text)
        asyncio.run(look())
        """
    )
    _, screen, help_screen, finder = re.split("SCREEN|HELP|FINDER", text)
    assert " Board" in screen and "The office is closed on Friday." in screen
    assert re.search(r"b +Board", help_screen), help_screen
    assert "Board" in finder
    check(copy, "screen")


def test_an_import(copy):
    copy.new(
        "exchange/shelter.py",
        '''
        """Reads a shelter's list of guests: one CSV file, a line a stay."""

        from datetime import date
        from pathlib import Path

        from casetui.exchange.export_days import DayOrder
        from casetui.exchange.stays import Export, ExportedClient, Stay, System
        from casetui.exchange.table import read_table


        def read_list(folder: Path, today: date, order: DayOrder | None) -> Export:
            """Read ``guests.csv`` in ``folder``; raise ``CaseTUIError`` where it cannot be read."""
            export = Export()
            for row in read_table(folder / "guests.csv", ["Number", "Name", "Came"]).rows:
                person = ExportedClient(row.text("Number"), row.text("Name"))
                came = date.fromisoformat(row.text("Came"))
                export.people[person.id], export.stays[person.id] = person, Stay(person.id, person, came)
            return export


        SYSTEM = System("shelter", "Shelter", read_list)
        ''',
    )
    copy.put("exchange/__init__.py", '    "shelter": N_("a shelter\'s list of guests"),', after='"hmis":')
    (copy.folder / "guests.csv").write_text("Number,Name,Came\n17,Nora Quirke,2026-11-02\n")
    text = copy.run(
        """
        from casetui.cli import main
        at = ["--vault", "vault", "--as", "grainne"]
        assert main(["demo", "--vault", "vault", "--cases", "2", "--no-open"]) == 0
        for _ in range(2):
            assert main(["import", "shelter", ".", *at]) == 0
        assert main(["import", "--help"]) == 0
        """,
        CASETUI_NOW="2026-11-21T09:00:00Z",
    )
    assert "cases: 1, open: 1, added now: 1, skipped: 0" in text
    assert "cases: 1, open: 1, added now: 0, skipped: 1" in text
    assert "hmis|shelter" in text and "a shelter's list of guests" in text
    check(copy, "import")


def test_a_store(copy):
    """Here it is the store in memory, under another name, at each place that is called a shelf.

    What every store does is tested in ``tests/data/store/test_contract.py``.
    """
    shelf = (HOUSE / "data/store/memory.py").read_text().replace("MemoryStore", "ShelfStore")
    copy.new("data/store/shelf.py", f"{shelf}\n\nSHELF = ShelfStore()\n")
    places, line = "data/store/places.py", "from casetui.data.store.shelf import SHELF"
    copy.put(places, line, after="from casetui.data.store.folder import FolderStore")
    for function in ("store_at", "make_store_at"):
        chosen = '    if place.name == "shelf":\n        return SHELF'
        copy.put(places, chosen, after=f"def {function}(place: Path) -> Store:")
    text = copy.work(
        """
        from casetui.data.store.shelf import ShelfStore
        from tests.desk import test_in_memory
        test_in_memory.MemoryStore = ShelfStore
        room = test_in_memory.Room(Path("other"), Path("cache/other"))
        room.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(Goal(id="g", wording="A room")))
        room.take()
        test_in_memory.test_cases_are_opened_saved_lent_and_restricted(room)
        from casetui.data.making import make_vault
        from casetui.data.vault import Vault
        from casetui.data.vault_json import is_vault
        place = Path("other/shelf")
        assert not is_vault(place)
        made = make_vault(place, {})
        assert is_vault(place) and Vault.at(place).id == made.id and not place.exists()
        print(type(room.locked._store).__name__)
        """
    )
    assert text.rstrip().endswith("ShelfStore")
    check(copy, "store")


def test_a_language(copy):
    said_in = {
        "Case management in the terminal, from first contact to closure.": "Borgersager i terminalen.",
        "Alert": "Advarsel",
        "{title}: nothing written yet": "{title}: endnu intet",
    }
    folder = "locale/da/LC_MESSAGES/"
    copy.new(folder + "casetui.po", "".join(f'msgid "{a}"\nmsgstr "{b}"\n\n' for a, b in said_in.items()))
    (copy.house / folder / "casetui.mo").write_bytes(catalogue(said_in))
    copy.touched[folder + "casetui.mo"] = f"new {folder}casetui.mo"
    text = copy.work(
        """
        from casetui.cli import main
        assert main(["--help"]) == 0
        case()
        print(said(office, "1", "client"))
        """,
        LANGUAGE="da",
    )
    assert "Borgersager i terminalen." in text
    assert "Advarsel: endnu intet" in text
    check(copy, "language")


def catalogue(said_in: dict[str, str]) -> bytes:
    """Return a compiled catalogue of messages, as ``msgfmt`` makes it."""
    texts = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **said_in}.items())
    size = 28 + 16 * len(texts)
    tables, body = [], b""
    for column in (0, 1):
        for pair in texts:
            text = pair[column].encode()
            tables += [len(text), size + len(body)]
            body += text + b"\0"
    head = [0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, 0]
    return struct.pack(f"<{len(head) + len(tables)}I", *head, *tables) + body
