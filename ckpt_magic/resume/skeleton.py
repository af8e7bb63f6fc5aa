"""The points of a code, numbered, and the way to each of them.

Responsible for what a position means: a number in this code, and a path (blocks, headers,
neighbours) that finds the same place in an edited code or says what differs. Refuses to
know how the code is rewritten and what a variable is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckpt_magic.resume.edits import edited_before
from ckpt_magic.resume.paths import Kind, Path, PathStep, Point, path_from_json, path_to_json

__all__ = [
    "CodeDifference",
    "Kind",
    "Path",
    "PathStep",
    "Point",
    "Skeleton",
    "edited_before",
    "path_from_json",
    "path_to_json",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDifference:
    """Why a path does not lead anywhere in a code.

    ``old`` is the step that was not found, ``candidates`` what the code has in its place.
    """

    old: PathStep
    candidates: tuple[PathStep, ...]
    reason: str

    def __str__(self) -> str:
        found = ", ".join(f"`{step.name}` (line {step.line})" for step in self.candidates)
        there = f"; the code now has {found}" if found else ""
        return f"line {self.old.line}, `{self.old.name}`: {self.reason}{there}"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All points of one code; ``paths`` has the path of each, by number."""

    points: tuple[Point, ...]
    paths: tuple[Path, ...]

    def path_of(self, point: int) -> Path:
        """Return the way from the top of the code to `point`."""
        return self.paths[point]

    @property
    def outermost_loops(self) -> frozenset[int]:
        """The loops that are in no other loop: they are what progress is told of."""
        loops = {point.number for point in self.points if point.kind in ("for", "while")}
        inner = {point.number for point in self.points if loops.intersection(point.owners)}
        return frozenset(loops - inner)

    def locate(self, path: Path) -> int | CodeDifference:
        """Return the point of this code that `path`, perhaps of an older code, leads to.

        Edits off the path do not matter. Statements that were added or edited before the
        position count as done, those after it are still to be run.

        Returns
        -------
        int or CodeDifference
            The number of the point, or what stands in the way.
        """
        numbers = [p.number for p in self.points if p.kind in ("stmt", "for", "while")]
        for depth, step in enumerate(path):
            there = [n for n in numbers if len(self.paths[n]) > depth]
            found = _matching(step, there, depth, self.paths)
            if isinstance(found, CodeDifference):
                return found
            numbers = found
        ends = [n for n in numbers if len(self.paths[n]) == len(path)]
        return ends[0] if ends else CodeDifference(old=path[-1], candidates=(), reason="is gone")


def _matching(
    old: PathStep, numbers: Sequence[int], depth: int, paths: Sequence[Path]
) -> list[int] | CodeDifference:
    """Return the points whose way goes through `old` at `depth`."""
    steps = {number: paths[number][depth] for number in numbers}
    if old.kind == "stmt":
        found = _between(old, {n: s for n, s in steps.items() if s.kind == "stmt"})
    else:
        found = [number for number, step in steps.items() if step.leads_like(old)]
    if not found:
        return CodeDifference(old=old, candidates=_distinct(steps.values()), reason=_why(old))
    if any(old.moved(steps[number]) for number in found):
        reason = "statements moved from one side of the position to the other"
        return CodeDifference(old=old, candidates=(), reason=reason)
    return found


def _between(old: PathStep, steps: Mapping[int, PathStep]) -> list[int]:
    """Return the one statement boundary that `old` is in an edited block; none if unclear."""
    after = {n: s for n, s in steps.items() if s.previous == old.previous}
    both = [n for n, s in after.items() if s.following == old.following]
    for found in (list(after), both):
        if len(found) == 1:
            return found
    return [n for n, s in after.items() if (s.ordinal, s.count) == (old.ordinal, old.count)]


def _why(old: PathStep) -> str:
    if old.kind != "stmt":
        return "the position is inside it, and it was changed, moved or removed"
    if not old.previous:
        return "the position is before it, and nothing else of the block is the same"
    first = old.previous.splitlines()[0]
    return f"the position is right after `{first}`, which was changed or is there more than once"


def _distinct(steps: Iterable[PathStep]) -> tuple[PathStep, ...]:
    return tuple({(s.kind, s.line, s.arm): s for s in steps}.values())
