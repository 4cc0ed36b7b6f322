"""What may be typed on the command line: the commands and their options. It imports none of the commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from casetui import __version__
from casetui.exchange import IMPORTS
from casetui.words import N_, CaseTUIError, say

MOST_CASES = 100_000
MOST_DAYS = 3_660


class NotUnderstood(CaseTUIError):
    """What was typed is no command, or an argument of the command is missing, unknown or out of range."""

    def __init__(self, sentence: str, prog: str = "casetui") -> None:
        """Add to ``sentence`` how to ask for the help of ``prog``, such as ``casetui restore``."""
        super().__init__(say(N_("{what} Try {prog} --help."), what=sentence, prog=prog))


class _Parser(argparse.ArgumentParser):
    """A parser that answers a mistake with a sentence of this program instead of argparse's own words."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Return what was typed and what of it is unknown; raise ``NotUnderstood`` for a misused option.

        ``--cases`` without a number is one, and ``--all=3`` another.
        """
        try:
            return super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            raise NotUnderstood(self._misused(error.argument_name or ""), self.prog) from None

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Return an argument's value; refuse an empty one, which is not the same as one that is left out.

        ``restore --case ''`` comes from a script whose variable is empty: it does not mean every case.
        """
        if isinstance(action, argparse._SubParsersAction) or any(one.strip() for one in arg_strings):
            return super()._get_values(action, arg_strings)
        if arg_strings and arg_strings != ["--"]:
            raise NotUnderstood(self._empty(action), self.prog)
        return super()._get_values(action, arg_strings)

    def _empty(self, action: argparse.Action) -> str:
        if action.option_strings:
            return self._misused(action.option_strings[-1])
        please = dict(self.get_default("needed") or ()).get(action.dest)
        if please:
            return say(please, written=self.get_default("written"))
        return say(N_("An empty text stands in the place of {what}."), what=action.metavar or action.dest)

    def _misused(self, option: str) -> str:
        action = self._option_string_actions.get(option)
        if action is None or action.nargs == 0:
            return say(N_("{option} takes no value."), option=option)
        return say(N_("Please give {option} a value: {option} {value}."), option=option, value=action.metavar)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            raise not_called(str(value), self.prog)


def _need(parser: _Parser, dest: str, please: str, **described: Any) -> None:
    """Add an argument that must be there. ``please`` asks for it, with ``{written}`` for the whole command.

    For example "Please say which backup: {written}." asks "Please say which backup: casetui restore SRC."
    """
    added = parser.add_argument(dest, **described)
    added.required = False  # ``refuse_gaps`` asks for it in place of argparse
    _note_needed(parser, dest, please, described["metavar"])


def _note_needed(parser: _Parser, dest: str, please: str, metavar: str) -> None:
    """Leave with the parser which argument must be there, and how the whole command is written."""
    written = f"{parser.get_default('written') or parser.prog} {metavar}"
    needed = (*(parser.get_default("needed") or ()), (dest, please))
    parser.set_defaults(needed=needed, written=written, prog=parser.prog)


def refuse_gaps(args: argparse.Namespace) -> None:
    """Raise ``NotUnderstood`` for the first argument that must be there and is not."""
    for dest, please in getattr(args, "needed", ()):
        if getattr(args, dest) is None:
            raise NotUnderstood(say(please, written=args.written), args.prog)
    if args.command == "agenda" and args.digest and args.no_digest:
        raise NotUnderstood(say(N_("Please say either --digest or --no-digest.")), "casetui agenda")


def not_called(typed: str, prog: str = "casetui") -> NotUnderstood:
    """Return the error that nothing is called what was ``typed``."""
    return NotUnderstood(say(N_('Nothing here is called "{what}".'), what=typed), prog)


