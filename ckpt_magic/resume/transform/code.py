"""Pieces of generated code.

Responsible for how rewritten code speaks to the runtime: every name it uses is made here.
Refuses to know which statements are rewritten.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

RUNTIME_NAME = "__ckpt__"
"""The one name that generated code refers to; it lives in ``builtins`` while a cell runs."""


def attribute(name: str) -> ast.Attribute:
    """``__ckpt__.name``."""
    return ast.Attribute(ast.Name(RUNTIME_NAME, ast.Load()), name, ast.Load())


def slot() -> ast.Attribute:
    """``__ckpt__.item`` as something to assign to: what a header hands to its target."""
    return ast.Attribute(ast.Name(RUNTIME_NAME, ast.Load()), "item", ast.Store())


def call(method: str, *arguments: object) -> ast.Call:
    """``__ckpt__.method(…)``; arguments are nodes or plain constants."""
    nodes = [a if isinstance(a, ast.expr) else _constant(a) for a in arguments]
    return ast.Call(attribute(method), nodes, [])


def live() -> ast.expr:
    """``__ckpt__.live``: whether code runs normally, not on its way down to a position."""
    return attribute("live")


def when_live(wanted: ast.expr, otherwise: ast.expr) -> ast.expr:
    """``wanted if __ckpt__.live else otherwise``."""
    return ast.IfExp(live(), wanted, otherwise)


def inside(start: int, end: int) -> ast.expr:
    """``__ckpt__.inside(start, end)``: whether the position wanted is one of these points."""
    return call("inside", start, end)


def into(start: int, end: int, body: Sequence[ast.stmt]) -> ast.If:
    """``if __ckpt__.live or __ckpt__.inside(start, end): body``."""
    return ast.If(ast.BoolOp(ast.Or(), [live(), inside(start, end)]), list(body), [])


def only_live(body: Sequence[ast.stmt]) -> ast.If:
    """``if __ckpt__.live: body``."""
    return ast.If(live(), list(body), [])


def calm_or(method: str, number: int) -> ast.expr:
    """``not __ckpt__.watch or __ckpt__.method(number)``: no call while nobody wants attention."""
    calm = ast.UnaryOp(ast.Not(), attribute("watch"))
    return ast.BoolOp(ast.Or(), [calm, call(method, number)])


def take(target: ast.expr) -> ast.Assign:
    """``target = __ckpt__.take()``, at the place of `target` in the source."""
    return ast.copy_location(ast.Assign([target], call("take")), target)


def _constant(value: object) -> ast.expr:
    return ast.Constant(value)  # type: ignore[arg-type]  # typeshed lists the types; ours are plain
