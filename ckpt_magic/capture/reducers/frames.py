"""pandas' blocks of values, found by the name of their type.

Responsible for copy-on-write: what shared memory shares it again, and pandas knows. Refuses to
import pandas.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.scene import Scene

_INTERNALS = "pandas._libs.internals"


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    names = {(base.__module__, base.__name__) for base in kind.__mro__}
    if (_INTERNALS, "BlockValuesRefs") in names:
        return _shared
    if ("pandas.core.internals.blocks", "Block") in names:
        return _block
    if ("pandas.core.internals.managers", "SingleBlockManager") in names:
        return _single
    if names & {("pandas.core.indexes.base", "Index"), ("pandas", "Index")}:
        return _index
    return None


def make_shared() -> Any:
    """Return an empty record of who shares an array."""
    made = importlib.import_module(_INTERNALS).BlockValuesRefs()
    made.referenced_blocks.clear()
    return made


def make_block(kind: Any, values: Any, place: Any, dimensions: int, shared: Any) -> Any:
    """Return a block that is known to those it shares its array with."""
    placement = importlib.import_module(_INTERNALS).BlockPlacement(place)
    made = kind(values, placement=placement, ndim=dimensions, refs=shared)
    # by identity: blocks compare their values, one by one
    if not any(reference() is made for reference in shared.referenced_blocks):
        shared.add_reference(made)
    return made


def make_single(kind: Any, block: Any, axis: Any) -> Any:
    """Return what holds the one block of a series."""
    return kind(block, axis, verify_integrity=False)


def set_index(made: Any, shared: Any) -> None:
    """Let an index be known to those it shares its array with."""
    made._references = shared
    shared.add_index_reference(made)


def _shared(_scene: Scene, _shared_by: Any) -> Any:
    return make_shared, ()


def _block(_scene: Scene, block: Any) -> Any:
    place = block.mgr_locs.indexer
    return make_block, (type(block), block.values, place, block.ndim, block.refs)


def _index(_scene: Scene, index: Any) -> Any:
    made, parts, *_ = index.__reduce__()
    shared = getattr(index, "_references", None)
    if shared is None or "data" not in parts[1]:
        return made, parts  # computed, or of several parts: nothing of it is shared
    return made, parts, shared, None, None, set_index


def _single(_scene: Scene, manager: Any) -> Any:
    return make_single, (type(manager), manager.blocks[0], manager.axes[0])
