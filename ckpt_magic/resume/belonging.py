"""How an operation stands to the notebook that a person has open.

Responsible for telling a notebook from its copies and from what it was called before: a pure
decision over paths and cell ids. Refuses to look at any file: the caller says what exists.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How an operation stands to a notebook.

    ``HERE``: it is the notebook's own. ``RENAMED``: of a notebook that is gone and was this one.
    ``COPY``: of another notebook that is still there, one of the two being a copy of the other.
    ``ELSEWHERE``: of another notebook, of a script, or of nobody knows what.
    """

    HERE = "here"
    RENAMED = "renamed"
    COPY = "copy"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotebook:
    """The notebook asked about: its path, and the ids of its cells as it was last saved."""

    path: str
    cell_ids: Set[str] = frozenset()


def relation_of(
    notebook: str | None,
    cell_id: str | None,
    asked: OpenNotebook | None,
    exists: Callable[[str], bool],
    *,
    own_store: bool = False,
) -> Relation:
    """Return how an operation recorded for `notebook` and `cell_id` stands to the one asked for.

    Parameters
    ----------
    notebook, cell_id
        What the operation recorded when it started; paths in the same form as the one asked for.
    exists
        Whether there is still a notebook at a path.
    own_store
        Whether the operation lies in the store of the notebook asked for. Then a recorded
        notebook that is gone can only have been this one, even if the cell was deleted since.

    Examples
    --------
    >>> new = OpenNotebook(path="/new.ipynb", cell_ids={"a"})
    >>> relation_of("/old.ipynb", "a", new, exists=lambda path: False)
    <Relation.RENAMED: 'renamed'>
    >>> relation_of("/old.ipynb", "a", new, exists=lambda path: True)
    <Relation.COPY: 'copy'>
    """
    if asked is None or notebook is None:
        return Relation.ELSEWHERE
    if notebook == asked.path:
        return Relation.HERE
    has_cell = cell_id is not None and cell_id in asked.cell_ids
    if exists(notebook):
        return Relation.COPY if has_cell else Relation.ELSEWHERE
    return Relation.RENAMED if has_cell or own_store else Relation.ELSEWHERE
