"""Rewrite a cell so that it can stand at its loops and go on from there.

Responsible for the whole of a cell: its families of constructs, its last statement and its
line numbers. Refuses to run anything.

Examples
--------
>>> import ast
>>> done = transform_cell(ast.parse("for i in range(3): print(i)"), mark_end=False)
>>> [point.kind for point in done.skeleton.points]
['for']
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass

from ckpt_magic.resume.skeleton import Skeleton
from ckpt_magic.resume.transform import branches, code, loops, protected
from ckpt_magic.resume.transform.blocks import Family, Rewriter

RUNTIME_NAME = code.RUNTIME_NAME

_FAMILIES: Mapping[type[ast.stmt], Family] = {
    ast.For: loops.for_loop,
    ast.AsyncFor: loops.for_loop,
    ast.While: loops.while_loop,
    ast.If: branches.if_statement,
    ast.Match: branches.match_statement,
    ast.With: protected.with_statement,
    ast.AsyncWith: protected.with_statement,
    ast.Try: protected.try_statement,
    ast.TryStar: protected.try_statement,
}


@dataclass(frozen=True, slots=True)
class Transformed:
    """A rewritten cell and its points."""

    tree: ast.Module
    skeleton: Skeleton


def transform_cell(module: ast.Module, *, mark_end: bool) -> Transformed:
    """Return `module` rewritten; the argument is left as it is.

    The result refers to one name, `RUNTIME_NAME`, which must be the cell's frame while it runs.
    With `mark_end` the frame hears when the last statement is through: a last expression keeps
    its value and its display.
    """
    rewriter = Rewriter(_FAMILIES)
    statements = rewriter.top(copy.deepcopy(module).body)
    if mark_end:
        statements = _with_end(statements)
    tree = ast.Module(statements, list(module.type_ignores))
    return Transformed(ast.fix_missing_locations(_located(tree)), rewriter.numbering.skeleton())


def _with_end(statements: list[ast.stmt]) -> list[ast.stmt]:
    """Report the end behind the last statement, or around its value where it is displayed."""
    last = statements[-1] if statements else None
    if isinstance(last, ast.Expr):
        last.value = ast.copy_location(code.call("ended", last.value), last.value)
        return statements
    ended = ast.If(code.call("ended", None), [ast.Pass()], [])
    return [*statements, ast.copy_location(ended, last) if last else ended]


def _located(tree: ast.Module) -> ast.Module:
    """Give generated statements the place of the first statement inside them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "lineno"):
            inner = next((n for n in ast.walk(node) if hasattr(n, "lineno")), None)
            if inner is not None:
                ast.copy_location(node, inner)
    return tree
