"""Blocks of statements: which get a point, and how the way down passes them.

Responsible for grouping the statements of a block around those that contain points, and for
handing each such statement to the family that rewrites it. Refuses to know the families'
constructs.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from ckpt_magic.resume.numbering import Numbering
from ckpt_magic.resume.paths import PathStep
from ckpt_magic.resume.siblings import Siblings
from ckpt_magic.resume.transform import code

Family = Callable[["Rewriter", ast.stmt, PathStep], list[ast.stmt]]

_LOOPS = (ast.For, ast.AsyncFor, ast.While)


class Rewriter:
    """One walk over a code: numbers its points and returns the rewritten statements.

    Parameters
    ----------
    families
        What rewrites a statement that has points in it, by node type.
    """

    def __init__(self, families: Mapping[type[ast.stmt], Family]) -> None:
        self.numbering = Numbering()
        self._families = families

    def block(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Rewrite a block; one without points comes back as it is."""
        if not has_points_in(statements):
            return list(statements)
        siblings = Siblings(statements)
        out: list[ast.stmt] = []
        start = 0
        for index, statement in enumerate(statements):
            if has_points(statement):
                out += self._group(statements, start, index, siblings)
                last = index == len(statements) - 1
                out += self._compound(statement, siblings.step(index), guarded=not last)
                start = index + 1
        return out + self._group(statements, start, len(statements), siblings)

    def top(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Rewrite the top of a cell: every statement boundary is a point, the last stays bare."""
        siblings = Siblings(statements)
        out: list[ast.stmt] = []
        for index, statement in enumerate(statements):
            last = index == len(statements) - 1
            if has_points(statement):
                out += self._compound(statement, siblings.step(index), guarded=not last)
            elif _says_nothing(statement):
                out.append(statement)
            else:
                out += self._boundary(statement, siblings.boundary(index), bare=last)
        return out

    def _group(
        self, statements: Sequence[ast.stmt], start: int, end: int, siblings: Siblings
    ) -> list[ast.stmt]:
        """Guard the statements between two that have points; a point unless they come first."""
        group = list(statements[start:end])
        if not group:
            return []
        if start == 0:
            return [code.only_live(group)]
        number = self.numbering.add("stmt", group[0], siblings.boundary(start))
        return [ast.If(code.calm_or("pt", number), group, [])]

    def _boundary(self, statement: ast.stmt, step: PathStep, *, bare: bool) -> list[ast.stmt]:
        number = self.numbering.add("stmt", statement, step)
        if not bare:
            return [ast.If(code.calm_or("pt", number), [statement], [])]
        asked = ast.BoolOp(ast.And(), [code.attribute("watch"), code.call("pt", number)])
        return [_at(statement, ast.If(asked, [ast.Pass()], [])), statement]

    def _compound(self, statement: ast.stmt, step: PathStep, *, guarded: bool) -> list[ast.stmt]:
        start = self.numbering.next
        new = self._families[type(statement)](self, statement, step)
        return [code.into(start, self.numbering.next, new)] if guarded else new


def has_points(statement: ast.stmt) -> bool:
    """Whether a loop can stand between two iterations somewhere in the statement."""
    if isinstance(statement, _LOOPS):
        return True
    return any(has_points_in(block) for block in resumable_blocks(statement))


def has_points_in(statements: Sequence[ast.stmt]) -> bool:
    """Whether a block has a statement with points."""
    return any(has_points(statement) for statement in statements)


def resumable_blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks of a statement that a resume can go into; the others are atomic."""
    match statement:
        case ast.If():
            return [statement.body, statement.orelse]
        case ast.With() | ast.AsyncWith():
            return [statement.body]
        case ast.Try():
            return [statement.body, statement.orelse, *(h.body for h in statement.handlers)]
        case ast.TryStar():
            return [statement.body, statement.orelse]
        case ast.Match():
            return [case.body for case in statement.cases]
    return []


def _says_nothing(statement: ast.stmt) -> bool:
    """Whether a statement must stay where it is and may run again: a directive or a constant."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _at(place: ast.stmt, new: ast.stmt) -> ast.stmt:
    return ast.fix_missing_locations(ast.copy_location(new, place))
