"""The iterable in a ``for`` header.

Responsible for handing the parts of ``enumerate``, ``zip``, ``map`` and ``filter`` to the runtime
first: it knows an exact stand-in for some of them. Refuses to know which.
"""

from __future__ import annotations

import ast

from ckpt_magic.resume.transform import code

_FIRST_ITERABLE = {"enumerate": 0, "zip": 0, "map": 1, "filter": 1}


def iterable(node: ast.expr) -> ast.expr:
    """Return the header's expression with its parts handed over; it evaluates as it is written."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return node
    first = _FIRST_ITERABLE.get(node.func.id)
    if first is None:
        return node
    node.args[first:] = [_part(node.func.id, argument) for argument in node.args[first:]]
    return node


def _part(consumer: str, argument: ast.expr) -> ast.expr:
    if isinstance(argument, ast.Starred | ast.Constant | ast.List | ast.Tuple | ast.ListComp):
        return argument
    name = ast.Name(consumer, ast.Load())
    return ast.copy_location(code.call("part", name, iterable(argument)), argument)