def _whole(option: str, low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from ``low`` to ``high``; its errors name ``option``."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            sentence = N_("{option}: write a whole number from {low} to {high}.")
            raise NotUnderstood(say(sentence, option=option, low=low, high=f"{high:,}"))
        return number

    return read


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line, in the language of the person."""
    parser = _Parser(
        prog="casetui",
        description=say(N_("Case management in the terminal, from first contact to closure.")),
        epilog=say(N_("Without a command the caseload opens; with no vault yet, a set-up screen.")),
        allow_abbrev=False,
        exit_on_error=False,
    )
    version = f"casetui {__version__}"
    parser.add_argument("--version", action="version", version=version, help=say(N_("say which version")))
    _common(parser, None)
    _plain_option(parser, False)
    commands = parser.add_subparsers(dest="command", metavar=say(N_("COMMAND")), title=say(N_("commands")))
    for add in (_demo, _agenda, _people, _methods, _audit, _import, _check, _backup, _restore):
        add(commands)
    return parser


def _common(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--vault",
        metavar="DIR",
        default=default,
        help=say(N_("where the case files are (else CASETUI_VAULT, else your data folder)")),
    )
    parser.add_argument(
        "--as",
        dest="who",
        metavar="ID",
        default=default,
        help=say(
            N_("who you are, by your id or your login (else the person with the login of this computer)")
        ),
    )
    parser.add_argument(
        "--ascii",
        action="store_true",
        default=argparse.SUPPRESS if default else False,
        help=say(N_("draw with plain ASCII only")),
    )


def _plain_option(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument(
        "--plain",
        action="store_true",
        default=default,
        help=say(N_("questions and answers, a line at a time, for a screen reader or a braille line")),
    )


Commands = argparse._SubParsersAction


def _add(commands: Commands[_Parser], name: str, what: str) -> _Parser:
    added = commands.add_parser(name, help=what, description=what, allow_abbrev=False, exit_on_error=False)
    _common(added, argparse.SUPPRESS)
    return added


def _demo(commands: Commands[_Parser]) -> None:
    demo = _add(commands, "demo", say(N_("make a made-up agency and open it")))
    demo.add_argument(
        "--cases",
        type=_whole("--cases", 1, MOST_CASES),
        default=40,
        metavar="N",
        help=say(N_("how many cases (40)")),
    )
    demo.add_argument(
        "--seed",
        type=_whole("--seed", 0, 2**31),
        default=1,
        metavar="S",
        help=say(N_("another agency for another seed (1)")),
    )
    _plain_option(demo, argparse.SUPPRESS)
    demo.add_argument("--no-open", action="store_true", help=say(N_("only make it, and list its people")))


def _agenda(commands: Commands[_Parser]) -> None:
    agenda = _add(commands, "agenda", say(N_("what is late, due today and due soon, as plain text")))
    agenda.add_argument(
        "--days",
        type=_whole("--days", 0, MOST_DAYS),
        default=7,
        metavar="N",
        help=say(N_("how many days ahead (7)")),
    )
    agenda.add_argument(
        "--all", action="store_true", help=say(N_("every case you may list, not only your own"))
    )
    agenda.add_argument("--names", action="store_true", help=say(N_("with names; else case numbers only")))
    agenda.add_argument(
        "--digest",
        action="store_true",
        help=say(N_("leave your case numbers and days, to be printed without the passphrase")),
    )
    agenda.add_argument("--no-digest", action="store_true", help=say(N_("leave no digest any more")))


def _methods(commands: Commands[_Parser]) -> None:
    what = say(N_("the agency's own methods; take them into use, or out of it"))
    methods = _add(commands, "methods", what)
    acts = methods.add_subparsers(dest="act", metavar=say(N_("ACT")), title=say(N_("acts")))
    _note_needed(methods, "act", N_("Please say what to do: {written}."), say(N_("ACT")))
    _add(acts, "list", say(N_("every pack in the vault's folder methods, and whether it is in use")))
    for name, done in (
        ("take", N_("take a pack into use, as its file is now")),
        ("drop", N_("take a pack out of use; its file stays")),
    ):
        file = _add(acts, name, say(done))
        _need(
            file, "file", N_("Please say which file: {written}."), metavar="FILE",
            help=say(N_("the name of its file, such as house.toml")),
        )  # fmt: skip


def _need_whom(parser: _Parser) -> None:
    """Add the argument that says which person an act is about."""
    help_ = say(N_("whom, by their id or their login"))
    _need(parser, "whom", N_("Please say whom: {written}."), metavar="ID", help=help_)


def _people(commands: Commands[_Parser]) -> None:
    people = _add(commands, "people", say(N_("who is there; add, admit and retire people")))
    acts = people.add_subparsers(dest="act", metavar=say(N_("ACT")), title=say(N_("acts")))
    _note_needed(people, "act", N_("Please say what to do: {written}."), say(N_("ACT")))
    _add(acts, "list", say(N_("everybody, with their key's fingerprint")))
    add = _add(acts, "add", say(N_("add a person, who then makes a key at their own computer")))
    _need(
        add,
        "name",
        N_("Please say the person's name: {written}."),
        metavar="NAME",
        help=say(N_("their name")),
    )
    add.add_argument("--team", metavar="TEAM", default="", help=say(N_("their team (else yours)")))
    add.add_argument("--login", metavar="LOGIN", default="", help=say(N_("their user name")))
    add.add_argument(
        "--role",
        metavar="ROLE",
        action="append",
        default=[],
        type=lambda typed: typed.replace("-", " "),
        help=say(N_("worker, line-manager or administrator; may be given again (worker)")),
    )
    for name, what in (
        ("admit", N_("admit the key that a person asks with")),
        ("readmit", N_("admit a new key in place of a former one")),
    ):
        admit = _add(acts, name, say(what))
        _need_whom(admit)
        admit.add_argument(
            "--fingerprint", metavar="F", help=say(N_("what they read out; else you are asked to compare"))
        )
    _add(
        acts, "recover", say(N_("become line manager with the recovery key, where nobody else can make one"))
    )
    retire = _add(acts, "retire", say(N_("let today be a person's last day")))
    _need_whom(retire)


def _audit(commands: Commands[_Parser]) -> None:
    audit = _add(commands, "audit", say(N_("who changed and who opened a case, and whether it is genuine")))
    _need(
        audit,
        "case",
        N_("Please say which case: {written}."),
        metavar="CASE",
        help=say(N_("its number, such as C-7K3F9Q")),
    )
    audit.add_argument(
        "--reason", metavar="WHY", help=say(N_("why you look into a colleague's case; logged"))
    )


def _import(commands: Commands[_Parser]) -> None:
    imports = _add(commands, "import", say(N_("add the cases of another system's export")))
    _need(
        imports,
        "kind",
        N_("Please say what to import: {written}."),
        choices=tuple(IMPORTS),
        metavar="|".join(IMPORTS),
        help=", ".join(say(what) for what in IMPORTS.values()),
    )
    _need(
        imports,
        "folder",
        N_("Please say which folder: {written}."),
        metavar="FOLDER",
        help=say(N_("the folder with its CSV files")),
    )
    imports.add_argument(
        "--worker-map", metavar="FILE", help=say(N_("which of your people each user of the export is"))
    )
    imports.add_argument(
        "--dates",
        choices=("dmy", "mdy"),
        help=say(N_("how its days are written, where they do not show it: 2/3/2024 is 2 March by dmy")),
    )
    imports.add_argument(
        "--dry-run", action="store_true", help=say(N_("say what would be done; write nothing"))
    )


def _check(commands: Commands[_Parser]) -> None:
    check = _add(commands, "check", say(N_("read everything and say what is wrong and what to do")))
    check.add_argument(
        "--repair", action="store_true", help=say(N_("mend what can be mended, and say what is lost"))
    )


def _backup(commands: Commands[_Parser]) -> None:
    backup = _add(commands, "backup", say(N_("copy the vault to another folder, as far as it differs")))
    _need(
        backup,
        "folder",
        N_("Please say to which folder: {written}."),
        metavar="DEST",
        help=say(N_("a new folder, or an earlier backup")),
    )


def _restore(commands: Commands[_Parser]) -> None:
    restore = _add(commands, "restore", say(N_("bring back from a backup what is missing or damaged")))
    _need(
        restore,
        "folder",
        N_("Please say which backup: {written}."),
        metavar="SRC",
        help=say(N_("the folder of the backup")),
    )
    restore.add_argument("--case", metavar="ID", help=say(N_("only this case")))
