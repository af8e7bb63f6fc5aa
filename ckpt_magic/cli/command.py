"""What a subcommand is.

Responsible for the shape that all subcommands share. Refuses to know any of them.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from ckpt_magic.core.model import Json

FOUND_NOTHING_WRONG = 0
FOUND_SOMETHING = 1
WRONG_USAGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a subcommand has to say, for a person and as plain data, and its exit code."""

    text: str
    data: Json = None
    exit_code: int = FOUND_NOTHING_WRONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One subcommand: its name, its one-line help, its arguments and what it does."""

    name: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], Outcome]


def add_place(parser: ArgumentParser) -> None:
    """Add the argument that says where to look."""
    parser.add_argument(
        "place",
        nargs="?",
        metavar="PATH",
        help="a store file, a notebook or a folder (default: the current folder)",
    )
