"""The command line: reads what was typed and runs the command that it names.

Each command is imported only when it is asked for, so that ``--help`` and mistakes are answered at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from casetui.commands.parser import make_parser, not_called, refuse_gaps
from casetui.words import N_, CaseTUIError, say


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` names and return the exit status.

    0: done. 1: done, and something is wrong that was printed. 2: it could not be done. 3: the program made
    a mistake. 130: interrupted with Ctrl+C. From 128 on: ended by a signal.
    """
    closed = _fill_closed_streams()
    _replace_unknown_characters(sys.stdout)
    try:
        args, unknown = make_parser().parse_known_args(argv)
        if unknown:
            raise not_called(" ".join(unknown))
        refuse_gaps(args)
        _refuse_closed(closed, args)
        status = _command(args.command)(args)
        sys.stdout.flush()
        return status
    except SystemExit as ended:  # argparse, after --help and --version
        return ended.code if isinstance(ended.code, int) else 0
    except CaseTUIError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        _refuse(say(N_("Stopped. What was not finished can simply be run again.")))
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        from casetui.data.errors import refused

        return _refuse(str(refused(error)))
    except Exception as error:  # a mistake of the program: no traceback, for its values could name a client
        from casetui.mistake import about_mistake

        return _refuse(about_mistake(error), 3)


def _fill_closed_streams() -> list[str]:
    """Put the null device in the place of each standard stream that is closed; return their names.

    Without it the next file that is opened, such as a case file, would stand in the place of standard output
    or standard error, and be written over.
    """
    closed = []
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is not None:
            continue
        closed.append(name)
        with suppress(OSError):  # the lowest number that is free is this one
            os.open(os.devnull, os.O_RDWR)
        setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115
    return closed


def _refuse_closed(closed: Sequence[str], args: argparse.Namespace) -> None:
    """Raise ``CaseTUIError`` where a command needs a standard stream that is closed.

    Every command writes to standard output; the program itself also reads, and says what went wrong.
    """
    opens = args.command is None or (args.command == "demo" and not args.no_open)
    if closed and (opens or "stdout" in closed):
        if "stderr" in closed:
            sys.stderr = sys.stdout
        streams = {"stdin": N_("input"), "stdout": N_("output"), "stderr": N_("error output")}
        sentence = N_("The standard {stream} is closed. Start the program at a terminal, with none closed.")
        raise CaseTUIError(say(sentence, stream=say(streams[closed[0]])))


def _refuse(sentence: str, status: int = 2) -> int:
    from casetui.commands.out import note

    note(f"casetui: {sentence}")
    return status


def _replace_unknown_characters(stream: object) -> None:
    """Let ``stream`` write a question mark for a character that its encoding does not have."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")


# -- commands: each is imported only when it is asked for ----------------------------------------


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    match name:
        case "demo":
            from casetui.commands.demo import run
        case "agenda":
            from casetui.commands.agenda import run
        case "people":
            from casetui.commands.people import run
        case "methods":
            from casetui.commands.methods import run
        case "audit":
            from casetui.commands.audit import run
        case "import":
            from casetui.commands.importing import run
        case "check":
            from casetui.commands.check import run
        case "backup":
            from casetui.commands.backup import run
        case "restore":
            from casetui.commands.restore import run
        case _:
            from casetui.commands.opening import run
    return run
