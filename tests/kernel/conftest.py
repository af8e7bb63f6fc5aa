"""A notebook in a folder of its own, for the tests in real kernels."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.kernel.session import Notebook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder with a notebook file in it."""
    place = tmp_path / "work"
    place.mkdir()
    nbformat.write(nbformat.v4.new_notebook(), place / "notebook.ipynb")
    return place


@pytest.fixture
def notebook(folder: Path) -> Notebook:
    """Return a notebook whose path and cell ids the kernel knows, as in JupyterLab."""
    return Notebook(folder)
