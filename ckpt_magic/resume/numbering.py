"""Number the points of a code while it is being rewritten.

Responsible for building a `Skeleton` in one walk: numbers in order, the blocks around each
point, the steps that lead to it. Refuses to know what the rewritten code looks like.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ckpt_magic.resume.paths import Kind, Path, PathStep, Point
from ckpt_magic.resume.skeleton import Skeleton


class Numbering:
    """The walk's memory: what was numbered so far and where the walk stands."""

    def __init__(self) -> None:
        self._points: list[Point] = []
        self._paths: list[Path] = []
        self._owners: tuple[int, ...] = ()
        self._way: Path = ()

    @property
    def next(self) -> int:
        """The number that the next point gets."""
        return len(self._points)

    def add(self, kind: Kind, node: ast.AST, step: PathStep) -> int:
        """Number a point that stands at `step` of the block the walk is in."""
        number, line = self.next, getattr(node, "lineno", 0)
        self._points.append(
            Point(
                number=number,
                kind=kind,
                line=line,
                owners=self._owners,
                end=number + 1,
                header=step.header,
            )
        )
        self._paths.append((*self._way, step))
        return number

    def close(self, number: int) -> int:
        """End the block of point `number` here and return its end."""
        self._points[number] = replace(self._points[number], end=self.next)
        return self.next

    @contextmanager
    def inside(self, step: PathStep, arm: str, owner: int | None = None) -> Iterator[None]:
        """Walk one arm of a statement; `owner` is a point whose state the arm needs."""
        owners, way = self._owners, self._way
        self._way = (*way, replace(step, arm=arm))
        if owner is not None:
            self._owners = (*owners, owner)
        yield
        self._owners, self._way = owners, way

    @contextmanager
    def owned(self, owner: int) -> Iterator[None]:
        """Walk what needs the state of a point, without another step."""
        owners = self._owners
        self._owners = (*owners, owner)
        yield
        self._owners = owners

    def skeleton(self) -> Skeleton:
        """Return all that was numbered."""
        return Skeleton(tuple(self._points), tuple(self._paths))
