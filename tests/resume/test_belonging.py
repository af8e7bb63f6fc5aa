"""A notebook is told from its copies and from what it was called before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.resume.belonging import OpenNotebook, Relation, relation_of

ASKED = OpenNotebook(path="/w/now.ipynb", cell_ids={"cell"})


@pytest.mark.parametrize(
    ("notebook", "cell_id", "exists", "own_store", "expected"),
    [
        ("/w/now.ipynb", "cell", True, True, Relation.HERE),
        ("/w/now.ipynb", "deleted since", True, True, Relation.HERE),
        ("/w/now.ipynb", "cell", False, False, Relation.HERE),
        ("/w/before.ipynb", "cell", False, False, Relation.RENAMED),
        ("/w/before.ipynb", "cell", False, True, Relation.RENAMED),
        ("/w/before.ipynb", "deleted since", False, True, Relation.RENAMED),
        ("/w/before.ipynb", "deleted since", False, False, Relation.ELSEWHERE),
        ("/w/other.ipynb", "cell", True, False, Relation.COPY),
        ("/w/other.ipynb", "cell", True, True, Relation.COPY),
        ("/w/other.ipynb", "another", True, False, Relation.ELSEWHERE),
        ("/w/other.ipynb", None, True, False, Relation.ELSEWHERE),
        (None, "cell", True, False, Relation.ELSEWHERE),
        (None, None, False, True, Relation.ELSEWHERE),
    ],
)
def test_how_an_operation_stands(
    notebook: str | None, cell_id: str | None, exists: bool, own_store: bool, expected: Relation
) -> None:
    """Path first, then whether the recorded notebook is still there, then the cell."""
    found = relation_of(notebook, cell_id, ASKED, lambda _: exists, own_store=own_store)
    assert found is expected


@given(st.none() | st.text(), st.none() | st.text(), st.booleans(), st.booleans())
def test_a_folder_has_no_operations_of_its_own(
    notebook: str | None, cell_id: str | None, exists: bool, own_store: bool
) -> None:
    """Where no notebook is asked about, every operation is another's."""
    found = relation_of(notebook, cell_id, None, lambda _: exists, own_store=own_store)
    assert found is Relation.ELSEWHERE


@given(st.text(), st.text(), st.sets(st.text()), st.booleans())
def test_a_notebook_that_still_exists_was_not_renamed(
    notebook: str, cell_id: str, cells: set[str], own_store: bool
) -> None:
    """However alike two notebooks are: while both exist, one is a copy or has nothing to do."""
    asked = OpenNotebook(path="/w/now.ipynb", cell_ids=cells)
    found = relation_of(notebook, cell_id, asked, lambda _: True, own_store=own_store)
    assert found is not Relation.RENAMED
    assert (found is Relation.HERE) == (notebook == asked.path)
