"""Points of a code and the steps that lead to them, as frozen values.

Responsible for what a step is, when two steps of two codes mean the same statement, and for
their plain-JSON form. Refuses to know how a code is walked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["stmt", "for", "while", "with", "try", "match"]
Path = tuple["PathStep", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place where execution can stand, or a block that owns state around such places.

    ``number`` counts depth first, so the points below a block are ``number + 1`` up to but
    without ``end``; for a loop that is its body only. ``owners`` are the numbers of the blocks
    around it whose state belongs to its record, outermost first. ``with``, ``try`` and ``match``
    are numbered but execution never stands there.
    """

    number: int
    kind: Kind
    line: int
    owners: tuple[int, ...]
    end: int
    header: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """One statement on the way to a point.

    ``ordinal`` of ``count`` statements of the same block with this kind and header; ``arm`` is the
    part of the statement that the way goes through (``""`` where it ends). ``before`` and ``after``
    are digests of the other statements of the block. A ``stmt`` step stands between two
    statements: ``previous`` and ``following`` are their headers, ``""`` where there is none.
    """

    kind: str
    header: str
    ordinal: int = 0
    count: int = 1
    arm: str = ""
    line: int = 0
    previous: str = ""
    following: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The step as a person reads it."""
        return f"{self.header} … {self.arm}" if self.arm else self.header

    def leads_like(self, other: PathStep) -> bool:
        """Whether both mean the same statement of their codes."""
        mine = (self.kind, self.header, self.ordinal, self.count, self.arm)
        return mine == (other.kind, other.header, other.ordinal, other.count, other.arm)

    def moved(self, other: PathStep) -> bool:
        """Whether a statement that was done here is still to do there, or the other way round."""
        return _crossed(self.before, self.after, other.before, other.after) or _crossed(
            self.after, self.before, other.after, other.before
        )


def path_to_json(path: Path) -> list[dict[str, Any]]:
    """Return a path as plain data."""
    return [asdict(step) for step in path]


def path_from_json(data: Sequence[Mapping[str, Any]]) -> Path:
    """Build a path from what `path_to_json` returned."""
    return tuple(_step_from_json(step) for step in data)


def _step_from_json(data: Mapping[str, Any]) -> PathStep:
    values = {**data, "before": tuple(data["before"]), "after": tuple(data["after"])}
    return PathStep(**values)


def _crossed(
    before: Sequence[str], after: Sequence[str], new_before: Sequence[str], new_after: Sequence[str]
) -> bool:
    """Whether something left the front of a block and turned up in its back."""
    return any(
        new_before.count(digest) < before.count(digest)
        and new_after.count(digest) > after.count(digest)
        for digest in set(before)
    )
