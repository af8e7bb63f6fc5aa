"""The code of one cell: as written, as transformed, and what it binds and reads.

Responsible for questions about the source. Refuses to run it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckpt_magic.core.model import Json
from ckpt_magic.resume.liveness import Liveness, sees_all_names
from ckpt_magic.resume.reads import names_bound, reads_of
from ckpt_magic.resume.sets import OrderUse, order_uses
from ckpt_magic.resume.skeleton import Skeleton, path_to_json
from ckpt_magic.resume.transform import transform_cell

_LOOKS_AT_TRACEBACKS = ("__traceback__", "traceback", "exc_info", "print_exc", "tb_frame")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A transformed cell.

    ``module`` is the code as the person wrote it, ``tree`` what runs in its place.
    """

    module: ast.Module
    tree: ast.Module
    skeleton: Skeleton
    source: str
    bound: frozenset[str]
    reads_tracebacks: bool
    order_uses: tuple[OrderUse, ...] = ()

    def path(self, point: int | None) -> Json:
        """The path to a point as plain data; to the end of the cell for ``None``."""
        return [] if point is None else path_to_json(self.skeleton.path_of(point))

    def line(self, point: int | None) -> int:
        """The line of a point; 0 for the end of the cell."""
        return 0 if point is None else self.skeleton.points[point].line

    def names_read_from(self, point: int | None, namespace: Mapping[str, Any]) -> frozenset[str]:
        """Names that the code from `point` on reads before it sets them, functions included."""
        if point is None:
            return frozenset()
        if sees_all_names(self.module.body):
            return frozenset(namespace)
        live = Liveness(self.module.body, lambda name: reads_of(name, namespace))
        place = self.skeleton.points[point]
        is_loop = place.kind in ("for", "while")
        return live.at_loop(place.line) if is_loop else live.at_statement(place.line)


def prepare(module: ast.Module, *, mark_end: bool) -> Program:
    """Transform a cell's code into one that can be resumed; `module` itself is left as it is."""
    source = ast.unparse(module)
    done = transform_cell(copy.deepcopy(module), mark_end=mark_end)
    words = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    words |= {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    return Program(
        module=module,
        tree=done.tree,
        skeleton=done.skeleton,
        source=source,
        bound=names_bound(module.body),
        reads_tracebacks=not words.isdisjoint(_LOOKS_AT_TRACEBACKS),
        order_uses=order_uses(module.body),
    )
