"""One cell of the conformance suite, as plain data.

Responsible for what a cell is and what the product must do with it. Refuses to know how a
cell is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Want(StrEnum):
    """What the product must do with a cell that is killed."""

    ANY = "any"
    """Exact, refused or told: anything but a silent difference."""
    EXACT = "exact"
    REFUSED = "refused"
    TOLD = "told"
    UNDETECTABLE = "undetectable"
    """Documented by name as something that nobody can see from outside."""


class Part(StrEnum):
    """A part of how a cell ended that is compared on its own."""

    NAMESPACE = "ns"
    FILES = "files"
    STATE = "st"
    ERROR = "err"
    STDOUT = "stdout"
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell with a loop, and what must be true of it when its process is killed.

    ``setup`` holds the cells run before it, in the first process only unless
    ``rerun_setup``. ``ignore`` names parts (values of `Part`) that are not compared.
    ``fresh`` resumes in a new interpreter with another hash seed, not in a fork.
    ``storm`` also lets every process die after one further checkpoint.
    """

    name: str
    source: str
    setup: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fresh: bool = False
    rerun_setup: bool = False
    storm: bool = True
    want: Want = Want.ANY

    def code(self) -> str:
        """Return the text of the cell without the empty lines around it."""
        return self.source.strip("\n") + "\n"

    def setup_code(self) -> tuple[str, ...]:
        """Return the texts of the cells before it."""
        return tuple(text.strip("\n") + "\n" for text in self.setup)
