"""Which names the code still to run reads before it sets them.

Responsible for the classic backward analysis (a name is *live* where a read is reachable
before a write; Aho et al., "Compilers", section 9.2.5) over Python statements. Refuses to look
into values; when in doubt a name counts as live.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

Names = frozenset[str]
_NONE: Names = frozenset()
_SEES_ALL = frozenset({"exec", "eval", "globals", "locals", "vars", "dir", "get_ipython"})
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is live where control may jump to: out of a loop, to its head, into a handler."""

    at_break: Names = _NONE
    at_continue: Names = _NONE
    at_error: Names = _NONE


class Liveness:
    """The live names before each statement and at the head of each loop of a code.

    Parameters
    ----------
    statements
        The code of the cell.
    reads_of
        Returns the names that a function or class of that name reads when it is used.
    """

    def __init__(
        self,
        statements: Sequence[ast.stmt],
        reads_of: Callable[[str], Names] = lambda _name: _NONE,
    ) -> None:
        self._reads_of = reads_of
        self._before: dict[int, Names] = {}
        self._heads: dict[int, Names] = {}
        self._block(statements, _NONE, _Around())

    def at_statement(self, line: int) -> Names:
        """Names that are live before the statements that start on `line`."""
        return self._before.get(line, _NONE)

    def at_loop(self, line: int) -> Names:
        """Names that are live between two passes of a loop that starts on `line`."""
        return self._heads.get(line, _NONE)

    def _block(self, statements: Sequence[ast.stmt], after: Names, around: _Around) -> Names:
        for statement in reversed(statements):
            after = self._statement(statement, after, around) | around.at_error
            first = min([statement.lineno, *(d.lineno for d in _decorators(statement))])
            for line in {first, statement.lineno}:
                self._before[line] = self._before.get(line, _NONE) | after
        return after

    def _statement(self, node: ast.stmt, after: Names, around: _Around) -> Names:
        if isinstance(node, ast.For | ast.AsyncFor | ast.While):
            return self._loop(node, after, around)
        if isinstance(node, ast.If):
            arms = self._block(node.body, after, around) | self._block(node.orelse, after, around)
            return arms | self._read(node.test)
        if isinstance(node, ast.With | ast.AsyncWith):
            return self._with(node, after, around)
        if isinstance(node, ast.Try | ast.TryStar):
            return self._try(node, after, around)
        if isinstance(node, ast.Match):
            return self._match(node, after, around)
        if isinstance(node, ast.Break):
            return around.at_break
        if isinstance(node, ast.Continue):
            return around.at_continue
        if isinstance(node, ast.Raise | ast.Return):
            return self._read(node)
        return (after - _surely_set(node)) | self._read(node)

    def _loop(
        self, node: ast.For | ast.AsyncFor | ast.While, after: Names, around: _Around
    ) -> Names:
        done = self._block(node.orelse, after, around)
        if isinstance(node, ast.While):
            set_by_head, once, at_head = _NONE, _NONE, done | self._read(node.test)
        else:
            set_by_head, once = _plain_names(node.target), self._read(node.iter)
            at_head = done | self._read(node.target)
        while True:
            inner = replace(around, at_break=after, at_continue=at_head)
            passed = at_head | (self._block(node.body, at_head, inner) - set_by_head)
            if passed == at_head:
                break
            at_head = passed
        self._heads[node.lineno] = self._heads.get(node.lineno, _NONE) | at_head
        return at_head | once

    def _with(self, node: ast.With | ast.AsyncWith, after: Names, around: _Around) -> Names:
        inner = replace(around, at_error=around.at_error | after)  # a manager may swallow errors
        live = self._block(node.body, after, inner)
        for item in reversed(node.items):
            if item.optional_vars is not None:
                live = (live - _plain_names(item.optional_vars)) | self._read(item.optional_vars)
            live |= self._read(item.context_expr)
        return live

    def _try(self, node: ast.Try | ast.TryStar, after: Names, around: _Around) -> Names:
        after = self._block(node.finalbody, after, around) if node.finalbody else after
        jumps = replace(
            around,
            at_break=around.at_break | self._read(*node.finalbody),
            at_continue=around.at_continue | self._read(*node.finalbody),
            at_error=around.at_error | self._read(*node.finalbody),
        )
        handled = _NONE
        for handler in node.handlers:
            live = self._block(handler.body, after, jumps)
            handled |= (live - {handler.name}) | self._read(handler.type)
        if node.finalbody:
            handled |= after
        done = self._block(node.orelse, after, jumps)
        return self._block(node.body, done, replace(jumps, at_error=jumps.at_error | handled))

    def _match(self, node: ast.Match, after: Names, around: _Around) -> Names:
        live = after
        for case in node.cases:
            bound = frozenset(n for p in ast.walk(case.pattern) if (n := _captured(p)))
            arm = self._block(case.body, after, around) | self._read(case.guard)
            live |= (arm - bound) | self._read(case.pattern)
        return live | self._read(node.subject)

    def _read(self, *nodes: ast.AST | None) -> Names:
        direct = _loaded(node for node in nodes if node is not None)
        return direct.union(*(self._reads_of(name) for name in direct))


def sees_all_names(statements: Iterable[ast.stmt]) -> bool:
    """Whether code can reach variables without naming them (``eval``, ``globals()`` …)."""
    return not _loaded(statements).isdisjoint(_SEES_ALL - {"get_ipython"})


def _loaded(nodes: Iterable[ast.AST]) -> Names:
    """Names that are read, deleted or read again by a function made here."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Store):
                found.add(node.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found |= {node.target.id} | _loaded([node.value])
        elif isinstance(node, _COMPREHENSIONS):
            bound = {n for g in node.generators for n in _plain_names(g.target)}
            first = _loaded([node.generators[0].iter])
            found |= first | (_loaded(ast.iter_child_nodes(node)) - bound)
        elif isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
            found |= _loaded(ast.iter_child_nodes(node)) - _own_names(node)
        else:
            found |= _loaded(ast.iter_child_nodes(node))
    return frozenset(found)


def _own_names(node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef) -> Names:
    """Parameters of a function: inside it these are not the cell's variables."""
    return frozenset(part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg))


def _surely_set(node: ast.stmt) -> Names:
    """Names that hold a new value once the statement went through."""
    if isinstance(node, ast.Assign):
        return frozenset[str]().union(*map(_plain_names, node.targets))
    if isinstance(node, ast.AnnAssign):
        return _plain_names(node.target) if node.value is not None else _NONE
    if isinstance(node, ast.Import | ast.ImportFrom):
        return frozenset((alias.asname or alias.name).split(".")[0] for alias in node.names)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return frozenset({node.name})
    return _NONE


def _plain_names(target: ast.AST) -> Names:
    """Names among the targets of an assignment; attributes and items set no name."""
    if isinstance(target, ast.Name):
        return frozenset({target.id})
    if isinstance(target, ast.Starred):
        return _plain_names(target.value)
    if isinstance(target, ast.Tuple | ast.List):
        return frozenset[str]().union(*map(_plain_names, target.elts))
    return _NONE


def _captured(pattern: ast.AST) -> str | None:
    if isinstance(pattern, ast.MatchAs | ast.MatchStar):
        return pattern.name
    return pattern.rest if isinstance(pattern, ast.MatchMapping) else None


def _decorators(node: ast.stmt) -> list[ast.expr]:
    return getattr(node, "decorator_list", [])
