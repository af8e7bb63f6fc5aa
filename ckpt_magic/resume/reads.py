"""Which names code binds, and which globals a function reads.

Responsible for answers from the source and the compiled code alone. Refuses to know where a
program stands: `liveness` does.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Iterable, Mapping
from typing import Any


def names_bound(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Names that `statements` store at their own level: assignments, targets, imports, handlers."""
    found: set[str] = set()
    todo: list[ast.AST] = list(statements)
    while todo:
        node = todo.pop()
        found.update(_bound_by(node))
        if not isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            todo.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def reads_of(name: str, namespace: Mapping[str, Any]) -> frozenset[str]:
    """Globals that the function or class called `name` reads, and those it calls, and so on."""
    seen: set[str] = set()
    todo = {name}
    while todo:
        one = todo.pop()
        seen.add(one)
        for code in _codes(namespace.get(one), namespace):
            todo.update(set(_names_in(code)) - seen)
    return frozenset(seen - {name})


def _bound_by(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,) if isinstance(node.ctx, ast.Store) else ()
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.alias):
        return ((node.asname or node.name).split(".")[0],)
    if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        return (node.name,) if node.name else ()
    if isinstance(node, ast.MatchMapping):
        return (node.rest,) if node.rest else ()
    return ()


def _codes(value: Any, namespace: Mapping[str, Any]) -> list[types.CodeType]:
    if isinstance(value, types.FunctionType):
        return [value.__code__] if value.__globals__ is namespace else []
    if isinstance(value, type) and value.__module__ == namespace.get("__name__"):
        members = (getattr(member, "__func__", member) for member in vars(value).values())
        return [member.__code__ for member in members if isinstance(member, types.FunctionType)]
    return []


def _names_in(code: types.CodeType) -> Iterable[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_in(constant)
