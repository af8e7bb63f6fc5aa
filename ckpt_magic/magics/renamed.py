"""A notebook that had another name when its store was made.

Responsible for finding that store, by the ids of the notebook's cells, and for giving it the
notebook's name of today. Refuses to touch the store of a notebook that still exists: one of the
two is a copy then.
"""

from __future__ import annotations

import os
from pathlib import Path

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.model import Operation
from ckpt_magic.resume.belonging import OpenNotebook, Relation, relation_of
from ckpt_magic.resume.notebook_file import cell_ids
from ckpt_magic.store.location import state_dir_of
from ckpt_magic.store.looking import look
from ckpt_magic.store.moving import move_store


def take_over(notebook: Path, target: Path) -> bool:
    """Move the one store that was this notebook's before it was renamed to `target`.

    Nothing is moved while an operation runs in it, or where more than one could be it.
    """
    asked = OpenNotebook(path=os.path.realpath(notebook), cell_ids=cell_ids(notebook))
    if not asked.cell_ids or not target.parent.is_dir():
        return False
    beside = [path for path in target.parent.glob(f"*{target.suffix}") if path != target]
    former = [path for path in beside if _was(path, asked)]
    if len(former) != 1:
        return False
    try:
        return move_store(former[0], target, state_dir_of(os.environ))
    except StoreError:
        return False  # its operations can still be named one by one


def _was(path: Path, asked: OpenNotebook) -> bool:
    """Whether every operation of a store is of this notebook under a name that is gone."""
    try:
        view = look(path, None)
    except StoreError:
        return False
    operations = [one.operation for one in view.operations] if view is not None else []
    return bool(operations) and all(_is_of(one, asked) for one in operations)


def _is_of(operation: Operation, asked: OpenNotebook) -> bool:
    notebook, cell_id = operation.definition.get("notebook"), operation.definition.get("cell_id")
    if not isinstance(notebook, str) or not isinstance(cell_id, str):
        return False
    relation = relation_of(os.path.realpath(notebook), cell_id, asked, os.path.exists)
    return relation is Relation.RENAMED
