"""From ``sys.argv`` to a subcommand and an exit code.

Responsible for parsing and for how an outcome or an error is printed. Refuses to know what a
subcommand does: add one to `COMMANDS`.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from ckpt_magic.cli import checking, listing, showing, tidying
from ckpt_magic.cli.command import FOUND_SOMETHING, WRONG_USAGE, Command, Outcome
from ckpt_magic.core.errors import CheckpointError, InvalidOptionError

COMMANDS: tuple[Command, ...] = (
    listing.LIST,
    listing.SHOW,
    tidying.DISCARD,
    tidying.PRUNE,
    tidying.COMPACT,
    checking.VERIFY,
    showing.DEMO,
)
_EXIT_CODES = "exit codes: 0 all well, 1 something was found or not found, 2 wrong usage"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; return its exit code.

    Parameters
    ----------
    argv
        Arguments without the program's name; those of the process by default.
    """
    arguments = build_parser().parse_args(argv)
    command: Command = arguments.command
    try:
        outcome = command.run(arguments)
    except CheckpointError as error:
        sys.stderr.write("\n".join(error._render_traceback_()) + "\n")
        return WRONG_USAGE if isinstance(error, InvalidOptionError) else FOUND_SOMETHING
    sys.stdout.write(_printed(outcome, arguments))
    return outcome.exit_code


def build_parser() -> ArgumentParser:
    """Return the parser for all subcommands."""
    parser = ArgumentParser(
        prog="ckpt-magic",
        description="Look at and look after checkpoints. No saved state is ever loaded.",
        epilog=_EXIT_CODES,
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = subparsers.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(sub)
        sub.add_argument("--json", action="store_true", help="print plain data for programs")
        sub.set_defaults(command=command)
    return parser


def _printed(outcome: Outcome, arguments: Namespace) -> str:
    text = json.dumps(outcome.data, indent=2) if arguments.json else outcome.text
    return text + "\n" if text else ""
