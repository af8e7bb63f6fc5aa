"""Notebook files for the browser tests.

Responsible for writing and reading them. Refuses to know what their cells are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

KERNELSPEC = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def write_notebook(path: Path, sources: Sequence[str]) -> None:
    """Write a notebook whose code cells have the ids ``cell-0``, ``cell-1`` …"""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
    notebook.cells = [
        nbformat.v4.new_code_cell(source, id=f"cell-{index}")
        for index, source in enumerate(sources)
    ]
    nbformat.write(notebook, path)


def saved_outputs(path: Path, index: int) -> list[dict[str, Any]]:
    """Return the outputs of a cell that are in the file."""
    outputs: list[dict[str, Any]] = nbformat.read(path, as_version=4).cells[index].outputs
    return outputs
