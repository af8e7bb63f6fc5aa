"""Sets whose order a restart would change under the code's feet.

Responsible for finding, from the source, the names whose order matters more than once, and
for refusing a loop when such a name is a set that another process orders differently. Refuses
to follow values into containers and functions: those sets are not found.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckpt_magic.core.errors import NotResumableError

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_ORDER_MATTERS_TO = frozenset(
    {"list", "tuple", "enumerate", "zip", "iter", "map", "filter", "str", "repr", "print", "deque"}
)
_SAME_EVERYWHERE = (int, float, complex, bool)


@dataclass(frozen=True, slots=True)
class OrderUse:
    """A place where the order of a variable matters; ``again`` when one place is many times."""

    name: str
    line: int
    again: bool


def order_uses(statements: Sequence[ast.stmt]) -> tuple[OrderUse, ...]:
    """Return the uses of names whose order matters twice or more in `statements`."""
    found = [use for statement in statements for use in _uses(statement, inside_loop=False)]
    counts = {use.name: sum(u.name == use.name for u in found) for use in found}
    return tuple(use for use in found if use.again or counts[use.name] > 1)


def refuse_reordered_sets(
    uses: Iterable[OrderUse], namespace: Mapping[str, Any], line: int, *, safe: str
) -> None:
    """Refuse to go on at `line` when a set there is used in order now or later.

    `safe` says what is unharmed by the refusal.

    Raises
    ------
    NotResumableError
        Naming the set, with the way out.
    """
    for use in uses:
        value = namespace.get(use.name)
        if use.line >= line and isinstance(value, set | frozenset) and _reordered(value):
            kinds = sorted({type(element).__name__ for element in value})
            raise NotResumableError(
                f"`{use.name}` (a set of {len(value)} {'/'.join(kinds)}, line {use.line}) is gone "
                "through in order more than once, and another process orders it differently",
                safe=safe,
                fix=f"use sorted({use.name}), or start the kernel with PYTHONHASHSEED=0",
            )


def _reordered(value: set[Any] | frozenset[Any]) -> bool:
    """Whether a new process may iterate over an equal set in another order."""
    if len(value) < 2 or all(type(element) in _SAME_EVERYWHERE for element in value):
        return False
    texts_only = all(type(element) in (*_SAME_EVERYWHERE, str, bytes) for element in value)
    seeded = os.environ.get("PYTHONHASHSEED", "random") != "random"
    return not (texts_only and (seeded or not sys.flags.hash_randomization))


def _uses(node: ast.AST, *, inside_loop: bool) -> Iterable[OrderUse]:
    for name in _ordered_names(node):
        yield OrderUse(name.id, name.lineno, again=inside_loop)
    for field, child in _children(node):
        header = field in ("iter", "orelse") and isinstance(node, _LOOPS)
        repeated = isinstance(node, _LOOPS) and not header
        repeated |= isinstance(node, _COMPREHENSIONS) and field in ("elt", "key", "value")
        yield from _uses(child, inside_loop=inside_loop or repeated)


def _children(node: ast.AST) -> Iterable[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield field, child


def _ordered_names(node: ast.AST) -> Iterable[ast.Name]:
    """Names that `node` itself goes through in their order."""
    looked_at: list[ast.AST] = []
    if isinstance(node, ast.For | ast.AsyncFor):
        looked_at = [node.iter]
    elif isinstance(node, _COMPREHENSIONS):
        looked_at = [] if isinstance(node, ast.SetComp) else [g.iter for g in node.generators]
    elif isinstance(node, ast.Starred):
        looked_at = [node.value]
    elif isinstance(node, ast.Call):
        looked_at = _ordered_arguments(node)
    return [one for one in looked_at if isinstance(one, ast.Name)]


def _ordered_arguments(call: ast.Call) -> list[ast.AST]:
    function = call.func
    if isinstance(function, ast.Name) and function.id in _ORDER_MATTERS_TO:
        return list(call.args)
    if isinstance(function, ast.Attribute) and function.attr == "join":
        return list(call.args)
    if isinstance(function, ast.Attribute) and function.attr == "pop" and not call.args:
        return [function.value]
    return []
