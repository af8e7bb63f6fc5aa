"""The code of a ``%%checkpointed`` cell on its way into IPython.

Responsible for finding the marker in the parsed cell and for handing the code over. Refuses
to let anything out but a rejection of this one cell: IPython drops a transformer that raises,
and every later cell would run unprotected.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from IPython.core.error import InputRejected

from ckpt_magic.core.errors import CheckpointError
from ckpt_magic.magics.source import BEGIN


class CellRejectedError(InputRejected):
    """The cell does not run; two lines say why and what to do."""

    def __init__(self, error: CheckpointError) -> None:
        super().__init__(str(error))
        self.error = error

    def _render_traceback_(self) -> list[str]:
        return self.error._render_traceback_()


class CellTransformer(ast.NodeTransformer):
    """Gives the code below a marker to `prepare` and runs what comes back in its place.

    Parameters
    ----------
    prepare
        Takes the module without the marker, the options as typed; returns the new module.
    """

    def __init__(self, prepare: Callable[[ast.Module, str], ast.Module]) -> None:
        self._prepare = prepare

    def visit(self, node: ast.AST) -> ast.AST:
        """Transform a whole cell; everything else is left alone."""
        if not isinstance(node, ast.Module):
            return node
        index = next((i for i, s in enumerate(node.body) if _marker(s) is not None), None)
        if index is None:
            return node
        marker = node.body[index]
        rest = ast.Module([*node.body[:index], *node.body[index + 1 :]], node.type_ignores)
        try:
            new = self._prepare(rest, _marker(marker) or "")
        except CheckpointError as error:
            raise CellRejectedError(error) from None
        except Exception as error:  # whatever went wrong, it must not run
            raise CellRejectedError(_our_fault(error)) from error
        return _with_marker(new, marker)


def _marker(statement: ast.stmt) -> str | None:
    """The options in a marker call; ``None`` for any other statement."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or len(call.args) != 2:
        return None
    name, options = call.args
    if not (isinstance(name, ast.Constant) and isinstance(options, ast.Constant)):
        return None
    ours = name.value == BEGIN and ast.unparse(call.func) == "get_ipython().run_line_magic"
    return str(options.value) if ours else None


def _with_marker(module: ast.Module, marker: ast.stmt) -> ast.Module:
    """Put the marker in front, behind the imports that Python wants first."""
    at = 0
    while at < len(module.body) and _is_future_import(module.body[at]):
        at += 1
    return ast.Module([*module.body[:at], marker, *module.body[at:]], module.type_ignores)


def _is_future_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _our_fault(error: Exception) -> CheckpointError:
    return CheckpointError(
        f"this cell could not be made resumable ({type(error).__name__}: {error})",
        safe="it was not run",
        fix="take %%checkpointed off to run it unprotected, and please report the cell",
    )
