"""Which notebook and which cell this is.

Responsible for the signs that front ends leave: environment, names in the namespace, the
request's metadata. Refuses to guess: what is not known is ``None``.
"""

from __future__ import annotations

import ast
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Identity:
    """The notebook's path and the cell's id, where a front end told them."""

    notebook: str | None
    cell_id: str | None

    @property
    def complete(self) -> bool:
        """Whether both are known, so that the same cell can be told from a similar one."""
        return self.notebook is not None and self.cell_id is not None


def notebook_path(namespace: Mapping[str, Any], environment: Mapping[str, str]) -> str | None:
    """The path of the notebook: JupyterLab and Notebook 7, VS Code; ``None`` elsewhere."""
    candidates = (
        namespace.get("__vsc_ipynb_file__"),
        namespace.get("__session__"),
        environment.get("JPY_SESSION_NAME"),
    )
    for found in candidates:
        if isinstance(found, str) and found.endswith(".ipynb"):
            return os.path.abspath(found)
    return None


def cell_id(shell: Any, info: Any) -> str | None:
    """The id of the cell that is being run, from the run's own information or the request."""
    found = getattr(info, "cell_id", None)
    if found is None and hasattr(shell, "kernel"):
        found = shell.kernel.get_parent().get("metadata", {}).get("cellId")
    return found if isinstance(found, str) else None


def cell_key(identity: Identity, name: str | None, module: ast.Module) -> str:
    """Name the piece of work: the cell's id, else its ``--name``, else its code."""
    if identity.cell_id is not None:
        return f"cell:{identity.cell_id}"
    if name is not None:
        return f"name:{name}"
    return f"code:{digest(ast.dump(module))}"


def default_name(module: ast.Module) -> str:
    """A name for an operation without one: what its first loop goes over, or ``cell``."""
    for node in ast.walk(module):
        if isinstance(node, ast.For | ast.AsyncFor):
            words = [n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)]
            return "for_" + (words[0] if words else "item")
        if isinstance(node, ast.While):
            return "while_loop"
    return "cell"


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
