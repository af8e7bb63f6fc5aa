"""The code transformer lets nothing but a rejection of the one cell out."""

import ast
from collections.abc import Callable

import pytest
from IPython.core.error import InputRejected

from ckpt_magic.core.errors import CodeChangedError
from ckpt_magic.magics.tree import CellTransformer
from tests.magics.conftest import Session

MARKED = "get_ipython().run_line_magic('ckpt_begin', '--every 2')\nx = 1\n"


def _raising(error: Exception) -> Callable[[ast.Module, str], ast.Module]:
    def prepare(_module: ast.Module, _options: str) -> ast.Module:
        raise error

    return prepare


@pytest.mark.parametrize("error", [ZeroDivisionError("boom"), CodeChangedError("a", fix="b")])
def test_any_fault_rejects_the_cell(error: Exception) -> None:
    """IPython drops a transformer that raises anything else."""
    with pytest.raises(InputRejected) as caught:
        CellTransformer(_raising(error)).visit(ast.parse(MARKED))
    assert len(caught.value._render_traceback_()) == 2


def test_the_code_and_the_options_are_handed_over_without_the_marker() -> None:
    """The marker itself stays in front of what comes back."""
    seen: list[tuple[str, str]] = []

    def prepare(module: ast.Module, options: str) -> ast.Module:
        seen.append((ast.unparse(module), options))
        return ast.parse("y = 2")

    tree = CellTransformer(prepare).visit(ast.parse(MARKED))
    assert seen == [("x = 1", "--every 2")]
    assert ast.unparse(tree).splitlines()[1:] == ["y = 2"]


def test_future_imports_stay_first() -> None:
    """Python wants them there, marker or not."""
    code = MARKED.replace("x = 1", "from __future__ import annotations\nx = 1")
    tree = CellTransformer(lambda module, _: module).visit(ast.parse(code))
    assert isinstance(tree.body[0], ast.ImportFrom)


def test_a_fault_of_ours_refuses_the_cell_and_protects_the_next(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a real shell: the cell does not run, and the transformer is still there."""
    monkeypatch.setattr("ckpt_magic.magics.running.prepare", _raising(RuntimeError("bug")))
    assert "could not be made resumable" in str(session.error("%%checkpointed\nx = 1\n"))
    assert "x" not in session.names
    monkeypatch.undo()
    session.run_well("%%checkpointed\nfor i in range(3):\n    x = i\n")
    assert session.heard(object)
